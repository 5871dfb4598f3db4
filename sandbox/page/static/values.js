/** What was picked or typed, from the shape of an act ({select: "a"}) to the shape of Slack's `state.values`. */

const KEYS = {
  plain_text_input: "value", email_text_input: "value", url_text_input: "value", number_input: "value",
  rich_text_input: "rich_text_value", datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time",
  users_select: "selected_user", multi_users_select: "selected_users",
  conversations_select: "selected_conversation", multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel", multi_channels_select: "selected_channels",
  static_select: "selected_option", external_select: "selected_option", radio_buttons: "selected_option",
  multi_static_select: "selected_options", multi_external_select: "selected_options", checkboxes: "selected_options",
};

/** `known` with what this person changed since laid over it. `chosen` is {block_id: {action_id: {element, choice, options}}}. */
export function overlaid(known = {}, chosen = {}) {
  const all = structuredClone(known);
  for (const [block, actions] of Object.entries(chosen)) {
    for (const [action, picked] of Object.entries(actions)) {
      const { type } = picked.element;
      all[block] = { ...all[block], [action]: { type, [KEYS[type] ?? "value"]: entered(picked) } };
    }
  }
  return all;
}

/** Only the choices, as an act sends them. */
export function choices(chosen = {}) {
  return mapped(chosen, (actions) => mapped(actions, ({ choice }) => choice));
}

/** An object with each value changed. */
function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** Whether a picker still offers what was picked; what has no list of its own offers everything. */
export function offered(element, choice) {
  const known = element.options ?? element.option_groups?.flatMap((group) => group.options);
  const wanted = [choice?.select ?? []].flat();
  return !known || wanted.every((value) => known.some((option) => option.value === value));
}

/** The value as `state.values` holds it: options are whole there, and named by their value in a choice. */
function entered({ element, choice, options = [] }) {
  const [wanted] = Object.values(choice ?? {});
  const named = (value) => whole(value, element, options);
  const key = KEYS[element.type];
  if (key === "selected_options") return (wanted ?? []).map(named);
  return key === "selected_option" && wanted ? named(wanted) : wanted ?? null;
}

/** The option of a value: the element's own, else with the words that were picked. */
function whole(value, element, picked) {
  const known = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  const text = picked.find((option) => option.value === value)?.text ?? value;
  return known.find((option) => option.value === value) ?? { text: { type: "plain_text", text }, value };
}
