/** One menu for all: opened at a button, worked with arrow keys, closed by Escape, Tab, a choice or a click elsewhere. */

import { el } from "./nodes.js";

let open = null;

/** Open a menu at `anchor`. `items`: {label, hint, run} or {heading}. Opening it again closes it. */
export function openMenu(anchor, items, label) {
  const again = open?.anchor === anchor;
  closeMenu();
  if (again) return;
  const node = el("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual", onkeydown: onKey }, items.map(entry));
  (anchor.closest("dialog") ?? document.body).append(node);
  node.showPopover?.();
  place(node, anchor);
  anchor.setAttribute("aria-expanded", "true");
  open = { anchor, node };
  node.querySelector("[role=menuitem]")?.focus();
}

/** One line of the menu. */
function entry({ label, hint, run, heading }) {
  if (heading) return el("div", { class: "menu-heading", role: "presentation" }, heading);
  return el("button", { class: "menu-item", type: "button", role: "menuitem", tabindex: "-1", onclick: () => choose(run) },
    el("span", {}, label), hint && el("small", {}, hint));
}

/** Close it, and put the focus back where it came from before anything happens. */
function choose(run) {
  closeMenu(true);
  run();
}

/** Close whichever menu is open. */
export function closeMenu(back = false) {
  if (!open) return;
  const { anchor, node } = open;
  open = null;
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (back) anchor.focus({ preventScroll: true });
}

/** Below the anchor when there is room, else above, and never outside of the window. */
function place(node, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = at.bottom + 4 + height < innerHeight;
  const left = at.left < innerWidth / 2 ? at.left : at.right - width;
  node.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  node.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}

/** Arrows, Home, End and first letters move; Escape and Tab leave. */
function onKey(event) {
  const items = [...open.node.querySelectorAll("[role=menuitem]")];
  const here = items.indexOf(document.activeElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key] ?? letter(items, here, event);
  if (event.key === "Escape" || event.key === "Tab") closeMenu(true);
  else if (to === null) return;
  else items.at(to % items.length)?.focus();
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

/** The next item that begins with the letter that was typed. */
function letter(items, here, { key }) {
  if (key.length !== 1 || key === " ") return null;
  const order = items.map((_, step) => (here + 1 + step) % items.length);
  return order.find((place) => items[place].textContent.toLowerCase().startsWith(key.toLowerCase())) ?? null;
}

addEventListener("pointerdown", (event) => {
  if (open && !open.node.contains(event.target) && !open.anchor.contains(event.target)) closeMenu();
}, true);
