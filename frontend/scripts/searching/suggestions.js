// Suggestions while somebody types what they look for: people, places and themes by name, and what they looked for
// lately. Fetched when somebody comes to the box (parts/suggesting.js).
import Combobox from "@github/combobox-nav";

const SOON = 150; // after the last key
const PATIENCE = 4_000;
const KEPT = 50; // answers
const GROUPS = { person: "People", partnership: "Places", theme: "Themes", recent: "You searched lately" };

/** Let a search box suggest while somebody types into it. `id`: of the list. */
export function suggest(form, box, id) {
  const list = made("div", "lp-suggest", { id, role: "listbox", "aria-label": "Suggestions", hidden: "" });
  const status = made("p", "govuk-visually-hidden", { role: "status" });
  form.append(list, status);
  const keys = new Combobox(box, list, { tabInsertsSuggestions: false });
  const ask = asking();
  let open = false;

  const close = () => {
    if (open) keys.stop();
    open = false;
    list.hidden = true;
    status.textContent = "";
  };
  const show = async () => {
    const typed = box.value.trim();
    const found = await ask(typed);
    if (found === null || document.activeElement !== box) return;
    if (open) keys.stop();
    list.replaceChildren(...groups(found, typed, id));
    open = found.length > 0;
    list.hidden = !open;
    if (open) keys.start();
    status.textContent = open ? `${count(found.length)}: arrow keys to choose, Enter to open.` : "";
  };

  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) {
      event.preventDefault(); // else the box would be emptied
      close();
    } else if (event.key === "ArrowDown" && !open) {
      event.preventDefault();
      show();
    }
  });
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus until the click
  list.addEventListener("combobox-commit", (event) => {
    const { url } = event.target.dataset;
    close();
    location.assign(url);
  });
  if (document.activeElement === box && box.value !== box.defaultValue) show();
}

// Answers come when they like: what is older than the last question is null.
function asking() {
  const answers = new Map();
  let asked = 0;

  return async (typed) => {
    const turn = ++asked;
    if (answers.has(typed)) return answers.get(typed);
    await new Promise((done) => setTimeout(done, SOON));
    if (turn !== asked) return null;
    if (navigator.onLine === false) return [];
    try {
      const answer = await fetch(`/search/suggestions?q=${encodeURIComponent(typed)}`, {
        headers: { Accept: "application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!answer.ok) return turn === asked ? [] : null;
      const { suggestions } = await answer.json();
      if (answers.size >= KEPT) answers.clear();
      answers.set(typed, suggestions);
      return turn === asked ? suggestions : null;
    } catch {
      return turn === asked ? [] : null;
    }
  };
}

function groups(found, typed, id) {
  return Object.entries(GROUPS).flatMap(([sort, heading]) => {
    const some = found.map((one, at) => ({ ...one, at })).filter((one) => one.sort === sort);
    if (some.length === 0) return [];
    const head = made("li", "lp-suggest__head", { role: "presentation", id: `${id}-${sort}` });
    head.textContent = heading;
    const group = made("ul", "lp-suggest__group", { role: "group", "aria-labelledby": head.id });
    group.append(head, ...some.map((one) => option(one, typed, `${id}-${one.at}`)));
    return [group];
  });
}

function option({ name, note, url }, typed, id) {
  const line = made("li", "lp-suggest__option", { role: "option", id });
  line.dataset.url = url;
  const text = made("span", "lp-suggest__text", { dir: "auto" });
  const at = typed ? name.toLowerCase().indexOf(typed.toLowerCase()) : -1;
  if (at < 0) {
    text.textContent = name;
  } else {
    const mark = document.createElement("b");
    mark.textContent = name.slice(at, at + typed.length);
    text.append(name.slice(0, at), mark, name.slice(at + typed.length));
  }
  line.append(text);
  if (note) {
    const beside = made("span", "", { dir: "auto" });
    beside.textContent = note;
    line.append(" ", beside);
  }
  return line;
}

function made(tag, name, attributes) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const count = (many) => (many === 1 ? "One suggestion" : `${many} suggestions`);
