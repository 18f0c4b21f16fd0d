// People to mention while somebody types their name after an @. The list comes from the server (lpcommunity.mentions);
// what it writes is the name, as anyone could type it, and whom it means goes along in the field `mentions`.
//
//   <textarea data-mentions="/mentions?entry=7">   or ?partnership=hull, with the audience that the form says
import { write } from "./editor.js";

const SOON = 180; // after the last key
const PATIENCE = 4_000;
const KEPT = 50; // answers
const BEGUN = /(^|[\s([])@\S*$/;
// What a combobox of one line has, and a text of many may not: it says by its active descendant what is chosen.
const OF_ONE_LINE = ["role", "aria-expanded", "aria-haspopup"];

/** Frame a text in which people can be mentioned. What does it is fetched when somebody begins to write there. */
export function mentions(area) {
  const frame = document.createElement("text-expander");
  frame.setAttribute("keys", "@");
  frame.setAttribute("multiword", "@");
  // Whoever began to type before this script was there goes on: a field that is moved loses the focus, and the next keys.
  const [writes, from, to] = [document.activeElement === area, area.selectionStart, area.selectionEnd];
  area.before(frame);
  frame.append(area);
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  frame.append(status);
  area.addEventListener("focus", () => fetched(area), { once: true });
  if (writes) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(from, to);
  }

  const ask = asking(area);
  frame.addEventListener("text-expander-change", (event) => {
    const { provide, text } = event.detail;
    const typed = text.slice(text.lastIndexOf("@") + 1); // it goes on from an @ before, after which nobody was found
    provide(ask(typed).then((people) => offered(people)));
  });
  // Of one person, an arrow key would choose nobody.
  const stay = (event) => {
    if (["ArrowDown", "ArrowUp"].includes(event.key) && frame.querySelectorAll("[role=option]").length === 1) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  frame.addEventListener("keydown", stay, true);
  let found = 0;
  frame.addEventListener("text-expander-activate", () => {
    queueMicrotask(() => OF_ONE_LINE.forEach((name) => area.removeAttribute(name)));
    say(found === 1 ? "One person: Enter to take." : `${found} people: arrow keys to choose, Enter to take.`);
  });
  frame.addEventListener("text-expander-deactivate", () => say(""));
  frame.addEventListener("text-expander-value", (event) => {
    event.preventDefault(); // we write it ourselves, so that it can be undone
    const { id, name } = event.detail.item.dataset;
    const at = area.value.lastIndexOf("@", area.selectionEnd - 1);
    frame.dismiss();
    note(area.form, id, name);
    area.focus({ preventScroll: true });
    area.setSelectionRange(at, area.selectionEnd);
    write(area, `@${name} `);
  });

  function offered(people) {
    found = people.length;
    return found === 0 ? { matched: false } : { matched: true, fragment: list(people) };
  }

  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };
}

// A name may have been begun before it was there.
function fetched(area) {
  import("@github/text-expander-element").then(
    () => {
      const before = area.value.slice(0, area.selectionEnd);
      if (area === document.activeElement && BEGUN.test(before)) area.dispatchEvent(new Event("input"));
    },
    () => {},
  );
}

// The people for what was typed; nobody where there is no network, or where fewer letters found nobody already.
function asking(area) {
  const answers = new Map();
  let asked = 0;

  return async (typed) => {
    const turn = ++asked;
    const address = addressOf(area, typed);
    if (answers.has(address)) return answers.get(address);
    for (let length = typed.length - 1; length > 0; length -= 1) {
      if (answers.get(addressOf(area, typed.slice(0, length)))?.length === 0) return [];
    }
    await new Promise((done) => setTimeout(done, SOON));
    if (turn !== asked || navigator.onLine === false) return [];
    try {
      const answer = await fetch(address, {
        headers: { Accept: "application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!answer.ok) return [];
      const { people } = await answer.json();
      if (answers.size >= KEPT) answers.clear();
      answers.set(address, people);
      return turn === asked ? people : [];
    } catch {
      return [];
    }
  };
}

function addressOf(area, typed) {
  const address = new URL(area.dataset.mentions, location.href);
  const audience = area.form.elements.audience?.value;
  if (audience) address.searchParams.set("audience", audience);
  address.searchParams.set("q", typed);
  return `${address.pathname}${address.search}`;
}

function list(people) {
  const made = document.createElement("ul");
  made.className = "lp-suggest";
  made.setAttribute("role", "listbox");
  made.setAttribute("aria-label", "People to mention");
  people.forEach(({ id, name, where }, at) => {
    const option = document.createElement("li");
    option.className = "lp-suggest__option";
    option.id = `mention-option-${at}`;
    option.setAttribute("role", "option");
    Object.assign(option.dataset, { id, name });
    const text = document.createElement("span");
    text.className = "lp-suggest__text";
    text.dir = "auto";
    text.textContent = name;
    option.append(text);
    if (where) {
      const beside = document.createElement("span");
      beside.dir = "auto";
      beside.textContent = where;
      option.append(" ", beside);
    }
    made.append(option);
  });
  return made;
}

// Whom this name means: the last word counts (mentions/choices.py).
function note(form, id, name) {
  const field = form.elements.mentions;
  if (!field) return;
  const others = field.value.split(";").filter((one) => one && one.slice(one.indexOf("=") + 1) !== name);
  field.value = [...others, `${id}=${name.replaceAll(";", " ")}`].join(";");
}
