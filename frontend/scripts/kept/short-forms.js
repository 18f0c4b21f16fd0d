// Short forms: a reason, a note, a report. They save no drafts while one types. What is typed is sealed in this browser
// until the server took it, and comes back into the form; what is sent stays on its page until there is an answer.
import { sending } from "../writing/sending.js";
import { writing } from "./writing.js";

export function shortForms() {
  for (const { form, dataset } of document.querySelectorAll("input[data-kept]")) {
    sending(form, writing(form), { byItself: false });
    if ("carriedOn" in dataset) form.scrollIntoView({ block: "nearest" }); // it may stand far below
  }
}
