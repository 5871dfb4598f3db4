"""Kill a copy at many moments: the target is nothing or all of it, no bot takes a half for a whole, and a second run is whole.

`python tests/kill_copy.py 100000 5` moves a hundred thousand records each way, through a backup too, and kills each 5 times.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from moving import figures

from bench.database import Database, some_server
from bench.records import customer as numbered
from bench.records import customers_with_talks, fill, noted
from storage import StoreError, open_store
from storage.moving import Figures, FileSource

ROOT = Path(__file__).parents[1]


class Done(msgspec.Struct):
    """What a direction came to: how often it was killed before its end, and how long an undisturbed run takes, in seconds."""

    way: str
    killed: int = 0
    seconds: float = 0.0


def now() -> datetime:
    return datetime.now(UTC)


class Copying:
    """A store of so many records, and where it goes: a folder, a database or a file."""

    def __init__(self, home: Path, database: Database) -> None:
        self.home, self.database = home, database
        self.tiny = f"tinydb:{home / 'from'}"

    async def make(self, records: int) -> None:
        store = await open_store(self.tiny, now)
        await fill(store, customers_with_talks(records), records)
        for number in range(5):
            await store.commit(noted(numbered(number, now().date())))
        await store.close()
        self.moment = now()
        self.wanted = await figures(self.tiny, self.moment)

    def to(self, way: str) -> str:
        return self.database.url if way.endswith("database") else f"tinydb:{self.home / way}"

    def command(self, way: str) -> list[str]:
        if way == "backup":
            return ["backup", str(self.home / "backup")]
        if way.startswith("backup to"):
            return ["restore", "--force", str(self.home / "backup")]
        return ["copy-store", self.tiny if way.endswith("database") else self.database.url, self.to(way)]

    def begin(self, way: str) -> subprocess.Popen[bytes]:
        environ = {"PYTHONPATH": str(ROOT), "TALK_STORE": self.tiny if way == "backup" else self.to(way), "SLACK_BOT_TOKEN": "xoxb-1"}
        command = [sys.executable, "-m", "bot", *self.command(way)]
        return subprocess.Popen(command, cwd=self.home, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603

    async def there(self, way: str) -> Figures:
        """What stands: nothing where the target is not there, or is refused as unfinished."""
        if way == "backup":
            return await FileSource(self.home / "backup").verify() if (self.home / "backup").exists() else {}
        try:
            return await figures(self.to(way), self.moment)
        except StoreError as error:
            assert "unfinished" in str(error)  # noqa: PT017
            return {}

    async def clear(self, way: str) -> None:
        """Begin with an empty target."""
        if way.endswith("database"):
            self.database.empty()
        elif way == "backup":
            (self.home / "backup").unlink(missing_ok=True)
        else:
            subprocess.run(["/bin/rm", "-rf", str(self.home / way)], check=True)  # noqa: S603, ASYNC221

    async def whole(self, way: str) -> float:
        """Run it undisturbed, and return how long it took."""
        began = time.perf_counter()
        with self.begin(way) as child:
            _, err = child.communicate()
        assert child.returncode == 0, err.decode()
        took = time.perf_counter() - began
        assert await self.there(way) == self.wanted, "what arrived is not what was there"
        return took

    async def kill(self, way: str, rounds: int) -> Done:
        await self.clear(way)
        done = Done(way, seconds=await self.whole(way))
        for number in range(rounds):
            await self.clear(way)
            with self.begin(way) as child:
                with suppress(subprocess.TimeoutExpired):
                    child.wait(done.seconds * (number + 1) / (rounds + 1))
                done.killed += child.poll() is None
                child.kill()
            there = await self.there(way)
            assert there in ({}, self.wanted), "a part of it arrived"
            if not there:
                await self.whole(way)
        return done


WAYS = ("to database", "to folder", "backup", "backup to folder", "backup to database")


async def run(records: int, rounds: int, database: Database) -> list[Done]:
    """Go through all ways."""
    with tempfile.TemporaryDirectory() as home:
        copying = Copying(Path(home), database)
        await copying.make(records)
        return [await copying.kill(way, rounds) for way in WAYS]


if __name__ == "__main__":
    server = some_server()
    try:
        database = Database(server, "kill_copy")
        for done in asyncio.run(run(int(sys.argv[1]), int(sys.argv[2]), database)):
            sys.stdout.write(
                f"{done.way}: {done.seconds:.1f} s undisturbed; killed {done.killed} times, whole or nothing, and whole when run again\n"
            )
        database.drop()
    finally:
        server.close()
