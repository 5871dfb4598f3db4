"""The store where it is a database: which server, how far its tables are, what this user may do there, and which bots are at work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from bot.checks.finding import Finding, counted, fail, ok, some_of, warn
from bot.checks.seen import MEGABYTE, Seen, contents
from storage import StoreError, read_store, require_driver

if TYPE_CHECKING:
    from storage.postgres_outside import Outside

OLDEST, A_MAJOR = 14, 10_000


async def look(url: str, now: datetime) -> Seen:
    """Look at the database."""
    try:
        require_driver()
        from storage.postgres_outside import look_at

        outside = await look_at(url)
        findings = [server(outside), *writing(outside), bots(outside)]
        if outside.there and outside.missing:
            return Seen([*findings, tables(outside)], shared=True)
        store = await read_store(url, now)
    except StoreError as error:
        return Seen([fail("store", str(error))], shared=True)
    held = f"{await contents(store)}, {outside.size / MEGABYTE:,.1f} MB"
    there = ok("store", held) if outside.there else tables(outside)
    return Seen([there, *findings], store, holder="of PostgreSQL" if outside.bots else None, shared=True)


def server(outside: Outside) -> Finding:
    """Say which server it is."""
    what = f"PostgreSQL {outside.version}, database {outside.database}, user {outside.user}"
    if outside.number < OLDEST * A_MAJOR:
        return fail("database", f"{what}. It is older than {OLDEST}: move to a newer one.")
    return ok("database", what)


def tables(outside: Outside) -> Finding:
    """Say that tables are to be made or changed."""
    if not outside.there:
        return warn("store", "there are no tables of ours yet; `keep-talking run` makes them. Is TALK_STORE what you mean?")
    what = counted(outside.missing, "migration is", "migrations are")
    return warn(
        "store",
        f"{what} to come; `keep-talking run` does {'it' if outside.missing == 1 else 'them'}, and older bots beside it go on working.",
    )


def writing(outside: Outside) -> Iterator[Finding]:
    """Say whether it takes writes from us."""
    if outside.read_only:
        yield fail("writing", "the database is read-only, as a replica is. Name the primary in TALK_STORE.")
    elif outside.forbidden:
        yield fail("writing", f"{outside.user} may not write into {some_of(outside.forbidden)}. Run as the tables' owner, or grant it.")
    elif (outside.missing or not outside.there) and not outside.may_create:
        yield fail("writing", f"{outside.user} may not make tables: GRANT CREATE ON DATABASE {outside.database} TO {outside.user}.")
    else:
        yield ok("writing", f"{outside.user} may read and write all of it")


def bots(outside: Outside) -> Finding:
    """Say who has it open."""
    if not outside.bots:
        return ok("store in use", "by no bot")
    return ok("store in use", f"by bots, with {counted(outside.bots, 'connection')}")
