// Text with a form, pasted from Word, Outlook, Excel, Google Docs or Teams, becomes Markdown. What turns it into that is
// loaded when it is wanted. Pasted without formatting (Ctrl+Shift+V) it stays as it is, and one Ctrl+Z takes it back.
import { pageOf, slant, weight } from "../clipboard/page.js";
import { write } from "./editor.js";

const FORMED =
  'b, strong, i, em, li, table, h1, h2, h3, h4, h5, h6, a[href^="http"], a[href^="mailto:"], [class*="MsoList"], [data-look*="mso-list"]';

export function pasting(form) {
  let plain = false;
  form.addEventListener("keydown", (event) => {
    plain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  });
  form.addEventListener("keyup", () => {
    plain = false;
  });
  form.addEventListener("paste", (event) => {
    const area = event.target;
    const carried = event.clipboardData;
    if (event.defaultPrevented || plain || !carried || !area.matches?.("textarea[data-formed]")) return;
    const html = carried.getData("text/html");
    if (!html || !isFormed(html)) return;
    event.preventDefault();
    put(area, html, carried.getData("text/plain").replace(/\r\n?/g, "\n"));
  });
}

// Whether it says more than its words.
function isFormed(html) {
  const { body } = pageOf(html);
  const says = (one) => one.textContent.trim() !== "";
  const marks = [...body.querySelectorAll(FORMED)].filter((one) => says(one) && !(one.matches("b, strong") && weight(one) === "normal"));
  const styled = [...body.querySelectorAll("span")].filter((one) => says(one) && (weight(one) === "bold" || slant(one) === "italic"));
  return marks.length + styled.length > 0;
}

async function put(area, html, text) {
  const { selectionStart, selectionEnd, value } = area;
  let said = text;
  try {
    const { markdownOf } = await import(area.dataset.formed);
    said = markdownOf(html) || text;
  } catch {
    // Without it the plain words are as good as they were.
  }
  area.focus();
  if (area.value === value) area.setSelectionRange(selectionStart, selectionEnd); // else where the cursor is by now
  write(area, apart(area, said));
}

// A list or a table that is put into a line begins on a line of its own; what is typed after a table is not part of it.
function apart(area, words) {
  const said = /^\|.*\|$/.test(words.split("\n").at(-1)) ? `${words}\n\n` : words;
  const before = area.value.slice(0, area.selectionStart);
  const begins = /^(?:[-|#] ?|\d+\. )/.test(said);
  return begins && before !== "" && !before.endsWith("\n") ? `\n\n${said}` : said;
}
