/** What the renderer of blocks is told about the world around a message or view. */

import { act } from "./acts.js";
import { request } from "./live.js";
import { me, parts } from "./state.js";

/** The context of one surface: `surface` is its kind, `address` how an act names it, `more` what is special to it. */
export function context(surface, address, more = {}) {
  return {
    ...names(),
    surface,
    now: parts.clock.now,
    zone: me()?.tz ?? parts.clock.zone,
    values: {},
    errors: {},
    onAction: (block, element, choice) => act("click", { surface: address, block: block.block_id, action: element.action_id, choice }),
    onChange: () => {},
    suggest: (block, element, query) => suggest(address, block, element, query),
    ...more,
  };
}

/** Who and what can be mentioned. */
function names() {
  return {
    users: new Map(parts.people.map((person) => [person.id, person.real_name || person.name])),
    channels: new Map(parts.places.map((place) => [place.id, place.name])),
    channelList: parts.places.filter((place) => place.kind !== "app"),
    userList: parts.people,
  };
}

/** Ask the app for the options of a picker; none come when it does not answer. */
async function suggest(surface, block, element, query) {
  const answer = await request("suggest", { surface, block: block.block_id, action: element.action_id, query });
  return answer.options ?? [];
}

/** What all messages depend on beside themselves: names, and which day it is. */
export function epoch() {
  const people = parts.people.map((person) => `${person.id}${person.real_name}`);
  const places = parts.places.map((place) => `${place.id}${place.name}`);
  return [parts.clock.now.slice(0, 10), zoneNow(), ...people, ...places].join("|");
}

/** The zone that times are shown in. */
function zoneNow() {
  return me()?.tz ?? "";
}
