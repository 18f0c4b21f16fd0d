// A file that the form has, as the list shows it: the same as the macro `kept` in attachments/form_files.html makes.
export function fileItem({ id, kind, name, path }, inText = false) {
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
  if (kind === "picture") about.append(description(id, name));
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
  Object.assign(input, { id: `alt-${id}`, name: `alt-${id}`, maxLength: 500, autocomplete: "off" });
  group.append(label, input);
  return group;
}

function removal(id, name) {
  const group = element("div", "govuk-checkboxes govuk-checkboxes--small");
  const one = element("div", "govuk-checkboxes__item");
  const input = element("input", "govuk-checkboxes__input");
  Object.assign(input, { id: `remove-${id}`, name: "remove-file", type: "checkbox", value: id });
  const label = element("label", "govuk-label govuk-checkboxes__label", "Remove it when I save or post this");
  label.htmlFor = input.id;
  label.append(element("span", "govuk-visually-hidden", `: ${name}`));
  one.append(input, label);
  group.append(one);
  return group;
}

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
