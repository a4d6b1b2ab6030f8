"""Tables of html2text whose first row is a title.

It sets three dashes below that row, which say one column; the names of the others stand further
below. Each row ends with two blanks and may be broken over lines, as in its other tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.text.lines import NumberedLine

_ROW_END: Final = "  "
_RULE: Final = "---  "
_FEWEST_BARS: Final = 2
_FEWEST_ROWS: Final = 2
"""Bars of a row and rows of a table: of fewer, prose may have as many."""


def with_own_rules(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines, in such a table the dashes below the first row that has as many cells as most.

    >>> rows = ["GIÁ  ", "---  ", "TT| Tên| Giá  ", "1| Gạo| 9  ", "2| Ngô| 7  "]
    >>> [line.text for line in with_own_rules([NumberedLine(*one) for one in enumerate(rows)])]
    ['GIÁ', '| TT| Tên| Giá |', '|---|---|---|', '| 1| Gạo| 9 |', '| 2| Ngô| 7 |']
    """
    found: list[NumberedLine] = []
    at = 0
    while at < len(lines):
        if lines[at].text == _RULE and at and lines[at - 1].text.endswith(_ROW_END):
            end = _end(lines, at + 1)
            if (table := list(_table(lines[at], lines[at + 1 : end]))) and found:
                found[-1] = replace(found[-1], text=found[-1].text.rstrip())
                found += table
                at = end
                continue
        found.append(lines[at])
        at += 1
    return found


def _end(lines: Sequence[NumberedLine], start: int) -> int:
    """Where a table ends: at a blank line, or at other dashes, which are those of the next one."""
    ends = (k for k in range(start, len(lines)) if lines[k].text == _RULE or _is_blank(lines[k]))
    return next(ends, len(lines))


def _is_blank(line: NumberedLine) -> bool:
    return not line.text.strip()


def _table(rule: NumberedLine, lines: Sequence[NumberedLine]) -> Iterator[NumberedLine]:
    """The rows below the dashes, titles among them without bars around; nothing where they are no
    table."""
    rows = [_whole(row) for row in _rows(lines)]
    widths = Counter(row.text.count("|") for row in rows)
    width, often = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    if width < _FEWEST_BARS or often < _FEWEST_ROWS:
        return
    names = next(at for at, row in enumerate(rows) if row.text.count("|") >= width)
    yield from rows[:names]
    for at, row in enumerate(rows[names:]):
        yield replace(row, text=f"| {row.text} |")
        if at == 0:
            yield replace(rule, text="|" + "---|" * (row.text.count("|") + 1))


def _rows(lines: Sequence[NumberedLine]) -> Iterator[list[NumberedLine]]:
    row: list[NumberedLine] = []
    for line in lines:
        row.append(line)
        if line.text.endswith(_ROW_END):
            yield row
            row = []
    if row:
        yield row


def _whole(row: Sequence[NumberedLine]) -> NumberedLine:
    return replace(row[0], text=" ".join(line.text.strip() for line in row))
