"""What Slack has to allow, each scope with what it is for: the manifest's, as a test says."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.finding import Finding, fail, ok, warn

NEEDED = {
    "app_mentions:read": "to hear when it is mentioned",
    "channels:read": "to see who reads a channel before anything is posted there",
    "chat:write": "to answer and to remind",
    "commands": "for /talk",
    "im:history": "to hear direct messages, and to find a reminder again whose sending was cut off",
    "im:write": "to open direct messages",
    "users:read": "to know who may use it, and everybody's time zone",
}
OPTIONAL = {
    "channels:history": "lets a reaction in a customer's channel keep the message, reads threads, and hears the replies in a brainstorm",
    "groups:history": "does the same in private channels",
    "groups:read": "shows whether a private channel is shared, so that it can be posted to without an admin's word",
    "reactions:read": "hears the reactions that keep a message; without it the shortcut Save to a customer keeps it",
    "users:read.email": "lets an import find owners by e-mail",
}
ALWAYS = {"identify"}
WHERE = "OAuth & Permissions at api.slack.com/apps"


def scopes(header: str | None) -> Iterator[Finding]:
    """Compare what Slack says it granted with what the manifest asks for."""
    if header is None:
        yield warn("scopes", "Slack did not say which are granted. If a proxy stands between, let the header x-oauth-scopes through.")
        return
    granted = {scope.strip() for scope in header.split(",") if scope.strip()}
    yield needed(granted)
    yield optional(granted)
    if extra := sorted(granted - NEEDED.keys() - OPTIONAL.keys() - ALWAYS):
        yield warn("scopes beyond", f"{', '.join(extra)} granted and never used. Remove them under {WHERE}, and install the app again.")


def needed(granted: set[str]) -> Finding:
    """Say which of the needed scopes are missing."""
    missing = [f"{scope} ({what})" for scope, what in NEEDED.items() if scope not in granted]
    if not missing:
        return ok("scopes", f"all {len(NEEDED)} that the manifest asks for are granted")
    return fail("scopes", f"not granted: {', '.join(missing)}. Add what is missing under {WHERE}, and install the app again.")


def optional(granted: set[str]) -> Finding:
    """Say what the optional scopes that are not granted would give; that is no fault."""
    missing = [f"{scope} {what}" for scope, what in OPTIONAL.items() if scope not in granted]
    if not missing:
        return ok("optional scopes", "all granted")
    return ok("optional scopes", f"not granted, and not needed: {'; '.join(missing)}")
