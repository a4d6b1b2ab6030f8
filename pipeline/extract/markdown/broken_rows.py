"""Rows of pipes broken over several lines, or with nothing around them: scripts write cells with
bars between them, and one of several paragraphs with its line feeds.

How many bars a row has is said by the dashes below the names, or by the line of names itself, where
bars stand between cells alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from typing import Final

from pipeline.extract.text.lines import NumberedLine
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label

_BAR: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|){2,}\s*")
_MOST_LINES: Final = 60
"""Lines of one row, at most."""
_FEWEST_BARS: Final = 2
"""Bars between the cells of a row without bars around it."""
_FEWEST_ROWS: Final = 2
"""A header and one row: of fewer nothing shows where one ends."""


def whole_rows(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines, those of one broken row joined into its first.

    >>> rows = ["| TT | Việc | Hạn |", "|---|---|---|", "| 1 | Đo đạc,", "vẽ bản đồ | 3/2026 |"]
    >>> [line.text for line in whole_rows([NumberedLine(*one) for one in enumerate(rows)])][2:]
    ['| 1 | Đo đạc,<br>vẽ bản đồ | 3/2026 |']
    >>> rows = ["TT | Việc | Hạn", "1 | Đo đạc", "vẽ bản đồ | 3/2026", "2 | In | 5/2026"]
    >>> [line.text for line in whole_rows([NumberedLine(*one) for one in enumerate(rows)])][1:]
    ['| 1 | Đo đạc<br>vẽ bản đồ | 3/2026 |', '| 2 | In | 5/2026 |']
    >>> rows = ["Phụ lục", "TT | Việc | Hạn", "1 | Đo đạc | 3/2026", "2 | In | 5/2026"]
    >>> [line.text for line in whole_rows([NumberedLine(*one) for one in enumerate(rows)])][1:]
    ['| TT | Việc | Hạn |', '| 1 | Đo đạc | 3/2026 |', '| 2 | In | 5/2026 |']
    """
    if not any("|" in line.text for line in lines):
        return list(lines)
    found: list[NumberedLine] = []
    at = 0
    while at < len(lines):
        bars = _bars(lines[at].text) if _RULE.fullmatch(lines[at].text) else 0
        if bars:
            _close_names(found, bars)
            found.append(lines[at])
            at = _framed(lines, at + 1, bars, found)
        elif (table := _bare(lines, at)) is not None:
            at, rows = table
            found += rows
        else:
            found.append(lines[at])
            at += 1
    return found


def _bars(text: str) -> int:
    return len(_BAR.findall(text))


def _joined(lines: Sequence[NumberedLine], text: str | None = None) -> NumberedLine:
    whole = "<br>".join(bare for line in lines if (bare := line.text.strip()))
    return replace(lines[0], text=whole if text is None else text.format(whole))


def _close_names(found: list[NumberedLine], bars: int) -> None:
    """Join the names above the dashes, where they are broken over the last lines found."""
    if not found or _bars(found[-1].text) >= bars:
        return
    count = 0
    for back in range(1, min(_MOST_LINES, len(found)) + 1):
        text = found[-back].text
        count += _bars(text)
        if not text.strip() or count > bars:
            return
        if count == bars and text.lstrip().startswith("|"):
            found[-back:] = [_joined(found[-back:])]
            return


def _framed(lines: Sequence[NumberedLine], at: int, bars: int, found: list[NumberedLine]) -> int:
    """Take the rows of a table with bars around its rows; one past its last line."""
    while at < len(lines) and lines[at].text.lstrip().startswith("|"):
        end = _row_end(lines, at, bars)
        found.append(_joined(lines[at:end]) if end > at + 1 else lines[at])
        at = end
    return at


def _row_end(lines: Sequence[NumberedLine], at: int, bars: int) -> int:
    """One past the last line of the row that begins with a line: the next one where it is whole, or
    cannot be closed."""
    if lines[at].text.rstrip().endswith("|"):
        return at + 1
    count = 0
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        text = lines[end].text.strip()
        count += _bars(text)
        if count > bars or (end > at and text.startswith("|") and _bars(text) == bars):
            return at + 1
        if count == bars and text.endswith("|"):
            return end + 1
    return at + 1


def _bare(lines: Sequence[NumberedLine], at: int) -> tuple[int, list[NumberedLine]] | None:
    """One past the last line of a table whose bars stand between cells alone, and its rows with
    bars around them; None where none begins there, and of a text that is nothing but such rows,
    each on its line: that is delimited text."""
    name = lines[at].text.split("|")[0].strip()
    if not is_number_header(name):
        return None
    end = min(len(lines), at + _MOST_LINES)
    width = _width(lines, at, end)
    rows = list(_bare_rows(lines, at, width)) if width >= _FEWEST_BARS else []
    if len(rows) <= _FEWEST_ROWS:
        return None
    broken = any(len(row) > 1 for row in rows)
    if not broken and not any(line.text.strip() for line in lines[:at]):
        return None
    last = rows[-1][-1]
    stop = next(k for k in range(at, len(lines)) if lines[k] is last) + 1
    return stop, [_joined(row, "| {} |") for row in rows]


def _width(lines: Sequence[NumberedLine], at: int, end: int) -> int:
    """How many bars stand in the names: those before the first line that begins with a number; 0
    where dashes or a blank line stand below them."""
    count = 0
    for k in range(at, end):
        head, bar, _ = lines[k].text.partition("|")
        if k > at and bar and parse_label(head.strip()) is not None:
            return count
        if not lines[k].text.strip(" -:|+"):
            return 0
        count += _bars(lines[k].text)
    return 0


def _bare_rows(lines: Sequence[NumberedLine], at: int, width: int) -> Iterator[list[NumberedLine]]:
    """The lines of each row: one begins where the row before has all its bars; what stands between
    belongs to the last cell of that, blank lines too where a number follows. Behind the last row
    only lines that go on in small letters are its own, what else stands there none of the table."""
    row: list[NumberedLine] = []
    behind: list[NumberedLine] = []
    count = 0
    for line in islice(lines, at, None):
        head, bar, _ = line.text.partition("|")
        if count == width:
            if not bar:
                behind.append(line)
                continue
            apart = not all(one.text.strip() for one in behind)
            if is_number_header(head.strip()) or (apart and parse_label(head.strip()) is None):
                break
            yield [*row, *behind]
            row, behind, count = [], [], 0
        count += _bars(line.text)
        row.append(line)
        if count > width:
            return
    if count == width:
        yield [*row, *takewhile(_goes_on, behind)]


def _goes_on(line: NumberedLine) -> bool:
    """Whether a line begins in the middle of a sentence."""
    return line.text.lstrip()[:1].islower()
