// What was copied, as a document that loads nothing and runs nothing. Its styles are read, never applied: our content
// policy would refuse them, aloud.
export function pageOf(html) {
  const inert = html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/\sstyle=(?=["'])/gi, " data-look=");
  return new DOMParser().parseFromString(inert, "text/html");
}

export const look = (element) => element.dataset?.look ?? "";

// “bold”, “normal” or nothing, whatever number stands for it.
export function weight(element) {
  const said = /font-weight:\s*(\w+)/i.exec(look(element))?.[1].toLowerCase();
  if (said === undefined) return "";
  return said.startsWith("bold") || Number(said) >= 600 ? "bold" : "normal";
}

export const slant = (element) => /font-style:\s*(\w+)/i.exec(look(element))?.[1].toLowerCase() ?? "";
