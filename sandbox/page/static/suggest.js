/** What the composer offers while somebody types: commands behind "/", people behind "@", channels behind "#". */

import { parts } from "./state.js";

const MOST = 8;

/** What fits the word at the caret: {from, to, items: [{insert, title, note, hint}]}, or null. */
export function offers(text, caret, { commands = true } = {}) {
  const found = /(?:^|\s)([/@#][^\s]*)$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const word = found[1];
  const from = caret - word.length;
  const items = listed(word, from, commands).slice(0, MOST);
  return items.length ? { from, to: caret, items } : null;
}

/** The lines for a word by its first character. */
function listed(word, from, commands) {
  const rest = word.slice(1).toLowerCase();
  if (word[0] === "@") return people(rest);
  if (word[0] === "#") return channels(rest);
  return commands && from === 0 ? commandsFor(word.toLowerCase()) : [];
}

/** The app's commands that begin so. */
function commandsFor(word) {
  const known = parts.app.command_list.filter((one) => one.command.startsWith(word));
  return known.map((one) => ({ insert: one.command, title: one.command, hint: one.usage_hint, note: one.description }));
}

/** People whose handle or name begins so, or has a word that does. */
function people(rest) {
  const fits = (person) => `${person.name} ${person.real_name}`.toLowerCase().split(/\s+/).some((word) => word.startsWith(rest));
  return parts.people.filter((person) => person.kind !== "gone" && fits(person))
    .map((person) => ({ insert: `@${person.name}`, title: person.real_name, hint: `@${person.name}`, note: person.kind === "bot" ? "app" : person.role }));
}

/** Channels whose name has this in it. */
function channels(rest) {
  return parts.places.filter((place) => place.kind !== "app" && place.name.includes(rest))
    .map((place) => ({ insert: `#${place.name}`, title: `#${place.name}`, note: place.kind === "private" ? "private" : "" }));
}

/** The command that the text begins with, when a space follows it: its usage stands beside the composer. */
export function commandOf(text) {
  const word = /^\S+(?=\s)/u.exec(text)?.[0];
  return parts.app.command_list.find((one) => one.command === word);
}
