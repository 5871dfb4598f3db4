/** The select menus of Block Kit: where their options come from, and what a choice among them is called. */

import { choose, held } from "./acting.js";
import { combobox } from "./combobox.js";
import { wordsOf } from "./mrkdwn.js";

const KINDS = {
  static_select: { word: "select", load: offered, chosen: asOption, of: ["an option", "options"] },
  external_select: { word: "select", load: suggested, chosen: asOption, of: ["an option", "options"], slow: true },
  users_select: { word: "user", load: people, chosen: asPerson, of: ["a person", "people"] },
  conversations_select: { word: "conversation", load: conversations, chosen: asPlace, of: ["a conversation", "conversations"] },
  channels_select: { word: "conversation", load: channels, chosen: asPlace, of: ["a channel", "channels"] },
};
const INCLUDED = { channel: "public", private: "private" };
const LEAST = 3;

/** The types of element that are select menus. */
export const SELECTS = Object.keys(KINDS).flatMap((kind) => [kind, `multi_${kind}`]);

/** A select menu as a field to type in; `naming` are the attributes that tie it to its label. */
export function select(element, block, context, naming) {
  const multiple = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace("multi_", "")];
  const holds = [held(context, block, element) ?? []].flat();
  const choiceOf = (options) => ({ [kind.word]: multiple ? options.map((one) => one.value) : (options[0]?.value ?? null) });
  const isInput = block.type === "input";
  const node = combobox({
    ...naming,
    placeholder: placeholder(element, kind, multiple),
    attributes: { "data-action-id": element.action_id, autofocus: element.focus_on_load, ...naming.attributes },
    multiple,
    most: element.max_selected_items,
    clearable: isInput && Boolean(block.optional),
    least: kind.slow ? (element.min_query_length ?? LEAST) : 0,
    slow: kind.slow,
    chosen: holds.map((one) => kind.chosen(one, context)),
    load: (query) => kind.load(query, element, context, block),
    onPick: (options) => isInput && context.onChange?.(block, element, choiceOf(options), options),
    onDone: (options) => (!isInput || block.dispatch_action ? told(options) : true),
  });
  const told = (options) => choose({ ...context, onChange: null }, block, element, choiceOf(options), node, options);
  return node;
}

function placeholder(element, kind, multiple) {
  if (element.placeholder) return wordsOf(element.placeholder);
  return `Select ${kind.of[multiple ? 1 : 0]}`;
}

function asOption(option) {
  return { text: wordsOf(option.text), value: option.value, description: option.description ? wordsOf(option.description) : "" };
}

function asPerson(id, context) {
  return { text: context.users?.get(id) ?? id, value: id };
}

function asPlace(id, context) {
  const place = context.channelList?.find((one) => one.id === id);
  return place ? placeOption(place) : { text: `#${context.channels?.get(id) ?? id}`, value: id };
}

function placeOption({ id, name, kind }) {
  return { text: kind === "app" ? name : `#${name}`, value: id, description: kind === "private" ? "private" : "" };
}

function offered(query, element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  const within = ({ label, options }) => options.map((option) => ({ ...asOption(option), group: label ? wordsOf(label) : "" }));
  return matching(groups.flatMap(within), query);
}

async function suggested(query, element, context, block) {
  return (await context.suggest?.(block, element, query)) ?? [];
}

function people(query, _element, context) {
  const here = (context.userList ?? []).filter(({ kind }) => kind !== "gone");
  const option = ({ id, name, real_name: words }) => ({ text: words || name, value: id, description: words ? name : "" });
  return matching(here.map(option), query);
}

function conversations(query, element, context) {
  const { include, exclude_external_shared_channels: noShared } = element.filter ?? {};
  const fits = (place) => (!include || include.includes(INCLUDED[place.kind])) && !(noShared && place.shared);
  return places(query, context, fits);
}

function channels(query, _element, context) {
  return places(query, context, (place) => place.kind === "channel");
}

function places(query, context, fits) {
  const there = (context.channelList ?? []).filter((place) => place.kind in INCLUDED && !place.archived && fits(place));
  return matching(there.map(placeOption), query.replace(/^#/, ""));
}

/** The options that have the words somewhere, without regard to case and accents; those that begin with them first. */
function matching(options, query) {
  const wanted = folded(query);
  const found = options.filter((option) => folded(`${option.text} ${option.description ?? ""} ${option.group ?? ""}`).includes(wanted));
  const begins = (option) => folded(option.text).replace(/^#/, "").startsWith(wanted);
  return wanted && !options.some((option) => option.group) ? [...found.filter(begins), ...found.filter((one) => !begins(one))] : found;
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
