"""Slack's Web API at `/api/{method}` and the response_urls at `/respond/…`: authorisation, faults, journal, then the method itself."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import hdrs, web

from sandbox import answers, arguments
from sandbox.faults import Fault, Faults
from sandbox.interactions import ResponseUrls, Triggers
from sandbox.journal import Entry, Journal
from sandbox.methods import METHODS, Call, Method
from sandbox.records import JSON, Workspace
from sandbox.refused import Refused
from sandbox.state import State

_HTML = "<!DOCTYPE html><html><head><title>Server Error</title></head><body><h1>Server Error</h1></body></html>"


@dataclass
class WebApi:
    """The door the bot calls at. `open_link` gives the address of a Socket Mode connection."""

    state: State
    journal: Journal
    faults: Faults
    triggers: Triggers
    response_urls: ResponseUrls
    open_link: Callable[[], str]
    app_token: str
    scopes: frozenset[str]
    strict_text: bool = True
    home_enabled: bool = True
    hide_in_quiet_threads: bool = True
    rate_limit: float | None = None
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _sent: dict[str, float] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        """Where it listens."""
        api = [web.route(verb, "/api/{method}", self.api) for verb in (hdrs.METH_GET, hdrs.METH_POST)]
        return [*api, web.post("/respond/{key:.+}", self.respond)]

    async def api(self, request: web.Request) -> web.StreamResponse:
        """One call of a method."""
        entry = Entry("call", request.match_info["method"], {}, self.state.now())
        try:
            entry.arguments = await arguments.read(request)
        except Refused as refused:
            return self._finish(entry, refused.answer())
        token = self._token(request, entry.arguments)
        return await self._with_faults(request, entry, lambda: self._answer(entry, token))

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """One use of a response_url."""
        entry = Entry("response_url", "response_url", {}, self.state.now(), ids={"response_url": str(request.url)})
        try:
            entry.arguments = await arguments.read(request)
        except Refused as refused:
            return self._finish(entry, refused.answer())
        return await self._with_faults(request, entry, lambda: self._use(request.match_info["key"], entry.arguments))

    async def _with_faults(self, request: web.Request, entry: Entry, act: Callable[[], JSON]) -> web.StreamResponse:
        fault = self.faults.take(entry.method, entry.arguments)
        if fault is None:
            return self._finish(entry, self._carried_out(act))
        entry.fault = fault.kind
        return await self._struck(request, entry, fault, act)

    async def _struck(self, request: web.Request, entry: Entry, fault: Fault, act: Callable[[], JSON]) -> web.StreamResponse:
        if fault.kind == "hang":
            await self._hang(fault.seconds)
            return self._finish(entry, self._carried_out(act))
        if fault.kind == "hang_after_accept":
            answer = self._finish(entry, self._carried_out(act))
            await self._hang(fault.seconds)
            return answer
        if fault.kind == "drop_after_accept":
            self._finish(entry, self._carried_out(act))
            return self._cut(request)
        self._note(entry, {"ok": False, "error": fault.error if fault.kind == "error" else fault.kind})
        return self._cut(request) if fault.kind == "drop_before" else self._trouble(fault)

    async def _hang(self, seconds: float) -> None:
        self.state.announce()
        try:
            async with asyncio.timeout(seconds):
                await self.closing.wait()
        except TimeoutError:
            return

    @staticmethod
    def _cut(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    @staticmethod
    def _trouble(fault: Fault) -> web.Response:
        if fault.kind == "ratelimited":
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.kind == "status":
            return web.Response(text=_HTML, status=fault.status, content_type="text/html")
        if fault.kind == "not_json":
            return web.Response(text='{"ok": tru', content_type="application/json")
        return web.json_response({"ok": False, "error": fault.error})

    @staticmethod
    def _carried_out(act: Callable[[], JSON]) -> JSON:
        try:
            return {"ok": True, **act()}
        except Refused as refused:
            return refused.answer()

    def _note(self, entry: Entry, answer: JSON) -> None:
        entry.ok, entry.error, entry.result = answer["ok"], answer.get("error"), answer
        self.journal.append(entry)
        self.state.announce()

    def _finish(self, entry: Entry, answer: JSON) -> web.Response:
        self._note(entry, answer)
        if entry.kind == "response_url":
            return self._short(answer)
        if answer.get("error") == "ratelimited":
            return web.json_response(answer, status=429, headers={"Retry-After": "1"})
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))} if entry.method == "auth.test" else {}
        return web.json_response(answer, headers=headers, dumps=json.dumps)

    @staticmethod
    def _short(answer: JSON) -> web.Response:
        if answer["ok"]:
            return web.Response(text="ok")
        gone = answer["error"] in {"expired_url", "used_url"}
        return web.json_response(answer, status=404 if gone else 400)

    @staticmethod
    def _token(request: web.Request, given: dict[str, Any]) -> str:
        scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        in_body = str(given.pop("token", "") or "")
        return token if scheme.casefold() == "bearer" else in_body

    def _answer(self, entry: Entry, token: str) -> JSON:
        method = METHODS.get(entry.method)
        if method is None and entry.method != "apps.connections.open":
            raise Refused("unknown_method", req_method=entry.method)
        if not token:
            raise Refused("not_authed")
        if method is None or token == self.app_token:
            return self._as_app(entry.method, token)
        return self._as_bot(method, entry, token)

    def _as_app(self, name: str, token: str) -> JSON:
        if token != self.app_token:
            known = any(token == workspace.bot_token for workspace in self.state.workspaces.values())
            raise Refused("not_allowed_token_type" if known else "invalid_auth")
        if name == "auth.test":
            return {"app_id": self.state.app_id, "app_name": "Keep Talking"}
        if name != "apps.connections.open":
            raise Refused("not_allowed_token_type")
        return {"url": self.open_link()}

    def _as_bot(self, method: Method, entry: Entry, token: str) -> JSON:
        workspace = self._workspace(token)
        call = self._call(workspace, entry)
        call.need(*method.scopes)
        if self.rate_limit and entry.method == "chat.postMessage":
            self._pace(str(entry.arguments.get("channel")))
        return method.run(call)

    def _call(self, workspace: Workspace, entry: Entry) -> Call:
        call = Call(self.state, workspace, entry.arguments, self.scopes, self.triggers, warnings=entry.warnings)
        call.strict_text, call.home_enabled = self.strict_text, self.home_enabled
        call.hide_in_quiet_threads = self.hide_in_quiet_threads
        return call

    def _workspace(self, token: str) -> Workspace:
        for workspace in self.state.workspaces.values():
            if workspace.bot_token == token:
                if not workspace.installed:
                    raise Refused("account_inactive")
                return workspace
        raise Refused("invalid_auth")

    def _pace(self, channel: str) -> None:
        at = self.state.monotonic()
        if at - self._sent.get(channel, float("-inf")) < 1 / (self.rate_limit or 1):
            raise Refused("ratelimited")
        self._sent[channel] = at

    def _use(self, key: str, given: dict[str, Any]) -> JSON:
        response_url = self.response_urls.use(key)
        answers.respond(self.state, response_url, given, strict_text=self.strict_text)
        return {}
