"""How a cycle moves: each stage's button opens its form, the form moves the cycle, and who comes second hears who was first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec

from handlers.cycles import card_of, the_cycle
from handlers.improvements import plan
from handlers.matching import known
from handlers.request import Request
from handlers.surfaces import POST, answered, headed, in_post, mark, origin, origin_of
from messages import checking
from messages import improvements as cards
from messages import pdca as told
from model.answer import Message, Open, Refuse, Update, View
from model.change import Outcome, Write
from model.customer import Customer
from model.errors import TalkError
from model.idea import Idea
from model.improvement import Improvement, Stage, Verdict
from model.pdca import Mover, act, back, came, do, follows, measure, missing, said, stage_before, start, untouched
from storage import Store


class Click(msgspec.Struct, frozen=True):
    """A cycle that somebody decides about, whose customer it is of, and the message it was clicked in."""

    one: Improvement
    customer: Customer
    surface: str

    @property
    def place(self) -> str:
        """Return where it was clicked: on its card, where nothing else is said."""
        return self.surface or cards.surface(self.one)


Decide = Callable[[Request, Store, Click], Awaitable[Outcome]]
Handler = Callable[[Request, Store], Awaitable[Outcome]]
OpenForm = Callable[[Request, Click], View]


async def clicked(request: Request, store: Store) -> Click:
    """Return what a button stands for, or what the form is about that one opened."""
    if request.door == "form":
        place = origin_of(request)
        ref, surface = place.about, place.surface
    else:
        ref, _, surface = request.value.partition("|")
    one = await the_cycle(request, store, ref)
    return Click(one, await known(request, store, one.customer), surface)


def in_stage(stage: Stage, decide: Decide) -> Handler:
    """Return the handler of a button or a form: it decides about a cycle in this stage, and says who moved one that is elsewhere."""

    async def handled(request: Request, store: Store) -> Outcome:
        click = await clicked(request, store)
        if not click.one.open or click.one.stage != stage:
            return await already(request, store, click)
        return await (decide if as_shown(request, click.one) else changed)(request, store, click)

    return handled


def as_shown(request: Request, one: Improvement) -> bool:
    """Whether a cycle is as the form that was sent shows it: it may have gone back and come here again meanwhile."""
    return request.door != "form" or origin_of(request).mark == stage_mark(one)


def stage_mark(one: Improvement) -> str:
    """Return what stands for all that the forms of the stages build on; its check date moves while one is open."""
    return mark(one.steps, one.kpi, one.baseline, one.target, one.done, one.result, one.lesson)


async def changed(request: Request, store: Store, click: Click) -> Outcome:
    """Say that a form was sent about what is otherwise by now, and give back what was typed."""
    return await shown(request, store, click, told.changed(click.one, request.today, request.typed))


async def already(request: Request, store: Store, click: Click) -> Outcome:
    """Say who moved a cycle, and when; what was typed into a form is given back, and the message that was clicked shows it too."""
    last = came(click.one)
    at = request.person.local(last.at) if last else None
    news = told.already(click.one, at, request.today, request.typed if request.door == "form" else "")
    return await shown(request, store, click, news)


async def shown(request: Request, store: Store, click: Click, news: Message, writes: tuple[Write, ...] = ()) -> Outcome:
    """Show what was decided where it was clicked: above the card, which is redrawn, or in a DM in the place of its buttons.

    The form that was opened from a DM shows the card as well: the next step is taken there.
    """
    kind, _, post_id = click.place.partition(":")
    if kind != POST:
        return await answered(request, store, click.customer, writes, news, click.place)
    one = next((write.after for write in writes if isinstance(write.after, Improvement)), click.one)
    decided = one.stage not in {"do", "check"} or one.check_on != click.one.check_on
    redraw = (lambda message: checking.redrawn_in(message, one, request.today)) if decided else None
    news = headed(news, await card_of(request, store, one, click.customer)) if writes else news
    return await in_post(request, store, post_id, writes, news, redraw)


def mover(request: Request) -> Mover:
    """Return who moves a cycle, and when."""
    return Mover(request.user, request.today, request.at)


def opening(stage: Stage, form: OpenForm) -> Handler:
    """Return the handler of a button that opens the form of a stage."""

    async def opened(request: Request, _store: Store, click: Click) -> Outcome:
        return Outcome(Open(form(request, click)))

    return in_stage(stage, opened)


def carried(request: Request, click: Click, what: str = "") -> str:
    """Return what a form about a cycle carries."""
    return origin(request, click.place, about=click.one.ref, mark=stage_mark(click.one), what=what).carried()


async def started(request: Request, store: Store, click: Click) -> Outcome:
    """Begin to do what is planned; where the plan has lost a part meanwhile, its form says so."""
    if missing(click.one):
        return await plan(request, store)
    after = start(click.one, mover(request))
    news = told.started(after, request.today, request.key)
    return await shown(request, store, click, news, (Write(after=after, before=click.one),))


async def result(request: Request, store: Store) -> Outcome:
    """Open the form for the result; where it is not recorded what was done, the one for that comes first."""
    click = await clicked(request, store)
    if click.one.open and click.one.stage == "do":
        view = told.did_form(click.one, click.customer, carried(request, click, cards.RESULT), then_result=True)
        return Outcome(Open(view))
    return await opening("check", lambda asked, at: told.result_form(at.one, at.customer, asked.today, carried(asked, at)))(request, store)


async def did(request: Request, store: Store, click: Click) -> Outcome:
    """Save what was done; the form goes on to the result where that was asked for."""
    if not said(request.fields.get("done", "")):
        return Outcome(Refuse({"done": told.no_words()}))
    after = do(click.one, request.fields["done"], mover(request))
    writes = (Write(after=after, before=click.one),)
    if origin_of(request).what == cards.RESULT:
        place = msgspec.structs.replace(origin_of(request), mark=stage_mark(after))
        view = told.result_form(after, click.customer, request.today, place.carried(), recorded=True)
        return Outcome(Update(view), writes)
    return await shown(request, store, click, told.done(after, request.today, request.key), writes)


async def measured(request: Request, store: Store, click: Click) -> Outcome:
    """Save the result, which the next brief tells; whoever brought the idea hears of it."""
    text, met = request.fields.get("result", ""), request.fields.get("met", "")
    errors: dict[str, str] = {} if said(text) else {"result": told.no_words()}
    errors |= {} if met else {"met": told.no_verdict_on_target()}
    if errors:
        return Outcome(Refuse(errors))
    after = measure(click.one, text, mover(request), met=met == "yes")
    after = await heard(request, store, click, after)
    return await shown(request, store, click, told.measured(after, click.customer, request.key), (Write(after=after, before=click.one),))


async def heard(request: Request, store: Store, click: Click, after: Improvement) -> Improvement:
    """Return a cycle with who has to hear of its move: whoever brought the idea, unless they moved it themselves."""
    idea = await store.get(request.workspace, Idea, after.idea) if after.idea else None
    brought_by = idea.brought_by(click.customer) if idea else None
    return msgspec.structs.replace(after, to_hear=brought_by if brought_by != request.user else None)


async def unheard(request: Request, store: Store, click: Click, after: Improvement) -> Improvement:
    """Return a cycle that goes back with who has to hear of that: nobody who has yet to hear of the move that is taken back."""
    if click.one.stage != "act":
        return after
    return msgspec.structs.replace(after, to_hear=None) if click.one.to_hear else await heard(request, store, click, after)


async def decided(request: Request, store: Store, click: Click) -> Outcome:
    """Save the verdict, and open the next cycle where one follows."""
    verdict: Verdict = request.fields.get("verdict", "")  # type: ignore[assignment]  # our own choices'
    lesson, aim = request.fields.get("lesson", ""), request.fields.get("aim", "")
    errors: dict[str, str] = {} if verdict else {"verdict": told.no_verdict()}
    errors |= {} if said(lesson) else {"lesson": told.no_lesson()}
    if verdict and follows(verdict, aim) is None:
        errors["aim"] = told.no_next_aim() if verdict == "adapt" else told.no_next_cycle()
    if errors:
        return Outcome(Refuse(errors))
    after, following = act(click.one, verdict, lesson, mover(request), aim)
    after = await heard(request, store, click, after)
    opened = (Write(after=following),) if following else ()
    return await shown(request, store, click, told.decided(after, following, request.key), (Write(after=after, before=click.one), *opened))


async def ask_back(request: Request, store: Store) -> Outcome:
    """Open the form that asks why a cycle goes back a stage."""
    click = await clicked(request, store)
    following = await the_next(store, click.one)
    if stage_before(click.one) is None:
        return await already(request, store, click)
    what = f"{click.one.stage}:{click.one.verdict or ''}"
    return Outcome(Open(told.back_form(click.one, click.customer, carried(request, click, what), following)))


async def the_next(store: Store, one: Improvement) -> Improvement | None:
    """Return the cycle that follows, which goes where this one is opened again; raise TalkError where it has been worked on."""
    following = await store.get(one.workspace, Improvement, one.following) if one.following else None
    if following and not untouched(following, one):
        raise TalkError(told.worked_on(one, following))
    return following


async def went_back(request: Request, store: Store) -> Outcome:
    """Take a cycle back one stage, with the reason; a cycle that followed goes with that."""
    click = await clicked(request, store)
    if origin_of(request).what != f"{click.one.stage}:{click.one.verdict or ''}":
        return await already(request, store, click)
    if not as_shown(request, click.one):
        return await changed(request, store, click)
    if not said(request.fields.get("why", "")):
        return Outcome(Refuse({"why": told.no_reason()}))
    following = await the_next(store, click.one)
    after = back(click.one, request.fields["why"], mover(request))
    after = await unheard(request, store, click, after)
    gone = (Write(before=following),) if following else ()
    news = told.went_back(after, request.today, request.key, following)
    return await shown(request, store, click, news, (Write(after=after, before=click.one), *gone))


ACTIONS = {
    cards.START: in_stage("plan", started),
    cards.DID: opening("do", lambda request, click: told.did_form(click.one, click.customer, carried(request, click))),
    cards.RESULT: result,
    cards.DECIDE: opening("act", lambda request, click: told.decide_form(click.one, click.customer, carried(request, click))),
    cards.BACK: ask_back,
}
FORMS = {
    told.DID_FORM: in_stage("do", did),
    told.RESULT_FORM: in_stage("check", measured),
    told.DECIDE_FORM: in_stage("act", decided),
    told.BACK_FORM: went_back,
}
