"""The tour of the demo: five things to try, each of which is ticked off by what the sandbox then shows, however it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.story.cast import APP, OLIVIA, OWNERS
from sandbox import Message, Sandbox, View
from sandbox.page import Step

TITLE = "Five minutes as Olivia"
BOOKED_IN_THE_STORY = "Riverbank"
Shown = Message | View


class Seen:
    """Whether the bot has shown something of a kind since `after`, a number of the sandbox's sequence; what was seen once stays seen."""

    def __init__(self, after: int, recognised: Callable[[Shown, Sandbox], bool]) -> None:
        self.after = after
        self.recognised = recognised
        self.done = False

    def __call__(self, sandbox: Sandbox) -> bool:
        """Look at what is new since the last look."""
        fresh, self.after = sandbox.state.since(self.after), sandbox.state.sequence
        self.done = self.done or any(self.recognised(one, sandbox) for one in fresh if isinstance(one, View) or one.bot_id)
        return self.done


def saved(shown: Shown, _: Sandbox) -> bool:
    """Whether it says that a talk is saved."""
    return "Saved: your talk with" in shown.readable


def listed(shown: Shown, _: Sandbox) -> bool:
    """Whether it lists who is quiet and who is close to it."""
    return "close to it" in shown.readable


def reminder(shown: Shown, sandbox: Sandbox) -> bool:
    """Whether it is the reminder of a relationship that has gone quiet."""
    return in_dm(shown, sandbox) and "Log the talk" in shown.buttons and "gone quiet" in shown.readable


def answered(shown: Shown, sandbox: Sandbox) -> bool:
    """Whether it is a reminder that says who logged the talk."""
    return in_dm(shown, sandbox) and "A talk was logged by" in shown.readable


def question(shown: Shown, sandbox: Sandbox) -> bool:
    """Whether it asks about a talk that was booked, other than the one that the story has booked."""
    lines = [line for line in shown.readable.splitlines() if "talk with" in line and "was booked for" in line]
    return in_dm(shown, sandbox) and any(BOOKED_IN_THE_STORY not in line for line in lines)


def in_dm(shown: Shown, sandbox: Sandbox) -> bool:
    """Whether it is a message in the bot's DM with somebody."""
    return isinstance(shown, Message) and sandbox.channel(shown.channel).is_im


@dataclass(frozen=True)
class ToTry:
    """One thing that Olivia is to try, and how it is recognised; `place`, `line` and `turn` are the step's."""

    title: str
    text: str
    recognised: Callable[[Shown, Sandbox], bool]
    place: str
    line: str | None = None
    turn: str | None = None

    def step(self, after: int) -> Step:
        """Return the step, for which only counts what comes after this number of the sandbox's sequence."""
        return Step(self.title, self.text, Seen(after, self.recognised), self.line, self.turn, OLIVIA, self.place)


TO_TRY = (
    ToTry(
        "Note a talk",
        "You met Riverbank this morning. Write down what they said: it is on disk before you read that it is.",
        saved,
        OWNERS,
        line="/talk note Riverbank They want to try our payment service before they freeze for the holidays",
    ),
    ToTry(
        "See who is close to going quiet",
        "You meant to talk with Northside Hospital every six weeks, and today they are over.",
        listed,
        OWNERS,
        line="/talk quiet",
    ),
    ToTry(
        "Turn the clock by a day",
        "The next morning you get one direct message, in your working hours, with a reason and something to begin with.",
        reminder,
        APP,
        turn="1 day",
    ),
    ToTry(
        "Answer it: Log the talk",
        "You have called Dr. Weber. Press the button, write a line and save: the reminder then says what became of it.",
        answered,
        APP,
    ),
    ToTry(
        "Book the next talk, and let it pass",
        "Then turn the clock by two weeks: the working day before you are told of it, and the day after you are asked how it went.",
        question,
        APP,
        line="/talk book Northside Hospital next Monday",
        turn="2 weeks",
    ),
)


def steps(after: int) -> tuple[Step, ...]:
    """Return the steps, for which only counts what comes after this number of the sandbox's sequence."""
    return tuple(one.step(after) for one in TO_TRY)
