/** Axes of a chart: round numbers to mark, and how numbers are written beside them. */

const STEPS = [1, 2, 2.5, 5, 10];
const EXACT = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const LONG = 10_000;

/** Round numbers from at most the smallest to at least the largest value, nought among them; whole where all values are. */
export function ticks(values, most = 5) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  const step = Math.max(rounded(span / most), values.every(Number.isInteger) ? 1 : 0);
  const [from, to] = [Math.floor(low / step + 1e-9), Math.max(Math.ceil(high / step - 1e-9), 1)];
  return Array.from({ length: to - from + 1 }, (_, index) => Number(((from + index) * step).toPrecision(12)));
}

function rounded(least) {
  const size = 10 ** Math.floor(Math.log10(least));
  return size * STEPS.find((step) => step * size >= least * 0.999);
}

/** A value in full. */
export function exact(value) {
  return EXACT.format(value);
}

/** A value beside an axis, where there is little room. */
export function short(value) {
  return Math.abs(value) >= LONG ? SHORT.format(value) : EXACT.format(value);
}
