"""Numbers that a narrow column cuts, read as the numbers of two rows.

A column of one digit has `10.` as `1` over `0.`. Where titles are set to the middle of their rows
nothing tells that both are of one row, and the rows are cut between them: `9.`, `1`, `0.`, `11.`.
That the two together are the next number does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.spaced.doubts.doubts import HALVED, PrintedRow

_BEGUN = re.compile(r"\d{1,2}")
"""The digits of a number that its line ends behind: no mark closes it."""
_CLOSED = re.compile(r"(\d{1,3})\.")
"""A whole number, or the end of a cut one."""
_NEXT = 2
"""How much more than the number before one may be: the next one, or that behind a lost row."""


def add_cut_numbers(
    bodies: Sequence[Sequence[PrintedRow]], why: Sequence[Sequence[dict[int, str]]]
) -> None:
    """Doubt the rows whose numbers together are the next one, in all their columns. `bodies` are
    the rows of each page of a table, `why` the doubts of each."""
    rows = [body for own in bodies for body in own]
    reasons = [own for page in why for own in page]
    for at in _halves([body.text(0).replace(" ", "") for body in rows]):
        for row in (at, at + 1):
            every = dict.fromkeys(range(len(rows[row].columns)), HALVED)
            reasons[row].update(every | reasons[row] | {0: HALVED})


def _halves(labels: Sequence[str]) -> Iterator[int]:
    """Which labels begin a number that the next one ends."""
    last, second = 0, False
    for at, (label, behind) in enumerate(pairwise([*labels, ""])):
        whole, end = _CLOSED.fullmatch(label), _CLOSED.fullmatch(behind)
        if end and _BEGUN.fullmatch(label) and 0 < int(label + end[1]) - last <= _NEXT:
            last, second = int(label + end[1]), True
            yield at
            continue
        if whole and not second:
            last = int(whole[1])
        second = False
