"""The composition root: the one place that knows everybody, puts the pieces together, and takes them apart in the right order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

import handlers
from bot.clock import Clock, clock_from
from bot.config import ConfigError, Settings
from bot.web import payload, serving, web_app
from handlers.answers import Carrier
from handlers.delivery import Delivery
from handlers.entry import Entry
from handlers.gate import Gate
from handlers.pace import Pace
from handlers.posting import RegularSummaries
from handlers.refusal import code_of
from handlers.sweep import Sweep
from model.search import Query
from storage import NotSaved, Store, Unreachable, open_store

DRAIN = 20
AGAIN_AFTER = 5
CALL_TIMEOUT = 30
PING_EVERY = 2  # seconds; Socket Mode notices a lost connection after one of them, and a silent one after four
REFUSED_TOKENS = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
logger = logging.getLogger(__name__)


class Socket(AsyncSocketModeHandler):
    """Socket Mode whose acks are among the work that the end of the process waits for."""

    def __init__(self, app: AsyncApp, app_token: str, entry: Entry) -> None:
        super().__init__(app, app_token, ping_interval=PING_EVERY)
        self.entry = entry

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Handle an envelope and ack it."""
        await self.entry.track(super().handle(client, req))


class KnownAs(AsyncAuthorize):
    """Tells Bolt who the bot is, once Slack has said so; without it Bolt would look for OAuth settings in the environment."""

    def __init__(self) -> None:
        self.result: AuthorizeResult | None = None

    async def __call__(self, **_: object) -> AuthorizeResult | None:
        """Return the one identity there is."""
        return self.result


class Bot:
    """A running bot: its parts, for those who start it, and what it still waits for."""

    def __init__(
        self, settings: Settings, store: Store, session: aiohttp.ClientSession, now: Callable[[], datetime], pace: Pace | None = None
    ) -> None:
        self.store = store
        self.now = now
        self.client = AsyncWebClient(
            settings.bot_token, base_url=settings.api_url, session=session, retry_handlers=[], timeout=CALL_TIMEOUT
        )
        self.gate = Gate(self.client, "", now)
        self.entry = Entry(store=store, gate=self.gate, carrier=Carrier(self.client, session), routes=handlers.routes(), now=now)
        self.delivery = Delivery(store, self.client, self.gate, now, pace)
        self.entry.post_waits = self.delivery.wake
        self.sweep = Sweep(store, self.gate, now)
        self.summaries = RegularSummaries(store, self.gate, now)
        self.clock = Clock(self.sweep, self.summaries, self.delivery.wake)
        self.known_as = KnownAs()
        self.app = AsyncApp(
            client=AsyncWebClient(base_url=settings.api_url, session=session, retry_handlers=[]),
            signing_secret=settings.signing_secret or "",
            authorize=self.known_as,  # type: ignore[arg-type] # Bolt takes an AsyncAuthorize, its annotation does not say so
            before_authorize=handlers.doors(self.entry),
            process_before_response=True,
            request_verification_enabled=False,  # bot/web.py has checked it
            ignoring_self_events_enabled=False,  # handlers/request.py leaves out what any bot says
            ignoring_self_assistant_message_events_enabled=False,
            attaching_function_token_enabled=False,
        )
        self.socket: Socket | None = None
        self.port = 0
        self.stopping = False

    async def dispatch(self, request: web.Request) -> web.Response:
        """Answer one signed HTTP request of Slack's."""
        if self.known_as.result is None or self.stopping:
            return web.json_response({"error": "not ready"}, status=503)
        try:
            given = AsyncBoltRequest(body=payload(await request.read()), mode="socket_mode")  # in which Bolt takes what is parsed already
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return web.json_response({"error": "not a request of Slack's"}, status=400)
        answer = await self.app.async_dispatch(given)
        kind = "application/json" if answer.body.startswith("{") else "text/plain"
        return web.Response(status=answer.status, body=answer.body.encode(), content_type=kind)

    async def waits_for(self) -> str | None:
        """Return what keeps the bot from working, or None where nothing does."""
        if self.stopping:
            return "its own end"
        if self.known_as.result is None:
            return "Slack"
        if self.socket and not await self.socket.client.is_connected():
            return "the socket"
        try:
            await self.store.check()
        except NotSaved as error:
            return f"the store: {error}"
        return None

    async def identify(self) -> None:
        """Ask Slack who the bot is, for as long as Slack can't be reached; raise ConfigError where it refuses the token."""
        identity = await patiently(self.client.auth_test, "SLACK_BOT_TOKEN")
        self.known_as.result = AuthorizeResult.from_auth_test_response(bot_token=self.client.token, auth_test_response=identity)
        self.gate.team = identity["team_id"]
        self.entry.bot_user = self.entry.reader.bot_user = identity["user_id"]
        self.entry.reader.address = identity.get("url") or ""
        self.entry.granted = frozenset((identity.headers.get("x-oauth-scopes") or "").replace(" ", "").split(","))

    async def drain(self) -> None:
        """Let what is under way finish, for at most 20 seconds."""
        try:
            async with asyncio.timeout(DRAIN):
                await self.entry.drain()
        except TimeoutError:
            logger.warning("stopped with %d requests under way", len(self.entry.running))


class Front:
    """What the HTTP server speaks to: the bot, and before there is one, whoever waits for its store."""

    def __init__(self) -> None:
        self.bot: Bot | None = None
        self.trouble = "the store"
        self.again_after: float = AGAIN_AFTER

    async def waits_for(self) -> str | None:
        """Return what keeps the bot from working, or None where nothing does."""
        return await self.bot.waits_for() if self.bot else self.trouble

    async def dispatch(self, request: web.Request) -> web.Response:
        """Answer one signed HTTP request of Slack's."""
        return await self.bot.dispatch(request) if self.bot else web.json_response({"error": "not ready"}, status=503)

    async def opened(self, url: str, now: Callable[[], datetime]) -> Store:
        """Open the store, for as long as it does not answer. Raises StoreError where it refuses us."""
        while True:
            try:
                return await open_store(url, now)
            except Unreachable as error:
                self.trouble = f"the store: {error}"
                logger.warning("the store: %s Trying again in %d seconds", error, self.again_after)
            await asyncio.sleep(self.again_after)


async def patiently(call: Callable[[], Awaitable[AsyncSlackResponse]], token: str) -> AsyncSlackResponse:
    """Call Slack until it answers; raise ConfigError where it refuses the token."""
    while True:
        try:
            return await call()
        except SlackApiError as error:
            trouble = code_of(error)
            if trouble in REFUSED_TOKENS:
                raise ConfigError(
                    f"Slack refuses {token} ({trouble}): copy it again from your app's page at api.slack.com/apps."
                ) from error
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            trouble = type(error).__name__
        logger.warning("Slack can't be reached (%s), trying again in %d seconds", trouble, AGAIN_AFTER)
        await asyncio.sleep(AGAIN_AFTER)


@asynccontextmanager
async def running(settings: Settings, now: Callable[[], datetime] | None = None, pace: Pace | None = None) -> AsyncIterator[Bot]:
    """Run the bot, by the clock and at the pace that are given. Raises ConfigError, StoreError or OSError (the port) where it can't start.

    The end comes in the reverse order of the start: no more requests, what is under way finishes, then outbox, session and store.
    """
    now = now or clock_from(settings.starts_at)
    async with AsyncExitStack() as stack:
        front = Front()
        over_http = None if settings.app_token else front.dispatch
        port = await stack.enter_async_context(serving(web_app(front.waits_for, over_http, settings.signing_secret), settings.port))
        store = await front.opened(settings.store, now)
        stack.push_async_callback(store.close)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(CALL_TIMEOUT)))
        bot = front.bot = Bot(settings, store, session, now, pace)
        bot.port = port
        stack.push_async_callback(bot.drain)
        await bot.identify()
        for part in (bot.delivery, bot.clock):
            await stack.enter_async_context(working(part))
        if settings.app_token:
            await stack.enter_async_context(socket(bot, settings.app_token))
        words = asyncio.create_task(store.find(bot.gate.team, "", Query(), 1))  # the first search of the day shall not wait for its index
        stack.callback(words.cancel)
        stack.callback(setattr, bot, "stopping", True)  # noqa: FBT003
        logger.info("ready on port %d, by %s", bot.port, "Socket Mode" if settings.app_token else "HTTP")
        yield bot


@asynccontextmanager
async def working(part: Delivery | Clock) -> AsyncIterator[None]:
    """Run a part that loops until it is stopped, and wait for what it is doing at the end."""
    task = asyncio.create_task(part.run())
    try:
        yield
    finally:
        part.stop()
        await task


@asynccontextmanager
async def socket(bot: Bot, app_token: str) -> AsyncIterator[None]:
    """Keep a Socket Mode connection; at the end, ack what came in before it is closed."""
    bot.socket = Socket(bot.app, app_token, bot.entry)
    try:
        await patiently_connected(bot.socket)
        yield
        await bot.drain()
    finally:
        await bot.socket.close_async()


async def patiently_connected(handler: Socket) -> None:
    """Open the connection for as long as Slack can't be reached; raise ConfigError where it refuses the app token."""
    client = handler.client
    answer = await patiently(lambda: client.web_client.apps_connections_open(app_token=client.app_token), "SLACK_APP_TOKEN")
    client.wss_uri = answer["url"]
    await handler.connect_async()
