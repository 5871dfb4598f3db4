"""What the bot shows of how the score went over some quarters: a chart, and the same in words with the counts behind it."""

from __future__ import annotations

from collections.abc import Sequence

from messages.blocks import actions, button, context, said, section
from messages.score import SHOW, Place, none_was_there, whose
from messages.score_words import percent, share_of
from messages.summary_charts import short
from model.answer import Json, Message
from model.term import Point

TWO = 2
HONEST = (
    "Owners, cadences and names are today's, since earlier ones are not kept. What was believed, what waited and who was drying up "
    "is not known for earlier quarters, so no line shows it."
)


def trend_shown(points: Sequence[Point], place: Place, viewer: str, *, running: bool) -> Message:
    """Show the last quarters, the latest at the bottom; `running` says that it is under way."""
    back = actions(button("Back to the score", SHOW, place.value()))
    if len(points) < TWO:
        nobody = none_was_there(place.scope, viewer)
        return said(f"It is too early for a trend. {nobody} before {points[0].period.words}.", back)
    lines = "\n".join(line(point, so_far=running and point is points[-1]) for point in points)
    title = f"How the score of {whose(place.scope, viewer)} went over {len(points)} quarters:"
    return said(title, *chart(points), section(lines, whole=True), context(HONEST), back)


def line(point: Point, *, so_far: bool) -> str:
    """Return one quarter in words."""
    told = [f"in touch {share_of(point.in_touch, point.customers)}"]
    told += [f"strategic talks {share_of(point.strategic, point.talks)}"] if point.talks else ["no talks"]
    told += [f"our promises kept {share_of(point.kept, point.promised)}"] if point.promised else ["no promise of ours due"]
    return f"• *{short(point.period)}*{' so far' if so_far else ''}: {', '.join(told)}"


def chart(points: Sequence[Point]) -> list[Json]:
    """Return the shares as lines, each that is known in all of the quarters."""
    shares = {
        "In touch": [(point.in_touch, point.customers) for point in points],
        "Strategic talks": [(point.strategic, point.talks) for point in points],
        "Our promises kept": [(point.kept, point.promised) for point in points],
    }
    known = {label: pairs for label, pairs in shares.items() if all(of for _, of in pairs)}
    names = [short(point.period) for point in points]
    series = [
        {"name": label, "data": [{"label": at, "value": percent(some, of)} for at, (some, of) in zip(names, pairs, strict=True)]}
        for label, pairs in known.items()
    ]
    axes = {"categories": names, "x_label": "Quarter", "y_label": "Per cent"}
    return [
        {"type": "data_visualization", "title": "Shares, in per cent", "chart": {"type": "line", "series": series, "axis_config": axes}}
    ]
