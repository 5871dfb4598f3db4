"""The changes of the last 24 hours, for request keys and for taking back."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

from model.change import Change

KEPT = timedelta(hours=24)


class Recent:
    """Keyed changes by key and by person; the oldest are forgotten as time goes by."""

    def __init__(self) -> None:
        self.by_key: dict[str | None, Change] = {}
        self._by_person: defaultdict[str, deque[Change]] = defaultdict(deque)
        self._all: deque[Change] = deque()

    def add(self, change: Change) -> None:
        """Remember a change, if it has a key."""
        if change.key is not None:
            self.by_key[change.key] = change
            self._by_person[change.by].append(change)
            self._all.append(change)

    def all(self) -> list[Change]:
        """Return all of them, in the order in which they were committed."""
        return list(self._all)

    def of(self, person: str, since: datetime) -> list[Change]:
        """Return one person's changes from `since`, newest first."""
        return [change for change in reversed(self._by_person.get(person, ())) if change.at >= since]

    def forget(self, now: datetime) -> None:
        """Let go of what is older than is kept."""
        oldest_kept = now - KEPT
        while self._all and self._all[0].at < oldest_kept:
            change = self._all.popleft()
            self.by_key.pop(change.key, None)
            self._by_person[change.by].popleft()
            if not self._by_person[change.by]:
                del self._by_person[change.by]
