"""The views methods: modals on a person's stack of at most three, and the Home tab. An app's answer to a form uses the same acts."""

from sandbox import rules, shapes
from sandbox.interactions import Trigger
from sandbox.methods.call import Call, Method
from sandbox.records import JSON, View, Workspace
from sandbox.refused import Refused
from sandbox.state import State

STACK_LIMIT = 3


def put_on_stack(state: State, workspace: Workspace, user: str, content: JSON) -> View:
    """Show one more modal on top of those that are open."""
    stack = workspace.stack(user)
    if len(stack) >= STACK_LIMIT:
        raise Refused("push_limit_reached")
    view = state.new_view(workspace, user, content, stack[-1] if stack else None)
    stack.append(view)
    state.touch(view)
    return view


def _content(call: Call, kind: str) -> JSON:
    content: JSON = call.arguments.get("view")  # type: ignore[assignment]
    rules.view(content, kind)
    return content


def _unique_external_id(call: Call, content: JSON, but: View | None = None) -> None:
    external_id = content.get("external_id")
    if external_id and any(view is not but and view.content.get("external_id") == external_id for view in call.workspace.views()):
        raise Refused("duplicate_external_id")


def _modal(call: Call) -> tuple[Trigger, JSON]:
    if not call.has("trigger_id"):
        raise Refused("invalid_arguments", "missing required field: trigger_id")
    trigger = call.triggers.look(call.text("trigger_id"))
    content = _content(call, "modal")
    _unique_external_id(call, content)
    return trigger, content


def _answer(call: Call, view: View) -> JSON:
    return {"view": shapes.view(call.state, call.workspace, view)}


def open_view(call: Call) -> JSON:
    """views.open: a first modal; those that were open before are gone."""
    trigger, content = _modal(call)
    trigger.used = True
    call.workspace.stack(trigger.user).clear()
    return _answer(call, put_on_stack(call.state, call.workspace, trigger.user, content))


def push(call: Call) -> JSON:
    """views.push: with a trigger_id that comes from within a modal."""
    trigger, content = _modal(call)
    if trigger.view is None or trigger.view not in call.workspace.stack(trigger.user):
        raise Refused("invalid_arguments", "views.push needs a trigger_id from within an open modal")
    view = put_on_stack(call.state, call.workspace, trigger.user, content)
    trigger.used = True
    return _answer(call, view)


def _wanted(call: Call) -> View:
    for view in call.workspace.views():
        known = {view.id: "view_id", view.content.get("external_id"): "external_id"}
        if any(value and call.arguments.get(name) == value for value, name in known.items()):
            return view
    raise Refused("not_found")


def _fresh(call: Call, view: View) -> None:
    if call.has("hash") and call.text("hash") != view.hash:
        raise Refused("hash_conflict")


def update(call: Call) -> JSON:
    """views.update, by view_id or external_id; with `hash` only if nobody changed it since."""
    if not (call.has("view_id") or call.has("external_id")):
        raise Refused("invalid_arguments", "missing required field: view_id")
    view = _wanted(call)
    _fresh(call, view)
    content = _content(call, view.type)
    _unique_external_id(call, content, but=view)
    call.state.replace_view(view, content)
    return _answer(call, view)


def publish(call: Call) -> JSON:
    """views.publish: the Home tab of one person."""
    user = call.text("user_id")
    if not call.home_enabled:
        raise Refused("not_enabled")
    if user not in call.workspace.users:
        raise Refused("invalid_arguments", "invalid `user_id`")
    content = _content(call, "home")
    _unique_external_id(call, content, but=call.workspace.homes.get(user))
    return _answer(call, _published(call, user, content))


def _published(call: Call, user: str, content: JSON) -> View:
    view = call.workspace.homes.get(user)
    if view is None:
        view = call.workspace.homes[user] = call.state.new_view(call.workspace, user, content)
        call.state.touch(view)
    else:
        _fresh(call, view)
        call.state.replace_view(view, content)
    return view


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
