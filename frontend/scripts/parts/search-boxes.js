// Boxes in which one searches, and fields for somebody's name: what suggests something there is fetched when somebody goes
// there.
//
//   <form data-suggest="/search/suggestions"> … <input name="q">        what is chosen is opened
//   <input data-suggest="/people/7/introduction/suggestions" data-suggest-to="person">
//                                          it is written there, and its number goes along in a field of that name
export function searchBoxes() {
  for (const one of document.querySelectorAll("form[data-suggest], input[data-suggest]")) {
    const input = one.elements?.q ?? one;
    const path = one.dataset.suggest;
    const fetched = () => import("../searching/suggestions.js").then(({ suggestions }) => suggestions(input, path), () => {});
    input.addEventListener("focus", fetched, { once: true });
    if (input === document.activeElement) input.dispatchEvent(new Event("focus"));
  }
}
