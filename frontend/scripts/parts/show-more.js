// "Show more" adds the next twenty below those that are there. Without this, or when the network fails, the link
// leads to a page of the next twenty.

/** The list above a link, in a page that was fetched: the last one of its kind. */
function sameList(page, list) {
  const found = page.querySelectorAll(`main ${list.localName}.${list.classList[0]}`);
  return found[found.length - 1];
}

async function add(link, list) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error("not a page of this list");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const more = sameList(page, list);
  if (!more || more.children.length === 0) throw new Error("no list on that page");
  const first = more.children[0];
  list.append(...more.children);
  const next = page.querySelector("main a[rel=next]");
  if (next) link.href = next.getAttribute("href");
  else link.remove();
  // Whoever reads on by keyboard or screen reader goes on where the new ones begin.
  first.querySelector("a, button")?.focus({ preventScroll: true });
}

export function showMore() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("main a[rel=next]");
    const list = link?.previousElementSibling;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!plain || !list?.matches("ul[class], ol[class]")) return;
    event.preventDefault();
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    add(link, list)
      .catch(() => window.location.assign(link.href))
      .finally(() => {
        link.ariaBusy = null;
      });
  });
}
