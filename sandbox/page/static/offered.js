/** The list of offers above a composer: a listbox that is worked from the text area. */

import { el } from "./nodes.js";

let count = 0;

/** A list for one text area (which stays a textbox) or input (a combobox); `choose(item)` is called with what was taken. */
export class Offered {
  constructor(input, choose) {
    this.input = input;
    this.choose = choose;
    this.items = [];
    this.at = 0;
    count += 1;
    this.node = el("ul", { class: "offers", id: `offers-${count}`, role: "listbox", "aria-label": "Suggestions", hidden: true });
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.node.id);
    if (input.tagName === "INPUT") input.setAttribute("role", "combobox");
  }

  /** Whether anything is offered now. */
  get open() {
    return !this.node.hidden;
  }

  /** Offer these, the first one marked. */
  show(items) {
    this.items = items;
    this.node.replaceChildren(...items.map((item, place) => this.line(item, place)));
    this.node.hidden = items.length === 0;
    if (this.input.role === "combobox") this.input.setAttribute("aria-expanded", String(this.open));
    this.mark(0);
  }

  /** Offer nothing. */
  hide() {
    if (this.open) this.show([]);
  }

  /** One line. It is taken with the pointer before the text area loses the focus. */
  line({ title, hint, note }, place) {
    const take = (event) => { event.preventDefault(); this.choose(this.items[place]); };
    return el("li", { id: `${this.node.id}-${place}`, class: "offer", role: "option", onpointerdown: take },
      el("strong", {}, title), hint && el("span", { class: "offer-hint" }, hint), note && el("span", { class: "offer-note" }, note));
  }

  /** Mark a line, counted round. */
  mark(place) {
    const { length } = this.items;
    this.at = length ? (place + length) % length : 0;
    [...this.node.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.at)));
    if (length) this.input.setAttribute("aria-activedescendant", `${this.node.id}-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** Work the list with a key; returns whether the key was meant for it. */
  key({ key }, exact) {
    if (!this.open) return false;
    if (key === "ArrowDown") this.mark(this.at + 1);
    else if (key === "ArrowUp") this.mark(this.at - 1);
    else if (key === "Escape") this.hide();
    else if (key === "Tab" || (key === "Enter" && !exact(this.items[this.at]))) this.choose(this.items[this.at]);
    else return false;
    return true;
  }
}
