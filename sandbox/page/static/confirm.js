/** The dialog in which an app lets people confirm what they do. */

import { el, newId } from "./nodes.js";
import { textObject } from "./mrkdwn.js";

/** Ask, above whatever is open. Resolves to whether they confirmed; Escape and a click beside it mean no. */
export function confirmed(asked, beside, context) {
  const dialog = drawn(asked, context);
  (beside.closest("dialog") ?? document.body).append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(ended(dialog, beside)));
    dialog.showModal();
  });
}

function ended(dialog, beside) {
  dialog.remove();
  beside.focus?.({ preventScroll: true });
  return dialog.returnValue === "yes";
}

function drawn(asked, context) {
  const [title, text] = [newId("confirm"), newId("confirm")];
  const named = { class: "confirm", "aria-labelledby": title, "aria-describedby": text };
  const dialog = el("dialog", { ...named, onclick: beside, onkeydown: own, onclose: own });
  const answer = (words, value, style) =>
    el("button", { type: "button", class: `button ${style}`, onclick: () => dialog.close(value) }, textObject(words, context));
  dialog.append(
    el("h2", { id: title }, textObject(asked.title, context)),
    el("p", { id: text }, textObject(asked.text, context)),
    el("div", { class: "confirm-answers" }, answer(asked.deny ?? "Cancel", "no", ""), answer(asked.confirm ?? "Yes", "yes", styled(asked))),
  );
  return dialog;
}

function styled({ style = "primary" }) {
  return `button-${style}`;
}

/** The dialog below is not to take this one's keys and closing for its own. */
function own(event) {
  event.stopPropagation();
}

function beside(event) {
  if (event.target === event.currentTarget) event.currentTarget.close("no");
  event.stopPropagation();
}
