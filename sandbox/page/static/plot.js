/** Lines, bars and areas over categories: axes, gridlines, and what stands between them. Sizes are in pixels. */

import { svg } from "./nodes.js";
import { exact, short, ticks } from "./scales.js";

const PLOT = 190;
const CUT = 12;
const LINE = 15;
const RIGHT = 12;
const DEGREES = 38;
const SLANT = (DEGREES * Math.PI) / 180;
const ruler = document.createElement("canvas").getContext("2d");

/** The drawing of a chart, this wide. */
export function plot(chart, width) {
  const space = room(chart, width);
  const marks = { line: lines, area: areas, bar: bars }[chart.type](chart, space);
  return svg("svg", { viewBox: `0 0 ${width} ${space.height}`, width, height: space.height }, axes(chart, space), marks);
}

/** Where things go: the box between the axes, and the functions from values and categories to pixels. */
function room(chart, width) {
  const { categories, x_label: across, y_label: up } = chart.axis_config;
  const marked = ticks(chart.series.flatMap(({ data }) => data.map(({ value }) => value)));
  const numbers = 14 + widest(marked.map(short));
  const [top, right] = [up ? 30 : 12, width - RIGHT];
  const slanted = widest(categories) > (right - numbers) / categories.length - 6;
  const name = widest(categories.map(shortened));
  const left = slanted ? Math.max(numbers, name * Math.cos(SLANT) + 4 - (right - numbers) / categories.length / 2) : numbers;
  const slot = (right - left) / categories.length;
  const below = (slanted ? 14 + name * Math.sin(SLANT) : 22) + (across ? 22 : 4);
  const [bottom, low, high] = [top + PLOT, marked[0], marked.at(-1)];
  const y = (value) => top + (PLOT * (high - value)) / (high - low);
  const x = (index) => left + slot * (index + 0.5);
  const every = slanted ? Math.ceil(LINE / slot) : 1;
  return { left, right, top, bottom, slot, slanted, every, ticks: marked, x, y, height: bottom + below };
}

/** How wide the longest of these is beside an axis, in the letters of this page. */
function widest(names) {
  ruler.font = `12px ${getComputedStyle(document.documentElement).getPropertyValue("--font")}`;
  return Math.max(...names.map((name) => ruler.measureText(name).width));
}

function shortened(name) {
  return name.length > CUT ? `${name.slice(0, CUT - 1)}…` : name;
}

function axes({ axis_config: { categories, x_label: across, y_label: up } }, space) {
  const { left, right, top, y, height } = space;
  const grid = space.ticks.map((tick) => [
    svg("line", { class: tick === 0 ? "axis" : "gridline", x1: left, x2: right, y1: y(tick), y2: y(tick) }),
    svg("text", { class: "tick", x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, short(tick)),
  ]);
  const names = categories.map((name, index) => (index % space.every ? null : category(name, index, space)));
  const over = up && title(up, { x: 2, y: top - 15 });
  const under = across && title(across, { x: (left + right) / 2, y: height - 6, "text-anchor": "middle" });
  return svg("g", { "aria-hidden": "true" }, grid, names, over, under);
}

function title(words, at) {
  return svg("text", { class: "axis-title", ...at }, words);
}

function category(name, index, { x, bottom, slanted }) {
  const at = `translate(${x(index) + (slanted ? 4 : 0)}, ${bottom + (slanted ? 14 : 18)})`;
  const words = slanted ? shortened(name) : name;
  const turned = { transform: `${at} rotate(${-DEGREES})`, "text-anchor": "end" };
  return svg("text", { class: "tick", ...(slanted ? turned : { transform: at, "text-anchor": "middle" }) }, words, svg("title", {}, name));
}

/** The values of a series in the order of the categories, which is not always that of its data. */
function values({ data }, { axis_config: { categories } }) {
  const byLabel = new Map(data.map(({ label, value }) => [label, value]));
  return categories.map((name) => byLabel.get(name) ?? 0);
}

function tip(series, { axis_config: { categories } }, index, value) {
  return svg("title", {}, `${series.name}, ${categories[index]}: ${exact(value)}`);
}

function bars(chart, space) {
  const { slot, x, y } = space;
  const gap = Math.max(slot * 0.2, 2);
  const wide = Math.min((slot - gap) / chart.series.length, 48);
  return chart.series.map((series, place) => values(series, chart).map((value, index) => {
    const left = x(index) - (wide * chart.series.length) / 2 + wide * place;
    const box = { x: left, width: Math.max(wide - 1, 1), y: Math.min(y(value), y(0)), height: Math.abs(y(value) - y(0)) };
    return svg("rect", { class: `fill-${place + 1}`, rx: Math.min(2, wide / 4), ...box }, tip(series, chart, index, value));
  }));
}

function lines(chart, space) {
  return chart.series.map((series, place) => [curve(series, chart, space, place), dots(series, chart, space, place)]);
}

function areas(chart, space) {
  const area = (series, place) => svg("polygon", { class: `fill-${place + 1} area`, points: outline(series, chart, space) });
  return [chart.series.map(area), lines(chart, space)];
}

function points(series, chart, { x, y }) {
  return values(series, chart).map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
}

function outline(series, chart, space) {
  const last = chart.axis_config.categories.length - 1;
  return [`${space.x(0)},${space.y(0)}`, ...points(series, chart, space), `${space.x(last)},${space.y(0)}`].join(" ");
}

function curve(series, chart, space, place) {
  return svg("polyline", { class: `stroke-${place + 1} curve`, points: points(series, chart, space).join(" ") });
}

/** A dot a value, with a wider one around it that nobody sees, to point at. */
function dots(series, chart, { x, y }, place) {
  return values(series, chart).map((value, index) => {
    const at = { cx: x(index), cy: y(value) };
    const target = svg("circle", { class: "target", r: 11, ...at }, tip(series, chart, index, value));
    return svg("g", {}, svg("circle", { class: `fill-${place + 1} dot`, r: 3.5, ...at }), target);
  });
}
