/** Updates what is on the page already: what stayed the same is not touched, and the focus stays where it was. */

const kept = new WeakMap();

/** Set the words of an element, unless it already says just that. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Make the children of `parent` follow `items`: a child whose key and content stay is not touched. */
export function keyed(parent, items, { key, content = JSON.stringify, make }) {
  const old = new Map([...parent.children].map((node) => [kept.get(node)?.key, node]));
  const nodes = items.map((item) => renewed(old, key(item), content(item), () => make(item)));
  const stay = new Set(nodes);
  for (const node of [...parent.children]) if (!stay.has(node)) node.remove();
  nodes.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
  });
}

/** The old node of a key, or a new one in its place when the content is another. */
function renewed(old, key, content, make) {
  const before = old.get(key);
  if (before && kept.get(before).content === content) return before;
  const node = make();
  kept.set(node, { key, content });
  if (before) replace(before, node);
  return node;
}

/** Put `next` where `before` is, and the focus where it was. */
export function replace(before, next) {
  const focus = before.contains(document.activeElement) ? describe(before, document.activeElement) : null;
  before.replaceWith(next);
  if (focus) refocus(next, focus);
}

/** What is needed to find a focused element again in a newer drawing of the same thing. */
function describe(root, node) {
  return { whole: node === root, selector: node.tagName, wanted: label(node), start: node.selectionStart, end: node.selectionEnd };
}

/** Focus the element that was described, else the whole thing. */
function refocus(root, { whole, selector, wanted, start, end }) {
  const match = whole ? root : [...root.querySelectorAll(selector)].find((node) => label(node) === wanted);
  const node = match ?? root;
  if (node.tabIndex < 0 && !node.hasAttribute("tabindex")) node.tabIndex = -1;
  node.focus({ preventScroll: true });
  if (match && typeof start === "number") caret(match, start, end);
}

/** Set the caret in the inputs that have one. */
function caret(node, start, end) {
  try {
    node.setSelectionRange(start, end);
  } catch {
    // Inputs of type date, number … have no caret to set.
  }
}

/** How an element is known to whoever uses it. */
function label(node) {
  return node.getAttribute("aria-label") || node.name || node.textContent || node.id;
}

/** The first element inside that the keyboard reaches, of those that match. */
export function firstReachable(root, selector = "input, select, textarea, button, a[href], [tabindex]") {
  return [...root.querySelectorAll(selector)].find((node) => !node.disabled && node.tabIndex >= 0 && node.offsetParent !== null);
}
