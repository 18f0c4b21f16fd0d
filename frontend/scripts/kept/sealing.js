// Sealing words with a key that is one person's on this browser (AES-GCM, Web Crypto). The server gives the key to that
// person only, while they are signed in; here it is held in memory, where no script can read it out, and stored nowhere.
import { writer } from "../writing/writer.js";
import { browserName } from "./store.js";

const BLOCK = 4096; // bytes: how long a text is shall not be seen from outside

let keys = []; // the first seals; older ones, from before the server's key was changed, open

export const canSeal = () => keys.length > 0;

/** Ask for the keys of whoever is signed in. Returns whether they are there; raises TypeError without a network. */
export async function fetchKeys(token) {
  if (canSeal()) return true;
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return false;
  const browser = await browserName().catch(() => null); // a private window may refuse
  if (browser === null) return false;
  const answer = await fetch("/sealing-keys", {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ csrf_token: token, browser, writer }),
  });
  if (!answer.ok) return false;
  const given = await answer.json();
  if (given.writer !== writer) return false; // somebody else's keys
  const made = given.keys.map((key) =>
    crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]),
  );
  if (!canSeal()) keys = await Promise.all(made);
  return true;
}

/** Seal a value under the name of its record. */
export async function seal(id, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const padded = new Uint8Array(Math.ceil(text.length / BLOCK) * BLOCK).fill(0x20); // spaces, which JSON overlooks
  padded.set(text);
  return { id, iv, sealed: await crypto.subtle.encrypt(about(id, iv), keys[0], padded) };
}

/** What was sealed; null where it is somebody else's. */
export async function unseal({ id, iv, sealed }) {
  for (const key of keys) {
    try {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(about(id, iv), key, sealed)));
    } catch {
      // not with this key
    }
  }
  return null;
}

const about = (id, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) });
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
