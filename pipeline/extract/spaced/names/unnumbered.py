"""Headers of tables whose rows have no numbers: known names side by side, above lines in columns.

The rooms behind read tables by their number column. Such a table gets a blank one at its left, that
no word is in, and loses it again when it is put among the blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.spaced.lines.words import SpacedLine, Word, meet, text_of
from pipeline.extract.spaced.names.header import HeaderLines, is_remark, zone_names
from pipeline.model import Problem
from pipeline.writing.columns import are_names, is_known
from pipeline.writing.labels import parse_label

_FEWEST = 3
"""Names of a header without a number column, all on one line but for what is printed above or below
it: two texts beside each other are also the heads of a letter."""
_LONGEST = 6
"""Words of a name on one line."""
_LOOK, _IN_COLUMNS, _NUMBERED = 16, 4, 2
"""Lines below a header, those of them that show columns, and those with a number that show that the
column of numbers is only not named."""
_ROOM = 6
"""Characters that the blank column of numbers takes at the left."""
_NAME = Word(0, 2, "TT")
"""What stands for the name of that column until it is taken out."""


def with_room(rows: Sequence[SpacedLine]) -> list[SpacedLine]:
    """The lines moved to the right, with room for the blank column."""
    return [
        replace(row, words=tuple(Word(w.x0 + _ROOM, w.x1 + _ROOM, w.text) for w in row.words))
        for row in rows
    ]


def unnumbered_headers(
    rows: Sequence[SpacedLine], opening: Set[int], taken: Set[int]
) -> Iterator[HeaderLines]:
    """The headers of tables without numbers, in order; `taken` are the lines of other headers."""
    for index, row in enumerate(rows):
        if index in taken or not _are_names(row) or not _has_columns(rows, index, opening, taken):
            continue
        start, end = index, index + 1
        names = list(row.segments)
        if end < len(rows) and end not in opening | taken and _ends_names(rows[end]):
            above = rows[index - 1] if index and index not in opening and not row.blanks else None
            begun = _begun(above, row) if above and index - 1 not in taken else []
            if all(any(meet(own, name) for name in [*names, *begun]) for own in rows[end].segments):
                end += 1
                start -= bool(begun)
        number = ((index, (_NAME,)),)
        columns = zone_names(rows, start, end)
        yield HeaderLines(start, end, (number, *columns), counted=False)


def _are_names(row: SpacedLine) -> bool:
    """Whether a line is the names of columns, all short and the first one known."""
    parts = row.segments
    texts = [text_of(part) for part in parts]
    return (
        len(parts) >= _FEWEST
        and all(len(part) <= _LONGEST for part in parts)
        and is_known(texts[0])
        and are_names(texts)
        and not any(text[0].islower() for text in texts)
    )


def _ends_names(row: SpacedLine) -> bool:
    """Whether a line is the ends of names that begin above."""
    return not row.blanks and all(
        part[0].text[0].islower() and len(part) <= _LONGEST for part in row.segments
    )


def _begun(above: SpacedLine, row: SpacedLine) -> list[tuple[Word, ...]]:
    """The beginnings of names above the line of the others: beside all of these."""
    if is_remark(above) or any(meet(one, own) for one in above.segments for own in row.segments):
        return []
    return above.segments


def _has_columns(
    rows: Sequence[SpacedLine], index: int, opening: Set[int], taken: Set[int]
) -> bool:
    """Whether the lines below stand in columns, and have no numbers."""
    below = []
    for at in range(index + 1, min(len(rows), index + _LOOK + 1)):
        if at in opening or at in taken:
            break
        below.append(rows[at].segments)
    numbered = sum(len(parts) > 1 and parse_label(text_of(parts[0])) is not None for parts in below)
    return sum(len(parts) > 1 for parts in below) >= _IN_COLUMNS and numbered < _NUMBERED


def rows_guessed(header: HeaderLines, page: int) -> Problem:
    """What is told of a table without numbers."""
    message = (
        "no column of this table has numbers: where its rows begin and end is told by their cells "
        "alone; compare with the page"
    )
    return Problem("warning", ROWS_UNCERTAIN, message, " / ".join(header.titles[1:]), page)
