// One file on its way to the server. A broken connection ends nothing: it is sent again, after growing pauses and as soon
// as the browser says that there is a network. Sent twice, since an answer was lost, the server finds the first.
import { refresh, token } from "./token.js";

const PAUSES = [2, 4, 8, 15, 30, 60]; // seconds
const STALLED = 60_000; // without a sign of life
const TRIES = 3; // of a server that answers, but not as it should

export class Upload {
  #form;
  #url;
  #request = null;
  #wake = null;
  #cancelled = false;

  constructor(form, url) {
    this.#form = form;
    this.#url = url;
  }

  get cancelled() {
    return this.#cancelled;
  }

  cancel() {
    this.#cancelled = true;
    this.#request?.abort();
    this.#wake?.();
  }

  sendNow() {
    this.#wake?.();
  }

  // { made } by the server; { refused: words }; { failed, signedOut }; or nothing of these where it was cancelled.
  async send(file, line) {
    let renewed = false;
    let wrong = 0;
    for (let broken = 0; !this.#cancelled; ) {
      line.progress(0);
      const answer = await this.#post(file, line);
      if (this.#cancelled) break;
      if (answer === null) {
        await this.#pause(broken, line);
        broken += 1;
      } else if (answer.status === 201) {
        return { made: JSON.parse(answer.responseText) };
      } else if ([422, 429].includes(answer.status) && isJson(answer)) {
        return { refused: `${JSON.parse(answer.responseText).error}.` };
      } else if (answer.status === 422 && !renewed) {
        renewed = true;
        if (!(await refresh(this.#form).catch(() => false))) return { failed: true };
      } else if (answer.status >= 500 && (wrong += 1) < TRIES) {
        await this.#pause(broken, line);
      } else {
        return { failed: true, signedOut: wasSentElsewhere(answer, this.#url) };
      }
    }
    return {};
  }

  // The answer; null where there was none.
  #post(file, line) {
    const body = new FormData();
    body.set("signed_form", this.#form.elements.signed_form.value);
    body.set("csrf_token", token(this.#form));
    body.set("file", file, file.name);
    return new Promise((settle) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      let timer = null;
      const alive = () => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), STALLED);
      };
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        alive();
        line.progress(total ? loaded / total : 0);
      });
      for (const end of ["error", "abort"]) request.addEventListener(end, () => settle(null));
      request.addEventListener("load", () => settle(request));
      request.addEventListener("loadend", () => clearTimeout(timer));
      request.open("POST", this.#url);
      request.setRequestHeader("Accept", "application/json");
      alive();
      request.send(body);
    });
  }

  #pause(broken, line) {
    const seconds = PAUSES[Math.min(broken, PAUSES.length - 1)];
    line.wait();
    return new Promise((resume) => {
      const wake = () => {
        clearTimeout(timer);
        removeEventListener("online", wake);
        this.#wake = null;
        resume();
      };
      const timer = setTimeout(wake, seconds * 1000);
      this.#wake = wake;
      addEventListener("online", wake);
    });
  }
}

const isJson = (answer) => (answer.getResponseHeader("Content-Type") ?? "").includes("json");
// To the sign-in page: the session has ended.
const wasSentElsewhere = (answer, url) => new URL(answer.responseURL, location).pathname !== new URL(url, location).pathname;
