/** Rich text: sections, lists, quotes and code, of small parts with styles. */

import { slackDate } from "./dates.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, userMention } from "./mrkdwn.js";
import { broken, el, fragment, link } from "./nodes.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", highlight: "mark", client_highlight: "mark" };
const NUMERALS = ["decimal", "lower-alpha", "lower-roman"];
const BULLETS = ["disc", "circle", "square"];

const WHOLES = {
  rich_text_section: (one, context) => el("div", { class: "rich-section" }, parts(one, context)),
  rich_text_quote: (one, context) => el("blockquote", { class: "quote" }, parts(one, context)),
  rich_text_preformatted: (one, context) => el("pre", { class: "pre" }, parts(one, context)),
  rich_text_list: list,
};

const PARTS = {
  text: ({ text }) => broken(text),
  link: ({ url, text }) => link(url, text ?? url),
  user: ({ user_id: id }, context) => userMention(id, context),
  usergroup: ({ usergroup_id: id }) => el("span", { class: "mention" }, `@${id}`),
  team: ({ team_id: id }) => el("span", { class: "mention" }, `@${id}`),
  channel: ({ channel_id: id }, context) => channelMention(id, context),
  emoji: ({ name }) => fragment(emoji(name)),
  broadcast: ({ range }) => broadcast(range),
  color: ({ value }) => el("span", { class: "colour" }, el("span", { class: "colour-patch", style: `background: ${hex(value)}` }), value),
  date: dated,
};

/** What stands in a rich_text block, or in a cell or title that is one. */
export function richText(block, context) {
  return fragment(block.elements.map((one) => WHOLES[one.type]?.(one, context) ?? el("span", {}, JSON.stringify(one))));
}

/** The same where it has to stay on its line: the parts of all sections. */
export function richLine(block, context) {
  return fragment(block.elements.map((one) => (one.type === "rich_text_section" ? parts(one, context) : WHOLES[one.type]?.(one, context))));
}

function parts({ elements }, context) {
  return elements.map((part) => styled(part, PARTS[part.type]?.(part, context) ?? JSON.stringify(part)));
}

function styled({ style = {} }, shown) {
  const code = style.code ? el("code", { class: "code" }, shown) : shown;
  return Object.keys(STYLES).reduce((inner, name) => (style[name] ? el(STYLES[name], {}, inner) : inner), code);
}

function list({ style, elements, indent = 0, offset = 0, border }, context) {
  const ordered = style === "ordered";
  const sign = (ordered ? NUMERALS : BULLETS)[indent % 3];
  const look = { class: `rich-list ${border ? "rich-border" : ""}`, style: `list-style-type: ${sign}; margin-left: ${indent * 1.6}em` };
  const items = elements.map((item) => el("li", {}, parts(item, context)));
  return el(ordered ? "ol" : "ul", { ...look, start: ordered && offset ? offset + 1 : null }, items);
}

function dated({ timestamp, format, fallback, url }, context) {
  const shown = el("time", { class: "date", title: fallback }, slackDate(timestamp, format, fallback ?? "", context));
  return url ? link(url, shown) : shown;
}

function hex(value) {
  return /^#[0-9a-f]{6}$/i.test(value) ? value : "transparent";
}
