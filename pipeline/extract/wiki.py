"""Tables in the markup of wikis: MediaWiki (`{|`), AsciiDoc (`|===`), Jira (`||name||`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Row = tuple[int, list[str]]
"""The line a row begins on (index), and its cells."""
_MOST_COLUMNS = 200
"""Columns of the widest table that is taken for one."""
_ATTRIBUTES = re.compile(r"[\w-]+\s*=[^|]*\|(?!\|)")
"""What stands before the text of a cell of MediaWiki (`style="…" |`)."""


@dataclass(frozen=True, slots=True)
class WikiTable:
    """A table: one past its last line, its rows, how many of them name columns."""

    end: int
    rows: list[Row]
    header: int | None


class WikiText:
    """The lines of a text, and the tables of wikis among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._barren: dict[str, int] = {}
        """Where a table that a mark would end has been found to have no rows, or no end: lines
        before it are not looked through again, however many begin one."""

    def table(self, at: int) -> WikiTable | None:
        """The table that begins with line `at`; None where none does or it has no end."""
        bare = self._texts[at].strip()
        if bare.startswith("{|"):
            return self._closed(at, "|}", _media_wiki)
        if bare == "|===":
            return self._closed(at, "|===", _ascii_doc)
        if bare.startswith("||") and bare.endswith("||") and len(_parts(bare, "||")) > 1:
            return _jira(self._texts, at)
        return None

    def _closed(
        self, at: int, mark: str, read: Callable[[Sequence[str], int, int], WikiTable]
    ) -> WikiTable | None:
        if at < self._barren.get(mark, 0):
            return None
        below = range(at + 1, len(self._texts))
        end = next((i for i in below if self._texts[i].strip() == mark), None)
        table = None if end is None else read(self._texts, at + 1, end)
        if table is None or not table.rows:
            self._barren[mark] = len(self._texts) if end is None else end
            return None
        return table


def _media_wiki(texts: Sequence[str], start: int, end: int) -> WikiTable:
    rows: list[Row] = []
    named: set[int] = set()
    new = True
    for at in range(start, end):
        bare = texts[at].strip()
        if bare.startswith(("|-", "|+")):
            new = True
        elif bare.startswith(("!", "|")):
            if new:
                rows.append((at, []))
                new = False
            head = bare[0] == "!"
            if head:
                named.add(len(rows) - 1)
            cells = re.split(r"!!|\|\|" if head else r"\|\|", bare[1:])
            rows[-1][1].extend(_ATTRIBUTES.sub("", cell.strip(), count=1).strip() for cell in cells)
        elif bare and rows and rows[-1][1]:
            rows[-1][1][-1] += f"<br>{bare}"
    heads = next((i for i in range(len(rows)) if i not in named), len(rows))
    return WikiTable(end + 1, rows, heads or None)


def _ascii_doc(texts: Sequence[str], start: int, end: int) -> WikiTable:
    """Cells one after another; the first line says how many stand in a row."""
    cells: list[tuple[int, str]] = []
    width = 0
    for at in range(start, end):
        for part in _parts(texts[at], "|"):
            cells.append((at, part))
        width = width or len(cells)
    width = min(max(width, 1), _MOST_COLUMNS)
    rows = [
        (part[0][0], [text for _, text in part])
        for part in (cells[i : i + width] for i in range(0, len(cells), width))
    ]
    return WikiTable(end + 1, rows, 1 if width > 1 else None)


def _jira(texts: Sequence[str], at: int) -> WikiTable:
    end = at + 1
    rows = [(at, _parts(texts[at].strip(), "||"))]
    while end < len(texts) and texts[end].strip().startswith("|") and texts[end].strip() != "|":
        rows.append((end, texts[end].strip().strip("|").split("|")))
        end += 1
    return WikiTable(end, rows, 1)


def _parts(text: str, mark: str) -> list[str]:
    """What stands behind each mark of a line."""
    return [part.strip() for part in text.split(mark)[1:] if part.strip() or mark == "|"]
