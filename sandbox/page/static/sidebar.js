/** Where one can go: channels, and the app. */

import { avatar, icon } from "./icons.js";
import { el } from "./nodes.js";
import { keyed, say } from "./redraw.js";
import { go, me, parts, watch, where } from "./state.js";

const side = document.getElementById("side");
const channels = el("ul", { class: "places" });
const apps = el("ul", { class: "places" });
const nobody = el("p", { class: "side-none" });

/** Begin to draw the sidebar. */
export function start() {
  const jump = el("button", { type: "button", class: "side-jump", onclick: () => dispatchEvent(new Event("jump")) }, "Jump to…", el("kbd", {}, keyName()));
  side.append(jump, el("h2", {}, "Channels"), channels, nobody, el("h2", {}, "Apps"), apps,
    el("p", { class: "side-calm" }, "A local Slack. Nothing leaves this machine."));
  side.addEventListener("keydown", onKey);
  watch(["places", "where", "app", "people"], draw);
}

/** The key that opens the switcher here. */
function keyName() {
  return /Mac|iPhone|iPad/u.test(navigator.platform) ? "⌘K" : "Ctrl K";
}

/** Draw the places. */
function draw() {
  const all = parts.places.map((place) => ({ ...place, here: place.id === where.place, state: appState() }));
  lines(channels, all.filter((place) => place.kind !== "app"));
  lines(apps, all.filter((place) => place.kind === "app"));
  const none = me() && !all.some((place) => place.kind !== "app");
  nobody.hidden = !none;
  say(nobody, none ? `${me().real_name} is in no channel.` : "");
}

/** Why the app does not answer; empty while it does. */
function appState() {
  if (!parts.app.installed) return "not installed";
  return parts.app.connected ? "" : "away";
}

/** Draw one list. */
function lines(list, items) {
  keyed(list, items, { key: (place) => place.id, make: (place) => el("li", {}, line(place)) });
}

/** One place: its mark, its name, and what is new there. */
function line(place) {
  const kind = ["place", place.here && "here", place.unread && "unread", place.archived && "archived"].filter(Boolean).join(" ");
  return el("button", { type: "button", class: kind, "aria-label": spoken(place), "aria-current": place.here ? "page" : null, onclick: () => visit(place) },
    mark(place), el("span", { class: "place-name", title: place.name }, place.name), place.shared && el("span", { class: "tag" }, "shared"),
    place.archived && el("span", { class: "tag" }, "archived"), place.kind === "app" && place.state && el("span", { class: "tag tag-off" }, place.state), count(place));
}

/** The drawing in front of a name. */
function mark(place) {
  if (place.kind === "app") return avatar({ bot: true });
  return icon(place.archived ? "archive" : place.kind === "private" ? "lock" : "hash");
}

/** How many messages are new; they speak to this person when somebody named them. */
function count({ unread, mentioned }) {
  return unread ? el("span", { class: mentioned ? "place-count mentioned" : "place-count" }, String(unread)) : null;
}

/** What a screen reader says: the name first, as it is looked for. */
function spoken(place) {
  const marks = [place.kind === "private" && "private", place.shared && "shared with another organisation", place.archived && "archived",
    place.kind === "app" && place.state, place.unread && `${place.unread} new`, place.unread && place.mentioned && place.kind !== "app" && "you were mentioned"];
  return [place.name, ...marks.filter(Boolean)].join(", ");
}

/** Go there; the drawer closes. */
function visit({ id }) {
  go({ place: id, ...(id === "app" && where.place !== "app" ? { tab: "messages" } : {}) });
  dispatchEvent(new Event("visited"));
}

/** The arrows move through the places. */
function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...side.querySelectorAll(".place")];
  all.at((all.indexOf(document.activeElement) + step) % all.length)?.focus();
  event.preventDefault();
}
