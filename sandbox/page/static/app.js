/** The page begins here: it connects, lays out its parts, and lets each draw what concerns it. */

import { start as startConversation, composer, talk } from "./conversation.js";
import * as drawers from "./drawers.js";
import { head, start as startHead } from "./head.js";
import { about, home, start as startHome, tell } from "./home.js";
import * as jump from "./jump.js";
import { connect, look } from "./live.js";
import * as modal from "./modal.js";
import { el } from "./nodes.js";
import * as panels from "./panels.js";
import { say } from "./redraw.js";
import * as sidebar from "./sidebar.js";
import { go, me, parts, readAddress, switchable, take, watch, where } from "./state.js";
import * as theme from "./theme.js";
import * as thread from "./thread.js";
import * as topbar from "./topbar.js";

const banner = document.getElementById("banner");
const main = document.getElementById("main");
let looked = "";

/** Everything in its place, then the socket. */
function begin() {
  readAddress();
  theme.start();
  topbar.start({ side: drawers.toggleSide, tools: drawers.toggleTools });
  main.append(head, talk, home, about);
  for (const one of [sidebar, { start: startHead }, { start: startConversation }, thread, panels, drawers, modal, jump, { start: startHome }]) one.start();
  watch(["where"], layOut);
  watch(["where"], lookAgain);
  watch(["people", "places"], correct);
  layOut();
  addEventListener("popstate", readAddress);
  addEventListener("hashchange", readAddress);
  document.querySelector(".skip").addEventListener("click", skip);
  connect({ picture: take, up, down });
}

/** The tab of the app that is looked at, or the channel. */
function layOut() {
  const tab = where.place === "app" ? where.tab : "messages";
  talk.hidden = tab !== "messages";
  home.hidden = tab !== "home";
  about.hidden = tab !== "about";
  talk.id = where.place === "app" ? "panel-messages" : "";
}

/** Tell the sandbox who looks where, when that is something else. */
function lookAgain() {
  const view = { user: where.user, place: where.place, thread: where.thread };
  if (looked === JSON.stringify(view)) return;
  looked = JSON.stringify(view);
  look(view);
}

/** A person or place that is not there is another's: whoever is first, and the app. */
function correct(changed) {
  if (parts.people.length && !switchable().includes(me())) go({ user: switchable()[0]?.id ?? where.user }, { instead: true });
  else if (changed.includes("places") && !parts.places.some((place) => place.id === where.place)) go({ place: "app" }, { instead: true });
}

/** The sandbox is there. */
function up() {
  document.body.classList.remove("away");
  say(banner, "");
  looked = "";
  lookAgain();
  tell(true);
}

/** The sandbox is gone; it is tried again. */
function down() {
  document.body.classList.add("away");
  banner.replaceChildren(el("strong", {}, "The sandbox is not running."), " Start it, and this page comes back by itself. What you typed is kept.");
}

/** Over the sidebar, to where one types or reads. */
function skip(event) {
  event.preventDefault();
  if (talk.hidden) main.focus();
  else composer.focus();
}

begin();
