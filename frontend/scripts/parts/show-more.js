// "Show more" adds the next ones below those that are there. Without this, or when the network fails, the link
// leads to a page of them.
//
// Whoever opens one of them and comes back finds the list as long as it was, and their place in it. The history entry of
// the browser keeps how often more was shown, how far down one was and which link one followed: numbers and an address
// that stands in the history anyway, no words.

const MOST = 25; // pages that are fetched again; whoever read on further finds the link there

/** The list above a link, in a page that was fetched: the last one of its kind. */
function sameList(page, list) {
  const found = page.querySelectorAll(`main ${list.localName}.${list.classList[0]}`);
  return found[found.length - 1];
}

let comingBack = false;

const nextLink = () => document.querySelector("main a[rel=next]");
const listAbove = (link) => {
  const list = link?.previousElementSibling;
  return list?.matches("ul[class], ol[class]") ? list : null;
};
const keep = (more) => history.replaceState({ ...history.state, list: { ...history.state?.list, ...more } }, "");

/** Adds what the link leads to. Returns the first that is new. */
async function add(link, list) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error("not a page of this list");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const more = sameList(page, list);
  if (!more || more.children.length === 0) throw new Error("no list on that page");
  // A head that says when stands once, though each page begins with one.
  const head = more.children[0];
  const last = [...list.children].findLast((one) => one.matches("[data-head]"));
  if (last && head.matches("[data-head]") && head.textContent === last.textContent) head.remove();
  const first = more.children[0];
  list.append(...more.children);
  // Where the page says which of how many it shows, these are more now.
  const [here, there] = [document, page].map((one) => one.querySelector("[data-list-last]"));
  if (there) here?.replaceWith(there);
  const next = page.querySelector("main a[rel=next]");
  if (next) link.href = next.getAttribute("href");
  else link.remove();
  return first;
}

async function show(link, list) {
  const first = await add(link, list);
  keep({ shown: (history.state?.list?.shown ?? 0) + 1 });
  // Whoever reads on by keyboard or screen reader goes on where the new ones begin.
  first.querySelector("a, button")?.focus({ preventScroll: true });
}

/** The list as it was when one left it, from the server, who may read what today. */
async function comeBack({ shown = 0, down = 0, followed = "" }) {
  if (shown === 0) return; // the browser finds the place by itself
  let done = 0;
  comingBack = true;
  const moved = new AbortController();
  for (const way of ["wheel", "touchmove", "keydown"]) {
    addEventListener(way, () => moved.abort(), { once: true, passive: true, signal: moved.signal });
  }
  try {
    for (let link = nextLink(); done < Math.min(shown, MOST) && listAbove(link); link = nextLink()) {
      await add(link, listAbove(link));
      done += 1;
    }
  } catch {
    // What is there stays, and the link below it.
  }
  comingBack = false;
  keep({ shown: done });
  if (moved.signal.aborted) return; // already on their way elsewhere
  moved.abort();
  const led = `a[href="${CSS.escape(followed)}"]`; // in a list first: above it the same may be named, too
  const link = followed && (document.querySelector(`main [data-entry-id] ${led}`) ?? document.querySelector(`main ${led}`));
  if (link && document.activeElement === document.body) link.focus({ preventScroll: true });
  scrollTo({ top: down, behavior: "instant" });
}

export function showMore() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("main a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain) return;
    if (link.rel !== "next") {
      if (history.state?.list?.shown) keep({ followed: link.getAttribute("href"), down: Math.round(scrollY) });
      return;
    }
    const list = listAbove(link);
    if (!list) return;
    event.preventDefault();
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    show(link, list)
      .catch(() => window.location.assign(link.href))
      .finally(() => {
        link.ariaBusy = null;
      });
  });
  let soon = null;
  addEventListener("scroll", () => {
    if (!history.state?.list?.shown || comingBack) return;
    soon ??= setTimeout(() => {
      soon = null;
      keep({ down: Math.round(scrollY) });
    }, 500);
  });
  if (!history.state?.list) return;
  // A link to the page that one is on keeps the entry of the history: whoever presses it begins anew.
  const anew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (anew) history.replaceState({ ...history.state, list: undefined }, "");
  else comeBack(history.state.list);
}
