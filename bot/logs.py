"""Logs as one JSON object a line, without note text and without secrets: tokens are blanked, tracebacks keep only their frames."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime

import msgspec

SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|https?://\S*(?:hooks\.slack\.com|response)\S*", re.IGNORECASE)
CHATTY = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "asyncio")
FORESEEN = "`token` will be unused"  # Bolt's, since it looks for SLACK_BOT_TOKEN by itself and we hand it a client


class JsonFormatter(logging.Formatter):
    """Formats a record as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": SECRET.sub("[secret]", record.getMessage()),
        }
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            entry["frames"] = "".join(traceback.format_tb(record.exc_info[2]))
        return msgspec.json.encode(entry).decode()


def worth_logging(record: logging.LogRecord) -> bool:
    """Whether a record is ours or at least a warning: the libraries' own debug logs hold payloads, and Bolt sets its levels itself."""
    if record.name.partition(".")[0] in CHATTY and record.levelno < logging.WARNING:
        return False
    return FORESEEN not in record.getMessage()


def configure(level: str) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(worth_logging)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
