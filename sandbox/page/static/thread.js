/** A thread beside its conversation. */

import { enter } from "./acts.js";
import { Composer } from "./composer.js";
import { icon } from "./icons.js";
import { drawMessages, Stick } from "./messages.js";
import { el } from "./nodes.js";
import { say } from "./redraw.js";
import { go, parts, watch, where } from "./state.js";

const panel = document.getElementById("thread");
const root = el("div", { class: "thread-root" });
const count = el("p", { class: "thread-count" });
const replies = el("div", { role: "log", "aria-label": "Replies" });
const scroll = el("div", { class: "scroll", tabindex: "0", "aria-label": "Thread" }, root, count, replies);
const composer = new Composer({ send, commands: false, shortcuts: false });
const stick = new Stick(scroll);
let opener = null;
let shown = null;

/** Begin to draw the thread that is looked at. */
export function start() {
  const close = el("button", { type: "button", class: "quiet", "aria-label": "Close thread", onclick: leave }, icon("close"));
  panel.append(el("header", { class: "panel-head" }, el("h2", {}, "Thread"), close), scroll, composer.node);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) leave(); });
  watch(["thread", "people", "places", "clock", "where", "conversation"], draw);
}

/** Close it; the focus goes back to where it was opened. */
function leave() {
  go({ thread: null });
  if (opener?.isConnected) opener.focus();
  else document.querySelector(".talk .compose-text")?.focus();
}

/** Draw the root and its replies. */
function draw() {
  const { thread } = parts;
  const open = Boolean(where.thread && thread && thread.root.ts === where.thread);
  if (open && shown !== where.thread) unfold();
  panel.hidden = !open;
  document.body.classList.toggle("has-thread", open);
  if (!open) shown = null;
  else fill(thread);
}

/** It opens: the caret goes to its composer. */
function unfold() {
  shown = where.thread;
  opener = document.activeElement;
  panel.hidden = false;
  stick.at = true;
  queueMicrotask(() => composer.focus());
}

/** The contents. */
function fill(thread) {
  drawMessages(root, [thread.root], { inThread: true });
  drawMessages(replies, thread.replies, { inThread: true });
  const { length } = thread.replies;
  say(count, length ? `${length} ${length === 1 ? "reply" : "replies"}` : "No replies yet");
  const closed = parts.conversation?.can_write === false ? parts.conversation.why_not : "";
  composer.refresh({ key: `${where.user} ${where.place} ${where.thread}`, label: "Reply in thread", closed });
  stick.again();
}

/** Send a reply. */
async function send(text) {
  stick.at = true;
  return enter(text, { place: where.place, thread: where.thread });
}
