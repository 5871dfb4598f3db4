/** The bar on top: what this is, who one is, light or dark, and the ways to the drawers. */

import { avatar, icon } from "./icons.js";
import { el } from "./nodes.js";
import { keyed, say } from "./redraw.js";
import { go, me, parts, switchable, watch, where } from "./state.js";
import { theme, toggle } from "./theme.js";

const KINDS = { guest: "guest", stranger: "other organisation", admin: "admin" };

const brand = el("span", { class: "brand" });
const face = el("span", { class: "you-face" });
const people = el("select", { class: "you", "aria-label": "You are", onchange: () => go({ user: people.value }) });
const lamp = el("button", { type: "button", class: "bar-button", onclick: toggle });
const time = el("span", { class: "bar-time" });

/** Begin to draw the bar. `drawers` are {side, tools}: what their buttons open and close. */
export function start(drawers) {
  document.getElementById("top").append(
    drawerButton("bar-menu", "menu", "Conversations", "side", drawers.side), el("span", { class: "brand-mark" }, avatar({ bot: true })), brand,
    el("span", { class: "bar-gap" }), time, face, el("span", { class: "you-box" }, people), lamp, drawerButton("bar-tools", "tools", "Tools", "tools", drawers.tools));
  watch(["people", "where"], drawPeople);
  watch(["app", "places"], drawBrand);
  watch(["clock"], () => say(time, parts.clock.words));
  watch(["where"], drawLamp);
  drawLamp();
}

/** A button for a drawer. */
function drawerButton(className, name, label, controls, click) {
  return el("button", { type: "button", class: `bar-button ${className}`, "aria-label": label, title: label, "aria-controls": controls, "aria-expanded": "false", onclick: click }, icon(name));
}

/** The people one can be, with what makes each of them special. */
function drawPeople() {
  keyed(people, switchable(), { key: (one) => one.id, make: (one) => el("option", { value: one.id }, spoken(one)) });
  people.value = where.user;
  const one = me();
  if (one) face.replaceChildren(avatar({ user: one.id, name: one.real_name }));
}

/** Name, role, and whether one is a guest or from elsewhere. */
function spoken({ real_name, role, kind }) {
  const facts = [role, KINDS[kind]].filter((fact, at, all) => fact && !all.slice(0, at).some((one) => one.toLowerCase().includes(fact)));
  return facts.length ? `${real_name} · ${facts.join(", ")}` : real_name;
}

/** The app's name, also in the title of the window with how much is new. */
function drawBrand() {
  const words = `${parts.app.name || "Slack"} · sandbox`;
  const unread = parts.places.reduce((sum, place) => sum + place.unread, 0);
  say(brand, words);
  document.title = unread ? `(${unread}) ${words}` : words;
}

/** The switch of light and dark. */
function drawLamp() {
  const dark = theme() === "dark";
  const label = dark ? "Light theme" : "Dark theme";
  if (lamp.getAttribute("aria-label") === label) return;
  lamp.setAttribute("aria-label", label);
  lamp.title = label;
  lamp.replaceChildren(icon(dark ? "sun" : "moon"));
}
