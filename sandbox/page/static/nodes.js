/** Elements made by hand: what people write is always set as text, so none of it is ever read as markup. */

const SVG = "http://www.w3.org/2000/svg";
const SAFE = /^(https?:|mailto:|tel:)/i;
let given = 0;

/** An element. Of its properties the functions `on…` are listeners, the rest attributes; null and false are left out. */
export function el(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

/** A box of this class; of none where that is empty. */
export function div(style, ...children) {
  return el("div", { class: style || null }, ...children);
}

/** Words of this class, within a line. */
export function span(style, ...children) {
  return el("span", { class: style }, ...children);
}

/** An element of a drawing. */
export function svg(name, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, name), properties, children);
}

/** Several nodes and texts as one fragment. */
export function fragment(...children) {
  const all = document.createDocumentFragment();
  all.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return all;
}

function filled(node, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(fragment(...children));
  return node;
}

/** An id that no other element of the page has, for labels and descriptions to point at. */
export function newId(stem) {
  given += 1;
  return `${stem}-${given}`;
}

/** The address where following it is harmless, else null: `javascript:` and the like are never followed. */
export function safeUrl(url) {
  return typeof url === "string" && SAFE.test(url) ? url : null;
}

/** A link that opens beside the page; only the words where the address is not a harmless one. */
export function link(url, ...words) {
  const href = safeUrl(url);
  if (!href) return el("span", {}, ...words);
  return el("a", { class: "link", href, target: "_blank", rel: "noopener noreferrer" }, ...words);
}

/** The text with its line breaks as elements, so that it breaks whatever the style of what holds it. */
export function broken(text) {
  return fragment(text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line])));
}
