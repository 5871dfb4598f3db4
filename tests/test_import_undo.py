"""Taking an import back: everything as it was, but for what something was built on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from import_desk import SALESFORCE, Desk, batch_in, desk
from records import TEAM, belief, change, commitment, customer, edited, idea, improvement, made, removed, talk

from bot.config import ConfigError
from model.change import Write
from model.customer import Customer, fold

__all__ = ["desk"]


async def named(desk: Desk, name: str) -> Customer:
    async with desk.store() as store:
        return (await store.named(TEAM, [fold(name)]))[fold(name)]


async def test_an_import_is_taken_back_whole_and_only_once(desk: Desk) -> None:
    _, lines = await desk.run(SALESFORCE)
    batch = batch_in(lines)

    first = await desk.undo(batch)
    nothing = await desk.customers()
    again = await desk.undo(batch)

    assert first == (0, ["customers 2 = taken back 2 + kept 0", f"batch {batch} of customers.csv is taken back"])
    assert nothing == {}
    assert again == (0, [f"batch {batch} of customers.csv is already taken back, since 2026-11-24 12:00 UTC"])


async def test_long_after_customers_are_as_they_were_before(desk: Desk) -> None:
    acme = customer("Acme", external_id="7", industry="Retail", aliases=("The Smiths",))
    await desk.put(acme, talk(acme, date(2026, 9, 1)))
    _, lines = await desk.run("id,name,industry,owner,last talk\n7,Acme Group,Energy,U0NEW,2026-10-05\n")
    desk.at += timedelta(days=400)

    code, _ = await desk.undo(batch_in(lines))

    back = (await desk.customers())["Acme"]
    assert code == 0
    assert back == acme.changed().changed()
    assert [one.held_on for one in await desk.talks("Acme")] == [date(2026, 9, 1)]


async def test_what_was_changed_or_talked_about_since_is_kept_and_listed_with_why(desk: Desk) -> None:
    await desk.put(customer("Initech"))
    _, lines = await desk.run("name,industry,last talk\nAcme,Retail,2026-10-05\nGlobex,,\nHooli,,\nInitech,Software,\nUmbrella,,\n")
    acme, globex, hooli, initech = [await named(desk, name) for name in ("Acme", "Globex", "Hooli", "Initech")]
    async with desk.store() as store:
        await store.commit(made(talk(acme), talk(globex), idea(globex)))
        await store.commit(edited(hooli, owner="U0NEW"))
        await store.commit(edited(initech, industry="Games"))

    code, said = await desk.undo(batch_in(lines))

    assert code == 1
    assert said == [
        "kept: Acme: it has 1 talk by now",
        "kept: Globex: it has 1 talk and 1 idea by now",
        "kept: Hooli: it was changed since",
        "kept: Initech: it was changed since",
        "customers 5 = taken back 1 + kept 4",
        f"batch {batch_in(lines)} of customers.csv is partly taken back; take back what is newer and run this again",
    ]
    assert set(await desk.customers()) == {"Acme", "Globex", "Hooli", "Initech"}


async def test_a_customer_stays_whatever_was_recorded_for_it_since(desk: Desk) -> None:
    _, lines = await desk.run("name,last talk\nAcme,2026-10-05\nGlobex,\n")
    acme, globex = await named(desk, "Acme"), await named(desk, "Globex")
    async with desk.store() as store:
        await store.commit(made(improvement(acme, 1), improvement(globex, 2), belief(globex), commitment(globex), commitment(globex)))

    _, said = await desk.undo(batch_in(lines))

    assert said[:2] == ["kept: Acme: it has 1 improvement by now", "kept: Globex: it has 1 belief, 2 commitments and 1 improvement by now"]
    assert set(await desk.customers()) == {"Acme", "Globex"}


async def test_open_improvements_go_with_their_customer_to_its_new_owner_and_back(desk: Desk) -> None:
    acme = customer("Acme", owner="U0OLD")
    await desk.put(acme, improvement(acme, 1, owner="U0OLD"), improvement(acme, 2, owner="U0OTHER"))

    _, lines = await desk.run("name,owner\nAcme,U0NEW\n")
    handed_on = await owners(desk)
    await desk.undo(batch_in(lines))

    assert handed_on == ["U0OTHER", "U0NEW"]
    assert await owners(desk) == ["U0OTHER", "U0OLD"]


async def owners(desk: Desk) -> list[str | None]:
    async with desk.store() as store:
        return [one.owner for one in await store.improvements(TEAM)]


async def test_what_was_kept_is_taken_back_once_nothing_is_built_on_it_any_more(desk: Desk) -> None:
    _, lines = await desk.run("name,last talk\nAcme,2026-10-05\nGlobex,\n")
    acme = await named(desk, "Acme")
    newer, changed = talk(acme), acme.changed(owner="U0NEW")
    async with desk.store() as store:
        await store.commit(made(newer))
        await store.commit(edited(acme, owner="U0NEW"))
    kept, _ = await desk.undo(batch_in(lines))
    async with desk.store() as store:
        await store.commit(removed(newer))
        await store.commit(change(Write(before=changed, after=changed.changed(owner=None))))

    code, said = await desk.undo(batch_in(lines))

    assert (kept, code) == (1, 0)
    assert said[0] == "customers 1 = taken back 1 + kept 0"
    assert await desk.customers() == {}


async def test_a_talk_noted_since_does_not_keep_a_customer_that_was_only_changed(desk: Desk) -> None:
    acme = customer("Acme", industry="Retail")
    await desk.put(acme)
    _, lines = await desk.run("name,industry\nAcme,Energy\n")
    await desk.put(talk(acme))

    code, _ = await desk.undo(batch_in(lines))

    assert code == 0
    assert (await desk.customers())["Acme"].industry == "Retail"
    assert len(await desk.talks("Acme")) == 1


async def test_a_talk_that_was_moved_keeps_its_customer(desk: Desk) -> None:
    other = customer("Other")
    await desk.put(other)
    _, lines = await desk.run("name,last talk\nAcme,2026-10-05\n")
    [imported] = await desk.talks("Acme")
    async with desk.store() as store:
        await store.commit(edited(imported, customer=other.id))

    code, said = await desk.undo(batch_in(lines))

    assert code == 1
    assert said[0] == "kept: Acme: the talk that came with it was changed since"


async def test_a_customer_that_is_gone_already_does_not_stand_in_the_way(desk: Desk) -> None:
    _, lines = await desk.run("name\nAcme\nGlobex\n")
    acme = await named(desk, "Acme")
    async with desk.store() as store:
        await store.commit(removed(acme))

    code, _ = await desk.undo(batch_in(lines))

    assert code == 0
    assert await desk.customers() == {}


async def test_an_import_in_many_parts_is_taken_back_whole(desk: Desk) -> None:
    _, lines = await desk.run("name,last talk\n" + "".join(f"Customer {n},2026-10-05\n" for n in range(1000)))

    _, said = await desk.undo(batch_in(lines))

    assert said[0] == "customers 1000 = taken back 1000 + kept 0"
    assert await desk.customers() == {}


async def test_after_an_undo_the_same_import_does_the_same_again(desk: Desk) -> None:
    first, lines = await desk.run(SALESFORCE)
    await desk.undo(batch_in(lines))

    again, repeated = await desk.run(SALESFORCE)

    assert (first, again) == (0, 0)
    assert lines[:-1] == repeated[:-1]


async def test_a_batch_that_nobody_made_is_told(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="there is no batch 4711"):
        await desk.undo("4711")

    assert await desk.customers() == {}
