"""What the import says, as lines of a terminal: what was read as what, a verdict a row, counts that add up, and how to take it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from messages.undo import recorded
from model.batch import Batch
from model.columns import Columns, cut, is_secret
from model.datecolumn import Evidence, Seen, both_ways
from model.dates import DateOrder
from model.importing import VERDICTS, Unused, Verdict, What
from model.sheet import NAMED_DELIMITERS

DRY_RUN = "dry run: nothing is written"
CHANGED_SINCE = "it was changed since"
TALK_CHANGED = "the talk that came with it was changed since"
ORDERS: dict[DateOrder, str] = {"dmy": "day/month/year", "mdy": "month/day/year"}
WHY_UNUSED = {
    "domain": "no domain of its own",
    "channel": "not a channel's id (C…); link it with /talk edit",
}


def opening(name: str, columns: Columns, encoding: str, delimiter: str) -> Iterator[str]:
    """Say how the file is read, which columns were recognised as what, and which are ignored."""
    source = f", a {columns.source} export" if columns.source else ""
    yield f"{name}: {encoding}, separated by {NAMED_DELIMITERS[delimiter]}{source}"
    yield f"read: {', '.join(f'{heading} as {field}' for heading, field in columns.read)}"
    ignored = [f"{heading} (a secret)" if is_secret(heading) else heading for heading in columns.ignored if heading]
    if ignored:
        yield f"ignored: {cut(', '.join(ignored), 2000)}"


def date_order(heading: str, order: DateOrder, evidence: Evidence, *, asked: bool) -> str:
    """Say how a column's all-digit dates are read, and why so."""
    decides = getattr(evidence, order)
    why = "as you say" if asked else f"row {decides.row} has {decides.text}" if decides else ""
    return f"dates: {heading} is read as {ORDERS[order]}{f' ({why})' if why else ''}"


def which_order(heading: str, evidence: Evidence) -> str:
    """Ask which way a column's dates are to be read."""
    if evidence.dmy and evidence.mdy:
        return (
            f"{heading} holds dates of both orders: {seen(evidence.dmy)} and {seen(evidence.mdy)}. "
            "Say --date-order dmy or --date-order mdy; rows that do not fit are refused. Nothing was written."
        )
    either = evidence.either
    day_first, month_first = both_ways(either.text) if either else ("", "")
    return (
        f"{heading} holds dates that can be read either way, such as {seen(either)}: "
        f"say --date-order dmy ({day_first}) or --date-order mdy ({month_first}). Nothing was written."
    )


def seen(value: Seen | None) -> str:
    """Return a value with its row."""
    return f"{value.text} (row {value.row})" if value else ""


def progress(done: int, size: int, row: int) -> str:
    """Say how far through the file it is."""
    return f"{min(100, done * 100 // max(size, 1)):3} % of the file, row {row:,}"


def verdict_line(verdict: Verdict) -> str:
    """Say what became of a row."""
    return f"row {verdict.row}: {verdict.what}{f': {verdict.why}' if verdict.why else ''}"


def similar_ones(similar: list[Verdict], more: int) -> Iterator[str]:
    """List the customers that were created although others have nearly their names."""
    if similar:
        yield "perhaps the same as another:"
    for verdict in similar:
        yield f"  row {verdict.row}: {verdict.name} is similar to {', '.join(verdict.similar)}"
    if more:
        yield f"  and {more:,} more"


def unused_values(unused: Unused) -> Iterator[str]:
    """List the values that were not used, and why: owners who were not found, channels, websites that are no domain."""
    if unused.counts:
        yield "not used, and left as it was:"
    for (field, text, why), count in unused.counts.items():
        rows = unused.rows[field, text, why]
        more = f" and {count - len(rows):,} more" if count > len(rows) else ""
        numbers = ", ".join(map(str, rows))
        yield f"  {field} {text}: {why or WHY_UNUSED.get(field, '')} (row{'s' if count > 1 else ''} {numbers}{more})"
    if unused.beyond:
        yield f"  and {unused.beyond:,} more"


def totals(counts: dict[What, int]) -> str:
    """Say the counts, which add up to the rows."""
    return f"rows {sum(counts.values())} = {' + '.join(f'{what} {counts.get(what, 0)}' for what in VERDICTS)}"


def batch_made(batch: Batch) -> str:
    """Say under which id the import can be taken back."""
    return f"batch {batch.id} (to take it back: keep-talking import --undo {batch.id})"


def no_batch(*, dry: bool) -> str:
    """Say that there is nothing to take back."""
    return "no batch: this was a dry run" if dry else "no batch: nothing was changed"


def stopped(batch: Batch) -> str:
    """Say what stands of an import that could not be finished."""
    return f"stopped; the rows above are saved. Importing the file again goes on. {batch_made(batch)}"


def kept_line(name: str, why: str) -> str:
    """Say that a customer was not taken back."""
    return f"kept: {name}: {why}"


def has_more(counted: Mapping[str, int]) -> str:
    """Say what was recorded for a customer since it was imported, how many by what one of it is called."""
    return f"it has {recorded(counted)} by now"


def taken_back(batch: Batch, back: int, kept: int) -> Iterator[str]:
    """Say the counts of an undo, which add up to the customers."""
    yield f"customers {back + kept} = taken back {back} + kept {kept}"
    again = "; take back what is newer and run this again" if kept else ""
    yield f"batch {batch.id} of {batch.file} is {'partly ' if kept else ''}taken back{again}"


def no_such_batch(batch: str) -> str:
    """Say that no import made that batch."""
    return f"there is no batch {batch}; the import said its id in its last line"


def already(batch: Batch, at: datetime) -> str:
    """Say that a batch was taken back before."""
    return f"batch {batch.id} of {batch.file} is already taken back, since {at:%Y-%m-%d %H:%M} UTC"
