"""The demo: the real bot in a local Slack that is looked at in the browser, with a year behind it and a clock to turn."""

from __future__ import annotations

import math
import os
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory
from threading import Thread

import yaml

from bot import logs
from bot.app import running
from bot.clock import HandClock, clock_from
from bot.config import ConfigError, read_settings
from bot.endings import DONE
from bot.gallery import shown
from bot.manifest import manifest_text
from bot.run import stop_signal
from bot.story import tour
from bot.story.living import a_working_morning, live
from bot.turning import TURNS, Turning
from handlers.pace import Pace
from sandbox import Sandbox
from sandbox.manifest import settings_from
from sandbox.page import Stage

A_YEAR = timedelta(days=358)
GREETING = """
  Keep Talking is at work: {url}

  A small organisation with six customers and a year of talks. You are Olivia, who owns three of them, or anybody else you like.
  The page has five things to try, a clock to turn, and trouble to switch on. Or type /talk help, and go your own way.

  Nothing leaves this machine. Ctrl-C ends the demo, and everything in it is gone.

"""
PARTING = "\n  That was the demo. README.md tells how to bring Keep Talking into your own workspace.\n"


async def show(port: int, *, opened: bool) -> int:
    """Run the demo until Ctrl-C or SIGTERM, its page open in the browser if that is wished; return the exit code."""
    logs.configure("warning")
    stop = stop_signal()
    async with a_year_on(port, clock_from(None)()) as slack:
        write(GREETING.format(url=slack.url))
        if opened:
            open_browser(slack.url)
        await stop.wait()
    write(PARTING)
    return DONE


@asynccontextmanager
async def a_year_on(port: int, today: datetime) -> AsyncIterator[Sandbox]:
    """Let the bot work in a local Slack on this port, where the story's year has passed. Raises ConfigError where the port is taken."""
    morning = a_working_morning(today.date())
    now = HandClock(morning - A_YEAR)
    with TemporaryDirectory(prefix="keep-talking-") as folder:
        async with on_port(port, now) as slack:
            settings = read_settings({**slack.environment, "TALK_STORE": f"tinydb:{folder}/data", "TALK_PORT": "0"})
            async with running(settings, now, Pace(per_minute=math.inf, a_channel=0)) as bot:
                await slack.connected()
                turning = Turning(slack, bot, now)
                await live(slack, turning, morning)
                slack.page.begin(stage(slack, turning))
                yield slack


def stage(slack: Sandbox, turning: Turning) -> Stage:
    """Return what the page has beside the workspace: the tour, the clock, and all that the bot can say."""
    steps = tour.steps(slack.state.sequence)
    return Stage(tour_title=tour.TITLE, tour=steps, turn=turning.turn, turns=TURNS, gallery=shown)


@asynccontextmanager
async def on_port(port: int, now: HandClock) -> AsyncIterator[Sandbox]:
    """Run a local Slack, in which the bot is installed as its manifest says; raise ConfigError where the port can't be used."""
    manifest = yaml.safe_load(manifest_text())
    slack = Sandbox(port=port, now=now, **settings_from(manifest, granted=tuple(manifest["oauth_config"]["scopes"]["bot_optional"])))
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(slack)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else error
            raise ConfigError(f"Port {port} can't be used: {why}. Name another one with --port; 0 takes any that is free.") from error
        yield slack


def open_browser(url: str) -> None:
    """Open the page where there is a screen, beside everything else; a browser in a terminal would take the terminal."""
    if sys.platform in {"darwin", "win32"} or {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"} & os.environ.keys():
        Thread(target=quietly, args=(url,), daemon=True).start()


def quietly(url: str) -> None:
    """Open a page; where that fails, the address stands in the terminal."""
    with suppress(Exception):
        webbrowser.open(url)


def write(text: str) -> None:
    """Print to the terminal at once."""
    sys.stdout.write(text)
    sys.stdout.flush()
