// Files as they are chosen, pasted into a text, or dropped on it: each goes to the server at once, and is listed with
// a field for what it shows. Without scripts they go with the form; so does one that could not be sent now.
import { write } from "./editor.js";
import { post } from "./token.js";

const DESCRIBE = "what does it show?";
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

  input.addEventListener("change", async () => {
    message.textContent = "";
    const later = new DataTransfer();
    for (const file of [...input.files]) {
      const added = await add(file);
      if (added === null) later.items.add(file);
      else if (added) list.append(item(added));
    }
    input.files = later.files;
    form.dispatchEvent(new Event("change"));
  });

  for (const area of form.querySelectorAll("textarea[data-editor]")) {
    area.addEventListener("paste", (event) => take(event, event.clipboardData, area));
    area.addEventListener("drop", (event) => take(event, event.dataTransfer, area));
  }

  async function take(event, carried, area) {
    const given = [...(carried?.files ?? [])];
    if (given.length === 0) return;
    event.preventDefault();
    message.textContent = "";
    for (const file of given) {
      const added = await add(file);
      if (!added) {
        block.closest("details")?.setAttribute("open", "");
        continue;
      }
      list.append(item(added, added.kind === "picture"));
      if (added.kind === "picture") write(area, `\n![${DESCRIBE}](${added.path})\n`, DESCRIBE);
      else block.closest("details")?.setAttribute("open", "");
    }
  }

  // What the server made of the file; false if it will not take it, null if it could not be asked.
  async function add(file) {
    const body = new FormData();
    body.set("ticket", form.elements.ticket.value);
    body.set("file", file, file.name);
    try {
      const { answer, signedOut } = await post(form, block.dataset.files, body);
      if (answer.status === 201) return await answer.json();
      if (signedOut || answer.status !== 422) throw new Error(answer.status);
      say((await answer.json()).error);
      return false;
    } catch {
      say(`“${file.name}” ${LATER}`);
      return null;
    }
  }

  function say(words) {
    message.textContent = [message.textContent, words].filter(Boolean).join(" ");
  }
}

// The same as the macro `kept` in attachments/desk.html makes.
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
