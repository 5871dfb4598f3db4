"""Who lives in the default workspace and which channels it has: one of every kind that an app has to tell apart."""

from sandbox.records import Channel, User, Workspace

_PEOPLE = (
    User("U0OWNER", "olivia", "Olivia Owner", email="olivia@example.com"),
    User("U0DEPUTY", "dan", "Dan Deputy", email="dan@example.com"),
    User("U0SPONSOR", "sofia", "Sofia Sponsor", email="sofia@example.com"),
    User("U0STAFF", "sam", "Sam Staff", email="sam@example.com", tz="America/New_York"),
    User("U0ADMIN", "ada", "Ada Admin", email="ada@example.com", is_admin=True, is_owner=True),
    User("U0GUEST", "gus", "Gus Guest", email="gus@example.com", is_restricted=True),
    User("U0ULTRA", "uma", "Uma Ultra", email="uma@example.com", is_restricted=True, is_ultra_restricted=True),
    User("U0STRANGER", "stan", "Stan Stranger", team_id="T0OTHER", email="stan@example.org", is_stranger=True),
    User("U0GONE", "greta", "Greta Gone", email="greta@example.com", deleted=True),
)
_MEMBERS = ("U0OWNER", "U0DEPUTY", "U0SPONSOR", "U0STAFF", "U0ADMIN")


def bot(workspace: Workspace, app_name: str) -> User:
    """Return the app's own user in a workspace."""
    handle = "".join(app_name.split()).lower()
    return User(workspace.bot_user, handle, app_name, workspace.id, is_bot=True, bot_id=workspace.bot_id)


def settle(workspace: Workspace) -> None:
    """People and channels for the default workspace. The bot is a member of all channels but the private one."""
    for person in _PEOPLE:
        workspace.users[person.id] = User(**vars(person))
    for channel in _channels(workspace.bot_user):
        workspace.channels[channel.id] = channel


def _channels(bot_user: str) -> tuple[Channel, ...]:
    return (
        Channel("C0GENERAL", "general", members=[*_MEMBERS, "U0GUEST", "U0ULTRA", bot_user]),
        Channel("C0CUSTOMER", "customer-acme", members=[*_MEMBERS, bot_user]),
        Channel("C0SHARED", "shared-with-acme", is_ext_shared=True, members=[*_MEMBERS, "U0STRANGER", bot_user]),
        Channel("C0PRIVATE", "leads", is_private=True, members=["U0OWNER", "U0ADMIN"]),
        Channel("C0ARCHIVED", "old-news", is_archived=True, members=[*_MEMBERS, bot_user]),
    )
