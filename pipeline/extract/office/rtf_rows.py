"""Rows of RTF that begin in a later column: LibreOffice moves them to the left edge of their table
and stretches them over all of it, so cells before them are put in, as Word shows the row.

A row is defined (`\\trowd`, where it begins: `\\trleft`, where its cells end: `\\cellx`), its cells
follow, `\\row` ends it; Word defines it again before that end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ROW: Final = re.compile(rb"\\row\b")
_DEFINED: Final = re.compile(rb"\\trowd\b(?:[^\\]|\\(?!trowd\b|row\b|cellx-?\d|pard\b|cell\b))*")
"""A definition up to its first cell, what is said of that cell's borders with it."""
_LEFT: Final = re.compile(rb"\\trleft(-?\d{1,6})")
_EDGE: Final = re.compile(rb"\\cellx(-?\d{1,6})")
_FILLED: Final = re.compile(rb"\\(?:pard|cell|intbl)\b")
_OF_A_CELL: Final = re.compile(rb"\\cl[a-z]")
_NESTED: Final = b"\\nesttableprops"
_TABLE_ENDS: Final = re.compile(rb"\\(?:par|sect|page)\b")
_MEASURE: Final = 60
"""Twips by which edges that are one differ: a row begins half a gap left of its text or not."""


def with_late_rows(data: bytes) -> bytes:
    """A file whose rows all begin in the first column of their table; any other as it is."""
    if _NESTED in data or len(set(_LEFT.findall(data))) <= 1:
        return data
    out: list[bytes] = []
    edges: list[int] = []
    at = 0
    for end in _ROW.finditer(data):
        row = data[at : end.end()]
        at = end.end()
        first = _DEFINED.search(row)
        if first is None:
            out.append(row)
            continue
        if _TABLE_ENDS.search(row, 0, first.start()):
            edges = []
        before = _before(row, first, edges)
        out.append(_shifted(row, edges[0], before) if before else row)
        if not before:
            edges = sorted({*edges, *_edges(row, first)})
    return b"".join((*out, data[at:]))


def _edges(row: bytes, defined: re.Match[bytes]) -> list[int]:
    """Where a row begins and its cells end."""
    left = _LEFT.search(defined.group())
    cells = row[defined.start() : _end_of_definition(row, defined.end())]
    return [int(left[1]) if left else 0, *(int(edge) for edge in _EDGE.findall(cells))]


def _end_of_definition(row: bytes, start: int) -> int:
    """Behind the last cell defined before the first one filled."""
    filled = _FILLED.search(row, start)
    last = start
    for edge in _EDGE.finditer(row, start, filled.start() if filled else len(row)):
        last = edge.end()
    return last


def _before(row: bytes, defined: re.Match[bytes], edges: Sequence[int]) -> list[int]:
    """The edges of the columns before the one in which a row begins, none where it begins in the
    first or between columns."""
    left = _LEFT.search(defined.group())
    if left is None or not edges:
        return []
    begins = int(left[1])
    within = [edge for edge in edges[1:] if edge <= begins + _MEASURE]
    return within if within and abs(within[-1] - begins) <= _MEASURE else []


def _shifted(row: bytes, left: int, before: Sequence[int]) -> bytes:
    """A row that begins at the left edge, with blank cells before its own."""
    cells = b"".join(b"\\cellx%d" % edge for edge in before)
    out: list[bytes] = []
    at = 0
    for number, defined in enumerate(_DEFINED.finditer(row)):
        head = _LEFT.sub(b"\\\\trleft%d" % left, defined.group())
        own = _OF_A_CELL.search(head)
        cut = own.start() if own else len(head)
        out += (row[at : defined.start()], head[:cut], cells, head[cut:])
        at = defined.end()
        if number == 0:
            end = _end_of_definition(row, at)
            out += (row[at:end], b"\\pard\\intbl\\cell" * len(before) + b" ")
            at = end
    return b"".join((*out, row[at:]))
