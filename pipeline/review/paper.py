"""What a source without pictures prints around some rows: the lines of a text, the paragraphs and
rows of a Word file, a web page or a workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.data.records import CellRecord
from pipeline.errors import InputError
from pipeline.model import Grid, Prose, Reading

_AROUND = 4
"""Lines shown before and after those of the rows."""
_LONGEST = 400
"""Lines shown at most."""
_TEXTS = ("text-", "csv", "markdown")
"""Dialects whose places are lines of the file."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line, a paragraph or a row of the source: the lines it takes up, none where they are not
    known, and the texts that stand beside each other in it."""

    lines: tuple[int, ...]
    cells: tuple[str, ...]


def is_text(dialect: str | None) -> bool:
    """Whether the lines of a source are lines of its file."""
    return (dialect or "").startswith(_TEXTS)


def lines_around(path: Path, sha256: str, cells: Iterable[CellRecord]) -> list[SourceLine] | str:
    """The lines of a text file around those of some cells, or the key of the sentence that says why
    there are none."""
    lines = _lines(path, sha256)
    if isinstance(lines, str):
        return lines
    numbered = [SourceLine((n,), tuple(text.split("\t"))) for n, text in enumerate(lines, start=1)]
    return around(numbered, cells)


def around(lines: Sequence[SourceLine], cells: Iterable[CellRecord]) -> list[SourceLine]:
    """The lines that some cells stand in, those between and a few before and after; blank ones are
    left out."""
    wanted = {place.line for cell in cells for place in cell.places if place.line is not None}
    at = [i for i, line in enumerate(lines) if not wanted.isdisjoint(line.lines)]
    first, last = (max(0, at[0] - _AROUND), at[-1] + _AROUND) if at else (0, len(lines))
    shown = (line for line in lines[first : last + 1] if any(text.strip() for text in line.cells))
    return list(shown)[:_LONGEST]


def row_between(path: Path, sha256: str, first: int, last: int, columns: int) -> tuple[str, ...]:
    """The texts of the first line between two that is divided as a row of so many columns is; empty
    where there is none."""
    lines = _lines(path, sha256)
    between = [] if isinstance(lines, str) else lines[first : max(first, last - 1)]
    rows = (tuple(line.split("\t")) for line in between)
    return next((row for row in rows if len(row) == columns > 1), ())


@lru_cache(maxsize=4)
def _text(path: Path, sha256: str) -> tuple[str, ...]:
    from pipeline.extract.text.dialect import lines_of

    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputError("unreadable", "picture.changed")
    return tuple(line.text for line in lines_of(content)[0])


def _lines(path: Path, sha256: str) -> Sequence[str] | str:
    try:
        return _text(path, sha256)
    except OSError:
        return "picture.gone"
    except InputError as error:
        return error.message if error.code == "unreadable" else "picture.none"


def lines_of_reading(reading: Reading) -> Iterator[SourceLine]:
    """What a reader finds in a file, in its order: a line for each paragraph, and for each row of
    its tables."""
    for page in reading.pages:
        for block in page.blocks:
            if isinstance(block, Grid):
                for row in block.rows:
                    own = [c for c in row if not c.merged]
                    numbers = {f.place.line for c in own for f in c.fragments}
                    yield SourceLine(_known(numbers), tuple(c.raw for c in own))
            else:
                pieces = [block.fragment] if isinstance(block, Prose) else block.fragments
                text = " ".join(piece.text for piece in pieces)
                yield SourceLine(_known({piece.place.line for piece in pieces}), (text,))


def _known(numbers: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted(number for number in numbers if number is not None))


def as_read(rows: Iterable[Sequence[CellRecord]]) -> list[SourceLine]:
    """Rows as the source prints them, where nothing around them is known."""
    shown = []
    for cells in rows:
        own = [cell for cell in cells if not cell.merged]
        numbers = {place.line for cell in own for place in cell.places}
        shown.append(SourceLine(_known(numbers), tuple(cell.raw for cell in own)))
    return shown
