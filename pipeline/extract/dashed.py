"""Tables of text whose columns a line of dashes shows: simple and multiline tables of Pandoc,
simple tables of reStructuredText. A column is as wide as its dashes, the last one goes on to the
end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_RULE: Final = re.compile(r"\s{0,3}(?:-{2,}(?:\s+-{2,})+|={2,}(?:\s+={2,})+)\s*")
_RUN: Final = re.compile(r"-+|=+")
_FEWEST: Final = 3
"""Columns: two runs of dashes also underline two words."""
_RULES: Final = 3
"""Lines of dashes of a whole table: above and below its header, below its rows."""
_MOST_ABOVE: Final = 4
"""Lines of a header above its dashes."""


@dataclass(frozen=True, slots=True)
class Dashed:
    """A table: its first line and the one past its last, its rows with the line each begins on, and
    how many of them are its header."""

    start: int
    end: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    header: int


def dashed_table(texts: Sequence[str], at: int) -> Dashed | None:
    """The table that begins at a line: with its dashes, or with the header above them; None where
    none does."""
    if _columns(texts[at]):
        return _closed(texts, at)
    if not texts[at].strip():
        return None
    rule = next((k for k in range(at + 1, min(at + 1 + _MOST_ABOVE, len(texts)))
                 if not texts[k].strip() or _columns(texts[k])), at)  # fmt: skip
    return _open(texts, at, rule) if rule > at and _columns(texts[rule]) else None


def _columns(text: str) -> list[int]:
    """Where columns begin, none where a line is no dashes."""
    if not _RULE.fullmatch(text):
        return []
    starts = [match.start() for match in _RUN.finditer(text)]
    return starts if len(starts) >= _FEWEST else []


def _closed(texts: Sequence[str], at: int) -> Dashed | None:
    """A table between dashes: header, dashes, rows, dashes; or rows alone."""
    columns = _columns(texts[at])
    rules = [at]
    for k in range(at + 1, len(texts)):
        if _columns(texts[k]) == columns:
            rules.append(k)
        if len(rules) == _RULES:
            break
    parts = [list(_rows(texts, a + 1, b, columns)) for a, b in pairwise(rules)]
    if not parts:
        return None
    head = len(parts[0]) if len(parts) > 1 else 0
    rows = tuple(row for part in parts for row in part)
    return Dashed(at, rules[-1] + 1, rows, head) if rows else None


def _open(texts: Sequence[str], at: int, rule: int) -> Dashed | None:
    """A table of which only the header is underlined: it ends with a blank line."""
    columns = _columns(texts[rule])
    below = range(rule + 1, len(texts))
    end = next((k for k in below if not texts[k].strip() or _columns(texts[k])), len(texts))
    head = list(_rows(texts, at, rule, columns, one=True))
    rows = (*head, *_rows(texts, rule + 1, end, columns))
    return Dashed(at, end, rows, len(head)) if len(rows) > len(head) else None


def _rows(
    texts: Sequence[str], start: int, end: int, columns: Sequence[int], one: bool = False
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows between two lines; a line whose first cell is blank goes on with the row above, all
    lines are `one` row in a header."""
    held: list[tuple[int, tuple[str, ...]]] = []
    for at in range(start, end):
        if not texts[at].strip():
            continue
        cells = tuple(texts[at][a:b].strip() for a, b in pairwise([*columns, None]))
        cells = ("" if cells[0] == "\\" else cells[0], *cells[1:])
        if held and cells[0] and not one:
            yield _joined(held)
            held = []
        held.append((at, cells))
    if held:
        yield _joined(held)


def _joined(lines: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, tuple[str, ...]]:
    columns = zip(*(cells for _, cells in lines), strict=True)
    return lines[0][0], tuple("<br>".join(filter(None, column)) for column in columns)
