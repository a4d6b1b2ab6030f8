"""Tables of text whose columns a line of dashes shows: simple and multiline tables of Pandoc,
simple tables of reStructuredText. A column is as wide as its dashes, the last one goes on to the
end. A multiline table may stand between two lines of dashes as wide as all its columns; blank
lines part its rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_RULE: Final = re.compile(r"\s{0,3}(?:-{2,}(?:\s+-{2,})+|={2,}(?:\s+={2,})+)\s*")
_WIDE: Final = re.compile(r"\s{0,3}-{3,}\s*")
"""Dashes over all columns, without a gap."""
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


class DashedText:
    """The lines of a text, and where the dashes of which columns stand: looked for once, since a
    table may begin at any of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.columns = [_columns(text) for text in texts]
        self._alike: dict[tuple[int, ...], list[int]] = {}
        self._frames: dict[str, list[int]] = {}
        for at, columns in enumerate(self.columns):
            self._alike.setdefault(columns, []).append(at)
        for at, text in enumerate(texts):
            if (bare := text.strip()) and not bare.strip("-"):
                self._frames.setdefault(bare, []).append(at)

    def table(self, at: int) -> Dashed | None:
        """The table that begins at a line: with its dashes, or with the header above them; None
        where none does."""
        if self.columns[at]:
            return self._closed(at)
        if _WIDE.fullmatch(self.texts[at]):
            return self._framed(at)
        if not self.texts[at].strip():
            return None
        rule = next((k for k in self._header_below(at) if self._ends(k)), at)
        return self._open(at, rule) if self.columns[rule] else None

    def _framed(self, at: int) -> Dashed | None:
        """A table between two lines of dashes over all its columns; its rows may have lines."""
        rule = next((k for k in self._header_below(at) if self._ends(k)), at)
        columns, frame = self.columns[rule], self.texts[at].strip()
        if not columns or self.texts[rule].strip().replace(" ", "-") != frame:
            return None
        frames = self._frames[frame]
        first = bisect_left(frames, rule)
        if first == len(frames):
            return None
        end = frames[first]
        head = list(_rows(self.texts, at + 1, rule, columns, one=True))
        rows = (*head, *_body(self.texts, rule + 1, end, columns))
        return Dashed(at, end + 1, rows, len(head)) if len(rows) > len(head) else None

    def _header_below(self, at: int) -> range:
        return range(at + 1, min(at + 1 + _MOST_ABOVE, len(self.texts)))

    def _ends(self, at: int) -> bool:
        """Whether a line is blank or dashes."""
        return bool(self.columns[at]) or not self.texts[at].strip()

    def _closed(self, at: int) -> Dashed | None:
        """A table between dashes: header, dashes, rows, dashes; or rows alone."""
        alike = self._alike[self.columns[at]]
        first = bisect_left(alike, at)
        rules = alike[first : first + _RULES]
        parts = [list(_body(self.texts, a + 1, b, self.columns[at])) for a, b in pairwise(rules)]
        if not parts:
            return None
        head = len(parts[0]) if len(parts) > 1 else 0
        rows = tuple(row for part in parts for row in part)
        return Dashed(at, rules[-1] + 1, rows, head) if rows else None

    def _open(self, at: int, rule: int) -> Dashed | None:
        """A table of which only the header is underlined: it ends with a blank line."""
        columns = self.columns[rule]
        below = range(rule + 1, len(self.texts))
        end = next(filter(self._ends, below), len(self.texts))
        head = list(_rows(self.texts, at, rule, columns, one=True))
        rows = (*head, *_rows(self.texts, rule + 1, end, columns))
        return Dashed(at, end, rows, len(head)) if len(rows) > len(head) else None


def _columns(text: str) -> tuple[int, ...]:
    """Where columns begin, none where a line is no dashes."""
    if not _RULE.fullmatch(text):
        return ()
    starts = tuple(match.start() for match in _RUN.finditer(text))
    return starts if len(starts) >= _FEWEST else ()


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


def _body(
    texts: Sequence[str], start: int, end: int, columns: Sequence[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows between two lines of dashes: blank lines part them, where there are any and the
    dashes are those of Pandoc, which has rows of several lines."""
    blank = [at for at in range(start, end) if not texts[at].strip()]
    inner = any(start < at < end - 1 for at in blank)
    if not inner or "=" in texts[end]:
        yield from _rows(texts, start, end, columns)
        return
    for first, last in pairwise([start - 1, *blank, end]):
        yield from _rows(texts, first + 1, last, columns, one=True)


def _joined(lines: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, tuple[str, ...]]:
    columns = zip(*(cells for _, cells in lines), strict=True)
    return lines[0][0], tuple("<br>".join(filter(None, column)) for column in columns)
