// Whoever looks at the page of a place says so, once they see it: next time the page says what came since. A page that is
// only fetched, by a mail scanner or ahead of a click, is looked at by nobody and says nothing.

export function visit() {
  const form = document.querySelector("form[data-visit]");
  if (!form) return;
  const look = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", look);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
  };
  document.addEventListener("visibilitychange", look);
  look();
}
