"""What `find` finds without reading everything: which records have which words. Built when it is first asked for, beside other work.

It never forgets a word, so it finds whatever answers a query and more; the rule in `model.search` decides about each record as it is now.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from model.change import AnyRecord
from model.commitment import Commitment
from model.customer import Customer
from model.search import SEARCHED, Moment, Query, Searched, beginnings, fits, has_terms, index_words, moment, visible
from model.talk import Talk
from storage.tables import Tables

AT_ONCE = 0.004
CHUNK = 2048
FIRST_LOOK = 64


class Turn:
    """Lets other work have its turn whenever some milliseconds have passed."""

    def __init__(self) -> None:
        self.began = time.perf_counter()

    async def over(self) -> None:
        """Let others go on if the time is over."""
        if time.perf_counter() - self.began > AT_ONCE:
            await asyncio.sleep(0)
            self.began = time.perf_counter()


class Words:
    """The records of one workspace by their words. Each has a number; postings are numbers, in groups by a word's first two characters."""

    def __init__(self) -> None:
        self.records: list[Searched | None] = []
        self.moments: list[Moment] = []
        self.numbers: dict[tuple[type[Searched], str], int] = {}
        self.postings: dict[str, dict[str, array[int]]] = {}
        self.built: asyncio.Future[None] | None = None

    def replace(self, old: AnyRecord | None, new: AnyRecord | None) -> None:
        """Follow one write, once somebody has asked."""
        if self.built is None:
            return
        if isinstance(new, SEARCHED):
            self.add(new)
        elif isinstance(old, SEARCHED) and (number := self.numbers.pop((type(old), old.id), None)) is not None:
            self.records[number] = None

    def add(self, record: Searched) -> None:
        """Take in a record, or a newer version of it."""
        number = self.numbers.setdefault((type(record), record.id), len(self.records))
        if number == len(self.records):
            self.records.append(record)
            self.moments.append(moment(record))
        self.records[number], self.moments[number] = record, moment(record)
        for word in index_words(record):
            words = self.postings.setdefault(word[:2], {})
            if word in words:
                words[word].append(number)
            else:
                words[word] = array("I", (number,))

    async def ready(self, tables: Tables) -> None:
        """Return once everything is in; who asks first begins, and whoever asks meanwhile waits for the same."""
        if self.built is None:
            self.built = asyncio.ensure_future(self.build([record for kind in SEARCHED for record in tables.all(kind)], tables))
        await asyncio.shield(self.built)

    async def build(self, records: Sequence[Searched], tables: Tables) -> None:
        """Take in what there was, but for what was written since."""
        turn = Turn()
        for record in records:
            if (type(record), record.id) not in self.numbers and tables.get(type(record), record.id) is record:
                self.add(record)
            await turn.over()

    async def find(self, tables: Tables, viewer: str, query: Query, limit: int, before: Moment | None) -> list[Searched]:
        """Return what answers the query, newest first; the newest that may are looked at first, more of them each time."""
        await self.ready(tables)
        turn, found = Turn(), list[Searched]()
        candidates = await self.candidates(query, turn)
        look = max(FIRST_LOOK, 2 * limit)
        while len(found) < limit and (newest := await self.newest(candidates, query, before, look, turn)):
            for number in newest:
                record = self.records[number]
                if record and fits(record, query) and has_terms(record, query.terms) and seen_by(tables, record, viewer):
                    found.append(record)
                if len(found) == limit:
                    break
                await turn.over()
            before, look = self.moments[newest[-1]], look * 4
        return found

    async def candidates(self, query: Query, turn: Turn) -> Iterable[int]:
        """Return the numbers of what has all the words, and perhaps of more; everything where no word is asked for."""
        having: list[set[int]] = []
        for beginning in beginnings(query):
            numbers: set[int] = set()
            for posting in self.beginning_with(beginning):
                numbers.update(posting)
                await turn.over()
            having.append(numbers)
        return set.intersection(*sorted(having, key=len)) if having else range(len(self.records))

    def beginning_with(self, beginning: str) -> Iterator[array[int]]:
        """Yield the postings of the words that begin with this."""
        groups = [words for start, words in self.postings.items() if start.startswith(beginning[:2])]
        yield from [posting for words in groups for word, posting in words.items() if word.startswith(beginning)]

    async def newest(self, numbers: Iterable[int], query: Query, before: Moment | None, count: int, turn: Turn) -> list[int]:
        """Return the newest of these records that are older than the moment, newest first."""
        kept, left = list[int](), iter(numbers)
        while chunk := list(islice(left, CHUNK)):
            able = (number for number in chunk if before is None or self.moments[number] < before)
            fitting = (number for number in able if (record := self.records[number]) and (not query.filtered or fits(record, query)))
            kept = heapq.nlargest(count, (*kept, *fitting), key=self.moments.__getitem__)
            await turn.over()
        return kept


def seen_by(tables: Tables, record: Searched, viewer: str) -> bool:
    """Whether this person may read the record, as it stands in the tables; nobody may what is of a customer that is gone."""
    customer = tables.get(Customer, record.customer)
    talk = tables.get(Talk, record.talk) if isinstance(record, Commitment) and record.talk else None
    return customer is not None and visible(record, customer, talk, viewer)
