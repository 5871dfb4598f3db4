/** Short words in the corner about what was refused. They are spoken, and they go by themselves. */

import { icon } from "./icons.js";
import { el } from "./nodes.js";
import { say } from "./redraw.js";

const LIFE = 9000;
const MOST = 3;

const region = el("div", { class: "toasts", role: "log", "aria-live": "polite", "aria-label": "Refusals" });

/** Show a refusal: `code` is Slack's, `text` says what it means, `from` whose it is. The same one again is counted. */
export function toast({ code = "", text, from = "" }) {
  (document.querySelector("dialog[open]") ?? document.body).append(region);
  const same = [...region.children].find((node) => node.dataset.said === `${from} ${code} ${text}`);
  if (same) return again(same);
  const node = drawn({ code, text, from });
  region.append(node);
  while (region.children.length > MOST) region.firstElementChild.remove();
  return leave(node);
}

/** One toast. */
function drawn({ code, text, from }) {
  const node = el("div", { class: "toast", "data-said": `${from} ${code} ${text}`, "data-times": "1" },
    el("p", { class: "toast-text" }, from && el("strong", {}, `${from}: `), text),
    code && el("code", {}, code), el("span", { class: "toast-times" }));
  node.append(el("button", { class: "quiet", type: "button", "aria-label": "Dismiss", onclick: () => node.remove() }, icon("close")));
  return node;
}

/** It happened once more. */
function again(node) {
  node.dataset.times = String(Number(node.dataset.times) + 1);
  say(node.querySelector(".toast-times"), `× ${node.dataset.times}`);
  leave(node);
}

/** Let it go after a while, counted from the last time, unless somebody points at it. */
function leave(node) {
  clearTimeout(node.leaving);
  node.leaving = setTimeout(() => (node.matches(":hover, :focus-within") ? leave(node) : node.remove()), LIFE);
}

/** Keep the words on the page when the dialog they stood in is closed. */
export function toBody() {
  document.body.append(region);
}
