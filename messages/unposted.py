"""What the bot says where a summary could not be posted: to whoever set it up, once, with what to do and what becomes of the next one."""

from __future__ import annotations

from messages.blocks import actions, button, person, said, section
from messages.schedules import LIST, POST, POST_IT, Posted, about, because, in_a_line, value_of
from model.answer import Message


def not_posted(posted: Posted, due_words: str, to: str, *, over: bool) -> Message:
    """Tell who set a summary up that it could not be posted, what to do, and what happens to the next one."""
    schedule = posted.schedule
    then = "So I stopped posting there." if over else "I try again with the next one."
    stand_in = "" if to == schedule.set_by else f" You hear of it because {person(schedule.set_by)}, who set it up, can't be told."
    again = button(POST_IT, POST, value_of(schedule)) if over else button("What is posted where", LIST)
    what = f"the summary of {about(posted, to)} in {due_words}"
    return said(
        f"I could not post {what} in <#{schedule.channel}>: {because(schedule.trouble or '')}. {then}",
        section(f"`{shown_by(posted, to)}` shows it to you meanwhile.{stand_in}"),
        actions(again),
    )


def details_not_posted(posted: Posted, to: str) -> Message:
    """Tell who set a summary up that it stands in the channel, without the thread that it speaks of."""
    return said(
        f"The summary of {about(posted, to)} is in <#{posted.schedule.channel}>, but its thread is not complete: Slack did not take "
        f"the details. `{shown_by(posted, to)}` and *Show the details* show them to you."
    )


def nothing_to_sum_up(posted: Posted, to: str) -> Message:
    """Tell who set a summary up that there is nobody left whom it could be about."""
    schedule = posted.schedule
    owner = "you own" if schedule.owner == to else f"{person(schedule.owner)} owns"
    why = f"{owner} no customer any more" if schedule.owner else "the customer is gone"
    return said(f"I stopped the summary in <#{schedule.channel}>: {why}. `/talk summary all` shows one that can take its place.")


def shown_by(posted: Posted, to: str) -> str:
    """Return the line that shows the summary of the time before to one person."""
    whose = in_a_line(posted.customer) if posted.customer else "mine" if posted.schedule.owner == to else "all"
    return f"/talk summary {whose} last {posted.schedule.unit}"
