"""The sandbox as a whole: one Slack on a port of this machine, to be used as an async context manager."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar
from uuid import uuid4

from aiohttp import web

from sandbox import render, residents
from sandbox.answers import Ack, Payload
from sandbox.compose import Composer
from sandbox.delivery import NOBODY, Delivery, Door
from sandbox.faults import Faults
from sandbox.interactions import ResponseUrls, Triggers
from sandbox.journal import Entry, Journal
from sandbox.page import Page
from sandbox.people import People
from sandbox.records import Channel, Message, User, View, Workspace
from sandbox.scopes import ALL_SCOPES, untold
from sandbox.signed_http import SignedHttp
from sandbox.socket_mode import SocketMode
from sandbox.state import State, utc_now
from sandbox.web_api import WebApi

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """How this Slack behaves; all times in seconds.

    `now` gives message timestamps, `monotonic` measures the life of trigger_ids.
    `scopes` are those granted to the bot. `subscriptions` are the bot events of the manifest, None for all.
    `ack_window` is Slack's time for an ack, `trigger_lifetime` that of a trigger_id. `retry_pauses` times `retry_scale` come before each
    redelivery over HTTP. `strict_text` refuses messages without a text beside their blocks (a house rule: Slack only warns).
    `hide_in_quiet_threads` does as Slack does: an ephemeral message in a thread without replies is accepted, and nobody sees it.
    `rate_limit` is how many messages a second a channel takes, None for any number.
    `app_name` to `shortcuts` are how the manifest presents the app, by the manifest's keys; `sandbox.manifest` reads them from one.
    """

    bot_token: str = "xoxb-sandbox"  # noqa: S105 - of a pretended workspace
    app_token: str = "xapp-sandbox"  # noqa: S105 - the same
    signing_secret: str = "sandbox-secret"  # noqa: S105 - the same
    scopes: Iterable[str] = ALL_SCOPES
    subscriptions: Iterable[str] | None = None
    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    ack_window: float = 3
    trigger_lifetime: float = 3
    retry_pauses: tuple[float, ...] = (0, 60, 300)
    retry_scale: float = 1
    strict_text: bool = True
    home_enabled: bool = True
    hide_in_quiet_threads: bool = True
    rate_limit: float | None = None
    app_name: str = "Keep Talking"
    description: str = ""
    long_description: str = ""
    commands: Sequence[Mapping[str, str]] = ()
    shortcuts: Sequence[Mapping[str, str]] = ()
    port: int = 0


class Sandbox(People):
    """A Slack for your laptop. Takes the fields of Settings and, for signed HTTP in place of Socket Mode, a `request_url`.

    While `away`, nothing that people do reaches the app, as if its process were gone.
    """

    def __init__(self, *, request_url: str | None = None, **settings: Any) -> None:
        self.settings = Settings(**settings)
        self.state = State(self.settings.now, self.settings.monotonic)
        self.journal = Journal()
        self.faults = Faults()
        self.triggers = Triggers(self.settings.trigger_lifetime, self.settings.monotonic)
        self.response_urls = ResponseUrls(self.state)
        self.compose = Composer(self.state, self.triggers, self.response_urls)
        self.socket_mode = SocketMode(self.state, self.settings.ack_window)
        self.signed_http: SignedHttp | None = None
        self.page = Page(self)
        self.away = False
        self.url = ""
        self._delivery = Delivery(self.state, self.journal, strict_text=self.settings.strict_text)
        self._exit = AsyncExitStack()
        residents.settle(self.add_workspace("T0001", bot_token=self.settings.bot_token))
        self.request_url = request_url

    @property
    def request_url(self) -> str | None:
        """Where the bot listens for signed HTTP; None for Socket Mode. May be set at any time."""
        return self.signed_http.request_url if self.signed_http else None

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        own = self.settings
        if self.signed_http:
            self.signed_http.request_url = url or self.signed_http.request_url
        elif url:
            self.signed_http = SignedHttp(url, own.signing_secret, own.ack_window, own.retry_pauses, own.retry_scale)

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, with its slash."""
        return f"{self.url}/api/"

    @property
    def environment(self) -> dict[str, str]:
        """The variables a bot is started with."""
        own, key = self.settings, "SLACK_SIGNING_SECRET" if self.signed_http else "SLACK_APP_TOKEN"
        secret = own.signing_secret if self.signed_http else own.app_token
        return {"SLACK_BOT_TOKEN": own.bot_token, key: secret, "SLACK_API_URL": self.api_url}

    async def __aenter__(self) -> Self:
        own = self.settings
        api = WebApi(
            state=self.state,
            journal=self.journal,
            faults=self.faults,
            triggers=self.triggers,
            response_urls=self.response_urls,
            open_link=self.socket_mode.open_link,
            app_token=own.app_token,
            scopes=frozenset(own.scopes),
            strict_text=own.strict_text,
            home_enabled=own.home_enabled,
            hide_in_quiet_threads=own.hide_in_quiet_threads,
            rate_limit=own.rate_limit,
        )
        application = web.Application(client_max_size=4 * 1024 * 1024)
        application.add_routes([*api.routes(), web.get("/link", self.socket_mode.link), *self.page.routes()])
        try:
            await self._listen(application)
        except OSError:
            await self._exit.aclose()
            raise
        self._exit.callback(api.closing.set)
        self._exit.push_async_callback(self._close_doors)
        return self

    async def _close_doors(self) -> None:
        await self.page.close()
        await self._delivery.close()
        await self.socket_mode.close()
        if self.signed_http:
            await self.signed_http.close()

    async def _listen(self, application: web.Application) -> None:
        runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        self._exit.push_async_callback(runner.cleanup)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.settings.port)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = self.compose.address = f"http://{host}:{port}"
        self.socket_mode.address = f"ws://{host}:{port}"

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    async def deliver(self, payload: Payload) -> Ack:
        """Deliver a payload once, with all that Slack makes of the ack. It may be called many times, also at once, with the same ids."""
        if why := untold(payload, self.settings.subscriptions, self.settings.scopes):
            return Ack(None, reason=why)
        door: Door = NOBODY if self.away else self.signed_http or self.socket_mode
        return await self._delivery.send(door, payload)

    async def settled(self) -> None:
        """Wait until no redelivery of events is to come."""
        await self._delivery.settled()

    async def verify_url(self) -> bool:
        """Slack's url_verification of the request URL."""
        return self.signed_http is not None and await self.signed_http.verify(uuid4().hex)

    async def connected(self, connections: int = 1, timeout: float = 5) -> None:  # noqa: ASYNC109 - it is used within
        """Wait until the bot has that many Socket Mode connections."""
        await self.wait_for(lambda: len(self.socket_mode.connections) >= connections, timeout)

    async def disconnect(self, reason: str = "refresh_requested", grace: float = 0) -> None:
        """Tell the bot that its connections go, and close them after `grace` seconds. The reason `""` cuts them without a word."""
        if reason:
            await self.socket_mode.disconnect(reason, grace)
        else:
            self.socket_mode.cut()

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5) -> T:  # noqa: ASYNC109 - it is used within
        """Return what the predicate says as soon as that is true; it is asked again after every change. Raises TimeoutError."""
        return await self.state.wait_for(predicate, timeout)

    def calls(self, method: str | None = None) -> list[Entry]:
        """Return the journal's calls of one method, or all."""
        return self.journal.calls(method)

    def deliveries(self, kind: str | None = None) -> list[Entry]:
        """Return the journal's deliveries of one type, or all."""
        return self.journal.deliveries(kind)

    def add_workspace(self, team_id: str, *, bot_token: str, name: str = "Sandbox", domain: str = "") -> Workspace:
        """One more workspace, with the bot in it and nobody else."""
        tail = "" if team_id == "T0001" else team_id.removeprefix("T")
        workspace = Workspace(team_id, name, domain or f"sandbox{tail}".lower(), bot_token, f"U0BOT{tail}", f"B0BOT{tail}")
        workspace.users[workspace.bot_user] = residents.bot(workspace, self.settings.app_name)
        self.state.workspaces[team_id] = workspace
        return workspace

    def add_user(self, user_id: str, name: str, *, workspace: str = "T0001", **details: Any) -> User:
        """One more person; `details` are the fields of User."""
        user = User(user_id, name, details.pop("real_name", name), details.pop("team_id", workspace), **details)
        self.state.workspaces[workspace].users[user_id] = user
        return user

    def add_channel(self, channel_id: str, name: str, *, workspace: str = "T0001", **details: Any) -> Channel:
        """One more channel; `details` are the fields of Channel. Everybody and the bot are members unless `members` says who."""
        place = self.state.workspaces[workspace]
        channel = Channel(channel_id, name, **{"members": list(place.users), **details})
        place.channels[channel_id] = channel
        return channel

    def user(self, user_id: str) -> User:
        """Return a person; changes to the fields show in users.info, of which only `change_user` tells the bot."""
        return self.state.workspace_of(user_id).users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """Return a channel or DM by its id, or the bot's DM with a person by the person's id."""
        if channel_id.startswith(("U", "W")):
            return self.state.open_dm(self.state.workspace_of(channel_id), channel_id)
        return self.state.workspace_with(channel_id).channels[channel_id]

    def messages(self, where: str) -> list[Message]:
        """Return what stands in a channel, or in the bot's DM with a person, the oldest first; the person's own messages too."""
        return list(self.channel(where).messages)

    def from_bot(self, where: str) -> list[Message]:
        """Return the bot's messages among them."""
        return [message for message in self.messages(where) if message.bot_id]

    def ephemerals(self, user: str) -> list[Message]:
        """Return the ephemeral messages this person sees, the oldest first."""
        return [message for message in self.state.workspace_of(user).ephemerals if message.ephemeral_for == user]

    def view_of(self, user: str) -> View | None:
        """Return the modal this person sees."""
        stack = self.state.workspace_of(user).stack(user)
        return stack[-1] if stack else None

    def home_of(self, user: str) -> View | None:
        """Return the Home tab of this person, if it was ever published."""
        return self.state.workspace_of(user).homes.get(user)

    @staticmethod
    def render(thing: Message | View) -> str:
        """Return a plain-text picture of a message or view."""
        return render.render(thing)
