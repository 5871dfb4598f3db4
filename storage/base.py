"""Store: what remembers. The abstract interface, its contract in docstrings, and its errors; both stores keep to it word for word.

Every method asks for the workspace and never answers with another workspace's records. Readers see only what is on disk.
Any of them may raise NotRead where the store is away.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Coroutine, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from model.belief import Belief
from model.change import Change
from model.commitment import Commitment
from model.customer import Customer
from model.draft import Draft
from model.happened import Happening
from model.idea import Idea
from model.improvement import Improvement
from model.industry import IndustryEntry
from model.nudge import Nudge, Relationship
from model.post import Post
from model.record import Record
from model.schedule import Schedule
from model.search import Moment, Query, Searched
from model.settings import Settings, defaults, settings_id
from model.talk import Talk

R = TypeVar("R", bound=Record)
H = TypeVar("H", bound=Happening)
T = TypeVar("T", Idea, Improvement)
A = TypeVar("A")
B = TypeVar("B")


class StoreError(Exception):
    """The store cannot be opened or used; its text is one line that says what is wrong and what to do."""


class StoreInUse(StoreError):
    """Another process has the store open."""


class Unreachable(StoreError):
    """The store does not answer. It may later: a bot that starts waits for it."""


class NotRead(StoreError):
    """What was asked for could not be read now; nothing has changed. Trying again later may help."""


class NotSaved(StoreError):
    """The change is not on disk and nothing of it is visible; what was there before still is. Trying again later may help."""


class InDoubt(NotSaved):
    """Whether the change is on disk could not be found out: the way to the store broke and stayed broken. Its key makes a retry safe."""


class Conflict(Exception):
    """A record has moved on since it was read, or a rule between records would break: read again and decide again."""


class Receipt(msgspec.Struct, frozen=True):
    """The change that stands for a key. `repeated`: it was committed before, by an earlier delivery of the same request."""

    change: Change
    repeated: bool


class Around(msgspec.Struct, frozen=True):
    """A customer and what a talk with it has to look at: the day of the last one that counts, the nudges, the beliefs, as each is alone."""

    customer: Customer
    last_on: date | None = None
    nudges: Sequence[Nudge] = ()
    beliefs: Sequence[Belief] = ()


class Called(msgspec.Struct, frozen=True):
    """Who answers to a name, as it is folded, and how many characters the longest name there is has; never less than that."""

    name: str
    around: Around | None
    longest: int


class Store(ABC):
    """Records and the changes that made them."""

    @abstractmethod
    async def commit(self, change: Change) -> Receipt:
        """Apply the change whole, or not at all, and return once it is on disk. The only door through which anything changes.

        A key that was committed before (in the last 24 hours at least, restarts included, or is being committed now) changes
        nothing: the receipt holds the first change. A change may write nothing; its key is kept all the same. Raises Conflict where

        - a record's version is not that of the write's `before` (or a record to be made exists already),
        - a customer's name or alias, folded, is another customer's,
        - a talk, idea, nudge, belief, commitment, improvement or brainstorm names a customer that does not exist, or a customer with
          talks, ideas, beliefs, commitments or improvements is to be removed.

        Raises NotSaved where it could not be written, InDoubt where nobody can tell.
        """

    @abstractmethod
    async def answered(self, workspace: str, key: str) -> Change | None:
        """Return the change committed under this request's key, if there is one."""

    @abstractmethod
    async def changes(self, workspace: str, by: str, since: datetime) -> list[Change]:
        """Return the keyed changes of one person from `since` (UTC, at most 24 hours back), newest first."""

    @abstractmethod
    async def get(self, workspace: str, kind: type[R], record_id: str) -> R | None:
        """Return the record of that kind and id, if it exists."""

    async def together(self, one: Coroutine[Any, Any, A], other: Coroutine[Any, Any, B]) -> tuple[A, B]:
        """Return what two come to that ask this store and do not need each other's answer, in one round trip where there are any."""
        try:
            first = await one
        except BaseException:
            other.close()
            raise
        return first, await other

    async def settings(self, workspace: str) -> Settings:
        """Return the workspace's settings, or what holds while nobody has saved any."""
        return await self.get(workspace, Settings, settings_id(workspace)) or defaults(workspace)

    @abstractmethod
    async def named(self, workspace: str, folded: Sequence[str]) -> dict[str, Customer]:
        """Return the customers that answer to these folded names, by folded name."""

    @abstractmethod
    def longest_known(self, workspace: str) -> int:
        """Return how many characters the longest name has, as far as is known without a look; `called` never tells less than it has."""

    @abstractmethod
    async def called(self, workspace: str, folded: Sequence[str]) -> Called:
        """Return who answers to the first of these folded names that is anybody's, in one round trip where there are any."""

    @abstractmethod
    async def near(self, workspace: str, text: str, *, within: int | None = None, limit: int = 3) -> list[Customer]:
        """Return the customers whose names are nearest to `text`, nearest first, each once.

        `within` keeps only names at most so many edits (insertions, deletions, substitutions of folded characters) away;
        without it, what is similar enough to be worth offering.
        """

    @abstractmethod
    async def starting(self, workspace: str, folded: str, limit: int) -> list[Customer]:
        """Return customers with a name in which a word begins with this folded text, each once, by folded name."""

    @abstractmethod
    async def customers(self, workspace: str, owner: str | None = None) -> list[Customer]:
        """Return all customers, or one owner's, by folded name."""

    @abstractmethod
    async def customer_of_channel(self, workspace: str, channel: str) -> Customer | None:
        """Return the customer this Slack channel is linked to; of several, the first by folded name."""

    @abstractmethod
    async def by_external_id(self, workspace: str, external_ids: Sequence[str]) -> dict[str, Customer]:
        """Return the customers with these external ids, by external id; of several with one, the first by folded name."""

    @abstractmethod
    async def by_domain(self, workspace: str, domains: Sequence[str]) -> dict[str, list[Customer]]:
        """Return the customers with these domains, by domain, those of one domain by folded name; domains without any are left out."""

    @abstractmethod
    async def relationship(self, workspace: str, customer: str) -> Relationship | None:
        """Return how one relationship stands, if the customer exists."""

    @abstractmethod
    async def around(self, workspace: str, customer: str) -> Around | None:
        """Return a customer and what is around it, if it exists, in one round trip where there are any."""

    @abstractmethod
    async def relationships(self, workspace: str, *, owner: str | None = None, due_by: date | None = None) -> list[Relationship]:
        """Return relationships, earliest due date first (then by folded name): all, one owner's, those due on or before a day.

        With `due_by` it costs what is due, not what exists.
        """

    @abstractmethod
    async def sponsored(self, workspace: str, sponsor: str) -> list[Relationship]:
        """Return the relationships that one person sponsors, in the same order. It costs what they sponsor, not what exists."""

    @abstractmethod
    async def booked(self, workspace: str, before: date) -> list[Relationship]:
        """Return the relationships whose booked talk was to be before this day, by that day, then by folded name.

        It costs what is booked, not what exists.
        """

    @abstractmethod
    async def talks(self, workspace: str, customer: str, limit: int | None = None) -> list[Talk]:
        """Return a customer's talks, newest first by the day they were held, then by when they were recorded."""

    @abstractmethod
    async def last_talks(self, workspace: str, before: date) -> dict[str, date]:
        """Return the day of each customer's newest talk that counts and was held before a day, by customer id, where there is one.

        It costs what customers there are, not what was said.
        """

    @abstractmethod
    async def happened(self, workspace: str, kind: type[H], first: date, last: date, *, of: Sequence[str] | None = None) -> list[H]:
        """Return all customers' records of a kind on which something happened (see `model.happened.days`) from the first day to the last.

        With `of` those of the customers with these ids. Newest first, as that kind is where it is asked for by customer. It costs what
        has happened since the first day, or what there is of these customers, not what exists. Moments count on their UTC day: who
        wants the days of a zone asks for one more at each end.
        """

    @abstractmethod
    async def ideas(self, workspace: str, customer: str | None = None, limit: int | None = None) -> list[Idea]:
        """Return a customer's ideas, or all, newest first."""

    @abstractmethod
    async def to_tell(self, workspace: str, kind: type[T]) -> list[T]:
        """Return the ideas, or improvements, of which somebody has yet to hear (`to_hear`), the oldest at the front.

        It costs what is to be told, not what exists.
        """

    @abstractmethod
    async def beliefs(self, workspace: str, customer: str) -> list[Belief]:
        """Return what is believed of a customer, the outdated too, newest first by when it was learned."""

    @abstractmethod
    async def commitments(self, workspace: str, customer: str) -> list[Commitment]:
        """Return what was promised with a customer by both sides, kept or not, newest first."""

    @abstractmethod
    async def promised(self, workspace: str, due_by: date, *, person: str | None = None) -> list[Commitment]:
        """Return the open commitments of all customers that are due on or before a day, by that day, then by when they were made.

        With `person` those of which this one of us is the person, see `Commitment`.
        It costs what is due, not what exists.
        """

    @abstractmethod
    async def improvements(self, workspace: str, customer: str | None = None, limit: int | None = None) -> list[Improvement]:
        """Return a customer's improvements, or all, the highest number first, and of one number the last cycle."""

    @abstractmethod
    async def to_check(self, workspace: str, due_by: date) -> list[Improvement]:
        """Return the improvements whose result is to be asked for by a day (`checked_by`), by that day, then the lowest number first.

        It costs what is due, not what exists.
        """

    @abstractmethod
    async def schedules(self, workspace: str) -> list[Schedule]:
        """Return what summaries are posted where, the one that was chosen first at the front."""

    @abstractmethod
    async def industry_entries(self, workspace: str, folded: str | None = None) -> list[IndustryEntry]:
        """Return what is known of an industry, by its folded name, or of all, newest first."""

    @abstractmethod
    async def industries(self, workspace: str) -> dict[str, int]:
        """Return how many customers each industry has, by its folded name, the most first, then by name; those without any are left out."""

    @abstractmethod
    async def find(self, workspace: str, viewer: str, query: Query, limit: int, *, before: Moment | None = None) -> list[Searched]:
        """Return at most `limit` records of the kinds that are searched and answer the query, the greatest `model.search.moment` first.

        Exactly those for which `model.search.answers` and, for this viewer (a Slack user id), `model.search.visible` hold, and of
        them those whose moment is less than `before` where it is given: the next page follows the last record's moment. What names
        a customer that is gone is left out. An index need only find candidates: on PostgreSQL a column made by
        `array_to_tsvector(index_words(record))` with a GIN index, asked with each of `beginnings(query)` as `'word':*` joined by `&`,
        newest first, and what it finds checked again by these functions until there are enough. So all stores answer the same.
        """

    @abstractmethod
    async def nudges(self, workspace: str, *, customer: str | None = None, post: str | None = None) -> list[Nudge]:
        """Return the nudges about one customer, or in one post, in the order in which they were sent; one of the two is given."""

    @abstractmethod
    async def open_posts(self, workspace: str) -> list[Post]:
        """Return the posts that are pending or sending, the one that may be tried first at the front."""

    @abstractmethod
    async def take_posts(self, workspace: str, at: datetime, limit: int) -> list[Post]:
        """Return open posts that may be tried at this moment (UTC), at most so many, the earliest first, to try them now.

        What was taken is given to nobody for a minute, or until it is written. That lets several bots share a store's posts,
        and no more: what makes a post be sent once is that `sending` is committed, with its version, before it is sent.
        """

    @abstractmethod
    async def next_post(self, workspace: str) -> datetime | None:
        """Return when (UTC) the first open post may be taken, None where there is none."""

    @abstractmethod
    async def closed_posts(self, workspace: str, before: datetime) -> list[Post]:
        """Return the posts that were last tried before this moment (UTC) and need nothing more."""

    @abstractmethod
    async def drafts(self, workspace: str, expired_by: datetime) -> list[Draft]:
        """Return the drafts whose time is over at this moment (UTC)."""

    @abstractmethod
    async def workspaces(self) -> list[str]:
        """Return the ids of the workspaces that have anything in the store."""

    @abstractmethod
    async def check(self) -> None:
        """Return if a change could be committed now; raise NotSaved with the reason if not. Behind `/readyz`."""

    @abstractmethod
    async def close(self) -> None:
        """Finish the commits under way and let go of the store."""
