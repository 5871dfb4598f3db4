"""What becomes of old changes: after thirty days an audit without text stands in their place, as it does beside the journal.

Any bot does it, once an hour while it commits something; what one has in hand the others leave alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.base import StoreError
from storage.postgres_pool import Connections

KEPT, EVERY, AT_ONCE = timedelta(days=30), timedelta(hours=1), 500
EXPIRE = """
    with old as (
        select workspace, key from keep_talking.change
        where workspace = %(workspace)s and at < %(before)s order by at limit %(limit)s for update skip locked
    ), gone as (
        delete from keep_talking.change c using old where c.workspace = old.workspace and c.key = old.key returning c.*
    )
    insert into keep_talking.audit (workspace, sequence, id, at, by, verb, key, records)
    select workspace, sequence, id, at, by, verb, case when keyed then key end, coalesce((
        select json_agg(json_build_array(record->>'record', record->>'id', what))
        from json_array_elements(change->'writes') w, lateral (select coalesce(w->'after', w->'before') as record, case
            when w->'before' is null then 'made' when w->'after' is null then 'removed' else 'changed'
        end as what) one
    ), '[]') from gone
    returning 1
"""
logger = logging.getLogger(__name__)


class Expiry:
    """Lets go of a workspace's old changes now and then."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self.connections, self.now = connections, now
        self.following: dict[str, datetime] = {}
        self.task: asyncio.Task[None] | None = None

    def consider(self, workspace: str) -> None:
        """Do it in the background if it was not done for an hour."""
        now = self.now()
        if self.task is None and self.following.get(workspace, now) <= now:
            self.following[workspace] = now + EVERY
            self.task = asyncio.create_task(self._in_background(workspace))

    async def close(self) -> None:
        """Finish what is under way."""
        if self.task:
            await self.task

    async def expire(self, workspace: str) -> None:
        """Let go of what is older than is kept. Raises NotSaved."""
        wanted = {"workspace": workspace, "before": self.now() - KEPT, "limit": AT_ONCE}
        while len(await self.connections.write(EXPIRE, wanted)) == AT_ONCE:
            logger.info("%d old changes were let go of", AT_ONCE)

    async def _in_background(self, workspace: str) -> None:
        try:
            await self.expire(workspace)
        except StoreError as error:
            logger.warning("old changes stay for now: %s", error)
        finally:
            self.task = None
