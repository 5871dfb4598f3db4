"""How a command ends: an exit code, and one line about what a person can mend."""

from __future__ import annotations

import sys
from collections.abc import Awaitable

from bot.config import ConfigError

DONE, REFUSALS, CONFIGURATION, IN_USE = 0, 1, 2, 3
FORCED = 130
OVERTAKEN = "somebody changed the same in Slack at that very moment, so it was not saved. Run it again: what was saved before stays."


async def explained(work: Awaitable[int]) -> int:
    """Return the exit code of what a command does; what a person can mend is said in one line."""
    from storage import Conflict, StoreError, StoreInUse

    try:
        return await work
    except StoreInUse as error:
        return complain(error, IN_USE)
    except (ConfigError, StoreError) as error:
        return complain(error, CONFIGURATION)
    except Conflict:
        return complain(OVERTAKEN, CONFIGURATION)


def complain(sentence: object, code: int) -> int:
    """Say in one line why a command does not do its work, and return the exit code."""
    sys.stderr.write(f"keep-talking: {sentence}\n")
    return code
