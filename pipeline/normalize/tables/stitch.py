"""Pages → tables: the parts of one table on successive pages put together.

A part goes on with the table before it unless a heading stands between them or its columns are
others. Rows are only lined up with the columns here; whether the first row of a part belongs to
the last row of the page before is decided in `rows`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from functools import partial

from pipeline.frozen import dataclass
from pipeline.model import Cell, Grid, GridRow, Ground, Note, Page, Prose
from pipeline.normalize.tables.captions import Caption, is_heading, read_caption
from pipeline.normalize.tables.cut_cells import with_cells, with_whole_cells
from pipeline.normalize.tables.cut_labels import LOOK_BACK, follows
from pipeline.normalize.tables.declared import without_data
from pipeline.normalize.tables.frames import arranges_text, as_prose, without_remarks
from pipeline.normalize.tables.halves import beside, unfolded
from pipeline.normalize.tables.header_cells import texts_of
from pipeline.normalize.tables.header_rows import RowKey
from pipeline.normalize.tables.headers import Header, name_columns
from pipeline.normalize.tables.heads_without_rule import with_rest_apart
from pipeline.normalize.tables.overhang import (
    deepened,
    joined,
    reaching_down,
)
from pipeline.normalize.tables.part_columns import (
    MIN_LABELLED,
    MIN_SHARED,
    label_of,
    named_as_before,
    shared_columns,
    united,
    widened,
    width_of,
    with_numbers,
)
from pipeline.normalize.tables.parts import (
    Habits,
    TablePart,
    counted_alike,
    divide,
    habits_of,
    without_heads,
)
from pipeline.normalize.tables.raw_table import PhysicalRow, RawTable
from pipeline.normalize.tables.running import (
    contents_again,
    line_key,
    listed_blocks,
    running_lines,
)
from pipeline.writing.headings import annex_heading, is_continuation
from pipeline.writing.labels import split_heading
from pipeline.writing.letters import plain
from pipeline.writing.page_numbers import is_named_number, is_page_number

_SAME_COLUMNS = 0.8

_NEAR = 6
"""Lines above a form within which the heading of an annex is its own: it, what it is attached
to, a title of a few lines. One farther up heads what stands between."""


@dataclass(frozen=True, slots=True)
class Stitched:
    """The tables of a document, and everything that stands outside them.

    Notes and prose come with the annex they stand in.
    """

    tables: tuple[RawTable, ...]
    notes: tuple[tuple[Note, str | None], ...]
    prose: tuple[tuple[Prose, str | None], ...]


@dataclass(slots=True)
class _Stitcher:
    tables: list[RawTable] = field(default_factory=list)
    notes: list[tuple[Note, str | None]] = field(default_factory=list)
    prose: list[tuple[Prose, str | None]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    bold: set[str] = field(default_factory=set)
    running: frozenset[str] = frozenset()
    contents: frozenset[str] = frozenset()
    habits: Habits = field(default_factory=Habits)
    heads: frozenset[RowKey] = frozenset()
    own_lines: frozenset[str] = frozenset()
    annex: str | None = None
    caption: Caption = field(default_factory=Caption)
    forms: Caption | None = None
    last_grid: Grid | None = None
    last_columns: tuple[str, ...] = ()

    def add_prose(self, prose: Prose, listed: bool = False) -> None:
        """Add a line; one `listed` in contents heads nothing and says nothing of the document."""
        prose = replace(prose, running=True) if listed else prose
        if not prose.running and prose.fragment.text not in self.contents:
            self._add_line(prose.fragment.text)
            if prose.fragment.bold:
                self.bold.add(plain(prose.fragment.text))
        self.prose.append((prose, self.annex))

    def _add_line(self, text: str) -> None:
        self.above.append(text)
        heading = annex_heading(text)
        self.annex = heading[0] if heading else self.annex

    def add_note(self, note: Note) -> None:
        self.notes.append((note, self.annex))

    def add_grid(self, grid: Grid, page: int) -> None:
        before = None if grid.apart or not self.tables else self.tables[-1]
        news = self._news() if before is not None else []
        if before is not None and _may_be_headed_again(before, page, news):
            grid = with_rest_apart(grid, before.header.printed)
        grid, goes_on = self._without_data(grid, before, news)
        continued = goes_on or (before is not None and not news and _fits(before, grid.rows))
        inside = continued and before is not None and _counts_on(before.rows, grid)
        for at, part in enumerate(divide(grid, self.habits, continued, inside)):
            for line in part.above:
                if line_key(line) not in self.own_lines:
                    self._add_line(line)
            self._add_part(part, grid, page, apart=grid.apart and not at)
            self.above.clear()
            self.last_grid = grid

    @staticmethod
    def _without_data(
        grid: Grid, before: RawTable | None, news: Sequence[str]
    ) -> tuple[Grid, bool]:
        """The grid without a header that is a row of data, and whether that goes on the table."""
        if before is None or any(map(is_heading, news)) or above_is_title(news):
            return without_data(grid, None, ())
        return without_data(grid, before.header.columns, [row.cells for row in before.rows])

    def _add_part(self, part: TablePart, grid: Grid, page: int, apart: bool) -> None:
        own = part.header
        if self.tables and own is not None:
            part = replace(part, header=named_as_before(own, self.tables[-1].header))
        goes_on = (
            bool(self.tables)
            and not apart
            and not part.opens
            and not _begins_again(self.tables[-1], part, page)
            and _continues(self.tables[-1], part.header, part.rows, self._news())
        )
        if self.tables and own is not None and not goes_on:
            header = named_as_before(own, self.tables[-1].header, is_same_table=False)
            part = replace(part, header=header)
        self.heads = part.heads | (self.heads if goes_on else frozenset())
        body, again = without_heads(part.rows, self.heads, self.habits.page_shift)
        if goes_on and part.header is not None:
            table = self.tables[-1]
            known = named_as_before(table.header, part.header)
            self.tables[-1] = replace(table, header=known)
        if goes_on:
            self._extend(part.header, body, (*part.headings, *again), grid, page)
        else:
            may_go_on = bool(grid.header_rows and self.tables) and not part.above
            may_go_on = may_go_on and not self._news() and _nameless(part.header, self.tables[-1])
            self.own_lines = frozenset(map(line_key, part.above))
            self.caption = self._caption_of(part)
            self._begin(part.header, body, (*part.headings, *again), grid, page)
            self.tables[-1] = replace(self.tables[-1], is_form=part.opens, may_go_on=may_go_on)

    def _news(self) -> list[str]:
        """The lines since the last grid that are not repeated from page to page: what may
        head a new table. The annex heading the table stands under is no news either, nor a line
        that says the table goes on, nor its title beside such a line, nor one of its last row
        printed again: the text of a cell that goes on over the break."""
        own = self.tables[-1].caption.annex
        title = self.tables[-1].caption.title if any(map(is_continuation, self.above)) else None
        last = {f.text for row in self.tables[-1].rows[-1:] for c in row.cells for f in c.fragments}
        return [
            line
            for line in self.above
            if line_key(line) not in self.running
            and line not in last
            and not is_page_number(line)
            and not is_named_number(line)
            and not _names_again(line, own)
            and not (title and line.casefold() in title.casefold())
        ]

    def _caption_of(self, part: TablePart) -> Caption:
        """The caption of a table. A form that begins as others do is named by its first row, and
        stands where those before it stood: the annexes printed between are parts of their forms."""
        found = read_caption(self.above, self.caption, self.bold)
        if not part.opens:
            return found
        is_own = any(annex_heading(line) for line in self.above[-_NEAR:])
        if self.forms is None or is_own or found.annex == self.forms.annex:
            self.forms = found
        self.annex = self.forms.annex
        names = [text for text in texts_of(part.rows[0]) if text]
        return replace(self.forms, title=" ".join(names[1:]) or names[0])

    def _begin(
        self,
        header: Header | None,
        body: Sequence[GridRow],
        headings: tuple[Cell, ...],
        grid: Grid,
        page: int,
    ) -> None:
        known = with_numbers(widened(header or name_columns(("",) * width_of(body)), body), body)
        self.last_columns = known.columns
        rows = tuple(_line_up(row, known.columns, known.columns, page) for row in body)
        has_header = header is not None
        self.tables.append(RawTable(self.caption, known, rows, headings, has_header, grid.ground))

    def _extend(
        self,
        header: Header | None,
        body: Sequence[GridRow],
        headings: tuple[Cell, ...],
        grid: Grid,
        page: int,
    ) -> None:
        table = self.tables[-1]
        part = widened(header or table.header, body)
        merged = united(table.header, part)
        before = [_with_width(row, len(merged.columns)) for row in table.rows]
        open_top = grid.open_top and not (header is not None and grid.ground == "rules")
        open_edge = bool(open_top or (self.last_grid and self.last_grid.open_bottom))
        rows = [_line_up(row, part.columns, merged.columns, page) for row in body]
        if rows:  # the rule above a header printed again is that of no row below it
            rows[0] = replace(rows[0], opens_part=True, open_edge=open_edge)
        above = self._above(before, part.columns, merged.columns)
        cut = self._cut(part.columns)
        reach = {part.columns[i] for i in reaching_down(above, grid, body, cut)}
        for column in reach:
            at = merged.columns.index(column)
            before, rows = with_cells(before, rows, partial(joined, column=at))
        if rows and _is_unnumbered(rows[0], before, merged.columns):
            parts = _count_parts(before, merged.columns.index("stt"))
            before, rows = with_cells(before, rows, partial(deepened, parts=parts))
        self.last_columns = part.columns
        self.tables[-1] = replace(
            table,
            header=merged,
            rows=(*before, *rows),
            headings=(*table.headings, *headings),
            ground=_common_ground(table.ground, grid.ground),
        )

    @staticmethod
    def _above(
        before: Sequence[PhysicalRow], part: Sequence[str], columns: Sequence[str]
    ) -> GridRow | None:
        """The cells of the last row before a part that stand in the columns of the part."""
        if not before:
            return None
        return tuple(before[-1].cells[columns.index(column)] for column in part)

    def _cut(self, columns: Sequence[str]) -> set[int]:
        """The columns of a part, by position, that the grid before it left open at the bottom."""
        if self.last_grid is None or self.last_grid.open_bottom:
            return set()
        names = {self.last_columns[i] for i in self.last_grid.cut if i < len(self.last_columns)}
        return {i for i, column in enumerate(columns) if column in names}


def stitch(pages: Sequence[Page]) -> Stitched:
    """The tables of the pages, in document order."""
    grids = [
        (page.number, block)
        for page in pages
        for block in page.blocks
        if isinstance(block, Grid) and block.rows and not arranges_text(block)
    ]
    work = _Stitcher(
        running=running_lines(pages), contents=contents_again(pages), habits=habits_of(grids)
    )
    listed = listed_blocks(pages)
    for number, page in enumerate(pages):
        for at, block in enumerate(page.blocks):
            if isinstance(block, Grid) and arranges_text(block):
                for line in as_prose(block):
                    work.add_prose(line)
            elif isinstance(block, Grid):
                grid, remarks = without_remarks(block)
                work.add_grid(grid, page.number)
                for line in remarks:
                    work.add_prose(line)
            elif isinstance(block, Note):
                work.add_note(block)
            else:
                work.add_prose(block, (number, at) in listed)
    tables = [unfolded(with_whole_cells(table)) for table in work.tables]
    return Stitched(
        tuple(own for table in tables for own in beside(table)),
        tuple(work.notes),
        tuple(work.prose),
    )


def _may_be_headed_again(table: RawTable, page: int, news: Sequence[str]) -> bool:
    """Whether a grid on a page may print the header of the table before once more."""
    later = bool(table.rows) and table.rows[-1].page < page
    return later and table.has_header and not any(map(is_heading, news))


def _begins_again(table: RawTable, part: TablePart, page: int) -> bool:
    """Whether a part right below a table on its page is a table of its own: it prints a header and
    counts from where the table had begun. At the head of a new page both may be the table going on,
    with the rows of its next section; below a numbered heading they are, no table ends with one."""
    if part.header is None or not table.rows or table.rows[-1].page != page:
        return False
    last = [cell.raw for cell in table.rows[-1].cells if cell.fragments]
    if len(last) == 1 and split_heading(last[0]) is not None:
        return False
    return counted_alike([row.cells for row in table.rows], part.rows)


def _names_again(line: str, annex: str | None) -> bool:
    """Whether a line names the annex a table stands under, or says that the table goes on."""
    heading = annex_heading(line)
    if heading is None:
        return is_continuation(line)
    return annex is not None and heading[0].casefold() == annex.casefold()


def _common_ground(one: Ground | None, other: Ground | None) -> Ground | None:
    """What bounds the cells of two parts of a table."""
    return one if one == other else "mixed"


def _continues(
    table: RawTable, header: Header | None, body: Sequence[GridRow], above: Sequence[str]
) -> bool:
    """Whether a part goes on with the table before it."""
    if any(is_heading(line) for line in above):
        return False
    if header is not None:
        shared = shared_columns(table.header, header)
        if shared < MIN_SHARED:
            return False
        if shared >= _SAME_COLUMNS and not above:
            return not (_other_names(table.header, header) and _begins_anew(table.rows, body))
    elif not above:
        return _fits(table, body)
    return not above_is_title(above) and _labels_go_on(table.rows, body)


def _other_names(one: Header, other: Header) -> bool:
    """Whether two headers name most of their columns in other words, though they mean the same: a
    header printed again has the words of the first."""
    known = set(map(line_key, one.printed))
    same = sum(line_key(name) in known for name in other.printed)
    return same < MIN_SHARED * len(other.printed)


def _nameless(header: Header | None, before: RawTable) -> bool:
    """Whether a header has as many columns as a table, and no name that is known for one."""
    if header is None or len(header.columns) != len(before.header.columns):
        return False
    return all(column in header.unknown for column in header.columns)


def _begins_anew(rows: Sequence[PhysicalRow], body: Sequence[GridRow]) -> bool:
    """Whether the numbers of a part begin with that of the first row of the table."""
    first = next((label for row in rows if (label := label_of(row.cells[0]))), None)
    again = next((label for row in body if row and (label := label_of(row[0]))), None)
    return first is not None and first == again


def above_is_title(above: Sequence[str]) -> bool:
    """Whether prose between two parts names a new table."""
    return read_caption(above, Caption()).title is not None


def _fits(table: RawTable, body: Sequence[GridRow]) -> bool:
    widest = max((len(row) for row in body), default=0)
    columns = len(table.header.columns)
    return widest == columns or (widest > 1 and _labels_go_on(table.rows, body))


def _labels_go_on(rows: Sequence[PhysicalRow], body: Sequence[GridRow]) -> bool:
    """Whether the numbers of the part go on where the table stopped, or its first row is blank
    and so is the rest of one."""
    if body and not (body[0] and body[0][0].fragments):
        return True
    found = next((label for row in body if row and (label := label_of(row[0]))), None)
    if found is None:
        return False
    near = rows[-LOOK_BACK:]
    return follows(found, [lab for row in near if row.cells and (lab := label_of(row.cells[0]))])


def _counts_on(rows: Sequence[PhysicalRow], grid: Grid) -> bool:
    """Whether a grid that declares no header begins with the number after one of a table: with a
    row of it, though that may be a heading in bold that reads like names."""
    first = grid.rows[0] if grid.rows and not grid.header_rows else ()
    return bool(first) and label_of(first[0]) is not None and _labels_go_on(rows, (first,))


def _line_up(
    row: GridRow, printed: Sequence[str], columns: Sequence[str], page: int
) -> PhysicalRow:
    cells = [Cell()] * len(columns)
    for cell, column in zip(row, printed, strict=False):
        cells[columns.index(column)] = cell
    return PhysicalRow(tuple(cells), page, len(row))


def _is_unnumbered(row: PhysicalRow, before: Sequence[PhysicalRow], columns: Sequence[str]) -> bool:
    """Whether a row has no number though most rows of the table have one."""
    if "stt" not in columns or not before:
        return False
    number = columns.index("stt")
    numbered = sum(bool(other.cells[number].fragments) for other in before)
    return not row.cells[number].fragments and numbered >= MIN_LABELLED * len(before)


def _count_parts(rows: Sequence[PhysicalRow], number: int) -> int:
    """How many of the last rows are one row cut by pages: the first has the number."""
    parts = 1
    while (
        parts < len(rows) and rows[-parts].opens_part and not rows[-parts].cells[number].fragments
    ):
        parts += 1
    return parts


def _with_width(row: PhysicalRow, width: int) -> PhysicalRow:
    missing = width - len(row.cells)
    return replace(row, cells=row.cells + (Cell(),) * missing) if missing else row
