"""What the bot says about itself: the help, greetings, and a line that is no command."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from messages.blocks import actions, button, context, cut, escape, given_back, name, one_line, said, section
from model.answer import Json, Message

OPEN_FORM = "form.open"


class Help(msgspec.Struct, frozen=True):
    """One verb's help: what it does in a sentence, and lines one could type."""

    does: str
    examples: tuple[str, ...]


def overview(verbs: Mapping[str, Help], waiting: int) -> Message:
    """Say what the bot can do, with an example each, and what waits for the person."""
    return said(
        "I help you keep talking with your customers. Here is what you can type:",
        *(section(f"*{verb}*: {escape(told.does)}\n`{escape(told.examples[0])}`") for verb, told in verbs.items() if told.examples),
        context(f"{waits(waiting)} The same lines work in a DM to me, without `/talk`. `/talk help note` says more about one."),
        context("What somebody wrote in Slack need not be typed again: *Save to a customer* stands in the menu (⋮) of every message."),
        context("What waits for you, each with its button, stands in my *Home* tab."),
    )


def waits(waiting: int) -> str:
    """Say how many of the person's relationships have gone quiet."""
    if not waiting:
        return "None of your relationships has gone quiet."
    return f"{waiting:,} of your relationships {'has' if waiting == 1 else 'have'} gone quiet: `/talk quiet`."


def one_verb(verb: str, told: Help) -> Message:
    """Explain one verb."""
    examples = "\n".join(f"`{escape(line)}`" for line in told.examples)
    return said(f"*{verb}*: {escape(told.does)}", section(examples or f"`/talk {verb}`"))


def no_such_verb(word: str, near: str | None) -> Message:
    """Say that there is no help for this word."""
    meant = f" Did you mean `/talk help {near}`?" if near else ""
    return said(f"There is no command {name(word)}.{meant} `/talk help` lists all of them.")


def misspelt_verb(word: str, near: str, line: str, typed: str) -> Message:
    """Ask whether a line was meant for the verb that its first word resembles; the button stands for the mended line."""
    mended = button(f"Yes, {near}", OPEN_FORM, line, primary=True)
    return said(f"I don't know the command {name(word)}. Did you mean `{near}`?", actions(mended), *given_back(typed))


def not_a_command(word: str) -> str:
    """Open the answer to a line that is no command."""
    return f"I don't know a command or customer {name(word)}. Shall I keep what you typed? `/talk help` shows what I can do."


def free_text() -> str:
    """Open the answer to free text in a DM."""
    return "Shall I keep this for a customer? Nothing is saved yet. `help` shows what else I can do."


def kind_word() -> Message:
    """Answer thanks."""
    return said("You're welcome! Keep talking.")


def form_offered(line: str) -> Message:
    """Offer a form where Slack gives no way to open it at once; the button stands for the line that was typed."""
    return said("That takes a form.", actions(open_form(line)))


def open_form(line: str) -> Json:
    """Return the button that opens the form a line asks for."""
    return button("Open the form", OPEN_FORM, cut(one_line(line), 1900), primary=True)
