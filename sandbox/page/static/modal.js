/** Modals: one dialog that shows the top of the stack. What was typed into a view stays while the view does. */

import { act } from "./acts.js";
import { icon } from "./icons.js";
import { request } from "./live.js";
import { closeMenu } from "./menu.js";
import { el } from "./nodes.js";
import { firstReachable, say } from "./redraw.js";
import { parts, watch } from "./state.js";
import { Surface } from "./surface.js";
import { toBody } from "./toast.js";

const TROUBLE = "We had some trouble connecting. Try again?";
const FIELDS = "input, select, textarea, [role=combobox]";

const title = el("h2", { class: "modal-title", id: "modal-title" });
const back = el("button", { class: "quiet", type: "button", "aria-label": "Back", onclick: () => close(false) }, icon("back"));
const cross = el("button", { class: "quiet", type: "button", "aria-label": "Close", onclick: () => close(true) }, icon("close"));
const body = el("div", { class: "modal-body" });
const problem = el("p", { class: "modal-problem", role: "alert" });
const dismiss = el("button", { class: "button", type: "button", onclick: () => close(false) });
const submit = el("button", { class: "button primary", type: "submit" });
const form = el("form", { class: "modal-form", novalidate: true, onsubmit: onSubmit },
  el("header", { class: "modal-head" }, back, title, cross), body, problem, el("footer", { class: "modal-foot" }, dismiss, submit));
const dialog = el("dialog", { class: "modal", "aria-labelledby": "modal-title", oncancel: onCancel, onkeydown: onKey, onclose: onClosed }, form);

const open = new Map();
let top = null;
let opener = null;

/** Begin to show modals. */
export function start() {
  document.body.append(dialog);
  watch(["modals", "people", "places"], draw);
}

/** Show the top of the stack, or nothing. */
function draw() {
  forget();
  const view = parts.modals.at(-1);
  if (!view) return shut();
  const before = top;
  top = opened(view);
  top.surface.draw(view);
  frame(view);
  if (before !== top) body.replaceChildren(top.surface.node);
  show();
  if (before !== top) focusFirst();
  return undefined;
}

/** What is kept of a view: its surface, what is under way, and what went wrong. */
function opened(view) {
  if (!open.has(view.id)) open.set(view.id, { surface: new Surface("modal", failed), busy: false, problem: "" });
  return open.get(view.id);
}

/** Forget the views that are closed. */
function forget() {
  const there = new Set(parts.modals.map((view) => view.id));
  for (const id of open.keys()) if (!there.has(id)) open.delete(id);
}

/** Title, buttons and the line for trouble. */
function frame(view) {
  say(title, view.title);
  back.hidden = parts.modals.length < 2;
  dismiss.textContent = view.close || "Close";
  submit.hidden = !view.submit;
  say(submit, view.submit ?? "");
  submit.disabled = top.busy;
  form.classList.toggle("working", top.busy);
  form.setAttribute("aria-busy", String(top.busy));
  say(problem, top.problem);
}

/** Open the dialog. */
function show() {
  if (dialog.open) return;
  opener = document.activeElement;
  closeMenu();
  dialog.showModal();
}

/** Close the dialog; the focus goes back to where it was. */
function shut() {
  top = null;
  body.replaceChildren();
  if (!dialog.open) return;
  toBody();
  dialog.close();
  if (opener?.isConnected && opener !== document.body) opener.focus({ preventScroll: true });
  else document.querySelector(".talk .compose-text")?.focus();
}

/** The first field, else whatever can be reached. */
function focusFirst() {
  body.scrollTop = 0;
  (firstReachable(body, FIELDS) ?? firstReachable(body) ?? firstReachable(form, ".modal-foot button") ?? cross).focus({ preventScroll: true });
}

/** Send the form. */
async function onSubmit(event) {
  event.preventDefault();
  const mine = top;
  if (!mine || mine.busy || !mine.surface.view.submit) return;
  Object.assign(mine, { busy: true, problem: "" });
  frame(mine.surface.view);
  const answer = await request("submit", { view: mine.surface.view.id, values: mine.surface.values });
  mine.busy = false;
  if (top === mine) answered(mine, answer);
}

/** The answer to the form: errors stand beneath their inputs, the first one has the focus. */
function answered(mine, { ok, error, reason, errors = {} }) {
  mine.problem = ok ? "" : trouble(error, reason);
  mine.surface.draw(mine.surface.view, errors);
  frame(mine.surface.view);
  const [first] = mine.surface.view.blocks.filter((block) => errors[block.block_id]);
  const slot = first && body.querySelector(`[data-block="${CSS.escape(first.block_id)}"]`);
  if (!slot) return;
  slot.scrollIntoView({ block: "nearest" });
  firstReachable(slot)?.focus({ preventScroll: true });
}

/** A click in the view was refused. */
function failed({ error, reason }) {
  if (!top) return;
  top.problem = trouble(error, reason);
  frame(top.surface.view);
}

/** Slack's words for an app that did not answer, with its code and what is known. */
function trouble(error, reason) {
  return `${TROUBLE} (${[error, reason].filter(Boolean).join(": ")})`;
}

/** Close the view on top, or the whole stack. */
function close(cleared) {
  if (top) act("close", { view: top.surface.view.id, cleared });
}

/** Escape closes the view on top, by way of the sandbox. */
function onKey(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  event.stopPropagation();
  close(false);
}

/** The browser's own way to close a dialog goes through the sandbox too. */
function onCancel(event) {
  if (event.target !== dialog) return;
  event.preventDefault();
  close(false);
}

/** A dialog that the browser closed by itself is closed in the sandbox too. */
function onClosed() {
  if (parts.modals.length) close(true);
}
