// Files as they are chosen, pasted into a text, or dropped on it: each goes to the server at once, and is listed with
// a field for what it shows. Without scripts they go with the form; so does one that could not be sent now.
import { write } from "./editor.js";
import { post } from "./token.js";

const DESCRIBE = "what does it show?";
const LARGEST = 10_000_000; // attachments/file_types.py decides; here it saves the way there
const LATER = "could not be added just now. It will go with the form.";

export function files(block) {
  const form = block.closest("form");
  const list = block.querySelector("[data-files-list]");
  const input = block.querySelector('input[type="file"]');
  const message = document.createElement("p");
  message.className = "govuk-error-message";
  message.setAttribute("role", "alert");
  input.before(message);
  block.querySelector("[data-files-alt]").hidden = true; // each picture has a field of its own

  let adding = Promise.resolve();
  let under_way = 0;

  // One after the other, so that they are listed as they were chosen; a form that is sent meanwhile waits for them.
  const queue = (work) => {
    under_way += 1;
    adding = adding.then(work).finally(() => {
      under_way -= 1;
      form.dispatchEvent(new Event("change"));
    });
  };
  form.addEventListener("submit", (event) => {
    if (under_way === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    adding.then(() => form.requestSubmit(submitter));
  });

  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    message.textContent = "";
    for (const file of chosen) {
      queue(async () => {
        const added = await add(file);
        if (added) list.append(item(added));
      });
    }
  });

  for (const area of form.querySelectorAll("textarea[data-editor]")) {
    area.addEventListener("paste", (event) => take(event, event.clipboardData, area));
    area.addEventListener("drop", (event) => take(event, event.dataTransfer, area));
  }

  function take(event, carried, area) {
    const given = [...(carried?.files ?? [])];
    // Office programs put a picture of the text beside the text: then the text is meant.
    if (given.length === 0 || carried.types.includes("text/plain")) return;
    event.preventDefault();
    message.textContent = "";
    for (const file of given) queue(() => put(file, area));
  }

  async function put(file, area) {
    const added = await add(file);
    const isPicture = added?.kind === "picture";
    if (added) list.append(item(added, isPicture));
    if (isPicture) write(area, `\n![${DESCRIBE}](${added.path})\n`, DESCRIBE);
    else block.closest("details")?.setAttribute("open", ""); // where the file, or the reason why not, is to be seen
  }

  // What the server made of the file; nothing if it will not take it, or could not be asked.
  async function add(file) {
    if (file.size > LARGEST) {
      say(`“${file.name}” is ${(file.size / 1e6).toFixed(1)} MB large; it can be at most ${LARGEST / 1e6} MB`);
      return null;
    }
    const body = new FormData();
    body.set("signed_form", form.elements.signed_form.value);
    body.set("file", file, file.name);
    try {
      const { answer, signedOut } = await post(form, block.dataset.files, body);
      if (answer.status === 201) return await answer.json();
      if (signedOut || ![422, 429].includes(answer.status)) throw new Error(answer.status);
      say((await answer.json()).error);
      return null;
    } catch {
      say(`“${file.name}” ${LATER}`);
      sendLater(file);
      return null;
    }
  }

  function sendLater(file) {
    const waiting = new DataTransfer();
    for (const one of [...input.files, file]) waiting.items.add(one);
    input.files = waiting.files;
  }

  function say(words) {
    message.textContent = [message.textContent, words].filter(Boolean).join(" ");
  }
}

// The same as the macro `kept` in attachments/form_files.html makes.
function item({ id, kind, name, path }, inText = false) {
  const made = element("li", "lp-adding__file");
  if (kind === "picture") {
    const picture = element("img", "lp-adding__picture");
    Object.assign(picture, { src: `${path}/thumbnail`, alt: "", width: 96 });
    made.append(picture);
  }
  const about = element("div", "lp-adding__about");
  const line = element("p");
  const link = element("a", "govuk-link", name);
  link.href = path;
  line.append(link, inText ? " stands in your text" : "");
  about.append(line);
  if (kind === "picture" && !inText) about.append(description(id, name));
  about.append(removal(id, name));
  made.append(about);
  return made;
}

function description(id, name) {
  const group = element("div", "govuk-form-group");
  const label = element("label", "govuk-label", "What does it show?");
  label.htmlFor = `alt-${id}`;
  label.append(element("span", "govuk-visually-hidden", ` ${name}`));
  const input = element("input", "govuk-input");
  Object.assign(input, { id: `alt-${id}`, name: `alt-${id}`, maxLength: 500 });
  group.append(label, input);
  return group;
}

function removal(id, name) {
  const group = element("div", "govuk-checkboxes govuk-checkboxes--small");
  const one = element("div", "govuk-checkboxes__item");
  const input = element("input", "govuk-checkboxes__input");
  Object.assign(input, { id: `remove-${id}`, name: "remove-file", type: "checkbox", value: id });
  const label = element("label", "govuk-label govuk-checkboxes__label", "Take it away");
  label.htmlFor = input.id;
  label.append(element("span", "govuk-visually-hidden", `: ${name}`));
  one.append(input, label);
  group.append(one);
  return group;
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
