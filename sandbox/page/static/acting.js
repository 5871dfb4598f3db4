/** What happens between a click and the app: the question whether one is sure, the busy look, and what an element holds. */

import { confirmed } from "./confirm.js";

const KEYS = {
  static_select: "option",
  external_select: "option",
  radio_buttons: "option",
  checkboxes: "options",
  users_select: "user",
  conversations_select: "conversation",
  channels_select: "channel",
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "date_time",
};

/** Tell the app of a click or choice, after asking where the app wants that. Returns whether it was told; the element is busy meanwhile. */
export async function act(context, block, element, choice, node) {
  if (node.getAttribute("aria-busy") === "true") return false;
  if (element.confirm && !(await confirmed(element.confirm, node, context))) return false;
  busy(node, true);
  try {
    await context.onAction?.(block, element, choice);
  } finally {
    busy(node, false);
  }
  return true;
}

/** Take a choice: an input keeps it, and everything but a silent input tells the app. Returns whether the choice stands. */
export async function choose(context, block, element, choice, node, options) {
  if (block.type === "input") context.onChange?.(block, element, choice, options);
  return block.type === "input" && !block.dispatch_action ? true : act(context, block, element, choice, node);
}

/** What an element holds: what was entered, else its initial value. */
export function held(context, block, element) {
  const key = keyOf(element.type);
  const entered = context.values?.[block.block_id]?.[element.action_id];
  const name = { value: "value", rich_text_value: "rich_text_value" }[key] ?? `selected_${key}`;
  return entered && name in entered ? entered[name] : element[name.includes("value") ? "initial_value" : `initial_${key}`];
}

function keyOf(type) {
  if (type === "rich_text_input") return "rich_text_value";
  return type.startsWith("multi_") ? `${KEYS[type.slice(6)]}s` : (KEYS[type] ?? "value");
}

function busy(node, is) {
  node.classList.toggle("busy", is);
  node.setAttribute("aria-busy", String(is));
}
