/** Ctrl K or Cmd K: to any place by a few letters of its name. */

import { el } from "./nodes.js";
import { Offered } from "./offered.js";
import { go, parts } from "./state.js";

const input = el("input", { class: "jump-text", type: "text", "aria-label": "Jump to", placeholder: "Jump to a channel or the app", autocomplete: "off" });
const offered = new Offered(input, visit);
const dialog = el("dialog", { class: "jump", "aria-label": "Jump to a conversation", onclick: (event) => { if (event.target === dialog) dialog.close(); } }, input, offered.node);

/** Begin to listen for the keys. */
export function start() {
  document.body.append(dialog);
  input.addEventListener("input", offer);
  input.addEventListener("keydown", onKey);
  addEventListener("jump", open);
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || document.querySelector("dialog.modal[open]")) return;
    event.preventDefault();
    open();
  });
}

/** Open it, empty. */
function open() {
  if (dialog.open) return;
  dispatchEvent(new Event("visited"));
  input.value = "";
  dialog.showModal();
  offer();
}

/** The places that fit. */
function offer() {
  const word = input.value.trim().replace(/^[#@]/u, "").toLowerCase();
  offered.show(targets().filter((one) => one.title.toLowerCase().includes(word)).slice(0, 10));
}

/** Channels, and the tabs of the app. */
function targets() {
  const channels = parts.places.filter((place) => place.kind !== "app").map((place) => ({ title: `#${place.name}`, note: place.unread ? `${place.unread} new` : "", place: place.id }));
  const app = [["messages", ""], ["home", "Home"], ["about", "About"]].map(([tab, hint]) => ({ title: `${parts.app.name}`, hint, place: "app", tab }));
  return [...channels, ...app];
}

/** Go there. */
function visit({ place, tab }) {
  dialog.close();
  go({ place, ...(tab ? { tab } : {}) });
  document.querySelector(".talk .compose-text")?.focus();
}

/** The keys of the list; Escape is the dialog's own. */
function onKey(event) {
  if (event.key !== "Escape" && offered.key(event, () => false)) event.preventDefault();
}
