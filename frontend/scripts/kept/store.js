// Where a browser keeps sealed words: IndexedDB. Nothing in it, nor in the flag that says it is not empty, can be read
// without a key that only the server gives, to the person whose words they are. A record is
//   { id, iv, sealed, until }     a random name, what AES-GCM needs and made, the day on which it goes
import { openDB } from "idb";

const FLAG = "kept"; // parts/kept-words.js asks for it on every page, and shares no code with this: main.js stays one file
const DAY = 24 * 60 * 60 * 1000;
const GOOD_FOR = 90; // days; the privacy page says so
const MOST = 50;

export const anythingKept = () => {
  try {
    return localStorage.getItem(FLAG) !== null;
  } catch {
    return false;
  }
};

let opened = null;

const database = () => {
  opened ??= openDB("kept", 1, {
    upgrade(made) {
      made.createObjectStore("sealed", { keyPath: "id" });
      made.createObjectStore("browser");
    },
    blocking: (_now, _next, event) => event.target.close(),
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
};

export const random = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The random name of this browser, from which the server derives its keys. */
export async function browserName() {
  const work = (await database()).transaction("browser", "readwrite");
  const known = await work.store.get("name");
  const name = known ?? random();
  if (!known) await work.store.put(name, "name");
  await work.done;
  return name;
}

export async function put(record) {
  await (await database()).put("sealed", { ...record, until: Math.floor(Date.now() / DAY) + GOOD_FOR });
  announce();
}

/** Let every page ask for what is kept: from the first key on, before it is sealed. */
export function announce() {
  try {
    localStorage.setItem(FLAG, "1");
  } catch {
    // storage is switched off
  }
}

export async function remove(...ids) {
  const work = (await database()).transaction("sealed", "readwrite");
  for (const id of ids) await work.store.delete(id);
  const left = await work.store.count();
  await work.done;
  if (left === 0) localStorage.removeItem(FLAG);
}

/** Every record, whosever it is; those that are too old, or too many, go first. */
export async function all() {
  const records = (await (await database()).getAll("sealed")).sort((one, other) => other.until - one.until);
  const good = records.filter(({ until }, place) => until * DAY > Date.now() && place < MOST);
  const old = records.filter((record) => !good.includes(record));
  if (old.length) await remove(...old.map(({ id }) => id));
  return good;
}
