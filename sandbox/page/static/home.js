/** The app's Home and About tabs. */

import { request } from "./live.js";
import { el } from "./nodes.js";
import { keyed } from "./redraw.js";
import { parts, watch, where } from "./state.js";
import { Surface } from "./surface.js";

const nothing = el("div", { class: "empty" });
const surfaces = new Map();

export const home = el("section", { class: "home scroll", id: "panel-home", role: "tabpanel", "aria-labelledby": "tab-home", tabindex: "0" });
export const about = el("section", { class: "about scroll", id: "panel-about", role: "tabpanel", "aria-labelledby": "tab-about", tabindex: "0" });

let told = "";

/** Begin to draw both. */
export function start() {
  watch(["where"], tell);
  watch(["home", "app", "where", "people", "places"], drawHome);
  watch(["app"], drawAbout);
}

/** Say to the app that this person opened one of its tabs, once at a time. */
export function tell(force = false) {
  const now = where.place === "app" && where.tab !== "about" ? `${where.user} ${where.tab}` : "";
  if (now && (now !== told || force === true)) request("open_home", { tab: where.tab });
  told = now;
}

/** The view of the Home tab, or why there is none. */
function drawHome() {
  const { home: view } = parts;
  if (!view || !parts.app.home_enabled) return drawNothing();
  const surface = surfaceOf(where.user);
  surface.draw(view);
  if (home.firstChild !== surface.node) home.replaceChildren(surface.node);
  return undefined;
}

/** A surface for each person, so that what one typed is not seen by another. */
function surfaceOf(user) {
  if (!surfaces.has(user)) surfaces.set(user, new Surface("home"));
  return surfaces.get(user);
}

/** Words where no Home is. */
function drawNothing() {
  const words = parts.app.home_enabled
    ? ["This app has not made a Home yet", "It is asked for one whenever somebody opens this tab."]
    : ["This app's Home tab is switched off", "Its manifest says so: home_tab_enabled is false. Everything is in Messages."];
  nothing.replaceChildren(el("p", { class: "empty-title" }, words[0]), el("p", {}, words[1]));
  if (home.firstChild !== nothing) home.replaceChildren(nothing);
}

/** What the app says about itself. */
function drawAbout() {
  const { app } = parts;
  const parted = [
    ["Commands", app.command_list.map((one) => [one.command, one.description, one.usage_hint])],
    ["Shortcuts", app.shortcuts.map((one) => [one.name, one.description, one.type === "global" ? "Behind ⚡ beside the composer" : "In the menu of a message"])],
  ];
  keyed(about, [[app.name, app.description, app.long_description], ...parted.filter(([, rows]) => rows.length)], {
    key: ([title]) => title,
    make: (one) => (Array.isArray(one[1]) ? listed(one) : el("div", {}, el("h2", {}, one[0]), el("p", { class: "lead" }, one[1]), el("p", {}, one[2]))),
  });
}

/** Commands or shortcuts. */
function listed([title, rows]) {
  return el("div", {}, el("h3", {}, title), el("dl", {}, rows.map(([name, text, hint]) =>
    [el("dt", {}, name), el("dd", {}, text, hint && el("small", {}, hint))]).flat()));
}

