// The sealed words of whoever is signed in, and what can become of them.
import { unseal } from "./sealing.js";
import { all, remove } from "./store.js";
import { digest, typedIn } from "./words.js";

/** The token of the page's own form for signing out: where there is none, nobody is signed in. */
export const pageToken = () => document.querySelector(".lp-footer__out input[name=csrf_token]")?.value;

/** Every record that opens with the keys at hand. One without a text that somebody typed goes: nobody looks for it. */
export async function mine() {
  const records = await all();
  const opened = await Promise.all(records.map(async (record) => ({ id: record.id, words: await unseal(record) })));
  const own = opened.filter(({ words }) => words !== null);
  const empty = own.filter(({ words }) => typedIn(words).length === 0);
  if (empty.length) await remove(...empty.map(({ id }) => id));
  return own.filter((record) => !empty.includes(record));
}

/** The names of records that a window which is open still writes. */
export async function beingWritten() {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map(({ name }) => name));
}

async function post(url, fields) {
  const body = new URLSearchParams([...fields, ["csrf_token", pageToken()]]);
  const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

const signedForm = ({ words }) => words.fields.find(([name]) => name === "signed_form")?.[1] ?? "";

/** What the server knows of the forms of these records. Those whose words it has already, as draft or sent, go. */
export async function withForms(records) {
  if (records.length === 0) return [];
  const { forms } = await post("/kept-words/forms", records.map((one) => ["signed_form", signedForm(one)]));
  const known = [];
  for (const [place, record] of records.entries()) {
    const form = forms[place] ?? { good: false };
    const isDraft = form.digest && form.digest === (await digest(record.words.fields));
    if (isDraft || (form.sent && record.words.pressed === "natively")) await remove(record.id);
    else known.push({ ...record, form });
  }
  return known;
}

/** Give the words to the server as a draft. Returns where to carry on, or null where their form is too old. */
export async function takeIn({ id, words }, { quietly = false } = {}) {
  const also = [["draft_saved_at", words.savedAt], ...(quietly ? [["quietly", "1"]] : [])];
  const { address } = await post("/kept-words", [...words.fields, ...also]);
  if (address) await remove(id);
  return address;
}

/** “The chairs are all taken …”: the first words, as one calls it. */
export function label({ words }) {
  const title = words.fields.find(([name]) => name === "title")?.[1].trim();
  const [, longest] = typedIn(words).reduce((one, other) => (other[1].length > one[1].length ? other : one), ["", ""]);
  const said = (title || longest).replace(/\s+/g, " ");
  return said.length > 120 ? `${said.slice(0, 120).replace(/ \S*$/, "")} …` : said;
}

/** “today at 10:24”, “on 26 November at 10:24”. */
export function when(at) {
  const moment = new Date(at);
  const time = moment.toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit" });
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday ? `today at ${time}` : `on ${moment.toLocaleDateString("en-GB", { day: "numeric", month: "long" })} at ${time}`;
}

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function button(text, act, primary = false) {
  const look = primary ? "" : " govuk-button--secondary";
  const made = element("button", `govuk-button${look} lp-button--small`, text);
  made.type = "button";
  made.addEventListener("click", () => act(made));
  return made;
}

/** A button that asks once (parts/asks-once.js). */
export function throwingAway(text, sure, act) {
  const made = button(text, act);
  made.dataset.asksOnce = sure;
  return made;
}
