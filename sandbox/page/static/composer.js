/** Where one types: it grows, suggests, keeps drafts and what was sent, and gives the text back when sending failed. */

import { act } from "./acts.js";
import { draft, keepDraft, remember, sent } from "./drafts.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { el } from "./nodes.js";
import { Offered } from "./offered.js";
import { say } from "./redraw.js";
import { parts } from "./state.js";
import { commandOf, offers } from "./suggest.js";

const TALLEST = 220;

/** One composer. `send(text)` does it and returns the answer; `commands` and `shortcuts` say what it offers. */
export class Composer {
  constructor({ send, commands = true, shortcuts = true }) {
    Object.assign(this, { send, commands, key: "", back: 0, busy: 0 });
    this.input = el("textarea", { rows: "1", class: "compose-text", spellcheck: "true", autocomplete: "off", ...this.listeners() });
    this.offered = new Offered(this.input, (item) => this.complete(item));
    this.usage = el("p", { class: "compose-usage" });
    this.note = el("p", { class: "compose-note", role: "status" });
    this.button = el("button", { class: "compose-send", type: "button", "aria-label": "Send", onclick: () => this.enter() }, icon("send"));
    this.box = el("div", { class: "compose-box" }, shortcuts && this.shortcuts(), this.input, this.button);
    this.closed = el("p", { class: "compose-closed", hidden: true });
    this.node = el("div", { class: "compose" }, this.offered.node, this.usage, this.box, this.closed, this.note);
    this.hold();
  }

  /** What the text area listens to. */
  listeners() {
    return { onkeydown: (event) => this.onKey(event), oninput: () => this.changed(), onblur: () => this.offered.hide(), onclick: () => this.offer() };
  }

  /** The button for the app's global shortcuts. */
  shortcuts() {
    const run = ({ callback_id }) => act("shortcut", { callback_id });
    const items = () => parts.app.shortcuts.filter((one) => one.type === "global")
      .map((one) => ({ label: one.name, hint: one.description, run: () => run(one) }));
    const open = () => openMenu(button, items().length ? [{ heading: parts.app.name }, ...items()] : [{ heading: "No shortcuts in this app" }], "Shortcuts");
    const button = el("button", { class: "compose-shortcuts", type: "button", "aria-label": "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false", onclick: open }, icon("bolt"));
    return button;
  }

  /** Neither take nor send a text until the place that is looked at is served: what stands there is another place's. */
  hold() {
    this.input.readOnly = true;
  }

  /** Serve a place: its draft comes back, and what was typed for the last one stays kept. */
  refresh({ key, label, closed = "" }) {
    this.input.setAttribute("aria-label", label);
    this.input.placeholder = label;
    this.box.hidden = Boolean(closed);
    this.closed.hidden = !closed;
    say(this.closed, closed);
    this.input.readOnly = false;
    if (key === this.key) return;
    this.key = key;
    this.note.textContent = "";
    this.fill(draft(key));
  }

  /** Put a line in, ready to be sent. What stood there is not lost: it is the newest thing that the up arrow brings. */
  put(text) {
    if (this.input.value.trim() && this.input.value !== text) remember(this.key, this.input.value);
    this.fill(text);
    this.focus();
  }

  /** Focus the text area, the caret at the end. */
  focus() {
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  /** Set the text as if it had been typed. */
  fill(text) {
    this.input.value = text;
    this.back = 0;
    this.changed(false);
  }

  /** The text is another: it is kept, the box grows, offers follow. */
  changed(offering = true) {
    keepDraft(this.key, this.input.value);
    this.grow();
    if (offering) this.offer();
    else this.offered.hide();
    const command = this.commands && commandOf(this.input.value);
    say(this.usage, command ? `${command.command} ${command.usage_hint}` : "");
    this.button.disabled = !this.input.value.trim();
  }

  /** As tall as its text, up to a limit. */
  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
  }

  /** Offer what fits the word at the caret. */
  offer() {
    const found = offers(this.input.value, this.input.selectionStart, { commands: this.commands });
    this.offering = found;
    this.offered.show(found?.items ?? []);
  }

  /** Take an offer. */
  complete({ insert }) {
    if (this.input.readOnly) return;
    const { from, to } = this.offering;
    const { value } = this.input;
    const tail = value.slice(to).replace(/^ /u, "");
    this.input.value = `${value.slice(0, from)}${insert} ${tail}`;
    this.input.setSelectionRange(from + insert.length + 1, from + insert.length + 1);
    this.changed(false);
  }

  /** Enter sends, Shift and Enter is a new line, the arrow up brings back what was sent. */
  onKey(event) {
    if (event.isComposing || this.input.readOnly) return;
    const typed = () => this.input.value.slice(this.offering.from, this.offering.to);
    if (this.offered.key(event, (item) => item.insert === typed())) return stop(event);
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.enter();
    } else if (event.key === "ArrowUp" && this.recall(1)) event.preventDefault();
    else if (event.key === "ArrowDown" && this.back && this.recall(-1)) event.preventDefault();
  }

  /** Go one line back (1) or forth (-1) in what was sent, when nothing else was typed. */
  recall(step) {
    const lines = sent(this.key);
    const shown = this.back ? lines.at(-this.back) : "";
    const next = this.back + step;
    if (this.input.value !== shown || next > lines.length) return false;
    this.fill(next ? lines.at(-next) : "");
    this.back = next;
    return true;
  }

  /** Send what stands there; when it fails and nothing new was typed, it comes back. */
  async enter() {
    const text = this.input.value;
    const { key } = this;
    if (!text.trim() || this.input.readOnly) return;
    remember(key, text);
    this.fill("");
    this.wait(1);
    const answer = await this.send(text);
    this.wait(-1);
    if (answer.ok) return;
    if (!draft(key)) this.giveBack(key, text);
  }

  /** Put a text back into its draft, and into sight when that is the place looked at. */
  giveBack(key, text) {
    keepDraft(key, text);
    if (key !== this.key) return;
    this.fill(text);
    say(this.note, "That was not sent. Your text is back here.");
    this.input.addEventListener("input", () => say(this.note, ""), { once: true });
  }

  /** Count what is under way. */
  wait(by) {
    this.busy += by;
    this.box.classList.toggle("working", this.busy > 0);
    if (by > 0) say(this.note, "");
  }
}

/** Nobody else gets this key. */
function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
