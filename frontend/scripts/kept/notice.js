// At the top of any page of whoever is signed in: words of theirs that this browser kept and the server has not. On the
// page on which they were written, and where nothing else is written yet, they come back into the form at once. Those of a
// short form that nobody sent are not spoken of elsewhere, but among the drafts: who left a form meant to.
import { isUntouched, opens } from "./left.js";
import { beingWritten, button, element, label, mine, pageToken, takeIn, throwingAway, when, withForms } from "./records.js";
import { fetchKeys } from "./sealing.js";
import { all, remove } from "./store.js";
import { digest, textsOf } from "./words.js";
import { writings } from "./writing.js";

const NOT_NOW = "That did not work just now. Your words stay in this browser; try again.";

const COMES_BACK = 2_000; // milliseconds that a window has to go on with its words

const offered = new Set(); // the names of records

/** Whether the page goes on to one that has them in its form. */
export async function notice() {
  try {
    if (!pageToken() || !(await fetchKeys(pageToken()))) return false;
    const written = await beingWritten();
    if (written.size === 0 && (await all()).length === 0) await remove(); // takes the flag away
    const [others, elsewhere] = [[], []];
    for (const record of await mine()) (written.has(record.id) ? elsewhere : others).push(record);
    for (const { id } of elsewhere) whenItsWindowIsGone(id);
    const left = await adopted(others.filter(({ id }) => !offered.has(id)));
    const known = await withForms(left.filter(isSpokenOf));
    if (await backInForm(known)) return true;
    if (known.length) show(known);
  } catch {
    // no network, or no storage: they are still there next time
  }
  return false;
}

const awaited = new Set();

// A window that was closed, or crashed, may hold its record for a moment still: what it leaves is offered then. One that
// was only loaded anew, or sent, takes its words back in the meantime.
function whenItsWindowIsGone(id) {
  if (awaited.has(id)) return;
  awaited.add(id);
  navigator.locks
    .request(id, () => awaited.delete(id))
    .then(() => setTimeout(notice, COMES_BACK), () => {});
}

// The form as the server has just shown it again, with what was sent in it, or with the same words: it goes on with its
// record. What was typed after that is more than the server shows, if the page was sent once more by loading it anew.
async function adopted(records) {
  const left = [];
  for (const record of records) {
    const form = writings.find(({ key }) => key && key === record.words.key);
    const isSame =
      form &&
      ((form.shownAgain && record.words.pressed) ||
        (await digest(record.words.fields)) === (await digest(textsOf(form.form))));
    if (isSame) form.adopt(record.id);
    else left.push(record);
  }
  return left;
}

async function backInForm(records) {
  for (const one of writings) {
    const here = records.filter(({ words, form: known }) => known.good && isOf(one)(words));
    if (here.length !== 1 || here[0].form.sent || !isFree(one, here[0].words)) continue;
    const address = await takeIn(here[0]);
    if (!address) return false;
    one.saving.leave();
    location.replace(opens(one, address));
    return true;
  }
  return false;
}

const isOf = ({ of, place, form }) => (words) => {
  if (of || words.of) return words.of === of;
  return words.place && place ? words.place === place : words.action === form.getAttribute("action");
};

const isSpokenOf = ({ words }) =>
  !words.of || words.pressed || document.querySelector("[data-kept-words]") || writings.some((one) => isOf(one)(words));

// Nothing is written there that would go: a short form may go on with its own draft, and stand beside much else.
// A long form does where it shows what the window of these words had saved.
function isFree(one, words) {
  const draft = new URLSearchParams(location.search).get("draft");
  if (!isUntouched(one)) return false;
  if (one.of) return draft === null || words.key === one.key;
  if (document.querySelector("main .govuk-inset-text")) return false;
  return draft === null || (words.key === one.key && words.savedAt === one.savedAt);
}

function show(records) {
  for (const { id } of records) offered.add(id);
  const shown = document.querySelector(".lp-kept-words ul");
  if (shown) {
    shown.append(...records.map((record) => item(record, shown)));
    return;
  }
  const section = element("section", "lp-offer lp-kept-words");
  const head = element("h2", "", "You have words that are not sent");
  head.id = "kept-words";
  section.setAttribute("aria-labelledby", head.id);
  const about = element("p", "", "They are sealed in this browser, and nowhere else. Only you can open them, and only here.");
  const list = element("ul", "lp-plain");
  list.append(...records.map((record) => item(record, list)));
  section.append(head, about, list);
  place(section);
}

// Among the drafts, where the page has a place for them; else at its top, below what it says was done just now.
function place(section) {
  const main = document.querySelector("main");
  const here = main.querySelector("[data-kept-words]");
  const done = [...main.querySelectorAll(":scope > .lp-done")].at(-1);
  if (here) {
    here.replaceWith(section);
    main.querySelector(".lp-empty")?.remove();
  }
  else if (done) done.after(section);
  else main.prepend(section);
}

function item(record, list) {
  const made = element("li");
  const said = label(record);
  const { form, words } = record;
  const does = element("div", "lp-offer__do");
  const answer = element("p", "lp-kept-words__says");
  answer.setAttribute("role", "status");
  made.append(
    element("p", "lp-offer__label", `“${said}”`),
    element("p", "lp-offer__when", [form.what, `written ${when(words.at)}`].filter(Boolean).join(", ")),
  );
  if (form.sent) made.append(element("p", "", "This form was sent, or its draft thrown away, since then. Look whether these words are there before you send them again."));
  if (!form.good) made.append(element("p", "", "Their form is too old to be sent. Copy what you want to use."));
  if (words.texts.length) made.append(reading(words, !form.good));
  if (form.good) does.append(button("Carry on", (pressed) => carryOn(record, pressed, answer), true));
  does.append(throwingAway("Throw away", "Throw away for good", () => throwAway(record, made, list)));
  made.append(does, answer);
  return made;
}

function reading(words, open) {
  const made = element("details", "govuk-details");
  made.open = open;
  const summary = element("summary", "govuk-details__summary");
  summary.append(element("span", "govuk-details__summary-text", "Read them"));
  const inside = element("div", "govuk-details__text");
  for (const [name, text] of words.texts) {
    if (name) inside.append(element("h3", "govuk-heading-s", name));
    inside.append(element("p", "lp-as-typed", text));
  }
  made.append(summary, inside);
  return made;
}

async function carryOn(record, pressed, answer) {
  pressed.disabled = true;
  answer.textContent = "";
  try {
    const address = await takeIn(record);
    for (const { saving } of writings) if (!saving.dirty()) saving.leave();
    if (address) location.assign(address);
    else answer.textContent = "Their form is too old to be sent. Copy what you want to use.";
  } catch {
    answer.textContent = NOT_NOW;
  }
  pressed.disabled = false;
}

async function throwAway(record, made, list) {
  await remove(record.id);
  const section = list.parentElement;
  made.remove();
  if (list.children.length) list.querySelector("button").focus();
  else {
    section.replaceChildren(element("p", "", "Those words are gone."));
    section.removeAttribute("aria-labelledby");
    section.setAttribute("role", "status");
    section.tabIndex = -1;
    section.focus();
  }
}
