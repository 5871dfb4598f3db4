"""Which column of a table is what: the headings of Salesforce, HubSpot and ServiceNow exports, and our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from model.customer import fold
from model.sheet import SheetError

Field = Literal[
    "external id",
    "name",
    "other names",
    "kind",
    "industry",
    "owner",
    "deputy",
    "sponsor",
    "channel",
    "cadence",
    "position",
    "domain",
    "last talk",
]
SHOWN = 40

# Where a table has several headings of one field, the first of them here is read.
HEADINGS: dict[Field, tuple[str, ...]] = {
    "external id": ("external id", "account id", "accountid", "record id", "hs object id", "company id", "row id", "id"),
    "name": ("name", "account name", "company name", "department name", "customer name"),
    "other names": ("other names", "aliases"),
    "kind": ("kind",),
    "industry": ("industry",),
    "owner": (
        *("owner", "owner email", "account owner email", "account owner: email", "company owner email"),
        *("account owner", "company owner", "hubspot owner", "owner full name", "hubspot owner id", "owner id", "ownerid"),
    ),
    "deputy": ("deputy",),
    "sponsor": ("sponsor",),
    "channel": ("channel",),
    "cadence": ("cadence",),
    "position": ("position",),
    "domain": ("domain", "company domain name", "domain name", "website", "website url", "web site"),
    "last talk": ("last talk", "last contacted", "notes last contacted", "lastactivitydate", "last activity"),
}
# Headings that mean something only in that system's tables.
OF_SOURCE: dict[str, dict[Field, tuple[str, ...]]] = {
    "Salesforce": {"last talk": ("last activity date",)},
    "HubSpot": {},
    "ServiceNow": {"external id": ("number", "sys id")},
}
TELLING: dict[str, frozenset[str]] = {
    "Salesforce": frozenset(
        {
            *("account name", "account id", "accountid", "account owner", "ownerid", "parentid", "billingstreet", "billing street"),
            *("shippingstreet", "accountnumber", "annualrevenue", "numberofemployees", "tickersymbol", "jigsaw"),
            *("accountsource", "sicdesc", "lastactivitydate", "lastmodifieddate", "last activity"),
        }
    ),
    "HubSpot": frozenset(
        {
            *("record id", "hs object id", "company name", "company domain name", "company owner", "hubspot owner", "hubspot owner id"),
            *("hubspot team", "lifecycle stage", "lifecyclestage", "lead status", "hs lead status", "last contacted"),
            *("notes last contacted", "notes last updated", "number of times contacted"),
        }
    ),
    "ServiceNow": frozenset(
        {
            *("registration code", "account code", "primary contact", "department head", "dept head", "sys id", "sys updated on"),
            *("customer", "partner"),
        }
    ),
}
DEPARTMENTS = frozenset({"department head", "dept head", "department name", "cost center"})
SECRETS = frozenset({"registration code", "registrationcode"})


class Columns(msgspec.Struct, frozen=True):
    """A table's columns: `at` says where each field stands, counted from 0; `headings` are as written.

    `source` is the system it was exported from, as far as its headings tell; `departments` whether it lists departments.
    """

    headings: tuple[str, ...]
    at: dict[Field, int]
    source: str = ""
    departments: bool = False

    @property
    def read(self) -> list[tuple[str, Field]]:
        """Return the headings that are read, and as what."""
        return [(self.headings[index], field) for field, index in self.at.items()]

    @property
    def ignored(self) -> list[str]:
        """Return the headings that are not read."""
        return [heading for index, heading in enumerate(self.headings) if index not in self.at.values()]


def recognise(cells: Sequence[str]) -> Columns:
    """Tell a table's columns by its heading row; raise SheetError where no column holds the customers' names."""
    headings = tuple(" ".join(cell.split()) for cell in cells)
    plain = [normal(heading) for heading in headings]
    source = source_of(plain)
    at = found(plain, source)
    if "name" not in at:
        seen = ", ".join(heading[:SHOWN] for heading in headings if heading) or "none"
        raise SheetError(f"it has no column with the customers' names, such as Name or Account Name. Its columns: {cut(seen)}.")
    return Columns(headings, at, source, departments=not DEPARTMENTS.isdisjoint(plain))


def recognised(cells: Sequence[str]) -> int:
    """Return how many fields these cells would be the headings of."""
    plain = [normal(cell) for cell in cells]
    return len(found(plain, source_of(plain)))


def found(plain: list[str], source: str) -> dict[Field, int]:
    """Return where each field stands, in the order of the fields."""
    at: dict[Field, int] = {}
    for field, headings in HEADINGS.items():
        wanted = (*headings, *OF_SOURCE.get(source, {}).get(field, ()))
        index = next((plain.index(heading) for heading in wanted if heading in plain), None)
        if index is not None and index not in at.values():
            at[field] = index
    return at


def source_of(plain: list[str]) -> str:
    """Return the system whose headings most of these are; none where no heading tells."""
    there = set(plain)
    counts = {source: len(telling & there) for source, telling in TELLING.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ""


def normal(heading: str) -> str:
    """Return a heading as it is compared: case, accents and white space do not matter, and an underscore is a space."""
    return " ".join(fold(heading).replace("_", " ").split())


def is_secret(heading: str) -> bool:
    """Whether what stands under this heading is a password of some kind, which is never read."""
    return normal(heading) in SECRETS


def cut(text: str, limit: int = 600) -> str:
    """Return the text, cut where it is too long for a line."""
    return text if len(text) <= limit else f"{text[: limit - 1]}\u2026"
