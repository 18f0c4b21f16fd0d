// A file on its way, as the list shows it: its name, how far it is, and what can be done about it.
import { element } from "./file-list.js";

const WAITS = "No connection just now. It goes on by itself when there is one.";

export function uploadLine(name, acts) {
  const made = element("li", "lp-adding__file");
  const about = element("div", "lp-adding__about");
  const bar = element("progress", "lp-adding__progress");
  const state = element("p", "lp-adding__state", "Waiting for its turn");
  const cancel = act("Leave it out", name);
  const again = act("Try now", name);
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `How much of ${name} is sent`);
  again.hidden = true;
  cancel.addEventListener("click", () => acts.cancel());
  again.addEventListener("click", () => acts.again());
  const row = element("p", "lp-adding__acts");
  row.append(cancel, again);
  about.append(element("p", "lp-adding__name", name), bar, state, row);
  made.append(about);

  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };
  const remove = () => replaceWith();

  // Whoever stands on one of its buttons does not fall off the page.
  function replaceWith(other = null) {
    const stood = made.contains(document.activeElement);
    const list = made.parentElement;
    if (other) made.replaceWith(other);
    else made.remove();
    if (stood) (other ?? list.parentElement).querySelector(other ? "input" : 'input[type="file"]').focus();
  }

  return {
    element: made,
    say,
    remove,
    replaceWith,
    progress(share) {
      again.hidden = true;
      bar.value = Math.round(share * 100);
      say(share < 1 ? `${bar.value} % sent` : "Sent. One moment");
    },
    wait() {
      again.hidden = false;
      say(WAITS);
    },
    fail(words, other) {
      Object.assign(acts, other);
      bar.remove();
      again.hidden = false;
      again.firstChild.textContent = "Try again";
      state.setAttribute("role", "alert");
      say(words);
    },
  };
}

function act(words, name) {
  const made = element("button", "govuk-button govuk-button--secondary lp-button--small", words);
  made.type = "button";
  made.append(element("span", "govuk-visually-hidden", ` ${name}`));
  return made;
}
