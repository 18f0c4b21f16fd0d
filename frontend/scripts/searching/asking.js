// Asks the server what may be meant by what was typed: a moment after the last key, and never for what was overtaken.
const SOON = 180; // milliseconds after the last key
const PATIENCE = 4_000;
const KEPT = 50; // answers
const SHORTEST = 2; // letters: one stands for too many

/**
 * A function that answers with what may be meant; with null where something later was typed meanwhile, or nobody waits
 * any more (`forget`); with nothing where there is no network, the server fails, or somebody is signed out by now.
 */
export function asking(path) {
  const answers = new Map();
  let latest = 0;
  let onTheWay = null;

  async function ask(typed, shortest = SHORTEST) {
    ask.forget();
    const turn = latest;
    const words = typed.trim().replace(/\s+/g, " ");
    if (words.length < shortest) return [];
    if (!answers.has(words)) {
      await new Promise((done) => setTimeout(done, SOON));
      if (turn !== latest) return null;
      const found = await answered(words);
      if (found && answers.size >= KEPT) answers.clear();
      if (found) answers.set(words, found);
    }
    return turn === latest ? answers.get(words) : null;
  }

  ask.forget = () => {
    latest += 1;
    onTheWay?.abort();
    onTheWay = null;
  };

  async function answered(words) {
    if (navigator.onLine === false) return null;
    onTheWay = new AbortController();
    const { signal } = onTheWay;
    const patience = setTimeout((one) => one.abort(), PATIENCE, onTheWay);
    try {
      const answer = await fetch(`${path}?${new URLSearchParams({ q: words })}`, {
        headers: { Accept: "application/json" },
        redirect: "error",
        signal,
      });
      return answer.ok ? (await answer.json()).suggestions : null;
    } catch {
      return null;
    } finally {
      clearTimeout(patience);
    }
  }

  return ask;
}
