"""The open posts of one workspace, and which of them were taken to be tried."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import nsmallest

from model.post import Post

LEASE = timedelta(minutes=1)


class Outbox:
    """Posts that are pending or sending. What was taken is not given again for a minute, unless it was written since."""

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}
        self.taken_until: dict[str, datetime] = {}

    def replace(self, old: Post | None, new: Post | None) -> None:
        """Follow one write."""
        post = new or old
        assert post is not None  # noqa: S101  a write of nothing is never made
        self.taken_until.pop(post.id, None)
        if new is not None and new.open:
            self.posts[new.id] = new
        else:
            self.posts.pop(post.id, None)

    def in_order(self) -> list[Post]:
        """Return all of them, the one that may be tried first at the front."""
        return sorted(self.posts.values(), key=order)

    def take(self, at: datetime, limit: int) -> list[Post]:
        """Take some that may be tried at this moment."""
        taken = nsmallest(limit, (post for post in self.posts.values() if self.free_from(post) <= at), key=order)
        self.taken_until.update(dict.fromkeys((post.id for post in taken), at + LEASE))
        return taken

    @property
    def following(self) -> datetime | None:
        """Return when the first may be taken."""
        return min(map(self.free_from, self.posts.values()), default=None)

    def free_from(self, post: Post) -> datetime:
        """Return from when on a post may be taken."""
        return max(post.not_before, self.taken_until.get(post.id, post.not_before))


def order(post: Post) -> tuple[datetime, str]:
    """Return the order in which posts are tried."""
    return post.not_before, post.id
