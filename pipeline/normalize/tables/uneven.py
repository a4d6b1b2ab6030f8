"""Signs, page by page, that words of a table without closed cells were put into another cell: a
column that fills on all pages but one, names that say more on a later page than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

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
    whole, doubted = _by_page(rows, _is_whole), _by_page(rows, _is_doubted)
    printed = {page: _filled(rows, own) for page, own in whole.items()}
    filled, total = sum(printed.values(), Counter[int]()), sum(map(len, whole.values()))
    for page, own in whole.items():
        here, there, others = printed[page], filled - printed[page], total - len(own)
        in_doubt = doubted.get(page, [])
        if others < FEWEST or (len(own) < FEWEST and not set(own) <= set(in_doubt)):
            continue
        columns = range(len(rows[own[0]].cells))
        lacking = [c for c in columns if not here[c] and there[c] >= USUAL * others]
        more = [c for c in columns if here[c] >= USUAL * len(own) and not there[c]]
        if lacking:
            every = sorted({*own, *in_doubt})
            yield from ((at, column, ELSEWHERE) for at in every for column in lacking)
            yield from ((at, column, ALONE) for at in own for column in more)


def _by_page(rows: Sequence[TableRow], tells: Callable[[TableRow], bool]) -> dict[int, list[int]]:
    """The places of the rows that tell something, by the page on which they begin."""
    found: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        if tells(row):
            found.setdefault(row.pages[0], []).append(at)
    return found


def _is_whole(row: TableRow) -> bool:
    return row.kind == "item" and sum(bool(cell.text) for cell in row.cells) > HEADING_CELLS


def _is_doubted(row: TableRow) -> bool:
    return row.kind == "item" and any(cell.doubts for cell in row.cells)


def _filled(rows: Sequence[TableRow], places: Sequence[int]) -> Counter[int]:
    """How many of some rows print something, by column."""
    return Counter(
        column for at in places for column, cell in enumerate(rows[at].cells) if cell.text
    )


def swallowed(
    rows: Sequence[TableRow], headings: Iterable[Cell], printed: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The last rows of pages, and the columns, whose rest may stand in the header of the next page:
    a name printed again there says more than before. `printed` are the names of the columns."""
    names = [fold(name) for name in printed]
    for cell in headings:
        text = fold(clean(cell.fragments).text)
        if text in names:
            continue
        page = cell.fragments[0].place.page if cell.fragments else 0
        longer = [at for at, name in enumerate(names) if name and text.startswith(f"{name} ")]
        above = [at for at, row in enumerate(rows) if row.pages[0] < page] if longer else []
        yield from ((above[-1], column) for column in longer if above)
