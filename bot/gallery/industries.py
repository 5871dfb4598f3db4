"""Industries: the list, one of them, what was added, taken over and removed, the form."""

from __future__ import annotations

from collections.abc import Iterator

from bot.gallery.cast import KEY, TODAY, Cast, Exhibit, exhibit, mendable
from bot.gallery.learned import entries
from messages import industries as told


def exhibits(cast: Cast) -> Iterator[Exhibit]:
    """Return what the bot says about industries."""
    hospitals, first = told.Industry(cast.named("Hospitals"), 12, 3), entries(cast)[0]
    banking = told.Industry(cast.named("Banking"), 1, 0)
    yield exhibit("none", told.industries_listed, [])
    yield exhibit("two", told.industries_listed, [hospitals, banking])
    yield exhibit("fifty", told.industries_listed, [hospitals] * 50)
    yield exhibit("three uses", told.industry_page, hospitals, entries(cast), TODAY)
    yield exhibit("nothing known", told.industry_page, banking, [], TODAY)
    yield exhibit("sixty uses", told.industry_page, hospitals, entries(cast) * 20, TODAY)
    yield exhibit("added", told.entry_saved, first, hospitals, "", KEY)
    nobody = told.Industry(cast.named("Hosptals"), 0, 1)
    yield exhibit("added, in nobody's industry", told.entry_saved, first, nobody, cast.named("Hospitals"), KEY)
    yield exhibit("there already", told.entry_there, first)
    yield exhibit("removed", told.entry_removed, first, KEY)
    yield exhibit("taken over", told.taken_over, first, cast.northside.name, KEY)
    yield exhibit("taken over before", told.taken_already, first, cast.northside.name)
    yield exhibit("the form, empty", told.entry_form)
    yield exhibit("the form, filled in", told.entry_form, cast.named("Hospitals"), "innovators", text=cast.said("Beds"), source="x")
    wrong = {"industry": told.no_industry, "text": told.no_text}
    yield exhibit("the form, with all that can be wrong", told.entry_form).refused(**wrong)
    line = cast.said("learn industry Hospitals plans: …")
    yield mendable("neither normal nor the innovators'", line, told.neither_use, cast.named("Hospitals"))
    yield mendable("a name longer than a name can be", line, told.name_too_long, 240)
    yield mendable("longer than a use can be", line, told.too_long, 3400, 3000)
    yield mendable("removed meanwhile", "", told.gone)
