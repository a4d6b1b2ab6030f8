"""Born-digital PDF to pages: the rules of the page decide its cells (dialect `pdf-ruled`).

::

    page ──chars, pieces──▶ pieces ─┐
    page ──rules──▶ rules ──ruled──▶ lattices ──ruled_cells──▶ grids
                                            └── the rest: text lines, notes footnotes

Pages are read one at a time and closed; nothing of PDFium outlives its page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.pdf import raw
from pipeline.extract.pdf.annotations import annotation_lines
from pipeline.extract.pdf.chars import Cache, PageChars, read_chars
from pipeline.extract.pdf.doubts import Doubts
from pipeline.extract.pdf.frame import Frame, page_frame
from pipeline.extract.pdf.notes import NoteDraft, NoteReader, calls_in, mark_running
from pipeline.extract.pdf.pieces import Piece, pieces_of, split_piece
from pipeline.extract.pdf.rules import PageRules, read_rules
from pipeline.extract.pdf.text import COLUMN_GAP, Line, lines_of
from pipeline.extract.pdf.wraps import Wraps
from pipeline.extract.ruled import Lattice, find_lattices
from pipeline.extract.ruled_cells import deal, grid_of
from pipeline.extract.ruled_lines import Rule
from pipeline.model import Block, Dialect, Fragment, Grid, Page, Place, Prose, Reading

ENGINE = "pdfium"
MAX_PAGES = 20_000
"""Pages read of one file."""


@dataclass(slots=True)
class _Book:
    """What is gathered over the pages of one file."""

    cache: Cache = field(default_factory=Cache)
    notes: NoteReader = field(default_factory=NoteReader)
    wraps: Wraps = field(default_factory=Wraps)
    doubts: Doubts = field(default_factory=Doubts)
    blocks: list[list[Block | NoteDraft]] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    failed: set[int] = field(default_factory=set)
    marginalia: list[str] = field(default_factory=list)
    pictures: int = 0


def read_pdf(path: Path, data: bytes) -> Reading:
    """Read a PDF. `path` is for messages only; `data` are the bytes of the file.

    Raises InputError: `not-pdf`, `encrypted`, `damaged`, `no-pages`.
    """
    book = _Book()
    with raw.open_document(data) as document:
        total = raw.page_total(document)
        if total <= 0:
            raise InputError("no-pages", f"{path.name} has no pages; fetch it again")
        if total > MAX_PAGES:
            book.doubts.too_many_pages(total, MAX_PAGES)
        for number in range(1, min(total, MAX_PAGES) + 1):
            _read_page(document, number, book)
    return _reading(book)


def _reading(book: _Book) -> Reading:
    if not any(book.chars) and book.pictures:
        book.doubts.only_pictures(book.pictures)
        return Reading("pdf-scan", ENGINE, (), book.doubts.problems(), tuple(book.marginalia))
    finished = [
        [block.finished() if isinstance(block, NoteDraft) else block for block in blocks]
        for blocks in book.blocks
    ]
    dialect: Dialect = "pdf-ruled"
    pages = tuple(
        Page(number, blocks, chars, number in book.failed)
        for number, (blocks, chars) in enumerate(
            zip(mark_running(finished, book.heights), book.chars, strict=True), 1
        )
    )
    return Reading(dialect, ENGINE, pages, book.doubts.problems(), tuple(book.marginalia))


def _read_page(document: int, number: int, book: _Book) -> None:
    page = raw.load_page(document, number - 1)
    if not page:
        book.doubts.unreadable(number)
        book.failed.add(number)
        _add_page(book, [], 0, 0.0)
        return
    try:
        shown = page_frame(page)
        chars = read_chars(page, book.cache, shown)
        if chars is None:
            book.doubts.too_dense(number)
            book.failed.add(number)
            _add_page(book, [], 0, shown.size[1])
            return
        rules = read_rules(page, chars.frame)
        pieces = _printed(chars, rules, number, book)
        _add_page(book, _blocks(number, chars, rules, pieces, book), _count(pieces), shown.size[1])
        has_notes = raw.count_annotations(page) > 0
        if has_notes:
            book.marginalia += annotation_lines(document, page, number - 1, pieces, book.cache)
    finally:
        raw.close_page(page)


def _add_page(book: _Book, blocks: list[Block | NoteDraft], chars: int, height: float) -> None:
    book.blocks.append(blocks)
    book.chars.append(chars)
    book.heights.append(height)


def _count(pieces: list[Piece]) -> int:
    """Printed characters, white space apart."""
    return sum(len("".join(piece.text.split())) for piece in pieces)


def _printed(chars: PageChars, rules: PageRules, number: int, book: _Book) -> list[Piece]:
    """The pieces that show on the page, and what is doubtful about them."""
    pieces = pieces_of(chars, covered=rules.covers)
    if not pieces and rules.pictures(chars.frame):
        book.pictures += 1
        pieces = pieces_of(chars, covered=rules.covers, hidden=True) if chars.hidden else []
        if pieces:
            book.doubts.hidden_layer(number)
        else:
            book.doubts.without_text(number)
    elif not pieces and rules.segments + len(rules.horizontal) + len(rules.vertical) > 200:
        book.doubts.without_text(number)
    if not rules.complete:
        book.doubts.too_many_paths(number)
    return pieces


def _blocks(
    number: int, chars: PageChars, rules: PageRules, pieces: list[Piece], book: _Book
) -> list[Block | NoteDraft]:
    """The blocks of a page in reading order."""
    printed: list[str] = []
    fragment = _placer(number, chars, printed, book.wraps)
    lattices = find_lattices(rules.horizontal, rules.vertical)
    level = [piece for piece in pieces if piece.tilt < 2]
    dealt, rest = deal(lattices, level, lambda piece: split_piece(chars, piece))
    placed: list[tuple[float, float, Block | NoteDraft]] = []
    tables: list[Lattice] = []
    calls: set[int] = set()
    for lattice, cells in zip(lattices, dealt, strict=True):
        if not cells:
            continue
        tables.append(lattice)
        grid = _grid(lattice, cells, fragment, book.wraps)
        calls.update(_calls(grid))
        placed.append((lattice.ys[0], lattice.xs[0], grid))
    rest += [piece for piece in pieces if piece.tilt == 2]
    lines = lines_of(rest, COLUMN_GAP) if rest else []
    for line in lines:
        calls.update(calls_in(line.text[line.raised :]))
    loose = [rule for rule in rules.horizontal if not _within(rule, tables)]
    lines, notes = book.notes.take(lines, loose, calls, fragment)
    placed += [(line.base - 0.5 * line.size, line.x0, Prose(fragment(line))) for line in lines]
    placed += [(note.top, 0.0, note) for note in notes]
    placed.sort(key=lambda item: item[:2])
    book.doubts.look_at(number, chars, printed)
    return [block for _, _, block in placed]


def _within(rule: Rule, tables: list[Lattice]) -> bool:
    return any(table.ys[0] - 2 <= rule.at <= table.ys[-1] + 2 for table in tables)


def _calls(grid: Grid) -> set[int]:
    return {
        call
        for row in grid.rows
        for cell in row
        for item in cell.fragments
        for call in calls_in(item.text)
    }


def _placer(
    number: int, chars: PageChars, printed: list[str], wraps: Wraps
) -> Callable[..., Fragment]:
    """A function that makes a line a fragment of this page, placed as the page is shown.

    It notes the text in `printed`.
    """
    frame, shown = chars.frame, chars.shown

    def fragment(line: Line, glued: bool = False) -> Fragment:
        x0, y0, x1, y1 = line.x0, line.y0, line.x1, line.y1
        if frame is not shown:
            x0, y0, x1, y1 = _turned(frame, shown, x0, y0, x1, y1)
        place = Place(number, None, round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
        printed.append(line.text)
        spaced = line.trail and not glued and wraps.trusted
        return Fragment(line.text, place, glued, line.bold, spaced)

    return fragment


def _turned(
    frame: Frame, shown: Frame, x0: float, y0: float, x1: float, y1: float
) -> tuple[float, float, float, float]:
    return shown.box(*frame.user_point(x0, y0), *frame.user_point(x1, y1))


def _grid(
    lattice: Lattice,
    cells: dict[int, list[Piece]],
    fragment: Callable[..., Fragment],
    wraps: Wraps,
) -> Grid:
    lines = {cell: lines_of(pieces) for cell, pieces in cells.items()}
    wraps.learn(lines.values())
    rooms = _rooms(lattice, lines)
    return grid_of(
        lattice,
        {
            cell: _fragments(found, rooms[_columns(lattice, cell)], fragment, wraps)
            for cell, found in lines.items()
        },
    )


def _columns(lattice: Lattice, cell: int) -> tuple[int, int]:
    return lattice.cells[cell].col, lattice.cells[cell].cols


def _rooms(lattice: Lattice, lines: dict[int, list[Line]]) -> dict[tuple[int, int], float]:
    """For each column (and each number of columns spanned) the width left to text.

    The narrower of the two margins text keeps anywhere in the column holds on both sides.
    """
    margins: dict[tuple[int, int], float] = {}
    widths: dict[tuple[int, int], float] = {}
    for cell, found in lines.items():
        x0, _, x1, _ = lattice.cell_box(cell)
        key = _columns(lattice, cell)
        margin = min(min(line.x0 - x0, x1 - line.x1) for line in found)
        margins[key] = min(margins.get(key, 1000.0), max(margin, 0.0))
        widths[key] = x1 - x0
    return {key: widths[key] - 2 * margin for key, margin in margins.items()}


def _fragments(
    lines: list[Line], room: float, fragment: Callable[..., Fragment], wraps: Wraps
) -> tuple[Fragment, ...]:
    return tuple(
        fragment(line, wraps.is_cut(line, after, room))
        for line, after in zip(lines, [*lines[1:], None], strict=True)
    )
