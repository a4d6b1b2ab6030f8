"""What tells whether a row number was read right: signs, each 0 or 1 or between, to be weighed.

A number in a long run of numbers is hardly misread, unless they were mended to follow each other:
those that stand as they were read speak for it far more. No list counts back, but for `1`: where a
run of numbers follows larger ones (38 before 30), one of the two is misread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import spots_of, sureness
from pipeline.normalize.ocr.shapes import MARKS
from pipeline.normalize.ocr.signs import odds
from pipeline.writing.labels import Label, follows, is_next, parse_label

LABEL_SIGNS = (
    "odds", "run-before", "run-after", "after-read", "before-read", "back", "form", "style",
    "deeper", "long", "unread", "label",
)  # fmt: skip
"""The names of the signs of a row number, in their order."""
_FAR = 60
"""Rows before and after in which the neighbours of a number that stand as read are looked for."""
_LONG = 5
"""Numbers before or after one, each the next of the one before it, of which more say no more."""


class Order(NamedTuple):
    """How a row number stands among the others of its kind (`2.1` and `2.2` are one).

    `run_before` and `run_after` are how many count on to it and on from it without a gap (1 for
    `_LONG` and more), `after_read` and `before_read` whether one before and one after it that stand
    as they were read are its neighbours; `back` says that the numbers count back where its run
    begins or ends. `is_between` says that there is one before and one after it at all, however they
    came to be so: the first of a list needs none before it.
    """

    run_before: float = 0.0
    run_after: float = 0.0
    after_read: bool = False
    before_read: bool = False
    back: bool = False
    is_between: bool = False


def orders(labels: Sequence[str], cells: Sequence[Sequence[Fragment]]) -> list[Order]:
    """Of each row number of a table what the others say, by the lines of their cells."""
    parsed = [parse_label(label) for label in labels]
    mended = [any(line.mends for line in lines) for lines in cells]
    any_mended = any(mended)
    read = [None if own else label for label, own in zip(parsed, mended, strict=True)]
    found = [Order()] * len(labels)
    runs = [run for own in _kinds(parsed) for run in _runs(parsed, own)]
    for run, is_back in runs:
        for place, at in enumerate(run):
            after, before = after_read, before_read = _neighbours(parsed, at, parsed[at])
            if any_mended:
                after_read, before_read = _neighbours(read, at, parsed[at])
            found[at] = Order(
                run_before=min(place, _LONG) / _LONG,
                run_after=min(len(run) - 1 - place, _LONG) / _LONG,
                after_read=after_read,
                before_read=before_read,
                back=is_back,
                is_between=(after or _is_first(parsed[at])) and before,
            )
    return found


def _neighbours(numbers: Sequence[Label | None], at: int, own: Label | None) -> tuple[bool, bool]:
    """Whether a number comes next after one above it, and whether one below comes next after it."""
    above, below = numbers[max(0, at - _FAR) : at], numbers[at + 1 : at + 1 + _FAR]
    return (
        any(is_next(one, own) for one in reversed(above)),  # it is hardly ever far
        any(is_next(own, one) for one in below),
    )


def _is_first(label: Label | None) -> bool:
    return label is not None and label.numbers[-1:] == (1,)


def _kinds(parsed: Sequence[Label | None]) -> Iterator[list[int]]:
    """The places of all numbers of each kind."""
    kinds: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for at, label in enumerate(parsed):
        if label is not None and label.numbers:
            kinds.setdefault((label.style, label.numbers[:-1]), []).append(at)
    yield from kinds.values()


def _runs(parsed: Sequence[Label | None], own: Sequence[int]) -> Iterator[tuple[list[int], bool]]:
    """The places of the numbers of one kind by the runs in which they count on, and whether they
    count back where the run begins or ends."""
    labels = [label for at in own if (label := parsed[at]) is not None]
    starts = [
        at
        for at, label in enumerate(labels)
        if not at or not follows(label, labels[at - 1].numbers[-1])
    ]
    backs = [
        1 < labels[at].numbers[-1] <= labels[at - 1].numbers[-1] if at else False for at in starts
    ]
    ends = [*starts[1:], len(labels)]
    for first, end, begun, ended in zip(starts, ends, backs, [*backs[1:], False], strict=True):
        yield list(own[first:end]), begun or ended


def label_signs(lines: Sequence[Fragment], order: Order) -> tuple[float, ...] | None:
    """The signs of a row number, in the order of `LABEL_SIGNS`; None for one not read from a
    picture."""
    spots = spots_of(lines)
    if not spots:
        return None
    sure = min(sureness(lines[spot.fragment], spot.piece) for spot in spots)
    text = "".join(spot.piece.text for spot in spots)
    read = "".join(word.text for line in lines for word in line.words)
    signs = (odds(sure), *order[:-1], *_changes(read, text), parse_label(text) is not None)
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
