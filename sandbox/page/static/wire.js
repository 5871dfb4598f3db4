/** What bot and Slack said to each other. What failed is red here, and told in the corner as soon as it happens. */

import { el } from "./nodes.js";
import { keyed, say } from "./redraw.js";
import { parts, watch } from "./state.js";
import { toast } from "./toast.js";

const KINDS = {
  call: ["→", "The bot called Slack"],
  delivery: ["←", "Slack sent this to the bot"],
  response_url: ["→", "The bot answered by response_url"],
};

const FAULTS = {
  ratelimited: "answered 429, as if there were too many",
  status: "answered 503, as if Slack were down",
  not_json: "answered with something that is not JSON",
  error: "answered with an error that was asked for",
  hang: "kept waiting, as if Slack were slow",
  hang_after_accept: "carried out, and the answer kept waiting",
  drop_before: "cut off before Slack did anything",
  drop_after_accept: "carried out, and the answer cut off",
};

const told = new Set();
let first = null;

/** Begin to draw it; folded, it costs nothing. */
export function start({ node, body, note }) {
  const list = el("ol", { class: "wire" });
  const draw = () => { if (node.open) keyed(list, [...parts.wire].reverse(), { key: (one) => one.n, make: drawn }); };
  body.append(el("p", { class: "aside-words" }, "→ the bot to Slack, ← Slack to the bot. The newest is on top."), list);
  node.addEventListener("toggle", draw);
  watch(["wire"], () => {
    draw();
    const failed = parts.wire.filter((one) => one.ok === false).length;
    say(note, failed ? `${failed} failed` : "");
    note.classList.toggle("bad", failed > 0);
    tell();
  });
}

/** Tell once of each call that failed, if it came about while one looked. */
function tell() {
  first ??= parts.wire.at(-1)?.n ?? -1;
  for (const { n, ok, method, error, reason, kind } of parts.wire) {
    if (ok !== false || kind === "delivery" || n <= first || told.has(n)) continue;
    told.add(n);
    toast({ from: method, code: error, text: reason || "Slack refused this call of the bot." });
  }
}

/** One call or delivery. */
function drawn({ at, kind, method, ok, error, reason, fault }) {
  const [arrow, spoken] = KINDS[kind] ?? ["·", kind];
  return el("li", { class: ok === false ? "call bad" : "call" }, el("time", {}, at), el("span", { role: "img", "aria-label": spoken, title: spoken }, arrow),
    el("span", { class: "call-method" }, method), fault && el("span", { class: "call-fault" }, FAULTS[fault] ?? fault),
    ok === false && el("span", { class: "call-error" }, error || "failed"), ok === null && el("span", { class: "call-waits" }, "not answered yet"), reason && el("span", { class: "call-reason" }, reason));
}
