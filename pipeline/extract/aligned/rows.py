"""Rows that no rule parts inside of a table whose columns are ruled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from pipeline.extract.aligned.bands import NO_GAP, bands_of, rows_by_white
from pipeline.extract.aligned.header import (
    bold_header,
    header_names,
    repeated_header,
    with_whole_names,
)
from pipeline.extract.aligned.several import SEVERAL_ROWS, begins_anew, holds_several
from pipeline.extract.aligned.shape import Band, Shape, shape_of
from pipeline.extract.aligned.strips import TableLine, below_name, strips_of
from pipeline.extract.aligned.words import Measure, TextLine, strips
from pipeline.extract.ruled.lattice import CellBox, Lattice
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.label_cuts import whole_numbers
from pipeline.writing.labels import Label, follows, is_next, parse_label

MOST = 0.8
"""Share of the numbers of one kind that must follow one another."""
FEWEST_ROWS = 3
"""Fewer rows that nothing but white tells may be the paragraphs of one."""
FILLED = 0.6
"""Share of the columns in which such a row begins."""
MANY_LINES = 6
"""Lines of a row that rules close which are rows of their own."""
FEWEST_GO_ON = 2
"""Lines of a table that goes on which are."""
HEADING_CELLS = 2
"""Cells of a row that holds a heading and its number."""
MIN_TIGHT = 3
"""So many numbers under one another are rows where no white parts them: a number cut by its
column makes two."""


def crowded_rows(lattice: Lattice, labels: Sequence[tuple[float, float, str]]) -> set[int]:
    """Rows of a lattice that hold several numbers of one sequence in a cell of the first columns,
    or a number and the name of its column.

    `labels` are (x, y, text) of the short texts of the page.
    """
    cells: dict[int, list[tuple[float, str]]] = {}
    named: set[int] = set()
    for x, y, text in labels:
        cell = lattice.cell_at(x, y)
        if cell is None or lattice.cells[cell].col > 1:
            continue
        if parse_label(text) is not None:
            cells.setdefault(cell, []).append((y, text))
        elif names_row_numbers(text):
            named.add(cell)
    cut = _cut_numbers(lattice, cells)
    return {
        lattice.cells[cell].row
        for cell, found in cells.items()
        if lattice.cells[cell].rows == 1
        and cell not in cut
        and (_are_several(lattice, cell, found) if len(found) > 1 else cell in named)
    }


def _cut_numbers(
    lattice: Lattice, cells: Mapping[int, Sequence[tuple[float, str]]]
) -> frozenset[int]:
    """The cells that hold one number, cut by its column (`1` over `2` over `3`): put together, what
    they hold counts on with the cell below it or above it that is cut as well. Digits alone may
    look like the numbers of several rows."""
    whole = {
        cell: parse_label("".join(text for _, text in sorted(found)))
        for cell, found in cells.items()
        if len(found) > 1
    }
    cut: set[int] = set()
    for cell, label in whole.items():
        box = lattice.cells[cell]
        after = box.row + box.rows
        below = lattice.owner[after][box.col] if after < len(lattice.owner) else cell
        if below != cell and is_next(label, whole.get(below)):
            cut |= {cell, below}
    return frozenset(cut)


def _are_several(lattice: Lattice, cell: int, found: Sequence[tuple[float, str]]) -> bool:
    """Whether the numbers in a cell are those of several rows."""
    if _is_sequence(found):
        return True
    labels = [parse_label(text) for _, text in sorted(found)]
    return _has_heading_alone(lattice, lattice.cells[cell].row) and _step_down(labels)


def _has_heading_alone(lattice: Lattice, row: int) -> bool:
    """Whether a row has a number and one cell over all other columns."""
    return len(set(lattice.owner[row])) == HEADING_CELLS


def _step_down(labels: Sequence[Label | None]) -> bool:
    """Whether each number after the first is the first of another kind: a heading, and the heading
    of its first part below it (`I` over `1`)."""
    kinds = [(label.style, label.depth) for label in labels if label is not None]
    begin = all(label is not None and label.numbers[-1:] == (1,) for label in labels[1:])
    return begin and len(kinds) == len(labels) and all(a != b for a, b in pairwise(kinds))


def _is_sequence(found: Sequence[tuple[float, str]]) -> bool:
    """Whether texts, each with its height, number rows; those cut by their column are whole."""
    texts = whole_numbers([text for _, text in sorted(found)])
    labels = [label for text in texts if (label := parse_label(text)) is not None]
    numbered = [label for label in labels if label.numbers and label.style != "bullet"]
    return len(numbered) == len(texts) and _rises(labels)


def _rises(labels: Sequence[Label]) -> bool:
    """Whether most labels follow the one before of their kind, or begin to count anew."""
    kinds: dict[tuple[str, int], list[Label]] = {}
    for label in labels:
        kinds.setdefault((label.style, label.depth), []).append(label)
    pairs = [pair for own in kinds.values() for pair in pairwise(own)]
    follow = sum(follows(after, one.numbers[-1]) for one, after in pairs)
    anew = sum(after.numbers[-1] == 1 for _, after in pairs)
    return follow > 0 and follow + anew >= MOST * len(pairs)


def with_rows(
    lattice: Lattice,
    lines: Sequence[TextLine],
    row: int,
    measure: Measure,
    names: Sequence[str] = (),
    doubts: Mapping[int, str] = MappingProxyType({}),
    like: Shape | None = None,
    certain: bool = True,
    by_line: bool = False,
) -> tuple[Lattice, Mapping[int, str], tuple[str, ...]] | None:
    """The lattice with one of its rows parted into those that its text shows, what is doubtful of
    its cells, and the names of its columns; None where the text shows no more than one.

    `lines` are the lines that stand in the row, `names` what the header of the page before prints
    in each column, `doubts` what is doubtful of the cells as they are. Where it is not `certain`
    that the text would show rows, as white does elsewhere in the table, one that it does not part
    may be several: it is told, uncut. `like`
    is how the lines of the table are set whose rows white parts: those of few lines do not tell.
    `by_line` says that each line is a row.
    """
    owners = lattice.owner[row]
    if any(lattice.cells[owner].rows > 1 for owner in owners) or not lines:
        return None
    inner = [lattice.xs[lattice.cells[owner].col] for owner in dict.fromkeys(owners)][1:]
    found = strips_of(with_whole_names(strips(lines), measure), inner, measure)
    number = _number_column(found, len(inner) + 1)
    shape = shape_of(found, len(inner) + 1, number)
    if like is not None and number is None:
        shape = replace(shape, leading=like.leading, height=like.height, wide=like.wide)
    header = repeated_header(found, names)
    if by_line:
        cuts = [(above.bottom + below.top) / 2 for above, below in pairwise(found)]
        doubt = NO_GAP if len(found) < FEWEST_ROWS else ""
        own_rows = [Band(at, at, doubt) for at in range(len(found))]
        return *_with_cuts(lattice, row, cuts, own_rows, doubts), ()
    bands = bands_of(found, shape, header=header, names=names)
    if any(band.doubt == NO_GAP for band in bands):
        bands = rows_by_white(found, shape, like is not None) or bands
    labelled = [i for i, strip in enumerate(found) if number is not None and strip.text(number)]
    tight = not any(shape.is_wide(found[i].top - found[i - 1].bottom) for i in range(1, len(found)))
    own = header_names(found, bands, shape.columns)
    headings = _has_heading_alone(lattice, row) and len(labelled) == len(found)
    if len(bands) == 1 and bands[0].doubt and not certain and len(found) > 1:
        return *_with_cuts(lattice, row, (), bands, doubts), ()
    few = len(labelled) < MIN_TIGHT and not (own or headings or _are_full(found, labelled, shape))
    if len(bands) <= 1 or (tight and few):
        return None
    cuts = [(found[b.first - 1].bottom + found[b.first].top) / 2 for b in bands[1:]]
    return *_with_cuts(lattice, row, cuts, bands, doubts), own


def _are_full(found: Sequence[TableLine], labelled: Sequence[int], shape: Shape) -> bool:
    """Whether several lines with a number begin anew in most columns: each begins a row, for a
    number cut by its column has one line of these."""
    lines = [found[index] for index in labelled]
    full = len(lines) > 1 and all(len(line.columns) >= FILLED * shape.columns for line in lines)
    return full and all(map(begins_anew, lines))


def open_body(lattice: Lattice) -> set[int]:
    """The rows of a lattice that rules down part into three columns at least and between which
    nothing need be drawn: the one that holds all that stands below the header, or the only one,
    and those above, between and below headings. Where two rows have the same walls a rule across
    parts them; one below the header is no rule between rows."""
    walls = [tuple(_begins(lattice, line)) for line in lattice.owner]
    drawn = [row for row in range(1, len(walls)) if walls[row] == walls[row - 1]]
    if any(row > 1 for row in drawn):
        return set()
    first = 1 if drawn or not lattice.open_top else 0
    return {
        row
        for row in range(first if len(walls) > 1 else 0, len(walls))
        if len(walls[row]) >= FEWEST_ROWS
        and all(lattice.cells[owner].rows == 1 for owner in lattice.owner[row])
    }


def _begins(lattice: Lattice, line: Sequence[int]) -> Iterator[int]:
    """The columns at which the cells of a row begin."""
    return (lattice.cells[owner].col for owner in dict.fromkeys(line))


Rows = Sequence[tuple[int, Sequence[TextLine], Measure]]
"""Rows of a lattice with the lines that stand in them and the measures of these."""


def parts_evenly(lattice: Lattice, rows: Rows) -> bool:
    """Whether white parts the lines in some rows of a lattice into rows of which most print
    something in most of its columns, as the paragraphs of one cell do not. Headings say nothing of
    it, nor do rows that the page cuts."""
    full = own = 0
    for found, shape in _shaped(lattice, rows):
        gaps = [below.top - above.bottom for above, below in pairwise(found)]
        cuts = [i for i, gap in enumerate(gaps, start=1) if shape.is_wide(gap)]
        parts = [found[a:b] for a, b in pairwise([0, *cuts, len(found)])]
        others = [p for i, p in enumerate(parts) if not _may_be_part(p, i in (0, len(parts) - 1))]
        own += len(others)
        full += sum(_columns_of(part) >= FILLED * shape.columns for part in others)
    return full >= max(FEWEST_ROWS, FILLED * own)


def longest_shape(lattice: Lattice, rows: Rows) -> Shape | None:
    """How the lines of that of some rows are set that has most."""
    most = max(rows, key=lambda row: len(row[1]))
    return next((shape for _, shape in _shaped(lattice, [most])), None)


def are_lines(lattice: Lattice, rows: Rows, goes_on: bool) -> bool:
    """Whether each line in some rows of a lattice is a row of its own: it begins anew in all its
    columns, and these are most. Where a line goes on, others may do so too. Two lines will do where
    the table is told to go on (`goes_on`); where rules close it, it takes more."""
    lines = [line for found, _ in _shaped(lattice, rows) for line in found]
    closed = not (lattice.open_top or lattice.open_bottom)
    least = MANY_LINES if closed else FEWEST_GO_ON if goes_on else FEWEST_ROWS
    columns = len(lattice.xs) - 1
    return len(lines) >= least and all(
        len(line.columns) >= FILLED * columns and begins_anew(line) for line in lines
    )


def told_several(lattice: Lattice, rows: Rows) -> dict[int, str]:
    """The cells, by index, of those of some rows of a lattice that hold several rows by what their
    lines print, though nothing parts them."""
    doubts: dict[int, str] = {}
    for row in rows:
        for found, shape in _shaped(lattice, [row]):  # none without lines
            if any(holds_several(found, shape, [range(len(found))])):
                doubts |= dict.fromkeys(lattice.owner[row[0]], SEVERAL_ROWS)
    return doubts


def begin_in_bold(lattice: Lattice, rows: Rows) -> bool:
    """Whether names of the columns stand in bold above other lines of the first of some rows."""
    return any(bold_header(*first) for first in _shaped(lattice, rows[:1]))


def _shaped(lattice: Lattice, rows: Rows) -> Iterator[tuple[list[TableLine], Shape]]:
    """The lines of some rows in the columns of these, and how they are set."""
    for row, lines, measure in rows:
        owners = list(dict.fromkeys(lattice.owner[row]))
        inner = [lattice.xs[lattice.cells[owner].col] for owner in owners][1:]
        if lines:
            found = strips_of(strips(lines), inner, measure)
            yield found, shape_of(found, len(owners), None)


def _columns_of(row: Sequence[TableLine]) -> int:
    return len({column for strip in row for column in strip.columns})


def _may_be_part(row: Sequence[TableLine], outermost: bool) -> bool:
    """Whether lines that print something in one column alone may be a heading, or what a page shows
    of a row that it cuts."""
    return _columns_of(row) == 1 and (outermost or all(strip.bold for strip in row))


def _number_column(found: Sequence[TableLine], columns: int) -> int | None:
    for column in range(min(2, columns)):
        texts = below_name([text for strip in found if (text := strip.text(column))])
        labels = [label for text in texts if (label := parse_label(text))]
        if labels and len(labels) == len(texts):
            return column
    return None


def _with_cuts(
    lattice: Lattice,
    row: int,
    cuts: Sequence[float],
    bands: Sequence[Band],
    doubts: Mapping[int, str],
) -> tuple[Lattice, dict[int, str]]:
    """The lattice with a row cut at some heights, the cells and their doubts numbered anew."""
    more = len(cuts)
    places = {own: place for place, own in enumerate(dict.fromkeys(lattice.owner[row]))}
    cells: list[CellBox] = []
    names: dict[tuple[int, int], int] = {}
    owner: list[tuple[int, ...]] = []
    doubtful: dict[int, str] = {}
    for new in range(len(lattice.ys) - 1 + more):
        old = min(max(new - more, row), new)
        line = []
        for own in lattice.owner[old]:
            key = (own, new if row <= new <= row + more else -1)
            if key not in names:
                box = lattice.cells[own]
                names[key] = len(cells)
                cut = bands[new - row].doubt_of(places[own]) if key[1] >= 0 else ""
                if doubt := doubts.get(own, "") or cut:
                    doubtful[len(cells)] = doubt
                cells.append(box._replace(row=new))
            line.append(names[key])
        owner.append(tuple(line))
    at = bisect_right(lattice.ys, lattice.ys[row])
    ys = (*lattice.ys[:at], *cuts, *lattice.ys[at:])
    return replace(lattice, ys=ys, cells=tuple(cells), owner=tuple(owner)), doubtful
