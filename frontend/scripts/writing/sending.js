// Sends a writing form from its page, so that the page can stay where there is no network, and send it again by itself.
//
// The first answer that comes decides. An address: on to it, as after any post. A page of the server (something is to be
// put right, a conflict, a mistake of ours): the form is sent as a browser sends it, and shows it; whatever was refused
// was not done. None: it waits, and tries again, under the same key (`signed_form`), so that what arrived already is
// found. What goes by itself says so (`sent_later`): if it is not as it was when the button was pressed, the server
// sends nothing and asks (offline/resends.py).
//
// A short form (kept/short-forms.js) is sent in the same way, and by nobody but whoever presses its button: with no answer
// it stays, says so, and waits for that.
import { arriveAt } from "./arrival.js";
import { statusOf } from "./status.js";
import { token } from "./token.js";
import { SOMEBODY_ELSE } from "./writer.js";

const FIRST = 5_000; // until it is tried again, then twice as long each time
const MOST = 120_000;
const PATIENCE = 60_000; // with an answer
const PATIENCE_WITH_FILES = 600_000;
const TRIES_WITH_FILES = 2;
const SLOW = 1_500; // then it says that it is on its way
const AWAY = [502, 503, 504]; // what stands before the service, or the service, says that it cannot answer now

const WAITS = "No connection. Your words are here; we send them when it is back.";
const SEALED = " A copy is sealed in this browser, which only you can open.";
const ONLY_HERE = " Leave this page open: they are nowhere else.";
const ONLY_FILES = " The files that you chose are on this page only.";
const NOT_SAVED = "No connection. Your words are here; they are saved when it is back.";
const CHANGED = "You went on writing, so we send nothing by ourselves. Press the button again when you are ready.";
const ASK = "The connection is back, but we could not send this by ourselves. Your words are here: press the button again.";
const OTHER = `${SOMEBODY_ELSE} Your words are here; sign in again in another window, and press the button again.`;
const AGAIN = "No connection, so we do not know whether this was sent. Your words are here: press the button again when it is back.";
const SENDING = "Sending …";
const DOUBLE = 1_000; // milliseconds in which a second click is none

export function sending(form, writing, { byItself = true } = {}) {
  let under_way = false;
  let waiting = null; // what was to be sent when there was no answer
  let unsaved = false; // a draft was to be saved, and will be (autosave.js)
  let note = null;

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // it waits for its files
    event.preventDefault();
    if (under_way) return; // a second click while the first is on its way
    stop();
    const pressed = { fields: fieldsOf(form, event.submitter), submitter: event.submitter, tries: 0 };
    if (byItself || !event.submitter?.name) send(pressed);
    else once(pressed);
  });
  form.addEventListener("input", () => {
    if (waiting && !unchanged(waiting)) giveUp(CHANGED);
  });
  form.addEventListener("autosave", ({ detail }) => {
    if (unsaved && detail.state === "saved") stop();
  });
  addEventListener("online", () => again());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") again();
  });

  // What another button of a short form does may be answered by the same page, and is not done twice.
  async function once(pressed) {
    under_way = true;
    await natively({ ...pressed, token: token(form) });
    setTimeout(() => (under_way = false), DOUBLE);
  }

  async function send(given) {
    under_way = true;
    const sent = { ...given, token: token(form) };
    const slow = setTimeout(() => say(SENDING), SLOW);
    const sealed = writing.seal(true);
    try {
      const answer = await fetch(form.getAttribute("action") ?? location.href, {
        method: "POST",
        body: body(sent),
        redirect: "manual",
        headers: { "X-Answer-With": "address" },
        signal: AbortSignal.timeout(hasFiles(sent) ? PATIENCE_WITH_FILES : PATIENCE),
      });
      const isAddress = answer.ok && (answer.headers.get("Content-Type") ?? "").includes("json");
      if (AWAY.includes(answer.status)) throw new Error(answer.status);
      if (isAddress) await arrived((await answer.json()).address, sent);
      else if (answer.status === 403) giveUp(OTHER + ((await sealed) ? SEALED : ""));
      else if (sent.tries && ![409, 422, 429].includes(answer.status)) giveUp(ASK);
      else await natively(sent);
    } catch {
      // Files that a server will not take may end a connection without an answer: not for ever.
      if (hasFiles(sent) && sent.tries >= TRIES_WITH_FILES && (await reachable())) giveUp(ASK);
      else await wait(sent, await sealed);
    } finally {
      clearTimeout(slow);
      under_way = false;
    }
  }

  async function arrived(address, sent) {
    stop();
    if (!unchanged(sent)) {
      await natively({ ...sent, tries: 0 }); // what was typed meanwhile: the server shows both texts
      return;
    }
    const there = new URL(address, location.href);
    if (there.pathname !== "/sign-in") await Promise.race([writing.forget(), pause(500)]);
    writing.saving.leave();
    const here = new URL(location.href);
    if (there.hash && there.pathname === here.pathname && there.search === here.search) {
      arriveAt(there);
    } else {
      location.assign(there);
    }
  }

  async function natively(sent) {
    stop();
    const { name, value } = sent.submitter ?? {};
    const also = [...(name ? [[name, value]] : []), ...(sent.tries ? later() : [])].map((one) => hidden(...one));
    form.append(...also); // before it is sealed: the server, which gets the button too, finds the same words
    await Promise.race([writing.seal("natively"), pause(500)]);
    // As it was refused: a token that came meanwhile might be that of somebody else who signed in.
    if (form.elements.csrf_token) form.elements.csrf_token.value = sent.token;
    writing.saving.leave();
    HTMLFormElement.prototype.submit.call(form);
    for (const one of also) one.remove(); // on a page that stays, or is come back to, another button may be pressed
  }

  async function wait(sent, sealed) {
    if (!byItself) {
      giveUp(AGAIN + (sealed ? SEALED : ONLY_HERE));
      return;
    }
    if (!isPost(sent)) {
      alone();
      unsaved = true;
      say(NOT_SAVED); // a draft saves itself; other buttons are pressed again
      return;
    }
    if (!unchanged(sent)) {
      giveUp(CHANGED);
      return;
    }
    alone();
    const where = sealed ? SEALED : ONLY_HERE;
    say(WAITS + where + (hasFiles(sent) && sealed ? ONLY_FILES : ""));
    const delay = Math.min(FIRST * 2 ** sent.tries, MOST);
    waiting = { ...sent, tries: sent.tries + 1, timer: setTimeout(again, delay) };
  }

  // What is said of the network is said once: not of saving as well, which may have said the same just now.
  function alone() {
    form.dataset.waiting = "";
    const status = statusOf(form);
    if (status) status.textContent = "";
  }

  function again() {
    if (!waiting || under_way) return;
    const sent = waiting;
    clearTimeout(sent.timer);
    waiting = null;
    if (unchanged(sent)) send(sent);
    else giveUp(CHANGED);
  }

  function giveUp(words) {
    stop();
    say(words);
  }

  function stop() {
    clearTimeout(waiting?.timer);
    waiting = null;
    unsaved = false;
    delete form.dataset.waiting;
    note?.remove();
    note = null;
  }

  function body({ fields, tries, token: own }) {
    const made = new FormData();
    for (const [name, value] of fields) made.append(name, value);
    made.set("csrf_token", own);
    if (tries) for (const [name, value] of later()) made.set(name, value);
    return made;
  }

  const later = () => [
    ["sent_later", "1"],
    ["draft_saved_at", writing.words().savedAt],
  ];

  const unchanged = ({ fields, submitter }) => same(fields, fieldsOf(form, submitter));

  function say(words) {
    if (!note) {
      note = document.createElement("div");
      note.className = "govuk-inset-text lp-waiting";
      note.setAttribute("role", "alert");
      (form.querySelector(".lp-finish") ?? form.lastElementChild).before(note);
    }
    if (note.textContent !== words) note.textContent = words;
  }
}

const isPost = ({ submitter }) => !submitter?.name || submitter.name === "send";
const hasFiles = ({ fields }) => fields.some(([, value]) => value instanceof File && value.size > 0);
const reachable = () => fetch("/healthz", { cache: "no-store" }).then(({ ok }) => ok, () => false);
const pause = (time) => new Promise((done) => setTimeout(done, time));

function fieldsOf(form, submitter) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  return fields;
}

const same = (some, others) =>
  some.length === others.length &&
  some.every(([name, value], place) => {
    const [other, given] = others[place];
    const equal = value instanceof File ? value.name === given.name && value.size === given.size : value === given;
    return name === other && equal;
  });

function hidden(name, value) {
  const made = document.createElement("input");
  Object.assign(made, { type: "hidden", name, value });
  return made;
}
