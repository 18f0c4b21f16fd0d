// Ctrl or Cmd with B, I, K in a text that is formed: the same as the buttons above it.
import { write } from "./editor.js";

export function shortcuts(form) {
  form.addEventListener("keydown", (event) => {
    const area = event.target;
    const alone = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!alone || !area.matches?.("textarea[data-formed]")) return;
    const act = { b: () => mark(area, "**"), i: () => mark(area, "_"), k: () => link(area) }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// Marks the selected words, or takes their marks away again; without a selection the cursor stands between two marks.
function mark(area, sign) {
  const { value } = area;
  let [from, to] = [area.selectionStart, area.selectionEnd];
  while (from < to && /\s/.test(value[from])) from += 1; // **word ** is no bold word
  while (to > from && /\s/.test(value[to - 1])) to -= 1;
  const words = value.slice(from, to);
  const around = value.slice(from - sign.length, from) === sign && value.slice(to, to + sign.length) === sign;
  if (around) {
    replace(area, from - sign.length, to + sign.length, words);
    area.setSelectionRange(from - sign.length, to - sign.length);
  } else {
    replace(area, from, to, sign + words + sign);
    area.setSelectionRange(from + sign.length, to + sign.length);
  }
}

// The selected words become a link, whose address is to be typed; a selected address wants words.
function link(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const words = value.slice(from, to).trim();
  const isAddress = /^https?:\/\/\S+$/.test(words);
  const [said, address] = isAddress ? ["", words] : [words, "https://"];
  replace(area, from, to, `[${said}](${address})`);
  if (said) area.setSelectionRange(from + said.length + 3, from + said.length + 3 + address.length);
  else area.setSelectionRange(from + 1, from + 1); // the words come first
}

function replace(area, from, to, text) {
  area.setSelectionRange(from, to);
  write(area, text);
}
