/** The head of the place: its name and marks, who is in, and the tabs of the app. */

import { act } from "./acts.js";
import { avatar, icon } from "./icons.js";
import { el } from "./nodes.js";
import { keyed } from "./redraw.js";
import { arrived, go, parts, watch, where } from "./state.js";

const TABS = [["home", "Home"], ["messages", "Messages"], ["about", "About"]];

const name = el("h1", { class: "head-name", id: "place-name" });
const marks = el("p", { class: "head-marks" });
const side = el("div", { class: "head-side" });
const tabs = el("div", { class: "tabs", role: "tablist", "aria-label": "The app", onkeydown: onKey });

export const head = el("header", { class: "head" }, el("div", { class: "head-line" }, name, marks, side), tabs);

/** Begin to draw it. */
export function start() {
  watch(["conversation", "where", "app"], draw);
}

/** Draw the head of the place looked at. */
function draw() {
  if (!arrived()) return;
  const { conversation } = parts;
  const app = conversation.kind === "app";
  keyed(name, [{ kind: conversation.kind, archived: conversation.archived, name: conversation.name }], { key: () => "name", make: named });
  keyed(marks, facts(conversation), { key: (fact) => fact, make: (fact) => el("span", {}, fact) });
  keyed(side, [conversation], { key: () => "bot", content: (one) => `${one.bot_in}${one.kind}${one.archived}${parts.app.name}`, make: presence });
  tabs.hidden = !app;
  keyed(tabs, app ? TABS : [], { key: ([id]) => id, content: ([id]) => String(where.tab === id), make: tab });
}

/** Mark and name. */
function named({ kind, archived, name: words }) {
  const mark = kind === "app" ? avatar({ bot: true }) : icon(archived ? "archive" : kind === "private" ? "lock" : "hash");
  return el("span", { class: "head-title" }, mark, el("span", {}, words));
}

/** What there is to know about it, in a few words. */
function facts({ kind, shared, archived, members }) {
  if (kind === "app") return [parts.app.transport, parts.app.installed ? (parts.app.connected ? "connected" : "not connected") : "not installed"].filter(Boolean);
  return [`${members} ${members === 1 ? "member" : "members"}`, kind === "private" && "private", shared && "shared with another organisation", archived && "archived"].filter(Boolean);
}

/** Whether the app is in this channel, and the way to get it in. */
function presence({ kind, bot_in, archived }) {
  if (kind === "app" || (archived && !bot_in)) return el("span");
  if (bot_in) return el("span", { class: "bot-in" }, icon("check"), `${parts.app.name} is in`);
  const invite = (event) => { event.currentTarget.disabled = true; act("join", { place: where.place }).finally(() => { event.target.disabled = false; }); };
  return el("button", { type: "button", class: "button small", onclick: invite }, `Invite ${parts.app.name}`);
}

/** One tab of the app. */
function tab([id, words]) {
  const here = where.tab === id;
  return el("button", { type: "button", class: "tab", role: "tab", id: `tab-${id}`, "aria-selected": String(here), "aria-controls": `panel-${id}`, tabindex: here ? "0" : "-1",
    onclick: () => go({ tab: id }) }, words);
}

/** The arrows move between the tabs. */
function onKey(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = TABS.findIndex(([id]) => id === where.tab);
  go({ tab: TABS.at((at + step) % TABS.length)[0] });
  document.getElementById(`tab-${where.tab}`)?.focus();
  event.preventDefault();
}
