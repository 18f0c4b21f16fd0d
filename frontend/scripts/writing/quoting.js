// Whoever selects words of an entry, or of a comment below it, is offered to quote them: a button beside the words, which
// puts them into the box below and the cursor after them. Without scripts one copies them on the page of the box.
//
//   <div data-quotable="comment:81:2">   a text that can be quoted, and which version of what it is
//   <div data-quote hidden>              in the box: where quoted words stand, with the field that they go into

const LONGEST = 500;

function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const within = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-quotable]");
  const source = within(range.startContainer);
  const words = selection.toString().trim().replace(/\s+/g, " ");
  if (!source || source !== within(range.endContainer) || !words || words.length > LONGEST) return null;
  return { source: source.dataset.quotable, words, rect: range.getBoundingClientRect() };
}

export function quoting(form) {
  const block = form.querySelector("[data-quote]");
  const box = form.querySelector('textarea[name="body"]');
  if (!block || !box) return;
  const field = block.querySelector("textarea");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary lp-button--small lp-quote-this";
  button.textContent = "Quote this";
  button.hidden = true;
  document.querySelector("main").append(button);

  let chosen = null;
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === button) return;
    chosen = selected();
    button.hidden = !chosen;
    if (!chosen) return;
    button.style.setProperty("top", `${Math.round(chosen.rect.bottom + scrollY + 6)}px`);
    const left = Math.min(chosen.rect.left + scrollX, document.documentElement.clientWidth - button.offsetWidth - 12);
    button.style.setProperty("left", `${Math.round(Math.max(12, left))}px`);
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
  button.addEventListener("click", () => {
    if (!chosen) return;
    form.elements.namedItem("quote_from").value = chosen.source;
    field.value = chosen.words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    block.hidden = false;
    button.hidden = true;
    document.getSelection().removeAllRanges();
    box.focus();
    box.scrollIntoView({ block: "center" });
  });
}
