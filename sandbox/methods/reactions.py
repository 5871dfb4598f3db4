"""The reactions methods, and the two rules of reactions that people's own follow as well."""

from sandbox import shapes
from sandbox.methods.call import Call, Method
from sandbox.records import JSON, Message
from sandbox.refused import Refused


def add_to(message: Message, user: str, name: str) -> None:
    """One reaction of a name a person."""
    users = message.reactions.setdefault(name, [])
    if user in users:
        raise Refused("already_reacted")
    users.append(user)


def take_from(message: Message, user: str, name: str) -> None:
    """Take a reaction back; the last one of a name takes the name away."""
    users = message.reactions.get(name, [])
    if user not in users:
        raise Refused("no_reaction")
    users.remove(user)
    if not users:
        del message.reactions[name]


def _message(call: Call) -> Message:
    message = call.channel().message(call.text("timestamp"))
    if message is None:
        raise Refused("message_not_found")
    return message


def add(call: Call) -> JSON:
    """reactions.add."""
    message = _message(call)
    add_to(message, call.workspace.bot_user, call.text("name").strip(":"))
    call.state.touch(message)
    return {}


def remove(call: Call) -> JSON:
    """reactions.remove."""
    message = _message(call)
    take_from(message, call.workspace.bot_user, call.text("name").strip(":"))
    call.state.touch(message)
    return {}


def get(call: Call) -> JSON:
    """reactions.get, for messages."""
    message = _message(call)
    return {"type": "message", "channel": message.channel, "message": shapes.message(call.state, call.workspace, message)}


METHODS = {
    "reactions.add": Method(add, ("reactions:write",)),
    "reactions.remove": Method(remove, ("reactions:write",)),
    "reactions.get": Method(get, ("reactions:read",)),
}
