"""A store with every kind of record in it, and moving it about, for the tests of backups and copies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from records import (
    NOON,
    TODAY,
    belief,
    change,
    commitment,
    customer,
    draft,
    entry,
    idea,
    improvement,
    later,
    made,
    nudge,
    post,
    schedule,
    talk,
)

from model.answer import Message
from model.batch import Batch, BatchPart, Step
from model.brainstorm import Brainstorm
from model.change import AnyRecord, Change, Write
from model.customer import Customer
from model.record import new_id
from model.search import Query, read_terms
from model.settings import defaults
from storage import closing, open_store
from storage.moving import Figures, Source, Target, pour, source, target

LATER = later(hours=1)
ODD = "“Größe” <@U1> 'x' \\n \\N \t {} \u2028 \U0001f468\u200d\U0001f469 e\u0301 \x7f ٣ %s $1 \r\n--"


def everything(team: str = "T1") -> list[AnyRecord]:
    """A record of each kind, and some more of those that depend on each other."""
    acme = customer(
        "Ácme & Söhne", workspace=team, aliases=("ACME Ltd", "A."), owner="U1", channel="C1", industry="Hospitals", booked_on=TODAY
    )
    other = customer(ODD, workspace=team, external_id="0\\1", domain="acme.example")
    sent = post(
        workspace=team, state="sent", ts="1.2", channel="D1", message=Message(ODD, ({"type": "section", "b": 1, "a": [1.5, None]},))
    )
    batch = Batch(id=new_id(), workspace=team, file="x.csv", at=NOON, parts=1)
    records: list[AnyRecord] = [
        acme,
        other,
        talk(acme, notes=ODD),
        talk(other, visibility="private"),
        idea(acme),
        belief(acme),
        commitment(acme),
    ]
    records += [sent, post(workspace=team), nudge(acme, sent.id), draft(workspace=team, line=ODD), entry("Hospitals", workspace=team)]
    records += [batch, BatchPart(id=new_id(), workspace=team, batch=batch.id, steps=(Step(acme.id, before=acme, left="x"),))]
    records += [defaults(team).changed(brainstorms="C9")]
    records += [improvement(other, 7, aim=ODD), msgspec.structs.replace(schedule("C1"), workspace=team)]
    return [
        *records,
        Brainstorm(id=new_id(), workspace=team, customer=acme.id, question=ODD, author="U1", opened_at=NOON, channel="C", ts="1", post="p"),
    ]


async def filled(url: str, *changes: Change) -> None:
    """Commit what is given, else a life of two workspaces: everything, an edit and a removal, and a change without a key."""
    lived = changes or life("T1") + life("T2")
    async with closing(await open_store(url, lambda: NOON)) as store:
        for one in lived:
            await store.commit(one)


def life(team: str) -> list[Change]:
    records = everything(team)
    first, said = records[0], records[2]
    assert isinstance(first, Customer)
    return [
        made(*records, workspace=team, key=f"{team}-made"),
        change(Write(before=said, after=said.changed(notes="Corrected")), workspace=team, key=f"{team}-edit", by="U2", at=later(minutes=1)),
        made(draft(workspace=team), workspace=team, key=None, at=later(minutes=2)),
        change(Write(before=records[10]), workspace=team, key=f"{team}-gone", by="U2", at=later(minutes=3)),
    ]


async def copied(given: str, to: str, *, force: bool = False, at: datetime = LATER) -> Figures:
    """Copy one store into another."""
    return await through(await source(given, at, alone=True), await target(to, at, force=force))


async def through(given: Source, to: Target) -> Figures:
    """Move, and let go of both."""
    try:
        return await pour(given, to)
    finally:
        await to.close()
        await given.close()


async def figures(url: str, at: datetime = LATER) -> Figures:
    """The figures of a store."""
    return await through(await source(url, at, alone=False), Nowhere())


async def seen(url: str, team: str = "T1") -> dict[str, Any]:
    """What the bot sees of a store: everything that is derived, and what was answered."""
    async with closing(await open_store(url, lambda: LATER)) as store:
        relationships = await store.relationships(team)
        return {
            "relationships": relationships,
            "talks": [await store.talks(team, one.customer.id) for one in relationships],
            "names": await store.named(team, ["acme & sohne", "acme ltd", "a."]),
            "industries": await store.industries(team),
            "found": await store.find(team, "U1", Query(read_terms("corrected")), 9),
            "posts": await store.open_posts(team),
            "changes": await store.changes(team, "U2", NOON),
            "answered": [await store.answered(team, f"{team}-{key}") for key in ("made", "edit", "gone")],
            "workspaces": await store.workspaces(),
        }


class Nowhere(Target):
    """A target that keeps nothing."""

    async def begin(self, _: Any) -> None:
        pass

    async def add(self, _: Any) -> None:
        pass

    async def finish(self, _: Any) -> None:
        pass

    async def close(self) -> None:
        pass
