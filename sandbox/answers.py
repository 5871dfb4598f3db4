"""What the app's answers do: the body of an ack and a post to a response_url become messages, views and errors that the person sees."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox import rules
from sandbox.interactions import ResponseUrl
from sandbox.methods.views import put_on_stack
from sandbox.records import JSON, Message, View, Workspace
from sandbox.refused import Refused
from sandbox.state import State


@dataclass(frozen=True)
class Payload:
    """Something Slack has to tell the app. `kind` is Socket Mode's envelope type; the rest says whose act it was and where answers go."""

    kind: str
    body: JSON
    workspace: Workspace
    user: str = ""
    channel: str = ""
    response_url: ResponseUrl | None = None
    view: View | None = None

    @property
    def type(self) -> str:
        """The interaction's or event's type, or `slash_commands`."""
        if self.kind == "events_api":
            return str(self.body["event"]["type"])
        return str(self.body.get("type") or self.kind)


@dataclass(frozen=True)
class Ack:
    """The app's answer to one delivery. `status` is None where none came in time; `body` is as it came.

    `error` is what the person is then told (`operation_timeout`, `dispatch_failed`, `invalid_command_response`, `invalid_view_response`,
    `invalid_options`), `reason` why, `errors` a form's errors by block, `options` what a picker was offered.
    """

    status: int | None
    body: Any = None
    error: str | None = None
    reason: str = ""
    errors: JSON = field(default_factory=dict)
    options: list[JSON] = field(default_factory=list)
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Whether the app took it."""
        return self.status == 200  # noqa: PLR2004 - HTTP's OK


def respond(state: State, where: ResponseUrl, answer: JSON, *, strict_text: bool) -> None:
    """Carry out an answer to a response_url or with a command's ack. Raises Refused for what Slack would not show.

    A command's response_url has no original: asked to replace it, Slack posts a new message (slackapi/bolt-js#2287). A message that is
    replaced stays as visible as it was, whatever the response_type (stoiveyp/Slack.NetStandard#56).
    """
    original = None if where.original is None or where.original.deleted else where.original
    if _yes(answer, "delete_original"):
        _delete(state, where, original)
        if not (answer.get("text") or answer.get("blocks")):
            return
    rules.message(answer, strict_text=strict_text)
    if original and _yes(answer, "replace_original") and not original.deleted:
        _replace(state, where, original, answer)
    else:
        where.answers.append(state.post(where.workspace, _message(state, where, answer)))


def _yes(answer: JSON, name: str) -> bool:
    return answer.get(name) in (True, "true")


def _message(state: State, where: ResponseUrl, answer: JSON) -> Message:
    text, blocks = str(answer.get("text") or ""), answer.get("blocks") or []
    message = Message(state.ts(), where.channel, where.workspace.bot_user, text, blocks, answer.get("metadata"))
    message.bot_id, message.thread_ts = where.workspace.bot_id, answer.get("thread_ts") or where.thread_ts
    message.ephemeral_for = None if answer.get("response_type") == "in_channel" else where.user
    return message


def _replace(state: State, where: ResponseUrl, original: Message, answer: JSON) -> None:
    original.text, original.blocks = str(answer.get("text") or ""), state.with_ids(answer.get("blocks") or [])
    original.metadata = answer.get("metadata") or original.metadata
    where.answers.append(original)
    state.touch(original)


def _delete(state: State, where: ResponseUrl, original: Message | None) -> None:
    if original is None:
        raise Refused("message_not_found")
    holder = where.workspace.ephemerals if original.ephemeral_for else where.workspace.channels[original.channel].messages
    holder.remove(original)
    original.deleted = True
    state.touch(original)


def take(state: State, payload: Payload, ack: Ack, *, strict_text: bool) -> Ack:
    """Carry out what came with an ack, and say what went wrong with it."""
    act = _ACTS.get(payload.type)
    if not ack.ok or act is None:
        return ack
    act_now, error = act
    try:
        return act_now(state, payload, ack, strict_text)
    except Refused as refused:
        return replace(ack, error=error, reason=str(refused))


def _command(state: State, payload: Payload, ack: Ack, strict_text: bool) -> Ack:  # noqa: FBT001 - one shape for all acts
    answer = {"text": ack.body} if ack.body and isinstance(ack.body, str) else ack.body
    if answer and payload.response_url:
        respond(state, payload.response_url, answer, strict_text=strict_text)
    return ack


def _submission(state: State, payload: Payload, ack: Ack, _: bool) -> Ack:  # noqa: FBT001 - one shape for all acts
    answer = ack.body or {}
    if not isinstance(answer, dict):
        raise Refused("invalid_arguments", "the answer to a form is no JSON object")
    stack = payload.workspace.stack(payload.user)
    action = answer.get("response_action")
    if action == "errors":
        return replace(ack, errors=_form_errors(payload, answer.get("errors")))
    if action == "clear":
        stack.clear()
    elif action in {"update", "push"}:
        _show(state, payload, answer, action)
    elif action is not None or answer:
        raise Refused("invalid_arguments", f"unknown answer to a form: {sorted(answer)}")
    elif payload.view in stack:
        stack.remove(payload.view)
    state.announce()
    return ack


def _form_errors(payload: Payload, errors: Any) -> JSON:
    inputs = {block["block_id"] for block in payload.body["view"]["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise Refused("invalid_arguments", "errors without any error")
    for block_id, words in errors.items():
        if block_id not in inputs:
            raise Refused("invalid_arguments", f"no input block {block_id} in this view")
        if not isinstance(words, str) or not words:
            raise Refused("invalid_arguments", f"the error of {block_id} has no words")
    return errors


def _show(state: State, payload: Payload, answer: JSON, action: str) -> None:
    content = answer.get("view")
    rules.view(content, "modal")
    if action == "push" and isinstance(content, dict):
        put_on_stack(state, payload.workspace, payload.user, content)
    elif payload.view in payload.workspace.stack(payload.user) and payload.view and isinstance(content, dict):
        state.replace_view(payload.view, content)


def _suggestion(_state: State, _payload: Payload, ack: Ack, _: bool) -> Ack:  # noqa: FBT001 - one shape for all acts
    rules.options(ack.body)
    groups = ack.body.get("option_groups") or [{"options": ack.body.get("options", [])}]
    return replace(ack, options=[option for group in groups for option in group["options"]])


_ACTS: dict[str, tuple[Callable[[State, Payload, Ack, bool], Ack], str]] = {
    "slash_commands": (_command, "invalid_command_response"),
    "view_submission": (_submission, "invalid_view_response"),
    "block_suggestion": (_suggestion, "invalid_options"),
}
