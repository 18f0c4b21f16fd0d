// Lists. Word writes a point as a paragraph that says how deep it is and begins with a bullet of its own; Word on the
// web writes a list of one for each point; Google Docs puts a list beside the point that it belongs to.

import { look } from "./page.js";

const POINT = 'p[class*="MsoList"], p[data-look*="mso-list"], div[data-look*="mso-list"]';
const NUMBERED = /^[\s\u00a0]*\(?(\d+|[a-z]|[ivxl]+)[.)]/i;

export function lists(body) {
  for (const point of [...body.querySelectorAll(POINT)]) if (point.isConnected && isPoint(point)) gather(point);
  for (const box of [...body.querySelectorAll("[class*=ListContainerWrapper]")]) if (box.isConnected) onTheWeb(box);
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    if (list.previousElementSibling?.nodeName === "LI") list.previousElementSibling.append(list);
  }
  for (const paragraph of body.querySelectorAll("li > p")) paragraph.replaceWith(...paragraph.childNodes);
}

const isPoint = (element) => element !== null && element.matches(POINT) && level(element) > 0;

// “mso-list:l0 level2 lfo1” is of the second level; a paragraph of the list's look without it goes on below a point.
function level(point) {
  const said = /mso-list:\s*l\d+\s+level(\d+)/i.exec(look(point));
  return said ? Number(said[1]) : bullet(point) ? 1 : 0;
}

const bullet = (point) => [...point.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(look(span)));

// This point and those that follow it, as one list.
function gather(first) {
  const points = [];
  for (let one = first; isPoint(one); one = one.nextElementSibling) points.push(one);
  const place = first.previousSibling;
  const { parentNode } = first;
  const made = nested(
    points.map((point) => {
      const sign = bullet(point);
      const numbered = NUMBERED.test(sign?.textContent ?? "");
      sign?.remove();
      return { level: level(point) || 1, numbered, nodes: [...point.childNodes] };
    }),
    first.ownerDocument,
  );
  for (const point of points) point.remove();
  if (place) place.after(made);
  else parentNode.prepend(made);
}

function onTheWeb(first) {
  const boxes = [];
  for (let one = first; one?.matches("[class*=ListContainerWrapper]"); one = one.nextElementSibling) boxes.push(one);
  const points = boxes.flatMap((box) =>
    [...box.querySelectorAll("li")].map((item) => ({
      level: Number(item.dataset.ariaLevel ?? 1),
      numbered: item.parentNode.nodeName === "OL",
      nodes: [...item.childNodes],
    })),
  );
  first.before(nested(points, first.ownerDocument));
  for (const box of boxes) box.remove();
}

function nested(points, page) {
  const top = page.createElement(points[0].numbered ? "ol" : "ul");
  const open = [top];
  for (const { level: wanted, numbered, nodes } of points) {
    while (open.length > wanted) open.pop();
    if (open.length < wanted && open.at(-1).lastElementChild) {
      const below = page.createElement(numbered ? "ol" : "ul");
      open.at(-1).lastElementChild.append(below);
      open.push(below);
    }
    const item = page.createElement("li");
    item.append(...nodes);
    open.at(-1).append(item);
  }
  return top;
}
