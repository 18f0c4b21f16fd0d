// The form token. It is of one session: after signing in again in another window, the page asks for a fresh one, and
// takes it only from a page of the same person: with that of somebody else it would send in their name.
import { isSameWriter } from "./writer.js";

export const token = (form) => form.elements.csrf_token?.value ?? "";

export async function refresh(form) {
  const answer = await fetch(location.href, { redirect: "manual", headers: { Accept: "text/html" } });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!isSameWriter(page)) return false;
  const fresh = page.querySelector('input[name="csrf_token"]')?.value;
  if (!fresh || fresh === token(form)) return false;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = fresh;
  return true;
}

// A POST of ours. `signedOut`: the session has ended; the words were kept all the same (drafts/rescue.py).
export async function post(form, url, body, options = {}) {
  const send = () => {
    if (body.set) body.set("csrf_token", token(form));
    return fetch(url, { method: "POST", body, redirect: "manual", ...options });
  };
  let answer = await send();
  const isPage = !(answer.headers.get("Content-Type") ?? "").includes("json");
  if (answer.status === 422 && isPage && (await refresh(form))) answer = await send();
  return { answer, signedOut: answer.type === "opaqueredirect" };
}
