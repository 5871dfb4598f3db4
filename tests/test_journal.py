"""The journal on disk: a torn end is cut, anything else that does not read stops the start and is left as it is."""
# ruff: noqa: ASYNC240  the files are small and the loop has nothing else to do

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from records import NOON, TEAM, QuickDisk, customer, made, removed, talk

from model.change import AnyRecord
from storage import StoreError
from storage.journal import SCHEMA, Head, encode, line, read_segment, segment_path
from storage.tinydb import TinyStore

ACME = customer("Acme")
TALKS = [talk(ACME, notes=f"Talk “{n}”") for n in range(3)]
RECORDS: list[AnyRecord] = [ACME, *TALKS]


async def opened(folder: Path) -> TinyStore:
    return await TinyStore.open(folder, lambda: NOON, QuickDisk())


@pytest.fixture
async def journal(tmp_path: Path) -> Path:
    """The one segment of a store that holds a customer and three talks, each a line."""
    store = await opened(tmp_path / "store")
    for record in RECORDS:
        await store.commit(made(record))
    await store.close()
    return segment_path(tmp_path / "store" / TEAM, 1)


async def notes_in(journal: Path) -> set[str]:
    store = await opened(journal.parent.parent)
    talks = await store.talks(TEAM, ACME.id)
    await store.close()
    return {one.notes for one in talks}


def test_a_line_is_a_checksum_a_number_and_json() -> None:
    assert line(7, b'{"a":1}') == b'9e58a832 7 {"a":1}\n'


async def test_a_segment_says_where_its_last_whole_line_ends(journal: Path) -> None:
    whole = journal.read_bytes()
    journal.write_bytes(whole + b"0123abcd 5 {")

    segment = read_segment(journal, last=True)

    assert (segment.start, segment.last, segment.end) == (0, 4, len(whole))


async def test_a_line_torn_at_any_byte_is_cut_and_the_rest_stands(journal: Path) -> None:
    whole = journal.read_bytes()
    last_line = whole.rfind(b"\n", 0, -1) + 1

    for end in range(last_line, len(whole)):
        journal.write_bytes(whole[:end])

        assert await notes_in(journal) == {one.notes for one in TALKS[:2]}
        assert journal.read_bytes() == whole[:last_line]


async def test_what_follows_a_cut_is_written_in_its_place(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes()[:-20])
    store = await opened(journal.parent.parent)

    await store.commit(made(talk(ACME, notes="After the crash")))
    await store.close()

    assert await notes_in(journal) == {TALKS[0].notes, TALKS[1].notes, "After the crash"}


async def test_a_changed_byte_anywhere_stops_the_start(journal: Path) -> None:
    whole = journal.read_bytes()

    for place in (*range(0, len(whole), 5), len(whole) - 1):
        changed = bytearray(whole)
        changed[place] ^= 0x20
        journal.write_bytes(changed)

        with pytest.raises(StoreError, match=r"journal-00000001\.log is damaged"):
            await opened(journal.parent.parent)
        assert journal.read_bytes() == changed


def without_line(number: int) -> Callable[[bytes], bytes]:
    return lambda whole: b"".join(text for n, text in enumerate(whole.splitlines(keepends=True)) if n != number)


def with_line(sequence: int, payload: bytes) -> Callable[[bytes], bytes]:
    return lambda whole: whole + line(sequence, payload)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "only NUL bytes": lambda whole: bytes(len(whole)),
    "a tail of NUL bytes": lambda whole: whole + bytes(512),
    "a torn line that goes on in NUL bytes": lambda whole: whole[:-9] + bytes(9),
    "a tail of garbage": lambda whole: whole + b"garbage",
    "a line of garbage": lambda whole: whole + b"garbage\n",
    "an empty line": lambda whole: whole.replace(b"\n", b"\n\n", 1),
    "a byte order mark": lambda whole: b"\xef\xbb\xbf" + whole,
    "CRLF": lambda whole: whole.replace(b"\n", b"\r\n"),
    "something else's file": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "plain JSON": lambda _: b'{"_default": {}}\n',
    "no first line": without_line(0),
    "a line missing in the middle": without_line(2),
    "the same line twice": lambda whole: whole + whole.splitlines(keepends=True)[-1],
    "a line of the wrong shape": with_line(5, b'{"workspace":1}'),
    "a line that is no JSON": with_line(5, b"hello"),
    "a removal of what is not there": with_line(5, encode(removed(talk(ACME)))),
    "a record of a kind that is unknown": with_line(5, b'{"workspace":"T1","writes":[{"after":{"record":"spaceship"}}]}'),
    "another workspace's": lambda whole: line(0, encode(Head(1, "T2", NOON))) + whole.partition(b"\n")[2],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
async def test_damage_stops_the_start_in_one_line_that_says_what_to_do(journal: Path, damage: Callable[[bytes], bytes]) -> None:
    journal.write_bytes(damage(journal.read_bytes()))
    before = journal.read_bytes()

    with pytest.raises(StoreError) as stopped:
        await opened(journal.parent.parent)

    assert str(journal) in str(stopped.value)
    assert "Restore" in str(stopped.value)
    assert "\n" not in str(stopped.value)
    assert journal.read_bytes() == before


async def test_a_newer_schema_stops_the_start(journal: Path) -> None:
    journal.write_bytes(line(0, b'{"schema":%d,"workspace":"T1","begun":"2030-01-01T00:00:00Z","more":[]}' % (SCHEMA + 1)))

    with pytest.raises(StoreError, match=rf"newer version of Keep Talking \(schema {SCHEMA + 1}; this one knows {SCHEMA}\)"):
        await opened(journal.parent.parent)


async def test_only_the_last_segment_may_be_torn(journal: Path) -> None:
    store = await opened(journal.parent.parent)
    await store.compact()
    await store.close()
    journal.write_bytes(journal.read_bytes()[:-9])

    with pytest.raises(StoreError, match=r"journal-00000001\.log"):
        await opened(journal.parent.parent)


async def test_a_probe_that_was_left_behind_is_no_damage(journal: Path) -> None:
    whole = journal.read_bytes()

    for left in (b" " * 4095 + b"\n", b" " * 77):
        journal.write_bytes(whole + left)

        assert len(await notes_in(journal)) == 3


async def test_damage_in_one_workspace_leaves_the_others_untouched(journal: Path) -> None:
    store = await opened(journal.parent.parent)
    await store.commit(made(customer("Elsewhere", workspace="T2")))
    await store.close()
    torn = journal.read_bytes() + b"0123"
    journal.write_bytes(torn)
    segment_path(journal.parent.parent / "T2", 1).write_bytes(b"")

    with pytest.raises(StoreError, match="T2"):
        await opened(journal.parent.parent)

    assert journal.read_bytes() == torn
