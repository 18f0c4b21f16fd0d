// Saves a form as a draft while somebody types: at most a few seconds of typing can be lost.
import { notice, otherForm } from "./notices.js";
import { statusOf } from "./status.js";
import { post } from "./token.js";
import { SOMEBODY_ELSE } from "./writer.js";

const SOON = 5_000; // after the first key that is not saved yet
const AGAIN = 10_000; // after a failure
const KEEPALIVE_MOST = 60_000; // bytes that a browser still sends for a page that is being left

const FAILED = "We could not save just now. Your words are still on this page; we keep trying.";
const SIGNED_OUT =
  "You are signed out. Your words are kept and still on this page. Sign in again in another window, then carry on here.";
const TOO_LONG = "This is more than we can keep as a draft. Your words are still on this page.";
const OTHER = `${SOMEBODY_ELSE} Your words are still on this page. Sign in again in another window, then carry on here.`;
const SENT =
  "This was sent or thrown away already, perhaps in another window. What you type now is only on this page.";

export function autosave(form) {
  const status = statusOf(form);
  let changes = 0; // counted, so that what is typed during a save is not taken for saved
  let saved = 0;
  let timer = null;
  let busy = false;
  let leaving = false;
  let submitted = false;
  let brought = false; // back by the browser, as it was when it was sent
  let over = false; // sent already: what is typed now goes with the button, or stays on this page

  const say = (words) => {
    if ("waiting" in form.dataset) return; // that it waits to be sent is said already (sending.js)
    if (status && status.textContent.trim() !== words) status.textContent = words; // said aloud only when it is new
  };
  const soon = (delay) => {
    timer ??= setTimeout(save, delay);
  };

  async function save({ keepalive = false } = {}) {
    clearTimeout(timer);
    timer = null;
    if (changes === saved || leaving || over || (busy && !keepalive)) return;
    const upTo = changes;
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    busy = true;
    try {
      const { answer, signedOut } = await post(form, form.dataset.autosave, fields, {
        headers: { Accept: "application/json" },
        keepalive: keepalive && fields.toString().length < KEEPALIVE_MOST,
      });
      if (signedOut) {
        saved = upTo;
        say(SIGNED_OUT);
        tell("signed-out");
      } else if (answer.ok) {
        const told = await answer.json();
        over = told.sent;
        if (!over || brought) saved = upTo;
        brought = false;
        done(told);
      } else if (answer.status === 403) {
        failed(OTHER);
      } else {
        failed(answer.status === 413 || answer.status === 422 ? TOO_LONG : FAILED);
      }
    } catch {
      failed(FAILED);
    } finally {
      busy = false;
      if (changes !== saved && !over) soon(SOON);
    }
  }

  // For whatever keeps words until the server has them (kept/writing.js).
  const tell = (state, savedAt, key) =>
    form.dispatchEvent(new CustomEvent("autosave", { detail: { state, savedAt, key } }));

  function done({ sent, words, address, saved_at, notice: html, signed_form: token, files = {} }) {
    if (html) notice(form, html);
    if (token) otherForm(form, token, files);
    // Opened again, after a crash or by the back button, the page carries on with this draft.
    if (address && new URL(address, location).pathname === location.pathname) history.replaceState(null, "", address);
    tell(sent ? "sent" : "saved", saved_at, token && new URL(address, location).searchParams.get("draft"));
    say(sent ? SENT : `Saved ${words}, not sent. Only you can see it.`);
  }

  function failed(words) {
    say(words);
    tell("failed");
    soon(AGAIN);
  }

  form.addEventListener("input", () => {
    changes += 1;
    soon(SOON);
  });
  form.addEventListener("change", () => {
    changes += 1;
    soon(SOON);
  });
  form.addEventListener("focusout", () => save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
  });
  form.addEventListener("submit", () => {
    leaving = submitted = true;
    clearTimeout(timer);
    // A form that could not be sent (no network) stays; it may go on saving itself.
    setTimeout(() => {
      leaving = false;
      soon(SOON);
    }, AGAIN);
  });
  // Brought back as it was left: what was sent from it is on record, and is not to be sent once more by mistake.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (submitted) {
      changes += 1;
      brought = true;
    }
    leaving = submitted = false;
    save();
  });
  addEventListener("beforeunload", (event) => {
    if (changes !== saved && !leaving) event.preventDefault();
  });

  return {
    save,
    // What the page brought with it is nowhere else yet, as far as it knows: it was refused, or the browser put it back.
    saveAsShown: () => {
      changes += 1;
      return save();
    },
    dirty: () => changes !== saved,
    leave: () => {
      leaving = true; // for good: its words are cared for
      clearTimeout(timer);
      changes = saved;
    },
  };
}
