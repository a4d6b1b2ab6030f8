"""A bare text while its tables are taken from it, and its pages put together again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import takewhile

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.notes import Notes
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.text.lines import fragment, pages_in_order
from pipeline.frozen import dataclass
from pipeline.model import Block, Fragment, Grid, GridRow, Note, Page, Problem, Prose
from pipeline.writing.letters import printed_chars


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A physical row of a grid with the line and page it begins on; `heads` where it is one of a
    header that only its reader can tell."""

    line: int
    page: int
    cells: GridRow
    table: int
    resumes: bool = False
    heads: bool = False


@dataclass(slots=True)
class TakenText:
    """The text of a document while its tables are taken from it."""

    pieces: list[LinePiece]
    numbers: set[int]
    headers: list[HeaderPieces]
    notes: Notes
    pages: dict[int, int] = field(default_factory=dict)
    rows: list[PrintedRow] = field(default_factory=list)
    prose: list[LinePiece] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def page(self, line: int) -> int:
        """The page a line stands on."""
        return self.pages[line]

    def fragment(self, text: str, line: int) -> Fragment:
        """A fragment at its line."""
        return fragment(text, line, self.page(line))


def pages_of(text: TakenText) -> Iterator[Page]:
    """The pages with their blocks in the order of the lines."""
    chars: dict[int, int] = {}
    for piece in _decoded(text):
        page = text.page(piece.line)
        chars[page] = chars.get(page, 0) + printed_chars(piece.text)
    return pages_in_order(_blocks(text), chars)


def _decoded(text: TakenText) -> Iterator[LinePiece]:
    for index, piece in enumerate(text.pieces):
        note = text.notes.found.get(index)
        yield note.pieces[0] if note else piece


def _blocks(text: TakenText) -> Iterator[tuple[int, int, Block]]:
    running = {id(text.pieces[index]) for index in text.numbers}
    for piece in text.prose:
        block = Prose(text.fragment(piece.text, piece.line), running=id(piece) in running)
        yield piece.line, text.page(piece.line), block
    for note in text.notes.found.values():
        parts = tuple(text.fragment(piece.text, piece.line) for piece in note.pieces)
        yield note.pieces[0].line, parts[0].place.page, Note(note.number, parts)
    yield from _grids(text)


def _grids(text: TakenText) -> Iterator[tuple[int, int, Grid]]:
    """The rows of each table and page as one grid."""
    parts: dict[tuple[int, int], list[PrintedRow]] = {}
    for row in text.rows:
        parts.setdefault((row.table, row.page), []).append(row)
    resumed = {(row.table, row.page) for row in text.rows if row.resumes}
    for (table, page), rows in parts.items():
        rows.sort(key=lambda row: row.line)
        top = True if (table, page) in resumed else None
        bottom = True if (table, page + 1) in resumed else None
        heads = sum(1 for _ in takewhile(lambda row: row.heads, rows)) or None
        grid = Grid(tuple(row.cells for row in rows), heads, top, bottom)
        yield rows[0].line, page, grid
