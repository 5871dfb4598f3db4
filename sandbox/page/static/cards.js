/** Blocks that frame other things: alerts, cards and carousels, containers, videos, files, plans and their tasks. */

import { image, renderElement } from "./elements.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { div, el, fragment, link, newId, safeUrl } from "./nodes.js";
import { richLine, richText } from "./richtext.js";

const LEVELS = {
  default: ["•", "Note"],
  info: ["ℹ", "Information"],
  warning: ["⚠", "Warning"],
  error: ["⛔", "Error"],
  success: ["✓", "Success"],
};
const STATUS = {
  pending: ["○", "pending"],
  in_progress: ["◐", "in progress"],
  complete: ["✓", "complete"],
  error: ["✕", "failed"],
};

/** A line in a coloured frame. */
export function alert(block, context) {
  const level = block.level in LEVELS ? block.level : "default";
  const [sign, words] = LEVELS[level];
  const frame = { class: `alert alert-${level}`, role: "note", "aria-label": words };
  return el("div", frame, unspoken("alert-sign", sign), div("", textObject(block.text, context)));
}

function unspoken(style, sign) {
  return el("span", { class: style, "aria-hidden": "true" }, sign);
}

/** A card: image, icon, title, subtitle, body, buttons. */
export function card(block, context) {
  const { hero_image: hero, icon, title, subtitle, body, actions = [] } = block;
  const words = div("", titled(title, context), subtitled(subtitle, context));
  return div(
    "card",
    hero && image(hero, "card-hero"),
    (icon || title || subtitle) && div("card-head", icon && image(icon, "card-icon"), words),
    body && div("card-body", textObject(body, context)),
    actions.length > 0 && div("row", actions.map((one) => renderElement(one, block, context))),
  );
}

function titled(title, context) {
  return title && div("card-title", textObject(title, context));
}

function subtitled(subtitle, context) {
  return subtitle && div("card-more", textObject(subtitle, context));
}

/** Cards side by side, to be scrolled through. */
export function carousel(block, context) {
  const cards = block.elements.map((one) => el("li", { "data-block-id": one.block_id }, card(one, context)));
  return el("div", { class: "carousel", role: "region", tabindex: "0", "aria-label": `${cards.length} cards` }, el("ul", {}, cards));
}

/** Blocks under one title, which folds them where the app lets it. `render` draws the blocks within. */
export function container(block, context, render) {
  const title = block.rich_text_title ? div("card-title", richLine(block.rich_text_title, context)) : titled(block.title, context);
  const head = fragment(block.icon && image(block.icon, "card-icon"), div("", title, subtitled(block.subtitle, context)));
  const body = div("container-body", render(block.child_blocks, context));
  const frame = `container ${block.has_header_divider ? "container-ruled" : ""}`;
  if (!block.is_collapsible) return div(frame, div("container-head", head), body);
  return el("details", { class: frame, open: !block.default_collapsed }, el("summary", { class: "container-head" }, head), body);
}

/** A video as a card that leads to it. */
export function video(block, context) {
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return div(
    "card video",
    by && div("card-more", by),
    div("card-title", link(block.title_url ?? block.video_url, textObject(block.title, context))),
    block.description && div("card-body", textObject(block.description, context)),
    safeUrl(block.thumbnail_url) && still(block),
  );
}

function still({ video_url: url, thumbnail_url: thumbnail, alt_text: alt }) {
  return link(url, image({ image_url: thumbnail, alt_text: alt }, "video-still"), unspoken("video-play", "▶"));
}

/** A remote file, of which this Slack knows the id only. */
export function file(block) {
  return div("card file", unspoken("file-sign", "📄"), div("", div("card-title", "Remote file"), div("card-more", block.external_id)));
}

/** A plan: its title and its tasks. */
export function plan(block, context) {
  const id = newId("plan");
  const title = el("div", { class: "container-head card-title", id }, wordsOf(block.title));
  const tasks = div("container-body", (block.tasks ?? []).map((one) => task(one, context)));
  return el("div", { class: "container", role: "group", "aria-labelledby": id }, title, tasks);
}

/** A task with its state, details, result and sources. */
export function task(block, context) {
  const [sign, words] = STATUS[block.status] ?? ["•", block.status];
  const sources = (block.sources ?? []).map(({ url, text }) => el("li", {}, link(url, text)));
  return div(
    `task task-${block.status}`,
    el("span", { class: "task-sign", role: "img", "aria-label": words, title: words }, sign),
    div(
      "",
      div("card-title", block.title),
      block.details && richText(block.details, context),
      block.output && richText(block.output, context),
      sources.length > 0 && el("ul", { class: "rich-list" }, sources),
    ),
  );
}
