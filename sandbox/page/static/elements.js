/** Block elements: buttons here, and for each other type the function that draws it. */

import { act } from "./acting.js";
import { glyph } from "./emoji.js";
import { calendar, marks, textInput } from "./inputs.js";
import { overflow } from "./menus.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { el, fragment, safeUrl } from "./nodes.js";
import { SELECTS, select } from "./selects.js";

const TEXTS = ["plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"];
const ICONS = { trash: "🗑️", edit: "✏️", copy: "📋", refresh: "🔄", share: "↗️" };
const ALONE = { attributes: {} };

const DRAWN = {
  button,
  workflow_button: button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  overflow,
  image: (element) => image(element, "element-image"),
  datepicker: calendar,
  timepicker: calendar,
  datetimepicker: calendar,
  checkboxes: marks,
  radio_buttons: marks,
  file_input: files,
  ...Object.fromEntries(TEXTS.map((type) => [type, textInput])),
  ...Object.fromEntries(SELECTS.map((type) => [type, select])),
};

/** An element of a block; null for a type that is not known. `naming` is {id, attributes}: what ties it to its label and errors. */
export function renderElement(element, block, context, naming = named(element)) {
  return DRAWN[element.type]?.(element, block, context, naming) ?? null;
}

/** Outside of an input nothing but the placeholder says what an element is for. */
function named(element) {
  const words = element.accessibility_label ?? (element.placeholder && wordsOf(element.placeholder)) ?? UNNAMED[element.type];
  return words && element.type !== "button" ? { attributes: { "aria-label": words } } : ALONE;
}

const UNNAMED = {
  datepicker: "Date",
  timepicker: "Time",
  datetimepicker: "Date and time",
  checkboxes: "Options",
  radio_buttons: "Options",
  ...Object.fromEntries(SELECTS.map((type) => [type, "Select"])),
  ...Object.fromEntries(TEXTS.map((type) => [type, "Text"])),
};

/** An image; its description stands in for one that can't be loaded. */
export function image({ image_url: url, slack_file: file, alt_text: alt }, style) {
  const src = safeUrl(url ?? file?.url);
  const missing = () => el("span", { class: `${style} image-missing`, role: "img", "aria-label": alt }, alt);
  if (!src) return missing();
  const node = el("img", { class: style, src, alt, title: alt, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(missing()));
  return node;
}

function button(element, block, context) {
  const properties = { class: `button ${styled(element)}`, "aria-label": element.accessibility_label, "data-action-id": element.action_id };
  const href = safeUrl(element.url);
  const own = href ? { href, target: "_blank", rel: "noopener noreferrer" } : { type: "button" };
  const node = el(href ? "a" : "button", { ...properties, ...own });
  node.addEventListener("click", () => act(context, block, element, null, node));
  node.append(el("span", { class: "button-words" }, textObject(element.text, context)));
  return node;
}

function styled({ style }) {
  return ["primary", "danger"].includes(style) ? `button-${style}` : "";
}

function small(element, block, context, { text, label = text, sign, choice }) {
  const words = wordsOf(label);
  const named = { "aria-label": words, title: words, "data-action-id": element.action_id };
  const node = el("button", { class: "button button-icon", type: "button", ...named }, sign);
  node.addEventListener("click", () => act(context, block, element, choice, node));
  return node;
}

function iconButton(element, block, context) {
  const sign = ICONS[element.icon] ?? glyph(element.icon) ?? "•";
  return small(element, block, context, { text: element.text, label: element.accessibility_label, sign, choice: null });
}

/** Two thumbs; the one that was pressed stays pressed. */
function feedback(element, block, context) {
  const pair = [
    { ...element.positive_button, sign: "👍" },
    { ...element.negative_button, sign: "👎" },
  ].map(({ accessibility_label: label, value, ...one }) => small(element, block, context, { ...one, label, choice: { value } }));
  const press = (pressed) => pair.forEach((one) => one.setAttribute("aria-pressed", String(one === pressed)));
  for (const node of pair) node.addEventListener("click", () => press(node));
  return fragment(pair);
}

function files(_element, _block, _context, naming) {
  return el("p", { class: "not-here", id: naming.id }, "Files can't be given to this local Slack.");
}
