/** Block Kit as DOM. What can't be drawn is shown as it came, so nothing an app sends is ever left out. */

import { alert, card, carousel, container, file, plan, task, video } from "./cards.js";
import { dataVisualization } from "./charts.js";
import { image, renderElement } from "./elements.js";
import { markdown } from "./markdown.js";
import { textObject } from "./mrkdwn.js";
import { div, el, fragment, newId, span } from "./nodes.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";

const GROUPS = ["checkboxes", "radio_buttons"];
const FOLDED = 700;
const FOLDED_LINES = 14;

const DRAWN = {
  actions: (block, context) => row(block, context),
  alert,
  card,
  carousel,
  container: (block, context) => container(block, context, renderBlocks),
  context: contextLine,
  context_actions: (block, context) => row(block, context),
  data_table: dataTable,
  data_visualization: dataVisualization,
  divider: () => el("hr", { class: "rule" }),
  file,
  header: (block, context) => el("h3", { class: "heading" }, textObject(block.text, context)),
  image: picture,
  input,
  markdown: (block) => el("div", { class: "text" }, markdown(block.text)),
  plan,
  rich_text: (block, context) => el("div", { class: "text" }, richText(block, context)),
  section,
  table,
  task_card: task,
  video,
};

/** All blocks in their order, each an element with its type as class and its id as `data-block-id`. */
export function renderBlocks(blocks, context = {}) {
  return fragment((blocks ?? []).map((block) => framed(block, context)));
}

/** Put errors beside the inputs of a view that is already shown, by block_id; inputs that have none lose theirs. Focuses the first. */
export function showErrors(root, errors = {}) {
  for (const line of root.querySelectorAll(".block-input")) showError(line, errors[line.dataset.blockId]);
  root.querySelector("[aria-invalid=true]")?.focus();
}

function framed(block, context) {
  return el("div", { class: `block block-${block?.type}`, "data-block-id": block?.block_id }, drawn(block, context));
}

function drawn(block, context) {
  try {
    return DRAWN[block.type]?.(block, context) ?? unknown(block);
  } catch (error) {
    console.error(error);
    return unknown(block);
  }
}

/** A block or element as it came, under its type. */
function unknown(thing) {
  const json = JSON.stringify(thing, null, 2);
  return div("unknown-frame", div("unknown-head", String(thing?.type)), el("pre", { class: "unknown" }, json));
}

function element(one, block, context, naming) {
  return renderElement(one, block, context, naming) ?? unknown(one);
}

function row(block, context) {
  return div("row", block.elements.map((one) => element(one, block, context)));
}

function contextLine(block, context) {
  const shown = (one) => (one.type === "image" ? image(one, "context-image") : span("context-text", textObject(one, context)));
  return div("context", block.elements.map(shown));
}

function section(block, context) {
  const words = block.text && folded(block, textBox(block.text, context), context);
  const fields = block.fields && div("fields", block.fields.map((one) => textBox(one, context)));
  const beside = block.accessory && div(`accessory accessory-${block.accessory.type}`, element(block.accessory, block, context));
  return div("section", div("section-words", words, fields), beside);
}

function textBox(object, context) {
  return div("text", textObject(object, context));
}

/** A long text in a message, of which the beginning is shown until somebody wants more. */
function folded(block, text, context) {
  const words = block.text.text;
  if (block.expand || context.surface !== "message" || (words.length < FOLDED && words.split("\n").length < FOLDED_LINES)) return text;
  text.classList.add("text-folded");
  text.id = newId("text");
  const more = el("button", { type: "button", class: "more", "aria-expanded": "false", "aria-controls": text.id }, "Show more");
  more.addEventListener("click", () => unfold(text, more));
  return [text, more];
}

function unfold(text, more) {
  const open = !text.classList.toggle("text-folded");
  more.setAttribute("aria-expanded", String(open));
  more.textContent = open ? "Show less" : "Show more";
}

function picture(block, context) {
  const title = block.title && el("figcaption", {}, textObject(block.title, context));
  return el("figure", { class: "picture" }, title, image(block, "picture-image"));
}

function input(block, context) {
  const ids = { field: newId("field"), label: newId("label"), hint: newId("hint"), error: newId("error") };
  const grouped = GROUPS.includes(block.element.type);
  const words = [textObject(block.label, context), block.optional && span("optional", " (optional)")];
  const label = el(grouped ? "div" : "label", { class: "label", id: ids.label, for: grouped ? null : ids.field }, words);
  const described = [block.hint && ids.hint, ids.error].filter(Boolean).join(" ");
  const named = grouped ? { "aria-labelledby": ids.label } : { "aria-required": String(!block.optional) };
  const attributes = { ...named, "aria-describedby": described, "data-field": true };
  const field = element(block.element, block, context, { id: ids.field, attributes });
  const hint = block.hint && el("p", { class: "hint", id: ids.hint }, textObject(block.hint, context));
  const line = div("input", label, field, hint, el("p", { class: "error", id: ids.error, hidden: true }));
  showError(line, context.errors?.[block.block_id]);
  return line;
}

function showError(root, words) {
  const [error, field] = [root.querySelector(".error"), root.querySelector("[data-field]")];
  if (!error) return;
  error.hidden = !words;
  error.textContent = words ?? "";
  if (words) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}
