// Forms in which somebody writes: they save themselves, have a small toolbar, and take pictures as they are pasted.
// All of it hangs on data attributes (see drafts/editing_session.py); without scripts the same forms work with their buttons.
//
//   <form data-autosave="/drafts">           saves itself under its field `signed_form`
//   <p data-autosave-status role="status">   says what is saved, and honestly when it is not
//   <textarea data-editor="/preview">        gets the toolbar; any number of them in a form
//   <textarea data-mentions="/mentions?entry=7">   suggests people after an @
//   <textarea data-formed="/static/clipboard-….js">   takes what is pasted with its form, and Ctrl+B, I, K
//   <div data-files="/attachments">          takes files as they are chosen, pasted or dropped (attachments/form_files.html)
import { shortForms } from "./kept/short-forms.js";
import { comeBack } from "./kept/left.js";
import { anythingKept } from "./kept/store.js";
import { writing } from "./kept/writing.js";
import { arrival } from "./writing/arrival.js";
import { autosave } from "./writing/autosave.js";
import { editor } from "./writing/editor.js";
import { files } from "./writing/files.js";
import { mentions } from "./writing/mentions.js";
import { inSight } from "./writing/notices.js";
import { pasting } from "./writing/pasting.js";
import { quoting } from "./writing/quoting.js";
import { sending } from "./writing/sending.js";
import { shortcuts } from "./writing/shortcuts.js";

const written = [...document.querySelectorAll("form[data-autosave]")].map((form) => writing(form, autosave(form)));
shortForms();
for (const block of document.querySelectorAll("[data-files]")) files(block);
for (const one of written) sending(one.form, one); // after files: a form waits for them first
for (const area of document.querySelectorAll("textarea[data-mentions]")) mentions(area); // a frame around all the rest
for (const area of document.querySelectorAll("textarea[data-editor]")) editor(area);
inSight();
arrival(); // when all of that has its place
for (const { form } of written) {
  pasting(form);
  shortcuts(form);
  quoting(form);
}

for (const { form, isBeside, savedAt } of written) {
  if (isBeside && savedAt) form.scrollIntoView({ block: "nearest" }); // carried on: it may stand far below
}

const noticed = anythingKept() ? import("./kept/notice.js").then(({ notice }) => notice()) : Promise.resolve(false);
noticed.catch(() => false).then((isLeft) => isLeft || comeBack(written));
import("./kept/signing-out.js").catch(() => {}); // at hand when the network is not
