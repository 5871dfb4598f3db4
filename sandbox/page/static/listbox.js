/** The list of a combobox: its options in their groups, and which of them the arrow keys are at. */

import { div, el, fragment, newId, span } from "./nodes.js";
import { place } from "./popup.js";

/** Show the options, or the words where there are none; `pick` is called with the box and the place of the option that is clicked. */
export function show(box, options, pick, otherwise) {
  box.options = options;
  box.nodes = options.map((option, index) => row(box, option, index, pick));
  const several = box.given.multiple ? "true" : null;
  const list = el("div", { id: box.list, role: "listbox", "aria-label": "Options", "aria-multiselectable": several });
  list.append(grouped(options, box.nodes));
  box.popup.replaceChildren(list, ...(options.length ? [] : [div("popup-note", otherwise)]));
  box.said.textContent = options.length ? "" : otherwise;
  move(box, first(box));
  if (box.close) place(box.root, box.popup);
}

/** Which option is marked when the list appears: the chosen one, else the first. */
function first(box) {
  const chosen = box.options.findIndex((option) => box.chosen.some((one) => one.value === option.value));
  return box.query || box.given.multiple || chosen < 0 ? 0 : chosen;
}

function grouped(options, nodes) {
  const groups = new Map();
  options.forEach(({ group: name = "" }, index) => groups.set(name, [...(groups.get(name) ?? []), nodes[index]]));
  return fragment([...groups].map(([name, rows]) => group(name, rows)));
}

function group(name, nodes) {
  if (!name) return nodes;
  const id = newId("group");
  return el("div", { role: "group", "aria-labelledby": id }, el("div", { class: "popup-heading", id, role: "presentation" }, name), nodes);
}

function row(box, option, index, pick) {
  const chosen = box.chosen.some((one) => one.value === option.value);
  const words = [span("option-words", option.text), option.description && span("option-more", option.description)];
  const events = { onclick: () => pick(box, index), onpointermove: () => move(box, index, false) };
  return el("div", { class: "option", role: "option", id: newId("option"), "aria-selected": String(chosen), ...events }, ...words);
}

function move(box, index, scroll = true) {
  box.nodes[box.active]?.classList.remove("option-active");
  box.active = box.nodes.length ? Math.max(0, Math.min(index, box.nodes.length - 1)) : -1;
  const node = box.nodes[box.active];
  if (!node || !box.close) return box.input.removeAttribute("aria-activedescendant");
  node.classList.add("option-active");
  box.input.setAttribute("aria-activedescendant", node.id);
  if (scroll) node.scrollIntoView({ block: "nearest" });
}

/** Walk to an option; past either end to the other. Always true: the key is used up. */
export function walked(box, to) {
  box.moved = true;
  const end = box.nodes.length - 1;
  move(box, to < 0 && box.active === 0 ? end : to > end && box.active === end ? 0 : to);
  return true;
}

/** Say something above the options. */
export function note(box, words) {
  box.said.textContent = words;
  box.popup.querySelector(".popup-note")?.remove();
  box.popup.prepend(div("popup-note", words));
}
