"""An improvement (step 9, "help your customers improve their business via IT"): one cycle of Plan, Do, Check, Act.

The source is Koch, "Little ITIL, Big Results", step 9, which takes Deming's cycle; the fields of the register are those that ITIL's book on
continual service improvement gives as an example (2011, appendix B).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zlib import crc32

import msgspec

from model.record import Record, id_for

Stage = Literal["plan", "do", "check", "act"]
Verdict = Literal["adopt", "adapt", "abandon"]
Size = Literal["small", "medium", "large"]
Timescale = Literal["short", "medium", "long"]
Priority = Literal["high", "medium", "low"]
A_WEEK = timedelta(days=7)


class Step(msgspec.Struct, frozen=True):
    """One move of a cycle: it came into a stage, or, with a verdict, to its end. `back` is why it went back, empty where it went on.

    `on` is the day in the zone of who moved it (`by`, a Slack user id), `at` the moment (UTC).
    """

    stage: Stage
    on: date
    at: datetime
    by: str
    back: str = ""
    verdict: Verdict | None = None

    def __str__(self) -> str:
        """Return whereto it led, and when: `check 2026-11-24`."""
        return f"{self.verdict or self.stage} {self.on.isoformat()}{f': {self.back}' if self.back else ''}"


class Improvement(Record, frozen=True):
    """One cycle of an improvement for a customer.

    `number` is the opportunity's number in the register of a workspace; the cycles of one improvement share it and are counted by
    `cycle`, see `improvement_id`. `author` (a Slack user id) began it at `begun_at` (UTC), from the idea with the id `idea` where there
    is one. `owner` (a Slack user id) is asked for the result, `partner` is who works on it on the customer's side.

    The plan is `aim` (what is to be better), `kpi` (what is measured), `baseline` (what it is today), `target`, and `check_on`, the day
    on which the result is looked at. `done` is what was done, `result` what was measured then, `met` whether that is what was aimed
    at, `lesson` what was made of it with the verdict. `steps` are all moves, oldest first. `following` is the id of the next cycle.
    `asked_on` is the day on which the owner was last asked for the result; `to_hear` (a Slack user id) is who brought the idea and has
    yet to hear of the result or the verdict.
    """

    customer: str
    number: int
    aim: str
    author: str
    begun_at: datetime
    cycle: int = 1
    idea: str | None = None
    owner: str | None = None
    partner: str = ""
    stage: Stage = "plan"
    kpi: str = ""
    baseline: str = ""
    target: str = ""
    check_on: date | None = None
    done: str = ""
    result: str = ""
    met: bool | None = None
    verdict: Verdict | None = None
    lesson: str = ""
    steps: tuple[Step, ...] = ()
    following: str | None = None
    size: Size = "medium"
    timescale: Timescale = "medium"
    priority: Priority = "medium"
    justification: str = ""
    asked_on: date | None = None
    to_hear: str | None = None

    @property
    def ref(self) -> str:
        """What stands for this cycle and no other in a button or a form: its id, and whose it is, who began it and when.

        A cycle that was taken back leaves its id to the next that begins, which is another.
        """
        return f"{self.id}.{crc32(f'{self.customer} {self.author} {self.begun_at.timestamp()}'.encode()):08x}"

    @property
    def open(self) -> bool:
        """Whether the cycle has not come to its verdict."""
        return self.verdict is None

    def owned_by(self, user: str | None) -> Improvement:
        """Return it with this owner; another one has not been asked for the result yet."""
        return self.changed(owner=user, asked_on=self.asked_on if user == self.owner else None)

    @property
    def checked_by(self) -> date | None:
        """The day from which its owner is asked for the result; None where there is nothing to ask for yet, or any more."""
        return self.check_on if self.stage in {"do", "check"} else None

    @property
    def asked_from(self) -> tuple[date, ...]:
        """The days from which its owner is asked for the result: once from the check date on, and once more a week later."""
        return (self.checked_by, self.checked_by + A_WEEK) if self.checked_by else ()

    def to_ask(self, today: date) -> bool:
        """Whether its owner is to be asked for the result on this day."""
        reached = [day for day in self.asked_from if day <= today]
        return bool(reached) and (self.asked_on is None or self.asked_on < reached[-1])

    def asks_next(self, today: date) -> date | None:
        """Return the next day, from this one on, on which its owner is to be asked for the result; None where that is over."""
        return today if self.to_ask(today) else next((day for day in self.asked_from if day > today), None)


def improvement_id(workspace: str, number: int, cycle: int) -> str:
    """Return the id of a cycle, the same for whoever begins it: so a number is given only once, and a cycle opened only once."""
    return id_for("improvement", workspace, str(number), str(cycle))
