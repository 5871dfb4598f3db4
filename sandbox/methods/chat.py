"""The chat methods: what the bot says, changes and takes back."""

from sandbox import rules, shapes
from sandbox.methods.call import Call, Method
from sandbox.records import JSON, Channel, Message
from sandbox.refused import Refused


def _target(call: Call) -> Channel:
    name = call.text("channel", "")
    if not name:
        raise Refused("channel_not_found")
    return _dm(call, name) if name.startswith(("U", "W")) else _open_to_bot(call, call.channel())


def _dm(call: Call, user_id: str) -> Channel:
    person = call.workspace.users.get(user_id)
    if person is None:
        raise Refused("channel_not_found")
    if person.deleted:
        raise Refused("user_disabled")
    if person.is_bot:
        raise Refused("cannot_dm_bot")
    return call.state.open_dm(call.workspace, user_id)


def _open_to_bot(call: Call, channel: Channel, *public: str) -> Channel:
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_im:
        return _dm(call, channel.user or "")
    if call.workspace.bot_user not in channel.members and not call.scopes.intersection(public or ("chat:write.public",)):
        raise Refused("not_in_channel")
    return channel


def _draft(call: Call, channel: Channel) -> Message:
    rules.message(call.arguments, strict_text=call.strict_text)
    thread_ts = call.text("thread_ts", "") or None
    if thread_ts and channel.message(thread_ts) is None:
        raise Refused("thread_not_found")
    text, blocks = call.text("text", call.text("markdown_text", "")), call.arguments.get("blocks") or []
    metadata = call.arguments.get("metadata") or None
    bot_user, bot_id = call.workspace.bot_user, call.workspace.bot_id
    return Message(call.state.ts(), channel.id, bot_user, text, blocks, metadata, thread_ts=thread_ts, bot_id=bot_id)


def post_message(call: Call) -> JSON:
    """chat.postMessage, to a channel, a DM or a person."""
    message = call.state.post(call.workspace, _draft(call, _target(call)))
    shown = shapes.message(call.state, call.workspace, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> JSON:
    """chat.postEphemeral, to a member of a channel the bot is in."""
    channel = _open_to_bot(call, call.channel(), "-")
    user = call.text("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = _draft(call, channel)
    message.ephemeral_for = user
    if call.hide_in_quiet_threads and message.thread_ts and not _is_active(channel, message.thread_ts):
        call.warnings.append("an ephemeral message in a thread without replies is shown to nobody")
    else:
        call.state.post(call.workspace, message)
    return {"message_ts": message.ts}


def _is_active(channel: Channel, thread_ts: str) -> bool:
    return any(message.thread_ts == thread_ts != message.ts for message in channel.messages)


def own_message(call: Call, refusal: str) -> Message:
    """Return the bot's own message that is to be changed."""
    channel = call.channel()
    message = channel.message(call.text("ts"))
    if message is None:
        raise Refused("message_not_found")
    if message.bot_id != call.workspace.bot_id:
        raise Refused(refusal)
    return message


def update(call: Call) -> JSON:
    """chat.update: blocks and metadata that are left out stay as they were."""
    message = own_message(call, "cant_update_message")
    if call.workspace.channels[message.channel].is_archived:
        raise Refused("is_archived")
    kept = {"blocks": message.blocks} if call.arguments.get("blocks") is None else {}
    rules.message(call.arguments | kept, strict_text=call.strict_text)
    message.text = call.text("text", "")
    if not kept:
        message.blocks = call.state.with_ids(call.arguments["blocks"])
    if call.arguments.get("metadata") is not None:
        message.metadata = call.arguments["metadata"] or None
    message.edited = {"user": message.user, "ts": call.state.ts()}
    call.state.touch(message)
    shown = shapes.message(call.state, call.workspace, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> JSON:
    """chat.delete."""
    message = own_message(call, "cant_delete_message")
    call.workspace.channels[message.channel].messages.remove(message)
    message.deleted = True
    call.state.touch(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(call: Call) -> JSON:
    """chat.getPermalink."""
    channel = call.channel()
    message = channel.message(call.text("message_ts"))
    if message is None:
        raise Refused("message_not_found")
    link = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": link + thread}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
}
