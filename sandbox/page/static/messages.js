/** A list of messages with its dividers: by day, and where the new ones begin. What did not change is not drawn again. */

import { epoch } from "./context.js";
import { message } from "./message.js";
import { el } from "./nodes.js";
import { keyed } from "./redraw.js";
import { parts } from "./state.js";

const TOGETHER = 5 * 60;
const BOTTOM = 40;

/** Draw `messages` into `parent`. `fresh` is the ts of the first new one, or null. */
export function drawMessages(parent, messages, { fresh = null, inThread = false, earlier = 0 } = {}) {
  const names = epoch();
  keyed(parent, lines(messages, fresh, inThread, earlier), {
    key: (line) => line.key,
    content: (line) => (line.one ? `${line.follows}${names}${JSON.stringify(line.one)}` : line.words),
    make: (line) => drawn(line, inThread),
  });
}

/** Messages and what stands between them. */
function lines(messages, fresh, inThread, earlier) {
  const all = earlier ? [{ key: "earlier", kind: "earlier", words: older(earlier) }] : [];
  messages.forEach((one, place) => {
    const before = messages[place - 1];
    const newDay = day(one) !== (before && day(before));
    if (newDay && !inThread) all.push({ key: `day ${day(one)}`, kind: "day", words: dayName(day(one)) });
    if (one.ts === fresh) all.push({ key: "fresh", kind: "fresh", words: "New" });
    all.push({ key: one.ts, one, follows: follows(one, before) && !newDay && one.ts !== fresh });
  });
  return all;
}

/** How many are not shown. */
function older(count) {
  return count === 1 ? "One older message is not shown." : `${count.toLocaleString("en")} older messages are not shown.`;
}

/** The node of a line. */
function drawn({ one, kind, words, follows: after }, inThread) {
  if (one) return message(one, { follows: after, inThread });
  return el("div", { class: `divider divider-${kind}`, role: "separator", "aria-label": words }, el("span", {}, words));
}

/** Whether a message belongs to the one above it: the same author, shortly after, both of them of the same kind. */
function follows(one, before) {
  if (!before || before.user !== one.user || before.ephemeral || one.ephemeral) return false;
  return Number(one.ts) - Number(before.ts) < TOGETHER;
}

/** The date of a message where the looker lives. */
function day(one) {
  return one.at.slice(0, 10);
}

/** A date as people say it. */
function dayName(date) {
  const today = parts.clock.now.slice(0, 10);
  const ago = Math.round((Date.parse(today) - Date.parse(date)) / 86_400_000);
  if (ago === 0 || ago === 1) return ago ? "Yesterday" : "Today";
  return new Date(`${date}T12:00:00Z`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** Keeps a list at its end while one is there, whatever comes in and however the window changes. */
export class Stick {
  constructor(node, moved = () => {}) {
    this.node = node;
    this.at = true;
    this.moved = moved;
    this.size = "";
    node.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.resized()).observe(node);
  }

  /** Somebody scrolled; a scroll that comes of another size of the window is nobody's. */
  scrolled() {
    if (this.size !== this.measure()) return;
    this.at = this.near();
    this.moved(this.at);
  }

  /** The window or what stands beneath is of another size. */
  resized() {
    this.size = this.measure();
    this.again();
  }

  /** How large the list's window is. */
  measure() {
    return `${this.node.clientWidth} ${this.node.clientHeight}`;
  }

  /** Whether the end is in sight. */
  near() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < BOTTOM;
  }

  /** Go to the end, now and from now on. */
  end() {
    this.at = true;
    this.again();
  }

  /** Go to the end if one was there; charts find their size a moment later. */
  again() {
    const down = () => { if (this.at) this.node.scrollTop = this.node.scrollHeight; };
    down();
    requestAnimationFrame(down);
  }
}
