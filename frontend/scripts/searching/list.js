// What may be meant, as the options of a list: by sort, with the beginnings of words that were typed marked.
const SORTS = { person: "People", partnership: "Places", theme: "Themes", recent: "You searched lately" };
const WORDS = /[\p{L}\p{N}\p{M}]+/gu;

/** A group for each sort that there is. `id` begins the ids of all that is made. */
export function groups(found, typed, id) {
  const begun = (typed.match(WORDS) ?? []).map(plain);
  return Object.entries(SORTS)
    .map(([sort, head]) => [sort, head, found.filter((one) => one.sort === sort)])
    .filter(([, , some]) => some.length > 0)
    .map(([sort, head, some]) => {
      const group = made("ul", "lp-suggest__group");
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", `${id}-${sort}`);
      const title = made("li", "lp-suggest__head", head);
      title.setAttribute("role", "presentation");
      title.id = `${id}-${sort}`;
      group.append(title, ...some.map((one, at) => option(one, begun, `${id}-${sort}-${at}`)));
      return group;
    });
}

function option({ id: number, name, note, url }, begun, id) {
  const item = made("li", "lp-suggest__option");
  item.id = id;
  item.setAttribute("role", "option");
  Object.assign(item.dataset, url ? { address: url } : { id: number, name });
  const text = made("span", "lp-suggest__text");
  text.dir = "auto";
  text.append(...marked(name, begun));
  item.append(text);
  if (note) {
    const beside = made("span", "lp-suggest__note", note);
    beside.dir = "auto";
    item.append(" ", beside);
  }
  return item;
}

// The name, with what was typed of each of its words in bold.
function marked(name, begun) {
  const parts = [];
  let at = 0;
  for (const { 0: word, index } of name.matchAll(WORDS)) {
    const lengths = begun.filter((one) => plain(word).startsWith(one)).map((one) => lengthOf(word, one));
    if (lengths.length === 0) continue;
    const end = index + Math.max(...lengths);
    parts.push(name.slice(at, index), made("b", "", name.slice(index, end)));
    at = end;
  }
  return [...parts, name.slice(at)];
}

// How much of a word, as it is written, says these plain letters.
function lengthOf(word, letters) {
  let length = 0;
  for (const sign of word) {
    const goesOn = plain(word.slice(0, length + sign.length)).length > letters.length;
    if (goesOn) break;
    length += sign.length;
  }
  return length;
}

const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function made(name, className, words = "") {
  const one = document.createElement(name);
  if (className) one.className = className;
  one.textContent = words;
  return one;
}
