"""What the bot says where a summary could not be posted: to whoever set it up, once, with what to do and what becomes of the next one."""

from __future__ import annotations

from messages.blocks import actions, button, person, said, section
from messages.schedules import LIST, POST, POST_IT, Posted, about, because, in_a_line, value_of
from model.answer import Message

AGAIN = {"is_archived": "bring the channel back", "channel_not_found": "invite me there with `/invite @Keep Talking`"}
GONE = {"is_archived": "it is archived", "channel_not_found": "I can't find it: it was deleted, or it is private and I am not in it"}


def not_posted(posted: Posted, due_words: str, to: str, *, over: bool) -> Message:
    """Tell who set a summary up that it could not be posted, what to do, and what happens to the next one."""
    schedule, why = posted.schedule, posted.schedule.trouble or ""
    what = f"I could not post the summary of {about(posted, to)} in {due_words} in <#{schedule.channel}>"
    meanwhile = f"`{shown_by(posted, to)}` shows it to you meanwhile."
    stand_in = "" if to == schedule.set_by else f" You hear of it because {person(schedule.set_by)}, who set it up, can't be told."
    if not over:
        again = actions(button("What is posted where", LIST))
        return said(f"{what}: {because(why)}. I try again with the next one.", section(f"{meanwhile}{stand_in}"), again)
    then = f"To have it posted again, {AGAIN[why]} or choose another, and press *{POST_IT}* below."
    again = actions(button(POST_IT, POST, value_of(schedule)))
    return said(f"{what}: {GONE[why]}. So I stopped posting there.", section(f"{then} {meanwhile}{stand_in}"), again)


def details_not_posted(posted: Posted, to: str) -> Message:
    """Tell who set a summary up that it stands in the channel, without the thread that it speaks of, and why."""
    what = f"The summary of {about(posted, to)} is in <#{posted.schedule.channel}>, but I could not complete its thread in that channel"
    why = because(posted.schedule.trouble or "")
    return said(f"{what}: {why}. `{shown_by(posted, to)}` and *Show the details* show you the rest.")


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
