"""Marks of notes on the line: `(*)` or `(1)` at the end of a cell, where a line below the table
begins with the same mark, and figures right behind the last word (`Bộ Tài chính5`), as programs
leave the calls of notes that the document raises. They stay in their cells, and that is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import EVIDENCE, Cell, Problem
from pipeline.normalize.tables.stitch import Stitched
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_MARK = r"\(\*{1,3}\)|\*{1,3}|\(\d{1,2}\)|\[\d{1,2}\]"
_CALLS = compiled(rf"\p{{L}}[\p{{M}}.,;:”\")\]]*+\s?+({_MARK})\Z")
"""A mark behind words: one alone in its cell is the value of the cell."""
_BEGINS = compiled(rf"\s*+({_MARK})[\s:.]*+(?=\p{{L}})")
_GLUED = compiled(
    r"(?:(?<![\p{L}\p{M}])(?P<word>\p{L}[\p{Ll}\p{M}]{1,15}+)[.,;:”\")]?|/20\d\d)"
    r"(?P<number>[1-9]\d?)\Z"
)
"""The number of a note behind a year or a word: no syllable has more letters and marks."""
_FEWEST_GLUED = 3
"""Numbers of notes that go up over the cells of a document: fewer may be names."""
_LONGEST_STEP = 3
"""From the number of a note to the next that is read, at most."""
_MIN_COUNTED = 0.8
"""Share of such numbers, at least, that go up so."""


def typed_marks(stitched: Stitched) -> Iterator[Problem]:
    """A problem for each cell of a row that ends with the mark of a note typed below."""
    lines = (prose.fragment.text for prose, _ in stitched.prose if not prose.running)
    begun = {found.group(1) for line in lines if (found := _BEGINS.match(line))}
    if not begun:
        return
    for table in stitched.tables:
        for row in table.rows:
            label = row.cells[0].raw.strip() if row.cells else ""
            for cell, header in zip(row.cells, table.header.printed, strict=False):
                called = None if cell.merged else _CALLS.search(cell.raw.rstrip())
                if called is not None and called.group(1) in begun:
                    mark = called.group(1)
                    message = f"{mark} calls a note typed below the table; it stays in the cell"
                    evidence = cell.raw.strip()[-EVIDENCE:]
                    yield Problem(
                        "warning", "note-mark", message, evidence, row.page, label, header
                    )


def glued_marks(stitched: Stitched) -> Iterator[Problem]:
    """A problem for each cell that ends with the number of a note right behind its last word, where
    such numbers go up over the cells of the document."""
    found = [
        (row, cell, header, number)
        for table in stitched.tables
        for row in table.rows
        for cell, header in zip(row.cells, table.header.printed, strict=False)
        if not cell.merged and (number := _glued(cell)) is not None
    ]
    if not _count_notes([number for *_, number in found]):
        return
    for row, cell, header, number in found:
        label = row.cells[0].raw.strip()
        message = f"{number} right behind the last word may be the call of a note; it is kept"
        evidence = cell.raw.strip()[-EVIDENCE:]
        yield Problem("warning", "note-mark", message, evidence, row.page, label, header)


def _glued(cell: Cell) -> int | None:
    text = cell.raw.rstrip()
    match = _GLUED.search(text) if text[-1:].isdecimal() else None
    if match is None or (match["word"] and not is_syllable(match["word"])):
        return None
    return int(match["number"])


def _count_notes(numbers: Sequence[int]) -> bool:
    """Whether numbers go up in small steps, nearly all: the calls of notes, some of which stand
    where no cell is read."""
    last, seen, counted = 0, set[int](), 0
    for number in numbers:
        if last <= number <= last + _LONGEST_STEP:
            counted += 1
            seen.add(number)
            last = number
    return len(seen) >= _FEWEST_GLUED and counted >= _MIN_COUNTED * len(numbers)
