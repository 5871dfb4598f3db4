/** Blocks that frame other things: alerts, cards and carousels, containers, videos, files, plans and their tasks. */

import { image, renderElement } from "./elements.js";
import { plainText, textObject, wordsOf } from "./mrkdwn.js";
import { el, fragment, link, newId, safeUrl } from "./nodes.js";
import { richLine, richText } from "./richtext.js";

const LEVELS = { default: ["•", "Note"], info: ["ℹ", "Information"], warning: ["⚠", "Warning"], error: ["⛔", "Error"], success: ["✓", "Success"] };
const STATUS = { pending: ["○", "pending"], in_progress: ["◐", "in progress"], complete: ["✓", "complete"], error: ["✕", "failed"] };

/** A line in a coloured frame. */
export function alert(block, context) {
  const level = block.level in LEVELS ? block.level : "default";
  const [sign, words] = LEVELS[level];
  return el("div", { class: `alert alert-${level}`, role: "note", "aria-label": words }, el("span", { class: "alert-sign", "aria-hidden": "true" }, sign), el("div", {}, textObject(block.text, context)));
}

/** A card: image, icon, title, subtitle, body, buttons. */
export function card(block, context) {
  const { hero_image: hero, icon, title, subtitle, body, actions = [] } = block;
  const words = [title && el("div", { class: "card-title" }, textObject(title, context)), subtitle && el("div", { class: "card-more" }, textObject(subtitle, context))];
  return el(
    "div",
    { class: "card" },
    hero && image(hero, "card-hero"),
    (icon || title || subtitle) && el("div", { class: "card-head" }, icon && image(icon, "card-icon"), el("div", {}, words)),
    body && el("div", { class: "card-body" }, textObject(body, context)),
    actions.length > 0 && el("div", { class: "row" }, actions.map((one) => renderElement(one, block, context))),
  );
}

/** Cards side by side, to be scrolled through. */
export function carousel(block, context) {
  const cards = block.elements.map((one) => el("li", { "data-block-id": one.block_id }, card(one, context)));
  return el("div", { class: "carousel", role: "region", tabindex: "0", "aria-label": `${cards.length} cards` }, el("ul", {}, cards));
}

/** Blocks under one title, which folds them where the app lets it. `render` draws the blocks within. */
export function container(block, context, render) {
  const head = fragment(block.icon && image(block.icon, "card-icon"), el("div", {}, el("div", { class: "card-title" }, titled(block, context)), block.subtitle && el("div", { class: "card-more" }, textObject(block.subtitle, context))));
  const body = el("div", { class: "container-body" }, render(block.child_blocks, context));
  const ruled = block.has_header_divider ? "container-ruled" : "";
  if (!block.is_collapsible) return el("div", { class: `container ${ruled}` }, el("div", { class: "container-head" }, head), body);
  return el("details", { class: `container ${ruled}`, open: !block.default_collapsed }, el("summary", { class: "container-head" }, head), body);
}

function titled(block, context) {
  return block.rich_text_title ? richLine(block.rich_text_title, context) : textObject(block.title, context);
}

/** A video as a card that leads to it. */
export function video(block, context) {
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  const still = safeUrl(block.thumbnail_url) && link(block.video_url, image({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "video-still"), el("span", { class: "video-play", "aria-hidden": "true" }, "▶"));
  return el("div", { class: "card video" }, by && el("div", { class: "card-more" }, by), el("div", { class: "card-title" }, link(block.title_url ?? block.video_url, textObject(block.title, context))), block.description && el("div", { class: "card-body" }, textObject(block.description, context)), still);
}

/** A remote file, of which this Slack knows the id only. */
export function file(block) {
  return el("div", { class: "card file" }, el("span", { "aria-hidden": "true" }, "📄"), el("div", {}, el("div", { class: "card-title" }, "Remote file"), el("div", { class: "card-more" }, block.external_id)));
}

/** A plan: its title and its tasks. */
export function plan(block, context) {
  const id = newId("plan");
  return el("div", { class: "container", role: "group", "aria-labelledby": id }, el("div", { class: "container-head card-title", id }, plainText(wordsOf(block.title))), el("div", { class: "container-body" }, (block.tasks ?? []).map((one) => task(one, context))));
}

/** A task with its state, details, result and sources. */
export function task(block, context) {
  const [sign, words] = STATUS[block.status] ?? ["•", block.status];
  const sources = (block.sources ?? []).map(({ url, text }) => el("li", {}, link(url, text)));
  return el(
    "div",
    { class: `task task-${block.status}` },
    el("span", { class: "task-sign", role: "img", "aria-label": words, title: words }, sign),
    el("div", {}, el("div", { class: "card-title" }, block.title), block.details && richText(block.details, context), block.output && richText(block.output, context), sources.length > 0 && el("ul", { class: "rich-list" }, sources)),
  );
}
