"""Names of a header that are two, by the cells of the whole table.

A dense header may leave one blank between two names on all of their lines (`Nhãn hiệu, Số hiệu`
over `biểu trưng nguy hiểm`), and the first page may leave a column of theirs blank, so that nothing
below the header there tells them apart. Lines of later pages do that have a cell for every column,
and one more than there are names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.layer.signs.words import lexicon
from pipeline.extract.spaced.lines.words import SpacedLine, Word
from pipeline.extract.spaced.names.agreed import lines_of
from pipeline.extract.spaced.names.fields import with_names
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.upper import Part
from pipeline.writing.letters import fold

_LINES = 2
"""Lines of two names that white space parts at one place, at least: on one alone a capital may
stand inside a name (`Số hiệu UN`)."""
_FEWEST, _SHARE = 20, 0.2
"""Lines with a cell more than the header has names, and their share of those with as many or more,
from which on the table has more columns: justified lines give a line here and there one more."""

_Halves = tuple[tuple[Part, ...], tuple[Part, ...]]


def two_names(rows: Sequence[SpacedLine], headers: Sequence[HeaderLines]) -> list[HeaderLines]:
    """The headers, a name that is two by the cells of all pages below it parted: the only one that
    may be. Headers of the same lines of words are read alike, one whose columns are marked is left
    as it is."""
    ends = [*(header.start for header in headers[1:]), len(rows)][: len(headers)]
    counts: dict[tuple[str, ...], Counter[int]] = {}
    for header, end in zip(headers, ends, strict=True):
        cells = counts.setdefault(lines_of(rows, header), Counter())
        cells.update(len(rows[at].segments) for at in range(header.end, end))
    return [
        _parted(header)
        if not header.borders and _lacks_one(counts[lines_of(rows, header)], _columns(header))
        else header
        for header in headers
    ]


def _columns(header: HeaderLines) -> int:
    """How many columns of the page a header names: that of numbers only where it is printed."""
    return len(header.columns) - (not header.counted)


def _lacks_one(cells: Counter[int], columns: int) -> bool:
    """Whether lines show one column more than there are names, none shows more as often."""
    more = cells[columns + 1]
    beside = sum(many for count, many in cells.items() if count >= columns)
    return more >= max(_FEWEST, _SHARE * beside) and cells[columns + 2] < _SHARE * more


def _parted(header: HeaderLines) -> HeaderLines:
    """A header with the one name parted that may be two; itself, if none may, or several."""
    found = [
        (column, halves)
        for column, (title, name) in enumerate(zip(header.titles, header.columns, strict=True))
        if column and fold(title) not in lexicon().names and (halves := _halves(name)) is not None
    ]
    if len(found) != 1:
        return header
    column, halves = found[0]
    return with_names(header, column, column + 1, halves, ())


def _halves(name: Sequence[Part]) -> _Halves | None:
    """The two names that one is, if white space parts all its lines at one place, where the second
    one begins with a capital and goes on in small letters."""
    _, first = name[0]
    for one, other in pairwise(first):
        if not other.text[0].isupper() or other.text.isupper():
            continue
        lines = [(at, *_sides(words, one.x1, other.x0)) for at, words in name]
        if sum(bool(left and right) for _, left, right in lines) < _LINES:
            continue
        if all(
            len(left) + len(right) == len(words)
            for (_, left, right), (_, words) in zip(lines, name, strict=True)
        ):
            left = tuple((at, words) for at, words, _ in lines if words)
            return left, tuple((at, words) for at, _, words in lines if words)
    return None


def _sides(
    words: Sequence[Word], begin: int, end: int
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that stand before white space and behind it; one over it is in neither."""
    left = tuple(word for word in words if word.x1 <= end and word.x0 < begin)
    return left, tuple(word for word in words if word.x0 >= begin)
