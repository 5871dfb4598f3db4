/** The sidebar and the tools: columns where there is room, else drawers that lie over the page. */

const side = document.getElementById("side");
const tools = document.getElementById("tools");
const narrow = { side: matchMedia("(max-width: 700px)"), tools: matchMedia("(max-width: 1199px)") };

/** Begin: both are as the width of the window has them. */
export function start() {
  for (const name of ["side", "tools"]) {
    narrow[name].addEventListener("change", () => settle(name));
    settle(name);
  }
  addEventListener("visited", () => { for (const name of ["side", "tools"]) if (narrow[name].matches) show(name, false); });
  document.addEventListener("pointerdown", elsewhere);
  for (const node of [side, tools]) node.addEventListener("keydown", onKey);
}

/** Open or close the sidebar. */
export function toggleSide() {
  show("side", side.hidden);
}

/** Open or close the tools. */
export function toggleTools() {
  show("tools", tools.hidden);
}

/** A column where there is room. */
function settle(name) {
  show(name, !narrow[name].matches, false);
}

/** Show or hide; a drawer takes the focus, and gives it back to its button. */
function show(name, on, focus = true) {
  const node = document.getElementById(name);
  const had = node.contains(document.activeElement);
  node.hidden = !on;
  const button = document.querySelector(`[aria-controls=${name}]`);
  button?.setAttribute("aria-expanded", String(on));
  node.classList.toggle("drawer", narrow[name].matches);
  if (!focus || !narrow[name].matches) return;
  if (on) node.querySelector("button, summary")?.focus();
  else if (had) button?.focus();
}

/** Escape closes a drawer. */
function onKey(event) {
  const { id } = event.currentTarget;
  if (event.key !== "Escape" || event.defaultPrevented || !narrow[id].matches) return;
  event.preventDefault();
  show(id, false);
}

/** A click beside a drawer closes it. */
function elsewhere(event) {
  for (const node of [side, tools]) {
    const outside = !node.contains(event.target) && !event.target.closest(`[aria-controls=${node.id}], dialog, .menu, .toasts`);
    if (narrow[node.id].matches && !node.hidden && outside) show(node.id, false);
  }
}
