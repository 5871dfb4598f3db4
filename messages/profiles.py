"""What the bot shows of all that is known of customers: the profile of one, how complete those of many are, and the forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from messages.beliefs import (
    OUTDATED,
    POSITIONS,
    PROFILE,
    QUESTIONS,
    TOPIC_NAMES,
    belief_blocks,
    completeness,
    excerpt,
    question_for,
)
from messages.blocks import (
    actions,
    button,
    context,
    divider,
    escape,
    field,
    header,
    kept_beyond,
    message,
    modal,
    name,
    one_line,
    option,
    picker,
    quote,
    said,
    section,
    static_select,
    text_input,
)
from messages.customers import BRIEF
from messages.industries import ADD_ENTRY, entry_line, leading
from messages.talks import customer_select
from model.answer import Json, Message, Sentence, View
from model.belief import TOPICS, Belief, Topic
from model.customer import Customer
from model.industry import IndustryEntry
from model.knowledge import Knowledge

MORE, LEARN, SET_POSITION, TAKE_OVER = "belief.page", "belief.learn", "belief.position", "belief.take_over"
MORE_CUSTOMERS = "beliefs.more"
FORM, CORRECT_FORM = "belief.form", "belief.corrected"
SURFACE = "learn"
PAGE, LIST = 10, 15
ENTRIES = 6
MAX_STATEMENT = 3000


def profile(known: Knowledge, today: date, start: int = 0) -> Message:
    """Show what is known of a customer: the seven topics in their order, then what its industry does with IT."""
    customer, surface = known.customer, f"{SURFACE}:{start}"
    items = in_order(known)
    blocks = [block for item in items[start : start + PAGE] for block in item_blocks(item, known, today, surface)]
    summary = completeness(known, today)
    return message(
        f"{one_line(escape(customer.name))}: {summary}",
        header(one_line(customer.name)),
        section(f"{summary}\n*Ask next:* “{question_for(known.next_to_ask(today))}”"),
        *blocks,
        *more_of(customer, len(items), start),
        *(industry_part(known, surface) if not start else ()),
        *no_longer(known),
        actions(button("Add something", LEARN, f"{customer.id}||{surface}", primary=True), button("Brief me", BRIEF, customer.id)),
    )


def in_order(known: Knowledge) -> list[Belief | Topic]:
    """Return what the profile goes through: each topic's beliefs, or the topic where nothing is believed."""
    held = known.held
    found: list[Belief | Topic] = []
    for topic in TOPICS:
        found += [belief for belief in held if belief.topic == topic] or [topic]
    return found


def item_blocks(item: Belief | Topic, known: Knowledge, today: date, surface: str) -> list[Json]:
    """Return one belief with its buttons, or what there is to say where nothing is believed on a topic."""
    if not isinstance(item, Belief):
        return [open_topic(item, known, surface)]
    choice = position_select(known.customer, surface) if item.topic == "position" else None
    return belief_blocks(item, today, surface, choice=choice)


def open_topic(topic: Topic, known: Knowledge, surface: str) -> Json:
    """Say that nothing is known on a topic, or only what the industry does, and let it be added."""
    uses = sum(entry.use == topic for entry in known.entries)
    if topic == "position":
        return section(
            "*Position*\nNot known yet. Where do they stand among their own kind?", accessory=position_select(known.customer, surface)
        )
    what = (
        f"{uses} {'use' if uses == 1 else 'uses'} of IT in their industry, below."
        if uses
        else f"Nothing known yet. You could ask: “{QUESTIONS[topic]}”"
    )
    return section(f"*{TOPIC_NAMES[topic]}*\n{what}", accessory=button("Add", LEARN, f"{known.customer.id}|{topic}|{surface}"))


def position_select(customer: Customer, surface: str) -> Json:
    """Return a choice of where a customer stands; its block tells whose it is."""
    options = {where: option(label, f"{customer.id}|{where}|{surface}") for where, label in POSITIONS.items()}
    chosen = options[customer.position] if customer.position else None
    placeholder = {"type": "plain_text", "text": "Set the position"}
    return picker("static_select", action_id=SET_POSITION, options=list(options.values()), initial_option=chosen, placeholder=placeholder)


def more_of(customer: Customer, count: int, start: int) -> list[Json]:
    """Return the button for the next page, and for the first one where this is another."""
    left = count - start - PAGE
    further = [button(f"Show {min(left, PAGE)} more of {left:,}", f"{MORE}:1", f"{customer.id}|{start + PAGE}")] if left > 0 else []
    first = [button("Show the first ones", f"{MORE}:2", f"{customer.id}|0")] if start else []
    return [actions(*further, *first)] if further or first else []


def industry_part(known: Knowledge, surface: str) -> list[Json]:
    """Return what the customer's industry does with IT, each to be taken over, and the button that adds to it."""
    industry = one_line(known.customer.industry)
    if not industry:
        return []
    shown = known.entries[:ENTRIES]
    rest = len(known.entries) - len(shown)
    title = f"*What others in {escape(industry)} do with IT*"
    nothing = "\nNothing known yet. What you add serves every customer of this industry."
    buttons = [button(f"Add for {industry}", ADD_ENTRY, f"{known.customer.id}||{surface}")]
    if rest:
        buttons.append(leading(industry, f"Show all {len(known.entries):,}"))
    return [
        divider(),
        section(title + ("" if shown else nothing)),
        *(entry_block(entry, known, surface) for entry in shown),
        actions(*buttons),
    ]


def entry_block(entry: IndustryEntry, known: Knowledge, surface: str) -> Json:
    """Return one use of the industry, with the button that says that this customer does it too."""
    if known.taken(entry):
        return section(f"{entry_line(entry)}\n{name(known.customer.name)} does this too, as far as we know.")
    return section(entry_line(entry), accessory=button("They do this too", TAKE_OVER, f"{entry.id}|{known.customer.id}|{surface}"))


def no_longer(known: Knowledge) -> list[Json]:
    """Say what is no longer held, if anything was given up."""
    gone = [f"“{excerpt(belief.statement, 80)}”" for belief in known.beliefs if belief.state == OUTDATED][:3]
    return [context(f"No longer held: {', '.join(gone)}")] if gone else []


def how_complete(page: Sequence[Knowledge], counts: tuple[int, int, int], today: date, leaders: Sequence[Json], start: int = 0) -> Message:
    """Show how much is known of a person's customers, the least known first; `counts` are all, those known wholly, those not at all."""
    count, whole, nothing = counts
    rows = [section(row(known, today), accessory=button("Show", PROFILE, known.customer.id)) for known in page]
    left = count - start - len(page)
    if left > 0:
        rows.append(actions(button(f"Show {min(left, LIST)} more of {left:,}", MORE_CUSTOMERS, str(start + LIST))))
    title = f"Of your {count:,} customers" if count > 1 else "Of your one customer"
    told = (
        f"{title}, {whole:,} {'is' if whole == 1 else 'are'} known on all {len(TOPICS)} topics, {nothing:,} on none. The least known first:"
    )
    return said(told, *leaders, *rows)


def row(known: Knowledge, today: date) -> str:
    """Return one customer as a line of the list: how much is known, and what to ask next."""
    asked = question_for(known.next_to_ask(today))
    return f"{name(known.customer.name)} · {completeness(known, today)}\nAsk next: “{asked}”"


def no_customers(leaders: Sequence[Json]) -> Message:
    """Say that a person owns no customer of whom something could be known."""
    return said("You don't own a customer yet. `/talk learn CUSTOMER` shows what is known of any.", *leaders)


def learn_form(chosen: Json | None, topic: Topic | None, *, text: str = "", source: str = "", carried: str = "") -> View:
    """Return the form that adds a belief."""
    return modal(
        "What we know",
        FORM,
        field("Customer", "customer", customer_select(initial=chosen)),
        field("Topic", "topic", static_select(TOPIC_NAMES, topic or "plans")),
        field(
            "What is true of them",
            "text",
            text_input(text, multiline=True, placeholder="Patients move their appointments online by spring"),
            hint=kept_beyond(text),
        ),
        field("Source", "source", text_input(source, limit=500, placeholder="A link, or who said so"), optional=True),
        submit="Save",
        carried=carried,
    )


def correct_form(belief: Belief, *, typed: str | None = None, heard: bool = True, carried: str = "") -> View:
    """Ask what is true instead, beside what was believed; `typed` is what was filled in before the belief changed under it."""
    noted = "We believed:" if heard else "It says:"
    changed = noted if typed is None else "Somebody changed this meanwhile. Now it says:"
    hint = (
        "The old words are kept. It counts as heard from the customer today." if heard else "The old words are kept. It stays unconfirmed."
    )
    return modal(
        "Correct" if heard else "Reword",
        CORRECT_FORM,
        section(f"*{TOPIC_NAMES[belief.topic]}*: {changed}\n{quote(belief.statement)}"),
        field("What is true", "text", text_input(belief.statement if typed is None else typed, multiline=True), hint=hint),
        submit="Save",
        carried=carried,
    )


def no_text() -> Sentence:
    """Say beside the form's field that there must be words."""
    return "Write down what is true."


def no_customer() -> Sentence:
    """Say beside the form's field that a belief needs a customer."""
    return "Pick the customer this is about."


def no_position() -> Sentence:
    """Say beside the form's field how a position is put."""
    return "Begin with where they stand: innovator, leader, mainstream, follower or laggard."
