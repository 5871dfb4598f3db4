"""The bot's work: whose customers are, whether everything due was told, what waits in the outbox, and where the summary goes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.checks.finding import Finding, counted, fail, ok, some_of, warn
from handlers.audit import audit
from handlers.channels import shared
from handlers.gate import Gate, Refused, read_person
from handlers.refusal import code_of
from model.answer import Json
from model.customer import Customer
from model.person import Person
from model.settings import Settings
from storage import Store

LATE = timedelta(minutes=15)
ONE_DAY = timedelta(days=1)
STATES = {"deleted": "have left Slack", "guest": "are guests", "stranger": "are not of this workspace", "bot": "are apps"}
NEW_OWNER = "`/talk edit NAME` gives a customer a new one"
SETTINGS, SUMMARIES = "`/talk settings`", "`/talk summaries`"
LOOKED_AT = 20


async def members(gate: Gate) -> dict[str, Person] | None:
    """List who is in the workspace, at once, so that nobody is asked for one by one; None where Slack does not say."""
    try:
        found = [read_person(member) for page in await gate.pages() for member in page]
    except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError):
        return None
    gate.known |= {person.id: (gate.now(), person) for person in found}
    return {person.id: person for person in found}


def right_workspace(workspaces: list[str], team: str) -> Iterator[Finding]:
    """Say whether the store is that of the token's workspace."""
    if workspaces and team not in workspaces:
        there = ", ".join(workspaces)
        yield warn("workspace", f"the store holds {there}, and the token is {team}'s. Is TALK_STORE, or the token, another bot's?")


def owners(customers: list[Customer], people: Mapping[str, Person] | None, gate: Gate) -> Iterator[Finding]:
    """Say which customers have no owner, or one who can't be told any more."""
    ownerless = [customer.name for customer in customers if customer.owner is None]
    if ownerless:
        yield warn("owners", f"{counted(len(ownerless), 'customer has', 'customers have')} none: {some_of(ownerless)}. {NEW_OWNER}.")
    if people is None:
        yield warn("owners", "Slack did not list the workspace's members, so it is not known who has left, and who should have been told.")
        return
    gone = unfit_owners(customers, people, gate)
    for state, names in gone.items():
        yield warn("owners", f"those of {some_of(names)} {STATES.get(state, state)}. {NEW_OWNER}; until then others are told.")
    if not ownerless and not gone:
        yield ok("owners", "every customer has one who can be told" if customers else "there is no customer yet")


def unfit_owners(customers: list[Customer], people: Mapping[str, Person], gate: Gate) -> dict[str, list[str]]:
    """Return the customers whose owners may not use the bot, by why not."""
    found: dict[str, list[str]] = {}
    for customer in customers:
        if customer.owner and (why := unfit(people.get(customer.owner), gate)):
            found.setdefault(why, []).append(customer.name)
    return found


def unfit(person: Person | None, gate: Gate) -> str:
    """Return why a person may not use the bot; nothing where they may."""
    if person is None:
        return "stranger"
    try:
        gate.checked(person)
    except Refused as error:
        return str(error)
    return ""


async def reminders(store: Store, gate: Gate, now: datetime, holder: str | None) -> AsyncIterator[Finding]:
    """Say whether everybody who should have been told was told."""
    found = await audit(store, gate, now)
    if found.untold:
        what = f"{counted(len(found.untold), 'customer is', 'customers are')} due, and nobody was told, though nothing holds that back"
        names = some_of([customer.name for customer in found.untold])
        if holder:
            yield fail("reminders", f"{what}: {names}. A bot is running, so its log should say why not.")
        else:
            yield warn("reminders", f"{what}: {names}. Start the bot, or tell it now: keep-talking sweep.")
    if found.nobody:
        names = some_of([customer.name for customer in found.nobody])
        yield fail("reminders", f"nobody can be told of {names}. {NEW_OWNER}; {SETTINGS} names admins who hear of what nobody else can.")
    if not found.untold and not found.nobody:
        waits = f"; {found.waiting:,} will be told in working hours" if found.waiting else ""
        yield ok("reminders", f"nobody is owed one{waits}{await last_told(store, gate, now)}")


async def last_told(store: Store, gate: Gate, now: datetime) -> str:
    """Say when the last reminder was decided, as far as the last day goes."""
    swept = [change.at for change in await store.changes(gate.team, "clock", now - ONE_DAY) if change.verb == "sweep"]
    return f"; the last one was decided at {max(swept):%Y-%m-%d %H:%M} UTC" if swept else "; there was none in the last 24 hours"


async def outbox(store: Store, gate: Gate, now: datetime, holder: str | None) -> Finding:
    """Say what waits to be sent."""
    posts = await store.open_posts(gate.team)
    stuck = [post for post in posts if post.not_before < now - LATE]
    if not stuck:
        return ok("outbox", f"{counted(len(posts), 'message waits', 'messages wait')} for its time" if posts else "empty")
    trouble = f" (Slack's last word: {stuck[0].trouble})" if stuck[0].trouble else ""
    todo = "The running bot's log should say why." if holder else "Start the bot, or send them now: keep-talking sweep."
    waits = counted(len(stuck), "message waits", "messages wait")
    return warn("outbox", f"{waits} since {stuck[0].not_before:%Y-%m-%d %H:%M} UTC{trouble}. {todo}")


async def channels(store: Store, gate: Gate) -> AsyncIterator[Finding]:
    """Say whether the summaries can be posted where people want them; of very many the first."""
    settings, schedules = await store.settings(gate.team), await store.schedules(gate.team)
    if not schedules:
        yield ok("summary channel", "none is chosen; an admin chooses one with `/talk summary all` or " + SETTINGS)
    for schedule in schedules[:LOOKED_AT]:
        yield await channel(schedule.channel, settings, gate)
    if len(schedules) > LOOKED_AT:
        yield ok("summary channel", f"{len(schedules) - LOOKED_AT:,} more are not looked at")


async def channel(chosen: str, settings: Settings, gate: Gate) -> Finding:
    """Say whether a summary can be posted in a channel."""
    try:
        answer = await gate.client.conversations_info(channel=chosen)
        return of_channel(settings, answer["channel"])
    except SlackApiError as error:
        return unseen(chosen, code_of(error))
    except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError) as error:
        return warn("summary channel", f"Slack did not say how {chosen} is ({type(error).__name__}). Ask again in a minute.")


def of_channel(settings: Settings, found: Json) -> Finding:
    """Say whether a channel that the bot can see takes the summary."""
    name = f"#{found.get('name') or found['id']}"
    if found.get("is_archived"):
        return fail("summary channel", f"{name} is archived. Choose another with {SUMMARIES}, or bring it back.")
    if not found.get("is_member"):
        return fail("summary channel", f"the bot is not in {name}. Type there: /invite @Keep Talking.")
    if not shared(found):
        return ok("summary channel", f"{name}, read by colleagues only")
    if settings.allows(found["id"]):
        return ok("summary channel", f"{name}, which another organisation reads, as an admin allows")
    return warn(
        "summary channel", f"{name} is shared with another organisation, so nothing is posted. An admin may allow it in {SETTINGS}."
    )


def unseen(channel: str, code: str) -> Finding:
    """Say why the bot can't see a channel."""
    if code == "missing_scope":
        return warn("summary channel", f"{channel} is private, and whether it is shared can't be seen without the scope groups:read.")
    if code == "channel_not_found":
        return fail(
            "summary channel", f"{channel} is not there, or private without the bot in it. Invite it, or choose another: {SUMMARIES}."
        )
    return warn("summary channel", f"Slack did not say how {channel} is ({code}). Ask again in a minute.")
