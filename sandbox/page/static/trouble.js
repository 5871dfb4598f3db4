/** Trouble to make: switches for what lasts, buttons for what happens once. */

import { act } from "./acts.js";
import { el } from "./nodes.js";
import { keyed, say } from "./redraw.js";
import { parts, watch } from "./state.js";

/** Begin to draw it. */
export function start({ node, body, note }) {
  const list = el("ul", { class: "troubles" });
  body.append(el("p", { class: "aside-words" }, "Break something, and see what the bot makes of it."), list);
  watch(["trouble"], () => {
    node.hidden = !parts.trouble.length;
    const on = parts.trouble.filter((one) => one.on).length;
    say(note, on ? `${on} on` : "");
    keyed(list, parts.trouble, { key: (one) => one.name, make: drawn });
  });
}

/** One kind of trouble. */
function drawn(one) {
  const id = `trouble-${one.name}`;
  const text = el("div", { class: "trouble-words" }, el("strong", {}, one.title), el("p", { id }, one.text));
  return el("li", { class: one.on ? "trouble on" : "trouble" }, text, one.switch ? lever(one, id) : button(one, id));
}

/** A switch. */
function lever({ name, title, on, can }, id) {
  const click = () => act("trouble", { name, on: !on });
  return el("button", { type: "button", class: "lever", role: "switch", "aria-checked": String(on), "aria-label": title, "aria-describedby": id, disabled: !can, onclick: click });
}

/** A button for what happens once. */
function button({ name, title, on, can }, id) {
  const click = () => act("trouble", { name, on: true });
  return el("button", { type: "button", class: "button small", "aria-label": title, "aria-describedby": id, disabled: !can || on, onclick: click }, on ? "Waiting" : "Do it");
}
