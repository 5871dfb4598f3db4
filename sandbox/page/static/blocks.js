/** Block Kit as DOM. What can't be drawn is shown as it came, so nothing an app sends is ever left out. */

import { alert, card, carousel, container, file, plan, task, video } from "./cards.js";
import { dataVisualization } from "./charts.js";
import { image, renderElement } from "./elements.js";
import { markdown } from "./markdown.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { el, fragment, newId } from "./nodes.js";
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
  return el("div", { class: "unknown-frame" }, el("div", { class: "unknown-head" }, String(thing?.type)), el("pre", { class: "unknown" }, JSON.stringify(thing, null, 2)));
}

function element(one, block, context, naming) {
  return renderElement(one, block, context, naming) ?? unknown(one);
}

function row(block, context) {
  return el("div", { class: "row" }, block.elements.map((one) => element(one, block, context)));
}

function contextLine(block, context) {
  const drawnOf = (one) => (one.type === "image" ? image(one, "context-image") : el("span", { class: "context-text" }, textObject(one, context)));
  return el("div", { class: "context" }, block.elements.map(drawnOf));
}

function section(block, context) {
  const words = block.text && folded(block, el("div", { class: "text" }, textObject(block.text, context)), context);
  const fields = block.fields && el("div", { class: "fields" }, block.fields.map((one) => el("div", { class: "text" }, textObject(one, context))));
  const beside = block.accessory && el("div", { class: `accessory accessory-${block.accessory.type}` }, element(block.accessory, block, context));
  return el("div", { class: "section" }, el("div", { class: "section-words" }, words, fields), beside);
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
  return el("figure", { class: "picture" }, block.title && el("figcaption", {}, textObject(block.title, context)), image(block, "picture-image"));
}

function input(block, context) {
  const ids = { field: newId("field"), label: newId("label"), hint: newId("hint"), error: newId("error") };
  const grouped = GROUPS.includes(block.element.type);
  const words = [textObject(block.label, context), block.optional && el("span", { class: "optional" }, " (optional)")];
  const label = grouped ? el("div", { class: "label", id: ids.label }, words) : el("label", { class: "label", id: ids.label, for: ids.field }, words);
  const described = [block.hint && ids.hint, ids.error].filter(Boolean).join(" ");
  const attributes = { "aria-describedby": described, "aria-labelledby": grouped ? ids.label : null, "aria-required": grouped ? null : String(!block.optional), "data-field": true };
  const field = element(block.element, block, context, { id: ids.field, label: wordsOf(block.label), attributes });
  const line = el("div", { class: "input" }, label, field, block.hint && el("p", { class: "hint", id: ids.hint }, textObject(block.hint, context)), el("p", { class: "error", id: ids.error, hidden: true }));
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
