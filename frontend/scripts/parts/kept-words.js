// Words that this browser keeps sealed because the server has them not yet (kept/). Few ever have any: here is only the
// cheap question whether there are, and the way to what is loaded then.
const FLAG = "kept"; // in localStorage; says nothing but that something is sealed here

export const anythingKept = () => {
  try {
    return localStorage.getItem(FLAG) !== null;
  } catch {
    return false; // storage is switched off
  }
};

const leave = (form) => {
  try {
    sessionStorage.clear();
  } catch {
    // there is none
  }
  form.submit();
};

export function keptWords() {
  const writing = document.querySelector("[data-kept]");
  // Where somebody writes, writing.js or short-forms.js asks, once its forms are set up.
  if (anythingKept() && !writing) import("../kept/notice.js").then((kept) => kept.notice(), () => {});
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/sign-out" || event.defaultPrevented) return;
    event.preventDefault();
    if (!anythingKept() && !writing) leave(form);
    else {
      import("../kept/signing-out.js")
        .then((kept) => kept.signingOut(form, leave))
        .catch(() => leave(form));
    }
  });
}
