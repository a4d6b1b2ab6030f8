"""What tells whether a row number was read right: signs, each 0 or 1 or between, to be weighed.

A number that others follow is hardly misread, unless they were mended to follow each other: those
that stand as they were read speak for it far more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import spots_of, sureness
from pipeline.normalize.ocr.shapes import MARKS
from pipeline.normalize.ocr.signs import odds
from pipeline.writing.labels import Label, is_next, parse_label

LABEL_SIGNS = (
    "odds", "after", "before", "after-read", "before-read", "form", "style", "deeper", "long",
    "unread", "label",
)  # fmt: skip
"""The names of the signs of a row number, in their order."""
_FAR = 60
"""Rows before and after in which the neighbours of a number are looked for."""


class Order(NamedTuple):
    """Whether a row number follows one before it, and one after it follows it; and whether there
    are such that stand as they were read."""

    after: bool
    before: bool
    after_read: bool = False
    before_read: bool = False

    @property
    def is_between(self) -> bool:
        """Whether it stands between two numbers, in their order."""
        return self.after and self.before


def orders(labels: Sequence[str], cells: Sequence[Sequence[Fragment]]) -> list[Order]:
    """Of each row number of a table what the others say, by the lines of their cells."""
    parsed = [parse_label(label) for label in labels]
    read = [
        None if any(line.mends for line in lines) else label
        for label, lines in zip(parsed, cells, strict=True)
    ]
    found = []
    for at, label in enumerate(parsed):
        above, below = slice(max(0, at - _FAR), at), slice(at + 1, at + 1 + _FAR)
        after, after_read = (
            any(is_next(one, label) for one in numbers[above]) for numbers in (parsed, read)
        )
        before, before_read = (
            any(is_next(label, one) for one in numbers[below]) for numbers in (parsed, read)
        )
        found.append(Order(after or _is_first(label), before, after_read, before_read))
    return found


def _is_first(label: Label | None) -> bool:
    return label is not None and label.numbers[-1:] == (1,)


def label_signs(lines: Sequence[Fragment], order: Order) -> tuple[float, ...] | None:
    """The signs of a row number, in the order of `LABEL_SIGNS`; None for one not read from a
    picture."""
    spots = spots_of(lines)
    if not spots:
        return None
    sure = min(sureness(lines[spot.fragment], spot.piece) for spot in spots)
    text = "".join(spot.piece.text for spot in spots)
    read = "".join(word.text for line in lines for word in line.words)
    signs = (odds(sure), *order, *_changes(read, text), parse_label(text) is not None)
    return tuple(map(float, signs))


def _changes(read: str, text: str) -> tuple[bool, bool, bool, bool, bool]:
    """How a number differs from what was read for it: in its marks alone; in its kind (`II` as 11),
    with more counters than were read (`1.1`), where several strokes or figures were; by being one
    where none was read."""
    before, after = parse_label(read), parse_label(text)
    if read == text or after is None:
        return (False,) * 5
    if before is None:
        return False, False, False, False, True
    is_other = (before.style, before.depth) != (after.style, after.depth)
    several = is_other and len(read.strip(MARKS)) > 1
    return before == after, is_other, is_other and after.depth > before.depth, several, False
