"""What a host of the sandbox puts on its page: a tour, a clock that can be turned, and a gallery."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.records import JSON

if TYPE_CHECKING:
    from sandbox.server import Sandbox


@dataclass(frozen=True)
class Step:
    """One thing to try. `done` looks at the sandbox and says whether somebody did it; once done, it stays done.

    `line` is put into the composer at a click, `turn` is one of the stage's turns of the clock, `user` and `place` are who to be and
    where (a channel's id, or `app`).
    """

    title: str
    text: str
    done: Callable[[Sandbox], bool]
    line: str | None = None
    turn: str | None = None
    user: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Stage:
    """`turn` moves the clocks of bot and sandbox by one of `turns`; `clock_hint` says how where it can't.

    `gallery` returns all that the bot can say, each message and view with `noun`, `name` and either `view`, or `text` and `blocks`.
    """

    tour_title: str = ""
    tour: Sequence[Step] = ()
    turn: Callable[[str], Awaitable[None]] | None = None
    turns: Sequence[str] = ()
    clock_hint: str = ""
    gallery: Callable[[], list[JSON]] | None = None
