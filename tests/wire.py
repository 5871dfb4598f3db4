"""A wire between a store and its server that a test can cut at the worst moment: when the server has done it and has not said so."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

NOT_AT_ALL = struct.pack("ii", 1, 0)


class Wire:
    """Carries bytes both ways, until it is told to swallow the answer to a commit, or to let nobody through (`closed`)."""

    def __init__(self, url: str) -> None:
        self.far = urlsplit(url)
        self.url = ""
        self.swallow = 0
        self.closed = False
        self.links: set[asyncio.Task[None]] = set()
        self.ends: set[asyncio.StreamWriter] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Wire]:
        server = await asyncio.start_server(self.link, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.url = urlunsplit(self.far._replace(netloc=f"{self.far.username}@127.0.0.1:{port}"))
        async with server:
            yield self
            self.cut()
            if self.links:
                await asyncio.wait(self.links)

    def cut(self, *, reset: bool = False) -> None:
        """End every connection at once; with a reset, as a machine does that has forgotten them."""
        for end in self.ends:
            if reset:
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOT_AT_ALL)
            end.transport.abort()

    async def link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.links.add(task)
        self.ends.add(writer)
        if not self.closed:
            far_reader, far_writer = await asyncio.open_connection(self.far.hostname, self.far.port)
            self.ends.add(far_writer)
            await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer, answers=True))
        writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool = False) -> None:
        with suppress(ConnectionError):
            while content := await reader.read(65536):
                if answers and self.swallow and b"first_id" in content:
                    self.swallow -= 1
                    self.cut()
                    return
                writer.write(content)
                await writer.drain()
        writer.transport.abort()
