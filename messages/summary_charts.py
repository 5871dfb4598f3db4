"""What a summary draws: how often we talked, where the improvements are, and with whom we talked in which quarter.

Slack's charts are young (`data_visualization`, `data_table`): where one is refused, `in_words` says the same in a message of text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from messages.blocks import MAX_BLOCKS, context, cut, escape, one_line, section
from messages.improvements import STAGE_NAMES
from model.answer import Json, Message
from model.improvement import Stage
from model.pdca import STAGES
from model.period import Period
from model.summary import Figures, Row

CHARTS = {"data_visualization", "data_table"}
SEEN_WITH = 2
COUNTED_SOONER = 4
NAME = 20  # a phone shows that, and a quarter beside it
TALKS, OPEN = "Talks a quarter", "Open improvements by stage"


def charts(figures: Figures | None, stages: Mapping[Stage, int]) -> list[Json]:
    """Return what there is to see: at most two charts; one with a single bar is none."""
    if figures is None:
        return []
    return [*talks_chart(figures), *stages_chart(stages)]


def talks_chart(figures: Figures) -> list[Json]:
    """Return the talks of the last quarters, those about the customer's business and the operational ones."""
    series = {"Business": figures.strategic, "Operational": figures.operational}
    quarters = [short(quarter) for quarter in figures.quarters]
    if sum(map(any, zip(*series.values(), strict=True))) < SEEN_WITH:
        return []
    return [chart(TALKS, quarters, {name: talks for name, talks in series.items() if any(talks)})]


def stages_chart(stages: Mapping[Stage, int]) -> list[Json]:
    """Return in which stage how many improvements are."""
    if sum(map(bool, stages.values())) < SEEN_WITH or sum(stages.values()) < COUNTED_SOONER:
        return []
    return [chart(OPEN, list(STAGE_NAMES.values()), {"Improvements": [stages.get(stage, 0) for stage in STAGES]})]


def chart(title: str, categories: Sequence[str], series: Mapping[str, Sequence[int]]) -> Json:
    """Return a chart of bars."""
    drawn = [
        {"name": name, "data": [{"label": at, "value": value} for at, value in zip(categories, values, strict=True)]}
        for name, values in series.items()
    ]
    axis = {"categories": list(categories)}
    return {"type": "data_visualization", "title": title, "chart": {"type": "bar", "series": drawn, "axis_config": axis}}


def short(quarter: Period) -> str:
    """Return a quarter as the axis names it: `Q4 2026`."""
    return f"Q{(quarter.first.month + 2) // 3} {quarter.first.year}"


def grid(figures: Figures | None) -> list[Json]:
    """Return with whom we talked in which quarter, the quietest first; nothing for one customer.

    The last quarter stands first: a phone shows two columns, and the others when they are pushed aside.
    """
    if figures is None or len(figures.rows) < SEEN_WITH:
        return []
    head = [text("Customer"), *(text(short(quarter)) for quarter in reversed(figures.quarters))]
    rows = [[text(label(row)), *map(number, reversed(row.talks))] for row in figures.rows]
    more = f" {figures.others:,} more customers are not among these: `/talk customers all`." if figures.others else ""
    shape = {"type": "data_table", "row_header_column_index": 0, "page_size": len(rows)}
    table = {**shape, "caption": "Talks by quarter, quietest first", "rows": [head, *rows]}
    return [table, context(f"Operational talks are not counted.{more}")]


def label(row: Row) -> str:
    """Return a customer's name as a table has room for it, where nothing is markup."""
    return cut(one_line(row.customer.name), NAME) or "…"


def text(shown: str) -> Json:
    """Return a cell of text."""
    return {"type": "raw_text", "text": shown}


def number(value: int) -> Json:
    """Return a cell with a number; none is a dot, so that the eye finds the others."""
    return {"type": "raw_number", "value": value, "text": f"{value:,}" if value else "·"}


def has_charts(shown: Message) -> bool:
    """Whether a message draws anything."""
    return any(block["type"] in CHARTS for block in shown.blocks)


def in_words(shown: Message) -> Message:
    """Return a message with its charts and tables as text, for where Slack does not take them."""
    return Message(shown.text, tuple(worded(block) for block in shown.blocks)[:MAX_BLOCKS])


def worded(block: Json) -> Json:
    """Return a chart or a table as text, any other block as it is."""
    if block["type"] == "data_visualization":
        return section("\n".join([f"*{block['title']}*", *bars(block["chart"])]))
    return section(f"*{escape(block['caption'])}*\n```{columns(block['rows'])}```") if block["type"] == "data_table" else block


def bars(drawn: Json) -> list[str]:
    """Return a chart's figures as lines, one a category."""
    named = len(drawn["series"]) > 1
    return [
        f"{at}: " + ", ".join(f"{one['data'][place]['value']:,}{' ' + one['name'].lower() if named else ''}" for one in drawn["series"])
        for place, at in enumerate(drawn["axis_config"]["categories"])
    ]


def columns(rows: Sequence[Sequence[Json]]) -> str:
    """Return a table's rows as lines of one width."""
    cells = [[escape(cut(one_line(cell["text"]).replace("`", "'"), NAME)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    )
