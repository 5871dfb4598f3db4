"""Step 8, confirm and correct: the buttons of a belief, wherever they stand. Who comes second hears what is true now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import msgspec

from handlers.believing import LONGEST_INDUSTRY, MAX_STATEMENT, Stated, heard_in, in_details, written
from handlers.knowing import knowledge_of
from handlers.matching import known
from handlers.request import Request
from handlers.surfaces import answered, origin, origin_of
from messages import beliefs
from messages import believed as told
from messages import profiles as forms
from messages.briefs import IN_A_TALK
from messages.industries import name_too_long
from model.answer import Message, Open, Refuse, Update
from model.belief import Belief
from model.change import Outcome
from model.customer import Customer
from model.errors import TalkError
from model.knowledge import Knowledge, is_mirror
from model.topics import read_position
from storage import Store


class Click(msgspec.Struct, frozen=True):
    """A belief that somebody decides about, as it is shown, with all that is known of its customer, and where it was clicked."""

    belief: Belief
    known: Knowledge
    surface: str

    @property
    def customer(self) -> Customer:
        """Return whom it is about."""
        return self.known.customer


Decide = Callable[[Request, Store, Click], Awaitable[Outcome]]


async def clicked(request: Request, store: Store, value: str) -> Click:
    """Return what a button stands for; raise TalkError where that is gone."""
    belief_id, customer_id, surface = value.split("|", 2)
    knowledge = await knowledge_of(store, await known(request, store, customer_id))
    belief = knowledge.belief(belief_id)
    if belief is None:
        raise TalkError(beliefs.gone())
    return Click(belief, knowledge, surface)


def while_held(decide: Decide) -> Callable[[Request, Store], Awaitable[Outcome]]:
    """Return a button's handler: it decides about what is held, and says so of what no longer is."""

    async def press(request: Request, store: Store) -> Outcome:
        click = await clicked(request, store, request.value)
        if not click.belief.held:
            return await answered(request, store, click.customer, (), told.outdated_already(click.belief), click.surface)
        return await decide(request, store, click)

    return press


async def decided(request: Request, store: Store, click: Click, after: Belief, news: Message) -> Outcome:
    """Write what was decided, and show it where it was clicked."""
    writes = await written(store, click.customer, after)
    return await answered(request, store, click.customer, writes, news, click.surface)


async def confirmed(request: Request, store: Store, click: Click) -> Outcome:
    """Write down that the customer said so."""
    on, talk = await heard(request, store, click)
    if click.belief.heard(on):
        news = told.confirmed_already(click.belief, request.today)
        return await answered(request, store, click.customer, (), news, click.surface)
    after = click.belief.confirmed(on, request.user, talk)
    return await decided(request, store, click, after, told.belief_confirmed(after, request.key))


async def heard(request: Request, store: Store, click: Click) -> tuple[date, str | None]:
    """Return the day and the talk in which something was heard: those of the talk on whose message it was clicked, else today."""
    kind, _, talk = click.surface.partition(":")
    return await heard_in(request, store, click.customer.id, talk if kind == IN_A_TALK else "")


async def to_ask(request: Request, store: Store, click: Click) -> Outcome:
    """Put a belief on the list of what to ask, and say how one could."""
    if click.belief.to_ask:
        return await answered(request, store, click.customer, (), told.asked_already(click.belief), click.surface)
    after = click.belief.asked(request.user)
    return await decided(request, store, click, after, told.belief_asked(after, click.customer, request.key))


async def correct(request: Request, _store: Store, click: Click) -> Outcome:
    """Open the form with the old text."""
    return form_of(request, click)


def form_of(request: Request, click: Click, what: str = "") -> Outcome:
    """Open the form that puts a belief differently, as heard from the customer or as we put it wrongly."""
    belief = click.belief
    place = origin(request, click.surface, about=belief.id, version=belief.version, customer=belief.customer, what=what)
    return Outcome(Open(forms.correct_form(belief, heard=what != beliefs.REWORD, carried=place.carried())))


async def more(request: Request, store: Store) -> Outcome:
    """Do what was chosen in a belief's menu."""
    what, _, value = request.value.partition("|")
    chosen = msgspec.structs.replace(request, value=value)
    return await while_held(reword if what == beliefs.REWORD else outdate)(chosen, store)


async def reword(request: Request, _store: Store, click: Click) -> Outcome:
    """Open the form for what we put wrongly."""
    return form_of(request, click, beliefs.REWORD)


async def outdate(request: Request, store: Store, click: Click) -> Outcome:
    """Give a belief up: it is no longer true."""
    after = click.belief.outdated()
    return await decided(request, store, click, after, told.belief_outdated(after, request.key))


async def submitted(request: Request, store: Store) -> Outcome:
    """Save a correction: the old text is kept; or keep the form open with what to mend, or with what the belief says by now."""
    place = origin_of(request)
    click = await clicked(request, store, f"{place.about}|{place.customer}|{place.surface}")
    text = request.fields.get("text", "").strip()
    if mistake := mistaken(click, text):
        return Outcome(Refuse({"text": mistake}))
    if not click.belief.held:
        return await answered(request, store, click.customer, (), told.outdated_already(click.belief), click.surface)
    if click.belief.version != place.version:
        now = msgspec.structs.replace(place, version=click.belief.version).carried()
        return Outcome(Update(forms.correct_form(click.belief, typed=text, heard=place.what != beliefs.REWORD, carried=now)))
    return await corrected(request, store, click, text, rewording=place.what == beliefs.REWORD)


def mistaken(click: Click, text: str) -> str:
    """Return what is wrong with the words of a correction; nothing where they can be saved."""
    if not text:
        return forms.no_text()
    if len(text) > MAX_STATEMENT:
        return beliefs.too_long(len(text), MAX_STATEMENT)
    if is_mirror(click.belief, click.customer) and click.belief.topic == "industry" and len(text) > LONGEST_INDUSTRY:
        return name_too_long(len(text))
    return forms.no_position() if click.belief.topic == "position" and not read_position(text) else ""


async def corrected(request: Request, store: Store, click: Click, text: str, *, rewording: bool) -> Outcome:
    """Write a correction down, which is a confirmation where it says what was believed; or our own other wording."""
    on, talk = await heard(request, store, click)
    if rewording:
        after = click.belief.restated(text, request.today, request.user, click.belief.source)
        return await decided(request, store, click, after, told.belief_reworded(after, request.key))
    if text == click.belief.statement:
        after = click.belief.confirmed(on, request.user, talk)
        return await decided(request, store, click, after, told.nothing_different(after, request.key))
    after = click.belief.corrected(text, on, request.user, talk)
    return await decided(request, store, click, after, told.belief_corrected(after, request.key))


async def position(request: Request, store: Store) -> Outcome:
    """Set where a customer stands, as it was chosen."""
    customer_id, where, surface = request.value.split("|", 2)
    knowledge = await knowledge_of(store, await known(request, store, customer_id))
    customer = knowledge.customer
    if customer.position == where:
        return await answered(request, store, customer, (), told.position_already(customer), surface)
    after = in_details(request, knowledge, Stated("position", where.capitalize()))
    writes = await written(store, customer, after)
    news = told.position_set(after, msgspec.structs.replace(customer, position=where), request.key)
    return await answered(request, store, customer, writes, news, surface)


ACTIONS = {
    beliefs.CONFIRM: while_held(confirmed),
    beliefs.CORRECT: while_held(correct),
    beliefs.ASK: while_held(to_ask),
    beliefs.MORE: more,
    forms.SET_POSITION: position,
}
FORMS = {forms.CORRECT_FORM: submitted}
