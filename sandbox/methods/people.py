"""The methods about people, the workspace and the app itself."""

from sandbox import shapes
from sandbox.methods.call import Call, Method
from sandbox.records import JSON, User
from sandbox.refused import Refused


def _shown(call: Call, person: User) -> JSON:
    return shapes.user(call.state, person, email="users:read.email" in call.scopes)


def info(call: Call) -> JSON:
    """users.info."""
    person = call.workspace.users.get(call.text("user", ""))
    if person is None:
        raise Refused("user_not_found")
    return {"user": _shown(call, person)}


def list_users(call: Call) -> JSON:
    """users.list."""
    page = call.listed([_shown(call, person) for person in call.workspace.users.values()], "members", default=1000)
    return {**page, "cache_ts": int(call.state.now().timestamp())}


def lookup_by_email(call: Call) -> JSON:
    """users.lookupByEmail: people who are active, without regard to case."""
    email = call.text("email", "").casefold()
    for person in call.workspace.users.values():
        if email and person.email.casefold() == email and not person.deleted:
            return {"user": _shown(call, person)}
    raise Refused("users_not_found")


def auth_test(call: Call) -> JSON:
    """auth.test."""
    workspace = call.workspace
    bot = workspace.users[workspace.bot_user]
    ids = {"team_id": workspace.id, "user_id": bot.id, "bot_id": workspace.bot_id, "is_enterprise_install": False}
    return {"url": f"https://{workspace.domain}.slack.com/", "team": workspace.name, "user": bot.name, **ids}


def api_test(call: Call) -> JSON:
    """api.test: gives the arguments back, and the error that is asked for."""
    if call.has("error"):
        raise Refused(call.text("error"), args=call.arguments)
    return {"args": call.arguments}


def team_info(call: Call) -> JSON:
    """team.info."""
    workspace = call.workspace
    address = {"domain": workspace.domain, "email_domain": "example.com", "url": f"https://{workspace.domain}.slack.com/"}
    return {"team": {"id": workspace.id, "name": workspace.name, **address, "icon": {"image_default": True}}}


def bots_info(call: Call) -> JSON:
    """bots.info."""
    workspace = call.workspace
    if call.text("bot", workspace.bot_id) != workspace.bot_id:
        raise Refused("bot_not_found")
    ids = {"id": workspace.bot_id, "app_id": call.state.app_id, "user_id": workspace.bot_user}
    return {"bot": {**ids, "deleted": False, "name": workspace.users[workspace.bot_user].real_name, "updated": 0, "icons": {}}}


METHODS = {
    "auth.test": Method(auth_test),
    "api.test": Method(api_test),
    "users.info": Method(info, ("users:read",)),
    "users.list": Method(list_users, ("users:read",)),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",)),
    "team.info": Method(team_info, ("team:read",)),
    "bots.info": Method(bots_info, ("users:read",)),
}
