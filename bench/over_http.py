"""`/talk note`, durable, through the real bot over signed HTTP, beside Bolt's handlers that do nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median

from bench.empty import FAST, SECRET
from bench.figures import Figure, Scale, ratio
from bench.load import Window, commands, send
from bench.processes import beside_the_servers, server
from sandbox import Sandbox

CUSTOMERS = 100
WARM_UP = 100
SAVED = b"Saved: your talk"
NAMES = [f"Hospital {number:03}" for number in range(CUSTOMERS)]


@dataclass(frozen=True)
class Target:
    """A server to send to: by which secret it is signed, what to say, what the answer holds."""

    port: int
    secret: str
    texts: Callable[[], Iterable[str]]
    expected: bytes = b""

    async def window(self, callers: int, requests: int) -> Window:
        """Measure one stretch."""
        return await send(self.port, commands(self.secret, cycle(self.texts()), requests), callers, self.expected)


def notes() -> Iterable[str]:
    """Return a note for every customer."""
    return [f"note {name} They want appointments online by spring, and the budget is approved" for name in NAMES]


@asynccontextmanager
async def bot(store: str, slack: Sandbox, core: int | None = None) -> AsyncIterator[Target]:
    """Run the real bot with a hundred customers."""
    environ = {**slack.environment, "TALK_STORE": store, "TALK_PORT": "0"}
    async with server("bot", "run", core=core, environ=environ) as running:
        secret = slack.settings.signing_secret
        added = Target(running.port, secret, lambda: [f"add {name}" for name in NAMES])
        await added.window(1, CUSTOMERS)
        yield Target(running.port, secret, notes, SAVED)


async def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Measure the bot at 1, 16 and 64 clients, each beside its yardstick."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Sandbox(request_url="http://127.0.0.1:1/"))
        ours = await stack.enter_async_context(bot(f"tinydb:{folder / 'http'}", slack, core=0))
        polled = await empty(stack)
        fast = await empty(stack, FAST)
        stack.enter_context(beside_the_servers())
        for target in (ours, polled, fast):
            await target.window(1, WARM_UP)
        return [*await alone(scale, ours, polled, fast), *await many(scale, ours, fast, 16, 0.6), *await many(scale, ours, fast, 64, 0.75)]


async def empty(stack: AsyncExitStack, *options: str) -> Target:
    """Run an empty handler."""
    running = await stack.enter_async_context(server("bench.empty", *options, core=0))
    return Target(running.port, SECRET, notes)


async def alone(scale: Scale, ours: Target, polled: Target, fast: Target) -> list[Figure]:
    """Measure one client: the time until half of the requests are answered."""
    counts = ((ours, scale.requests[1]), (polled, scale.polled), (fast, scale.requests[1]))
    rounds = [[(await target.window(1, count)).p50 for target, count in counts] for _ in range(scale.rounds)]
    noted, waited, acked = zip(*rounds, strict=True)
    beside = f"{median(noted) * 1000:.2f} ms beside {median(waited) * 1000:.2f} ms"
    return [
        Figure("/talk note, 1 client: p50 × default Bolt's empty handler", ratio(noted, waited), "×", 0.1, beside=beside),
        Figure("the same × an empty handler that acks at once", ratio(noted, acked), "×", beside=f"{median(acked) * 1000:.2f} ms"),
    ]


async def many(scale: Scale, ours: Target, fast: Target, callers: int, goal: float) -> list[Figure]:
    """Measure many clients: the requests per second, and the slowest hundredth of them."""
    rounds = [[await target.window(callers, scale.requests[callers]) for target in (ours, fast)] for _ in range(scale.rounds)]
    rates = [[window.rate for window in windows] for windows in zip(*rounds, strict=True)]
    slowest = [[window.p99 for window in windows] for windows in zip(*rounds, strict=True)]
    beside = f"{median(rates[0]):,.0f}/s beside {median(rates[1]):,.0f}/s; p99 {median(slowest[0]) * 1000:.0f} ms"
    beside += f" beside {median(slowest[1]) * 1000:.0f} ms"
    return [Figure(f"/talk note, {callers} clients: requests/s × an empty handler's", ratio(*rates), "×", goal, "≥", beside)]
