/** A pie, from the top and clockwise. */

import { svg } from "./nodes.js";
import { exact } from "./scales.js";

const SIZE = 220;
const RADIUS = 100;

/** The drawing of a chart's segments. */
export function pie({ segments }, width) {
  const size = Math.min(SIZE, width);
  const whole = segments.reduce((sum, { value }) => sum + value, 0);
  let turned = 0;
  const slices = segments.map(({ label, value }, index) => {
    const from = turned;
    turned += value / whole;
    const words = `${label}: ${exact(value)} (${Math.round((100 * value) / whole)} %)`;
    return svg("path", { class: `fill-${index + 1} slice`, d: path(from, turned) }, svg("title", {}, words));
  });
  return svg("svg", { viewBox: "-104 -104 208 208", width: size, height: size }, slices);
}

function path(from, to) {
  if (to - from > 0.9999) return `M0,${-RADIUS} A${RADIUS},${RADIUS} 0 1 1 0,${RADIUS} A${RADIUS},${RADIUS} 0 1 1 0,${-RADIUS} Z`;
  return `M0,0 L${point(from)} A${RADIUS},${RADIUS} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)} Z`;
}

function point(turn) {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return `${(RADIUS * Math.cos(angle)).toFixed(2)},${(RADIUS * Math.sin(angle)).toFixed(2)}`;
}
