"""Cells that run over where the next column begins.

A program may set the letters of a page on a grid of fixed width (`pdftotext -fixed`): each cell
begins at the character that its place on the page falls on, and has one character for each letter,
however narrow these are printed. A cell with more letters than its column is characters wide runs
over where the next column begins; the cell there is put on a line of its own, or close behind it.
Where enough cells do so, the grid is made as much wider as they need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.layer.signs.words import width
from pipeline.extract.spaced.lines.words import MARKS, WIDE, SpacedLine, Word, segments, text_of
from pipeline.writing.columns import begins_row_numbers, is_number_header
from pipeline.writing.syllables import is_syllable

_Cell = Sequence[Word]

_WITNESSES, _BESIDE = 3, 20
"""Lines that have cells at two places which show that columns begin there, and how many cells
behind each other are looked at for it."""
_FEWEST, _SHARE = 5, 0.07
"""Cells of a text that run over others from which on its grid is too narrow, and as a share of its
lines. Of 24 texts of a grid for learning eight have 0.08 to 0.43, one 0.03, the others at most
0.005; of 60 texts of `pdftotext -layout` whose cells begin where many do 0.064 at most: lists whose
letters are printed over each other, and prose."""
_FIT, _MOST = 0.98, 2.5
"""Share of the cells that run over others which the wider grid has room for, and how many times as
wide it may become."""
_FULL = 0.9
"""Share of the cells that run over others which are not wider, for each character of their column,
than what is held to be the width of the print."""
_LOOSE, _NAMES = 1.1, 0.7
"""How many times as wide as its column the print of a cell may seem, and how wide that of two names
of columns is at least that go on below others: they are short."""
_MOST_USUAL, _OFTEN = 0.9, 0.02
"""Share of the cells beside others that begin where many do, and cells that are many, as a share of
the lines."""
_BEFORE_FIGURES = "0123456789≥≤<>(%"
"""What a cell of figures begins with: these, or a sign before them."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the cells of a text begin: by each character the usual place, itself or the one beside
    it, for letters stand apart from where they are set; at which two of these cells stand `beside`
    each other on some lines, where the first column begins `behind` each, and all of them."""

    places: Mapping[int, int]
    beside: AbstractSet[tuple[int, int]]
    behind: Mapping[int, int]
    usual: AbstractSet[int]

    @classmethod
    def of(cls, lines: Sequence[Sequence[_Cell]]) -> _Columns:
        many = Counter(cell[0].x0 for line in lines for cell in line)
        places = {
            x0: max((x0, x0 - 1, x0 + 1), key=lambda place: many[place])
            for begin in list(many)
            for x0 in (begin - 1, begin, begin + 1)
        }
        begun = ([places[cell[0].x0] for cell in line] for line in lines)
        many_pairs = Counter(
            (one, other) for own in begun for at, one in enumerate(own)
            for other in own[at + 1 : at + 1 + _BESIDE]
        )  # fmt: skip
        beside = {pair for pair, count in many_pairs.items() if count >= _WITNESSES}
        behind = dict(sorted(beside, reverse=True))
        return cls(places, beside, behind, {place for pair in beside for place in pair})

    def begin(self, word: Word) -> int:
        """Where a cell begins that begins with a word."""
        return self.places.get(word.x0, word.x0)

    def is_usual(self, x0: int) -> bool:
        """Whether cells that stand beside others begin at a character or next to it."""
        return self.places.get(x0) in self.usual

    def are_beside(self, one: _Cell, other: _Cell) -> bool:
        """Whether cells that begin where two do stand beside each other on some lines."""
        return (self.begin(one[0]), self.begin(other[0])) in self.beside


def _is_grid(lines: Sequence[Sequence[_Cell]]) -> bool:
    """Whether nearly all cells beside others begin where many do: cells of a grid that are set to
    the left, no centred ones, words of justified ones or lines of which each has its own places."""
    many = Counter(cell[0].x0 for line in lines for cell in line[1:])
    least = max(_FEWEST, _OFTEN * len(lines))
    usual = sum(count for count in many.values() if count >= least)
    return usual >= _MOST_USUAL * many.total()


def with_room(
    rows: Sequence[SpacedLine], opening: Sequence[int]
) -> tuple[list[SpacedLine], list[int]]:
    """The lines of a text on a grid that has room for its cells, those printed as one together, if
    its cells run over each other; as they are otherwise. `opening` are the lines that begin a page;
    beside the lines, which of them do. A line put together has the number of its first part."""
    lines = [list(segments(row.words)) for row in rows]
    least = max(_FEWEST, _SHARE * len(rows))
    over = list(_overruns(rows, lines, set(opening)))
    if len(over) < least or not _is_grid(lines):
        return list(rows), list(opening)
    columns = _Columns.of(lines)
    over = [pair for pair in over if columns.are_beside(*pair)]
    if len(over) < least:
        return list(rows), list(opening)
    rooms = [(cell, other[0].x0 - cell[0].x0) for cell, other in over]
    needs = ((cell[-1].x1 - cell[0].x0 + WIDE) / room for cell, room in rooms)
    wider = min(_MOST, _quantile(needs, _FIT))
    per_char = _quantile((width(text_of(cell)) / room for cell, room in rooms), _FULL)
    bounds = [0, *opening, len(rows)]
    pages = [lines[a:b] for a, b in pairwise(bounds)]
    found: list[SpacedLine] = []
    begun: list[int] = []
    for start, page in zip(bounds, pages, strict=False):
        begun.append(len(found))
        cells = list(_cells(page, columns, per_char))
        found += _put_together(rows[start : start + len(page)], cells, wider, columns)
    return found, begun[1:]


def _put_together(
    rows: Sequence[SpacedLine],
    lines: Sequence[Sequence[_Cell]],
    wider: float,
    columns: _Columns,
) -> Iterator[SpacedLine]:
    """The lines of a page as they were printed, on a grid so many times as wide."""
    printed: list[tuple[SpacedLine, list[_Cell]]] = []
    for row, line in zip(rows, lines, strict=True):
        above = printed[-1][1] if printed and not row.blanks else []
        before = printed[-2][1] if above and len(printed) > 1 else []
        if above and _goes_on(before, above, line, columns):
            above[:] = sorted([*above, *line], key=lambda cell: cell[0].x0)
        else:
            printed.append((row, list(line)))
    for row, cells in printed:
        yield replace(row, words=_on_grid(cells, wider, columns))


def _goes_on(
    before: Sequence[_Cell], above: Sequence[_Cell], line: Sequence[_Cell], columns: _Columns
) -> bool:
    """Whether a line was printed beside the one above it: a cell of the one runs over where one of
    the other begins, which stands beside it on other lines. Where the line above has nothing
    before that cell, both go on below the cells of the line before."""
    first, last = line[0], above[-1]
    if last[0].x0 < first[0].x0 < last[-1].x1:
        return columns.are_beside(last, first)
    right = [cell for cell in above if cell[0].x0 >= first[0].x0]
    if not right or not first[0].x0 < right[0][0].x0 < first[-1].x1:
        return False
    begun = {columns.begin(cell[0]) for cell in before}
    goes_on = len(right) < len(above) or {
        columns.begin(first[0]), *(columns.begin(cell[0]) for cell in right)} <= begun  # fmt: skip
    return goes_on and columns.are_beside(first, right[0])


def _overruns(
    rows: Sequence[SpacedLine], lines: Sequence[Sequence[_Cell]], opens: AbstractSet[int]
) -> Iterator[tuple[_Cell, _Cell]]:
    """The cells at the ends of lines that run over the first cell of the line below, and these."""
    for at, (above, line) in enumerate(pairwise(lines), start=1):
        last, first = above[-1], line[0]
        over = last[0].x0 + WIDE < first[0].x0 < last[-1].x1
        if over and at not in opens and not rows[at].blanks:
            yield last, first


def _quantile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[int(share * (len(ordered) - 1))]


def _cells(
    page: Sequence[Sequence[_Cell]], columns: _Columns, per_char: float
) -> Iterator[list[_Cell]]:
    """The lines of a page in cells, those that stand close behind another one parted from it by
    where columns begin; `per_char` is how wide print is for each character of a column."""
    above: list[_Cell] = []
    for at, (line, is_head) in enumerate(zip(page, _heads(page), strict=True)):
        named: set[int] = set()
        if is_head:
            named = {columns.begin(cell[0]) for cell in above}
            named -= {columns.begin(cell[0]) for cell in _below(page, at)}
        limits = _Limits(columns, per_char, named)
        above = [part for cell in line for part in limits.parted(cell)]
        yield above


def _below(page: Sequence[Sequence[_Cell]], at: int) -> Iterator[_Cell]:
    """The first cells of the lines of a page that were printed beside one, and of that below."""
    for below in range(at + 1, len(page)):
        last, first = page[below - 1][-1], page[below][0]
        yield first
        if not last[0].x0 < first[0].x0 < last[-1].x1:
            return


def _heads(page: Sequence[Sequence[_Cell]]) -> Iterator[bool]:
    """Which lines of a page are those of a header: from the name of the number column to the first
    line that begins where it does."""
    left = -1
    for line in page:
        begin = line[0][0].x0
        name = text_of(line[0])
        if is_number_header(name) or begins_row_numbers(name):
            left = begin
        elif begin <= left:
            left = -1
        yield left >= 0


@dataclass(frozen=True, slots=True)
class _Limits:
    """How wide the columns are: so much print for each of their characters. `named` is where the
    names of columns on the line above begin that this one may go on with."""

    columns: _Columns
    per_char: float
    named: AbstractSet[int]

    def parted(self, cell: _Cell) -> Iterator[_Cell]:
        """The cells of a piece of a line: words close behind each other are of two cells where one
        begins in a column and they are too wide for one together, or no blank parts them."""
        cell = [part for word in cell for part in _at_columns(word, self.columns)]
        tight = [at for at in range(1, len(cell)) if self.columns.is_usual(cell[at].x0)]
        begin = 0
        for at, end in pairwise([*tight, len(cell)]):
            if self._are_two(cell[begin:at], cell[at:end]):
                yield cell[begin:at]
                begin = at
        yield cell[begin:]

    def _are_two(self, one: _Cell, other: _Cell) -> bool:
        """Whether words with one blank or none between them are those of two cells."""
        if not self.columns.are_beside(one, other):
            return False
        if one[-1].x1 == other[0].x0:
            return True
        left, place = self.columns.begin(one[0]), self.columns.begin(other[0])
        room = self._room(left, place)
        if width(text_of(one)) > _LOOSE * room:
            return False
        behind = self.columns.behind.get(place)
        if behind is not None and width(text_of(other)) > _LOOSE * self._room(place, behind):
            return False
        least = _NAMES if place in self.named else _LOOSE
        return width(text_of([*one, *other])) > least * room

    def _room(self, left: int, right: int) -> float:
        return self.per_char * (right - left)


def _at_columns(word: Word, columns: _Columns) -> Iterator[Word]:
    """The two words that one is where a column begins inside it: no syllable, but the end of one
    cell and the beginning of the next (`trongquan`)."""
    for place in range(word.x0 + 1, word.x1):
        if columns.is_usual(place) and not is_syllable(word.text.strip(MARKS)):
            one, other = word.text[: place - word.x0], word.text[place - word.x0 :]
            if is_syllable(one.strip(MARKS)) and _begins_cell(other):
                yield Word(word.x0, place, one)
                yield Word(place, word.x1, other)
                return
    yield word


def _begins_cell(text: str) -> bool:
    """Whether a word may begin a cell: a syllable, capitals, a figure or the sign before one."""
    return text[0].isupper() or text[0] in _BEFORE_FIGURES or is_syllable(text.rstrip(MARKS))


def _on_grid(cells: Sequence[_Cell], wider: float, columns: _Columns) -> tuple[Word, ...]:
    """The words of a line with its cells put so many times as far to the right."""
    found: list[Word] = []
    for cell in cells:
        begin = round(wider * columns.begin(cell[0]))
        if found:
            begin = max(begin, found[-1].x1 + WIDE)
        off = begin - cell[0].x0
        found += [Word(word.x0 + off, word.x1 + off, word.text) for word in cell]
    return tuple(found)
