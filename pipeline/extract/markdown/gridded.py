"""Grid tables in which cells reach over rows: rules that stop at a cell and go on behind it
(Pandoc, reStructuredText)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pipeline.extract.frames import names_types
from pipeline.extract.spans import Spanned, SpannedRow
from pipeline.writing.labels import parse_label

GRID_RULE: Final = re.compile(r"\s*\+(?:[-=:]+\+){2,}\s*")
"""A rule over all columns."""
_PART: Final = re.compile(r"\+[-=:]{2,}\+")
_FEWEST_LINES: Final = 3
"""Lines that are a row each: two may be one text over two lines."""
_FEWEST_NUMBERED: Final = 2
"""Row numbers between two rules that are those of several rows."""
_ONLY_RULE: Final = re.compile(r"[-=:+]{2,}")


def with_bars(texts: Sequence[str]) -> list[str]:
    """The lines, those of a grid whose cells crosses part, below a rule that has them at the same
    places, with bars there.

    >>> with_bars(["+---+---+", "+ a + b +", "+---+---+", "+ c +"])[1:]
    ['| a | b |', '+---+---+', '+ c +']
    """
    found = list(texts)
    crosses: list[int] = []
    for at, text in enumerate(texts):
        if GRID_RULE.fullmatch(text):
            crosses = [place for place, char in enumerate(text) if char == "+"]
        elif not crosses or not text.lstrip().startswith("+") or is_part_rule(text):
            crosses = crosses if text.lstrip().startswith(("+", "|")) else []
        elif all(text[place : place + 1] == "+" for place in crosses):
            chars = list(text)
            for place in crosses:
                chars[place] = "|"
            found[at] = "".join(chars)
    return found


def without_types(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines, those between the first two rules of a grid blank that say below the names of
    which type the values of each column are (DuckDB, Polars), and which these are.

    >>> without_types(["+--+--+--+", "|a |b |c |", "|i8|u8|str|", "+--+--+--+", "|1 |2 |3 |"])[1]
    [2]
    """
    found, dropped = list(texts), list[int]()
    rules = [at for at, text in enumerate(texts) if GRID_RULE.fullmatch(text)]
    for first, last in pairwise(rules):
        begins = first == 0 or not texts[first - 1].lstrip().startswith(("+", "|"))
        if not begins or last - first <= _FEWEST_NUMBERED or not _names_types(texts[last - 1]):
            continue
        dashes = last - first > _FEWEST_LINES and not texts[last - 2].strip("|- ")
        dropped += range(last - 1 - dashes, last)
    for at in dropped:
        found[at] = re.sub(r"[^|]", " ", texts[at])
    return found, dropped


def _names_types(text: str) -> bool:
    return names_types([cell.strip() for cell in text.strip().strip("|").split("|")])


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
    cells: list[list[Spanned[str]]] = [[] for _ in band.rows]
    for column, (left, right) in enumerate(pairwise(edges)):
        for first, last in _reaches(band, left, right):
            lines = _lines_of(band, first, last)
            if _inside(lines, left):
                continue
            end = _end(lines, edges, column + 1)
            text = "<br>".join(_piece(lines, left, edges[end]))
            cells[first].append(Spanned(text, end - column, last - first + 1))
    starts = [rows[0][0] if rows else band.ruled[0][0] for rows in band.rows]
    return list(zip(starts, cells, strict=True))


def _reaches(band: _Band, left: int, right: int) -> Iterator[tuple[int, int]]:
    """First and last row of each stretch of a column that no part rule runs through."""
    first = 0
    for row, (_, rule) in enumerate(band.ruled):
        if _ONLY_RULE.fullmatch(rule[left + 1 : right]):
            yield first, row
            first = row + 1
    yield first, len(band.ruled)


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


def _end(lines: Sequence[str], edges: Sequence[int], first: int) -> int:
    """Which edge ends a cell, from the `first` on that may."""
    may_be = range(first, len(edges))
    return next((at for at in may_be if not _inside(lines, edges[at])), len(edges) - 1)


def _piece(lines: Sequence[str], left: int, right: int) -> list[str]:
    pieces = (line[left + 1 : right].strip() for line in lines)
    return [piece for piece in pieces if piece]


def are_rows(lines: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether the lines of a body without rules inside are a row each: several, the first cell of
    none is blank, and most have no blank cell."""
    full = sum(all(cells) for _, cells in lines)
    several = len(lines) >= _FEWEST_LINES
    return several and all(cells[0] for _, cells in lines) and 2 * full > len(lines)


def by_numbers(lines: list[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """The lines between two rules, as rows: all of them one, or each from a row number on."""
    starts = [at for at, (_, cells) in enumerate(lines) if parse_label(cells[0]) is not None]
    if len(starts) < _FEWEST_NUMBERED:
        starts = []
    for first, end in pairwise([0, *(at for at in starts if at), len(lines)]):
        if first < end:
            yield lines[first:end]


def joined_cells(lines: Sequence[tuple[int, list[str]]]) -> list[str]:
    """The cells of a row whose lines stand below each other."""
    width = max(len(cells) for _, cells in lines)
    return [
        "<br>".join(cells[i] for _, cells in lines if i < len(cells) and cells[i].strip())
        for i in range(width)
    ]
