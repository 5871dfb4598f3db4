"""Slack's JSON of people, channels, messages and views: one shape for the Web API's answers and for the payloads to the app."""

from zoneinfo import ZoneInfo

from sandbox.plain import elements
from sandbox.records import JSON, Channel, Message, User, View, Workspace
from sandbox.state import State

_VALUE_KEYS = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "overflow": "selected_option",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}


def value_key(kind: str) -> str | None:
    """Under which key Slack reports what was entered in an element of this type; None for those that hold nothing."""
    return _VALUE_KEYS.get(kind)


def user(state: State, person: User, *, email: bool = True) -> JSON:
    """`users.info`'s user."""
    offset = state.now().astimezone(ZoneInfo(person.tz)).utcoffset()
    zone = state.now().astimezone(ZoneInfo(person.tz)).tzname()
    shape: JSON = {"id": person.id, "team_id": person.team_id, "name": person.name, "real_name": person.real_name}
    shape |= {"deleted": person.deleted, "profile": _profile(person, email=email)}
    shape |= {"tz": person.tz, "tz_label": zone, "tz_offset": int(offset.total_seconds()) if offset else 0, "locale": person.locale}
    shape |= {"is_admin": person.is_admin, "is_owner": person.is_owner, "is_primary_owner": person.is_owner}
    shape |= {"is_restricted": person.is_restricted, "is_ultra_restricted": person.is_ultra_restricted}
    shape |= {"is_bot": person.is_bot, "is_app_user": False, "updated": 0}
    return {**shape, "is_stranger": True} if person.is_stranger else shape


def _profile(person: User, *, email: bool) -> JSON:
    profile: JSON = {"real_name": person.real_name, "display_name": person.name, "display_name_normalized": person.name}
    profile |= {"team": person.team_id, "title": person.title, "status_text": "", "status_emoji": ""}
    return {**profile, "email": person.email} if email and person.email else profile


def channel(workspace: Workspace, one: Channel) -> JSON:
    """`conversations.info`'s channel."""
    shared = {"is_shared": one.is_ext_shared, "is_ext_shared": one.is_ext_shared, "is_org_shared": False}
    shape: JSON = {"id": one.id, "created": one.created, "is_archived": one.is_archived, "is_im": one.is_im, "is_mpim": False, **shared}
    if one.is_im:
        return {**shape, "user": one.user, "is_channel": False, "is_group": False, "is_private": True, "is_open": True}
    shape |= {"name": one.name, "name_normalized": one.name, "is_channel": not one.is_private, "is_group": one.is_private}
    shape["is_pending_ext_shared"] = one.is_pending_ext_shared
    shape |= {"is_private": one.is_private, "is_member": workspace.bot_user in one.members, "is_general": one.name == "general"}
    return {**shape, "context_team_id": workspace.id, "num_members": len(one.members), "topic": {"value": ""}, "purpose": {"value": ""}}


def message(state: State, workspace: Workspace, one: Message, *, metadata: bool = False) -> JSON:
    """Return a message as history, payloads and answers show it."""
    shape: JSON = {"type": "message", "user": one.user, "ts": one.ts, "text": one.text, "team": workspace.id}
    if one.bot_id:
        profile = {"id": one.bot_id, "app_id": state.app_id, "name": "Keep Talking", "deleted": False, "team_id": workspace.id}
        shape |= {"bot_id": one.bot_id, "app_id": state.app_id, "bot_profile": profile}
    shape |= {key: value for key, value in (("blocks", one.blocks), ("thread_ts", one.thread_ts), ("edited", one.edited)) if value}
    if one.reactions:
        shape["reactions"] = [{"name": name, "users": [*users], "count": len(users)} for name, users in one.reactions.items()]
    return {**shape, "metadata": one.metadata} if metadata and one.metadata else shape


def with_thread(state: State, workspace: Workspace, one: Message, *, metadata: bool = False) -> JSON:
    """Return a message as history and its own menu show it: with the count of its thread's replies, where it heads one."""
    shape = message(state, workspace, one, metadata=metadata)
    replies = [reply for reply in workspace.channels[one.channel].messages if reply.thread_ts == one.ts != reply.ts]
    if not replies:
        return shape
    users = sorted({reply.user for reply in replies})
    counted = {"reply_count": len(replies), "reply_users": users, "reply_users_count": len(users), "latest_reply": replies[-1].ts}
    return {**shape, "thread_ts": one.ts, **counted}


def view(state: State, workspace: Workspace, one: View, values: JSON | None = None) -> JSON:
    """Return a view as payloads and answers show it; `values` stand in for what was entered so far."""
    content = {"callback_id": "", "private_metadata": "", "external_id": "", "clear_on_close": False, "notify_on_close": False}
    content |= {"title": None, "submit": None, "close": None} | one.content
    ids = {"id": one.id, "team_id": workspace.id, "root_view_id": one.root_view_id, "previous_view_id": one.previous_view_id}
    app = {"app_id": state.app_id, "app_installed_team_id": workspace.id, "bot_id": workspace.bot_id}
    entered = state_values(one.blocks, one.values if values is None else values)
    return {**content, **ids, **app, "hash": one.hash, "state": {"values": entered}}


def state_values(blocks: list[JSON], entered: JSON) -> JSON:
    """`state.values`: what was entered, else the initial value, of each element that can hold one."""
    values: JSON = {}
    for block, element in elements(blocks):
        if value_key(element["type"]) and element["type"] != "overflow":
            given = entered.get(block["block_id"], {}).get(element["action_id"])
            values.setdefault(block["block_id"], {})[element["action_id"]] = given or initial(element)
    return values


def initial(element: JSON) -> JSON:
    """Return what an element holds before anybody touched it, in the shape of `state.values`."""
    key = value_key(element["type"]) or "value"
    several = key in {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
    given = element.get({"value": "initial_value", "rich_text_value": "initial_value"}.get(key, key.replace("selected_", "initial_")))
    return {"type": element["type"], key: given if given is not None else ([] if several else None)}
