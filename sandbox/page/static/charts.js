/** `data_visualization`: a chart with title and legend, drawn anew when its width changes, and said in words for those who don't see it. */

import { el, span } from "./nodes.js";
import { pie } from "./pie.js";
import { plot } from "./plot.js";
import { exact } from "./scales.js";

const DRAWN = { line: plot, bar: plot, area: plot, pie };
const FIRST_WIDTH = 520;
const WIDEST = 640;

/** The chart of a block, as a figure. Throws for a kind of chart that is not known. */
export function dataVisualization(block) {
  const { chart, title } = block;
  if (!(chart.type in DRAWN)) throw new TypeError(`no chart of type ${chart.type}`);
  const canvas = el("div", { class: "chart-canvas" });
  const figure = el("figure", { class: `chart chart-${chart.type}` }, el("figcaption", {}, title), canvas, legend(chart));
  drawn(canvas, chart, inWords(title, chart), FIRST_WIDTH);
  follow(canvas, chart, inWords(title, chart));
  return figure;
}

function drawn(canvas, chart, words, width) {
  const drawing = DRAWN[chart.type](chart, Math.min(width, WIDEST));
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", words);
  canvas.replaceChildren(drawing);
}

function follow(canvas, chart, words) {
  let width = 0;
  const widths = new ResizeObserver(([{ contentRect }]) => {
    if (Math.round(contentRect.width) === width || !contentRect.width) return;
    width = Math.round(contentRect.width);
    drawn(canvas, chart, words, width);
  });
  widths.observe(canvas);
}

/** What each colour stands for; of a pie, with its share. */
function legend(chart) {
  const parts = chart.type === "pie" ? shares(chart.segments) : chart.series.length > 1 ? chart.series.map(({ name }) => [name]) : [];
  const items = parts.map(([name, more], index) => el("li", {}, swatch(index), name, more && span("legend-more", more)));
  return items.length ? el("ul", { class: "legend" }, items) : null;
}

function swatch(index) {
  return el("span", { class: `swatch swatch-${index + 1}`, "aria-hidden": "true" });
}

function shares(segments) {
  const whole = segments.reduce((sum, { value }) => sum + value, 0);
  return segments.map(({ label, value }) => [label, `${exact(value)} (${Math.round((100 * value) / whole)} %)`]);
}

function inWords(title, chart) {
  const head = `${chart.type[0].toUpperCase()}${chart.type.slice(1)} chart: ${title}.`;
  if (chart.type === "pie") return `${head} ${shares(chart.segments).map((share) => share.join(" ")).join(", ")}.`;
  const { x_label: across, y_label: up } = chart.axis_config;
  const axes = [up, across].filter(Boolean).join(" by ");
  const series = chart.series.map(({ name, data }) => `${name}: ${data.map(({ label, value }) => `${label} ${exact(value)}`).join(", ")}.`);
  return [head, axes && `${axes}.`, ...series].filter(Boolean).join(" ");
}
