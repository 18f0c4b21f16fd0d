// Loaded where a short form stands (web/short_forms.py). Beside a form that saves itself, writing.js does all of this.
import { shortForms } from "./kept/short-forms.js";
import { anythingKept } from "./kept/store.js";
import { arrival } from "./writing/arrival.js";

if (!document.querySelector("form[data-autosave]")) {
  shortForms();
  arrival();
  if (anythingKept()) import("./kept/notice.js").then(({ notice }) => notice(), () => {});
  import("./kept/signing-out.js").catch(() => {}); // at hand when the network is not
}
