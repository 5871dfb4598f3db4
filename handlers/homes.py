"""The App Home as a door: what comes from there, or from a form that was opened there, how that is known, and how it is answered.

A click in Home brings no response_url and stands in no conversation. So every answer opens as a modal before the eyes of whoever
clicked. Each view that is opened so bears a mark. By that mark any bot knows that what is done in it came from Home, which is drawn
anew then.
"""

from __future__ import annotations

from asyncio import Lock
from weakref import WeakValueDictionary

from handlers.request import HOME_MARK, Request
from model.answer import AnyAnswer, Home, Json, Open, Options, Refuse
from model.change import Edit
from model.record import new_id


def marked(source: Request | Edit, view: Json) -> Json:
    """Return a view that answers a request, or is drawn anew, with the mark of Home where it came from there; no two may bear the same."""
    return {**view, "external_id": f"{HOME_MARK}{new_id()}"} if source.home else view


def changes_home(request: Request, answer: AnyAnswer) -> bool:
    """Whether Home may have to look different after a request: it came from there, and something was decided, or decided before."""
    return request.home and not isinstance(answer, Open | Refuse | Options | Home)


def again(request: Request) -> Request:
    """Return the request for the Home of whoever did something there."""
    return Request(workspace=request.workspace, user=request.user, key=f"{request.key}:home", door="home", at=request.at, home=True)


class Turns:
    """Lets one Home of a person be drawn after the other, so that the last that Slack gets is the newest."""

    def __init__(self) -> None:
        self.locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    def of(self, user: str) -> Lock:
        """Return the lock that a person's Homes share."""
        lock = self.locks.get(user) or Lock()
        self.locks[user] = lock
        return lock
