"""Beliefs: what is known of a customer shown and added to, in a line, over a draft, or in the form. What becomes of one: `confirming`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers import drafts, industries
from handlers.believing import Stated, new_belief, same, written
from handlers.confirming import ACTIONS as DECISIONS
from handlers.confirming import FORMS as DECIDED
from handlers.knowing import knowledge_of
from handlers.matching import Found, find, known, quoted
from handlers.portfolio import how_complete, more_customers
from handlers.request import Request
from handlers.surfaces import SURFACES, answered, origin, origin_of
from messages import beliefs as lines
from messages import believed as told
from messages import profiles
from messages.blocks import option
from messages.talks import as_view
from model.answer import Message, Open, Refuse, Reply, Update
from model.belief import Topic
from model.change import Outcome, Write
from model.customer import Customer
from model.draft import Draft
from model.knowledge import Knowledge
from model.topics import read_heard, read_position, read_source, topic_at_end
from storage import Store


async def learn(request: Request, store: Store) -> Outcome:
    """Show what is known of a customer, or add to it; of an industry, too; alone: how much is known of your customers.

    /talk learn Northside Hospital
    /talk learn Northside Hospital plans: Patients move appointments online by spring
    /talk learn industry Hospitals normal: Patients check in on a tablet
    /talk learn
    """
    found = await find(request, store, request.text)
    if industries.meant(request.text) and not (found and found.named):
        return await industries.line(request, store)
    if found and not (found.rest if found.named else request.text).strip():
        return await shown(request, store, found.customer)
    if not request.text.strip():
        return await how_complete(request, store)
    return await CAPTURE.line(request if found else request.saying(request.verb, named_apart(request.text)), store)


def named_apart(line: str) -> str:
    """Return a line that names nobody we know with the name in quotes, where a topic follows it: `Lakeside School plans: …`."""
    head, colon, rest = line.partition(":")
    name, topic = topic_at_end(head)
    if not (colon and name and topic) or quoted(name) == name:
        return line
    return f"{quoted(name)} {head.strip()[len(name) :].strip()}:{rest}" if head.strip().startswith(name) else line


async def shown(request: Request, store: Store, customer: Customer, writes: tuple[Write, ...] = ()) -> Outcome:
    """Return a customer's profile."""
    return Outcome(request.answer(await profile(request, store, await knowledge_of(store, customer), "0")), writes)


async def profile(request: Request, _store: Store, known_of: Knowledge, start: str, _: Sequence[Write] = ()) -> Message:
    """Draw the profile as it is now, the page that one was reading."""
    return profiles.profile(known_of, request.today, int(start or 0))


async def page(request: Request, store: Store) -> Outcome:
    """Show another page of a profile."""
    customer_id, _, start = request.value.partition("|")
    known_of = await knowledge_of(store, await known(request, store, customer_id))
    return Outcome(request.answer(await profile(request, store, known_of, start)))


async def open_profile(request: Request, store: Store) -> Outcome:
    """Show the profile of a customer of a list, which stays."""
    known_of = await knowledge_of(store, await known(request, store, request.value))
    return Outcome(Reply(await profile(request, store, known_of, "0")))


async def save_line(request: Request, store: Store, found: Found, draft: Draft | None) -> Outcome:
    """Save what follows the customer's name once its topic is clear; a topic without words asks for them in the form."""
    customer, line = found.customer, found.rest
    heard = read_heard(line)
    if not line.strip():
        return await shown(request, store, customer, drafts.spent(draft))
    if heard.topic is None:
        return drafts.keep(
            request, "learn", line, lambda kept: told.which_topic(kept, customer, heard.word), customer=customer, before=draft
        )
    if not heard.text.strip():
        return form(request, customer, drafts.with_line(draft, line), heard.topic)
    return await state(request, store, customer, Stated(heard.topic, heard.text.strip(), heard.source), draft)


async def state(request: Request, store: Store, customer: Customer, stated: Stated, draft: Draft | None) -> Outcome:
    """Save what was stated; a position that names none of the five asks which one is meant."""
    if stated.topic == "position" and not read_position(stated.text):
        source = f" (source: {stated.source})" if stated.source else ""
        line = f"position: {stated.text}{source}"
        return drafts.keep(request, "learn", line, lambda kept: told.which_position(kept, customer), customer=customer, before=draft)
    return await save(request, store, customer, stated, draft)


async def save(request: Request, store: Store, customer: Customer, stated: Stated, draft: Draft | None) -> Outcome:
    """Save a belief, and say what is known by now; the draft it came from is spent."""
    known_of = await knowledge_of(store, customer)
    if there := same(known_of, stated):
        surface = origin_of(request).surface if request.door == "form" else ""
        news = told.already_believed(there, customer, request.today, surface)
        return Outcome(Update(as_view(news)) if request.door == "form" else request.answer(news), drafts.spent(draft))
    belief = await new_belief(request, store, known_of, stated)
    writes = (*await written(store, customer, belief), *drafts.spent(draft))
    saved = told.belief_saved(belief, customer, request.key, then(await knowledge_of(store, customer, writes), request))
    if request.door == "form":
        return await answered(request, store, customer, writes, saved, origin_of(request).surface)
    return Outcome(request.answer(saved), writes)


def then(known_of: Knowledge, request: Request) -> str:
    """Return what is known by now, and what would be worth asking next."""
    asked = lines.question_for(known_of.next_to_ask(request.today))
    return f"{lines.completeness(known_of, request.today)} Worth asking next: “{asked}”"


def form(request: Request, customer: Customer | None, draft: Draft | None = None, topic: Topic | None = None, surface: str = "") -> Outcome:
    """Open the form with what is known already: the customer, the topic, and a draft's text."""
    heard = read_heard(draft.line) if draft and customer else None
    text = (heard.text if heard else draft.line) if draft else ""
    chosen = option(customer.name, customer.id) if customer else None
    carried = origin(request, surface, draft=drafts.carry(draft)).carried()
    view = profiles.learn_form(
        chosen, topic or (heard.topic if heard else None), text=text, source=heard.source if heard else "", carried=carried
    )
    return Outcome(Open(view))


async def text_in(_request: Request, _store: Store, line: str) -> str:
    """Return what of a line is what was learned: all of it, since the form finds the topic in it."""
    return line


async def add(request: Request, store: Store) -> Outcome:
    """Open the form for a topic of the profile, or for any."""
    customer_id, topic, surface = request.value.split("|", 2)
    customer = await known(request, store, customer_id)
    return form(request, customer, None, topic or None, surface)  # type: ignore[arg-type]


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    text, topic = request.fields.get("text", "").strip(), request.fields.get("topic", "")
    if errors := mistakes(request, text, topic):
        return Outcome(Refuse(errors))
    customer = await known(request, store, request.fields["customer"])
    draft, beyond = await drafts.carried(msgspec.structs.replace(request, carried=origin_of(request).draft), store)
    stated = Stated(topic, text + beyond, request.fields.get("source", "").strip())  # type: ignore[arg-type]
    return await save(request, store, customer, stated, draft)


def mistakes(request: Request, text: str, topic: str) -> dict[str, str]:
    """Return what is wrong in the form, by block."""
    wrong = {
        "customer": "" if request.fields.get("customer") else profiles.no_customer(),
        "text": "" if text else profiles.no_text(),
    }
    if topic == "position" and text and not read_position(text):
        wrong["text"] = profiles.no_position()
    return {block: sentence for block, sentence in wrong.items() if sentence}


async def with_topic(request: Request, store: Store) -> Outcome:
    """Finish a draft with the topic that was picked."""
    draft, topic = await drafts.take(request, store)
    customer = await known(request, store, draft.customer or "")
    text, source = read_source(draft.line)
    return await state(request, store, customer, Stated(topic, text.strip(), source), draft)  # type: ignore[arg-type]


async def with_position(request: Request, store: Store) -> Outcome:
    """Finish a draft with the position that was picked; the words stay behind it."""
    draft, where = await drafts.take(request, store)
    customer = await known(request, store, draft.customer or "")
    heard = read_heard(draft.line)
    return await save(request, store, customer, Stated("position", f"{where.capitalize()}: {heard.text}", heard.source), draft)


SURFACES[profiles.SURFACE] = profile
CAPTURE = drafts.Capture("learn", save_line, form, text_in)
VERBS = {"learn": learn}
ACTIONS = {
    lines.PROFILE: open_profile,
    profiles.MORE: page,
    profiles.LEARN: add,
    profiles.MORE_CUSTOMERS: more_customers,
    f"learn.{told.TOPIC}": with_topic,
    f"learn.{told.POSITION}": with_position,
    **DECISIONS,
    **CAPTURE.actions(),
}
FORMS = {profiles.FORM: submitted, **DECIDED}
