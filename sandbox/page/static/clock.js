/** The clock of bot and sandbox, and how to turn it. */

import { act } from "./acts.js";
import { el } from "./nodes.js";
import { keyed, say } from "./redraw.js";
import { parts, watch } from "./state.js";

const words = el("p", { class: "clock-words" });
const zone = el("p", { class: "clock-zone" });
const turns = el("div", { class: "clock-turns", role: "group", "aria-label": "Turn the clock forward" });
const hint = el("p", { class: "aside-words", role: "status" });

/** Begin to draw it. */
export function start({ body }) {
  body.append(words, zone, turns, hint);
  watch(["clock"], draw);
}

/** Turn it, once at a time. */
export function turn(by) {
  if (!parts.clock.turning) act("turn", { by });
}

/** What time it is, and by how much it can be turned. */
function draw() {
  const { clock } = parts;
  say(words, clock.words);
  say(zone, clock.zone.replaceAll("_", " "));
  say(hint, clock.turning ? "Turning… the bot is told what time it is." : clock.hint);
  turns.hidden = !clock.turns.length;
  turns.setAttribute("aria-busy", String(clock.turning));
  keyed(turns, clock.turns, { key: (by) => by, content: String, make: (by) => el("button", { type: "button", class: "button small", "aria-label": `Turn the clock by ${by}`, onclick: () => turn(by) }, `+ ${by}`) });
  for (const node of turns.children) node.setAttribute("aria-disabled", String(clock.turning));
}
