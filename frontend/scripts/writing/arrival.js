// A form that its page sends (sending.js) may lead to a place of that same page, such as the comment that was posted. The
// browser alone would only scroll there; loading the page anew it would put it back to where one was. So the page that is
// loaded anew stands at the place, which has the focus: the next Tab goes on from there.

/** Load this page anew, and stand at the place that the address names. */
export function arriveAt(address) {
  history.scrollRestoration = "manual";
  history.replaceState(null, "", address);
  location.reload();
}

export function arrival() {
  if (history.scrollRestoration === "auto") return; // the browser stands there by itself, or where one was
  const over = () => setTimeout(() => (history.scrollRestoration = "auto")); // sooner, it would still go back
  if (document.readyState === "complete") over();
  else addEventListener("load", over, { once: true });
  const place = document.getElementById(location.hash.slice(1));
  if (!place) return;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  const stand = () => place.scrollIntoView({ behavior: "instant" });
  stand();
  requestAnimationFrame(stand); // it is a `:target` now, with its margin
}
