// The words of a writing form, as they are kept and sent.

// Not words, or of one request only: drafts/commands.py leaves them out, too.
const NOT_WORDS = new Set([
  ...["csrf_token", "signed_form", "version", "keep", "alt", "named"],
  ...["told", "sent_later", "draft_saved_at", "seen", "twice", "pictures-asked"],
]);

/** Every field of a form with its value, in order; files are left out. */
export const textsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

/** What stands in the boxes of a form, each with its label: own words, not what was chosen or quoted. */
export function ownTexts(form) {
  return [...form.querySelectorAll("textarea, input[name=title]")]
    .filter((box) => box.value.trim())
    .map((box) => [box.labels[0]?.textContent.trim() ?? "", box.value.trim()]);
}

/** The same for the same words: offline/commands.py makes it too. */
export async function digest(fields) {
  const words = new Map();
  for (const [name, value] of fields) {
    if (!NOT_WORDS.has(name)) words.set(name, [...(words.get(name) ?? []), value.replace(/\r\n?/g, "\n")]);
  }
  const said = [...words]
    .filter(([, values]) => values.some(Boolean))
    .map(([name, values]) => [name, ...values])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(said)));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
