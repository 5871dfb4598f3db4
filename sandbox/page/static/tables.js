/** Tables: `table`, and `data_table` with its caption, pages, and headings that sort. */

import { el, newId } from "./nodes.js";
import { wordsOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const PAGE = 5;
const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const ORDER = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A table whose first row is its heading. */
export function table(block, context) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  const cell = (one, column, tag, more) => el(tag, { class: looks(settings[column], one), ...more }, content(one, context));
  const top = el("tr", {}, head.map((one, column) => cell(one, column, "th", { scope: "col" })));
  const body = rows.map((cells) => el("tr", {}, cells.map((one, column) => cell(one, column, "td"))));
  return scrolling("Table", el("table", { class: "table" }, el("thead", {}, top), el("tbody", {}, body)));
}

function looks(setting, cell) {
  const align = setting?.align ?? (cell.type === "raw_number" ? "right" : "left");
  return `cell-${["left", "center", "right"].includes(align) ? align : "left"} ${setting?.is_wrapped ? "cell-wrapped" : ""}`;
}

function content(cell, context) {
  if (cell.type === "rich_text") return richText(cell, context);
  return cell.type === "raw_number" ? (cell.text ?? NUMBER.format(cell.value)) : wordsOf({ text: cell.text, emoji: true });
}

/** A box of its own to scroll in, which the keyboard reaches too. */
function scrolling(label, ...children) {
  return el("div", { class: "scroller", role: "region", tabindex: "0", "aria-label": label }, ...children);
}

/** A table in pages; a click on a heading sorts all of it by that column, up, down, and as it came. */
export function dataTable(block, context) {
  const [head, ...rows] = block.rows;
  const shown = { block, context, head, rows, page: 0, column: -1, way: 1, size: block.page_size ?? PAGE, id: newId("table") };
  shown.body = el("tbody", { id: shown.id });
  shown.heads = head.map((one, column) => heading(shown, one, column));
  shown.foot = el("div", { class: "pages" });
  const top = el("thead", {}, el("tr", {}, shown.heads));
  const whole = el("table", { class: "table" }, el("caption", {}, block.caption), top, shown.body);
  draw(shown);
  return el("div", { class: "data-table" }, scrolling(block.caption, whole), shown.foot);
}

function heading(shown, cell, column) {
  const sign = el("span", { class: "sort-sign", "aria-hidden": "true" });
  const button = el("button", { type: "button", class: "sort", onclick: () => sort(shown, column) }, content(cell, shown.context), sign);
  return el("th", { scope: "col", class: numeric(shown.rows, column) ? "cell-right" : "cell-left" }, button);
}

function numeric(rows, column) {
  return rows.length > 0 && rows.every((row) => row[column].type === "raw_number");
}

function sort(shown, column) {
  const again = shown.column === column;
  if (again && shown.way < 0) Object.assign(shown, { column: -1, way: 1 });
  else Object.assign(shown, { column, way: again ? -1 : 1 });
  shown.page = 0;
  draw(shown);
}

function draw(shown) {
  const { column, way, size, page, heads } = shown;
  const rows = column < 0 ? shown.rows : [...shown.rows].sort((one, other) => way * compared(one[column], other[column]));
  shown.body.replaceChildren(...rows.slice(page * size, (page + 1) * size).map((row) => bodyRow(shown, row)));
  heads.forEach((head, index) => {
    head.setAttribute("aria-sort", index !== column ? "none" : way > 0 ? "ascending" : "descending");
    head.querySelector(".sort-sign").textContent = index !== column ? "" : way > 0 ? "▲" : "▼";
  });
  pages(shown);
}

function compared(one, other) {
  if (one.type === "raw_number" && other.type === "raw_number") return one.value - other.value;
  return ORDER.compare(words(one), words(other));
}

function words(cell) {
  const shown = el("span", {}, content(cell, {}));
  return shown.textContent;
}

function bodyRow({ block, context }, row) {
  const first = block.row_header_column_index ?? 0;
  const look = (cell) => ({ class: `${cell.type === "raw_number" ? "cell-right" : "cell-left"} cell-wrapped` });
  const named = (column) => (column === first ? { scope: "row" } : {});
  const drawn = (cell, column) => el(column === first ? "th" : "td", { ...look(cell), ...named(column) }, content(cell, context));
  return el("tr", {}, row.map(drawn));
}

function pages(shown) {
  const { rows, size, page, foot, id } = shown;
  foot.hidden = rows.length <= size;
  const last = Math.ceil(rows.length / size) - 1;
  const words = `${page * size + 1} to ${Math.min(rows.length, (page + 1) * size)} of ${rows.length}`;
  const own = { type: "button", class: "button", "aria-controls": id };
  const turn = (label, by, disabled) => el("button", { ...own, "data-turn": by, disabled, onclick: () => turned(shown, by) }, label);
  foot.replaceChildren(turn("Previous", -1, page === 0), el("span", { role: "status" }, words), turn("Next", 1, page === last));
}

/** Turn the page, and leave the focus on a button that can be pressed. */
function turned(shown, by) {
  shown.page += by;
  draw(shown);
  const same = shown.foot.querySelector(`[data-turn="${by}"]:enabled`);
  (same ?? shown.foot.querySelector("button:enabled")).focus();
}
