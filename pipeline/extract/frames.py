"""Tables that pandas printed: what it writes where a sheet has nothing is no text of the sheet.

`DataFrame.to_markdown`, `to_html` and `to_csv`, and MarkItDown, which reads workbooks through them,
write `NaN` for a blank cell, `Unnamed: 3` for a column without a name, the numbers of the rows
before them, and line breaks as `\\n`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow, over_all
from pipeline.extract.runs import count_chars
from pipeline.frozen import dataclass
from pipeline.model import EVIDENCE, UNCERTAIN, Fragment, Problem

_ABSENT: Final = re.compile(r"NaN|NaT|<NA>|nan|None|NULL|null")
_WORDS: Final = frozenset({"nan", "None", "NULL", "null"})
"""Those that could be words."""
_MIN_WORDS: Final = 2
"""Cells of such a word that are none of the sheet: one may be a word, slats of bamboo."""
_UNNAMED: Final = re.compile(r"Unnamed: (\d+)(?:_level_\d+)?")
_FLOAT: Final = re.compile(r"-?\d+\.\d+")
_NO_FRACTION: Final = ".0"
_FEWEST_NUMBERS: Final = 3
"""Numbers of a column, at least, that tell who wrote them."""
_FEWEST_TYPES: Final = 3
"""Cells of a row that names types: two words may be values."""
_TYPE: Final = re.compile(
    r"(?:(?:[iuf]|u?int|float)(?:8|16|32|64)|(?:u|big|small|tiny)?int|integer|float|double|real|number"
    r"|numeric|decimal|money|string|str|text|n?(?:var)?char|object|category|bool|boolean|date"
    r"|datetime(?:64)?(?:\[ns\])?|time|timestamp|uuid|json)(?:\(\d+(?:, ?\d+)?\))?",
    re.IGNORECASE,
)
"""What data bases and programs call the values that a column may hold (`varchar(255)`, `int64`)."""
_TUPLE: Final = re.compile(r"\((?:'[^']*'|\"[^\"]*\")(?:, (?:'[^']*'|\"[^\"]*\"))+\)")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
"""Names of several levels as pandas shows them in one: `('Giá', 'Kỳ trước')`."""
_BREAK: Final = "\\n"
_FEWEST_NUMBERED: Final = 2
"""Rows that are counted from 0: one alone may be a value."""
_FEWEST_FRAMES: Final = 2
"""Frames below each other: one alone is a frame."""


@dataclass(frozen=True, slots=True)
class FrameSheet:
    """The rows of the sheet a frame was made from; `header` of them name columns, where the frame
    says so; `chars` that are printed in the frame are none of the sheet."""

    rows: list[SheetRow]
    header: int | None
    chars: int


def sheet_of(
    rows: Sequence[SheetRow], known: bool = False, counted: bool = False
) -> FrameSheet | None:
    """The sheet that a frame shows; None where the rows are none of a frame, unless that is `known`
    of them, or that the first one is `counted`: the numbers of the columns."""
    printed_chars = _chars(rows)
    named = _without_counts(rows)
    known = known or named != list(rows) or len(_on_levels(rows)) > len(rows)
    rows = named
    indexed = _is_indexed(rows)
    counted = counted or (bool(rows) and _counts(rows[0], indexed))
    known = known or indexed or counted or _unnamed(rows) or _lacks(rows) or _has_floats(rows)
    if not rows or not known:
        return None
    rows = _as_whole(rows)
    kept = list(_whole(rows)) if indexed else list(rows)
    bare = [
        SheetRow(row.number, tuple(_cells(row, first=at == 0, after=indexed)))
        for at, row in enumerate(kept)
    ]
    bare = bare[1:] if counted else _on_levels(bare)
    heads = not counted and bool(bare) and len(bare[0].filled) > 1
    printed = [row for row in bare if not row.blank]
    chars = printed_chars - _chars(printed if indexed or counted else bare)
    return FrameSheet(printed if heads else _with_titles(printed), 1 if heads else None, chars)


def frames_of(rows: Sequence[SheetRow]) -> list[list[SheetRow]]:
    """The rows of each of several frames written below each other: each begins with a row that
    counts its columns, behind a blank row where none counts the rows. One list where they are no
    such frames."""
    starts = [
        at
        for at, row in enumerate(rows)
        if counts_columns([cell.text for cell in row.cells])
        and (row.cells[0].column == 1 or not at or rows[at - 1].blank)
    ]
    if len(starts) < _FEWEST_FRAMES or starts[0] != 0:
        return [list(rows)]
    return [list(rows[one:other]) for one, other in pairwise([*starts, len(rows)])]


def uncounted(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows without the numbers that a frame has before its rows and over its columns, where it
    has any; nobody counts them from 0."""
    indexed = _is_indexed(rows)
    kept = rows[1:] if rows and _counts(rows[0], indexed) else rows
    if not indexed:
        return list(kept)
    return [
        SheetRow(row.number, tuple(replace(c, column=c.column - 1) for c in row.cells if c.column))
        for row in kept
    ]


def counts_columns(texts: Sequence[str]) -> bool:
    """Whether texts count columns from 0, as over a frame whose columns have no names."""
    return len(texts) >= _FEWEST_NUMBERED and list(texts) == list(map(str, range(len(texts))))


def names_types(texts: Sequence[str]) -> bool:
    """Whether a row says of which type the values of each column are.

    >>> names_types(["int", "varchar(20)", "date"]), names_types(["Số", "text", "date"])
    (True, False)
    """
    return len(texts) >= _FEWEST_TYPES and all(text and _TYPE.fullmatch(text) for text in texts)


def without_places(texts: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row without what PyMuPDF adds to names of columns: `Col3` for one without a
    name, and the place of each column before its name where two are alike. What goes on with
    figures alone is a range (`0-4`, `1-5`).

    >>> without_places(["0-STT", "Col1", "2-Năm", "3-Năm"]), without_places(["1-2", "Col3"])
    (('STT', '', 'Năm', 'Năm'), ('1-2', 'Col3'))
    >>> without_places(["", "0-1", "1-2 năm"])
    ('', '0-1', '1-2 năm')
    """
    first = 1 if texts and not texts[0] else 0  # behind the numbers of the rows
    named = tuple("" if text == f"Col{at}" else text for at, text in enumerate(texts, -first))
    filled = [text for text in named if text]
    placed = all(text.startswith(f"{at}-") for at, text in enumerate(named, -first) if text)
    ranged = all(text.partition("-")[2][:1].isdigit() for text in filled)
    if len(filled) < _FEWEST_NUMBERED or ranged or not placed:
        return named
    return tuple(text.partition("-")[2] for text in named)


def lost_marks(rows: Sequence[SheetRow]) -> tuple[Problem, ...]:
    """What is said of columns whose numbers a program wrote (`14.5` and `118.0`): it may have taken
    what groups digits (`14.500`) for a decimal mark."""
    columns = _numbers(rows)
    mixed = [
        texts
        for texts in columns.values()
        if any(text.endswith(_NO_FRACTION) for text in texts)
        and not all(text.endswith(_NO_FRACTION) for text in texts)
    ]
    if not mixed:
        return ()
    message = (
        f"numbers as a program writes them in {len(mixed)} columns (`118.0`); it may have taken"
        " marks that group digits for decimal ones, compare them with the document"
    )
    return (Problem("warning", UNCERTAIN, message, " | ".join(mixed[0])[:EVIDENCE], 1),)


def _numbers(rows: Sequence[SheetRow]) -> dict[int, list[str]]:
    """The numbers with a point below the names of columns that hold nothing else."""
    columns = _texts(rows)
    return {
        column: texts
        for column, texts in columns.items()
        if len(texts) >= _FEWEST_NUMBERS and all(map(_FLOAT.fullmatch, texts))
    }


def _texts(rows: Sequence[SheetRow]) -> dict[int, list[str]]:
    """The texts of each column below its name, where several frames stand below each other those
    below the names of all of them."""
    columns: dict[int, list[str]] = {}
    for row in rows[1:]:
        for cell in row.filled if not row.heads_numbers else ():
            if not _ABSENT.fullmatch(cell.text):
                columns.setdefault(cell.column, []).append(cell.text)
    return columns


def _has_floats(rows: Sequence[SheetRow]) -> bool:
    """Whether a column holds whole numbers as others are written, since a cell of it is blank."""
    return any(map(_are_whole, _numbers(rows).values()))


def _are_whole(texts: Sequence[str]) -> bool:
    """Whether texts are numbers with a point, all of them whole: pandas writes a column of numbers
    so if a cell of it is blank; beside other texts a `1.0` is one too (a version, say)."""
    whole = (_FLOAT.fullmatch(text) and text.endswith(_NO_FRACTION) for text in texts)
    return bool(texts) and all(whole)


def _as_whole(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows, whole numbers without the fraction that a frame gives them."""
    columns = {column for column, texts in _texts(rows).items() if _are_whole(texts)}
    if not columns:
        return list(rows)

    def whole(cell: PlacedCell) -> PlacedCell:
        if cell.column not in columns:
            return cell
        pieces = (replace(p, text=p.text.removesuffix(_NO_FRACTION)) for p in cell.fragments)
        return replace(cell, fragments=tuple(pieces))

    return [*rows[:1], *(SheetRow(row.number, tuple(map(whole, row.cells))) for row in rows[1:])]


def _on_levels(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows, names of several levels that stand as tuples in one each on a row of their own."""
    names = rows[0].filled if rows else ()
    levels = [_QUOTED.findall(c.text) if _TUPLE.fullmatch(c.text) else [] for c in names]
    count = len(levels[0]) if levels else 0
    if count <= 1 or any(len(level) != count for level in levels):
        return list(rows)
    heads = [
        SheetRow(
            rows[0].number,
            tuple(
                replace(cell, fragments=() if added else (replace(cell.fragments[0], text=name),))
                for cell, level in zip(names, levels, strict=True)
                for name in (level[at].strip("'\""),)
                for added in (_UNNAMED.fullmatch(name),)
            ),
        )
        for at in range(count)
    ]
    return [*heads, *rows[1:]]


def _without_counts(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows, names without the number that pandas sets behind one that stands there before
    (`Giá.1` behind `Giá`); behind a figure it is a number of the document (`Mục 1.1`)."""
    seen: Counter[str] = Counter()
    cells: list[PlacedCell] = []
    for cell in rows[0].cells if rows else ():
        base, _, number = cell.text.rpartition(".")
        again = base in seen and number == str(seen[base]) and not base[-1:].isdigit()
        name = base if again else cell.text
        seen[name] += 1
        pieces = tuple(replace(p, text=name) for p in cell.fragments[:1]) if again else None
        cells.append(cell if pieces is None else replace(cell, fragments=pieces))
    if not rows or tuple(cells) == rows[0].cells:
        return list(rows)
    return [SheetRow(rows[0].number, tuple(cells)), *rows[1:]]


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
    """Whether the first column counts the rows from 0 and has no name. One row alone counts where
    the columns beside are counted too."""
    heads = rows[:1]
    fewest = (
        1 if counts_columns([c.text for row in heads for c in row.filled]) else _FEWEST_NUMBERED
    )
    first = [row.filled[0].text for row in rows[1:] if row.filled and row.filled[0].column == 0]
    unheaded = all(row.filled and row.filled[0].column > 0 for row in heads)
    counts = first == list(map(str, range(len(first))))
    return bool(heads) and unheaded and counts and len(first) >= fewest


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
