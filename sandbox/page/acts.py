"""What a person does on the page: one function an act, each through the doors that Slack has for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox import forms, shapes
from sandbox.page.desk import Act, Desk, Failed
from sandbox.page.picture import SLACKBOT, Looker
from sandbox.page.typed import mentions
from sandbox.plain import text_of
from sandbox.records import JSON, Message, View
from sandbox.refused import Refused
from sandbox.seen import Seen

NO_COMMAND = (
    "{command} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands. "
    "To send a message instead, put a space before the “/”."
)
NOT_IN_THREADS = "{command} is not supported in threads. Sorry!"
FAILED = "{command} failed with the error “{error}”"


async def send(act: Act) -> JSON:
    """Enter what stands in the composer: a command, a DM, a mention, or words among people."""
    text, thread = act.given["text"], act.given.get("thread")
    if text.startswith("/"):
        return await _command(act, text, thread)
    place, words = act.place(), mentions(act.workspace, text)
    if act.workspace.channels[place].is_im:
        seen = await act.sandbox.dm(act.user, words, thread_ts=thread)
    elif f"<@{act.workspace.bot_user}>" in words:
        seen = await act.sandbox.mention(place, act.user, words, thread_ts=thread)
    else:
        seen = await act.sandbox.say(place, act.user, words, thread_ts=thread)
    return _done(seen)


async def _command(act: Act, text: str, thread: str | None) -> JSON:
    command = text.split(maxsplit=1)[0]
    known = {one["command"] for one in act.sandbox.settings.commands} if act.workspace.installed else set()
    if thread or command not in known:
        words = (NOT_IN_THREADS if thread else NO_COMMAND).format(command=command)
        _slackbot(act, words, thread)
        raise Failed("not_in_threads" if thread else "invalid_command", words)
    seen = await act.sandbox.command(act.user, mentions(act.workspace, text), act.place())
    if seen.error:
        _slackbot(act, FAILED.format(command=command, error=seen.error), None)
    return _done(seen)


def _slackbot(act: Act, words: str, thread: str | None) -> None:
    message = Message(act.sandbox.state.ts(), act.place(), SLACKBOT, words, thread_ts=thread, ephemeral_for=act.user)
    act.sandbox.state.post(act.workspace, message)


def _done(seen: Seen) -> JSON:
    if seen.error:
        raise Failed(seen.error, seen.reason)
    return {"errors": seen.errors} if seen.errors else {}


async def click(act: Act) -> JSON:
    """Press a button or pick something."""
    surface, address = act.surface(), f"{act.given['block']}/{act.given['action']}"
    choice, offered = act.given.get("choice") or {}, act.desk.offered.get((act.user, act.given["block"], act.given["action"]))
    if isinstance(surface, View):
        _enter(act, surface, act.given.get("values") or {})
    options = list(offered.values()) if offered else None
    return _done(await act.sandbox.act(act.sandbox.compose.click(act.user, surface, address, options=options, **choice)))


async def suggest(act: Act) -> JSON:
    """Type into a picker with external data."""
    block, action = act.given["block"], act.given["action"]
    payload = act.sandbox.compose.suggest(act.user, act.surface(), f"{block}/{action}", act.given["query"])
    ack = await act.sandbox.deliver(payload)
    if ack.error:
        raise Failed(ack.error, ack.reason)
    act.desk.offered.setdefault((act.user, block, action), {}).update({one["value"]: one for one in ack.options})
    return {"options": [_option(one) for one in ack.options]}


def _option(one: JSON) -> JSON:
    return {"text": text_of(one["text"]), "value": one["value"], "group": "", "description": text_of(one.get("description"))}


def _enter(act: Act, view: View, values: dict[str, dict[str, JSON]]) -> None:
    for block_id, entered in values.items():
        for action_id, choice in entered.items():
            _, element = forms.find(view.blocks, f"{block_id}/{action_id}")
            wanted = next(iter(choice.values()), None)
            offered = act.desk.offered.get((act.user, block_id, action_id), {})
            options = [*offered.values(), *_chosen(element)] if "external" in element["type"] else None
            kept = forms.entered(element, None if wanted == "" else wanted, options)
            view.values.setdefault(block_id, {})[action_id] = kept


def _chosen(element: JSON) -> list[JSON]:
    return [*([element["initial_option"]] if "initial_option" in element else []), *element.get("initial_options", [])]


async def submit(act: Act) -> JSON:
    """Send a form; what is wrong with it comes back by block, from Slack's own client or from the app."""
    view = act.view(act.given["view"])
    _enter(act, view, act.given.get("values") or {})
    values = shapes.state_values(view.blocks, view.values)
    errors = forms.problems(view.blocks, values)
    return {"errors": errors} if errors else _done(await act.sandbox.act(act.sandbox.compose.submit(act.user, view, values)))


async def close(act: Act) -> JSON:
    """Dismiss a form, or the whole stack of them; that the app does not hear of it is nobody's trouble."""
    await act.sandbox.close(act.user, act.view(act.given["view"]), cleared=bool(act.given.get("cleared")))
    return {}


async def shortcut(act: Act) -> JSON:
    """Choose a global shortcut."""
    return _done(await act.sandbox.shortcut(act.user, act.given["callback_id"]))


async def message_shortcut(act: Act) -> JSON:
    """Choose a shortcut from a message's menu."""
    return _done(await act.sandbox.message_shortcut(act.user, act.given["callback_id"], act.place(), act.given["ts"]))


async def react(act: Act) -> JSON:
    """React to a message, or take it back."""
    change = act.sandbox.react if act.given["on"] else act.sandbox.unreact
    await change(act.user, act.place(), act.given["ts"], act.given["name"])
    return {}


async def open_home(act: Act) -> JSON:
    """Open the app's Home, or another of its tabs."""
    await act.sandbox.open_home(act.user, act.given.get("tab", "home"))
    return {}


async def read(act: Act) -> JSON:
    """Have read a conversation."""
    act.desk.marks.read(act.user, act.workspace.channels[act.place()])
    return {}


async def dismiss(act: Act) -> JSON:
    """Dismiss what only this person sees."""
    found = act.message(act.given["ts"])
    if found.ephemeral_for != act.user:
        raise forms.NotThere("only what you alone see can be dismissed")
    act.workspace.ephemerals.remove(found)
    found.deleted = True
    act.sandbox.state.touch(found)
    return {}


async def join(act: Act) -> JSON:
    """Invite the app into a channel."""
    await act.sandbox.join(act.workspace.bot_user, act.place())
    return {}


async def turn(act: Act) -> JSON:
    """Turn the clock of everybody."""
    by, stage = act.given["by"], act.desk.stage
    if stage.turn is None or by not in stage.turns:
        raise Failed("no_clock", stage.clock_hint or "The clock can't be turned here.")
    if act.desk.turning:
        raise Failed("turning", "The clock is being turned.")
    act.desk.turning = True
    try:
        await stage.turn(by)
    finally:
        act.desk.turning = False
    return {}


async def trouble(act: Act) -> JSON:
    """Switch a trouble on or off."""
    await act.desk.troubles.switch(act.given["name"], on=bool(act.given["on"]))
    return {}


ACTS: dict[str, Callable[[Act], Awaitable[JSON]]] = {
    act.__name__: act
    for act in (
        send,
        click,
        suggest,
        submit,
        close,
        shortcut,
        message_shortcut,
        react,
        open_home,
        read,
        dismiss,
        join,
        turn,
        trouble,
    )
}


async def carry_out(desk: Desk, looker: Looker, given: Any) -> JSON:
    """Carry out what the page asks for, and return its answer, with Slack's code and a reason where it did not come about."""
    try:
        act = ACTS[given["act"]]
        result = await act(Act(desk, looker, given))
    except Failed as failed:
        return {"ok": False, "error": failed.error, "reason": failed.reason}
    except Refused as refused:
        return {"ok": False, "error": refused.code, "reason": refused.reason}
    except forms.NotThere as gone:
        return {"ok": False, "error": "not_there", "reason": str(gone)}
    except (LookupError, TypeError, ValueError) as odd:
        return {"ok": False, "error": "invalid_arguments", "reason": f"The page asked for something odd: {odd}"}
    return {"ok": True, **result}
