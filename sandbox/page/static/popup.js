/** A list that opens at an element, above everything: it stands in the top layer, so no dialog and no scrolling box cuts it off. */

const EDGE = 8;
const GAP = 4;
const TALL = 320;
const NARROW = 240;

/** Show the popup at its anchor until the returned function is called; `left` is, when the anchor goes or one clicks elsewhere. */
export function openAt(anchor, popup, left) {
  const listening = new AbortController();
  const settings = { capture: true, passive: true, signal: listening.signal };
  const follow = () => (anchor.isConnected ? place(anchor, popup) : left());
  popup.showPopover();
  place(anchor, popup);
  addEventListener("scroll", (event) => event.target !== popup && follow(), settings);
  addEventListener("resize", follow, settings);
  addEventListener("pointerdown", ({ target }) => anchor.contains(target) || popup.contains(target) || left(), settings);
  return () => closed(popup, listening);
}

function closed(popup, listening) {
  listening.abort();
  if (popup.matches(":popover-open")) popup.hidePopover();
}

/** Below the anchor where there is room for it, else where there is more. */
export function place(anchor, popup) {
  const at = anchor.getBoundingClientRect();
  const [width, height] = [document.documentElement.clientWidth, window.visualViewport?.height ?? innerHeight];
  const [above, below] = [at.top - EDGE - GAP, height - at.bottom - EDGE - GAP];
  popup.style.maxHeight = `${TALL}px`;
  const up = below < Math.min(popup.scrollHeight, TALL) && above > below;
  const wide = Math.min(Math.max(at.width, popup.dataset.narrow ? 0 : NARROW), width - 2 * EDGE);
  popup.style.minWidth = `${wide}px`;
  popup.style.maxWidth = `${Math.min(Math.max(wide, 420), width - 2 * EDGE)}px`;
  popup.style.maxHeight = `${Math.max(Math.min(TALL, up ? above : below), 80)}px`;
  popup.style.left = `${Math.max(EDGE, Math.min(at.left, width - popup.offsetWidth - EDGE))}px`;
  popup.style.top = up ? `${at.top - GAP - popup.offsetHeight}px` : `${at.bottom + GAP}px`;
}
