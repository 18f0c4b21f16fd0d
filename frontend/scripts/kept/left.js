// A page that is left saves what was typed when the next one is made already: loaded anew, or gone back to, that knows
// nothing of it. So a tab remembers, for each place where something is written, under which key it was: no words, and for
// its writer alone. The page that comes back there asks the server for that draft, and opens it, if nothing else is
// written in its form.
import { token } from "../writing/token.js";
import { writer } from "../writing/writer.js";

const NAME = "written";
const MOST = 20; // places
const TRIES = [0, 700, 2_000]; // milliseconds: what is saved as a page goes may come after the next one

const places = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME));
    return writer && kept?.writer === writer ? kept.places : [];
  } catch {
    return []; // there is no storage
  }
};

const keep = (all) => {
  try {
    if (all.length) sessionStorage.setItem(NAME, JSON.stringify({ writer, places: all.slice(0, MOST) }));
    else sessionStorage.removeItem(NAME);
  } catch {
    // they are offered as drafts
  }
};

const others = (place) => places().filter((one) => one.place !== place);

/** Something is typed there, in the form of this key, that the server has not yet. */
export const remember = (place, key) => place && writer && keep([{ place, key, unsaved: true }, ...others(place)]);

/** The server has it now, under this key. */
export function saved(place, key) {
  if (places().some((one) => one.place === place)) keep([{ place, key, unsaved: false }, ...others(place)]);
}

/** It was sent, or left on purpose. */
export const letGo = (place) => place && keep(others(place));

/** The address that opens a draft in this form: on its own page, or on one that shows it beside something else. */
export function opens(one, address) {
  const there = new URL(address, location.href);
  if (there.pathname === location.pathname || !one.isBeside) return there;
  const here = new URL(location.href);
  here.searchParams.set("draft", there.searchParams.get("draft"));
  here.hash = "";
  return here;
}

/** Whether nothing is written there that would go. */
export const isUntouched = (one) =>
  !one.unsaved() && !one.shownAgain && !document.querySelector("main .govuk-error-summary");

export async function comeBack(writings) {
  const [came] = performance.getEntriesByType("navigation");
  if (!["reload", "back_forward"].includes(came?.type)) return; // whoever begins anew means to
  for (const delay of TRIES) {
    await new Promise((done) => setTimeout(done, delay));
    const left = writings.map((one) => [one, places().find(({ place }) => place === one.place)]);
    const waiting = left.filter(([one, mark]) => mark && (delay === 0 || mark.unsaved) && isFreeFor(one, mark.key));
    if (waiting.length === 0) return;
    for (const [one, mark] of waiting) if (await open(one, mark)) return;
  }
}

function isFreeFor(one, key) {
  const draft = new URLSearchParams(location.search).get("draft");
  return isUntouched(one) && (draft === null || draft === key);
}

async function open(one, { key, unsaved }) {
  const body = new URLSearchParams({
    key,
    signed_form: one.form.elements.signed_form.value,
    csrf_token: token(one.form),
  });
  const answer = await fetch("/kept-words/left", { method: "POST", body, redirect: "manual" }).catch(() => null);
  const { address, saved_at: at } = answer?.ok ? await answer.json() : {};
  const isShown = key === one.key && (at === one.savedAt || !unsaved);
  if (!address || isShown || !isFreeFor(one, key)) return false;
  const there = opens(one, address);
  if (there.pathname !== location.pathname) return false;
  saved(one.place, key);
  one.saving.leave();
  location.replace(there);
  return true;
}
