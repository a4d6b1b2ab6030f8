"""Figures whose marks were misread: `2 939 490` beside `5.066.900`, `100.49` beside `102,34`.

The stops of small or worn print are a pixel or two. Where a column groups its figures, one that is
spaced as groups are is grouped as the others; one without any mark too, if others of the column are
seen to have lost theirs (a column of codes may print both `10.001` and `20001`). The tail of a
decimal comma is as small: where a column writes its decimals with commas, a stop before one or two
figures is one that lost it. Not a figure is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, spots_of
from pipeline.writing.patterns import compiled

RULE = "ocr-value"
_GROUPED = compiled(r"-?\d{1,3}(?:(?P<dot>\.)|,)\d{3}(?:(?(dot)\.|,)\d{3})*+")
_TORN = compiled(
    r"-?[1-9]\d*+(?:(?:[ .·]{1,2}(?:\d{3})+(?!\d))++|(?:[ ,·]{1,2}(?:\d{3})+(?!\d))++)"
)
"""Marks, where they are seen at all, stand where groups end; no number of groups begins with 0."""
_MOST = 12
"""Figures of an amount."""
_SOLID = compiled(r"-?[1-9]\d{4,11}")
"""Without a mark: four figures may be a year."""
_MARKS = compiled(r"[^\d]")
_ANY_MARK = (".", ",", "·")
"""Marks between thousands, as they are read."""
_FEWEST, _SHARE, _ALIKE = 3, 0.3, 0.9
"""Cells of a column that are grouped with one mark, their share of all that may lack one (small
print may lose most of its stops), and of all that are grouped, from which on it groups so."""

_DECIMAL = compiled(r"-?\d{1,3}(?:\.\d{3})*+(?P<mark>[.,])\d{1,2}%?")
_COMMAS, _OF_DECIMALS = 3, 0.4
"""Decimals of a column that have a comma, and their share of all, from which on it writes commas:
of one copied badly as many as that had kept their tails."""

Lines = Sequence[Fragment]


class Grouping(NamedTuple):
    """How a column groups its figures: with which mark, and whether marks are seen to be lost."""

    mark: str
    loses: bool


def grouping_of(cells: Sequence[Lines]) -> Grouping | None:
    """How a column groups its figures; None where it does not, or in more than one way."""
    texts = list(map(_text, cells))
    found = Counter(
        "." if match["dot"] else "," for text in texts if (match := _GROUPED.fullmatch(text))
    )
    if not found:
        return None
    mark, count = found.most_common(1)[0]
    torn = sum(map(_is_torn, texts))
    large = found.total() + torn + sum(bool(_SOLID.fullmatch(text)) for text in texts)
    usual = count >= _FEWEST and count >= _SHARE * large and count >= _ALIKE * found.total()
    return Grouping(mark, bool(torn)) if usual else None


def group_fixes(lines: Lines, grouping: Grouping | None) -> Iterator[Fix]:
    """The fix that groups the figures of a cell, where they are all it holds."""
    text = _text(lines)
    if len(lines) > 1 and not _is_one(lines):
        return
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    if grouping is None or not spots or _other(grouping.mark) in text:
        return
    if _is_torn(text) or (grouping.loses and _SOLID.fullmatch(text)):
        sign, whole = "-" * text.startswith("-"), f"{int(_MARKS.sub('', text)):,}"
        reason = f"the column groups its figures with {grouping.mark!r}"
        yield Fix(spots, sign + whole.replace(",", grouping.mark), RULE, reason)


def has_commas(cells: Sequence[Lines]) -> bool:
    """Whether a column writes decimals with commas."""
    matches = (_DECIMAL.fullmatch(_text(cell)) for cell in cells)
    marks = Counter(match["mark"] for match in matches if match)
    return marks[","] >= max(_COMMAS, _OF_DECIMALS * marks.total())


def decimal_fixes(lines: Lines) -> Iterator[Fix]:
    """The fix that writes the decimal that a cell of such a column holds with a comma."""
    text = _text(lines)
    match = _DECIMAL.fullmatch(text)
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    if match and match["mark"] == "." and len(lines) == 1 and spots:
        at = match.start("mark")
        reason = "the column writes decimals with ','"
        yield Fix(spots, f"{text[:at]},{text[at + 1 :]}", RULE, reason)


def _text(lines: Lines) -> str:
    return " ".join(line.text for line in lines).strip()


def _is_torn(text: str) -> bool:
    """Whether a text is figures in groups between which a mark was not seen; two that are grouped
    each are two figures."""
    whole = sum(bool(_GROUPED.fullmatch(part)) for part in text.split())
    few = sum(map(str.isdigit, text)) <= _MOST
    return few and whole <= 1 and bool(_TORN.fullmatch(text)) and not _GROUPED.fullmatch(text)


def _is_one(lines: Lines) -> bool:
    """Whether figures on several lines are one: a mark stands where each line ends or begins.
    Without it they may be as many figures."""
    return all(
        one.text.rstrip()[-1:] in _ANY_MARK or other.text.lstrip()[:1] in _ANY_MARK
        for one, other in pairwise(lines)
    )


def _other(mark: str) -> str:
    return "," if mark == "." else "."
