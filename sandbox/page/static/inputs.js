/** What people fill in: texts, numbers, dates, times, and marks to set. Each tells what it holds whenever that changes. */

import { act, choose, held } from "./acting.js";
import { dayInWords, fromField, toField } from "./dates.js";
import { el, newId } from "./nodes.js";
import { textObject, wordsOf } from "./mrkdwn.js";

const NATIVE = { email_text_input: { type: "email" }, url_text_input: { type: "url" }, number_input: { inputmode: "decimal" } };
const LONGEST = 3000;
const NEAR = 50;
const PAUSE = 400;

/** A field to write in: one line or several, with a count where a limit is near. */
export function textInput(element, block, context, naming) {
  const several = element.multiline || element.type === "rich_text_input";
  const initial = held(context, block, element);
  const node = el(several ? "textarea" : "input", {
    class: "field",
    id: naming.id,
    ...(several ? { rows: element.min_lines ?? 4 } : { type: "text", ...NATIVE[element.type] }),
    placeholder: element.placeholder && wordsOf(element.placeholder),
    autofocus: element.focus_on_load,
    autocomplete: "off",
    "data-action-id": element.action_id,
    ...naming.attributes,
  });
  node.value = typeof initial === "object" && initial ? richWords(initial) : (initial ?? "");
  listen(node, element, block, context);
  return element.max_length || several ? counted(node, element.max_length ?? LONGEST) : node;
}

function listen(node, element, block, context) {
  const choice = () => ({ value: node.value });
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const told = block.dispatch_action || block.type !== "input";
  const tell = () => act(context, block, element, choice(), node);
  let waiting;
  node.addEventListener("input", () => {
    if (block.type === "input") context.onChange?.(block, element, choice());
    clearTimeout(waiting);
    if (told && on.includes("on_character_entered")) waiting = setTimeout(tell, PAUSE);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !told || !on.includes("on_enter_pressed") || node.nodeName === "TEXTAREA") return;
    event.preventDefault();
    tell();
  });
}

/** The words of rich text: what can be written is text without styles. */
function richWords(block) {
  const between = ["rich_text", "rich_text_list"].includes(block.type) ? "\n" : "";
  return block.elements?.map(richWords).join(between) ?? block.text ?? block.url ?? "";
}

function counted(node, most) {
  const left = el("span", { class: "count", "aria-live": "polite" });
  const count = () => {
    const rest = most - node.value.length;
    left.textContent = rest <= Math.min(NEAR, most / 5) ? rest.toLocaleString("en") : "";
    left.title = `${rest} characters left`;
    left.classList.toggle("count-beyond", rest < 0);
  };
  node.addEventListener("input", count);
  count();
  return el("span", { class: "counted" }, node, left);
}

const CALENDAR = {
  datepicker: { type: "date", word: "date", shown: (date) => date, meant: (date) => date || null },
  timepicker: { type: "time", word: "time", shown: (time) => time, meant: (time) => time || null },
  datetimepicker: { type: "datetime-local", word: "value", shown: toField, meant: fromField },
};

/** A date, a time, or both, with the day in words beside it. A date that is typed digit by digit is told when it is whole. */
export function calendar(element, block, context, naming) {
  const { type, word, shown, meant } = CALENDAR[element.type];
  const zone = element.timezone ?? context.zone ?? "UTC";
  const own = { type, id: naming.id, autofocus: element.focus_on_load, "data-action-id": element.action_id };
  const node = el("input", { class: "field field-date", max: type === "date" ? "9999-12-31" : null, ...own, ...naming.attributes });
  const said = el("span", { class: "date-words", id: newId("words") });
  const say = () => (said.textContent = type === "time" ? (element.timezone ?? "") : dayInWords(node.value.slice(0, 10)));
  node.value = node.told = shown(held(context, block, element), zone) ?? "";
  const tell = async () => {
    if (node.value === node.told) return;
    const before = node.told;
    node.told = node.value;
    if (!(await choose(context, block, element, { [word]: meant(node.value, zone) }, node))) node.value = node.told = before;
    say();
  };
  whole(node, tell, say, block.type === "input" && !block.dispatch_action);
  say();
  return el("span", { class: "dated" }, node, said);
}

/** Call `tell` at each change where it may come often, else when the field is left, on Enter, or when the pointer picks a day. */
function whole(node, tell, say, often) {
  let typing = false;
  node.addEventListener("keydown", ({ key }) => (key === "Enter" ? tell() : (typing = key !== "Tab")));
  node.addEventListener("pointerdown", () => (typing = false));
  node.addEventListener("input", () => (say(), often && tell()));
  node.addEventListener("change", () => (often || !typing) && tell());
  node.addEventListener("blur", tell);
}

/** Boxes to tick, or one of several buttons. */
export function marks(element, block, context, naming) {
  const several = element.type === "checkboxes";
  const holds = [held(context, block, element) ?? []].flat().map((option) => option.value);
  const own = { role: several ? "group" : "radiogroup", id: naming.id, "data-action-id": element.action_id };
  const group = el("div", { class: "marks", ...own, ...naming.attributes });
  const common = { name: newId("mark"), type: several ? "checkbox" : "radio" };
  const particular = ({ value }, index) => ({ checked: holds.includes(value), autofocus: !index && element.focus_on_load });
  const boxes = element.options.map((option, index) => mark(option, { ...common, ...particular(option, index) }, context));
  let stood = boxes.map(({ box }) => box.checked);
  const changed = async () => {
    const chosen = element.options.filter((_, index) => boxes[index].box.checked).map((option) => option.value);
    const choice = { select: several ? chosen : (chosen[0] ?? null) };
    const now = boxes.map(({ box }) => box.checked);
    if (await choose(context, block, element, choice, group)) stood = now;
    else boxes.forEach(({ box }, index) => (box.checked = stood[index]));
  };
  group.addEventListener("change", changed);
  group.append(...boxes.map(({ row }) => row));
  return group;
}

function mark(option, properties, context) {
  const box = el("input", { ...properties, value: option.value });
  const more = option.description && el("span", { class: "option-more" }, textObject(option.description, context));
  return { box, row: el("label", { class: "mark" }, box, el("span", { class: "mark-words" }, textObject(option.text, context), more)) };
}
