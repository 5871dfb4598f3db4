"""Who is meant by an e-mail, a handle or a name in a table: the workspace's members, listed once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.gate import Gate, Refused, read_person
from handlers.refusal import code_of
from model.answer import Json
from model.customer import fold

USER = re.compile(r"(?:<@)?([UW](?=[A-Z]*\d)[A-Z0-9]{2,})(?:\|[^>]*)?>?", re.ASCII)
UNFIT = {"deleted": "has left Slack", "bot": "is an app", "guest": "is a guest", "stranger": "is of another organisation"}
NO_EMAILS = "e-mails can't be seen without the scope users:read.email"


class Directory:
    """Finds Slack users. Without members, `silent` is why nobody could be looked up."""

    def __init__(self, gate: Gate | None = None, members: Iterable[Json] = (), silent: str = "") -> None:
        self.silent = silent
        self.unfit: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.names: defaultdict[str, set[str]] = defaultdict(set)
        self.sees_emails = False
        for member in members if gate else ():
            self.add(member, gate)

    def add(self, member: Json, gate: Gate | None) -> None:
        """Take in one member."""
        profile = member.get("profile") or {}
        try:
            person = read_person(member)
            if gate:
                gate.checked(person)
        except Refused as error:
            self.unfit[member["id"]] = UNFIT.get(str(error), str(error))
        except KeyError:
            return
        email = profile.get("email") or ""
        self.sees_emails = self.sees_emails or bool(email)
        self.addresses |= {fold(address): member["id"] for address in (email, member.get("name")) if address}
        for name in (profile.get("display_name"), member.get("real_name"), profile.get("real_name")):
            self.names[fold(name or "")].add(member["id"])

    def find(self, text: str) -> tuple[str | None, str]:
        """Return the user id that a table's cell names, or None and why not: an id is taken as it is."""
        if match := USER.fullmatch(text):
            return match[1], ""
        if self.silent:
            return None, self.silent
        wanted = fold(text).removeprefix("@")
        found = {self.addresses[wanted]} if wanted in self.addresses else self.names.get(wanted, set())
        fit = [user for user in found if user not in self.unfit]
        if len(fit) == 1:
            return fit[0], ""
        return None, self.why_not(wanted, found, fit)

    def why_not(self, wanted: str, found: set[str], fit: list[str]) -> str:
        """Say why a name stands for nobody."""
        if fit:
            return f"{len(fit)} people have that name"
        if found:
            return self.unfit[min(found)]
        return NO_EMAILS if "@" in wanted and not self.sees_emails else "not found in Slack"


async def read_directory(gate: Gate) -> Directory:
    """List the workspace's members; where Slack does not tell, a directory that says so."""
    try:
        return Directory(gate, [member for page in await gate.pages() for member in page])
    except SlackApiError as error:
        return Directory(silent=f"not looked up: Slack answered {code_of(error)}")
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        return Directory(silent=f"not looked up: Slack can't be reached ({type(error).__name__})")
