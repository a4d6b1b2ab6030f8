"""Cells outside of the tables of a spaced text, told as no table has them: cells that stand beside
each other below no header with a number column, texts with names left of them, and rows that are
numbered below the name of a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.spaced.lines.words import WIDE, SpacedLine
from pipeline.extract.text.stops import near
from pipeline.model import EVIDENCE, Problem

_FEWEST = 10
"""Lines with a cell that begins below another, or of texts with names left of them, from which on a
stretch of text is a table: the head and the signatures of a letter have fewer."""
_NAMES = 3
"""Names with texts beside them, or numbers that count on, of a table: a letter has fewer."""
_ASIDE = 8
"""Characters by which a text begins right of its name, at least: lists and the first lines of
paragraphs are indented by fewer."""
_BLANK = 1
"""Blank lines between the names of columns and the first row, at most."""
_STOPS = ".,:;"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name that begins at `left`, and the lines of the text that belongs to it, which begin at
    `right` (characters)."""

    left: int
    right: int
    line: int
    texts: tuple[int, ...]


def left_out(
    rows: Sequence[SpacedLine], pages: Sequence[int], used: Set[int], apart: Set[int]
) -> Iterator[Problem]:
    """The doubt about lines with columns that no table has, one for all pages between two tables
    and each of the ways to tell them; `used` are the lines of tables, `apart` those of notes and
    page numbers."""
    found: list[list[int]] = []
    for stretch in _stretches(len(rows), used | apart):
        below = _below_each_other(rows, stretch)
        if len(below) < _FEWEST:
            continue
        if found and not used & set(range(found[-1][-1], below[0])):
            found[-1] += below
        else:
            found.append(below)
    for lines in found:
        what = (
            f"{len(lines)} lines from line {rows[lines[0]].line} on stand in columns, and no table "
            f"was read there: no header with a number column stands above; compare with the page"
        )
        yield _told(rows, pages, lines[0], what)
    known = {line for lines in found for line in lines}
    for whole in _stretches(len(rows), used):
        stretch = [index for index in whole if index not in apart]
        entries = _entries(rows, stretch)
        if entries and not known & _lines_of(entries):
            what = (
                f"{len(entries)} names from line {rows[entries[0].line].line} on have their texts "
                f"further right, as the cells of two columns: no table was read there; compare "
                f"with the page"
            )
            yield _told(rows, pages, entries[0].line, what)
            known |= _lines_of(entries)
        for counted in _counted(rows, stretch):
            if known & set(counted):
                continue
            what = (
                f"{len(counted)} lines from line {rows[counted[0]].line} on are numbered below the "
                f"name of a column, and no table was read there; compare with the page"
            )
            yield _told(rows, pages, counted[0], what)


def _told(rows: Sequence[SpacedLine], pages: Sequence[int], first: int, message: str) -> Problem:
    return Problem("warning", ROWS_UNCERTAIN, message, rows[first].text[:EVIDENCE], pages[first])


def _below_each_other(rows: Sequence[SpacedLine], stretch: Sequence[int]) -> list[int]:
    """The lines of a stretch with a cell that begins below or above another."""
    begins = [_begins(rows[index]) for index in stretch]
    return [index for at, index in enumerate(stretch) if begins[at] & near(begins, at)]


def _entries(rows: Sequence[SpacedLine], stretch: Sequence[int]) -> list[_Entry]:
    """The names of a stretch with the texts right of them, if these are the cells of two columns:
    all lines of the texts begin at one place, where a paragraph goes back to the left edge."""
    found = [entry for at in range(len(stretch)) if (entry := _entry(rows, stretch, at))]
    if not found:
        return []
    places = Counter((entry.left, entry.right) for entry in found)
    left, right = max(places, key=lambda place: places[place])
    own = [e for e in found if abs(e.left - left) <= WIDE and abs(e.right - right) <= WIDE]
    lines = sum(len(entry.texts) - 1 for entry in own)
    return own if len(own) >= _NAMES and lines >= _FEWEST else []


def _entry(rows: Sequence[SpacedLine], stretch: Sequence[int], at: int) -> _Entry | None:
    """The name that a line of a stretch is, blank lines around it, or begins with, and the text to
    it; none if it has no text, or is no name of words."""
    parts = rows[stretch[at]].segments
    below = rows[stretch[at + 1]] if at + 1 < len(stretch) else None
    if len(parts) == 1 and below and below.blanks and rows[stretch[at]].blanks:
        start, right = at + 1, below.words[0].x0
    elif len(parts) == 2:  # noqa: PLR2004 - a name and a text
        start, right = at, parts[1][0].x0
    else:
        return None
    left = parts[0][0].x0
    if right - left < _ASIDE or not any(len(w.text) > 1 and w.text.isalpha() for w in parts[0]):
        return None
    end = at + 1
    while end < len(stretch) and abs(rows[stretch[end]].words[0].x0 - right) <= 1:
        end += 1
    return _Entry(left, right, stretch[at], tuple(stretch[start:end])) if end > at + 1 else None


def _lines_of(entries: Sequence[_Entry]) -> set[int]:
    return {line for entry in entries for line in (entry.line, *entry.texts)}


def _counted(rows: Sequence[SpacedLine], stretch: Sequence[int]) -> Iterator[list[int]]:
    """The lines of a stretch that count on from 1, the number of each apart from the cell beside
    it, below the name of a column. A list in prose has one blank behind its numbers, or a sentence
    above them."""
    for at, index in enumerate(stretch):
        first = rows[index]
        if not at or not _is_numbered(first, 1) or not _heads(rows[stretch[at - 1]], first):
            continue
        found = [index]
        for other in stretch[at + 1 :]:
            row = rows[other]
            if _is_numbered(row, len(found) + 1) and abs(row.words[0].x1 - first.words[0].x1) <= 1:
                found.append(other)
            elif row.words[0].x0 < first.words[0].x1:
                break
        if len(found) >= _NAMES:
            yield found


def _is_numbered(row: SpacedLine, value: int) -> bool:
    """Whether a line begins with a number that is a cell of its own, and has another cell."""
    return (
        len(row.segments) > 1
        and len(row.segments[0]) == 1
        and row.words[0].text.strip("().") == str(value)
    )


def _heads(row: SpacedLine, first: SpacedLine) -> bool:
    """Whether a line names the columns of the row below it: it stands over the cells beside the
    number, and is no sentence."""
    if first.blanks > _BLANK or row.words[-1].text[-1] in _STOPS:
        return False
    cell = first.segments[1][0].x0
    name = next((p for p in row.segments if cell - WIDE <= p[0].x0 < first.words[-1].x1), None)
    return name is not None and name[0].text[0].isupper()


def _stretches(count: int, used: Set[int]) -> Iterator[list[int]]:
    """Runs of lines that are not used."""
    edges = [-1, *(index for index in range(count) if index in used), count]
    yield from (list(range(one + 1, other)) for one, other in pairwise(edges) if other > one + 1)


def _begins(row: SpacedLine) -> set[int]:
    """Where cells behind a wide gap begin on a line."""
    return {words[0].x0 for words in row.segments[1:]}
