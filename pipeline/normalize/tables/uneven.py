"""Signs, page by page, that words of a table without closed cells were put into another cell: a
column that fills on all pages but one, names that say more on a later page than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model import Cell
from pipeline.normalize.tables.rows import TableRow
from pipeline.normalize.text import clean
from pipeline.writing.letters import fold

USUAL = 0.75
"""Share of the rows that a column fills in which a page of blanks is odd."""
FEWEST = 3
"""Rows of a page that tell, and of the others."""
HEADING_CELLS = 2
"""Cells of a row that may be a heading with its number."""
ELSEWHERE = "this column is blank on this page alone: its words may stand in a neighbour"
ALONE = "this column is printed on this page alone: its words may belong to a neighbour"
IN_HEADER = "names of columns on the next page say more than before: this cell may go on there"


def uneven_columns(rows: Sequence[TableRow]) -> Iterator[tuple[int, int, str]]:
    """The cells, by row and column, of columns that are blank on all of one page and filled on the
    others, and of those filled there alone; with the reason. Few rows tell where each of them is in
    doubt for another cell."""
    whole = [at for at, row in enumerate(rows) if _is_whole(row)]
    pages = Counter(rows[at].pages[0] for at in whole)
    for page, count in pages.items():
        own = [at for at in whole if rows[at].pages[0] == page]
        others = [at for at in whole if rows[at].pages[0] != page]
        doubted = [at for at, row in enumerate(rows) if row.pages[0] == page and _is_doubted(row)]
        if len(others) < FEWEST or (count < FEWEST and not set(own) <= set(doubted)):
            continue
        columns = range(len(rows[own[0]].cells))
        lacking = [c for c in columns if _filled(rows, own, c) == 0 and _usual(rows, others, c)]
        more = [c for c in columns if _usual(rows, own, c) and _filled(rows, others, c) == 0]
        if lacking:
            every = sorted({*own, *doubted})
            yield from ((at, column, ELSEWHERE) for at in every for column in lacking)
            yield from ((at, column, ALONE) for at in own for column in more)


def _is_whole(row: TableRow) -> bool:
    return row.kind == "item" and sum(bool(cell.text) for cell in row.cells) > HEADING_CELLS


def _is_doubted(row: TableRow) -> bool:
    return row.kind == "item" and any(cell.doubts for cell in row.cells)


def _filled(rows: Sequence[TableRow], places: Sequence[int], column: int) -> int:
    return sum(bool(rows[at].cells[column].text) for at in places)


def _usual(rows: Sequence[TableRow], places: Sequence[int], column: int) -> bool:
    return _filled(rows, places, column) >= USUAL * len(places)


def swallowed(
    rows: Sequence[TableRow], headings: Iterable[Cell], printed: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The last rows of pages, and the columns, whose rest may stand in the header of the next page:
    a name printed again there says more than before. `printed` are the names of the columns."""
    names = [fold(name) for name in printed]
    for cell in headings:
        text = clean(cell.fragments).text
        page = cell.fragments[0].place.page if cell.fragments else 0
        above = [at for at, row in enumerate(rows) if row.pages[0] < page]
        if not above or fold(text) in names:
            continue
        for column, name in enumerate(names):
            if name and fold(text).startswith(f"{name} "):
                yield above[-1], column
