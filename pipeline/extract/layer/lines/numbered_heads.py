"""Running heads that stand on one line with the number of their page.

What a program prints at one height it writes on one line: `Dự thảo lần 2 - 5 -`, `5/61Dự thảo lần
2`. Such lines number the pages where the same words stand beside numbers that count on, and nowhere
else beside one, as far apart as pages are high. Titles of rows end so too (`Tuyến đường số 5`): a
number without strokes counts pages only where it stands as far apart as nearly all of these are
high, and not in step with rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.extract.layer.lines.header_starts import MIN_PAGES
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.lines.number_runs import (
    BEGINS_WITH_NUMBER,
    SHORTEST_PAGE,
    TALL_PAGE,
)
from pipeline.frozen import dataclass
from pipeline.writing.page_numbers import named_total, number_in

SHORTEST = 12
"""Characters of the words beside a number that counts pages: `Bảng 3` and `Điều 7` count other
things."""
_LONGEST = 200
"""Characters of the longest line that is looked at: no head is longer."""
_IN_STEP = 0.7
"""The share of the numbers above each of which a line begins with one that is as far from it, from
which on they count rows: of pages with two rows each two in three may have such a line."""
_DASHED = r"(?P<dashed>[-–] ?\d{1,4} ?[-–])"
_OWN = r"(?P<own>\d{1,4}(?: ?/ ?\d{1,3})?)"
_OF_ALL = r"(?P<own>\d{1,4} ?/ ?\d{1,3})"
_FORMS = (
    re.compile(rf"(?P<head>.*\S)(?: {_OWN}| ?{_DASHED})"),
    re.compile(rf"(?:{_DASHED}|{_OF_ALL}) ?(?P<head>[^\W\d_].*)"),
)
"""A head before the number of its page, and behind it, where no blank may part the two; a number
alone before words is that of a row."""


@dataclass(frozen=True, slots=True)
class _Headed:
    """A line with a head and a number: where it stands, and both."""

    index: int
    head: str
    number: str


def with_heads_apart(pieces: Sequence[LinePiece], top: int) -> tuple[list[LinePiece], list[int]]:
    """The pieces with the numbers parted from their heads, and where these stand then: those that
    go up by one from line to line, of the head that has most; none where no head has enough. The
    number is the first line of its page, or the last one where none stands in the `top` lines of
    the text."""
    runs = (own for own in _headed(pieces) if _number_pages(pieces, own))
    best = max(runs, key=len, default=[])
    if not best:
        return list(pieces), []
    heads_pages = best[0].index <= top
    own = {line.index: line for line in best}
    parted, numbers = list[LinePiece](), list[int]()
    for index, piece in enumerate(pieces):
        line = own.get(index)
        if line is None:
            parted.append(piece)
            continue
        texts = (line.number, line.head) if heads_pages else (line.head, line.number)
        numbers.append(len(parted) + (not heads_pages))
        parted.append(replace(piece, text=texts[0]))
        parted.append(LinePiece(texts[1], piece.line, SAME_LINE))
    return parted, numbers


def _headed(pieces: Sequence[LinePiece]) -> list[list[_Headed]]:
    """The lines with words beside a number, those with the same words on the same side together."""
    found: dict[tuple[str, int], list[_Headed]] = {}
    for index, piece in enumerate(pieces):
        text = piece.single_spaced
        if not SHORTEST < len(text) <= _LONGEST or not any(map(str.isdecimal, text)):
            continue
        for side, form in enumerate(_FORMS):
            if (match := form.fullmatch(text)) is None or len(match["head"]) < SHORTEST:
                continue
            number = match["own"] or match["dashed"]
            own = _Headed(index, match["head"], number)
            found.setdefault((own.head, side), []).append(own)
    return list(found.values())


def _number_pages(pieces: Sequence[LinePiece], lines: Sequence[_Headed]) -> bool:
    """Whether the numbers of lines are those of pages: all go up by one, of one number of pages,
    and stand as far apart as these are high."""
    numbers = [number_in(line.number) for line in lines]
    if len(lines) < MIN_PAGES or {other - one for one, other in pairwise(numbers)} != {1}:
        return False
    if len({named_total(line.number) for line in lines}) > 1:
        return False
    apart = median(other.index - one.index for one, other in pairwise(lines))
    if not lines[0].number.isdecimal():
        return apart >= SHORTEST_PAGE
    return apart >= TALL_PAGE and not _are_in_step(pieces, lines)


def _are_in_step(pieces: Sequence[LinePiece], lines: Sequence[_Headed]) -> bool:
    """Whether the numbers of lines count rows: above nearly each of them, below the one before,
    begins a line with the number of a row that is as far from it as the others are from theirs."""
    away = Counter[int]()
    begin = 0
    for line in lines:
        found = (BEGINS_WITH_NUMBER.match(piece.text) for piece in pieces[begin : line.index])
        away.update({int(label[1]) - number_in(line.number) for label in found if label})
        begin = line.index
    return max(away.values(), default=0) > _IN_STEP * len(lines)
