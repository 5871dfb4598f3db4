"""Logs as one JSON object a line, without note text and without secrets: tokens are blanked, tracebacks keep only their frames."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime

import msgspec

SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|https?://\S*(?:hooks\.slack\.com|response)\S*", re.IGNORECASE)
AT_LEAST = {
    "slack_bolt": logging.ERROR,  # its warnings quote the payload they are about
    **dict.fromkeys(("slack_sdk", "aiohttp", "apscheduler", "asyncio"), logging.WARNING),
}


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
    """Whether a record is ours or serious enough: what libraries say below that holds payloads, and Bolt sets its levels itself."""
    return record.levelno >= AT_LEAST.get(record.name.partition(".")[0], logging.NOTSET)


def configure(level: str) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(worth_logging)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name, at_least in AT_LEAST.items():
        logging.getLogger(name).setLevel(at_least)
