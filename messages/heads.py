"""The head of a brainstorm's thread: the question, what is known of the customer in short, how one takes part, and the count of ideas."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from messages.blocks import actions, button, context, escape, name, one_line, person, said, section, shortened
from model.answer import Json, Message
from model.belief import Belief
from model.brainstorm import Brainstorm
from model.customer import Customer
from model.industry import IndustryEntry

ADD = "brainstorm.add"
CLOSE = "brainstorm.close"
COUNT_BLOCK, BUTTONS_BLOCK = "brainstorm.count", "brainstorm.buttons"
PLANS = 3


class Profile(msgspec.Struct, frozen=True):
    """What the team is told of a customer: what is believed of its plans, and one thing that its industry does with IT and it does not."""

    customer: Customer
    plans: Sequence[Belief] = ()
    lacking: IndustryEntry | None = None


def head(about: Profile, question: str, author: str, *, hears: bool) -> Message:
    """Ask the team a question about a customer, with what is known of it in short; `hears` says that replies can be read here."""
    return said(
        f"{person(author)} asks: how can IT help {name(about.customer.name)}?",
        section(f"*{escape(question)}*"),
        section(profile(about)),
        context(how(hears=hears)),
        counted(0),
        buttons(),
    )


def profile(about: Profile) -> str:
    """Return what is known of a customer in a few lines: its line of business, where it stands, what it plans, and what others do."""
    customer = about.customer
    stands = [f"Industry: {escape(one_line(customer.industry))}"] if customer.industry else []
    stands += [f"Position: {customer.position}"] if customer.position else []
    lines = [f"• {shortened(plan.statement, 300)} _({surely(plan)})_" for plan in about.plans[:PLANS]]
    known = ["*What we know of their plans*", *lines] if lines else ["Nothing is noted of their plans yet; `/talk learn` notes it."]
    elsewhere = [others(about.lacking)] if about.lacking else []
    return "\n".join([*([" · ".join(stands)] if stands else []), *known, *elsewhere])


def others(entry: IndustryEntry) -> str:
    """Say what others of the customer's industry do with IT, and it does not, as far as we know."""
    use = shortened(entry.text, 300)
    return f"*{'Most' if entry.use == 'normal' else 'Innovators'} in their industry*\n• {use} _(not here yet, as far as we know)_"


def surely(belief: Belief) -> str:
    """Say how surely something is believed."""
    return "they confirmed it" if belief.sure else "we assume it"


def how(*, hears: bool) -> str:
    """Say how one takes part."""
    if hears:
        return "Each reply in this thread becomes an idea, and changes with it. 👍 or 💡 on a reply is a vote."
    return "I may not be allowed to read replies here, so please press *Add an idea*: what you write there is kept."


def counted(count: int) -> Json:
    """Return the line that counts the ideas."""
    told = "No ideas yet." if not count else f"{count:,} idea{'s' if count > 1 else ''} so far."
    return context(told, block_id=COUNT_BLOCK)


def buttons() -> Json:
    """Return what can be done with an open brainstorm."""
    return actions(button("Add an idea", ADD, primary=True), button("Close and sum up", CLOSE), block_id=BUTTONS_BLOCK)


def head_now(posted: Message, brainstorm: Brainstorm, count: int) -> Message:
    """Return the head as it is now: with so many ideas, and without buttons once it is closed."""
    closed = f"Closed by {person(brainstorm.closed_by)}: {ideas_in_words(count)}. The summary stands in the thread."
    foot = buttons() if brainstorm.open else context(closed, block_id=BUTTONS_BLOCK)
    new = {COUNT_BLOCK: counted(count), BUTTONS_BLOCK: foot}
    return Message(posted.text, tuple(new.get(block.get("block_id", ""), block) for block in posted.blocks))


def ideas_in_words(count: int) -> str:
    """Return a number of ideas in words."""
    return f"{count:,} idea{'s' if count != 1 else ''}" if count else "no ideas"
