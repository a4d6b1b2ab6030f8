"""Rows that a table without rules may have lost: the text right below it begins with the number
that comes next, or the names of columns stand side by side outside of every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.model import Fragment, Problem
from pipeline.normalize.tables.stitch import RawTable, Stitched
from pipeline.writing.columns import is_known
from pipeline.writing.labels import parse_label
from pipeline.writing.patterns import compiled

_NUMBERED = compiled(r"\(?(\d{1,4})[.)]?\s+\S")
_NEAR = 40.0
"""Points below a table within which its next row would begin."""
_NAMES = 3
"""Names of columns side by side that are a header."""
_EVIDENCE = 80
"""Characters of the line that are shown as evidence."""


def lost_rows(stitched: Stitched) -> Iterator[Problem]:
    """A problem for each table below whose last row the next one seems to stand outside of it, and
    for each page with the names of columns outside of every table."""
    lines = [prose.fragment for prose, _ in stitched.prose if not prose.running]
    if stitched.tables:
        yield from _stray_headers(lines)
    for table in stitched.tables:
        if table.ground in ("alignment", "mixed"):
            last = _last_number(table)
            below = next((line for line in lines if last and _follows(*last, line)), None)
            if below is not None:
                message = "the line below the table begins with the number that comes next"
                evidence = below.text[:_EVIDENCE]
                yield Problem("warning", "rows-uncertain", message, evidence, below.place.page)


def _stray_headers(lines: Sequence[Fragment]) -> Iterator[Problem]:
    """A problem for each page on which a line of three or more texts apart names columns, all of
    them with names that are known: what stands below it is in no table."""
    told: set[int] = set()
    beside = groupby(lines, key=lambda line: (line.place.page, line.place.y0))
    for (page, y0), group in beside:
        texts = [line.text for line in group]
        if y0 is None or page in told or len(texts) < _NAMES or not all(map(is_known, texts)):
            continue
        told.add(page)
        message = "names of columns stand outside of every table; the rows below them were not read"
        yield Problem("error", "rows-uncertain", message, " | ".join(texts)[:_EVIDENCE], page)


def _last_number(table: RawTable) -> tuple[int, Fragment] | None:
    """The number of the last row that has one, and the lowest line of the last row."""
    for row in reversed(table.rows):
        label = parse_label(row.cells[0].raw) if row.cells else None
        if label is not None and label.style == "number" and label.depth == 1:
            pieces = [piece for cell in table.rows[-1].cells for piece in cell.fragments]
            lowest = max(pieces, key=lambda piece: piece.place.y1 or 0.0, default=None)
            return (label.numbers[0], lowest) if lowest is not None else None
    return None


def _follows(number: int, last: Fragment, line: Fragment) -> bool:
    """Whether a line right below the last one of a table begins with the number that comes next."""
    found = _NUMBERED.match(line.text)
    if found is None or int(found.group(1)) != number + 1 or line.place.page != last.place.page:
        return False
    bottom, top = last.place.y1, line.place.y0
    return bool(bottom and top and -_NEAR / 4 <= top - bottom <= _NEAR)
