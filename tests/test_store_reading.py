"""A store is read beside the process that has it open: as it is at that moment, without a lock, without a byte written."""

from __future__ import annotations

from pathlib import Path

import pytest
from records import NOON, TEAM, customer, edited, made, removed, talk

from storage import NotSaved, StoreError, open_store, read_store


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_it_is_read_while_another_has_it_open_and_nothing_is_written(tmp_path: Path) -> None:
    url, acme = f"tinydb:{tmp_path / 'store'}", customer("Acme", owner="U1")
    store = await open_store(url, lambda: NOON)
    await store.commit(made(acme, talk(acme)))
    before = files(tmp_path)

    read = await read_store(url, NOON)
    await store.commit(made(customer("Later")))

    assert await read.workspaces() == [TEAM]
    assert await read.customers(TEAM, "U1") == [acme]
    assert len(await read.talks(TEAM, acme.id)) == 1
    assert {name: content for name, content in files(tmp_path).items() if name != f"store/{TEAM}/journal-00000001.log"} == {
        name: content for name, content in before.items() if name != f"store/{TEAM}/journal-00000001.log"
    }
    await store.close()


async def test_it_takes_no_change(tmp_path: Path) -> None:
    read = await read_store(f"tinydb:{tmp_path / 'store'}", NOON)

    with pytest.raises(NotSaved, match="only read"):
        await read.commit(made(customer("Acme")))

    with pytest.raises(NotSaved, match="only read"):
        await read.check()


async def test_a_folder_that_is_not_there_is_an_empty_store_and_is_not_made(tmp_path: Path) -> None:
    read = await read_store(f"tinydb:{tmp_path / 'store'}", NOON)

    found = await read.customers(TEAM)

    assert found == []
    assert await read.workspaces() == []
    assert not (tmp_path / "store").exists()


async def test_a_folder_of_something_else_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear")

    with pytest.raises(StoreError, match=r"it holds letters\.txt"):
        await read_store(f"tinydb:{tmp_path}", NOON)


async def test_customers_are_found_by_external_id_and_by_domain_as_they_change(tmp_path: Path) -> None:
    store = await open_store(f"tinydb:{tmp_path / 'store'}", lambda: NOON)
    acme = customer("Acme", external_id="A-1", domain="acme.example")
    sister = customer("A sister", domain="acme.example")
    await store.commit(made(acme, sister))

    moved = acme.changed(external_id="A-2", domain="elsewhere.example")
    found = await store.by_external_id(TEAM, ["A-1", "A-2"]), await store.by_domain(TEAM, ["acme.example", "nowhere.example"])
    await store.commit(edited(acme, external_id="A-2", domain="elsewhere.example"))
    then = await store.by_external_id(TEAM, ["A-1", "A-2"]), await store.by_domain(TEAM, ["acme.example", "elsewhere.example"])
    await store.commit(removed(moved))

    assert found == ({"A-1": acme}, {"acme.example": [sister, acme]})
    assert then == ({"A-2": moved}, {"acme.example": [sister], "elsewhere.example": [moved]})
    assert await store.by_external_id(TEAM, ["A-2"]) == {}
    assert await store.by_external_id("T2", ["A-2"]) == {}
    await store.close()
