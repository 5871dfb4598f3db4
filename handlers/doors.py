"""The doors in Bolt: what comes in goes by its type to one of them, before Bolt asks whose token to use: the gate asks who may.

Bolt's own listeners are tried one by one, each with every argument a listener could want: a third of what Bolt spends on a
request. Which door it is stands in the payload.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from model.answer import Json

Door = Callable[[AsyncAck, Json], Awaitable[None]]


class Doors(AsyncMiddleware):
    """Hands each request to the door for its kind; what has none is Bolt's to answer."""

    def __init__(self, doors: Mapping[str, Door]) -> None:
        self.doors = doors

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt hands it over
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt's name
    ) -> BoltResponse | None:
        """Wait until the door has acked, and return its ack; without one Slack is to bring the request again."""
        door = self.doors.get(kind(req.body))
        if door is None:
            return await next()
        ack = req.context.ack
        await door(ack, req.body)
        return ack.response or BoltResponse(status=503)


def kind(body: Json) -> str:
    """Return what a payload is: a slash command, which bears no type, or what its type says; nothing for an event that is none."""
    if "command" in body:
        return "command"
    told = body.get("type")
    empty = told == "event_callback" and "type" not in body.get("event", {})
    return told if isinstance(told, str) and not empty else ""
