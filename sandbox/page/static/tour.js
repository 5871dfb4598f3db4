/** The tour: what to try, in order, and what was done. */

import { h, keyed, say } from "./build.js";
import { icon } from "./icons.js";
import { turn } from "./clock.js";
import { composer } from "./conversation.js";
import { go, parts, watch, where } from "./state.js";

const steps = h("ol", { class: "steps" });
const unfolded = new Map();
let panel = null;

/** Begin to draw it. */
export function start({ node, body, note }) {
  panel = { node, note };
  body.append(steps);
  watch(["tour", "people", "places", "where"], draw);
}

/** The steps; the first that is not done lies open. */
function draw() {
  const { tour } = parts;
  panel.node.hidden = !tour;
  if (!tour) return;
  say(panel.node.querySelector("h2"), tour.title || "Tour");
  say(panel.note, `${tour.steps.filter((step) => step.done).length} of ${tour.steps.length}`);
  const next = tour.steps.find((step) => !step.done);
  const shown = tour.steps.map((step, at) => ({ ...step, number: at + 1, next: step === next, label: label(step) }));
  keyed(steps, shown, { key: (step) => step.title, make: drawn });
}

/** One step. */
function drawn(step) {
  const open = unfolded.get(step.title) ?? step.next;
  const kind = ["step", step.done && "done", step.next && "next"].filter(Boolean).join(" ");
  const tick = h("span", { class: "step-tick", role: "img", "aria-label": step.done ? "Done" : "To do" }, step.done ? icon("check") : String(step.number));
  const node = h("details", { class: "step-fold", open }, h("summary", {}, tick, h("span", {}, step.title)),
    h("div", { class: "step-text" }, h("p", {}, step.text), step.line && h("code", { class: "step-line" }, step.line),
      step.label && h("button", { type: "button", class: step.next ? "button small primary" : "button small", on: { click: () => take(step) } }, step.label)));
  node.addEventListener("toggle", () => { if (node.isConnected && node.open !== step.next) unfolded.set(step.title, node.open); });
  return h("li", { class: kind, "aria-current": step.next ? "step" : null }, node);
}

/** What the button of a step says. */
function label({ line, turn: by, user, place }) {
  if (line) return "Put it in the composer";
  if (by) return `Turn the clock by ${by}`;
  if (user && user !== where.user) return `Be ${parts.people.find((one) => one.id === user)?.real_name ?? "them"}`;
  if (place) return `Go to ${placeName(place)}`;
  return "";
}

/** How a place is called. */
function placeName(id) {
  const place = parts.places.find((one) => one.id === id);
  if (id === "app") return parts.app.name;
  return place ? `#${place.name}` : "the channel";
}

/** Take a step: become the person, go to the place, then type or turn. */
function take({ user, place, line, turn: by }) {
  go({ ...(user ? { user } : {}), ...(place ? { place } : {}), ...(place === "app" || (line && where.place === "app") ? { tab: "messages" } : {}) });
  dispatchEvent(new Event("visited"));
  if (by) turn(by);
  if (line) whenArrived(() => composer.put(line));
}

/** Once the composer serves the place that was gone to. */
function whenArrived(then) {
  const key = `${where.user} ${where.place}`;
  if (composer.key === key) return then();
  return requestAnimationFrame(() => whenArrived(then));
}
