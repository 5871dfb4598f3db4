"""The conversations methods: which channels there are, who is in them and what was said there."""

from sandbox import shapes
from sandbox.methods.call import Call, Method
from sandbox.records import JSON, Channel, Message
from sandbox.refused import Refused

_TYPES = {"im": "im", "channels": "public_channel", "groups": "private_channel"}


def _readable(call: Call, scope: str) -> Channel:
    channel = call.channel()
    call.need(f"{channel.kind}:{scope}")
    return channel


def _history_of(call: Call) -> Channel:
    channel = _readable(call, "history")
    if call.workspace.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def open_conversation(call: Call) -> JSON:
    """conversations.open, for the DM with one person or one that is known by its id."""
    if call.has("channel"):
        return {"channel": {"id": call.channel().id}}
    people = call.text("users", "").split(",")
    if people == [""]:
        raise Refused("users_list_not_supplied")
    person = call.workspace.users.get(people[0])
    if person is None:
        raise Refused("user_not_found")
    if person.deleted:
        raise Refused("user_disabled")
    return _opened(call, person.id)


def _opened(call: Call, user: str) -> JSON:
    before = call.workspace.dm_of(user)
    channel = call.state.open_dm(call.workspace, user)
    shown = shapes.channel(call.workspace, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown, **({"no_op": True, "already_open": True} if before else {})}


def info(call: Call) -> JSON:
    """conversations.info."""
    return {"channel": shapes.channel(call.workspace, _readable(call, "read"))}


def _within(call: Call, message: Message) -> bool:
    oldest, latest = float(call.text("oldest", "0")), float(call.text("latest", "inf"))
    at = float(message.ts)
    return oldest <= at <= latest if call.flag("inclusive") else oldest < at < latest


def _page(call: Call, messages: list[Message]) -> JSON:
    found = call.listed([message for message in messages if _within(call, message)], "messages")
    metadata = call.flag("include_all_metadata")
    found["messages"] = [shapes.with_thread(call.state, call.workspace, message, metadata=metadata) for message in found["messages"]]
    return {**found, "has_more": bool(found["response_metadata"]["next_cursor"])}


def history(call: Call) -> JSON:
    """conversations.history: the newest first, without the replies in threads."""
    channel = _history_of(call)
    roots = [message for message in reversed(channel.messages) if message.thread_ts in {None, message.ts}]
    return {**_page(call, roots), "pin_count": 0}


def replies(call: Call) -> JSON:
    """conversations.replies: the thread's first message and its replies, the oldest first."""
    channel = _history_of(call)
    root = channel.message(call.text("ts"))
    if root is None:
        raise Refused("thread_not_found")
    start = root.thread_ts or root.ts
    return _page(call, [message for message in channel.messages if start in {message.ts, message.thread_ts}])


def _of_types(call: Call) -> list[Channel]:
    wanted = call.text("types", "public_channel").split(",")
    found = [one for one in call.workspace.channels.values() if _TYPES[one.kind] in wanted and _visible(call, one)]
    for channel in found:
        call.need(f"{channel.kind}:read")
    return [one for one in found if not (one.is_archived and call.flag("exclude_archived"))]


def _visible(call: Call, channel: Channel) -> bool:
    return not channel.is_private or call.workspace.bot_user in channel.members


def list_conversations(call: Call) -> JSON:
    """conversations.list."""
    return call.listed([shapes.channel(call.workspace, one) for one in _of_types(call)], "channels")


def users_conversations(call: Call) -> JSON:
    """users.conversations: those a person, or the bot, is in."""
    user = call.text("user", call.workspace.bot_user)
    return call.listed([shapes.channel(call.workspace, one) for one in _of_types(call) if user in one.members], "channels")


def members(call: Call) -> JSON:
    """conversations.members."""
    return call.listed(_readable(call, "read").members, "members")


def join(call: Call) -> JSON:
    """conversations.join, for public channels."""
    channel = call.channel()
    if channel.is_private or channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    if call.workspace.bot_user not in channel.members:
        channel.members.append(call.workspace.bot_user)
        return {"channel": shapes.channel(call.workspace, channel)}
    return {"channel": shapes.channel(call.workspace, channel), "warning": "already_in_channel"}


METHODS = {
    "conversations.open": Method(open_conversation, ("im:write",)),
    "conversations.info": Method(info),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.list": Method(list_conversations),
    "conversations.members": Method(members),
    "conversations.join": Method(join, ("channels:join",)),
    "users.conversations": Method(users_conversations),
}
