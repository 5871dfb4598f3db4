"""What Slack refuses: limits of messages, views and options, each broken one raising Refused with Slack's code."""

from sandbox.rules.surfaces import message, options, view

__all__ = ["message", "options", "view"]
