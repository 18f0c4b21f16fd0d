// Words that follow a choice: the sentence that says who will read it, the question that only one answer asks.
//
//   <div data-follows="audience">                        follows the radios or the select of that name in its form
//     <span data-otherwise>…</span>                      shown where nothing below fits; without scripts always
//     <span data-when="community" hidden>…</span>        shown for that choice
//   <div data-follows="standing" data-follows-values="off-track needs-attention">  itself shown for those choices only
//   <details data-fold open>                             folded where scripts keep the line that it shows true
export function choices() {
  for (const fold of document.querySelectorAll("details[data-fold]")) {
    fold.open = fold.querySelector(".govuk-error-message") !== null;
  }
  for (const block of document.querySelectorAll("[data-follows]")) {
    const form = block.closest("form");
    const name = block.dataset.follows;
    const show = () => {
      const chosen = new FormData(form).get(name);
      const values = block.dataset.followsValues?.split(" ");
      if (values) block.hidden = !values.includes(chosen);
      let fits = false;
      for (const part of block.querySelectorAll("[data-when]")) {
        part.hidden = part.dataset.when !== chosen;
        fits ||= !part.hidden;
      }
      for (const part of block.querySelectorAll("[data-otherwise]")) part.hidden = fits;
    };
    form.addEventListener("change", show);
    addEventListener("pageshow", show);
    show();
  }
}
