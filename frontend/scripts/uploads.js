// Files on their way while one writes: made smaller where they are pictures, sent one after the other, each with its
// progress, and sent again after a broken connection until the server has it. See writing/files.js, which fetches this.
//
//   <div data-files="/attachments">          where they are sent; inside it [data-files-list] and the input
import { element, fileItem } from "./writing/file-list.js";
import { smaller } from "./writing/picture.js";
import { Upload } from "./writing/upload.js";
import { heldForm } from "./writing/held-form.js";
import { uploadLine } from "./writing/upload-line.js";

const LARGEST = 10_000_000; // attachments/file_types.py decides; here it saves the way there
const LATER = "This could not be added just now. It will go with the form, or try again.";
const SIGNED_OUT = "You are signed out. Sign in again in another window and try again, or let it go with the form.";

export function uploads(block, write) {
  const form = block.closest("form");
  const list = block.querySelector("[data-files-list]");
  const input = block.querySelector('input[type="file"]');
  const alert = element("p", "govuk-error-message");
  const status = element("p", "govuk-hint");
  alert.setAttribute("role", "alert");
  status.setAttribute("role", "status");
  input.before(alert, status);

  const underWay = new Map(); // those that wait for their turn, too, each with what leaves it out
  const failed = new Map(); // file → its line: they go with the form
  let turn = Promise.resolve();
  let added = 0;
  const held = heldForm(form, {
    missing: () => underWay.size,
    leaveOut: () => [...underWay.values()].forEach((leave) => leave()),
  });

  function take(given, area = null) {
    if (underWay.size === 0) {
      added = 0;
      alert.textContent = "";
    }
    for (const file of given) begin(file, area);
    tellStatus();
  }

  // A browser that lets somebody choose forgets what the input had before.
  function takeChosen() {
    const chosen = [...input.files];
    goWithForm();
    if (chosen.length) take(chosen);
  }

  // Those whose sending failed stay in the input, so that they go with the form.
  function goWithForm() {
    const waiting = new DataTransfer();
    for (const file of failed.keys()) waiting.items.add(file);
    input.files = waiting.files;
  }

  function begin(file, area) {
    const upload = new Upload(form, block.dataset.files);
    const line = uploadLine(file.name, { cancel: () => leave(), again: () => upload.sendNow() });
    const ended = () => {
      underWay.delete(upload);
      tellStatus();
      held.tell();
    };
    const leave = () => {
      upload.cancel();
      line.remove();
      ended();
    };
    underWay.set(upload, leave);
    list.append(line.element);
    held.tell();
    turn = turn.then(() => send(upload, line, file, area)).then(() => {
      form.dispatchEvent(new Event("change"));
      ended();
    });
  }

  async function send(upload, line, file, area) {
    if (upload.cancelled) return null;
    line.say("Making it ready");
    const ready = await smaller(file);
    if (ready.size > LARGEST) return refuse(line, tooLarge(ready));
    const outcome = await upload.send(ready, line);
    if (outcome.made) return done(line, outcome.made, area);
    if (outcome.refused) return refuse(line, outcome.refused);
    if (outcome.failed) return fail(line, file, area, outcome.signedOut ? SIGNED_OUT : LATER);
    return null; // it was left out
  }

  function done(line, made, area) {
    added += 1;
    const inText = area !== null && made.kind === "picture";
    line.replaceWith(fileItem(made, inText));
    if (inText) put(area, `\n![](${made.path})\n`);
    if (area !== null) block.closest("details")?.setAttribute("open", ""); // where it asks what the picture shows
  }

  // At the end of the line, so that no sentence is cut in two by somebody who went on writing meanwhile.
  function put(area, text) {
    const end = area.value.indexOf("\n", area.selectionEnd);
    const at = end < 0 ? area.value.length : end;
    if (document.activeElement === area && area.selectionStart === at) return write(area, text);
    area.setRangeText(text, at, at, "preserve");
    return area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function refuse(line, words) {
    line.remove();
    alert.textContent = [alert.textContent, words].filter(Boolean).join(" ");
    block.closest("details")?.setAttribute("open", "");
    held.letGo();
  }

  function fail(line, file, area, why) {
    failed.set(file, line);
    goWithForm();
    const take = (again) => {
      failed.delete(file);
      goWithForm();
      line.remove();
      if (again) begin(file, area);
    };
    line.fail(why, { cancel: () => take(false), again: () => take(true) });
  }

  function tellStatus() {
    const left = underWay.size;
    const there = added === 1 ? "1 file is added." : added ? `${added} files are added.` : "";
    const words = left ? `${added} added, ${left} to go.` : there;
    if (status.textContent !== words) status.textContent = words;
  }

  addEventListener("beforeunload", (event) => {
    if (underWay.size) event.preventDefault();
  });
  return { take, takeChosen };
}

function tooLarge(file) {
  const size = Math.max(file.size / 1e6, LARGEST / 1e6 + 0.1).toFixed(1);
  return `“${file.name}” is ${size} MB large; it can be at most ${LARGEST / 1e6} MB. Save it smaller and add that.`;
}
