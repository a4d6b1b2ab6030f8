"""Tables that directives of reStructuredText and MyST hold: `list-table`, a list of lists, and
`csv-table`, delimited text (docutils, Directives: Table; MyST sets them in fences)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.extract.markdown.wiki import WikiTable
from pipeline.extract.spans import Spanned, SpannedRow

_BEGUN: Final = re.compile(r"(?P<indent>\s*)\.\.\s+(?P<kind>list|csv)-table::.*")
_FENCED: Final = re.compile(r"\s{0,3}(?P<fence>`{3,}|:{3,})\s*\{(?P<kind>list|csv)-table\}.*")
_OPTION: Final = re.compile(r"\s*:(?P<name>[\w-]+):\s*(?P<value>.*)")
_ROW: Final = re.compile(r"(?P<indent>\s*)\*\s+-(?:\s+(?P<text>.*))?")
_CELL: Final = re.compile(r"(?P<indent>\s*)-(?:\s+(?P<text>.*))?")


def directive_table(texts: Sequence[str], at: int) -> WikiTable | None:
    """The table of the directive that begins with line `at`; None where none does or it is
    blank."""
    begun = _BEGUN.fullmatch(texts[at]) or _FENCED.fullmatch(texts[at])
    if begun is None:
        return None
    fence = begun.groupdict().get("fence")
    if fence is not None:
        end = _closed(texts, at + 1, fence)
    else:
        end = _end(texts, at + 1, len(begun["indent"]))
    options: dict[str, str] = {}
    start = at + 1
    while start < end and (option := _OPTION.fullmatch(texts[start])) is not None:
        options[option["name"]] = option["value"].strip()
        start += 1
    if begun["kind"] == "list":
        rows, heads = list(_listed(texts, start, end)), _number(options.get("header-rows"))
    else:
        rows, heads = _delimited(texts, start, end, options, at)
    return WikiTable(end, rows, heads or None) if rows else None


def _end(texts: Sequence[str], start: int, indent: int) -> int:
    """One past the lines that are set in further than a directive, blank lines among them."""
    end = start
    for n in range(start, len(texts)):
        bare = texts[n].lstrip()
        if bare and len(texts[n]) - len(bare) <= indent:
            break
        end = n + 1 if bare else end
    return end


def _closed(texts: Sequence[str], start: int, fence: str) -> int:
    """The line that closes a fence, or one past the last."""
    below = range(start, len(texts))
    return next((n for n in below if texts[n].strip() == fence), len(texts))


def _listed(texts: Sequence[str], start: int, end: int) -> Iterator[SpannedRow]:
    """The rows of a list of lists: a row behind `* -`, its further cells behind `-` below the
    first, other lines go on with the cell above them."""
    row: SpannedRow | None = None
    column = 0
    for n in range(start, end):
        text = texts[n]
        begun, cell = _ROW.fullmatch(text), _CELL.fullmatch(text)
        if begun is not None:
            if row is not None:
                yield row
            column = text.index("-", text.index("*"))
            row = (n, [Spanned((begun["text"] or "").strip())])
        elif row is not None and cell is not None and len(cell["indent"]) == column:
            row[1].append(Spanned((cell["text"] or "").strip()))
        elif row is not None and text.strip():
            above = row[1][-1].content
            row[1][-1] = Spanned(f"{above}<br>{text.strip()}" if above else text.strip())
    if row is not None:
        yield row


def _delimited(
    texts: Sequence[str], start: int, end: int, options: dict[str, str], at: int
) -> tuple[list[SpannedRow], int]:
    """The rows of delimited text, the names of its columns first where an option has them."""
    mark = _mark(options.get("delim"))
    rows: list[SpannedRow] = []
    if "header" in options:
        names = csv.reader([options["header"]], delimiter=mark, skipinitialspace=True)
        rows += [(at, list(map(Spanned, cells))) for cells in names]
    heads = len(rows) + _number(options.get("header-rows"))
    lines = (texts[n].strip() + "\n" for n in range(start, end))
    reader = csv.reader(lines, delimiter=mark, skipinitialspace=True)
    line = start
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((line, [Spanned(cell.strip().replace("\n", "<br>")) for cell in cells]))
        line = start + reader.line_num
    return rows, heads


def _mark(named: str | None) -> str:
    known = {"tab": "\t", "space": " "}
    mark = known.get(named or ",", named or ",")
    return mark if len(mark) == 1 else ","


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
