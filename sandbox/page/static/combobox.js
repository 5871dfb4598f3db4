/** One field to choose from a list by typing: an ARIA 1.2 combobox, for one or several options, at hand or asked for while one types. */

import { note, show, walked } from "./listbox.js";
import { el, newId, span } from "./nodes.js";
import { openAt } from "./popup.js";

const PAUSE = 150;
const AWAY = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/**
 * The field. `given`: {id, attributes, placeholder, multiple, most, clearable, least, slow, chosen: [option], onPick(chosen),
 * onDone(chosen), load(query) → options or a promise}; an option is {text, value, group, description}. `onPick` follows each choice, `onDone` the closing
 * after some; what it answers with false is taken back.
 */
export function combobox(given) {
  const box = { given, chosen: [...given.chosen], options: [], active: -1, turn: 0, list: newId("list") };
  build(box);
  showChosen(box);
  return box.root;
}

function build(box) {
  box.chips = el("span", { class: "chips" });
  box.input = field(box);
  box.clear = el("button", { type: "button", class: "combobox-clear", "aria-label": "Clear", onclick: () => emptied(box) }, "×");
  box.popup = el("div", { class: "popup", popover: "manual", onpointerdown: keepFocus });
  box.said = el("span", { class: "unseen", role: "status" });
  const line = el("span", { class: "combobox-line", onclick: (event) => clicked(box, event) }, box.chips, box.input, box.clear);
  box.root = el("span", { class: `combobox ${box.given.multiple ? "combobox-several" : ""}`, onfocusout: (event) => left(box, event) });
  box.root.append(line, box.popup, box.said);
}

function field(box) {
  return el("input", {
    class: "combobox-field",
    id: box.given.id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": box.list,
    ...box.given.attributes,
    onkeydown: (event) => key(box, event),
    oninput: () => typed(box),
  });
}

function keepFocus(event) {
  event.preventDefault();
}

function showChosen(box) {
  const { multiple, placeholder, clearable } = box.given;
  const one = multiple ? "" : (box.chosen[0]?.text ?? "");
  box.input.value = one;
  box.input.placeholder = multiple && box.chosen.length ? "" : placeholder;
  box.root.classList.toggle("combobox-empty", !box.chosen.length);
  box.clear.hidden = !(clearable && box.chosen.length);
  box.chips.replaceChildren(...(multiple ? box.chosen.map((option) => chip(box, option)) : []));
}

function chip(box, option) {
  const named = { type: "button", class: "chip-remove", "aria-label": `Remove ${option.text}` };
  return span("chip", span("chip-words", option.text), el("button", { ...named, onclick: () => dropped(box, option) }, "×"));
}

function clicked(box, event) {
  if (event.target.closest("button")) return;
  box.input.focus();
  if (box.close) return event.target === box.input ? null : close(box);
  if (!box.given.multiple) box.input.select();
  return open(box);
}

function open(box) {
  if (box.close) return;
  box.before = box.chosen;
  box.moved = false;
  box.query = "";
  box.input.setAttribute("aria-expanded", "true");
  box.close = openAt(box.root, box.popup, () => close(box));
  ask(box);
}

function close(box) {
  if (!box.close) return;
  box.close();
  box.close = null;
  box.turn += 1;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
  showChosen(box);
  done(box);
}

/** Say that something else is chosen than before it was opened; what is answered with false is taken back. */
async function done(box) {
  const { before, chosen } = box;
  if (before === chosen) return;
  box.before = chosen;
  if ((await box.given.onDone?.(chosen)) !== false) return;
  box.chosen = before;
  showChosen(box);
}

function left(box, event) {
  if (!box.root.contains(event.relatedTarget)) close(box);
}

function typed(box) {
  const text = box.input.value;
  if (!box.close) open(box);
  box.query = text.trim();
  if (!text && !box.given.multiple && box.given.clearable) take(box, []);
  box.moved = true;
  ask(box);
}

/** Ask for the options of what is typed. An answer that comes after a newer question is not looked at. */
async function ask(box) {
  const turn = (box.turn += 1);
  const { least = 0, slow, load } = box.given;
  if (box.query.length < least) return show(box, [], pick, `Type at least ${least} character${least > 1 ? "s" : ""}`);
  if (slow) show(box, [], pick, "Loading…");
  if (slow && box.query) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  const found = turn === box.turn ? await loaded(load, box.query) : null;
  return turn === box.turn ? show(box, found ?? [], pick, found ? "No results" : "The options could not be loaded") : null;
}

async function loaded(load, query) {
  try {
    return await load(query);
  } catch {
    return null;
  }
}

function key(box, event) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (box.close ? opened(box, event) : shut(box, event)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** A key while the list is shut; whether it is used up. What is typed replaces the words of the chosen option. */
function shut(box, { key: name }) {
  if (!box.given.multiple && (name.length === 1 || name === "Backspace" || name === "ArrowDown")) box.input.select();
  if (["ArrowDown", "ArrowUp", "Enter"].includes(name)) return !open(box);
  return name === "Backspace" && behindChips(box);
}

/** A key while the list is open; whether it is used up. */
function opened(box, { key: name }) {
  if (name in AWAY) return walked(box, box.active + AWAY[name]);
  if (name === "Home") return walked(box, 0);
  if (name === "End") return walked(box, box.nodes.length - 1);
  if (name === "Enter") return !pick(box, box.active);
  if (name === "Escape") return !close(box);
  if (name === "Tab") leave(box);
  return name === "Backspace" && behindChips(box);
}

/** Tab takes what was typed or walked to, and goes on. */
function leave(box) {
  if (box.moved && !box.given.multiple) pick(box, box.active);
  close(box);
}

function behindChips(box) {
  const last = box.given.multiple && !box.input.value ? box.chosen.at(-1) : null;
  if (last) dropped(box, last);
  return Boolean(last);
}

function pick(box, index) {
  const option = box.options[index];
  if (!option) return;
  if (!box.given.multiple) {
    take(box, [option]);
    box.query = "";
    close(box);
  } else toggle(box, option);
}

function toggle(box, option) {
  if (box.chosen.some((one) => one.value === option.value)) return dropped(box, option);
  if (box.chosen.length >= (box.given.most ?? Infinity)) return note(box, `No more than ${box.given.most} can be chosen`);
  take(box, [...box.chosen, option]);
  box.query = "";
  return ask(box);
}

function dropped(box, option) {
  const was = Boolean(box.close);
  if (!was) box.before = box.chosen;
  take(box, box.chosen.filter((one) => one.value !== option.value));
  box.input.focus();
  if (was) ask(box);
  else done(box);
}

function emptied(box) {
  if (!box.close) box.before = box.chosen;
  take(box, []);
  if (box.close) return;
  box.input.focus();
  done(box);
}

function take(box, chosen) {
  if (!chosen.length && !box.chosen.length) return;
  box.chosen = chosen;
  const typing = box.close && !box.given.multiple && !chosen.length;
  if (!typing) showChosen(box);
  box.given.onPick?.(chosen);
}
