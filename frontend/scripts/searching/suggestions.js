// What somebody may mean who types into a search box: people, places, themes, and what they looked for lately. A combobox
// with a list, by the keyboard; Enter searches for what was typed until one of the list is chosen. Or whom somebody means
// who types a name into a form: there it is written. Whatever fails is silent: the form is there.
import Combobox from "@github/combobox-nav";
import { asking } from "./asking.js";
import { groups } from "./list.js";
import { chosenName } from "./chosen-name.js";

/** Suggest what may be meant below this box, as the server says it at `path`. */
export function suggestions(input, path) {
  const { form } = input;
  const field = input.dataset.suggestTo; // then it is written, not opened
  const choose = field ? chosenName(input, field) : ({ address }) => location.assign(address);
  const list = document.createElement("div");
  list.id = `${input.id}-suggestions`;
  list.className = "lp-suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  (field ? input.parentElement : form).append(list, status);

  const combobox = new Combobox(input, list, { tabInsertsSuggestions: false });
  const ask = asking(path);

  async function suggest({ typed = input.value, chosen = false, shortest } = {}) {
    const found = await ask(typed, shortest);
    if (found === null || input !== document.activeElement) return;
    if (input.hasAttribute("aria-activedescendant")) return; // they are choosing: nothing moves under their hands
    if (!found?.length) return close(found && !list.hidden ? "No suggestions." : "");
    list.replaceChildren(...groups(found, typed, list.id));
    list.scrollTop = 0;
    if (list.hidden) {
      list.hidden = false;
      combobox.start();
    }
    if (chosen) combobox.navigate(1);
    say(`${found.length === 1 ? "One suggestion" : `${found.length} suggestions`}: arrow keys to choose, Enter to ${field ? "take" : "open"}.`);
  }

  function close(words = "") {
    ask.forget();
    say(words);
    if (list.hidden) return;
    list.hidden = true;
    combobox.stop();
  }

  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  input.addEventListener("input", () => suggest());
  input.addEventListener("blur", () => close());
  form.addEventListener("submit", () => close());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // a box for searching would throw away what was typed
      close();
    } else if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      suggest({ chosen: !event.altKey, shortest: 0 }); // without a letter: what they looked for lately
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("combobox-commit", (event) => {
    close();
    choose(event.target.dataset);
  });
  // Something may have been typed before this was there.
  if (input === document.activeElement && input.value !== input.defaultValue) suggest();
}
