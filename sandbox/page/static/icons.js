/** The few drawings of the page, as strokes. */

import { el, svg } from "./nodes.js";

const PATHS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  more: "M10 4.5v.01M10 10v.01M10 15.5v.01",
  reply: "M4 4h12v9H9l-4 3v-3H4z",
  send: "M4 10l12-6-4 12-3-5z",
  plus: "M10 4v12M4 10h12",
  bolt: "M11 2L5 11h5l-1 7 6-9h-5z",
  lock: "M5 9h10v7H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  hash: "M8 3L6 17M14 3l-2 14M4 7.5h13M3 12.5h13",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16 12A7 7 0 0 1 8 4a7 7 0 1 0 8 8z",
  tools: "M3 6h6M13 6h4M11 4v4M3 14h2M9 14h8M7 12v4",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  check: "M4 10.5l4 4 8-9",
  down: "M10 4v12M5 11l5 5 5-5",
  people: "M10 5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM4.5 16c.5-3 2.8-4.5 5.5-4.5s5 1.5 5.5 4.5",
  app: "M4 4.5h12v8.5H9.5L6 16v-3H4z",
  slackbot: "M5 7h10v8H5zM10 7V4M8 11v.01M12 11v.01",
  archive: "M3 5h14v3H3zM4 8v8h12V8M8 11h4",
};

const HUES = ["#8a3b5c", "#2f5f8f", "#5b4b9a", "#8a5a1e", "#2f6e4f", "#9a4a3a", "#3d6670", "#6e4a7a"];

/** The drawing of that name. */
export function icon(name) {
  return svg("svg", { viewBox: "0 0 20 20", class: `icon icon-${name}`, "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
}

/** The square that stands for whoever wrote: a drawing for the app and Slackbot, coloured initials for people. */
export function avatar({ user, name, bot, slackbot }) {
  if (slackbot) return el("span", { class: "avatar avatar-slackbot", "aria-hidden": "true" }, icon("slackbot"));
  if (bot) return el("span", { class: "avatar avatar-app", "aria-hidden": "true" }, icon("app"));
  return el("span", { class: "avatar", style: `background:${hue(user)}`, "aria-hidden": "true" }, initials(name));
}

/** One colour for one id, always the same. */
function hue(id = "") {
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 9973, 7);
  return HUES[sum % HUES.length];
}

/** The first letters of the first two words. */
function initials(name = "?") {
  return name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
}
