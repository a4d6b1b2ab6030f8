"""Collects blocks into pages while a text is read from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.text.lines import NumberedLine, fragment
from pipeline.model import Block, Cell, Fragment, Grid, GridRow, Note, Page, Prose
from pipeline.writing.letters import printed_chars
from pipeline.writing.note_starts import raised_number
from pipeline.writing.page_numbers import is_page_number

MIN_COLUMNS = 2
"""Fewer cells than this in every row are an indented line, not a table."""


@dataclass(slots=True)
class PageBuilder:
    """Pages so far and the one being filled.

    Every line must be counted once with `count`, so that `Page.chars` is known independently
    of the blocks it ends in.
    """

    pages: list[Page] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    chars: int = 0

    @property
    def number(self) -> int:
        """Number of the page being filled, from 1."""
        return len(self.pages) + 1

    @property
    def has_grid(self) -> bool:
        """Whether the page being filled already holds a part of a table."""
        return any(isinstance(block, Grid) for block in self.blocks)

    def count(self, line: NumberedLine) -> None:
        """Add the line's printed characters to the page."""
        self.chars += printed_chars(line.text)

    def turn(self) -> None:
        """Begin a new page, unless the current one is still empty."""
        if self.blocks or self.chars:
            self.pages.append(Page(self.number, tuple(self.blocks), self.chars))
            self.blocks, self.chars = [], 0

    def prose(self, line: NumberedLine) -> None:
        """Add a line outside tables and notes; one that holds nothing is left out."""
        if line.text.strip():
            piece = fragment(line.text, line.number, self.number)
            self.blocks.append(Prose(piece, running=is_page_number(line.text)))

    def text(self, line: NumberedLine) -> None:
        """Add a line outside tables: the start of a note, the rest of one, or prose."""
        number = raised_number(line.text)
        if number is None:
            self.prose(line)
        else:
            self.blocks.append(Note(number, (fragment(line.text, line.number, self.number),)))

    def extend_note(self, line: NumberedLine) -> None:
        """Add a further line to the note that was added last."""
        note = self.blocks.pop()
        assert isinstance(note, Note)
        more = fragment(line.text, line.number, self.number)
        self.blocks.append(Note(note.number, (*note.fragments, more)))

    def grid(self, rows: list[GridRow]) -> None:
        """Add a part of a table; rows of single cells only are lines of prose."""
        if not rows:
            return
        if max(map(len, rows)) >= MIN_COLUMNS:
            self.blocks.append(Grid(tuple(rows)))
            return
        for row in rows:
            self.blocks.extend(Prose(piece) for cell in row for piece in cell.fragments)

    def finish(self) -> tuple[Page, ...]:
        """All pages; a text of nothing but blanks is one blank page."""
        self.turn()
        return tuple(self.pages) or (Page(1, (), 0),)


def text_cell(pieces: list[Fragment]) -> Cell:
    """A cell of a text dialect: fragments that print something, in order."""
    return Cell(tuple(piece for piece in pieces if piece.text.strip()))
