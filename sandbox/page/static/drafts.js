/** What was typed and not sent, and what was sent: kept for each person and place, over a reload too. */

const PREFIX = "keep-talking.";
const MOST = 50;

/** The draft of a place. */
export function draft(key) {
  return read(`draft.${key}`) ?? "";
}

/** Keep a draft; an empty one is forgotten. */
export function keepDraft(key, text) {
  write(`draft.${key}`, text || null);
}

/** What was sent from a place, the newest last. */
export function sent(key) {
  return read(`sent.${key}`) ?? [];
}

/** Remember a line that was sent. */
export function remember(key, text) {
  const lines = sent(key).filter((line) => line !== text);
  write(`sent.${key}`, [...lines, text].slice(-MOST));
}

/** A stored value, null where there is none or storage is not allowed. */
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key));
  } catch {
    return memory.get(key) ?? null;
  }
}

const memory = new Map();

/** Store a value in this tab, and in memory where that is refused. */
function write(key, value) {
  memory.set(key, value);
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Full or not allowed: memory has it.
  }
}
