// What Word, Outlook, Excel, Google Docs and Teams put on the clipboard, as Markdown. Loaded when something with a form
// is pasted (writing/pasting.js), so that nobody else waits for it.
import { gfm } from "@joplin/turndown-plugin-gfm";
import TurndownService from "turndown";
import { lists } from "./clipboard/lists.js";
import { plainMarks } from "./clipboard/marks.js";
import { pageOf } from "./clipboard/page.js";
import { tables } from "./clipboard/tables.js";

const GONE = "style, script, meta, link, title, xml, img, picture, svg, video, audio, object, iframe, input, button, hr";

const service = new TurndownService({
  headingStyle: "atx",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "_",
  br: "",
});
service.use(gfm);
// Our dialect (entries/markdown_dialect.py) takes few signs for marks, so few have to be told apart.
service.escape = (text) =>
  text.replace(/(^|[^\p{L}\p{N}\\:*_])([*_`])(?=\S)/gu, "$1\\$2").replace(/(^|\s)\[(?=[^\]]*\]\()/g, "$1\\[");
service.addRule("item", {
  filter: "li",
  replacement(content, node, { bulletListMarker }) {
    const list = node.parentNode;
    const mark =
      list.nodeName === "OL"
        ? `${Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(node)}. `
        : `${bulletListMarker} `;
    const inside = content.trim().replace(/\n+/g, "\n").replaceAll("\n", `\n${" ".repeat(mark.length)}`);
    return `${mark}${inside}${node.nextSibling ? "\n" : ""}`;
  },
});
service.addRule("link", {
  filter: (node) => node.nodeName === "A" && node.hasAttribute("href"),
  replacement(content, node) {
    const words = content.replace(/\s+/g, " ").trim();
    const address = node.getAttribute("href").trim();
    if (!words || !/^(https?:\/\/|mailto:)/i.test(address)) return content;
    const alike = (text) => text.replace(/^(mailto:|https?:\/\/)/i, "").replace(/\/$/, "");
    if (alike(node.textContent.trim()) === alike(address)) return node.textContent.trim();
    const safe = address.replace(/[\s()<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
    return `[${words}](${safe})`;
  },
});
// A line that Outlook on the web and Teams put into a box of its own is a line, not a paragraph.
service.addRule("line", {
  filter: (node) => node.nodeName === "DIV" && node.textContent.trim() !== "",
  replacement: (content) => `\n${content.trim()}\n`,
});

export function markdownOf(html) {
  const page = pageOf(html);
  const { body } = page;
  for (const gone of body.querySelectorAll(GONE)) gone.remove();
  const comments = page.createNodeIterator(body, NodeFilter.SHOW_COMMENT);
  for (let one = comments.nextNode(); one; one = comments.nextNode()) one.remove();
  lists(body);
  plainMarks(body);
  tables(body);
  return service
    .turndown(body)
    .replaceAll("\u00a0", " ")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
