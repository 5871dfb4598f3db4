"""What `find` finds without reading everything: which records have which words. Built when it is first asked for, beside other work.

It never forgets a word, so it finds whatever answers a query and more; the rule in `model.search` decides about each record as it is now.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Sequence
from datetime import date

from model.change import AnyRecord
from model.commitment import Commitment
from model.customer import Customer
from model.search import SEARCHED, Moment, Query, Searched, answers, beginnings, index_words, moment, visible
from model.talk import Talk
from storage.tables import Tables
from storage.turn import Turn

A_QUARTER = 4


class Words:
    """The records of one workspace by their words. Each has a number; `beginning` are the words by their first two characters."""

    def __init__(self) -> None:
        self.records: list[Searched | None] = []
        self.numbers: dict[type[Searched], dict[str, int]] = {kind: {} for kind in SEARCHED}
        self.days: dict[date, set[int]] = {}
        self.postings: dict[str, array[int]] = {}
        self.beginning: dict[str, list[str]] = {}
        self.built: asyncio.Future[None] | None = None

    def replace(self, old: AnyRecord | None, new: AnyRecord | None) -> None:
        """Follow one write, once somebody has asked."""
        if self.built is None:
            return
        if isinstance(new, SEARCHED):
            self.add(new)
        elif isinstance(old, SEARCHED) and (number := self.numbers[type(old)].pop(old.id, None)) is not None:
            self.dated(number, None)

    def add(self, record: Searched) -> None:
        """Take in a record, or a newer version of it."""
        number = self.numbers[type(record)].setdefault(record.id, len(self.records))
        if number == len(self.records):
            self.records.append(None)
        self.dated(number, record)
        for word in index_words(record):
            posting = self.postings.get(word)
            if posting is None:
                self.postings[word] = array("I", (number,))
                self.beginning.setdefault(word[:2], []).append(word)
            else:
                posting.append(number)

    def dated(self, number: int, record: Searched | None) -> None:
        """Put a record, or nothing, in the place of what had this number, and on its day."""
        old, self.records[number] = self.records[number], record
        if old is not None:
            self.days[moment(old)[0]].discard(number)
        if record is not None:
            self.days.setdefault(moment(record)[0], set()).add(number)

    async def ready(self, tables: Tables) -> None:
        """Return once everything is in; who asks first begins, and whoever asks meanwhile waits for the same."""
        if self.built is None:
            self.built = asyncio.ensure_future(self.build([record for kind in SEARCHED for record in tables.all(kind)], tables))
        await asyncio.shield(self.built)

    def stop(self) -> None:
        """Leave off building, at the end of the store."""
        if self.built is not None:
            self.built.cancel()

    async def build(self, records: Sequence[Searched], tables: Tables) -> None:
        """Take in what there was, but for what was written since."""
        turn = Turn()
        for record in records:
            if record.id not in self.numbers[type(record)] and tables.get(type(record), record.id) is record:
                self.add(record)
            await turn.over()

    async def find(self, tables: Tables, viewer: str, query: Query, limit: int, before: Moment | None) -> list[Searched]:
        """Return what answers the query, newest first, a day after the other."""
        await self.ready(tables)
        turn, found = Turn(), list[Searched]()
        candidates = await self.candidates(query, turn)
        for day in self.days_of(query, before):
            for record in self.of_day(day, candidates, before):
                if answers(record, query) and seen_by(tables, record, viewer):
                    found.append(record)
                if len(found) == limit:
                    return found
                await turn.over()
            await turn.over()
        return found

    def days_of(self, query: Query, before: Moment | None) -> list[date]:
        """Return the days that are asked for, the last one first."""
        last = min(query.last or date.max, before[0] if before else date.max)
        return sorted((day for day in self.days if (query.first or date.min) <= day <= last), reverse=True)

    def of_day(self, day: date, candidates: set[int] | None, before: Moment | None) -> list[Searched]:
        """Return those of one day, the newest first; of all, where there are no candidates."""
        numbers = self.days[day] if candidates is None else self.days[day] & candidates
        records = [record for number in numbers if (record := self.records[number])]
        return sorted((one for one in records if before is None or moment(one) < before), key=moment, reverse=True)

    async def candidates(self, query: Query, turn: Turn) -> set[int] | None:
        """Return the numbers of what has all the words, and perhaps of more; None where that is everything.

        Words that a quarter of everything has are left to the check: among the newest there are soon enough that have them.
        """
        having: list[set[int]] = []
        for beginning in beginnings(query):
            numbers: set[int] = set()
            postings = self.beginning_with(beginning)
            if sum(map(len, postings)) * A_QUARTER > len(self.records):
                continue
            for posting in postings:
                numbers.update(posting)
                await turn.over()
            having.append(numbers)
        return set.intersection(*sorted(having, key=len)) if having else None

    def beginning_with(self, beginning: str) -> list[array[int]]:
        """Return the postings of the words that begin with this."""
        groups = [words for start, words in self.beginning.items() if start.startswith(beginning[:2])]
        return [self.postings[word] for words in groups for word in words if word.startswith(beginning)]


def seen_by(tables: Tables, record: Searched, viewer: str) -> bool:
    """Whether this person may read the record, as it stands in the tables; nobody may what is of a customer that is gone."""
    customer = tables.get(Customer, record.customer)
    talk = tables.get(Talk, record.talk) if isinstance(record, Commitment) and record.talk else None
    return customer is not None and visible(record, customer, talk, viewer)
