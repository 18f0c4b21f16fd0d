// Signing out with words that are not sent asks first what shall become of them. Words that other windows hold count as
// well: those are asked to seal them.
import { button, element, label, mine, pageToken, takeIn, throwingAway, when } from "./records.js";
import { canSeal, fetchKeys } from "./sealing.js";
import { remove } from "./store.js";
import { tellOthers, writings } from "./writing.js";

const OTHERS = 300; // milliseconds that other windows have to seal what they hold
const SAVING = 3_000;

export async function signingOut(form, leave) {
  if (document.querySelector("dialog.lp-asks[open]")) return;
  const back = document.activeElement;
  await Promise.all(writings.map(settle));
  tellOthers("seal");
  await pause(OTHERS);
  const online = await fetchKeys(pageToken()).then(reached, () => false);
  const sealed = canSeal() ? await mine().catch(() => []) : [];
  const bare = canSeal() ? [] : writings.filter((one) => one.saving.dirty()).map(unsealed).filter(({ words }) => words.texts.length);
  const words = [...sealed, ...bare];
  if (online && words.length === 0) leave(form);
  else ask({ words, online, canKeep: bare.length === 0, back, leave: () => leave(form) });
}

// With the keys at hand already nothing was asked of the server: so ask for something small.
const reached = () => fetch("/healthz", { cache: "no-store" }).then(() => true, () => false);

async function settle(one) {
  await Promise.race([one.saving.save(), pause(SAVING)]);
  await one.seal();
}

const unsealed = (one) => ({ id: null, words: one.words(), of: one });

function ask({ words, online, canKeep, back, leave }) {
  const dialog = element("dialog", "lp-asks");
  const head = element("h2", "govuk-heading-m", online ? "You have words that are not sent" : "There is no connection");
  head.id = "asks";
  dialog.setAttribute("aria-labelledby", head.id);
  const says = element("p", "lp-asks__says");
  says.setAttribute("role", "status");
  const stay = button("Stay signed in", () => dialog.close());
  dialog.append(head);
  if (words.length) dialog.append(listOf(words));
  if (online) {
    const does = element("div", "lp-asks__do");
    does.append(button("Save as drafts and sign out", (pressed) => act(pressed, () => save(words)), true));
    if (canKeep) does.append(button("Keep sealed in this browser and sign out", (pressed) => act(pressed, keep)));
    const thrown = (pressed) => act(pressed, () => throwAway(words));
    does.append(throwingAway("Throw away and sign out", "Throw away for good and sign out", thrown), stay);
    const kept = "Kept sealed, they are offered to you the next time that you sign in here. Nobody else can open them.";
    if (canKeep) dialog.append(element("p", "", kept));
    dialog.append(does);
  } else {
    const where = canKeep && words.length ? " Your words are sealed in this browser, and only you can open them." : "";
    dialog.append(element("p", "", `You cannot be signed out just now.${where} Try again when the connection is back.`), stay);
  }
  dialog.append(says);
  dialog.addEventListener("close", () => {
    dialog.remove();
    back?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();

  async function act(pressed, what) {
    pressed.disabled = true;
    try {
      await what();
      for (const one of writings) one.saving.leave();
      leave();
    } catch {
      says.textContent = "That did not work just now. Nothing is lost, and you are still signed in.";
      pressed.disabled = false;
      pressed.focus();
    }
  }
}

async function save(words) {
  for (const one of words) {
    const address = await takeIn(one, { quietly: true });
    if (!address) throw new Error("too old to be saved");
  }
}

const keep = async () => {};

async function throwAway(words) {
  tellOthers("forget");
  await Promise.all(writings.map((one) => one.close()));
  await remove(...words.map(({ id }) => id).filter(Boolean));
}

function listOf(words) {
  const list = element("ul", "lp-plain lp-asks__list");
  for (const one of words) {
    const made = element("li");
    made.append(element("strong", "", label(one) ? `“${label(one)}”` : "What you chose"), `, written ${when(one.words.at)}`);
    list.append(made);
  }
  return list;
}

const pause = (time) => new Promise((done) => setTimeout(done, time));
