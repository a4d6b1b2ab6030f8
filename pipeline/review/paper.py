"""What a source without pages prints around some rows: the lines of a text, the paragraphs and rows
of a Word file, a web page or a workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.data.records import CellRecord
from pipeline.errors import InputError

_AROUND = 4
"""Lines shown before and after those of the rows."""
_LONGEST = 400
"""Lines shown at most."""
_TEXTS = ("text-", "csv", "markdown")
"""Dialects whose places are lines of the file."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source; `number` is None for a gap. `cells` are texts that stand beside each
    other in it."""

    number: int | None
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
    wanted = sorted({p.line for c in cells for p in c.places if p.line is not None})
    first, last = (wanted[0], wanted[-1]) if wanted else (1, len(lines))
    shown = range(max(1, first - _AROUND), min(len(lines), last + _AROUND) + 1)[:_LONGEST]
    told = [n for n in shown if n in wanted or lines[n - 1].strip()]
    return [SourceLine(n, tuple(lines[n - 1].split("\t"))) for n in told]


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


def as_read(rows: Iterable[Sequence[CellRecord]]) -> list[SourceLine]:
    """Rows as the source prints them: what stands in each of its rows or paragraphs."""
    shown = []
    for cells in rows:
        own = [cell for cell in cells if not cell.merged]
        lines = [place.line for cell in own for place in cell.places if place.line is not None]
        shown.append(SourceLine(min(lines, default=None), tuple(cell.raw for cell in own)))
    return shown
