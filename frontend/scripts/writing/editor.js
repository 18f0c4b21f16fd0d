// A small toolbar above a text: bold, italic, list, link, preview. What it writes is Markdown, as anyone could type it.
import "@github/markdown-toolbar-element";
import { post } from "./token.js";

const TOOLS = [
  ["md-bold", "Bold", "b"],
  ["md-italic", "Italic", "i"],
  ["md-unordered-list", "List"],
  ["md-link", "Link", "k"],
];

export function editor(area) {
  const form = area.form;
  const bar = document.createElement("markdown-toolbar");
  bar.setAttribute("for", area.id);
  bar.setAttribute("aria-label", "Format this text");
  bar.className = "lp-prompt__tools";
  for (const [tag, word, key] of TOOLS) bar.append(tool(tag, word, key));
  const preview = tool("button", "Preview");
  preview.type = "button";
  preview.setAttribute("aria-pressed", "false");
  bar.append(preview);
  const shown = document.createElement("div");
  shown.className = "lp-preview lp-reading";
  shown.tabIndex = -1;
  shown.hidden = true;
  shown.setAttribute("role", "region");
  shown.setAttribute("aria-label", "Preview of this text");
  area.before(bar);
  area.after(shown);
  preview.addEventListener("click", () => (shown.hidden ? show() : hide()));

  async function show() {
    preview.disabled = true;
    try {
      const { answer } = await post(form, area.dataset.editor, new URLSearchParams({ text: area.value }));
      if (!answer.ok) throw new Error(answer.status);
      shown.innerHTML = await answer.text(); // rendered and cleaned by the server (entries/markdown.py)
    } catch {
      shown.textContent = "We could not show a preview just now.";
    }
    preview.disabled = false;
    toggle(true);
    shown.focus();
  }

  function hide() {
    toggle(false);
    area.focus();
  }

  function toggle(on) {
    shown.hidden = !on;
    area.hidden = on;
    preview.textContent = on ? "Write on" : "Preview";
    preview.setAttribute("aria-pressed", String(on));
    for (const other of bar.querySelectorAll(TOOLS.map(([tag]) => tag).join())) other.hidden = on;
  }
}

function tool(tag, word, key) {
  const made = document.createElement(tag);
  made.className = "lp-tool";
  made.textContent = word;
  made.setAttribute("data-md-button", "");
  if (tag !== "button") made.setAttribute("role", "button");
  if (key) made.setAttribute("aria-keyshortcuts", `Control+${key.toUpperCase()} Meta+${key.toUpperCase()}`);
  return made;
}

// Writes at the cursor, so that undo still works where the browser can do that.
export function write(area, text, select) {
  area.focus();
  const at = area.selectionStart;
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, at, area.selectionEnd, "end");
  const found = select ? text.indexOf(select) : -1;
  if (found >= 0) area.setSelectionRange(at + found, at + found + select.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
