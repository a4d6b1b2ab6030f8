"""The table that some lines make: its columns, rows and header, and what is doubtful of it.

`corridors.find_corridors` and `assemble` are the two halves; between them a reader may bring what
it knows of its own (rules down, rules across, the columns of the page before).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from pipeline.extract.aligned.bands import bands_of
from pipeline.extract.aligned.blanks import odd_blanks
from pipeline.extract.aligned.corridors import Corridor
from pipeline.extract.aligned.header import header_names, repeated_header
from pipeline.extract.aligned.levels import level_between, levels, with_levels
from pipeline.extract.aligned.shape import Band, Shape, is_labelled, shape_of
from pipeline.extract.aligned.strips import SAME_LINE, TableLine, number_column, strips_of
from pipeline.extract.aligned.words import Measure, Stretch, TextLine
from pipeline.extract.layer.signs.doubtful_words import LACKS_BLANK, may_lack_blank
from pipeline.extract.layer.signs.symbols import CUT_SYMBOL, may_be_cut_symbol
from pipeline.extract.ruled.lattice import CellBox, Lattice

INTO = 0.5
"""So far a text may reach into a corridor."""
NEAR = 2.5
"""White, in blanks, that may stand between two words of one text."""
SQUEEZED = "the text stands too near to its neighbour to be told from it"


HEADING_CELLS = 2
"""Cells of a row that may be a heading with its number."""
FEWEST_VALUES, VALUES = 5, 0.8
"""Lines of a column that print one number, and their share, from which on others are odd."""
_VALUE = re.compile(r"[<>≥≤~±(+-]?\s?\d{1,3}(?: \d{3})+|[<>≥≤~±(+-]?\s?\d[\d.,/]*(?:\s?%)?\)?|[-–]")
_MARK = re.compile(r"\(\d{1,2}\)(?=\s)")
MORE_THAN_ONE = "the other cells of this column print one number each, this one more than that"
MANY_WALLS = 4
"""Rules across from which on they stand between the rows, not around the header alone."""
SEVERAL = 0.3
"""Share of the lines of a column that may print several texts in it."""
JUSTIFIED = 1.0
"""Points by which the ends of lines that are set to both edges differ, and the white in one."""
UNNAMED = "the header names no column here: the texts side by side may be one"
BESIDE = "many lines of this column print texts apart from each other: it may be several columns"


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a table that reaches to the end of the page before: the white between its
    columns, what its header prints in each of them, and whether the page cuts its last row."""

    whites: tuple[Corridor, ...] = ()
    names: tuple[str, ...] = ()
    cut: bool = False

    def names_of(self, columns: int) -> tuple[str, ...]:
        """The names of the columns of a table that may go on with it: another number of columns is
        another table's."""
        return self.names if len(self.names) == columns else ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table that white space makes.

    `lattice` bounds its cells; `doubts` says for some of them (by index) why they could be read
    otherwise; `whites` are the corridors between its columns, `number` the column of row numbers,
    `names` what its header prints in each column. Where rules across part its rows and none stands
    below the last, the page cuts it: the lattice is open at the bottom.
    """

    lattice: Lattice
    whites: tuple[Corridor, ...]
    number: int | None
    strips: tuple[TableLine, ...]
    bands: tuple[Band, ...]
    doubts: Mapping[int, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.whites) + 1


def assemble(
    lines: Sequence[TextLine],
    whites: Sequence[Corridor],
    measure: Measure,
    walls: Sequence[float] = (),
    sides: tuple[float, float] | None = None,
    names: Sequence[str] = (),
    ends_page: bool = False,
) -> Aligned:
    """The table that lines make, given the corridors between its columns: what stands in one is
    doubtful.

    `walls` are the heights of rules across, `sides` the left and right end of the table where
    they are known, `names` what the header of the page before prints in each column; `ends_page`
    says that the page prints nothing below.
    """
    bounds = [white.middle for white in whites]
    strips = [_doubted(strip, whites, measure.blank) for strip in strips_of(lines, bounds, measure)]
    number = number_column(strips, len(bounds) + 1)
    if number is not None:
        strips = with_levels(strips, bounds, sides or _sides(lines), number)
    shape = shape_of(strips, len(bounds) + 1, number)
    header = repeated_header(strips, names)
    strips = _without_tail(strips, shape, walls, measure.slack if ends_page else None, header)
    bands = bands_of(strips, shape, walls, header, names)
    left, right = sides or _sides(lines)
    xs = (left, *bounds, right)
    ys = _heights(strips, bands, walls)
    own = header_names(strips, bands, shape.columns) or tuple(names)
    goes_on = bool(names) and not header
    begins = any(is_labelled(s, shape) for s in strips[bands[0].first : bands[0].last + 1])
    headed = not (goes_on or begins or bands[0].resumes)
    drawn = all(white.lo == white.hi for white in whites)
    several = frozenset[int]() if drawn else _with_several(strips, len(bounds) + 1)
    blank = measure.blank if headed else None
    lattice, doubts = _lattice(strips, bands, xs, ys, blank, several)
    doubts |= _blank_doubts(lattice, doubts, strips, bands, shape)
    cut = len(walls) >= MANY_WALLS and strips[-1].top > walls[-1]
    lattice = replace(lattice, open_top=any(band.resumes for band in bands), open_bottom=cut)
    return Aligned(lattice, tuple(whites), number, tuple(strips), tuple(bands), doubts, own)


def _without_tail(
    strips: list[TableLine],
    shape: Shape,
    walls: Sequence[float],
    slack: float | None,
    header: int,
) -> list[TableLine]:
    """The lines without the last ones where those head what follows: a single text without a
    number, below the last wall and with more white above it than between two lines. Where the page
    ends there (then `slack` is how far edges may differ), it may be a row that the page cuts, or
    the rest of one where only a header that is printed again (so many lines) stands above."""
    end = len(strips)
    while end > 1:
        start = end - 1
        while start > 0 and not shape.is_wide(strips[start].top - strips[start - 1].bottom):
            start -= 1
        tail = strips[start:end]
        columns = frozenset(column for strip in tail for column in strip.columns)
        ruled = bool(walls) and tail[0].top < walls[-1]
        if start == 0 or ruled:
            break
        if _is_note(tail, strips[:start]):
            end = start
            continue
        if len(columns) > 1 or any(is_labelled(s, shape) for s in tail):
            break
        if slack is not None and end == len(strips):
            above = strips[header:start] if start > header else None
            if _begins_cell(tail, above, slack):
                break
        end = start
    return strips[:end]


def _is_note(tail: Sequence[TableLine], above: Sequence[TableLine]) -> bool:
    """Whether lines are a note: each a text alone, the first with a number in brackets with which a
    text above ends (`39.202(1)`), where no row is numbered so."""
    mark = _MARK.match(tail[0].texts[0].word.text)
    if mark is None or any(len(strip.texts) > 1 for strip in tail):
        return False
    ends = [text.word.text for strip in above for text in strip.texts]
    if any(strip.texts[0].word.text.startswith("(") for strip in above):
        return False
    return any(text.endswith(mark[0]) for text in ends)


def _begins_cell(
    tail: Sequence[TableLine], above: Sequence[TableLine] | None, slack: float
) -> bool:
    """Whether lines of one column, none of them bold, begin where many of its lines do above (None:
    no row stands above), and not at the left end of the table: it has a column to the left of
    theirs."""
    texts = [text for strip in tail for text in strip.texts]
    column = texts[0].first
    if not column or any(t.last != column or t.word.bold for t in texts):
        return False
    if above is None:
        return True
    begins = [t.word.x0 for strip in above for t in strip.texts if t.first == t.last == column]
    same = sum(abs(x0 - texts[0].word.x0) <= slack for x0 in begins)
    return 2 * same > len(begins)


def _doubted(strip: TableLine, whites: Sequence[Corridor], blank: float) -> TableLine:
    """A line with the texts marked that are not clearly on one side of a corridor."""
    texts = list(strip.texts)
    for index, text in enumerate(texts):
        before = texts[index - 1].word.x1 if index else float("-inf")
        before = before if before <= text.word.x0 else float("-inf")  # on the printed line above
        if text.first == text.last and any(
            _is_between(text.word, before, white, blank) for white in whites
        ):
            texts[index] = replace(text, squeezed=True)
    return replace(strip, texts=tuple(texts))


def _is_between(word: Stretch, before: float, white: Corridor, blank: float) -> bool:
    """Whether a text reaches over the middle of a corridor, or begins in it near the text before
    (whose last word it may be)."""
    over = word.x0 < white.middle < word.x1
    begins = white.middle <= word.x0 < white.hi - INTO
    return over or (begins and word.x0 - before < NEAR * blank)


def _sides(lines: Sequence[TextLine]) -> tuple[float, float]:
    left = min(word.x0 for line in lines for word in line.words)
    right = max(word.x1 for line in lines for word in line.words)
    return left - 1.0, right + 1.0


def _heights(
    strips: Sequence[TableLine], bands: Sequence[Band], walls: Sequence[float]
) -> tuple[float, ...]:
    """The heights between the rows: that of the wall between them, or the middle of the white."""
    ys = [_edge(None, strips[bands[0].first].top, walls)]
    for band in bands[1:]:
        ys.append(_edge(strips[band.first - 1].bottom, strips[band.first].top, walls))
    return (*ys, _edge(strips[-1].bottom, None, walls))


def _edge(above: float | None, below: float | None, walls: Sequence[float]) -> float:
    if above is None or below is None:
        return (below or 0.0) - 0.1 if above is None else above + 0.1
    inside = [wall for wall in walls if above - 1 <= wall <= below + 1]
    return inside[0] if inside else (above + below) / 2


def _lattice(
    strips: Sequence[TableLine],
    bands: Sequence[Band],
    xs: Sequence[float],
    ys: Sequence[float],
    blank: float | None,
    several: frozenset[int],
) -> tuple[Lattice, dict[int, str]]:
    """The cells of rows, and why some are in doubt; `blank` is the width of one in points where the
    first row is a header, whose names may be of several columns, `several` are the columns that may
    be several."""
    cells: list[CellBox] = []
    owner: list[tuple[int, ...]] = []
    doubts: dict[int, str] = {}
    head = strips[bands[0].first : bands[0].last + 1] if len(bands) > 1 else ()
    if blank is not None:
        several |= names_beside(head, len(xs) - 1, blank)
    nameless = _nameless(head, bands, strips, len(xs) - 1)
    values = [_prints_values(strips, bands, column) for column in range(len(xs) - 1)]
    level = level_between(strips[bands[0].first : bands[0].last + 1])
    for row, band in enumerate(bands, start=int(level is not None)):
        inside = strips[band.first : band.last + 1]
        spans = _spans(inside)
        if level is not None and band is bands[0]:
            cells, owner = levels(spans, len(xs) - 1)
            ys = (ys[0], level, *ys[1:])
            continue
        line: list[int] = []
        col = 0
        while col < len(xs) - 1:
            width = spans.get(col, 1)
            printed = any(
                col <= text.last and text.first < col + width
                for strip in inside
                for text in strip.texts
            )
            doubt = band.doubt_of(col) or _squeezed(inside, col, (xs[col], xs[col + width]))
            doubt = doubt or (BESIDE if col in several else "") or _cut_word(inside, col)
            doubt = doubt or ("" if band is bands[0] else _unnamed(inside, col, nameless))
            if not doubt and width == 1 and values[col] and band is not bands[0]:
                doubt = _odd_value(inside, col)
            if printed and doubt:
                doubts[len(cells)] = doubt
            line += [len(cells)] * width
            cells.append(CellBox(row, col, 1, width))
            col += width
        owner.append(tuple(line))
    return Lattice(tuple(xs), tuple(ys), tuple(cells), tuple(owner), False, False), doubts


def _blank_doubts(
    lattice: Lattice,
    doubts: Mapping[int, str],
    strips: Sequence[TableLine],
    bands: Sequence[Band],
    shape: Shape,
) -> dict[int, str]:
    """The cells in doubt for blank ones, by index, in rows that are no headings."""
    first = len(lattice.ys) - len(bands)  # a header of two levels has two rows of cells
    body = bands[1:]
    texts = [
        [
            " ".join(filter(None, (strip.text(column) for strip in strips[b.first : b.last + 1])))
            for column in range(shape.columns)
        ]
        for b in body
    ]
    beyond = HEADING_CELLS + (shape.number or 0)
    items = [any(row[beyond:]) for row in texts]
    owners = lattice.owner[first:]
    doubted = frozenset(
        (row, column)
        for row, line in enumerate(owners)
        for column, owner in enumerate(line)
        if owner in doubts
    )
    found = odd_blanks(texts, doubted, items)
    return {owners[row][column]: why for (row, column), why in found.items()}


def _prints_values(strips: Sequence[TableLine], bands: Sequence[Band], column: int) -> bool:
    """Whether nearly all lines of a column print one number below its name."""
    texts = [text for strip in strips[bands[0].last + 1 :] if (text := strip.text(column))]
    values = sum(_VALUE.fullmatch(text) is not None for text in texts)
    return values >= max(FEWEST_VALUES, VALUES * len(texts))


def _odd_value(inside: Sequence[TableLine], column: int) -> str:
    """Why a cell is doubtful that prints a number and more where its column prints one number."""
    texts = [strip.text(column) for strip in inside]
    odd = any(" " in t and any(map(str.isdigit, t)) and not _VALUE.fullmatch(t) for t in texts)
    return MORE_THAN_ONE if odd else ""


def _with_several(strips: Sequence[TableLine], columns: int) -> frozenset[int]:
    """The columns in which many lines print several texts apart: those of two columns, it seems."""
    edges = [_edges_of(strips, column) for column in range(columns)]
    counts = [
        [_beside(strip, column, edges[column]) for strip in strips] for column in range(columns)
    ]
    return frozenset(
        column
        for column, own in enumerate(counts)
        if sum(count > 1 for count in own) > SEVERAL * sum(count > 0 for count in own)
    )


def _nameless(
    head: Sequence[TableLine], bands: Sequence[Band], strips: Sequence[TableLine], columns: int
) -> frozenset[int]:
    """The columns over which a header that names others prints nothing."""
    if not head or not header_names(strips, bands, columns):
        return frozenset()
    over = {c for s in head for t in s.texts for c in range(t.first, t.last + 1)}
    return frozenset(range(1, columns)) - over


def _unnamed(inside: Sequence[TableLine], col: int, nameless: frozenset[int]) -> str:
    """Why a cell is doubtful that stands in a column without a name, or beside what does."""
    columns = {col, col + 1} & nameless
    printed = any(strip.text(column) for strip in inside for column in columns)
    return UNNAMED if printed else ""


def _edges_of(strips: Sequence[TableLine], column: int) -> tuple[float, float]:
    """The left and right end of the texts of a column."""
    own = [t.word for strip in strips for t in strip.texts if t.first == t.last == column]
    return min((w.x0 for w in own), default=0.0), max((w.x1 for w in own), default=0.0)


def _fills(line: Sequence[Stretch], ends: tuple[float, float]) -> bool:
    """Whether a line is set to both edges of its column, with white of one width between its words:
    it is one text, however wide that is."""
    whites = [b.x0 - a.x1 for a, b in pairwise(line)]
    whole = line[0].x0 - ends[0] <= JUSTIFIED and ends[1] - line[-1].x1 <= JUSTIFIED
    return whole and max(whites) - min(whites) <= JUSTIFIED


def names_beside(header: Sequence[TableLine], columns: int, blank: float) -> frozenset[int]:
    """The columns over which names stand side by side: in bold on one line or not, on lines of
    several texts too where they are not."""
    texts = [
        text
        for strip in header
        for text in strip.texts
        if text.first == text.last and (text.word.bold or _beside(strip, text.first) > 1)
    ]
    own = [sorted((t.word.x0, t.word.x1) for t in texts if t.first == c) for c in range(columns)]
    return frozenset(
        column
        for column, places in enumerate(own)
        if any(x0 - x1 >= blank for (x0, _), x1 in zip(places[1:], _reached(places), strict=False))
    )


def _reached(places: Sequence[tuple[float, float]]) -> Iterator[float]:
    """How far to the right some stretches reach, up to each of them."""
    return accumulate((x1 for _, x1 in places), max)


def _beside(strip: TableLine, column: int, ends: tuple[float, float] | None = None) -> int:
    """How many texts of a column stand beside each other on one of the lines of a strip; `ends` are
    those of the column, between which a line may be set to both edges."""
    own = [text.word for text in strip.texts if text.first == text.last == column]
    low = SAME_LINE * (strip.bottom - strip.top)
    apart = 0
    for line in _printed_lines(own, low):
        filled = ends is not None and len(line) > 1 and _fills(line, ends)
        apart += 0 if filled else len(line) - 1
    return min(len(own), 1) + apart


def _printed_lines(words: Sequence[Stretch], low: float) -> Iterator[list[Stretch]]:
    """Texts of a column, parted where one does not stand behind the one before, on its line."""
    line: list[Stretch] = []
    for word in words:
        if line and not (line[-1].x1 < word.x0 and abs(word.y - line[-1].y) < low):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _spans(inside: Sequence[TableLine]) -> dict[int, int]:
    """First column → how many columns one text of the row runs over."""
    spans: dict[int, int] = {}
    over = sorted(
        (text.first, text.last)
        for strip in inside
        for text in strip.texts
        if text.last > text.first
    )
    end = -1
    for first, last in over:
        if first <= end:
            start = max(spans)
            spans[start] = max(end, last) - start + 1
        else:
            spans[first] = last - first + 1
        end = max(end, last)
    return spans


def _cut_word(inside: Sequence[TableLine], col: int) -> str:
    """Why a cell is doubtful two of whose lines may hold one word, or two at a stroke: whether
    a blank stands between them is not shown."""
    lines = [text.word.text for strip in inside for text in strip.texts if text.first == col]
    if any(may_be_cut_symbol(*pair) for pair in pairwise(lines)):
        return CUT_SYMBOL
    return LACKS_BLANK if any(may_lack_blank(*pair) for pair in pairwise(lines)) else ""


def _squeezed(inside: Sequence[TableLine], col: int, sides: tuple[float, float]) -> str:
    """Why a cell is doubtful: a text of it stands too near to its neighbour, or one reaches into
    it from there."""
    left, right = sides[0] + INTO, sides[1] - INTO
    near = any(
        text.squeezed and (text.first == col or (text.word.x0 < right and left < text.word.x1))
        for strip in inside
        for text in strip.texts
    )
    return SQUEEZED if near else ""
