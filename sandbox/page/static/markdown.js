/** The markdown block: headings, emphasis, code, quotes, lists, links and rules. What else markdown knows stays as it is written. */

import { plainText } from "./mrkdwn.js";
import { el, fragment, link } from "./nodes.js";

const INLINE = new RegExp(
  [
    /(`+)(.+?)\1/,
    /\*\*(\S(?:.*?\S)?)\*\*/,
    /__(\S(?:.*?\S)?)__/,
    /~~(\S(?:.*?\S)?)~~/,
    /(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])/,
    /!?\[([^\]\n]*)\]\(([^)\s]+)\)/,
    /(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/,
  ]
    .map(({ source }) => source)
    .join("|"),
);
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const BEGINNINGS = [/^\s*```/, /^#{1,6}\s/, /^\s*>/, ITEM, /^\s*([-*_])(\s*\1){2,}\s*$/, /^\s*$/];
const LONGEST_LINE = 4000;
const DEEPEST = 5;

/** The text as nodes; `depth` counts the quotes it stands in. */
export function markdown(text, depth = 0) {
  const rows = text.split("\n");
  const nodes = [];
  while (rows.length) nodes.push(taken(rows, depth));
  return fragment(nodes);
}

/** Take one block of lines off the rows. */
function taken(rows, depth) {
  const kind = BEGINNINGS.findIndex((pattern) => pattern.test(rows[0]));
  return ([fenced, heading, quoted, listed, rule, blank][kind] ?? paragraph)(rows, depth);
}

function fenced(rows) {
  rows.shift();
  const end = rows.findIndex((row) => BEGINNINGS[0].test(row));
  const body = rows.splice(0, end < 0 ? rows.length : end);
  rows.shift();
  return el("pre", { class: "pre" }, body.join("\n"));
}

function heading(rows) {
  const [, marks, words] = /^(#+)\s+(.*)$/.exec(rows.shift()) ?? [null, "#", ""];
  const look = `markdown-heading markdown-heading-${Math.min(marks.length, 3)}`;
  return el("p", { class: look, role: "heading", "aria-level": Math.min(marks.length + 2, 6) }, inline(words));
}

function quoted(rows, depth) {
  const own = leading(rows, (row) => BEGINNINGS[2].test(row)).map((row) => row.replace(depth < DEEPEST ? /^\s*> ?/ : /^[\s>]+/, ""));
  return el("blockquote", { class: "quote" }, markdown(own.join("\n"), depth + 1));
}

function rule(rows) {
  rows.shift();
  return el("hr", { class: "rule" });
}

function blank(rows) {
  rows.shift();
  return null;
}

function paragraph(rows) {
  const own = [rows.shift(), ...leading(rows, (row) => !BEGINNINGS.some((pattern) => pattern.test(row)))];
  return el("p", { class: "markdown-text" }, own.flatMap((row, index) => (index ? [el("br"), inline(row)] : [inline(row)])));
}

function listed(rows) {
  const items = leading(rows, (row) => ITEM.test(row)).map((row) => ITEM.exec(row));
  const ordered = /\d/.test(items[0][2]);
  const inset = (spaces) => `margin-left: ${Math.floor(spaces.length / 2) * 1.6}em`;
  const drawn = items.map(([, spaces, , words]) => el("li", { style: inset(spaces) }, inline(words)));
  return el(ordered ? "ol" : "ul", { class: "rich-list", start: ordered ? Number.parseInt(items[0][2], 10) : null }, drawn);
}

function leading(rows, fits) {
  const end = rows.findIndex((row) => !fits(row));
  return rows.splice(0, end < 0 ? rows.length : end);
}

function inline(text) {
  const found = text.length > LONGEST_LINE ? null : INLINE.exec(text);
  if (!found) return plainText(text);
  const [whole, , code, bold, bolder, struck, italic, words, url, bare] = found;
  const node =
    (code && el("code", { class: "code" }, code)) ||
    ((bold ?? bolder) && el("strong", {}, inline(bold ?? bolder))) ||
    (struck && el("s", {}, inline(struck))) ||
    (italic && el("em", {}, inline(italic))) ||
    link(url ?? bare, words ? inline(words) : (url ?? bare));
  return fragment(plainText(text.slice(0, found.index)), node, inline(text.slice(found.index + whole.length)));
}
