/** Slack's mrkdwn as nodes: emphasis, code, quotes, links, mentions, dates and emoji. Read by hand, in one pass over each line. */

import { slackDate } from "./dates.js";
import { broken, el, fragment, link } from "./nodes.js";
import { emoji } from "./emoji.js";

const PRE = /```([\s\S]+?)```\n?/;
const QUOTED = /^(?:>|&gt;) ?/;
const QUOTED_TO_THE_END = /^(?:>>>|&gt;&gt;&gt;) ?/;
const EMOJI = /^:([a-z0-9_+'-]+):/;
const BARE_URL = /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"\]]/;
const WORD = /[\p{L}\p{N}]/u;
const STYLES = { "*": "strong", _: "em", "~": "s" };
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** The text as Slack shows it; `context` has the names, the moment and the zone that mentions and dates are worded with. */
export function mrkdwn(text, context = {}) {
  return fragment(split(text, PRE).map((piece, index) => (index % 2 ? preformatted(piece, context) : lines(piece, context))));
}

/** A text object of Block Kit, or a plain string. */
export function textObject(object, context) {
  if (object?.type === "mrkdwn") return mrkdwn(object.text, context);
  return plainText(typeof object === "string" ? object : (object?.text ?? ""), object?.emoji !== false);
}

/** Text without markup, in which emoji names become emoji unless they shall not. */
export function plainText(text, withEmoji = true) {
  if (!withEmoji) return broken(text);
  return fragment(split(text, /:([a-z0-9_+'-]+):/).map((piece, index) => named(piece, index % 2)));
}

/** The words of a text object, for what can hold words only. */
export function wordsOf(object) {
  const shown = el("span");
  shown.append(textObject(object, {}));
  return shown.textContent;
}

/** Somebody's name as a mention. */
export function userMention(id, context, fallback = id) {
  return el("span", { class: "mention" }, `@${context.users?.get(id) ?? fallback}`);
}

/** A channel's name as a mention. */
export function channelMention(id, context, fallback = id) {
  return el("span", { class: "mention" }, `#${context.channels?.get(id) ?? fallback}`);
}

/** @here, @channel or @everyone. */
export function broadcast(range) {
  return el("span", { class: "mention mention-broadcast" }, `@${range}`);
}

function split(text, pattern) {
  const pieces = [];
  let rest = text;
  for (let found = pattern.exec(rest); found; found = pattern.exec(rest)) {
    pieces.push(rest.slice(0, found.index), found[1]);
    rest = rest.slice(found.index + found[0].length);
  }
  return [...pieces, rest];
}

function named(piece, isName) {
  return isName ? emoji(piece) : broken(piece);
}

function preformatted(text, context) {
  return el("pre", { class: "pre" }, inline(text.replace(/^\n|\n$/g, ""), context, false));
}

/** Lines of a piece between code blocks: those that follow each other as quotes are one quote. */
function lines(text, context) {
  const nodes = [];
  for (const { quoted, rows } of runs(text)) {
    const content = rows.flatMap((row, index) => (index ? [el("br"), inline(row, context)] : [inline(row, context)]));
    if (quoted) nodes.push(el("blockquote", { class: "quote" }, ...content));
    else nodes.push(...(nodes.length && nodes.at(-1).nodeName === "BR" ? [el("br")] : []), ...content);
  }
  return fragment(nodes);
}

function runs(text) {
  const found = [];
  let toTheEnd = false;
  for (const row of text.split("\n")) {
    toTheEnd ||= QUOTED_TO_THE_END.test(row);
    const quoted = toTheEnd || QUOTED.test(row);
    if (found.at(-1)?.quoted !== quoted) found.push({ quoted, rows: [] });
    found.at(-1).rows.push(row.replace(QUOTED_TO_THE_END, "").replace(QUOTED, ""));
  }
  return found;
}

/** One line as nodes; `styled` is false within code, where only links and mentions mean something. */
function inline(text, context, styled = true) {
  const line = { text, context, styled, nodes: [], plain: "", unclosed: new Set() };
  let at = 0;
  while (at < text.length) at = marked(line, at) ?? character(line, at);
  flush(line);
  return fragment(line.nodes);
}

function character(line, at) {
  line.plain += line.text[at];
  return at + 1;
}

function flush(line) {
  if (line.plain) line.nodes.push(broken(unescaped(line.plain)));
  line.plain = "";
}

function unescaped(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** Take the markup that begins at `at`, and return where it ends; nothing where none does. */
function marked(line, at) {
  const sign = line.text[at];
  if (sign === "<") return angled(line, at);
  if (!line.styled) return null;
  if (sign === "`") return code(line, at);
  if (sign in STYLES) return emphasis(line, at, sign);
  if (sign === ":") return taken(line, at, EMOJI, ([, name]) => emoji(name));
  return sign === "h" ? taken(line, at, BARE_URL, ([url]) => link(unescaped(url), unescaped(url))) : null;
}

function taken(line, at, pattern, made) {
  const found = pattern.exec(line.text.slice(at, at + 3000));
  if (!found || (at && pattern === BARE_URL && WORD.test(line.text[at - 1]))) return null;
  const node = made(found);
  return typeof node === "string" ? null : put(line, node, at + found[0].length);
}

function put(line, node, end) {
  flush(line);
  line.nodes.push(node);
  return end;
}

function code(line, at) {
  const end = line.text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return put(line, el("code", { class: "code" }, inline(line.text.slice(at + 1, end), line.context, false)), end + 1);
}

function emphasis(line, at, sign) {
  if (line.unclosed.has(sign) || !opens(line.text, at)) return null;
  const end = closing(line, at, sign);
  if (end < 0) return null;
  return put(line, el(STYLES[sign], {}, inline(line.text.slice(at + 1, end), line.context)), end + 1);
}

function opens(text, at) {
  const before = text[at - 1] ?? " ";
  const after = text[at + 1] ?? " ";
  return !WORD.test(before) && before !== text[at] && !/\s/.test(after) && after !== text[at];
}

/** Where the emphasis ends that begins at `at`. One that ends nowhere is remembered, so a line is never searched twice for the same. */
function closing(line, at, sign) {
  const { text } = line;
  for (let end = at + 1; end < text.length; end = step(text, end)) {
    const next = text[end + 1] ?? " ";
    if (text[end] === sign && end > at + 1 && !/\s/.test(text[end - 1]) && !WORD.test(next) && next !== sign) return end;
  }
  line.unclosed.add(sign);
  return -1;
}

/** The next place at which emphasis may end: links and code are stepped over. */
function step(text, at) {
  const pair = { "<": ">", "`": "`" }[text[at]];
  const end = pair ? text.indexOf(pair, at + 1) : -1;
  return end < 0 ? at + 1 : end + 1;
}

function angled(line, at) {
  const end = line.text.indexOf(">", at);
  const inner = line.text.slice(at + 1, end);
  if (end < 0 || !inner || inner.includes("<")) return null;
  return put(line, special(inner, line), end + 1);
}

function special(inner, line) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescaped(inner.slice(bar + 1));
  const kind = { "@": user, "#": channel, "!": command }[target[0]];
  return kind ? kind(target.slice(1), label, line.context) : anchored(target, label, line);
}

function anchored(target, label, line) {
  const words = label === undefined ? unescaped(target).replace(/^mailto:/, "") : label;
  return link(unescaped(target), line.styled && label ? plainText(words) : words);
}

function user(id, label, context) {
  return userMention(id, context, label ?? id);
}

function channel(id, label, context) {
  return channelMention(id, context, label ?? id);
}

function command(target, label, context) {
  const [name, ...rest] = target.split("^");
  if (name === "date") return dated(rest, label, context);
  if (name === "subteam") return el("span", { class: "mention" }, label ?? `@${rest[0]}`);
  return ["here", "channel", "everyone"].includes(name) ? broadcast(name) : el("span", {}, label ?? name);
}

function dated([seconds, format, url], label, context) {
  const words = slackDate(Number(seconds), format ?? "", label ?? "", context);
  const shown = el("time", { class: "date", title: label }, words);
  return url ? link(unescaped(url), shown) : shown;
}
