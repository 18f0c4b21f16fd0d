// Files as they are chosen, pasted into a text, or dropped on it. What sends them (uploads.js) is fetched when somebody is
// about to add one; without it, as without any script, they go with the form.
import { write } from "./editor.js";

export function files(block) {
  const form = block.closest("form");
  const input = block.querySelector('input[type="file"]');
  block.querySelector("[data-files-alt]").hidden = true; // each picture has a field of its own
  let ready = null;
  let loading = null;
  const load = () => {
    loading ??= import(new URL(block.dataset.filesScript, location))
      .then((script) => (ready = script.uploads(block, write)))
      .catch(() => {
        loading = null;
      });
    return loading;
  };
  for (const about of ["focusin", "pointerover"]) block.addEventListener(about, load, { once: true });
  block.closest("details")?.addEventListener("toggle", load, { once: true });
  input.addEventListener("change", () => load().then(() => ready?.takeChosen()));

  for (const area of form.querySelectorAll("textarea[data-editor]")) {
    area.addEventListener("paste", (event) => take(event, event.clipboardData, area));
    area.addEventListener("drop", (event) => take(event, event.dataTransfer, area));
  }

  function take(event, carried, area) {
    const given = [...(carried?.files ?? [])];
    // Office programs put a picture of the text beside the text: then the text is meant.
    if (given.length === 0 || carried.types.includes("text/plain")) return;
    event.preventDefault();
    if (ready) {
      ready.take(given, area);
      return;
    }
    goWithForm([...input.files, ...given]); // until it is there: somebody may send the form meanwhile
    load().then(() => {
      if (!ready) return;
      const taken = new Set(given.map(known));
      goWithForm([...input.files].filter((file) => !taken.has(known(file))));
      ready.take(given, area);
    });
  }

  function goWithForm(those) {
    const chosen = new DataTransfer();
    for (const file of those) chosen.items.add(file);
    input.files = chosen.files;
    if (those.length) block.closest("details")?.setAttribute("open", "");
  }
}

// A browser may give the same file as another object.
const known = ({ name, size, lastModified }) => `${name} ${size} ${lastModified}`;
