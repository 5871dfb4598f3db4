"""Who and what the exhibits are about, and what an exhibit is. Everything is fixed: ids, days, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, ParamSpec

import msgspec

from messages import trouble
from model.answer import Json, Message, Sentence, View
from model.cadence import QUARTERLY
from model.customer import Customer
from model.draft import Draft, DraftVerb
from model.idea import Idea
from model.nudge import Relationship
from model.record import id_for
from model.talk import Talk

P = ParamSpec("P")

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
THURSDAY, SATURDAY, SUNDAY = date(2026, 12, 3), date(2026, 12, 5), date(2026, 12, 6)
TEAM = "T0TEAM"
OLIVIA, DAN, SOFIA, SAM, ADA = "U0OWNER", "U0DEPUTY", "U0SPONSOR", "U0STAFF", "U0ADMIN"
GENERAL, LINKED, SHARED = "C0GENERAL", "C0CUSTOMER", "C0SHARED"
KEY = "view:V00000001:1795512600.h00000001"
PLACES = {
    **dict.fromkeys(("nudge_dm", "answered_in", "not_posted", "details_not_posted", "nothing_to_sum_up"), "dm"),
    **dict.fromkeys(("not_asked", "not_summed_up"), "dm"),
    **dict.fromkeys(("summary_shared", "posted", "in_words", "head", "head_now", "summed_up", "unposted"), "channel"),
}
WEBER = "Dr. Weber wants patients to move their appointments online by spring. The board decides in January."


class Exhibit(msgspec.Struct, frozen=True):
    """One thing the bot can say: by which function of `messages`, what there is to see in it, and how it looks.

    `mistakes` say what is wrong in a form, by the block id of the field beside which it stands.
    """

    says: Callable[..., Any]
    name: str
    shown: Message | View
    mistakes: dict[str, Callable[[], Sentence]] = {}

    @property
    def noun(self) -> str:
        """Return the noun it belongs to, as the file of its function is called."""
        return self.says.__module__.rpartition(".")[2]

    @property
    def speakers(self) -> tuple[Callable[..., Any], ...]:
        """Return all functions whose words are in it."""
        return (self.says, *(mistake.func if isinstance(mistake, partial) else mistake for mistake in self.mistakes.values()))

    def refused(self, **mistakes: Callable[[], Sentence]) -> Exhibit:
        """Return a form as it stays open, with what to mend."""
        return msgspec.structs.replace(self, mistakes=mistakes)

    def as_json(self) -> Json:
        """Return it as the page shows it; `place` says who sees a message: you alone, you in a DM, or a channel."""
        says = self.says.__name__
        head = {"noun": self.noun, "name": self.name, "says": says, "surface": "message", "place": PLACES.get(says, "you")}
        if isinstance(self.shown, Message):
            return {**head, "text": self.shown.text, "blocks": list(self.shown.blocks)}
        return {
            **head,
            "surface": self.shown["type"],
            "view": self.shown,
            "errors": {block: mistake() for block, mistake in self.mistakes.items()},
        }


def exhibit(name: str, says: Callable[P, Message | View], /, *args: P.args, **kwargs: P.kwargs) -> Exhibit:
    """Let a function of `messages` speak."""
    return Exhibit(says, name, says(*args, **kwargs))


def mendable(name: str, typed: str, says: Callable[P, Sentence], /, *args: P.args, **kwargs: P.kwargs) -> Exhibit:
    """Let a function of `messages` say what a person can put right, with what they typed below."""
    return Exhibit(says, name, trouble.mendable(says(*args, **kwargs), typed))


class Cast(msgspec.Struct, frozen=True):
    """The customers and what is said. With `name` all customers are called that, with `text` everything that people wrote is that."""

    name: str | None = None
    text: str | None = None

    def named(self, name: str) -> str:
        """Return a customer's name."""
        return name if self.name is None else self.name

    def said(self, text: str) -> str:
        """Return what somebody wrote."""
        return text if self.text is None else self.text

    def customer(self, believable: str, **fields: Any) -> Customer:
        """Return a customer."""
        others = {"aliases": (self.name,) * 9, "industry": self.name[:200]} if self.name is not None else {}
        given = {"owner": OLIVIA, "deputy": DAN, "sponsor": SOFIA, "added_on": date(2026, 3, 2), **fields, **others}
        return Customer(id=id_for("gallery", believable), workspace=TEAM, name=self.named(believable), **given)

    @property
    def northside(self) -> Customer:
        """Return an outside customer of whom much is known."""
        return self.customer("Northside Hospital", aliases=("Northside", "NSH"), industry="Hospitals", channel=LINKED)

    @property
    def riverbank(self) -> Customer:
        """Return one that nobody helps Olivia with."""
        return self.customer("Riverbank", deputy=None, sponsor=None)

    @property
    def accounting(self) -> Customer:
        """Return a department."""
        return self.customer(
            "Accounting", kind="department", industry="Financial services", cadence=msgspec.structs.replace(QUARTERLY, count=1)
        )

    def many(self, count: int) -> list[Customer]:
        """Return many customers."""
        towns = ("Harbour", "Hillside", "Lakeview", "Meadow", "Old Town", "Parkside", "Station", "Westgate")
        kinds = ("Bakery", "Clinic", "Dairy", "Foundry", "Insurance", "Museum", "Schools", "Theatre", "Transport")
        names = [f"{towns[n % len(towns)]} {kinds[n % len(kinds)]} {n + 1}" for n in range(count)]
        return [self.customer(one, owner=(OLIVIA, DAN, SAM, None)[n % 4]) for n, one in enumerate(names)]

    def talk(self, customer: Customer, held_on: date = YESTERDAY, notes: str = WEBER, **fields: Any) -> Talk:
        """Return a talk with a customer."""
        given = {"author": OLIVIA, "recorded_at": NOW, **fields}
        return Talk(id=id_for("talk", customer.id), workspace=TEAM, customer=customer.id, held_on=held_on, notes=self.said(notes), **given)

    def idea(self, customer: Customer, text: str = "Let patients move appointments by text message", **fields: Any) -> Idea:
        """Return an idea for a customer."""
        given = {"author": SAM, "noted_at": NOW, **fields}
        return Idea(id=id_for("idea", customer.id, text), workspace=TEAM, customer=customer.id, text=self.said(text), **given)

    def draft(self, line: str, verb: DraftVerb = "note") -> Draft:
        """Return a line that is kept."""
        return Draft(id=id_for("draft"), workspace=TEAM, author=OLIVIA, verb=verb, line=self.said(line), expires_at=NOW)


def standing(customer: Customer, days_ago: int | None = 20) -> Relationship:
    """Return how a relationship stands whose last talk was so many days ago, or that never had one."""
    last_on = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return Relationship(customer, last_on, customer.cadence.after(last_on or customer.added_on))
