"""Tables in the markup of wikis: MediaWiki (`{|`), AsciiDoc (`|===`), Jira (`||name||`), DokuWiki
(`^ name ^`), Textile (`|_. name|`), Creole and XWiki (`|=name`), TiddlyWiki (`|!name|`), Trac and
MoinMoin (`||cell||`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

from pipeline.extract.markdown.wiki_marks import (
    ASCII_DOC,
    CREOLE,
    DOKU,
    JIRA,
    MEDIA,
    TEXTILE,
    Marks,
    marked,
    with_literals,
    without_escapes,
    without_links,
)
from pipeline.extract.spans import Spanned, SpannedRow

_MOST_COLUMNS = 200
"""Columns of the widest table that is taken for one."""
_ATTRIBUTES = re.compile(r"([\w-]+\s*=[^|]*)\|(?!\|)")
"""What stands before the text of a cell of MediaWiki (`style="…" |`)."""
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,3})")
_ASCII_SPEC = re.compile(
    r"(?:^|(?<=\s))(?:(\d{1,3})?(?:\.(\d{1,3}))?(\+|\*))?[<^>]?(?:\.[<^>])?[adehlms]?\Z"
)
"""What AsciiDoc sets before the mark of a cell: the columns and rows it covers (`2+`, `.3+`), how
often it is repeated (`3*`), where its text stands and what it is."""
_COLS = re.compile(r"\[.*\bcols\s*=\s*\"([^\"]+)\"")
_TEXTILE = re.compile(r"(?:_|\\(\d{1,3})|/(\d{1,3})|[<>=^~-]|\{[^{}]*\}|\([^()]*\))+\.\s+")
"""What Textile sets before the text of a cell: a name (`_.`), columns (`\\2.`), rows (`/2.`)."""
_DOKU = re.compile(r"\^(?:[^|^]+\^){2,}")
"""A line of names of DokuWiki."""
_NAMED = re.compile(r"=(?P<trac>.+)=|'''(?P<moin>.+)'''")
"""A cell of Trac or MoinMoin that names a column."""
_GIVEN = re.compile(r"^\s*(?:\(%[^%]*%\)\s*)+|^(?:\s*<[^<>]*>)+")
"""What XWiki and MoinMoin say of a cell before its text."""
_MOIN_SPAN = re.compile(r"(?<=[<\s])([-|])(\d{1,3})(?=[\s>])")
"""Columns (`<-2>`) and rows (`<|2>`) that a cell of MoinMoin covers."""
_ABOVE = ":::"
"""What a cell of DokuWiki says that the one above covers."""
_TIDDLY_LAST = re.compile(r"\|[a-z]?\s*\Z")
"""What a line of TiddlyWiki ends with: a letter says that it is a caption, a class, or a head."""
_PIPE_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
"""The dashes below a header of Markdown: a bar before it that is doubled is a blank name there."""
_CREOLE_NAMES = 2
"""Names at the head of a table of Creole, at least: one alone may be a line of prose."""


@dataclass(frozen=True, slots=True)
class WikiTable:
    """A table: one past its last line, its rows, how many of them name columns."""

    end: int
    rows: list[SpannedRow]
    header: int | None


class WikiText:
    """The lines of a text, and the tables of wikis among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = list(map(with_literals, texts))
        self._barren: dict[str, int] = {}
        """Where a table that a mark would end has been found to have no rows, or no end: lines
        before it are not looked through again, however many begin one."""

    def table(self, at: int) -> WikiTable | None:
        """The table that begins with line `at`; None where none does or it has no end."""
        found, marks = self._found(at)
        return replace(found, rows=marked(found.rows, marks)) if found is not None else None

    def _found(self, at: int) -> tuple[WikiTable | None, Marks]:
        bare = self._texts[at].strip()
        if bare.startswith("||") and _PIPE_RULE.fullmatch("".join(self._texts[at + 1 : at + 2])):
            return None, ()
        if bare.startswith("{|"):
            return self._closed(at, "|}", _media_wiki), MEDIA
        if bare == "|===":
            return self._closed(at, "|===", _ascii_doc), ASCII_DOC
        if bare.startswith("|!") and bare.count("|!") >= _CREOLE_NAMES:
            return _tiddly(self._texts, at), CREOLE
        if bare.startswith("|=") and bare.count("|=") >= _CREOLE_NAMES:
            return _creole(self._texts, at), CREOLE
        if _is_doubled(bare) and _is_doubled("".join(self._texts[at + 1 : at + 2]).strip()):
            return _doubled(self._texts, at), CREOLE
        if _is_doubled(bare) and len(_parts(bare)) > 1:
            return _jira(self._texts, at), JIRA
        if bare.startswith("|_.") and bare.endswith("|"):
            return _textile(self._texts, at), TEXTILE
        if _DOKU.fullmatch(bare) and self._texts[at + 1 : at + 2] and _goes_on(self._texts[at + 1]):
            return _doku(self._texts, at), DOKU
        return None, ()

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


def _goes_on(text: str) -> bool:
    bare = text.strip()
    return bare[:1] in ("|", "^") and bare[-1:] in ("|", "^") and len(bare) > 1


def _media_wiki(texts: Sequence[str], start: int, end: int) -> WikiTable:
    rows: list[SpannedRow] = []
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
                named.add(rows[-1][0])
            cells = re.split(r"!!|\|\|" if head else r"\|\|", bare[1:])
            rows[-1][1].extend(map(_media_cell, cells))
        elif bare and rows and rows[-1][1]:
            more, *cells = bare.split("||")
            last = rows[-1][1][-1]
            rows[-1][1][-1] = replace(last, content=f"{last.content}<br>{more.strip()}")
            rows[-1][1].extend(map(_media_cell, cells))
    return WikiTable(end + 1, rows, _heads(rows, named.__contains__) or None)


def _media_cell(text: str) -> Spanned[str]:
    text = text.strip()
    given = _ATTRIBUTES.match(text)
    spans = {name: int(count) for name, count in _SPAN.findall(given.group(1) if given else "")}
    bare = text[given.end() if given else 0 :].strip()
    return Spanned(bare, max(spans.get("col", 1), 1), max(spans.get("row", 1), 1))


def _ascii_doc(texts: Sequence[str], start: int, end: int) -> WikiTable:
    """Cells one after another; the first line says how many columns there are."""
    cells: list[tuple[int, Spanned[str]]] = []
    width = 0
    for at in range(start, end):
        found = list(_ascii_cells(texts[at]))
        more = _before_cells(texts[at])
        if more and cells:
            line, last = cells[-1]
            cells[-1] = (line, replace(last, content=f"{last.content}<br>{more}"))
        cells += [(at, cell) for cell in found]
        width = width or sum(cell.across for _, cell in cells)
    width = _said(texts, start) or width
    width = min(max(width, 1), _MOST_COLUMNS)
    return WikiTable(end + 1, _filled(cells, width), 1 if width > 1 else None)


def _said(texts: Sequence[str], start: int) -> int:
    """How many columns the line above a table of AsciiDoc says that it has, 0 where it does not:
    the first line of one need not hold all its names.

    >>> _said(['[cols="1,2*,^7%",options="header"]', "|==="], 2)
    4
    """
    given = _COLS.search(texts[start - 2]) if start > 1 else None
    columns = given.group(1).replace(";", ",").split(",") if given else []
    counts = (re.match(r"\s*(\d{1,3})\*", column) for column in columns)
    return sum(int(count.group(1)) if count else 1 for count in counts)


def _ascii_cells(text: str) -> Iterator[Spanned[str]]:
    """The cells of a line: behind each mark a text, before it what is said of the cell."""
    before, *parts = text.split("|")
    for part in parts:
        spec = _ASCII_SPEC.search(before)
        across, down, sign = spec.groups() if spec else (None, None, None)
        following = _ASCII_SPEC.search(part) if part is not parts[-1] else None
        body = part[: following.start()] if following else part
        repeated = int(across or 1) if sign == "*" else 1
        spans = (int(across or 1), int(down or 1)) if sign == "+" else (1, 1)
        yield from [Spanned(body.strip(), *spans)] * min(repeated, _MOST_COLUMNS)
        before = part


def _before_cells(text: str) -> str:
    """What stands in a line before its first cell: the rest of the cell above."""
    before, bar, _ = text.partition("|")
    spec = _ASCII_SPEC.search(before) if bar else None
    return (before[: spec.start()] if spec else before).strip()


def _filled(cells: Sequence[tuple[int, Spanned[str]]], width: int) -> list[SpannedRow]:
    """Cells one after another as rows of so many columns, those from above counted."""
    rows: list[SpannedRow] = []
    row: list[Spanned[str]] = []
    covered: Counter[int] = Counter()  # row → columns of it that cells from above cover
    free = width
    for at, cell in cells:
        if not row:
            rows.append((at, row))
        row.append(cell)
        for below in range(len(rows), len(rows) + cell.down - 1):
            covered[below] += min(cell.across, free)
        free -= cell.across
        if free <= 0:
            row = []
            free = width - covered[len(rows)]
    return rows


def _jira(texts: Sequence[str], at: int) -> WikiTable:
    names = list(map(Spanned, _parts(texts[at].strip())))
    rows: list[SpannedRow] = [(at, names)]
    n = at + 1
    while n < len(texts) and texts[n].strip().startswith("|") and texts[n].strip() != "|":
        end = _jira_row_end(texts, n)
        whole = "<br>".join(text.strip() for text in texts[n:end])
        rows.append((n, list(map(Spanned, _between_bars(without_links(whole))))))
        n = end
    return WikiTable(n, rows, 1)


def _jira_row_end(texts: Sequence[str], start: int) -> int:
    """One past the lines of a row: a cell may have several, the last one ends with a bar."""
    for at in range(start, len(texts)):
        if texts[at].strip().endswith("|"):
            return at + 1
        below = texts[at + 1].strip() if at + 1 < len(texts) else ""
        if not below or below.startswith("|"):
            break
    return start + 1


def _creole(texts: Sequence[str], at: int) -> WikiTable:
    """Rows of cells behind a bar, names behind `|=`; the last bar of a row may be left out."""
    end = _end(texts, at, lambda bare: bare.startswith("|"))
    rows: list[SpannedRow] = []
    for n in range(at, end):
        cells = without_escapes(texts[n].strip().removeprefix("|")).split("|")
        cells = cells[:-1] if not cells[-1].strip() else cells
        bare = (_GIVEN.sub("", cell.removeprefix("=")).strip() for cell in cells)
        rows.append((n, list(map(Spanned, bare))))
    return WikiTable(end, rows, _heads(rows, lambda n: "|=" in texts[n]))


def _is_doubled(bare: str) -> bool:
    return len(bare) > len("||||") and bare.startswith("||") and bare.endswith("||")


def _doubled(texts: Sequence[str], at: int) -> WikiTable:
    """Rows of cells between double bars; further bars before a cell lengthen it to the left."""
    end = _end(texts, at, _is_doubled)
    rows: list[SpannedRow] = []
    named: set[int] = set()
    for n in range(at, end):
        cells: list[Spanned[str]] = []
        across = 1
        for part in texts[n].strip()[2:-2].split("||"):
            if not part:
                across += 1
                continue
            bare = _GIVEN.sub("", part).strip()
            given = part[: part.find(bare)] if bare else part
            spans = dict(_said_spans(given))
            name = _NAMED.fullmatch(bare)
            text = next(filter(None, name.groups())) if name else bare
            cells.append(Spanned(text, spans.get("col", across), spans.get("row", 1)))
            across = 1
            if name and len(cells) == 1:
                named.add(n)
        rows.append((n, cells))
    return WikiTable(end, rows, _heads(rows, named.__contains__) or None)


def _said_spans(given: str) -> Iterator[tuple[str, int]]:
    """How many columns and rows a cell covers by what is said of it.

    >>> dict(_said_spans('<|2> ')), dict(_said_spans('<colspan="3">'))
    ({'row': 2}, {'col': 3})
    """
    yield from ((name, max(int(count), 1)) for name, count in _SPAN.findall(given))
    for sign, count in _MOIN_SPAN.findall(given):
        yield "row" if sign == "|" else "col", max(int(count), 1)


def _tiddly(texts: Sequence[str], at: int) -> WikiTable:
    """Rows of TiddlyWiki: `!` before a name, `~` for what the cell above covers, `<` and `>` for
    what the cell at that side does."""
    end = _end(texts, at, lambda bare: bare[:1] == "|" and bool(_TIDDLY_LAST.search(bare)))
    rows: list[SpannedRow] = []
    for n in range(at, end):
        bare = texts[n].strip()
        if bare.endswith(("|c", "|k")):
            continue
        cells: list[Spanned[str]] = []
        across = 1
        for part in map(str.strip, _TIDDLY_LAST.sub("", bare)[1:].split("|")):
            if part == ">":
                across += 1
            elif part == "<" and cells:
                cells[-1] = replace(cells[-1], across=cells[-1].across + 1)
            else:
                cells.append(Spanned(_ABOVE if part == "~" else part.removeprefix("!"), across))
                across = 1
        rows.append((n, cells))
    heads = _heads(rows, lambda n: texts[n].strip().startswith("|!") and "|!" in texts[n][2:])
    return WikiTable(end, _doku_spans(rows), heads or None)


def _textile(texts: Sequence[str], at: int) -> WikiTable:
    end = _end(texts, at, lambda bare: bare.startswith("|"))
    rows = [(n, list(map(_textile_cell, _between_bars(texts[n])))) for n in range(at, end)]
    return WikiTable(end, rows, 1)


def _textile_cell(text: str) -> Spanned[str]:
    said = _TEXTILE.match(text.lstrip())
    if said is None:
        return Spanned(text.strip())
    across, down = (int(one or 1) for one in said.groups())
    return Spanned(text.lstrip()[said.end() :].strip(), max(across, 1), max(down, 1))


def _doku(texts: Sequence[str], at: int) -> WikiTable:
    """A blank cell without a space in it lengthens the one before, `:::` the one above."""
    end = _end(texts, at, lambda bare: bare[:1] in ("^", "|"))
    rows = [(n, _doku_cells(texts[n].strip())) for n in range(at, end)]
    heads = _heads(rows, lambda n: "|" not in texts[n])
    return WikiTable(end, _doku_spans(rows), heads or None)


def _doku_cells(text: str) -> list[Spanned[str]]:
    cells: list[Spanned[str]] = []
    for part in re.split(r"[|^]", text)[1:-1]:
        if not part and cells:
            cells[-1] = replace(cells[-1], across=cells[-1].across + 1)
        else:
            cells.append(Spanned(part.strip()))
    return cells


def _doku_spans(rows: Sequence[SpannedRow]) -> list[SpannedRow]:
    """The rows with cells that reach down where rows below say `:::`."""
    out: list[SpannedRow] = []
    down: dict[int, int] = {}  # column → rows below that go on with the cell there
    for at, cells in reversed(rows):
        columns = accumulate((cell.across for cell in cells), initial=0)
        placed = [
            (column, replace(cell, down=1 + down.get(column, 0)))
            for column, cell in zip(columns, cells, strict=False)
        ]
        out.append((at, [cell for _, cell in placed]))
        down = {column: cell.down for column, cell in placed if cell.content == _ABOVE}
    return [(at, [c for c in cells if c.content != _ABOVE]) for at, cells in reversed(out)]


def _parts(text: str) -> list[str]:
    """The names of a line of Jira, blanks left out."""
    return [part.strip() for part in text.split("||")[1:] if part.strip()]


def _between_bars(text: str) -> list[str]:
    return text.strip().strip("|").split("|")


def _heads(rows: Sequence[SpannedRow], is_named: Callable[[int], bool]) -> int:
    """How many rows at the top name the columns, told by the lines they begin on."""
    return sum(1 for _ in takewhile(lambda row: is_named(row[0]), rows))


def _end(texts: Sequence[str], start: int, holds: Callable[[str], bool]) -> int:
    """One past the lines from `start` on of which something holds, white around them set aside."""
    lines = range(start, len(texts))
    return next((at for at in lines if not holds(texts[at].strip())), len(texts))
