// Where an address leads to a place of its page (`#c81`), one arrives there: it stands in sight and has the focus, so that
// the next Tab goes on from it. What is said at the top of the page leaves it there.
//
// A form that its page sends (writing/sending.js) may lead to a place of the page that one is on. The browser would only
// scroll, or load the page again and put it back to where one was.
const ARRIVES = "manual"; // as `scrollRestoration`, for one load of the page: not to where one was

/** The place that the address names; null where there is none. */
export function place() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a mark that is none
  }
}

/** Load the page anew, and stand at the place that this address names. */
export function arriveAt(address) {
  history.scrollRestoration = ARRIVES;
  history.replaceState(null, "", address);
  location.reload();
}

export function arrival() {
  if (history.scrollRestoration !== ARRIVES) return; // the browser stands there by itself, or where one was
  // Not before all is there: a browser that may would still put the page back to where one was.
  const over = () => setTimeout(() => (history.scrollRestoration = "auto"));
  if (document.readyState === "complete") over();
  else addEventListener("load", over, { once: true });
  const there = place();
  if (!there) return;
  if (there.tabIndex < 0 && !there.hasAttribute("tabindex")) {
    there.tabIndex = -1;
    there.addEventListener("blur", () => there.removeAttribute("tabindex"), { once: true });
  }
  there.focus({ preventScroll: true });
  there.scrollIntoView({ behavior: "instant" });
  requestAnimationFrame(() => there.scrollIntoView({ behavior: "instant" })); // it is a `:target` now, with its margin
}
