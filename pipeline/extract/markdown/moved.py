"""Rows of a table with fewer cells than others, put back on their columns.

Where a cell reaches down over rows, programs that write Markdown (markdownify, and MarkItDown by
it) leave out what it covers, and the cells behind move up. How many are left out is certain; which
they are is told by what the columns hold in whole rows: row numbers, amounts, times, the same words
again.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.model import MOVED
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label

_ABOVE: Final = frozenset({"^^", "^", "\\/"})
"""What a cell says that the one above covers (MultiMarkdown, TWiki, Vimwiki)."""
_FEWEST_FILLED: Final = 3
"""Filled cells of a row that may have moved: one of two is the heading of a section."""
_FEWEST_WHOLE: Final = 2
"""Whole rows that tell what columns hold."""
_SAME, _BEGIN, _KIND, _ANY = 0.4, 0.25, 0.3, 0.05
"""What of the chance of a text in a column is that it stands there again, that others begin with
its first word, that others are of its kind, and that anything may."""
_BROKEN: Final = 0.7
"""What another place where cells are left out costs: they are mostly beside each other."""
_NOTHING_ABOVE: Final = 1.5
"""What it costs to leave out a cell below a blank one: a blank cell would reach down."""
_NUMBERED: Final = 1.5
"""What it costs to leave out the cell behind a row number: a row of its own says what it is."""
_MOST_WORK: Final = 4_000_000
"""Columns by columns by rows that are looked at; a larger table is only told."""
_SURE: Final = 2.0
"""By how much (natural logarithm of the odds) one column must be likelier than any other for a cell
that is not doubted."""
_SHORT, _LONG = 3, 9
"""Words of a name and of a sentence."""
_AMOUNT: Final = re.compile(r"[-+(]?\d[\d.,\s]*\)?\s*%?")
_TIME: Final = re.compile(r"\d{1,2}/\d{2,4}|\b(?:tháng|quý|năm)\s+[\dIVX]", re.IGNORECASE)

Columns = tuple[int, ...]
"""The column of each cell of a row, from left to right."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the cells of a row with fewer cells stand: the column of each, which columns a cell
    above covers, and which columns are in doubt."""

    columns: Columns
    covered: Columns
    doubted: frozenset[int]


def moved_rows(texts: Sequence[Sequence[str]], body: int) -> dict[int, Moved]:
    """The rows of a table with fewer cells than most, several of them filled, by their index; rows
    before `body` name columns.

    >>> whole = [["1", "a b", "Sở Y tế", "3/2026"], ["2", "c d", "Sở Nội vụ", "5/2026"]]
    >>> found = moved_rows([*whole, ["3", "e f", "6/2026"]], 0)
    >>> found[2].columns, found[2].covered
    ((0, 1, 3), (2,))
    """
    short = short_rows(texts, body)
    width = max(map(len, texts), default=0)
    whole = [row for row in texts[body:] if len(row) == width]
    if not short or len(whole) < _FEWEST_WHOLE or width * width * len(short) > _MOST_WORK:
        return {}
    chances = _Chances(whole)
    found: dict[int, Moved] = {}
    for first, end in _runs(texts, short):
        above = _resolved(texts, found, first - 1, width)
        run = texts[first:end]
        found |= zip(range(first, end), _placed(chances, run, above), strict=True)
    inside = any(one.columns != tuple(range(len(one.columns))) for one in found.values())
    return found if inside else {}


def short_rows(texts: Sequence[Sequence[str]], body: int) -> list[int]:
    """The rows from `body` on that have fewer cells than most rows, several of them filled."""
    width, often = Counter(map(len, texts)).most_common(1)[0] if texts else (0, 0)
    width = max(width, *map(len, texts)) if 4 * often <= len(texts) else width
    return [
        at
        for at, row in enumerate(texts)
        if at >= body and len(row) < width and _may_move(row, width)
    ]


def _may_move(row: Sequence[str], width: int) -> bool:
    """Whether several cells of a row say different things, and it is no heading of a section and no
    second row of names."""
    first = row[0].strip("*_ ")
    label = parse_label(first)
    section = label is not None and label.style in ("roman", "letter")
    filled = [text for text in row if text]
    enough = len(filled) >= min(_FEWEST_FILLED, width - 1)
    repeats = len(filled) >= _FEWEST_FILLED and len(set(filled)) <= _FEWEST_FILLED - 1
    return enough and not (section or repeats or is_number_header(first))


def _runs(texts: Sequence[Sequence[str]], short: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First row and one past the last of each run of short rows with equally many cells."""
    first = 0
    for at, row in enumerate(short):
        last = at + 1 == len(short)
        if last or short[at + 1] != row + 1 or len(texts[short[at + 1]]) != len(texts[row]):
            yield short[first], row + 1
            first = at + 1


def _resolved(
    texts: Sequence[Sequence[str]], found: dict[int, Moved], at: int, width: int
) -> list[str]:
    """What stands in each column of a row, also where it comes from above."""
    cells = [""] * width
    first = at
    while first in found:
        first -= 1
    for row in range(max(first, 0), at + 1):
        columns = found[row].columns if row in found else range(len(texts[row]))
        for column, text in zip(columns, texts[row], strict=False):
            cells[column] = text
    return cells


def _placed(
    chances: _Chances, rows: Sequence[Sequence[str]], above: Sequence[str]
) -> Iterator[Moved]:
    """The rows of a run: mostly the same cells reach over all of them, so that they are looked at
    together; one that is much likelier otherwise stands by itself."""
    each = [[chances.of(text) for text in row] for row in rows]
    sums = [list(map(sum, zip(*cells, strict=True))) for cells in zip(*each, strict=True)]
    costs = [_NOTHING_ABOVE * (not text) for text in above]
    costs[1] += _NUMBERED * all(kind_of(row[0]) == "number" for row in rows)
    together = _Ways(sums, costs)
    for cells in each:
        alone = _Ways(cells, costs)
        yield (alone if alone.best - alone.score(together.columns) > _SURE else together).moved()


def on_own_columns(rows: Sequence[SheetRow], moved: dict[int, Moved]) -> list[SheetRow]:
    """The rows of a table, the cells of those that moved (by their index) on their own columns,
    what reaches down over them before and behind."""
    found: list[SheetRow] = []
    for at, row in enumerate(rows):
        one = moved.get(at)
        found.append(row if one is None else _back(row, one, found[-1]))
    return found


def _back(row: SheetRow, one: Moved, above: SheetRow) -> SheetRow:
    printed = {cell.column: cell for cell in row.cells}
    over = {cell.column: cell for cell in above.cells if cell.span == 1}
    cells: list[PlacedCell] = []
    for at, column in enumerate(one.columns):
        cells.append(replace(printed.get(at, PlacedCell(at, ())), column=column))
    cells += [replace(over.get(c, PlacedCell(c, ())), merged=True) for c in one.covered]
    doubted = [replace(c, doubt=MOVED if c.column in one.doubted else "") for c in cells]
    return SheetRow(row.number, tuple(sorted(doubted, key=lambda cell: cell.column)))


def is_above(cell: PlacedCell) -> bool:
    """Whether a cell says that the one above goes on in it."""
    return cell.text in _ABOVE


def from_above(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows of a table, cells that say so as what the one above holds."""
    found: list[SheetRow] = []
    for row in rows:
        if not any(map(is_above, row.cells)) or not found:
            found.append(row)
            continue
        over = {cell.column: cell for cell in found[-1].cells}
        cells = (
            replace(over.get(cell.column, replace(cell, fragments=())), merged=True)
            if is_above(cell)
            else cell
            for cell in row.cells
        )
        found.append(SheetRow(row.number, tuple(cells)))
    return found


class _Chances:
    """What the columns of whole rows hold, and how likely a text stands in one."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.count = len(rows)
        columns = list(zip(*rows, strict=True))
        self._texts = [Counter(column) for column in columns]
        self._begins = [Counter(map(_first_word, column)) for column in columns]
        self._kinds = [Counter(map(kind_of, column)) for column in columns]

    def of(self, text: str) -> list[float]:
        """The logarithm of the chance that a text stands in a column, for each."""
        kind, begin = kind_of(text), _first_word(text)
        counted = zip(self._texts, self._begins, self._kinds, strict=True)
        shares = (
            (_SAME * texts[text] + _BEGIN * begins[begin] + _KIND * kinds[kind]) / self.count
            for texts, begins, kinds in counted
        )
        return [math.log(share + _ANY) for share in shares]


class _Ways:
    """All ways to put the cells of a row on columns, from left to right: the likeliest, and how
    likely each cell's column is against any other. `costs` is what it costs to leave a column out.
    Of each cell, `_begun` is how likely the best
    way up to it is, by its column, `_rest` the same of what is behind it."""

    def __init__(self, chances: Sequence[Sequence[float]], costs: Sequence[float]) -> None:
        self.chances, self.width = chances, len(costs)
        self._costs = [*accumulate(costs, initial=0.0)]
        self._begun = self._best_up_to(chances, self._costs)
        turned = [self._costs[-1] - cost for cost in reversed(self._costs)]
        mirrored = self._best_up_to([row[::-1] for row in reversed(chances)], turned)
        self._rest = [row[::-1] for row in reversed(mirrored)]
        self.columns, self.best = self._likeliest()

    def _best_up_to(
        self, chances: Sequence[Sequence[float]], costs: Sequence[float]
    ) -> list[list[float]]:
        found: list[list[float]] = []
        for at, row in enumerate(chances):
            scores = [-math.inf] * self.width
            far = -math.inf
            for column in range(self.width):
                if at == 0:
                    before = -costs[column] - _BROKEN * (column > 0)
                else:
                    if column > 1:
                        far = max(far, found[-1][column - 2] + costs[column - 1])
                    near = found[-1][column - 1] if column else -math.inf
                    before = max(near, far - costs[column] - _BROKEN)
                scores[column] = before + row[column]
            found.append(scores)
        return found

    def _whole(self, at: int) -> list[float]:
        """How likely the best way is in which a cell stands in each column."""
        parts = zip(self._begun[at], self._rest[at], self.chances[at], strict=True)
        return [begun + rest - own for begun, rest, own in parts]

    def _likeliest(self) -> tuple[Columns, float]:
        """The likeliest way, cell by cell from the left."""
        columns: list[int] = []
        for at in range(len(self.chances)):
            whole = self._whole(at)
            first = columns[-1] + 1 if columns else 0
            columns.append(max(range(first, self.width), key=lambda c: (whole[c], -c)))
        return tuple(columns), self.score(tuple(columns))

    def score(self, columns: Columns) -> float:
        """How likely a way is."""
        edges = [-1, *columns, self.width]
        gaps = [(one, two) for one, two in pairwise(edges) if two - one > 1]
        lost = sum(self._costs[two] - self._costs[one + 1] + _BROKEN for one, two in gaps)
        return sum(self.chances[at][column] for at, column in enumerate(columns)) - lost

    def moved(self) -> Moved:
        """The likeliest way, and the columns for which another is nearly as likely."""
        covered = tuple(sorted(set(range(self.width)) - set(self.columns)))
        doubted: set[int] = set()
        for at, column in enumerate(self.columns):
            for other, score in enumerate(self._whole(at)):
                if other != column and self.best - score < _SURE:
                    doubted |= {column, other}
        return Moved(self.columns, covered, frozenset(doubted))


def _first_word(text: str) -> str:
    return text.partition(" ")[0].lower()


def kind_of(text: str) -> str:
    """What a text is, as far as columns differ by it.

    >>> [kind_of(text) for text in ("", "12", "1.250,5", "Tháng 4/2026", "Sở Y tế")]
    ['blank', 'number', 'amount', 'time', 'name']
    """
    bare = text.strip("*_ ")
    if not bare:
        return "blank"
    label = parse_label(bare)
    if label is not None and len(label.numbers) == 1:
        return "number"
    if _AMOUNT.fullmatch(bare):
        return "amount"
    if _TIME.search(bare) and len(bare.split()) < _LONG:
        return "time"
    words = len(bare.split())
    return "name" if words <= _SHORT else "words" if words < _LONG else "sentence"
