"""Ids of records."""

from __future__ import annotations

from uuid import RFC_4122, UUID

from model.record import id_for, new_id


def test_a_new_id_is_a_uuid_of_version_4_as_it_is_written_everywhere() -> None:
    ids = [new_id() for _ in range(1000)]
    read = [UUID(one) for one in ids]

    assert {(one.version, one.variant) for one in read} == {(4, RFC_4122)}
    assert [str(one) for one in read] == ids


def test_new_ids_differ_in_every_place_that_is_not_given() -> None:
    digits = zip(*(new_id() for _ in range(1000)), strict=True)

    assert [len(set(at)) for at in digits] == [16] * 8 + [1] + [16] * 4 + [1, 1] + [16] * 3 + [1, 4] + [16] * 3 + [1] + [16] * 12


def test_an_id_for_the_same_parts_is_the_same_and_for_others_another() -> None:
    assert UUID(id_for("a", "b")).version == 5
    assert id_for("a", "b") == id_for("a", "b") != id_for("ab")
