"""Logs as one JSON object a line, without note text and without secrets: tokens are blanked, tracebacks keep only their frames."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime

import msgspec

SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|https?://\S*(?:hooks\.slack\.com|response)\S*", re.IGNORECASE)
CHATTY = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler")


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


def configure(level: str) -> None:
    """Log to standard error; the libraries' own debug logs hold payloads, so they stay at warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
