// What throws words away for good asks once, in its own place: the first press says what the second does. Without scripts
// the server asks, on a page of its own; `sure` in the form tells it that it was asked here.
const A_MOMENT = 400; // milliseconds in which a key that is held down repeats itself

export function asksOnce() {
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("[data-asks-once]");
      if (!button) return;
      const hasty = event.detail > 1 || event.timeStamp - button.dataset.askedAt < A_MOMENT; // a double click, too
      if (button.dataset.askedAt && !hasty) {
        const sure = button.form?.elements.sure;
        if (sure) sure.value = "1";
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!button.dataset.askedAt) ask(button, event.timeStamp);
    },
    true,
  );
}

// The button keeps the focus: whoever goes elsewhere has not pressed it a second time.
function ask(button, moment) {
  const words = button.firstChild;
  const before = words.textContent;
  const said = document.createElement("span");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  button.after(said);
  words.textContent = button.dataset.asksOnce;
  button.dataset.askedAt = moment;
  button.focus();
  setTimeout(() => (said.textContent = "Press once more to do it. It cannot be brought back."));
  button.addEventListener(
    "blur",
    () => {
      words.textContent = before;
      delete button.dataset.askedAt;
      said.remove();
    },
    { once: true },
  );
}
