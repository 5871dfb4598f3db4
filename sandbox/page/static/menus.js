/** The overflow menu: a button with three dots, and the few choices behind it. */

import { act } from "./acting.js";
import { el, newId, safeUrl } from "./nodes.js";
import { textObject } from "./mrkdwn.js";
import { openAt } from "./popup.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** The button that opens the menu. */
export function overflow(element, block, context, naming) {
  const menu = { id: newId("menu"), close: null };
  const spoken = { "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": menu.id };
  const own = { class: "button", type: "button", "data-action-id": element.action_id, ...spoken, ...naming.attributes };
  menu.button = el("button", { ...own, onclick: () => toggle(menu), onkeydown: (event) => opens(menu, event) }, "⋯");
  const look = { class: "popup menu-popup", role: "menu", id: menu.id, popover: "manual", "data-narrow": "yes" };
  const chosen = ({ value }) => act(context, block, element, { select: value }, menu.button);
  const items = element.options.map((option) => item(menu, option, chosen, context));
  menu.list = el("div", { ...look, onkeydown: (event) => key(menu, event) }, items);
  return el("span", { class: "overflow", onfocusout: (event) => left(menu, event) }, menu.button, menu.list);
}

function item(menu, option, chosen, context) {
  const more = option.description && el("span", { class: "option-more" }, textObject(option.description, context));
  const onclick = () => (shut(menu), follow(option.url), chosen(option));
  const own = { class: "option", type: "button", role: "menuitem", tabindex: "-1", onclick };
  return el("button", own, textObject(option.text, context), more);
}

function follow(url) {
  if (safeUrl(url)) window.open(url, "_blank", "noopener,noreferrer");
}

function toggle(menu) {
  if (menu.close) shut(menu);
  else show(menu);
}

function show(menu) {
  menu.close = openAt(menu.button, menu.list, () => shut(menu, false));
  menu.button.setAttribute("aria-expanded", "true");
  menu.list.firstElementChild?.focus();
}

function shut(menu, back = true) {
  if (!menu.close) return;
  const close = menu.close;
  menu.close = null;
  if (back) menu.button.focus();
  close();
  menu.button.setAttribute("aria-expanded", "false");
}

function left(menu, { relatedTarget }) {
  if (relatedTarget && !menu.list.contains(relatedTarget) && relatedTarget !== menu.button) shut(menu, false);
}

function opens(menu, event) {
  if (!(event.key in STEPS) || menu.close) return;
  event.preventDefault();
  show(menu);
}

function key(menu, event) {
  const items = [...menu.list.children];
  const here = items.indexOf(document.activeElement);
  const to = { Home: 0, End: items.length - 1 }[event.key] ?? here + (STEPS[event.key] ?? NaN);
  if (event.key === "Escape" || event.key === "Tab") shut(menu);
  if (!Number.isNaN(to)) items.at(to % items.length).focus();
  if (event.key === "Escape" || !Number.isNaN(to)) event.preventDefault();
  event.stopPropagation();
}
