/** The tour: what to try, in order, and what was done. */

import { turn } from "./clock.js";
import { composer } from "./conversation.js";
import { icon } from "./icons.js";
import { el } from "./nodes.js";
import { keyed, say } from "./redraw.js";
import { go, parts, watch, where } from "./state.js";

const PUT = "Put it in the composer";

const steps = el("ol", { class: "steps" });
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
  const shown = tour.steps.map((step, at) => ({ ...step, number: at + 1, next: step === next, labels: labels(step) }));
  keyed(steps, shown, { key: (step) => step.title, make: drawn });
}

/** One step. */
function drawn(step) {
  const open = unfolded.get(step.title) ?? step.next;
  const kind = ["step", step.done && "done", step.next && "next"].filter(Boolean).join(" ");
  const tick = el("span", { class: "step-tick", role: "img", "aria-label": step.done ? "Done" : "To do" }, step.done ? icon("check") : String(step.number));
  const node = el("details", { class: "step-fold", open }, el("summary", {}, tick, el("span", {}, step.title)),
    el("div", { class: "step-text" }, el("p", {}, step.text), step.line && el("code", { class: "step-line" }, step.line),
      step.labels.length > 0 && el("p", { class: "step-buttons" }, step.labels.map((words, at) => button(step, words, at)))));
  node.addEventListener("toggle", () => { if (node.isConnected && node.open !== step.next) unfolded.set(step.title, node.open); });
  return el("li", { class: kind, "aria-current": step.next ? "step" : null }, node);
}

/** A button of a step; the first of the next step stands out. */
function button(step, words, at) {
  const style = step.next && at === 0 ? "button small primary" : "button small";
  return el("button", { type: "button", class: style, onclick: () => take(step, words) }, words);
}

/** What the buttons of a step say: what to type and by how much to turn the clock, else whom to be or where to go. */
function labels({ line, turn: by, user, place }) {
  if (line || by) return [line && PUT, by && `Turn the clock by ${by}`].filter(Boolean);
  if (user && user !== where.user) return [`Be ${parts.people.find((one) => one.id === user)?.real_name ?? "them"}`];
  return place && !there(place) ? [`Go to ${placeName(place)}`] : [];
}

/** Whether one looks at this place, and at its messages. */
function there(place) {
  return where.place === place && (place !== "app" || where.tab === "messages");
}

/** How a place is called. */
function placeName(id) {
  const place = parts.places.find((one) => one.id === id);
  if (id === "app") return parts.app.name;
  return place ? `#${place.name}` : "the channel";
}

/** Take a step by one of its buttons: become the person, go to the place, then type or turn. */
function take({ user, place, line, turn: by }, words) {
  go({ ...(user ? { user } : {}), ...(place ? { place } : {}), ...(place === "app" || (line && where.place === "app") ? { tab: "messages" } : {}) });
  dispatchEvent(new Event("visited"));
  if (words === PUT) whenArrived(() => composer.put(line));
  else if (by) turn(by);
}

/** Once the composer serves the place that was gone to. */
function whenArrived(then) {
  const key = `${where.user} ${where.place}`;
  if (composer.key === key) return then();
  return requestAnimationFrame(() => whenArrived(then));
}
