"""Tables that pandas printed: what it writes where a sheet has nothing is no text of the sheet.

`DataFrame.to_markdown`, `to_html` and `to_csv`, and MarkItDown, which reads workbooks through them,
write `NaN` for a blank cell, `Unnamed: 3` for a column without a name, the numbers of the rows
before them, and line breaks as `\\n`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow, over_all
from pipeline.extract.runs import count_chars
from pipeline.model import Fragment

_ABSENT: Final = re.compile(r"NaN|NaT|<NA>|nan|None|NULL|null")
_WORDS: Final = frozenset({"nan", "None", "NULL", "null"})
"""Those that could be words."""
_MIN_WORDS: Final = 2
"""Cells of such a word that are none of the sheet: one may be a word, slats of bamboo."""
_UNNAMED: Final = re.compile(r"Unnamed: (\d+)(?:_level_\d+)?")
_BREAK: Final = "\\n"
_FEWEST_NUMBERED: Final = 2
"""Rows that are counted from 0: one alone may be a value."""


@dataclass(frozen=True, slots=True)
class FrameSheet:
    """The rows of the sheet a frame was made from; `header` of them name columns, where the frame
    says so; `chars` that are printed in the frame are none of the sheet."""

    rows: list[SheetRow]
    header: int | None
    chars: int


def sheet_of(rows: Sequence[SheetRow], known: bool = False) -> FrameSheet | None:
    """The sheet that a frame shows; None where the rows are none of a frame, unless that is `known`
    of them."""
    indexed = _is_indexed(rows)
    counted = bool(rows) and _counts(rows[0], indexed)
    if not rows or not (known or indexed or counted or _unnamed(rows) or _lacks(rows)):
        return None
    kept = list(_whole(rows)) if indexed else list(rows)
    bare = [
        SheetRow(row.number, tuple(_cells(row, first=at == 0, after=indexed)))
        for at, row in enumerate(kept)
    ]
    bare = bare[1:] if counted else bare
    named = not counted and bool(bare) and len(bare[0].filled) > 1
    printed = [row for row in bare if not row.blank]
    chars = _chars(rows) - _chars(printed) if indexed or counted else _chars(rows) - _chars(bare)
    return FrameSheet(printed if named else _with_titles(printed), 1 if named else None, chars)


def _chars(rows: Sequence[SheetRow]) -> int:
    return count_chars(piece for row in rows for cell in row.cells for piece in cell.fragments)


def _unnamed(rows: Sequence[SheetRow]) -> bool:
    """Whether the first row names a column by where it stands."""
    found = (_UNNAMED.fullmatch(cell.text) for row in rows[:1] for cell in row.filled)
    return any(found)


def _lacks(rows: Sequence[SheetRow]) -> bool:
    """Whether cells say that they have no value."""
    found = Counter(
        cell.text for row in rows[1:] for cell in row.filled if _ABSENT.fullmatch(cell.text)
    )
    words = sum(found[word] for word in _WORDS)
    return words >= _MIN_WORDS or found.total() > words


def _is_indexed(rows: Sequence[SheetRow]) -> bool:
    """Whether the first column counts the rows from 0 and has no name."""
    heads = rows[:1]
    first = [row.filled[0].text for row in rows[1:] if row.filled and row.filled[0].column == 0]
    unheaded = all(row.filled and row.filled[0].column > 0 for row in heads)
    counts = first == list(map(str, range(len(first))))
    return bool(heads) and unheaded and counts and len(first) >= _FEWEST_NUMBERED


def _counts(row: SheetRow, indexed: bool) -> bool:
    """Whether a row counts the columns from 0."""
    texts = [cell.text for cell in row.filled]
    alike = texts == [str(cell.column - indexed) for cell in row.filled]
    return alike and len(texts) > _FEWEST_NUMBERED


def _whole(rows: Sequence[SheetRow]) -> Iterator[SheetRow]:
    """The rows, each with those that have no number of their own: lines of its cells."""
    row: SheetRow | None = None
    for other in rows:
        if row is None or not other.filled or other.filled[0].column == 0:
            if row is not None:
                yield row
            row = other
        else:
            row = _with_lines(row, other)
    if row is not None:
        yield row


def _with_lines(row: SheetRow, more: SheetRow) -> SheetRow:
    """A row whose cells go on in another one."""
    cells = {cell.column: cell for cell in row.cells}
    for cell in more.filled:
        old = cells.get(cell.column, replace(cell, fragments=()))
        cells[cell.column] = replace(old, fragments=(*old.fragments, *cell.fragments))
    return SheetRow(row.number, tuple(cells[column] for column in sorted(cells)))


def _cells(row: SheetRow, first: bool, after: bool) -> Iterator[PlacedCell]:
    """The cells of a row without what the frame added; `after` a column of row numbers."""
    for cell in row.cells:
        if after and cell.column == 0:
            continue
        text = cell.text
        added = _UNNAMED.fullmatch(text) if first else _ABSENT.fullmatch(text)
        pieces = () if added else tuple(_lines(cell.fragments))
        yield replace(cell, column=cell.column - after, fragments=pieces)


def _lines(pieces: Sequence[Fragment]) -> Iterator[Fragment]:
    for piece in pieces:
        parts = [part.strip() for part in piece.text.split(_BREAK)]
        yield from [replace(piece, text=part) for part in parts if part]


def _with_titles(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows, each of one cell above the first that has several as wide as all of them."""
    last = max((cell.column for row in rows for cell in row.filled), default=0)
    several = next((at for at, row in enumerate(rows) if len(row.filled) > 1), len(rows))
    return [*(over_all(row, last) for row in rows[:several]), *rows[several:]]
