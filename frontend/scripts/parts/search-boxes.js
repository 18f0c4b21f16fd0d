// Boxes in which one searches: what suggests something there is fetched when somebody goes there.
//
//   <form data-suggest="/search/suggestions"> … <input name="q">
export function searchBoxes() {
  for (const form of document.querySelectorAll("form[data-suggest]")) {
    const fetched = () => import("../searching/suggestions.js").then(({ suggestions }) => suggestions(form), () => {});
    form.elements.q.addEventListener("focus", fetched, { once: true });
    if (form.elements.q === document.activeElement) form.elements.q.dispatchEvent(new Event("focus"));
  }
}
