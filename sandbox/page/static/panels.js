/** The tools beside the conversation: tour, clock, trouble and wire. Each can be folded. */

import * as clock from "./clock.js";
import { el } from "./nodes.js";
import * as tour from "./tour.js";
import * as trouble from "./trouble.js";
import * as wire from "./wire.js";

/** Begin to draw them. */
export function start() {
  const tools = document.getElementById("tools");
  tools.append(panel(tour, "Tour", true), panel(clock, "Clock", true), panel(trouble, "Trouble", false), panel(wire, "Wire", false));
}

/** One panel; what it holds is its module's. */
function panel(module, title, unfolded) {
  const note = el("span", { class: "panel-note" });
  const body = el("div", { class: "panel-body" });
  const node = el("details", { class: "panel", open: unfolded, "aria-label": title }, el("summary", {}, el("h2", {}, title), note), body);
  module.start({ node, body, note });
  return node;
}
