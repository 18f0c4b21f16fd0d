// A box that suggests what one may be looking for. Without this script, or without an answer, it is a plain form.
//
//   <form data-suggest> <input type="search"> </form>
export function suggesting() {
  document.querySelectorAll("form[data-suggest]").forEach((form, number) => {
    const box = form.querySelector("input[type=search]");
    const fetched = () =>
      import("../searching/suggestions.js").then(
        ({ suggest }) => suggest(form, box, `suggestions-${number}`),
        () => {},
      );
    box.addEventListener("focus", fetched, { once: true });
  });
}
