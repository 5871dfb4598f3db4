"""The demo runs by itself from a terminal and tells its story to the end."""

from __future__ import annotations

import subprocess
import sys


def test_the_demo_reaches_the_reminder_and_its_answered_click() -> None:
    ran = subprocess.run([sys.executable, "-m", "bot", "demo"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (0, "")
    in_order = [
        "Saved: your talk with *Riverbank*",
        "*Northside Hospital* has gone quiet.",
        "[ Log the talk ]",
        "== Saved ==",
        "was logged by @Olivia",
    ]
    places = [ran.stdout.find(words) for words in in_order]
    assert places == sorted(places)
    assert -1 not in places
    assert "U0OWNER" not in ran.stdout
