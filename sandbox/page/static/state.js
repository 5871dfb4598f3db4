/** What the page knows: the parts that the server sent, and who looks where. The address bar keeps the latter. */

/** The last picture, part by part. */
export const parts = {
  people: [], places: [], conversation: null, thread: null, modals: [], home: null, tour: null, trouble: [], wire: [],
  app: { name: "", command_list: [], shortcuts: [], connected: false, installed: false },
  clock: { now: "", words: "", zone: "UTC", turns: [], turning: false, hint: "" },
};

/** Who looks, and where to. */
export const where = { user: "U0OWNER", place: "app", tab: "messages", thread: null, theme: null };

const TABS = ["home", "messages", "about"];
const watchers = [];

/** Call `render` whenever one of the named parts (or "where") has changed. */
export function watch(names, render) {
  watchers.push({ names: new Set(names), render });
}

/** Take in a picture. */
export function take(picture) {
  Object.assign(parts, picture);
  tell(Object.keys(picture));
}

/** Look somewhere else; what is not named stays. `instead`: the way back leads past where one is now. */
export function go(change, { instead = false } = {}) {
  if (Object.entries(change).every(([name, value]) => where[name] === value)) return;
  const leaves = ["user", "place"].some((name) => name in change && change[name] !== where[name]);
  Object.assign(where, leaves ? { thread: null } : {}, change);
  history[leaves && !instead ? "pushState" : "replaceState"](null, "", `#${address()}`);
  tell(["where"]);
}

/** Read the address bar, at the start and when somebody goes back. */
export function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const found = { thread: given.get("thread") };
  for (const name of ["user", "place", "tab", "theme"]) if (given.get(name)) found[name] = given.get(name);
  if (!TABS.includes(found.tab)) found.tab = where.tab;
  Object.assign(where, found);
  tell(["where"]);
}

/** The address of what is looked at. */
function address() {
  const { user, place, tab, thread, theme } = where;
  const all = { user, place, tab: place === "app" ? tab : null, thread, theme };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
}

/** Draw what depends on the parts that changed. One drawing that fails keeps no other from it. */
function tell(names) {
  for (const { names: wanted, render } of watchers) {
    if (!names.some((name) => wanted.has(name))) continue;
    try {
      render(names);
    } catch (error) {
      console.error(error);
    }
  }
}

/** The person who looks, or undefined before the first picture. */
export function me() {
  return parts.people.find((person) => person.id === where.user);
}

/** Those whom one can be: everybody who is still there and no bot. */
export function switchable() {
  return parts.people.filter((person) => person.kind !== "bot" && person.kind !== "gone");
}

/** Whether the conversation that was sent is the one looked at. */
export function arrived() {
  const { conversation } = parts;
  return Boolean(conversation) && (conversation.id === where.place || (where.place === "app" && conversation.kind === "app"));
}
