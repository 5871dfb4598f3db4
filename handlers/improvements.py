"""Improvements: starting a cycle from a line, the form or an idea, its plan, and its card."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from handlers import drafts
from handlers.cycles import card_of, drawn, the_cycle
from handlers.idea_lists import listed, place_of
from handlers.matching import Found, known, there
from handlers.request import Request
from handlers.surfaces import SURFACES, answered, headed, mark, origin, origin_of
from messages import improvements as told
from messages import planning
from messages.blocks import beyond_field, option
from messages.idea_lists import PLAN_IT, Done
from messages.ideas import gone as idea_gone
from messages.talks import as_view
from model.answer import Open, Refuse, Reply, Update
from model.change import Edit, Outcome, Write
from model.customer import Customer
from model.dates import read_date
from model.draft import Draft
from model.errors import TalkError
from model.idea import Idea, gone_into
from model.improvement import Improvement, improvement_id
from model.pdca import missing, previous_id, said
from storage import Store

MAX_AIM = 40_000
FIVE_YEARS = timedelta(days=5 * 366)
PLANNED = ("kpi", "baseline", "target", "partner", "justification", "size", "timescale", "priority")


async def improve(request: Request, store: Store) -> Outcome:
    """Start improving something with a customer: plan it, do it, check the result, act on it; with no text, open the form.

    /talk improve Northside Hospital Fewer missed appointments
    """
    return await CAPTURE.line(request, store)


async def save_line(request: Request, store: Store, found: Found, draft: Draft | None) -> Outcome:
    """Begin a cycle with what follows the customer's name as its aim; a line without text asks for it in the form."""
    if not said(found.rest):
        return form(request, found.customer, drafts.with_line(draft, found.rest))
    return await begin(request, store, await new_cycle(request, store, found.customer, found.rest), found.customer, draft)


async def new_cycle(request: Request, store: Store, customer: Customer, aim: str) -> Improvement:
    """Return a cycle as it begins, with the next number; raise TalkError where the aim is longer than one can be."""
    if len(aim) > MAX_AIM:
        raise TalkError(planning.too_long(len(aim), MAX_AIM))
    last = await store.improvements(request.workspace, limit=1)
    number = last[0].number + 1 if last else 1
    return Improvement(
        id=improvement_id(request.workspace, number, 1),
        workspace=request.workspace,
        customer=customer.id,
        number=number,
        aim=aim,
        author=request.user,
        begun_at=request.at,
        owner=customer.owner or request.user,
    )


async def begin(request: Request, store: Store, one: Improvement, customer: Customer, draft: Draft | None) -> Outcome:
    """Save a cycle that begins, and show its card; the draft it came from is spent."""
    news = planning.begun(one, customer, request.today, request.key)
    shown = headed(news, await card_of(request, store, one, customer))
    answer = Update(as_view(shown)) if request.door == "form" else request.answer(shown)
    return Outcome(answer, (Write(after=one), *drafts.spent(draft)))


async def plan_it(request: Request, store: Store) -> Outcome:
    """Begin a cycle with an idea as its aim, which adopts the idea; where it has one already, show that one's card."""
    idea, family = await standing_idea(request, store)
    customer = await known(request, store, idea.customer)
    one = msgspec.structs.replace(await new_cycle(request, store, customer, idea.text), idea=idea.id)
    there_already = next((one for one in await store.improvements(request.workspace) if one.idea in family), None)
    if there_already:  # looked for after the number was taken: who begins one meanwhile has that number, too, and one of both is told
        return await shown(request, store, there_already)
    adopted = idea if idea.state == "adopted" else idea.decided("adopted", request.today, request.at, request.user, customer)
    news = planning.begun(one, customer, request.today, request.key, from_idea=True)
    writes = (Write(after=one), *([Write(after=adopted, before=idea)] if adopted is not idea else []))
    answer = Reply(headed(news, await card_of(request, store, one, customer)))
    return Outcome(answer, writes, await list_redrawn(request, store, adopted, planning.planned_now(one)))


async def standing_idea(request: Request, store: Store) -> tuple[Idea, set[str]]:
    """Return the idea that was clicked, or the one into which it was merged, and the ids of all that it stands for."""
    idea = await there(request, store, Idea, request.value, idea_gone)
    while idea.into:
        idea = await there(request, store, Idea, idea.into, idea_gone)
    absorbed = gone_into(await store.ideas(request.workspace, idea.customer)).get(idea.id, [])
    return idea, {idea.id, *(one.id for one in absorbed)}


async def list_redrawn(request: Request, store: Store, idea: Idea, sentence: str) -> tuple[Edit, ...]:
    """Return how the list in which an idea was clicked is drawn anew, with what became of it."""
    if not request.response_url:
        return ()
    place = place_of(request.block.partition("|")[2])
    return (Edit("", "", await listed(request, store, place, Done(idea.id, sentence), [idea]), request.response_url),)


def form(request: Request, customer: Customer | None, draft: Draft | None = None) -> Outcome:
    """Open the form with what is known already."""
    chosen = option(customer.name, customer.id) if customer else None
    carried = origin(request, draft=drafts.carry(draft)).carried()
    return Outcome(Open(planning.plan_form(None, customer, chosen, carried, aim=draft.line if draft else "")))


async def text_in(_request: Request, _store: Store, line: str) -> str:
    """Return what of a line is the aim: all of it."""
    return line


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form of a plan, with whatever gaps it has, or keep it open with what to mend."""
    errors = mistakes(request)
    about = origin_of(request).about
    if not about and not request.fields.get("customer"):
        errors["customer"] = planning.no_customer()
    if errors:
        return Outcome(Refuse(errors))
    return await (saved_plan if about else begun_by_form)(request, store)


def mistakes(request: Request) -> dict[str, str]:
    """Return what is wrong in the form of a plan, by block."""
    errors = {} if said(request.fields.get("aim", "")) else {"aim": planning.no_aim()}
    day = check_date(request)
    if day and abs(day - request.today) > FIVE_YEARS:
        errors["check_on"] = planning.no_check_date()
    return errors


def check_date(request: Request) -> date | None:
    """Return the day that was picked in a form, None where none was."""
    return read_date(request.fields.get("check_on", ""), request.today, "future")


async def begun_by_form(request: Request, store: Store) -> Outcome:
    """Begin a cycle with the plan that the form holds; its owner is whose it would be from a line where the form names nobody."""
    customer = await known(request, store, request.fields["customer"])
    draft, beyond = await drafts.carried(msgspec.structs.replace(request, carried=origin_of(request).draft), store)
    one = await new_cycle(request, store, customer, request.fields["aim"] + beyond)
    planned = msgspec.structs.replace(one, **plan_in(request))
    owned = msgspec.structs.replace(planned, owner=planned.owner or one.owner)
    return await begin(request, store, owned, customer, draft)


def plan_in(request: Request) -> dict[str, Any]:
    """Return what the form says of a plan besides its aim."""
    written = {part: request.fields[part] for part in PLANNED if part in request.fields}
    return {**written, "check_on": check_date(request), "owner": request.fields.get("owner") or None}


async def plan(request: Request, store: Store) -> Outcome:
    """Open the form with the plan of a cycle."""
    ref, _, surface = request.value.partition("|")
    one = await the_cycle(request, store, ref)
    customer = await known(request, store, one.customer)
    if not planned_still(one):
        return Outcome(request.answer(await card_of(request, store, one, customer)))
    place = origin(request, surface or told.surface(one), about=one.ref, mark=plan_mark(one))
    return Outcome(Open(planning.plan_form(one, customer, None, place.carried())))


def planned_still(one: Improvement) -> bool:
    """Whether a cycle's plan may be changed: until there is a result."""
    return one.open and one.stage != "act"


def plan_mark(one: Improvement) -> str:
    """Return what stands for all that the form of a plan changes: a cycle moves and is asked about while it is open."""
    return mark(one.aim, one.check_on, one.owner, *(getattr(one, part) for part in PLANNED))


async def saved_plan(request: Request, store: Store) -> Outcome:
    """Save the plan of a cycle; what is being done can't lose a part of it."""
    place = origin_of(request)
    one = await the_cycle(request, store, place.about)
    customer = await known(request, store, one.customer)
    if place.mark != plan_mark(one) or not planned_still(one):
        return Outcome(Refuse({"aim": planning.plan_changed()}))
    new = plan_in(request)
    after = msgspec.structs.replace(one.owned_by(new["owner"]), aim=request.fields["aim"] + beyond_field(one.aim), **new)
    if one.stage != "plan" and (gaps := missing(after)):
        return Outcome(Refuse({part: planning.needed_now(part) for part in gaps}))
    news = planning.plan_saved(after, request.today, request.key)
    return await answered(request, store, customer, (Write(after=after, before=one),), news, place.surface)


async def show(request: Request, store: Store) -> Outcome:
    """Show the card of a cycle, or of the one before or after it, beside what was clicked, which stays."""
    ref, _, beside = request.value.partition("|")
    one = await the_cycle(request, store, ref)
    if beside:
        other = one.following if beside == told.FOLLOWING else previous_id(one)
        one = await there(request, store, Improvement, other or "", told.gone)
    return await shown(request, store, one)


async def shown(request: Request, store: Store, one: Improvement) -> Outcome:
    """Return the card of a cycle."""
    return Outcome(Reply(await card_of(request, store, one, await known(request, store, one.customer))))


CAPTURE = drafts.Capture("improve", save_line, form, text_in)
SURFACES[told.SURFACE] = drawn
VERBS = {"improve": improve}
ACTIONS = {told.SHOW: show, told.PLAN: plan, PLAN_IT: plan_it, **CAPTURE.actions()}
FORMS = {planning.FORM: submitted}
