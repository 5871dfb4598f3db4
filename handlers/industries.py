"""Industries: the library of what each does with IT, which serves all of its customers; shown, added to, taken over for a customer."""

from __future__ import annotations

import re
from difflib import get_close_matches

import msgspec

from handlers.believing import MAX_STATEMENT, Stated, assumed
from handlers.knowing import knowledge_of
from handlers.matching import known, there
from handlers.portfolio import spelt
from handlers.request import Request
from handlers.surfaces import answered, origin, origin_of
from messages import beliefs, believed, profiles
from messages import industries as told
from messages.talks import as_view
from model.answer import Message, Open, Refuse, Reply, Update
from model.belief import Belief
from model.change import Outcome, Write
from model.customer import Customer, fold
from model.errors import TalkError
from model.grammar import QUOTE
from model.industry import IndustryEntry, Use
from model.record import id_for, new_id
from model.topics import read_source, read_topic, topic_at_end
from storage import Store

WORD = re.compile(r"\s*industr(?:y|ies)(?!\S)(?!\s*:)\s*", re.IGNORECASE)
ALIKE = 0.8


def meant(line: str) -> bool:
    """Whether a line is about an industry, and not about a customer: `industry Hospitals`, `industries`."""
    return WORD.match(line) is not None


async def line(request: Request, store: Store) -> Outcome:
    """Add to what is known of an industry, show it, or list all there are."""
    rest = WORD.sub("", request.text, count=1)
    name, use, text = read_line(rest)
    if not name:
        return await listed(request, store)
    if not text.strip():
        return form(name, use) if use else await page(request, store, name)
    if use is None:
        raise TalkError(told.neither_use(name))
    statement, source = read_source(text.strip())
    return await save(request, store, entry(request, name, use, statement, source))


def read_line(rest: str) -> tuple[str, Use | None, str]:
    """Tell an industry's name, whose use of IT follows, and what that is: `Hospitals normal: …`, `"Health care" innovators: …`."""
    head, colon, tail = rest.partition(":")
    name, topic = topic_at_end(head) if colon else (head, None)
    if colon and topic is None and ":" in tail and (later := read_topic(tail.partition(":")[0])):
        topic, tail = later, tail.partition(":")[2]
    use: Use | None = topic if topic in {"normal", "innovators"} else None
    return " ".join((name if topic is None or use else head).strip(f" ,.-{QUOTE}").split()), use, tail


def entry(request: Request, industry: str, use: Use, text: str, source: str, entry_id: str = "") -> IndustryEntry:
    """Return a use of IT as it is noted; raise TalkError where name or text is longer than it can be."""
    if len(industry) > told.MAX_NAME:
        raise TalkError(told.name_too_long(len(industry)))
    if len(text) > MAX_STATEMENT:
        raise TalkError(told.too_long(len(text), MAX_STATEMENT))
    return IndustryEntry(
        id=entry_id or new_id(),
        workspace=request.workspace,
        industry=industry,
        use=use,
        text=text,
        author=request.user,
        noted_at=request.at,
        source=source,
    )


async def save(request: Request, store: Store, new: IndustryEntry, before: Belief | None = None) -> Outcome:
    """Save a use of IT under the name that its industry has already; the belief that it was takes its place in the library."""
    names = await all_names(request, store)
    new = msgspec.structs.replace(new, industry=names.get(new.folded, new.industry))
    there = await store.industry_entries(request.workspace, new.folded)
    given_up = (Write(before=before),) if before else ()
    if same := next((one for one in there if one.use == new.use and fold(one.text) == fold(new.text)), None):
        return await saved(request, store, told.entry_there(same), given_up)
    industry = told.Industry(new.industry, (await store.industries(request.workspace)).get(new.folded, 0), len(there) + 1)
    near = [] if industry.customers else get_close_matches(new.folded, [name for name in names if name != new.folded], n=1, cutoff=ALIKE)
    shown = told.entry_saved(new, industry, names[near[0]] if near else "", request.key)
    return await saved(request, store, shown, (Write(after=new), *given_up))


async def saved(request: Request, store: Store, shown: Message, writes: tuple[Write, ...]) -> Outcome:
    """Return what was saved in the library; the profile from which the form was opened is redrawn."""
    place = origin_of(request) if request.door == "form" else None
    if place and place.customer:
        return await answered(request, store, await known(request, store, place.customer), writes, shown, place.surface)
    return Outcome(Update(as_view(shown)) if place else request.answer(shown), writes)


async def all_names(request: Request, store: Store) -> dict[str, str]:
    """Return how people write each industry there is, by its folded name: as a customer has it, else as an entry does."""
    names = spelt(await store.customers(request.workspace))
    for one in await store.industry_entries(request.workspace):
        names.setdefault(one.folded, one.industry)
    return {folded: name for folded, name in names.items() if folded}


async def listed(request: Request, store: Store) -> Outcome:
    """List the industries of all customers, and those of which something is known."""
    names, sizes = await all_names(request, store), await store.industries(request.workspace)
    uses = [one.folded for one in await store.industry_entries(request.workspace)]
    found = [told.Industry(name, sizes.get(folded, 0), uses.count(folded)) for folded, name in names.items()]
    in_order = sorted(found, key=lambda one: (-one.customers, -one.uses, fold(one.name)))
    return Outcome(request.answer(told.industries_listed(in_order)))


async def page(request: Request, store: Store, name: str, start: int = 0) -> Outcome:
    """Return a page of what is known of an industry."""
    return Outcome(request.answer(await drawn(request, store, name, start)))


async def drawn(request: Request, store: Store, name: str, start: int = 0, without: str = "") -> Message:
    """Draw a page of an industry, without an entry that is on its way out."""
    folded = fold(name)
    entries = [one for one in await store.industry_entries(request.workspace, folded) if one.id != without]
    count = (await store.industries(request.workspace)).get(folded, 0)
    return told.industry_page(told.Industry(name, count, len(entries)), entries, request.today, start)


async def show(request: Request, store: Store) -> Outcome:
    """Show the industry whose button was clicked, below the message with the button."""
    return Outcome(Reply(await drawn(request, store, request.value)))


async def more(request: Request, store: Store) -> Outcome:
    """Show the next page of an industry."""
    start, _, name = request.value.partition("|")
    return await page(request, store, name, int(start))


def form(name: str, use: Use | None = None, *, text: str = "", source: str = "", carried: str = "") -> Outcome:
    """Open the form that adds a use of IT."""
    return Outcome(Open(told.entry_form(name, use or "normal", text=text, source=source, carried=carried)))


async def add(request: Request, store: Store) -> Outcome:
    """Open the form for a customer's industry, or for the industry on whose page the button stands."""
    customer_id, _, rest = request.value.split("|", 2)
    if not customer_id:
        return form(rest)
    customer = await known(request, store, customer_id)
    return form(customer.industry, carried=origin(request, rest, customer=customer.id).carried())


async def submitted(request: Request, store: Store) -> Outcome:
    """Save the form, or keep it open with what to mend."""
    industry, text = (request.fields.get(block, "").strip() for block in ("industry", "text"))
    wrong = {"industry": "" if fold(industry) else told.no_industry(), "text": "" if text else told.no_text()}
    if errors := {block: sentence for block, sentence in wrong.items() if sentence}:
        return Outcome(Refuse(errors))
    belief = await store.get(request.workspace, Belief, origin_of(request).about)
    use: Use = request.fields["use"]  # type: ignore[assignment]
    source = request.fields.get("source", "").strip()
    return await save(request, store, entry(request, " ".join(industry.split()), use, text, source), belief)


async def whole_industry(request: Request, store: Store) -> Outcome:
    """Move a saved belief into the library, where it serves every customer of the industry; ask for the industry where none is set."""
    belief = await there(request, store, Belief, request.value, beliefs.gone)
    customer = await known(request, store, belief.customer)
    use: Use = "innovators" if belief.topic == "innovators" else "normal"
    if not fold(customer.industry):
        carried = origin(request, about=belief.id).carried()
        return form("", use, text=belief.statement, source=belief.source, carried=carried)
    return await save(request, store, entry(request, customer.industry, use, belief.statement, belief.source), belief)


async def take_over(request: Request, store: Store) -> Outcome:
    """Take down that a customer does what its industry does, as an assumption."""
    entry_id, customer_id, surface = request.value.split("|", 2)
    customer = await known(request, store, customer_id)
    use = await there(request, store, IndustryEntry, entry_id, told.gone)
    knowledge = await knowledge_of(store, customer)
    if knowledge.taken(use):
        return await answered(request, store, customer, (), told.taken_already(use, customer.name), surface)
    belief = taken(request, customer, use)
    old = await store.get(request.workspace, Belief, belief.id)
    belief = msgspec.structs.replace(belief, version=old.version + 1) if old else belief
    writes = (Write(after=belief, before=old),)
    return await answered(request, store, customer, writes, told.taken_over(use, customer.name, request.key), surface)


def taken(request: Request, customer: Customer, use: IndustryEntry) -> Belief:
    """Return an entry as what is believed of a customer; its id is made of both, so that it is one."""
    belief_id = id_for("belief", customer.workspace, customer.id, use.id)
    return assumed(request, customer, Stated(use.use, use.text, use.source), belief_id, entry=use.id)


async def remove(request: Request, store: Store) -> Outcome:
    """Take a use out of the library; what customers are believed to do stays."""
    use = await there(request, store, IndustryEntry, request.value, told.gone)
    below = await drawn(request, store, use.industry, without=use.id)
    news = told.entry_removed(use, request.key)
    return Outcome(request.answer(Message(news.text, (*news.blocks, *below.blocks))), (Write(before=use),))


ACTIONS = {
    told.ADD_ENTRY: add,
    told.SHOW: show,
    told.MORE: more,
    told.REMOVE: remove,
    believed.WHOLE_INDUSTRY: whole_industry,
    profiles.TAKE_OVER: take_over,
}
FORMS = {told.FORM: submitted}
