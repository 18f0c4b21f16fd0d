// The words of a writing form, as they are kept and sent.

// Not words, or of one request only: drafts/commands.py leaves them out, too.
const NOT_WORDS = new Set([
  ...["csrf_token", "signed_form", "version", "keep", "alt", "named"],
  ...["told", "sent_later", "draft_saved_at", "seen", "twice", "pictures-asked"],
  ...["send", "then", "use", "more", "without", "take"], // buttons
]);

/** Every field of a form with its value, in order; files are left out. */
export const textsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

/** What stands in the boxes of a form, each with its label: own words, not what was chosen, counted or quoted. */
export function ownTexts(form) {
  return [...form.querySelectorAll("textarea, input[type=text], input[type=email]")]
    .filter((box) => box.value.trim() && !box.name.endsWith("-passage") && !box.closest(".govuk-date-input"))
    .map((box) => [box.labels[0]?.textContent.trim() ?? "", box.value.trim()]);
}

/** What was typed of a record: its texts; of one that an earlier version of this page kept, what reads like one. */
export const typedIn = ({ texts, fields }) =>
  texts.length ? texts : fields.filter(([name, value]) => !NOT_WORDS.has(name) && /\s/.test(value.trim()));

// However a browser breaks its lines, and without the spaces at their ends, which the server takes away.
const plain = (text) => text.replace(/\r\n?/g, "\n").replace(/[ \t]+$/gm, "").trim();

/** The same for the same words: offline/commands.py makes it too. */
export async function digest(fields) {
  const words = new Map();
  for (const [name, value] of fields) {
    if (!NOT_WORDS.has(name)) words.set(name, [...(words.get(name) ?? []), plain(value)]);
  }
  const said = [...words]
    .filter(([, values]) => values.some(Boolean))
    .map(([name, values]) => [name, ...values])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(said)));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
