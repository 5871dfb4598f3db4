"""Names within two edits are found: the same ones that comparing each with each finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from handlers.resembling import Resembling

NAMES = st.lists(st.text("ab c", min_size=1, max_size=14).map(str.strip).filter(bool), min_size=1, max_size=60, unique=True)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(NAMES, st.text("ab c", min_size=1, max_size=14).map(str.strip).filter(bool))
def test_it_finds_what_comparing_each_with_each_finds(names: list[str], wanted: str) -> None:
    names = list({" ".join(name.split()) for name in names})
    wanted = " ".join(wanted.split())
    distances = {name: Levenshtein.distance(wanted, name) for name in names}
    near = {name for name, edits in distances.items() if edits <= min(2, len(wanted) // 2)}

    found = Resembling(names).like(wanted)

    assert set(found) <= near
    assert len(found) == min(3, len(near))
    assert [distances[name] for name in found] == sorted(distances[name] for name in near)[:3]


def test_names_are_compared_folded_and_shown_as_they_are() -> None:
    found = Resembling(["Café Zürich", "IT"]).like("CAFE ZURICHH")

    assert found == ("Café Zürich",)


def test_names_of_two_letters_need_one_in_common() -> None:
    departments = Resembling(["HR", "IT", "QA"])

    assert departments.like("FM") == ()
    assert departments.like("IR") == ("HR", "IT")
