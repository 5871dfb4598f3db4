"""The demo: the real bot in a local workspace, told as a story of what people type and see; then the keyboard is yours.

Everything goes through the doors that Slack would use, so what is shown here is what Slack shows.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory

from bot import logs
from bot.app import Bot, running
from bot.clock import clock_from
from bot.config import read_settings
from model.cadence import QUARTERLY, add_months
from sandbox import Message, NotThere, Sandbox, Seen

OWNER = "U0OWNER"
TEN_IN_BERLIN = 9
SATURDAY = 5
CUSTOMERS = {
    "Northside Hospital": "Dr. Weber wants patients to move their appointments online by spring",
    "Riverbank": "They open two branches next year and ask how fast we can connect them",
    "Accounting": "Month-end takes five days; they would like three",
    "Personnel": "Hiring doubles in January, so onboarding has to work without paper",
}
QUIET = "Northside Hospital"
IDEA = "Let patients move appointments by text message, as most hospitals of this size do"
TYPING = """
Now you are Olivia. Type what she would type: /talk help, /talk note Accounting …, /talk quiet, a DM such as "thanks",
or the words on a button above. An empty line ends the demo.
"""


class Story:
    """One account owner's quarter, as she sees it."""

    def __init__(self, slack: Sandbox, bot: Bot, now: Callable[[], datetime]) -> None:
        self.slack = slack
        self.bot = bot
        self.now = now
        self.last: Seen | None = None

    async def tell(self) -> None:
        """Bring customers and talks in, let one relationship go quiet, and answer the reminder."""
        await self.prepare()
        say("Olivia looks after four customers. She notes a talk, and it is on disk before she reads that it is:")
        await self.type(f"/talk note Riverbank on yesterday: {CUSTOMERS['Riverbank']}")
        await self.type(f"/talk idea {QUIET} {IDEA}")
        say(f"She last talked with {QUIET} more than a quarter ago. In her working hours the clock strikes, and she gets one DM:")
        dm = await self.reminder()
        say('She has talked with Dr. Weber this morning, and clicks "Log the talk":')
        form = await self.show(await self.slack.click(OWNER, dm, "Log the talk"))
        say("She fills in the form and saves it:")
        await self.show(await self.slack.fill_and_submit(OWNER, form, {"Notes": "They will try the text messages in one clinic first"}))
        await self.slack.wait_for(lambda: "was logged" in dm.readable)
        say("The reminder now says what became of it, whoever looks at it:")
        write(self.slack.render(dm))
        say("Later she looks back at her week, to herself; a click would share it with the channel:")
        await self.type("/talk summary")

    async def prepare(self) -> None:
        """Type the customers and their last talks, the quiet one's a quarter and three days ago."""
        for customer in CUSTOMERS:
            await self.slack.command(OWNER, f"/talk add {customer}")
        today = self.now().date()
        for customer, days in (("Accounting", 20), ("Personnel", 41)):
            await self.slack.command(OWNER, f"/talk note {customer} on {today - timedelta(days=days)}: {CUSTOMERS[customer]}")
        long_ago = add_months(today, -QUARTERLY.count) - timedelta(days=3)
        asked = await self.slack.command(OWNER, f"/talk note {QUIET} on {long_ago}: {CUSTOMERS[QUIET]}")
        await self.slack.click(OWNER, asked, "Yes, that day")

    async def reminder(self) -> Message:
        """Let the clock strike, and return the DM that comes of it."""
        await self.bot.clock.tick()
        await self.slack.wait_for(lambda: self.slack.from_bot(OWNER))
        [dm] = self.slack.from_bot(OWNER)
        write(self.slack.render(dm))
        return dm

    async def type(self, line: str) -> Seen:
        """Type a slash command, or a DM to the bot, and show what is seen."""
        write(f"\n  Olivia types: {line}")
        return await self.show(await (self.slack.command(OWNER, line) if line.startswith("/") else self.slack.dm(OWNER, line)))

    async def show(self, seen: Seen) -> Seen:
        """Show what somebody sees."""
        write("\n".join(f"  | {line}" for line in str(seen).splitlines()))
        self.last = seen
        return seen

    async def converse(self) -> None:
        """Let whoever sits at the keyboard be Olivia."""
        write(TYPING)
        while line := (await asyncio.to_thread(ask)).strip():
            try:
                if self.last and line in self.last.buttons:
                    await self.show(await self.slack.click(OWNER, self.last, line))
                else:
                    await self.type(line)
            except NotThere as error:
                write(f"  {error}")


def ask() -> str:
    """Return the next line from the keyboard, an empty one at its end."""
    write("> ", end="")
    return sys.stdin.readline()


def say(sentence: str) -> None:
    """Tell what happens next."""
    write(f"\n— {sentence}")


def write(text: str, end: str = "\n") -> None:
    """Print to the terminal, Olivia by her name."""
    sys.stdout.write(text.replace(OWNER, "Olivia") + end)
    sys.stdout.flush()


def a_working_morning() -> datetime:
    """Return ten o'clock in Berlin of today, or of the Friday before a weekend: an hour at which Olivia may be written to."""
    today = datetime.now(UTC).replace(hour=TEN_IN_BERLIN, minute=0, second=0, microsecond=0)
    return today - timedelta(days=max(0, today.weekday() - SATURDAY + 1))


async def show() -> int:
    """Run the demo in a folder that is gone afterwards; return the exit code."""
    logs.configure("warning")
    now = clock_from(a_working_morning())
    with TemporaryDirectory() as folder:
        async with Sandbox(now=now) as slack:
            settings = read_settings({**slack.environment, "TALK_STORE": f"tinydb:{folder}/data", "TALK_PORT": "0"})
            async with running(settings, now) as bot:
                await slack.connected()
                story = Story(slack, bot, now)
                await story.tell()
                if sys.stdin.isatty():
                    await story.converse()
    say("That was the demo. README.md tells how to bring the bot into your own workspace.")
    return 0
