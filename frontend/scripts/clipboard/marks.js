// Bold and italics, by element or by style, as one kind of element each; what only carries looks goes.

import { slant, weight } from "./page.js";

export function plainMarks(body) {
  for (const element of body.querySelectorAll("b, strong, i, em, cite, span, font, u")) {
    if (element.matches("b, strong")) {
      if (weight(element) === "normal") unwrap(element); // Google Docs wraps all of it in a bold that is none
    } else if (element.matches("i, em, cite")) {
      if (slant(element) === "normal") unwrap(element);
    } else if (element.matches("span, font, u")) {
      if (weight(element) === "bold") wrap(element, "strong");
      if (slant(element) === "italic") wrap(element, "em");
    }
  }
  for (const element of body.querySelectorAll("*")) {
    if (element.matches("span, font, u, sub, sup, ins, center, a:not([href])") || element.nodeName.includes(":")) unwrap(element);
  }
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6, th")) {
    for (const mark of heading.querySelectorAll("b, strong")) unwrap(mark);
  }
  body.normalize();
  for (const mark of [...body.querySelectorAll("b, strong, i, em")]) join(mark);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function wrap(element, name) {
  if (element.textContent.trim() === "") return;
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.append(made);
}

// Office cuts one bold word into many.
function join(mark) {
  const kind = (node) => (node?.nodeName === "B" ? "STRONG" : node?.nodeName === "I" ? "EM" : node?.nodeName);
  if (!mark.isConnected) return;
  while (mark.nextSibling && kind(mark.nextSibling) === kind(mark)) {
    mark.append(...mark.nextSibling.childNodes);
    mark.nextSibling.remove();
  }
}
