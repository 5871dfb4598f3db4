/** Light or dark: as the address says, else as chosen here before, else as the system has it. */

import { go, watch, where } from "./state.js";

const STORED = "keep-talking.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** Begin to follow it. */
export function start() {
  watch(["where"], apply);
  system.addEventListener("change", apply);
  apply();
}

/** The theme that holds now. */
export function theme() {
  const wanted = where.theme ?? stored();
  if (wanted === "dark" || wanted === "light") return wanted;
  return system.matches ? "dark" : "light";
}

/** The other one, from now on. */
export function toggle() {
  const next = theme() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Not allowed: the address keeps it.
  }
  go({ theme: next });
}

/** What was chosen here before. */
function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** Put it on the page. */
function apply() {
  document.documentElement.dataset.theme = theme();
}
