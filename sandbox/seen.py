"""What a person sees after an act: the answer, the form, the error, and all of it as words."""

from dataclasses import dataclass, field

from sandbox.answers import Ack, Payload
from sandbox.plain import text_of
from sandbox.records import JSON, Message, View
from sandbox.render import render
from sandbox.state import State


@dataclass
class Seen:
    """`message` is the answer that came during the act, `view` the form or Home it opened or changed, `errors` a form's errors by block_id.

    `error` is what Slack tells the person when the app failed. `text` and `buttons` are as they stood when the act ended, `message` and
    `view` go on changing. `acks` has one ack a delivery, `ack` is the first.
    """

    acks: list[Ack]
    message: Message | None = None
    view: View | None = None
    errors: JSON = field(default_factory=dict)
    error: str | None = None
    reason: str = ""
    options: list[str] = field(default_factory=list)
    text: str = ""
    buttons: list[str] = field(default_factory=list)
    picture: str = ""

    @property
    def ack(self) -> Ack:
        """The first delivery's ack."""
        return self.acks[0]

    def __str__(self) -> str:
        return self.picture or self.text or str(self.error or "")


def look(state: State, payload: Payload, acks: list[Ack], since: int) -> Seen:
    """Return what the person of this payload sees that changed after `since`."""
    failed = next((ack for ack in acks if ack.error), acks[0])
    message, view = _message(state, payload, since), _view(state, payload, since)
    shown = [thing for thing in (message, view) if thing is not None]
    seen = Seen(acks, message, view, acks[0].errors, failed.error, failed.reason)
    seen.options = [text_of(option["text"]) for option in acks[0].options]
    seen.text = "\n".join([thing.readable for thing in shown])
    seen.buttons = [label for thing in shown for label in thing.buttons]
    seen.picture = "\n".join(render(thing) for thing in shown)
    return seen


def _message(state: State, payload: Payload, since: int) -> Message | None:
    if payload.response_url and payload.response_url.answers:
        return payload.response_url.answers[-1]
    changed = [one for one in state.since(since) if isinstance(one, Message) and _visible(one, payload) and not one.deleted]
    here = [one for one in changed if one.channel == payload.channel]
    return next(iter(here or ([] if payload.channel else changed)), None)


def _visible(message: Message, payload: Payload) -> bool:
    if message.bot_id != payload.workspace.bot_id:
        return False
    if message.ephemeral_for:
        return message.ephemeral_for == payload.user
    return message.channel in payload.workspace.channels and (
        message.channel == payload.channel or payload.workspace.channels[message.channel].user == payload.user
    )


def _view(state: State, payload: Payload, since: int) -> View | None:
    stack = payload.workspace.stacks.get(payload.user, [])
    changed = [one for one in state.since(since) if isinstance(one, View) and one.user == payload.user]
    modal = next((one for one in changed if one in stack), None)
    home = payload.workspace.homes.get(payload.user)
    return modal or (home if home in changed else None)
