"""What a second library saw on a page, to the blocks of a `Page`.

A library reports characters and the cells of its tables. The cells' sides are taken as rules, so
that cells over several rows or columns come out as they do for rules read from the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.errors import InputError
from pipeline.extract.pdf.notes import NoteDraft, NoteReader, calls_in, mark_running
from pipeline.extract.pdf.pieces import Piece
from pipeline.extract.pdf.text import COLUMN_GAP, Line, lines_of
from pipeline.extract.pdf.wraps import Wraps
from pipeline.extract.ruled import Lattice, find_lattices
from pipeline.extract.ruled_cells import deal, grid_of
from pipeline.extract.ruled_lines import Rule
from pipeline.extract.second.glyphs import Glyph, Turn, main_turn, pieces_from, turned, visible
from pipeline.model import Block, Fragment, Grid, Page, Place, Problem, Prose, Reading

Side = tuple[float, float, float, float]
"""One straight side of a cell or a rule: x0, y0, x1, y1, with x0 = x1 or y0 = y1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a library reports it: points from the top left corner of the page as shown.

    `tables` holds, for each table, the sides of its cells; `rules` are level strokes anywhere on
    the page. `pictures` tells that the page shows an image.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    tables: Sequence[Sequence[Side]]
    rules: Sequence[Side] = ()
    pictures: bool = False


@dataclass(slots=True)
class _Book:
    notes: NoteReader = field(default_factory=NoteReader)
    wraps: Wraps = field(default_factory=Wraps)
    blocks: list[list[Block | NoteDraft]] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    pictures: int = 0


def reading_of(sheets: Iterable[Sheet], engine: str) -> Reading:
    """The reading of a whole file, sheet by sheet.

    Raises `InputError('no-pages')`.
    """
    book = _Book()
    for number, sheet in enumerate(sheets, 1):
        _add(book, sheet, number)
    if not book.blocks:
        raise InputError("no-pages", "the PDF has no pages; fetch it again")
    if book.pictures and not any(book.chars):
        return Reading("pdf-scan", engine, (), (_only_pictures(engine),))
    finished = [
        [block.finished() if isinstance(block, NoteDraft) else block for block in blocks]
        for blocks in book.blocks
    ]
    marked = mark_running(finished, book.heights)
    pages = [Page(n, blocks, book.chars[n - 1]) for n, blocks in enumerate(marked, 1)]
    return Reading("pdf-ruled", engine, tuple(pages))


def _only_pictures(engine: str) -> Problem:
    message = f"all pages are pictures without characters; {engine} cannot read them"
    return Problem("warning", "dialect-unsupported", message)


def _add(book: _Book, sheet: Sheet, number: int) -> None:
    turn = main_turn(sheet.glyphs, sheet.width, sheet.height)
    glyphs = visible((turned(glyph, turn) for glyph in sheet.glyphs), *turn.size)
    pieces = pieces_from(glyphs)
    book.chars.append(sum(len("".join(piece.text.split()).rstrip("\xad")) for piece in pieces))
    book.pictures += sheet.pictures
    book.blocks.append(_blocks(sheet, number, turn, pieces, book))
    book.heights.append(sheet.height)


def _blocks(
    sheet: Sheet, number: int, turn: Turn, pieces: list[Piece], book: _Book
) -> list[Block | NoteDraft]:
    """The blocks of a page in reading order."""
    place = _placer(number, turn.back(), book.wraps)
    lattices = [lattice for sides in sheet.tables for lattice in _lattices(sides, turn)]
    level = [piece for piece in pieces if piece.tilt < 2]
    dealt, rest = deal(lattices, level, lambda piece: [piece])
    rest += [piece for piece in pieces if piece.tilt == 2]
    placed: list[tuple[float, float, Block | NoteDraft]] = []
    tables: list[Lattice] = []
    calls: set[int] = set()
    for lattice, cells in zip(lattices, dealt, strict=True):
        if cells:
            tables.append(lattice)
            grid = _grid(lattice, cells, place, book.wraps)
            calls.update(_calls(grid))
            placed.append((lattice.ys[0], lattice.xs[0], grid))
    lines = lines_of(rest, COLUMN_GAP) if rest else []
    for line in lines:
        calls.update(calls_in(line.text[line.raised :]))
    lines, drafts = book.notes.take(lines, _loose_rules(sheet, turn, tables), calls, place)
    placed += [(line.base - 0.5 * line.size, line.x0, Prose(place(line))) for line in lines]
    placed += [(draft.top, 0.0, draft) for draft in drafts]
    placed.sort(key=lambda item: item[:2])
    return [block for _, _, block in placed]


def _lattices(sides: Iterable[Side], turn: Turn) -> list[Lattice]:
    level, upright = _as_rules(sides, turn)
    return find_lattices(level, upright)


def _as_rules(sides: Iterable[Side], turn: Turn) -> tuple[list[Rule], list[Rule]]:
    """Level and upright rules of the turned page."""
    level, upright = [], []
    for side in sides:
        x0, y0, x1, y1 = turn.box(*side)
        if x1 - x0 >= y1 - y0:
            level.append(Rule((y0 + y1) / 2, x0, x1))
        else:
            upright.append(Rule((x0 + x1) / 2, y0, y1))
    return level, upright


def _loose_rules(sheet: Sheet, turn: Turn, tables: list[Lattice]) -> list[Rule]:
    level, _ = _as_rules(sheet.rules, turn)
    return [
        rule
        for rule in level
        if not any(table.ys[0] - 2 <= rule.at <= table.ys[-1] + 2 for table in tables)
    ]


def _placer(number: int, back: Turn, wraps: Wraps) -> Callable[..., Fragment]:
    """A function that makes a line a fragment of this page."""

    def place(line: Line, glued: bool = False) -> Fragment:
        x0, y0, x1, y1 = back.box(line.x0, line.y0, line.x1, line.y1)
        where = Place(number, None, round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
        spaced = line.trail and not glued and wraps.trusted
        return Fragment(line.text, where, glued, line.bold, spaced)

    return place


def _grid(
    lattice: Lattice,
    cells: dict[int, list[Piece]],
    place: Callable[..., Fragment],
    wraps: Wraps,
) -> Grid:
    lines = {cell: lines_of(pieces) for cell, pieces in cells.items()}
    wraps.learn(lines.values())
    rooms = _rooms(lattice, lines)
    texts = {
        cell: tuple(
            place(line, wraps.is_cut(line, after, rooms[_columns(lattice, cell)]))
            for line, after in zip(found, [*found[1:], None], strict=True)
        )
        for cell, found in lines.items()
    }
    return grid_of(lattice, texts)


def _columns(lattice: Lattice, cell: int) -> tuple[int, int]:
    """First column of a cell, and how many it covers."""
    return lattice.cells[cell].col, lattice.cells[cell].cols


def _rooms(lattice: Lattice, lines: dict[int, list[Line]]) -> dict[tuple[int, int], float]:
    """The width left to text, for each column and number of columns a cell covers.

    The narrower of the two margins that text keeps anywhere in the column holds on both sides.
    """
    margins: dict[tuple[int, int], float] = {}
    widths: dict[tuple[int, int], float] = {}
    for cell, found in lines.items():
        x0, _, x1, _ = lattice.cell_box(cell)
        key = _columns(lattice, cell)
        margin = min(min(line.x0 - x0, x1 - line.x1) for line in found)
        margins[key] = min(margins.get(key, x1 - x0), max(margin, 0.0))
        widths[key] = x1 - x0
    return {key: widths[key] - 2 * margin for key, margin in margins.items()}


def _calls(grid: Grid) -> set[int]:
    texts = (item.text for row in grid.rows for cell in row for item in cell.fragments)
    return {call for text in texts for call in calls_in(text)}
