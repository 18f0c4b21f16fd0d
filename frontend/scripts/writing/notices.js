// What a form is told by the server while one writes in it: it was sent before, or carried on with in another window.

/** Where one looks: above the form, or below the field in which one writes. Read aloud; the one before goes. */
export function notice(form, html) {
  const made = document.createElement("template");
  made.innerHTML = html; // rendered by the server (drafts/_ahead.html, drafts/_posted.html)
  const shown = made.content.querySelector("[data-notice]");
  if (!shown) return;
  for (const old of document.querySelectorAll("main [data-notice]")) old.remove();
  const here = document.activeElement?.closest(".govuk-form-group, .lp-finish");
  const away = form.getBoundingClientRect().top < 0 && form.contains(here);
  if (away) here.after(shown);
  else form.before(shown);
  shown.scrollIntoView({ block: "nearest" });
}

/** What the page says of its form when it opens, also where the browser goes back to the place that one left. */
export function inSight() {
  const shown = document.querySelector("main [data-notice]");
  if (!shown || document.querySelector("main .govuk-notification-banner")) return;
  shown.tabIndex = -1;
  addEventListener(
    "pageshow",
    () =>
      requestAnimationFrame(() => {
        // The browser puts back what stood there when it was posted; the page says that the form is empty.
        if ("anew" in shown.dataset) document.querySelector("form[data-autosave]")?.reset();
        shown.focus();
      }),
    { once: true },
  );
}

/** From now on this is a form of its own: under another key, with copies of the files. */
export function otherForm(form, token, files) {
  form.elements.signed_form.value = token;
  const numbered = (text) => text.replace(/(\/attachments\/)(\d+)/g, (all, path, n) => path + (files[n] ?? n));
  for (const area of form.querySelectorAll("textarea")) {
    const value = numbered(area.value);
    if (value !== area.value) area.value = value;
  }
  for (const [was, now] of Object.entries(files)) {
    for (const input of form.querySelectorAll(`[name="alt-${was}"]`)) input.name = `alt-${now}`;
    for (const input of form.querySelectorAll(`[name="remove-file"][value="${was}"]`)) input.value = now;
    for (const link of form.querySelectorAll(`a[href="/attachments/${was}"]`)) link.href = `/attachments/${now}`;
  }
}
