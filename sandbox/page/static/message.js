/** One message: who, when, what, and what can be done with it. */

import { act } from "./acts.js";
import { renderBlocks } from "./blocks.js";
import { context } from "./context.js";
import { avatar, icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { el } from "./nodes.js";
import { go, parts, where } from "./state.js";

const QUICK = [["bulb", "💡"], ["memo", "📝"], ["+1", "👍"]];

/** The node of a message. `follows`: the one above is of the same person; `inThread`: it stands in the thread's panel. */
export function message(one, { follows = false, inThread = false } = {}) {
  const kind = ["message", follows && "follows", one.ephemeral && "ephemeral", one.bot && "by-app"].filter(Boolean).join(" ");
  return el("article", { class: kind, "aria-label": `${one.name}, ${clock(one.at)}`, "data-ts": one.ts },
    el("div", { class: "gutter" }, follows ? time(one, "gutter-time") : avatar(one)),
    el("div", { class: "body" }, !follows && byline(one), said(one), reactions(one), !inThread && threadLine(one), one.ephemeral && onlyYou(one)),
    !one.ephemeral && toolbar(one, inThread));
}

/** Name, badge and time. */
function byline(one) {
  return el("p", { class: "byline" }, el("strong", { class: "author" }, one.name), one.bot && el("span", { class: "badge" }, "APP"), time(one, "when"));
}

/** When it was written, in the looker's zone. */
function time(one, className) {
  return el("time", { class: className, datetime: one.at }, clock(one.at));
}

/** Hours and minutes of an ISO time that has the looker's offset. */
export function clock(at) {
  return at.slice(11, 16);
}

/** The blocks of an app, the text of a person: a person's one block says the same with less. */
function said(one) {
  const told = context("message", { message: one.ts, place: where.place }, { values: one.values });
  const node = el("div", { class: "said" });
  if (one.bot && one.blocks.length) node.append(renderBlocks(one.blocks, told));
  else node.append(el("div", { class: "said-text" }, mrkdwn(one.text, told)));
  if (one.edited) node.append(el("span", { class: "edited" }, "(edited)"));
  return node;
}

/** The reactions; a click adds or takes back one's own. */
function reactions(one) {
  if (!one.reactions.length) return null;
  return el("div", { class: "reactions" }, one.reactions.map(({ name, count, mine }) =>
    el("button", { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": `${name}, ${count}`, onclick: () => react(one, name, !mine) },
      emoji(name), el("span", {}, String(count)))));
}

/** The picture of an emoji's name. */
function emoji(name) {
  return el("span", { class: "emoji-face", "aria-hidden": "true" }, mrkdwn(`:${name}:`, context("message", {})));
}

/** React, or take it back. */
function react(one, name, on) {
  return act("react", { place: where.place, ts: one.ts, name, on });
}

/** How many answered, and the way there. */
function threadLine(one) {
  if (!one.thread?.count) return null;
  const words = one.thread.count === 1 ? "1 reply" : `${one.thread.count} replies`;
  return el("button", { type: "button", class: "thread-line", onclick: () => go({ thread: one.ts }) }, icon("reply"), words);
}

/** The line beneath what only this person sees. */
function onlyYou(one) {
  return el("p", { class: "only-you" }, icon("eye"), el("span", {}, "Only visible to you"),
    el("button", { type: "button", class: "word-button", onclick: () => act("dismiss", { ts: one.ts }) }, "Dismiss"));
}

/** What shows when one points at the message or comes to it with the keyboard: one stop, arrow keys inside. */
function toolbar(one, inThread) {
  const quick = QUICK.map(([name, face]) => tool(`React with ${face}`, face, () => react(one, name, !mine(one, name))));
  const reply = tool("Reply in thread", icon("reply"), () => go({ thread: one.ts }));
  const more = tool("More actions", icon("more"), (event) => openMenu(event.currentTarget, actions(one, inThread), "Message actions"));
  more.setAttribute("aria-haspopup", "menu");
  more.classList.add("tool-more");
  const tools = [...quick, ...(inThread ? [] : [reply]), more];
  tools.slice(1).forEach((node) => { node.tabIndex = -1; });
  return el("div", { class: "toolbar", role: "toolbar", "aria-label": "Message", onkeydown: rove }, tools);
}

/** One button of the toolbar. */
function tool(label, face, click) {
  return el("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick: click }, face);
}

/** Whether this person reacted so. */
function mine(one, name) {
  return one.reactions.some((reaction) => reaction.name === name && reaction.mine);
}

/** Everything that can be done with a message, the app's own shortcuts too. */
function actions(one, inThread) {
  const own = parts.app.shortcuts.filter((shortcut) => shortcut.type === "message");
  const run = (shortcut) => act("message_shortcut", { callback_id: shortcut.callback_id, place: where.place, ts: one.ts });
  return [
    ...QUICK.map(([name, face]) => ({ label: `${mine(one, name) ? "Take back" : "React with"} ${face}`, run: () => react(one, name, !mine(one, name)) })),
    ...(inThread ? [] : [{ label: "Reply in thread", run: () => go({ thread: one.ts }) }]),
    ...(own.length ? [{ heading: parts.app.name }] : []),
    ...own.map((shortcut) => ({ label: shortcut.name, hint: shortcut.description, run: () => run(shortcut) })),
  ];
}

/** Left and right move between the buttons of a toolbar. */
function rove(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tools = [...event.currentTarget.children].filter((node) => node.offsetParent);
  const next = tools.at((tools.indexOf(document.activeElement) + step) % tools.length);
  next.focus();
  event.preventDefault();
}
