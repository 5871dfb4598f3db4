"""A Slack for your laptop: the Web API, Socket Mode and signed HTTP with the rules of Slack, and people who type and click.

It shares nothing with the bot, which cannot tell it from Slack.
"""

from sandbox.answers import Ack, Payload
from sandbox.faults import Fault
from sandbox.forms import NotThere
from sandbox.journal import Entry
from sandbox.records import Channel, Message, User, View, Workspace
from sandbox.refused import Refused
from sandbox.seen import Seen
from sandbox.server import Sandbox

__all__ = [
    "Ack",
    "Channel",
    "Entry",
    "Fault",
    "Message",
    "NotThere",
    "Payload",
    "Refused",
    "Sandbox",
    "Seen",
    "User",
    "View",
    "Workspace",
]
