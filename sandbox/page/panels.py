"""What stands beside the conversation: the clock, the tour, the trouble, and what bot and Slack said to each other."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.journal import Entry
from sandbox.page.desk import Desk
from sandbox.page.picture import Looker
from sandbox.page.stage import Step
from sandbox.records import JSON

SHOWN = 60


def clock(desk: Desk, looker: Looker) -> JSON:
    """Return the time of bot and sandbox where the looker lives, to the minute."""
    zone = desk.sandbox.user(looker.user).tz
    now = desk.sandbox.state.now().astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)
    turns = list(desk.stage.turns) if desk.stage.turn else []
    head = {"now": now.isoformat(), "words": f"{now:%A} {now.day} {now:%B %Y}, {now:%H:%M}", "zone": zone}
    return {**head, "turns": turns, "turning": desk.turning, "hint": "" if turns else desk.stage.clock_hint}


def tour(desk: Desk) -> JSON | None:
    """Return the tour with what is done of it, None where the stage has none."""
    if not desk.stage.tour:
        return None
    return {"title": desk.stage.tour_title, "steps": [_step(desk, step) for step in desk.stage.tour]}


def _step(desk: Desk, step: Step) -> JSON:
    if step.title not in desk.done and step.done(desk.sandbox):
        desk.done.add(step.title)
    shown = {"title": step.title, "text": step.text, "line": step.line, "turn": step.turn, "user": step.user, "place": step.place}
    return {**shown, "done": step.title in desk.done}


def wire(desk: Desk, looker: Looker) -> list[JSON]:
    """Return the last calls and deliveries, the oldest first, with the time where the looker lives."""
    zone, journal = ZoneInfo(desk.sandbox.user(looker.user).tz), desk.sandbox.journal
    first = max(desk.wire_from, len(journal) - SHOWN)
    return [_entry(number, entry, entry.at.astimezone(zone)) for number, entry in enumerate(journal[first:], start=first)]


def _entry(number: int, entry: Entry, at: datetime) -> JSON:
    ok, error = entry.ok, entry.error or ""
    head = {"n": number, "at": f"{at:%H:%M:%S}", "kind": entry.kind, "method": entry.method}
    return {**head, "ok": ok, "error": error, "reason": _reason(entry), "fault": entry.fault}


def _reason(entry: Entry) -> str:
    if entry.kind == "delivery":
        return entry.ack.reason if entry.ack else ""
    told = [*entry.result.get("response_metadata", {}).get("messages", []), *entry.warnings] if not entry.ok else entry.warnings
    return "; ".join(told)
