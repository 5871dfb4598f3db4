/** The tools beside the conversation: tour, clock, trouble and wire. Each can be folded. */

import { h } from "./build.js";
import * as clock from "./clock.js";
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
  const note = h("span", { class: "panel-note" });
  const body = h("div", { class: "panel-body" });
  const node = h("details", { class: "panel", open: unfolded, "aria-label": title }, h("summary", {}, h("h2", {}, title), note), body);
  module.start({ node, body, note });
  return node;
}
