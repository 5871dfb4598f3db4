"""What a person's one DM of the day tells beside the relationships that have gone quiet: a word each about ideas, promises, talks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from messages.blocks import MAX_BLOCKS, divider
from model.answer import Json
from model.change import Write
from model.customer import Customer

MOST_BLOCKS = 30


class Word(msgspec.Struct, frozen=True):
    """One thing that a person is told: about whom, what kind of thing (as `sweep` calls it), and in a sentence.

    `blocks` are how the DM shows it, `writes` what is remembered once it is told, as that it was.
    """

    customer: Customer
    kind: str
    sentence: str
    blocks: tuple[Json, ...]
    writes: tuple[Write, ...] = ()


def fitting(words: Sequence[Word]) -> list[Word]:
    """Return the words that one DM has room for, at least one; the others wait for the next day."""
    fit: list[Word] = []
    count = 0
    for word in words:
        count += 1 + len(word.blocks)
        if fit and count > MOST_BLOCKS:
            break
        fit.append(word)
    return fit


def word_blocks(words: Sequence[Word]) -> list[Json]:
    """Return the words as blocks, one kind of them after the other, each kind set apart."""
    blocks: list[Json] = []
    for index, word in enumerate(words):
        apart = index == 0 or words[index - 1].kind != word.kind
        blocks += [*([divider()] if apart else []), *word.blocks]
    return blocks


def room_beside(words: Sequence[Word], each: int) -> int:
    """Return how many things of so many blocks each fit into a DM beside these words, its opening, and a line about the rest."""
    return (MAX_BLOCKS - 2 - len(word_blocks(words))) // each
