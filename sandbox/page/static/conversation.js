/** The middle of the page: the head of a place, its messages, and where one types. */

import { enter } from "./acts.js";
import { Composer } from "./composer.js";
import { icon } from "./icons.js";
import { request } from "./live.js";
import { drawMessages, Stick } from "./messages.js";
import { el } from "./nodes.js";
import { say } from "./redraw.js";
import { arrived, parts, watch, where } from "./state.js";

const list = el("div", { class: "messages", role: "log", "aria-label": "Messages" });
const empty = el("div", { class: "empty" });
const scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What was said" }, empty, list);
const down = el("button", { type: "button", class: "to-end", hidden: true, onclick: toEnd }, icon("down"), "Latest messages");
const typing = el("p", { class: "typing", role: "status" });
const shown = { key: "", fresh: null, last: "" };

export const composer = new Composer({ send });
export const talk = el("section", { class: "talk", "aria-label": "Conversation" }, scroll, down, composer.node, typing);

const stick = new Stick(scroll, (at) => { down.hidden = at; if (at) read(); });

/** Begin to draw what is looked at. */
export function start() {
  watch(["conversation", "people", "places", "clock", "where", "app"], draw);
  addEventListener("focus", read);
  document.addEventListener("visibilitychange", read);
}

/** Draw the messages of the place, and serve its composer. */
function draw() {
  if (!arrived()) return composer.hold();
  const { conversation } = parts;
  const key = `${where.user} ${where.place}`;
  const entered = key !== shown.key;
  if (entered) arrive(key, conversation);
  fresh(conversation);
  drawMessages(list, conversation.messages, { fresh: shown.fresh, earlier: conversation.earlier });
  drawEmpty(conversation);
  composer.refresh({ key, label: labelOf(conversation), closed: conversation.can_write ? "" : conversation.why_not });
  say(typing, conversation.typing ? `${parts.app.name} is typing…` : "");
  if (entered) stick.end();
  else stick.again();
  read();
}

/** Another place: what is new here is marked from its first message on. */
function arrive(key, { messages, last_read }) {
  shown.key = key;
  shown.fresh = firstNew(messages, last_read);
  down.hidden = true;
}

/** While nobody looks, the mark goes where they stopped looking. */
function fresh({ messages, last_read }) {
  if (document.hidden && !shown.fresh) shown.fresh = firstNew(messages, last_read);
}

/** The ts of the first message that somebody else wrote after what was read. */
function firstNew(messages, last_read = "") {
  if (!last_read) return null;
  return messages.find((one) => one.ts > last_read && one.user !== where.user && !one.ephemeral)?.ts ?? null;
}

/** What is in sight is read. */
function read() {
  const place = parts.places.find((one) => one.id === where.place);
  const seen = !document.hidden && stick.at && talk.offsetParent;
  const newest = parts.conversation?.messages.at(-1)?.ts ?? "";
  if (!arrived() || !seen || !place?.unread || shown.last === shown.key + newest) return;
  shown.last = shown.key + newest;
  request("read", { place: where.place });
}

/** How the composer is called. */
function labelOf({ kind, name }) {
  return `Message ${kind === "app" ? name : `#${name}`}`;
}

/** Words for a place where nothing was said yet. */
function drawEmpty({ kind, name, messages, bot_in }) {
  empty.hidden = messages.length > 0;
  if (messages.length) return;
  const title = kind === "app" ? `This is where you and ${name} talk.` : `Nothing was said in #${name} yet.`;
  const commands = parts.app.command_list.map((one) => one.command).join(", ");
  const hint = !commands ? "" : kind === "app" || bot_in ? `Type ${commands} and a space to see what ${parts.app.name} can do.` : `${commands} works here too, though ${parts.app.name} is not in this channel.`;
  empty.replaceChildren(el("p", { class: "empty-title" }, title), el("p", {}, hint));
}

/** Send what was typed to where one looks. */
async function send(text) {
  stick.end();
  shown.fresh = null;
  const answer = await enter(text, { place: where.place, thread: null });
  if (answer.ok) stick.end();
  return answer;
}

/** To the newest message. */
function toEnd() {
  stick.end();
  down.hidden = true;
  composer.focus();
}
