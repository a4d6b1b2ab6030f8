"""The pieces of a page and its lattices to blocks, whoever found them: grids, notes, prose.

What a line, a cell and a note is, is decided here for every reader of PDFs alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from pipeline.extract.pdf.letters.attached_marks import with_blanks
from pipeline.extract.pdf.letters.pieces import SLANTED, Piece
from pipeline.extract.pdf.lines.broken import with_torn_rows
from pipeline.extract.pdf.lines.gone_over import gone_over
from pipeline.extract.pdf.lines.lone_calls import may_be_calls, with_lone_calls
from pipeline.extract.pdf.lines.notes import NoteDraft, NoteReader, calls_in, mark_running
from pipeline.extract.pdf.lines.overlaid import overlaid
from pipeline.extract.pdf.lines.text import COLUMN_GAP, PrintedLine, lines_of
from pipeline.extract.pdf.lines.wraps import LineEnd, Wraps
from pipeline.extract.pdf.sheets.beside import Strips, strips_of
from pipeline.extract.pdf.sheets.folds import fold_of, level_fold_of, tops_of
from pipeline.extract.pdf.sheets.folios import without_folios
from pipeline.extract.pdf.sheets.sheet_marks import without_sheet_marks
from pipeline.extract.pdf.sheets.sideways import PageTable, with_columns_beside
from pipeline.extract.pdf.tables.found import Table
from pipeline.extract.ruled.cells import deal, grid_of
from pipeline.extract.ruled.lattice import Lattice
from pipeline.extract.ruled.lines import Rule
from pipeline.model import Aside, Block, Fragment, Grid, Page, Place, Prose
from pipeline.writing.closings import is_signature
from pipeline.writing.cuts import CUT_WORD

Box = tuple[float, float, float, float]

SIGNED = "a signature's text lies over the cell, or is one of its lines"
DRAWN = "something is drawn in the cell that is no text; look at the page"
_OVER = 0.25
"""Share of the length of a text at a right angle that may stand out of its cell."""
_FOLIO = re.compile(r"\W*\d{1,3}\W*")


@dataclass(slots=True)
class Layout:
    """The pages of one file while they are read: their blocks, and what they teach of each other.

    `chars` are the printed characters of a page, white space apart, `heights` in points, `aside`
    what of each page was left out, `lone` the small numbers that may be calls of notes, by place,
    `full` the last lines of cells into which no further letter may have fitted.
    """

    notes: NoteReader = field(default_factory=NoteReader)
    wraps: Wraps = field(default_factory=Wraps)
    blocks: list[list[Block | NoteDraft]] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    aside: list[tuple[Aside, ...]] = field(default_factory=list)
    sheets: list[PageTable] = field(default_factory=list)
    lone: dict[Place, int] = field(default_factory=dict)
    full: set[Place] = field(default_factory=set)

    def add(
        self,
        blocks: list[Block | NoteDraft],
        chars: int,
        height: float,
        aside: tuple[Aside, ...] = (),
        width: float = 0.0,
    ) -> None:
        """Add the next page; its height and, where it is known, its width are in points."""
        self.blocks.append(blocks)
        self.chars.append(chars)
        self.heights.append(height)
        self.widths.append(width)
        self.aside.append(aside)

    def pages(self, failed: Collection[int] = ()) -> tuple[Page, ...]:
        """The pages read, running heads marked; `failed` are the numbers of unreadable ones."""
        finished = self._finished()
        if self.wraps.anywhere or self.wraps.cuts_long:
            finished = with_torn_rows(finished, self.full)
        finished = with_blanks(with_lone_calls(finished, self.lone))
        finished = with_columns_beside(finished, self.sheets)
        finished = without_folios(finished, self.heights, self.widths)
        marked = zip(mark_running(finished, self.heights), self.chars, self.aside, strict=True)
        return tuple(
            Page(number, blocks, chars, number in failed, aside)
            for number, (blocks, chars, aside) in enumerate(marked, 1)
        )

    def _finished(self) -> list[list[Block]]:
        return [
            [block.finished() if isinstance(block, NoteDraft) else block for block in blocks]
            for blocks in self.blocks
        ]

    def strips(self) -> dict[int, Strips]:
        """The pages that show columns of the same rows and are to be read as one, by the first of
        each, counted from 0."""
        return strips_of(self._finished(), self.sheets) if self.sheets else {}

    def fragment(self, line: PrintedLine, number: int, box: Box, glued: bool) -> Fragment:
        """A line as a fragment of page `number`, at `box` on the page as it is shown."""
        x0, y0, x1, y1 = box
        place = Place(number, None, round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
        spaced = line.trail and not glued and self.wraps.trusted
        return Fragment(line.text, place, glued, line.bold, spaced, line.struck)

    def blocks_of(
        self,
        pieces: list[Piece],
        found: list[Table],
        rules: Iterable[Rule],
        split: Callable[[Piece], list[Piece]],
        fragment: Callable[..., Fragment],
        size: tuple[float, float] = (0.0, 0.0),
    ) -> list[Block | NoteDraft]:
        """The blocks of a page in reading order.

        `rules` are its level strokes, `split` parts a piece that reaches over a wall into words,
        `fragment` places a line on this page, `size` is its width and height where they are known.
        """
        lattices = [table.lattice for table in found]
        pieces = [_out_of_rows(piece, lattices) if piece.tilt else piece for piece in pieces]
        level = [piece for piece in pieces if piece.tilt < SLANTED]
        folio = _folio(level) if any(lattice.cut for lattice in lattices) else []
        dealt, rest = deal(lattices, [p for p in level if p not in folio], split)
        rest += folio
        placed: list[tuple[float, float, Block | NoteDraft]] = []
        tables: list[Lattice] = []
        calls: set[int] = set()
        for table, top_of, cells in zip(found, tops_of(lattices), dealt, strict=True):
            if not cells:
                continue
            lattice = table.lattice
            grid, marks = without_sheet_marks(self._grid(table, cells, fragment, size[0]))
            placed += [(top_of, lattice.xs[0], mark) for mark in marks]
            if marks:
                lattice = replace(lattice, xs=lattice.xs[1:], ys=lattice.ys[1:])
            tables.append(lattice)
            calls.update(_calls(grid))
            placed.append((top_of, lattice.xs[0], grid))
        grids = [(y, x, block) for y, x, block in placed if isinstance(block, Grid)]
        if len(grids) == 1 and len(grids[0][2].rows) == len(tables[0].ys) - 1:
            page = len(self.blocks)
            self.sheets.append(PageTable(page, grids[0][2], tables[0].ys, tables[0].xs))
        lines = lines_of(rest, COLUMN_GAP) if rest else []
        for line in lines:
            calls.update(calls_in(line.text[line.raised :]))
        loose = [rule for rule in rules if not _within(rule, tables)]
        top = min((table.ys[0] for table in tables), default=float("inf"))
        lines, notes = self.notes.take(lines, loose, calls, fragment, top)
        slanted = [piece for piece in pieces if piece.tilt == SLANTED]
        lines += lines_of(slanted, COLUMN_GAP) if slanted else []
        placed += [(line.base - 0.5 * line.size, line.x0, Prose(fragment(line))) for line in lines]
        placed += [(note.top, 0.0, note) for note in notes]
        fold = fold_of(level, lattices, size)
        again = level_fold_of(grids, fold, size[1]) if fold < size[0] else float("inf")
        placed.sort(key=lambda item: (item[0] > again, item[1] > fold, *item[:2]))
        return [block for _, _, block in placed]

    def _grid(
        self,
        table: Table,
        cells: dict[int, list[Piece]],
        fragment: Callable[..., Fragment],
        edge: float,
    ) -> Grid:
        lattice = table.lattice
        lines = {cell: lines_of(pieces) for cell, pieces in cells.items()}
        self.wraps.learn(lines.values())
        rooms = _rooms(lattice, lines, drawn=table.ground == "rules")
        ends = {
            cell: list(self.wraps.ends(found, rooms[_columns(lattice, cell)], edge))
            for cell, found in lines.items()
        }
        texts = {
            cell: tuple(fragment(end.line, end.is_cut) for end in own) for cell, own in ends.items()
        }
        if not self.wraps.trusted:
            self.full |= {
                texts[cell][-1].place
                for cell, found in lines.items()
                if self.wraps.is_full(found[-1], None, rooms[_columns(lattice, cell)])
            }
        self.lone |= {
            texts[cell][at].place: number
            for cell, found in lines.items()
            for at, number in may_be_calls(found)
        }
        drawn = dict.fromkeys((cell for cell in table.drawn if cell not in texts), DRAWN)
        cut = self._cut(lattice, ends, rooms)
        signed = {
            cell: SIGNED
            for cell, found in lines.items()
            if any(is_signature(line.text) for line in found)
        }
        printed = {**gone_over(lattice, cells), **overlaid(lattice, lines)}
        doubts = {**cut, **table.doubts, **printed, **drawn, **signed}
        return grid_of(lattice, texts, table.ground, doubts, table.shaded)

    def _cut(
        self,
        lattice: Lattice,
        ends: dict[int, list[LineEnd]],
        rooms: dict[tuple[int, int], float],
    ) -> dict[int, str]:
        """The cells two of whose lines may hold one word or number."""
        lines = {cell: [end.line for end in own] for cell, own in ends.items()}
        columns = self._broken(lattice, lines) if self.wraps.anywhere else frozenset()
        return {
            cell: CUT_WORD
            for cell, own in ends.items()
            if (key := _columns(lattice, cell))
            and any(
                self.wraps.may_be_torn(end, rooms[key])
                if key in columns
                else self.wraps.may_be_cut(end, rooms[key])
                for end in own
            )
        }

    def _broken(
        self, lattice: Lattice, lines: dict[int, list[PrintedLine]]
    ) -> frozenset[tuple[int, int]]:
        """The columns whose words are broken anywhere."""
        columns: dict[tuple[int, int], list[list[PrintedLine]]] = {}
        for cell, found in lines.items():
            columns.setdefault(_columns(lattice, cell), []).append(found)
        return frozenset(key for key, own in columns.items() if self.wraps.breaks_words(own))


def _folio(pieces: list[Piece]) -> list[Piece]:
    """The last line of a page where it is a number of few digits: it hangs out of no cell."""
    lowest = max((piece.base for piece in pieces), default=0.0)
    line = [piece for piece in pieces if lowest - piece.base < 0.5 * piece.size]
    return line if len(line) == 1 and _FOLIO.fullmatch(line[0].text) else []


def _out_of_rows(piece: Piece, lattices: Iterable[Lattice]) -> Piece:
    """A piece at a right angle, set apart as slanted ones are where it runs over several rows of a
    table: it is printed over them (who signed, and when) and is no text of a cell."""
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    for lattice in lattices:
        cell = lattice.cell_at(x, y)
        if cell is not None:
            _, top, _, bottom = lattice.cell_box(cell)
            over = max(top - piece.y0, 0.0) + max(piece.y1 - bottom, 0.0)
            if over > _OVER * (piece.y1 - piece.y0):
                return piece._replace(tilt=SLANTED)
    return piece


def _within(rule: Rule, tables: list[Lattice]) -> bool:
    return any(table.ys[0] - 2 <= rule.at <= table.ys[-1] + 2 for table in tables)


def _calls(grid: Grid) -> set[int]:
    return {call for item in grid.fragments for call in calls_in(item.text)}


def _columns(lattice: Lattice, cell: int) -> tuple[int, int]:
    """First column of a cell, and how many it covers."""
    return lattice.cells[cell].col, lattice.cells[cell].cols


def _rooms(
    lattice: Lattice, lines: dict[int, list[PrintedLine]], drawn: bool
) -> dict[tuple[int, int], float]:
    """The width left to text, for each column and number of columns a cell covers.

    Where walls are drawn, the narrower of the two margins that text keeps anywhere in the column
    holds on both sides; else the column is as wide as what it prints.
    """
    margins: dict[tuple[int, int], tuple[float, float]] = {}
    widths: dict[tuple[int, int], float] = {}
    for cell, found in lines.items():
        x0, _, x1, _ = lattice.cell_box(cell)
        key = _columns(lattice, cell)
        left = max(min(line.x0 - x0 for line in found), 0.0)
        right = max(min(x1 - line.x1 for line in found), 0.0)
        known = margins.get(key, (left, right))
        margins[key] = min(known[0], left), min(known[1], right)
        widths[key] = x1 - x0
    return {
        key: widths[key] - (2 * min(left, right) if drawn else left + right)
        for key, (left, right) in margins.items()
    }
