// Keeps what somebody types sealed in this browser until the server has it: a second after a key, when the page goes out
// of sight, and when it is sent. What the server has acknowledged goes from here. A short form, which saves no drafts,
// says by its signed form's field (`data-kept`) what it is.
import { token } from "../writing/token.js";
import { writer } from "../writing/writer.js";
import { letGo, remember, saved } from "./left.js";
import { canSeal, fetchKeys, seal } from "./sealing.js";
import { announce, put, random, remove } from "./store.js";
import { ownTexts, textsOf } from "./words.js";

const SOON = 1_000;

/** The writing forms of this page. */
export const writings = [];

const channel = globalThis.BroadcastChannel ? new BroadcastChannel("kept") : null;

/** Let other windows of the same person seal what they have, or forget it. */
export const tellOthers = (what) => channel?.postMessage({ what, writer });

export function writing(form, savesItself = null) {
  const status = savesItself ? form.querySelector("[data-autosave-status]") : form.querySelector("[data-kept]");
  const of = status?.dataset.kept; // what is written in a short form, and where
  const isShownAgain = status !== null && "shownAgain" in status.dataset;
  const place = savesItself ? status?.dataset.place : undefined; // for what a tab remembers of it (left.js)
  const begun = of && !isShownAgain ? JSON.stringify(ownTexts(form)) : null; // what the server has
  let id = random(); // of its record, as long as this page lives
  let unsaved = false;
  let how = false; // it was pressed since
  let stored = false;
  let closed = false;
  let timer = null;
  let work = Promise.resolve(); // one after the other, so that what is forgotten stays so

  const saving = savesItself ?? {
    save: async () => {},
    saveAsShown: () => (unsaved = true),
    dirty: () => unsaved,
    leave: () => (unsaved = false), // its words are cared for
  };

  const queue = (step) => {
    work = work.then(step).catch(() => false);
    return work;
  };

  // A window that is open holds a lock under the name of its record: others do not offer what is still being written.
  const hold = () => navigator.locks?.request(id, () => new Promise(() => {})).catch(() => {});

  async function sealed() {
    clearTimeout(timer);
    timer = null;
    if (!unsaved || closed || !canSeal()) return stored && !closed;
    const kept = words();
    if (kept.texts.length === 0 || JSON.stringify(kept.texts) === begun) {
      if (stored) await remove(id); // nothing that somebody typed is left
      stored = false;
      return false;
    }
    await put(await seal(id, { ...kept, pressed: how }));
    stored = true;
    return true;
  }

  const words = () => ({
    of,
    place,
    key: status?.dataset.keyValue,
    action: form.getAttribute("action"),
    savedAt: status?.dataset.savedAt ?? "",
    at: Date.now(),
    texts: ownTexts(form),
    fields: textsOf(form).filter(([name]) => name !== "csrf_token"),
  });

  async function forget() {
    clearTimeout(timer);
    timer = null;
    unsaved = false;
    await remove(id);
    stored = false;
  }

  const keys = async () => {
    if (await fetchKeys(token(form)).catch(() => false)) queue(sealed).then(openAnew);
  };

  // A page that shows again what was sent would send it once more when it is loaded anew, or gone back to: what was typed
  // since would go, or the browser ask. Once its words are sealed, if it has any, it is a page like any other, in which
  // they come back.
  function openAnew() {
    const page = of?.slice(of.indexOf(" ") + 1);
    const isKept = stored || ownTexts(form).length === 0;
    if (isShownAgain && isKept && page?.split("?")[0] === location.pathname) history.replaceState(history.state, "", page);
  }

  const typed = () => {
    if (closed) return;
    if (!unsaved) {
      announce();
      remember(place, status?.dataset.keyValue);
    }
    unsaved = true;
    how = false;
    timer ??= setTimeout(() => queue(sealed), SOON);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("focusout", () => timer && queue(sealed)); // perhaps for a link, which does not wait
  form.addEventListener("autosave", ({ detail: { state, savedAt, key } }) => {
    if (savedAt && status) status.dataset.savedAt = savedAt;
    if (key && status) status.dataset.keyValue = key; // another window carried on: this is a form of its own now
    if (state === "sent") letGo(place);
    if (state === "saved" || state === "sent") {
      if (!saving.dirty()) {
        saved(place, status?.dataset.keyValue);
        queue(forget);
      }
    } else if (!canSeal() && state === "failed") keys();
  });
  form.addEventListener("click", ({ target }) => {
    if (target.closest(".lp-finish a[href]")) letGo(place); // “Leave it as it is”
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") queue(sealed);
  });
  addEventListener("online", keys);
  channel?.addEventListener("message", ({ data }) => {
    if (data.writer !== writer) return; // what somebody else does with their words is not for these
    if (data.what === "seal") queue(sealed);
    if (data.what === "forget") close();
  });

  async function close() {
    saving.leave();
    closed = true;
    await queue(forget);
  }

  const made = {
    form,
    of,
    place,
    isBeside: status !== null && "beside" in status.dataset,
    saving,
    words,
    get savedAt() {
      return status?.dataset.savedAt ?? "";
    },
    get key() {
      return status?.dataset.keyValue;
    },
    // What the server shows now is its answer to what was sent from this form.
    shownAgain: isShownAgain,
    unsaved: () => unsaved,
    // `pressed`: "natively" where the browser sends the form itself, and this page is left whatever comes of it.
    seal: (pressed = false) => {
      if (pressed) {
        unsaved = true;
        how = pressed;
      }
      return queue(sealed);
    },
    forget: () => {
      letGo(place);
      return queue(forget);
    },
    close,
    // Go on with a record that an earlier page of the same form left, until the server has what the form shows: it may
    // have tidied it (spaces at the ends), or was asked to keep less than was sent.
    adopt: (record) => {
      if (of) {
        unsaved = true;
        queue(async () => (await sealed()) && remove(record));
        return;
      }
      id = record;
      stored = unsaved = true;
      hold();
      saving.saveAsShown();
    },
  };
  writings.push(made);
  if (made.shownAgain) saving.saveAsShown(); // refused: what it shows is nowhere else yet, sealed or not
  keys();
  hold();
  return made;
}
