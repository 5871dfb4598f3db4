/** The gallery: everything the app can say, each exhibit in the frame in which Slack would show it, with what Slack would refuse of it. */

import { renderBlocks } from "./blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { el } from "./nodes.js";

const STORED = "keep-talking.theme";
const SURFACES = { message: "message", modal: "form", home: "Home tab" };
const PLACES = { you: "Only visible to you", dm: "Direct message", channel: "In a channel" };
const OTHER = { light: "dark", dark: "light" };
const SHOWN_FOR = 6000;

const find = document.getElementById("find");
const pressed = document.getElementById("pressed");
let goes;

/** Fetch the exhibits, and hang them. */
async function start() {
  paint(theme());
  document.getElementById("theme").addEventListener("click", () => paint(OTHER[document.documentElement.dataset.theme], true));
  find.addEventListener("input", sift);
  const answer = await fetch("/gallery.json");
  const { exhibits, users = {}, channels = {} } = await answer.json();
  const nouns = Map.groupBy ? Map.groupBy(exhibits, (one) => one.noun) : grouped(exhibits);
  const names = known(users, channels);
  document.getElementById("nouns").append(...[...nouns].map(link));
  document.getElementById("exhibits").append(...[...nouns].map(([noun, some]) => room(noun, some, names)));
  count(exhibits);
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  document.body.dataset.ready = "true";
}

/** The exhibits by noun, for browsers that can't. */
function grouped(exhibits) {
  const nouns = new Map(exhibits.map((one) => [one.noun, []]));
  for (const one of exhibits) nouns.get(one.noun).push(one);
  return nouns;
}

/** Who and what can be mentioned. */
function known(users, channels) {
  return {
    users: new Map(Object.entries(users)),
    channels: new Map(Object.entries(channels)),
    userList: Object.entries(users).map(([id, name]) => ({ id, name, real_name: name, kind: "member", role: "" })),
    channelList: Object.entries(channels).map(([id, name]) => ({ id, name, kind: "channel" })),
  };
}

/** The link to a noun. */
function link([noun, some]) {
  const refused = some.some((one) => one.problems?.length);
  return el("a", { href: `#${noun}`, class: refused ? "refused" : null }, noun, el("span", { class: "many" }, String(some.length)));
}

/** All exhibits of a noun. */
function room(noun, some, names) {
  return el("section", { class: "room", id: noun, "aria-labelledby": `${noun}-title` },
    el("h2", { id: `${noun}-title` }, noun), ...some.map((one) => exhibit(one, names)));
}

/** One exhibit: its title, what Slack would refuse, the thing itself, and what is read aloud of a message. */
function exhibit(one, names) {
  const id = [one.noun, one.says, one.name].filter(Boolean).join("-").replace(/[^\w]+/g, "-").replace(/-$/, "");
  const context = told(one, names);
  return el("article", { class: "exhibit", id, "aria-labelledby": `${id}-title`, "data-surface": one.surface, "data-words": words(one) },
    el("header", { class: "exhibit-label" },
      el("h3", { id: `${id}-title` }, el("a", { href: `#${id}` }, one.name)),
      el("code", {}, one.says ?? ""), el("span", { class: "kind" }, SURFACES[one.surface] ?? one.surface)),
    ...(one.problems ?? []).map((problem) => el("p", { class: "problem", role: "alert" }, `Slack would refuse this: ${problem}`)),
    one.view ? framed(one.view, context) : spoken(one, context),
    one.view ? null : aloud(one, context));
}

/** What one can look for in an exhibit. */
function words(one) {
  return JSON.stringify([one.name, one.says, one.text, one.blocks, one.view, one.errors]).toLowerCase();
}

/** What the renderer of blocks is told. */
function told({ surface, view, errors = {} }, names) {
  return {
    ...names,
    surface,
    errors,
    values: view?.values ?? {},
    now: "2026-11-24T10:00:00+01:00",
    zone: "Europe/Berlin",
    onAction: (block, element, choice) => say(`${label(element)}: ${element.action_id} ${JSON.stringify(choice ?? element.value ?? "")}`),
    onChange: () => {},
    suggest: async () => [],
  };
}

/** What stands on a button, or what else an element is. */
function label(element) {
  return element.text?.text ?? element.placeholder?.text ?? element.type;
}

/** Say for a moment what was pressed. */
function say(text) {
  pressed.textContent = text;
  clearTimeout(goes);
  goes = setTimeout(() => { pressed.textContent = ""; }, SHOWN_FOR);
}

/** A message with its author. */
function spoken({ blocks, text, place = "you" }, context) {
  const said = blocks?.length ? renderBlocks(blocks, context) : el("div", {}, mrkdwn(text, context));
  return el("div", { class: "frame spoken", "data-place": place },
    el("div", { class: "face", "aria-hidden": "true" }, "KT"),
    el("div", { class: "body" },
      el("p", { class: "byline" }, el("strong", {}, "Keep Talking"), " ", el("span", { class: "badge" }, "APP"), " ", el("time", {}, "10:00")),
      said, el("p", { class: "place" }, PLACES[place] ?? place)));
}

/** What notifications show and screen readers say of a message. */
function aloud({ text }, context) {
  return el("p", { class: "aloud" }, el("span", { class: "aloud-title" }, "Notification"), " ", mrkdwn(text, context));
}

/** A form, or the Home tab. */
function framed(view, context) {
  if (view.type === "home") return el("div", { class: "frame home" }, renderBlocks(view.blocks, context));
  const submit = view.submit && el("button", { type: "button", class: "frame-button primary" }, view.submit.text);
  return el("div", { class: "frame form", role: "group", "aria-label": view.title.text },
    el("div", { class: "form-head" }, el("strong", {}, view.title.text), el("span", { class: "cross", "aria-hidden": "true" }, "×")),
    el("div", { class: "form-body" }, renderBlocks(view.blocks, context)),
    el("div", { class: "form-foot" }, el("button", { type: "button", class: "frame-button" }, view.close?.text ?? "Cancel"), submit));
}

/** How many there are, and how many of them Slack would refuse. */
function count(exhibits) {
  const refused = exhibits.filter((one) => one.problems?.length).length;
  const all = exhibits.length === 1 ? "1 message or form" : `${exhibits.length} messages and forms`;
  document.getElementById("count").textContent = `${all}, ${refused || "none"} of which Slack would refuse`;
}

/** Leave what holds the words that were typed. */
function sift() {
  const wanted = find.value.trim().toLowerCase();
  for (const one of document.querySelectorAll(".exhibit")) one.hidden = !one.dataset.words.includes(wanted);
  for (const one of document.querySelectorAll(".room")) one.hidden = !one.querySelector(".exhibit:not([hidden])");
}

/** The theme that is asked for in the address, was chosen last, or is the machine's. */
function theme() {
  const asked = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem(STORED);
  return OTHER[asked] ? asked : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Put on a theme. */
function paint(wanted, keep = false) {
  document.documentElement.dataset.theme = wanted;
  document.getElementById("theme").textContent = `${OTHER[wanted] === "dark" ? "Dark" : "Light"} theme`;
  if (keep) localStorage.setItem(STORED, wanted);
}

start().catch((error) => { document.getElementById("count").textContent = `The exhibits could not be shown: ${error.message}`; throw error; });
