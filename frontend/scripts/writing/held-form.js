// A form that was sent while its files are still on their way: it waits for them and says so, and can go without them.
import { element } from "./file-list.js";

export function heldForm(form, { missing, leaveOut }) {
  const note = element("div", "lp-held");
  const words = element("p");
  const without = element("button", "govuk-button govuk-button--secondary lp-button--small");
  let submitter; // of the form that waits; undefined where none does
  note.hidden = true;
  words.setAttribute("role", "status");
  without.type = "button";
  without.addEventListener("click", leaveOut);
  note.append(words, without);
  (form.querySelector(".lp-finish") ?? form.lastElementChild).before(note);

  // Before anybody else hears of it (kept words, autosave): it is not sent yet.
  form.addEventListener(
    "submit",
    (event) => {
      if (missing() === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      submitter = event.submitter;
      tell();
    },
    { capture: true },
  );

  function tell() {
    if (submitter === undefined) return;
    const left = missing();
    note.hidden = left === 0;
    if (left === 0) {
      const pressed = submitter;
      submitter = undefined;
      form.requestSubmit(pressed);
      return;
    }
    const files = left === 1 ? "A file is" : `${left} files are`;
    const said = `${files} still on the way. What you wrote is sent as soon as ${left === 1 ? "it is" : "they are"} there.`;
    if (words.textContent !== said) words.textContent = said;
    without.textContent = left === 1 ? "Send it without this file" : "Send it without these files";
  }

  // Something is to be read first.
  function letGo() {
    submitter = undefined;
    note.hidden = true;
  }

  return { tell, letGo };
}
