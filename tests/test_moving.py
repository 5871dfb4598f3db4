"""Moving a store: from either engine to either, and through a backup, everything arrives as it was, or nothing does."""
# ruff: noqa: ASYNC240  files are looked at while nobody waits

from __future__ import annotations

import gzip
import stat
from pathlib import Path

import pytest
from faulty_disk import FOR_GOOD, FaultyDisk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moving import LATER, copied, everything, figures, filled, seen, through
from records import NOON, customer, later, made, talk

from bench.database import Database, run
from model.change import AnyRecord
from model.grammar import UNKEEPABLE
from model.talk import Talk
from storage import StoreError, StoreInUse, closing, open_store
from storage.arrival import ARRIVED, INCOMING, ORDER
from storage.moving import FileSource, FileTarget, source, target
from storage.moving.folder import FolderTarget
from storage.moving.stream import TYPES
from storage.reading import ReadStore
from storage.tinydb import TinyStore

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200).filter(lambda text: not UNKEEPABLE.search(text))


class Stores:
    """URLs of stores with nothing in them, of either engine."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url = folder, database_url

    def __call__(self, engine: str, name: str) -> str:
        return self.database_url if engine == "postgres" else f"tinydb:{self.folder / name}"


@pytest.fixture
def stores(tmp_path: Path, database_url: str) -> Stores:
    return Stores(tmp_path, database_url)


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return f"tinydb:{tmp_path / 'data'}"


WAYS = pytest.mark.parametrize(("engine", "other"), [("tinydb", "postgres"), ("postgres", "tinydb"), ("tinydb", "tinydb")])
ENGINES = pytest.mark.parametrize("engine", ["tinydb", "postgres"])


def test_there_is_a_record_of_each_kind_in_what_is_moved_here() -> None:
    assert {type(record) for record in everything()} == {kind for name, kind in TYPES.items() if name != "change"}


@WAYS
async def test_a_copy_is_seen_as_the_first_was(stores: Stores, engine: str, other: str) -> None:
    await filled(stores(engine, "one"))
    before = await seen(stores(engine, "one"))

    moved = await copied(stores(engine, "one"), stores(other, "two"))

    assert await seen(stores(other, "two")) == before
    assert len(before["found"]) == 1
    assert moved == await figures(stores(engine, "one")) == await figures(stores(other, "two"))
    assert {kind for kind, figure in moved["T2"].items() if figure.count} == TYPES.keys()


@WAYS
async def test_a_request_that_comes_again_after_the_move_gets_its_first_answer(stores: Stores, engine: str, other: str) -> None:
    again = made(customer("Acme"), key="K")
    await filled(stores(engine, "one"), again)

    await copied(stores(engine, "one"), stores(other, "two"))
    async with closing(await open_store(stores(other, "two"), lambda: LATER)) as store:
        receipt = await store.commit(made(customer("Acme"), key="K"))
        there = await store.customers("T1")

    assert (receipt.repeated, receipt.change) == (True, again)
    assert len(there) == 1


@WAYS
async def test_work_goes_on_after_the_move(stores: Stores, engine: str, other: str) -> None:
    await filled(stores(engine, "one"), made(acme := customer("Acme")), made(said := talk(acme)))

    await copied(stores(engine, "one"), stores(other, "two"))
    await filled(stores(other, "two"), made(talk(acme)), made(customer("Beta")))
    back = await copied(stores(other, "two"), f"tinydb:{stores.folder / 'back'}")

    assert {kind: figure.count for kind, figure in back["T1"].items()} == {"customer": 2, "talk": 2, "change": 4}
    async with closing(await open_store(f"tinydb:{stores.folder / 'back'}", lambda: LATER)) as store:
        assert await store.get("T1", Talk, said.id) == said


@ENGINES
async def test_a_backup_is_restored_into_either_engine(stores: Stores, engine: str) -> None:
    await filled(stores(engine, "one"))
    before, file = await seen(stores(engine, "one")), stores.folder / "backup"
    moved = await through(await source(stores(engine, "one"), LATER, alone=False), FileTarget(file))

    for to in ("tinydb:" + str(stores.folder / "two"), stores.database_url):
        await through(FileSource(file), await target(to, LATER, force=True))

        assert await seen(to) == before
        assert await figures(to) == moved
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(stores.folder.glob("*.new")) == []


@ENGINES
async def test_a_backup_is_made_beside_a_bot_and_a_copy_is_not(stores: Stores, engine: str) -> None:
    url = stores(engine, "one")
    async with closing(await open_store(url, lambda: NOON)) as store:
        await store.commit(made(customer("Acme")))

        await through(await source(url, LATER, alone=False), FileTarget(stores.folder / "backup"))
        with pytest.raises(StoreInUse, match=r"in use by (process \d+|bots \(its processes \d+)"):
            await source(url, LATER, alone=True)
        with pytest.raises(StoreInUse):
            await target(url, LATER, force=True)

    assert (await FileSource(stores.folder / "backup").verify())["T1"]["customer"].count == 1


@ENGINES
async def test_a_store_that_is_not_empty_is_refused_and_stays_as_it_was(stores: Stores, engine: str) -> None:
    await filled(f"tinydb:{stores.folder / 'from'}")
    await filled(stores(engine, "to"), made(customer("Beta")))
    before = await figures(stores(engine, "to"))

    with pytest.raises(StoreError, match="not empty: it holds"):
        await copied(f"tinydb:{stores.folder / 'from'}", stores(engine, "to"))

    assert await figures(stores(engine, "to")) == before


async def test_what_is_replaced_in_a_folder_is_kept_beside_it(tmp_path: Path, tiny: str) -> None:
    await filled(tiny, made(customer("Beta"), workspace="T9"))
    before = await figures(tiny)
    await filled(f"tinydb:{tmp_path / 'from'}")

    for _ in range(2):
        await copied(f"tinydb:{tmp_path / 'from'}", tiny, force=True)

    assert [path.name for path in sorted(tmp_path.glob("data.*"))] == [
        "data.before-restore-20261124T130000",
        "data.before-restore-20261124T130000-2",
    ]
    assert await figures(f"tinydb:{tmp_path / 'data.before-restore-20261124T130000'}") == before
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["T1", "T2", "lock"]


@pytest.mark.parametrize("force", [False, True])
async def test_whatever_the_disk_does_the_old_store_stands_or_the_new_one_does(tmp_path: Path, force: bool) -> None:  # noqa: FBT001
    given = f"tinydb:{tmp_path / 'from'}"
    await filled(given)
    new, old = await figures(given), {}
    outcomes = []
    for nth in range(1, 200):
        to, disk = tmp_path / f"data{nth}", FaultyDisk(nth, times=FOR_GOOD, half=True)
        if force:
            await filled(f"tinydb:{to}", made(customer("Beta")))
            old = await figures(f"tinydb:{to}")
        try:
            await through(await source(given, LATER, alone=False), FolderTarget(to, LATER, force=force, disk=disk))
        except StoreError as error:
            assert "\n" not in str(error)  # noqa: PT017  every refusal is one line
        outcomes.append(await what_stands(to, new, old))
        if disk.calls < nth:
            break

    assert outcomes[0] == "old"
    assert outcomes[-1] == "new"
    assert outcomes == sorted(outcomes, reverse=True)


async def what_stands(folder: Path, new: object, old: object) -> str:
    if folder.exists():
        await (await target(f"tinydb:{folder}", LATER)).close()  # whoever comes next tidies up
    there = await figures(f"tinydb:{folder}")
    assert there in (new, old)
    return "new" if there == new else "old"


async def test_what_a_killed_copy_left_is_refused_by_the_bot_and_taken_over_by_the_next_copy(tmp_path: Path, tiny: str) -> None:
    given = f"tinydb:{tmp_path / 'from'}"
    await filled(given)
    await (await target(tiny, LATER)).close()
    (tmp_path / "data" / INCOMING / "T1").mkdir(parents=True)

    with pytest.raises(StoreError, match="unfinished: a copy or a restore into it did not end"):
        await open_store(tiny, lambda: NOON)
    with pytest.raises(StoreError, match="unfinished"):
        ReadStore.read(tmp_path / "data", NOON)
    moved = await copied(given, tiny)

    assert moved == await figures(tiny)


async def test_a_restore_that_was_decided_and_not_completed_is_completed_by_the_next_start(tmp_path: Path, tiny: str) -> None:
    given, folder = f"tinydb:{tmp_path / 'from'}", tmp_path / "data"
    await filled(given)
    await copied(given, tiny)
    (folder / ARRIVED).mkdir()
    (folder / "T1").rename(folder / ARRIVED / "T1")
    (folder / ARRIVED / ORDER).write_text('{"replaced":["T9"],"aside":"../aside"}')
    (folder / "T9").mkdir()

    with pytest.raises(StoreError, match="being completed"):
        ReadStore.read(folder, NOON)
    await (await open_store(tiny, lambda: LATER)).close()

    assert sorted(path.name for path in folder.iterdir()) == ["T1", "T2", "lock"]
    assert [path.name for path in (tmp_path / "aside").iterdir()] == ["T9"]
    assert await figures(tiny) == await figures(given)


async def test_a_backup_that_is_old_is_restored_and_opened(tmp_path: Path, tiny: str) -> None:
    await filled(tiny, made(acme := customer("Acme"), key="old"))
    await backup_of(tiny, tmp_path / "backup")

    at = later(days=400)
    await through(FileSource(tmp_path / "backup"), await target(f"tinydb:{tmp_path / 'two'}", at))
    store = await TinyStore.open(tmp_path / "two", lambda: at)
    await store.compact()
    found = (await store.answered("T1", "old"), await store.customers("T1"))
    await store.close()

    assert found == (None, [acme])


async def test_a_disk_without_links_takes_a_backup_too(tmp_path: Path, tiny: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    await filled(tiny)
    monkeypatch.setattr("os.link", no_links)

    await backup_of(tiny, tmp_path / "backup")

    assert (await FileSource(tmp_path / "backup").verify()).keys() == {"T1", "T2"}


async def backup_of(url: str, file: Path) -> bytes:
    await through(await source(url, LATER, alone=False), FileTarget(file))
    return file.read_bytes()


async def test_a_backup_that_is_cut_off_or_changed_anywhere_is_refused(tmp_path: Path, tiny: str) -> None:
    await filled(tiny)
    whole = await backup_of(tiny, tmp_path / "backup")
    file = tmp_path / "damaged"
    damages = [whole[: len(whole) * n // 16] for n in range(16)] + [
        whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :] for at in range(10, len(whole), 97)
    ]

    for damage in [*damages, whole + b"more", whole + gzip.compress(b"more\n")]:
        file.write_bytes(damage)

        with pytest.raises(StoreError, match=r"damaged: .*line \d+|no backup of Keep Talking|damaged: something") as refused:
            await FileSource(file).verify()
        assert "\n" not in str(refused.value)


LINES = {
    "a line is missing": (lambda lines: lines[:3] + lines[4:], "line 4 does not match its checksum"),
    "a line is there twice": (lambda lines: [*lines[:4], lines[3], *lines[4:]], "line 5 does not match its checksum"),
    "two lines are changed over": (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], "line 4 does not match its checksum"),
    "a letter is another": (lambda lines: [*lines[:2], lines[2].replace(b"customer", b"customes"), *lines[3:]], "line 3 does not match"),
    "the end is missing": (lambda lines: lines[:-1], "it ends early, after line"),
}


@pytest.mark.parametrize(("change", "says"), LINES.values(), ids=LINES)
async def test_a_backup_says_where_it_is_damaged(tmp_path: Path, tiny: str, change: object, says: str) -> None:
    await filled(tiny)
    lines = gzip.decompress(await backup_of(tiny, tmp_path / "backup")).splitlines(keepends=True)
    (tmp_path / "damaged").write_bytes(gzip.compress(b"".join(change(lines))))  # type: ignore[operator]

    with pytest.raises(StoreError, match=says):
        await FileSource(tmp_path / "damaged").verify()


async def test_a_newer_backup_is_refused(tmp_path: Path, tiny: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await filled(tiny)
    await backup_of(tiny, tmp_path / "backup")
    monkeypatch.setattr("storage.moving.files.SCHEMA", 0)

    with pytest.raises(StoreError, match="written by a newer version of Keep Talking"):
        FileSource(tmp_path / "backup")


async def test_a_backup_takes_no_other_files_place(tmp_path: Path, tiny: str) -> None:
    await filled(tiny)
    (tmp_path / "backup").write_text("mine")

    with pytest.raises(StoreError, match="there already"):
        await backup_of(tiny, tmp_path / "backup")

    assert (tmp_path / "backup").read_text() == "mine"


async def test_a_full_disk_leaves_no_backup_behind(tmp_path: Path, tiny: str) -> None:
    await filled(tiny)
    for nth in range(1, 6):
        disk = FaultyDisk(nth, 28, times=1, half=True)

        with pytest.raises(StoreError, match=r"can't be written: No space left on device. What was written of it is removed\."):
            await through(await source(tiny, LATER, alone=False), FileTarget(tmp_path / "backup", disk))
        assert list(tmp_path.glob("backup*")) == []


async def test_a_database_that_does_not_let_us_write_is_as_it_was(stores: Stores, session_database: Database) -> None:
    given = f"tinydb:{stores.folder / 'from'}"
    await filled(given)
    await (await open_store(stores.database_url, lambda: NOON)).close()
    run(session_database.url, "alter table keep_talking.talk add constraint none check (version > 99)")

    try:
        with pytest.raises(StoreError, match=r"A talk of workspace T1 is not taken by the database: .*Nothing was changed\."):
            await copied(given, stores.database_url)
    finally:
        run(session_database.url, "alter table keep_talking.talk drop constraint none")

    assert await figures(stores.database_url) == {}


async def test_a_newer_database_is_neither_read_nor_written(stores: Stores, session_database: Database) -> None:
    await (await open_store(stores.database_url, lambda: NOON)).close()
    run(session_database.url, "update keep_talking.schema set migration = migration + 100")

    try:
        with pytest.raises(StoreError, match="newer version"):
            await source(stores.database_url, LATER, alone=False)
        with pytest.raises(StoreError, match="newer version"):
            await target(stores.database_url, LATER)
    finally:
        run(session_database.url, "update keep_talking.schema set migration = migration - 100")


async def test_what_is_older_than_a_day_is_not_answered_again_and_its_records_are_there(tmp_path: Path, tiny: str) -> None:
    acme = customer("Acme")
    await filled(tiny, made(acme, key="old", at=later(days=-2)))

    await copied(tiny, f"tinydb:{tmp_path / 'two'}")
    store = await open_store(f"tinydb:{tmp_path / 'two'}", lambda: LATER)
    found = (await store.answered("T1", "old"), await store.customers("T1"), await store.workspaces())
    await store.close()

    assert found == (None, [acme], ["T1"])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
async def test_every_text_arrives_as_it_was(
    stores: Stores, session_database: Database, tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    session_database.empty()
    acme = customer("Acme")
    records: list[AnyRecord] = [acme, *(talk(acme, notes=text) for text in texts)]
    await filled(f"tinydb:{folder / 'one'}", made(*records))

    there = await copied(f"tinydb:{folder / 'one'}", stores.database_url)
    back = await copied(stores.database_url, f"tinydb:{folder / 'two'}")

    store = await open_store(f"tinydb:{folder / 'two'}", lambda: LATER)
    assert there == back
    assert sorted(one.notes for one in await store.talks("T1", acme.id)) == sorted(texts)
    await store.close()
