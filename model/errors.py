"""The one error that a person can mend, apart so that every floor may raise it."""


class TalkError(Exception):
    """Something the person can put right; its text is the whole answer they read, in Slack's mrkdwn."""
