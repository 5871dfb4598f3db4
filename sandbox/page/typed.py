"""What a line means that was typed on the page: names behind `@` and `#` become the mentions that Slack's composer makes of them."""

import re

from sandbox.records import Workspace


def mentions(workspace: Workspace, line: str) -> str:
    """Return the line with `@name` and `#channel` as Slack's marks, the longest name first, whatever the case."""
    marks = {f"@{name}".casefold(): f"<@{user.id}>" for user in workspace.users.values() for name in (user.name, user.real_name)}
    marks |= {f"#{one.name}".casefold(): f"<#{one.id}>" for one in workspace.channels.values() if not one.is_im}
    names = "|".join(re.escape(name) for name in sorted(marks, key=len, reverse=True))
    return re.sub(rf"(?<![\w<])(?:{names})(?!\w)", lambda found: marks[found.group().casefold()], line, flags=re.IGNORECASE)
