"""The Web API's methods, one table; each is a function of a call and knows nothing of HTTP."""

from sandbox.methods import chat, conversations, people, reactions, views
from sandbox.methods.call import Call, Method

METHODS: dict[str, Method] = {**chat.METHODS, **conversations.METHODS, **people.METHODS, **reactions.METHODS, **views.METHODS}

__all__ = ["METHODS", "Call", "Method"]
