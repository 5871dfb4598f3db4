"""Who plays in the story of the demo, where, and what a deed is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

OLIVIA, DAN, SOFIA, SAM, ADA, STAN = "U0OWNER", "U0DEPUTY", "U0SPONSOR", "U0STAFF", "U0ADMIN", "U0STRANGER"
GENERAL, NORTHSIDE, RIVERBANK, OWNERS = "C0GENERAL", "C0CUSTOMER", "C0SHARED", "C0OWNERS"
ACCOUNTING, PERSONNEL, LIBRARY, LEADS = "C0ACCOUNTING", "C0PERSONNEL", "C0LIBRARY", "C0PRIVATE"
APP = "app"

PEOPLE = {
    OLIVIA: ("Olivia Berg", "Account owner"),
    DAN: ("Dan Okafor", "Account owner"),
    SOFIA: ("Sofia Lindqvist", "CIO and sponsor"),
    SAM: ("Sam Whitaker", "IT staff, New York"),
    ADA: ("Ada Moreau", "Slack admin"),
    "U0GUEST": ("Gus Fielding", "Contractor"),
    "U0ULTRA": ("Uma Rao", "Auditor"),
    STAN: ("Stan Petrov", "Riverbank"),
    "U0GONE": ("Greta Holm", "Left in spring"),
}
RENAMED = {NORTHSIDE: "northside-hospital", RIVERBANK: "shared-with-riverbank"}
CHANNELS = {OWNERS: "account-owners", ACCOUNTING: "accounting-it", PERSONNEL: "personnel-it", LIBRARY: "hudson-library"}
DOORS = {
    "add": "/talk add {name}{text}",
    "edit": "/talk edit {name}{text}",
    "note": "/talk note {name} {text}",
    "idea": "/talk idea {name} {text}",
    "book": "/talk book {name}{text}",
    "improve": "/talk improve {name}{text}",
    "moves": "/talk improvements {name}",
    "rates": "/talk customer {name}{text}",
    "learn": "/talk learn {name} {text}",
    "of others": "/talk learn industry {text}",
    "opens": "/talk note {name}{text}",
    "dm note": "note {name} {text}",
    "dm idea": "idea {name} {text}",
    "@note": "note {name} {text}",
    "says": "{text}",
    "presses": "{text}",
}


@dataclass(frozen=True)
class Deed:
    """What somebody did, through which door, about which customer; `form` is what they filled in, a number for a day so far ahead.

    Who `moves` an improvement takes the customer's first one in the register, and presses on its card the button that is the text. Who
    `rates` the relationship does so on the customer's card.
    """

    ago: int
    at: str
    who: str
    how: str
    text: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    channel: str = GENERAL

    @property
    def line(self) -> str:
        """What was typed, or the button that was pressed."""
        return DOORS[self.how].format(name=self.name, text=self.text)


@dataclass(frozen=True)
class Account:
    """A customer, when it was brought in, and what was said and done about it since."""

    name: str
    owner: str
    since: int
    details: Mapping[str, str]
    deeds: tuple[Deed, ...]

    def all(self) -> Iterator[Deed]:
        """Yield all that was done about this customer."""
        channel = self.details.get("Channel", OWNERS)
        form = {"Sponsor": SOFIA, **self.details}
        brought_in = (Deed(self.since, "09:40", self.owner, "add"), Deed(self.since, "09:42", self.owner, "edit", form=form))
        for deed in (*brought_in, *self.deeds):
            yield Deed(deed.ago, deed.at, deed.who, deed.how, deed.text, deed.form, self.name, channel)
