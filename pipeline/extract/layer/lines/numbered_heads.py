"""Running heads that stand on one line with the number of their page.

What a program prints at one height it writes on one line: `Dự thảo lần 2 - 5 -`, `5/61Dự thảo lần
2`. Such lines number the pages where the same words stand beside numbers that count on, and nowhere
else beside one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.lines.header_starts import MIN_PAGES
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.frozen import dataclass
from pipeline.writing.page_numbers import number_in

SHORTEST = 12
"""Characters of the words beside a number that counts pages: `Bảng 3` and `Điều 7` count other
things."""
_LONGEST = 200
"""Characters of the longest line that is looked at: no head is longer."""
_DASHED = r"(?P<dashed>[-–] ?\d{1,4} ?[-–])"
_OWN = r"(?P<own>\d{1,4}(?: ?/ ?\d{1,4})?)"
_OF_ALL = r"(?P<own>\d{1,4} ?/ ?\d{1,4})"
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
    best = max((_run_of(own) for own in _headed(pieces)), key=len, default=[])
    if len(best) < MIN_PAGES:
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


def _run_of(lines: list[_Headed]) -> list[_Headed]:
    """The lines, if all their numbers go up by one."""
    numbers = [number_in(line.number) for line in lines]
    steps = {other - one for one, other in pairwise(numbers)}
    return lines if steps == {1} else []
