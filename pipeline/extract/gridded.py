"""Grid tables in which cells reach over rows: rules that stop at a cell and go on behind it
(Pandoc, reStructuredText)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Final

from pipeline.extract.spans import Spanned, SpannedRow

GRID_RULE: Final = re.compile(r"\s*\+(?:[-=:]+\+){2,}\s*")
"""A rule over all columns."""
_PART: Final = re.compile(r"\+[-=:]{2,}\+")
_ONLY_RULE: Final = re.compile(r"[-=:+]{2,}")


def is_part_rule(text: str) -> bool:
    """Whether a line of a grid table is a rule under some of its cells alone.

    >>> is_part_rule("| a   +-----+"), is_part_rule("+-----+-----+"), is_part_rule("| + |")
    (True, False, False)
    """
    bare = text.strip()
    return bare[:1] in ("+", "|") and bool(_PART.search(bare)) and not GRID_RULE.fullmatch(bare)


@dataclass(slots=True)
class _Band:
    """What stands between two rules over all columns: lines, by the rows that part rules make."""

    rows: list[list[tuple[int, str]]] = field(default_factory=lambda: [[]])
    ruled: list[tuple[int, str]] = field(default_factory=list)


def rows_between_rules(texts: Sequence[str], start: int, end: int) -> list[SpannedRow]:
    """The rows of a grid table from line `start` to before line `end`."""
    rules = [texts[at] for at in range(start, end) if GRID_RULE.fullmatch(texts[at])]
    edges = sorted({at for rule in rules for at, char in enumerate(rule) if char == "+"})
    out: list[SpannedRow] = []
    band = _Band()
    for at in range(start, end):
        text = texts[at]
        if GRID_RULE.fullmatch(text):
            out += _rows_of(band, edges)
            band = _Band()
        elif is_part_rule(text):
            band.ruled.append((at, text))
            band.rows.append([])
        else:
            band.rows[-1].append((at, text))
    return out + _rows_of(band, edges)


def _rows_of(band: _Band, edges: Sequence[int]) -> list[SpannedRow]:
    """The rows of a band: a cell goes on below a part rule that does not run under it."""
    if not any(band.rows):
        return []
    columns = list(pairwise(edges))
    cells: list[list[tuple[int, Spanned]]] = [[] for _ in band.rows]
    for number, (left, right) in enumerate(columns):
        first = 0
        for row in range(len(band.rows)):
            below = band.ruled[row][1] if row < len(band.ruled) else None
            if below is not None and not _ONLY_RULE.fullmatch(below[left + 1 : right]):
                continue
            lines = _lines_of(band, first, row)
            if not _inside(lines, left):
                text = "<br>".join(_piece(lines, left, _right(lines, edges, right)))
                across = sum(left < edge <= _right(lines, edges, right) for edge in edges)
                cells[first].append((number, Spanned(text, across, row - first + 1)))
            first = row + 1
    starts = [rows[0][0] if rows else band.ruled[0][0] for rows in band.rows]
    whole = ([cell for _, cell in sorted(row, key=itemgetter(0))] for row in cells)
    return list(zip(starts, whole, strict=True))


def _lines_of(band: _Band, first: int, last: int) -> list[str]:
    """The lines of the rows from `first` to `last`, part rules between them among them."""
    out: list[str] = []
    for row in range(first, last + 1):
        out += [text for _, text in band.rows[row]]
        if row < last:
            out.append(band.ruled[row][1])
    return out


def _inside(lines: Sequence[str], left: int) -> bool:
    """Whether a column begins inside of a cell that reaches over it."""
    return bool(lines) and all(line[left : left + 1] not in ("|", "+") for line in lines)


def _right(lines: Sequence[str], edges: Sequence[int], right: int) -> int:
    """The edge at which a cell ends."""
    ends = (edge for edge in edges if edge >= right and not _inside(lines, edge))
    return next(ends, edges[-1])


def _piece(lines: Sequence[str], left: int, right: int) -> list[str]:
    pieces = (line[left + 1 : right].strip() for line in lines)
    return [piece for piece in pieces if piece]
