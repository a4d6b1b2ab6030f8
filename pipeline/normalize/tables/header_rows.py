"""Which rows of a grid are its header, and which above it are its caption: by what the page shows.

No single sign decides. A row of names is weighed by all that sets a header apart: known names, a
number column, column numbers below, the file's own mark, the same row on top of other pages, bold
letters or a shade over plain ones, names over columns of numbers or of nothing. Cells that print
values, a letterhead or blanks to fill in are never a header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from pipeline.frozen import dataclass
from pipeline.model import Cell, GridRow
from pipeline.normalize.tables.header_cells import (
    FEW_NAMES,
    LONGEST_NAME,
    NO_RESULT,
    VALUE,
    is_name,
    text_at,
    texts_of,
)
from pipeline.normalize.tables.header_levels import (
    BELOW,
    MAX_HEADER_ROWS,
    count_headers,
    is_legend,
    is_units,
)
from pipeline.normalize.text import clean
from pipeline.writing.columns import MOST_KNOWN, are_names, is_known, is_number_header, is_usual
from pipeline.writing.headings import annex_heading
from pipeline.writing.patterns import compiled

_MOST_TITLE_ROWS = 8
_NAMES = 0.7
"""Share of the printed cells of a header that must read like names."""
_ENOUGH = 3.0
"""Evidence from which a row is a header; each sign that hardly ever errs is enough alone."""
_ENOUGH_BELOW = 4.0
"""The same for a row under a row that spans the grid: that may be a heading over items."""
_UNIT_LINE = compiled(r"\(?\s*(?:đơn vị(?: tính)?|đvt)\s*:", any_case=True)
_QUANTITY = compiled(r"[<>≤≥=~±-]?\s*\d[\d.,]*\s*[^\W\d]{0,8}\d?\Z")
_FILL_IN = re.compile(r"\.{3,}|…|_{3,}")
_LETTERHEAD = compiled(
    r"cộng h(?:oà|òa) xã hội chủ nghĩa|độc lập\s*-\s*tự do|\Anơi nhận\s*:", any_case=True
)
_DIGITS = re.compile(r"\d+")
_NOT_WORD = compiled(r"[\W_]+")

_SIDE_BY_SIDE = 2
"""Texts of a letterhead side by side: who issues, and the state."""
_ALIKE = 4
"""Cells from which a column is seen to write all of them alike."""
_ROW_DIGITS = 4
"""Digits of the longest number of a row: with more it is a code or a day."""


@dataclass(frozen=True, slots=True)
class Top:
    """The first rows of a grid: so many of its caption, then so many of its header."""

    captions: int = 0
    headers: int = 0


RowKey = tuple[str, ...]
"""What the cells of a row print, without letter case, punctuation and spaces."""


def row_key(row: GridRow) -> RowKey:
    """For comparing rows that should print the same."""
    return tuple(_cell_key(text) for text in texts_of(row) if text)


def first_key(row: GridRow) -> str | None:
    """What `row_key` begins with: of most rows it tells that they do not print the same."""
    first = next((text for cell in row if (text := clean(cell.fragments).text)), None)
    return None if first is None else _cell_key(first)


def _cell_key(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def read_top(
    rows: Sequence[GridRow],
    declared: int | None = None,
    repeated: frozenset[RowKey] = frozenset(),
    continued: bool = False,
) -> Top:
    """Caption and header rows at the top of a grid.

    `declared` header rows are what the file says, `repeated` the first rows that stand on top of
    several grids. A grid that may go on with the table before (`continued`) has a header only if
    what is printed says so, not by its look alone.
    """
    declared = min(declared or 0, MAX_HEADER_ROWS)
    for start in range(min(len(rows), _MOST_TITLE_ROWS + 1)):
        if start and not _is_title_row(rows[start - 1]):
            break
        weight = _weight(rows, start, repeated, look=not continued)
        if weight >= (_ENOUGH_BELOW if start else _ENOUGH) or (
            start and _weight(rows, start, repeated, look=False) >= _ENOUGH
        ):
            return Top(start, count_headers(rows[start:]))
        if start < declared and sum(bool(cell.fragments) for cell in rows[start]) > 1:
            return Top(start, count_headers(rows[start:], least=declared - start))
        if _heads_the_next(rows, start, repeated):
            return Top(start, count_headers(rows[start:], least=2))
    return Top(0, count_headers(rows, declared) if declared else 0)


def other_headers(rows: Sequence[GridRow]) -> list[int]:
    """Rows inside a grid at which another table begins: they name a column of row numbers and the
    others, in other words than the rows above them that do."""
    found: list[int] = []
    names: set[str] = set()
    for at, row in enumerate(rows):
        if any(cell.merged for cell in row) or not _names_columns(row):
            continue
        key = row_key(row)
        if names and 2 * sum(name in names for name in key) < len(key):
            found.append(at)
            names = set()
        names |= set(key)
    return found


def _names_columns(row: GridRow) -> bool:
    """Whether a row names the column of row numbers and known others."""
    printed = (text for cell in row if (text := clean(cell.fragments).text))
    first = list(islice(printed, FEW_NAMES))
    if not any(map(is_number_header, first)) or not (others := list(printed)):
        return False
    return sum(map(is_known, first + others)) >= MOST_KNOWN * (len(first + others) - 1)


def _heads_the_next(rows: Sequence[GridRow], at: int, repeated: frozenset[RowKey]) -> bool:
    """Whether a row of headers that each span several columns stands over a header row."""
    if at + 1 >= len(rows):
        return False
    texts = texts_of(rows[at])
    printed = [i for i, text in enumerate(texts) if text]
    if not printed or any(_is_heading_line(texts[i]) for i in printed):
        return False
    spans = all(rows[at][i].span > 1 for i in printed) and rows[at][0].span < len(rows[at])
    covered = sum(rows[at][i].span for i in printed)
    if not spans or covered >= len(rows[at]) or _is_over_numbers(rows[at], rows[at + 1]):
        return False
    return _weight(rows, at + 1, repeated, look=False) >= _ENOUGH


def _is_over_numbers(above: GridRow, names: GridRow) -> bool:
    """Whether a text stands over the column of row numbers and others: a title, since no group of
    columns takes the numbers of the rows in."""
    below = texts_of(names)
    for start, cell in enumerate(above):
        under = [is_number_header(text) for text in below[start : start + cell.span]]
        if cell.fragments and any(under) and not all(under):
            return True
    return False


def _is_title_row(row: GridRow) -> bool:
    """A row that prints one text, or two that share the whole width (a letterhead)."""
    printed = [cell for cell in row if cell.fragments]
    if any(cell.merged for cell in printed) or not 1 <= len(printed) <= _SIDE_BY_SIDE:
        return not printed
    if len(printed) == _SIDE_BY_SIDE:
        return sum(cell.span for cell in printed) == len(row) > _SIDE_BY_SIDE
    text = clean(printed[0].fragments).text
    return printed[0].span > 1 or _is_heading_line(text)


def _is_heading_line(text: str) -> bool:
    return annex_heading(text) is not None or _UNIT_LINE.match(text) is not None


def _weight(
    rows: Sequence[GridRow],
    at: int,
    repeated: frozenset[RowKey],
    look: bool,
) -> float:
    """How much speaks for a header that begins with a row; 0 where something rules it out."""
    texts = texts_of(rows[at])
    printed = [text for text in texts if text]
    numbered = any(map(is_number_header, printed))
    if len(printed) <= 1 or not _can_be_names(printed, numbered):
        return 0.0
    known = sum(is_known(text) or is_usual(text) for text in printed)
    weight = 3.0 if are_names(printed) else min(known, 1)
    weight += 3.0 * numbered
    weight += 3.0 * (row_key(rows[at]) in repeated)
    weight += 3.0 * (_legend_below(rows, at))
    return weight + _look(rows, at) if look or weight else weight


def _can_be_names(printed: Sequence[str], numbered: bool) -> bool:
    """Whether cells name things: no letterhead, hardly a value, number or (beside no number
    column) blank to fill in."""
    if any(len(text) > LONGEST_NAME or _LETTERHEAD.search(text) for text in printed):
        return False
    names = sum(is_name(text) for text in printed)
    blanks = sum(_FILL_IN.search(text) is not None for text in printed)
    return names >= _NAMES * len(printed) and (numbered or 3 * blanks <= len(printed))


def _legend_below(rows: Sequence[GridRow], at: int) -> bool:
    return any(is_legend(row) or is_units(row) for row in rows[at + 1 : at + MAX_HEADER_ROWS])


def _look(rows: Sequence[GridRow], at: int) -> float:
    """What the look of a row says against the rows below it."""
    end = at + count_headers(rows[at:])
    below = rows[end : end + BELOW]
    if not below:
        return 0.0
    weight = 2.0 if end > at + 1 and _has_levels(rows[at], rows[at + 1]) else 0.0
    weight += 3.0 * _stands_out(rows[at], [row for row in below if not _is_heading_row(row)])
    return weight + _names_over_values(rows[at], below)


def _has_levels(upper: GridRow, lower: GridRow) -> bool:
    return any(cell.span > 1 for cell in upper) and any(cell.merged for cell in lower)


def _is_heading_row(row: GridRow) -> bool:
    """A row that prints little or over several columns: a heading, set apart like the header."""
    printed = sum(bool(cell.fragments) for cell in row)
    return printed <= 1 or 2 * printed <= len(row) or any(cell.span > 1 for cell in row)


def _stands_out(row: GridRow, body: Sequence[GridRow]) -> bool:
    """Whether a row is bold, shaded or in capitals, and none of those below is."""
    tests = (_is_bold, _is_shaded, _is_upper)
    return any(test(row) and not any(map(test, body)) for test in tests)


def _is_bold(row: GridRow) -> bool:
    printed = [cell for cell in row if cell.fragments and not cell.merged]
    return bool(printed) and all(f.bold for cell in printed for f in cell.fragments)


def _is_shaded(row: GridRow) -> bool:
    printed = [cell for cell in row if cell.fragments and not cell.merged]
    return bool(printed) and all(cell.shaded for cell in printed)


def _is_upper(row: GridRow) -> bool:
    printed = [text for text in texts_of(row) if any(char.isalpha() for char in text)]
    return len(printed) > 1 and all(text.isupper() for text in printed)


def _names_over_values(row: GridRow, body: Sequence[GridRow]) -> float:
    """3 where all named columns but the first hold values or blanks only, or what is written alike,
    2 where half of them do, 1 where one does; 3 as well where the cells of a column count what its
    header names (`Nhóm` over `Nhóm 1`, `Nhóm 2`). The first may hold row numbers, so that only
    codes count there."""
    columns = [i for i, cell in enumerate(row) if cell.fragments]
    below = {i: [text for r in body if (text := text_at(r, i))] for i in columns}
    names = {i: clean(row[i].fragments).text for i in columns if row[i].span == 1}
    unlike = {i: i in names and _is_unlike(names[i], below[i]) for i in columns}
    values = sum(all(map(_is_value, below[i])) or unlike[i] for i in columns[1:])
    values += any(below[i] and (all(map(_is_code, below[i])) or unlike[i]) for i in columns[:1])
    counted = any(_counts(clean(row[i].fragments).text, below[i]) for i in columns[:1])
    if counted or (values and values >= len(columns) - 1):
        return 3.0
    return 2.0 if 2 * values >= max(1, len(columns) - 1) else float(values > 0)


def _is_unlike(name: str, texts: Sequence[str]) -> bool:
    """Whether a column writes all its cells alike and its name otherwise: codes (`TB-001`), texts
    that begin with one word (`Máy đo A`, `Máy đo B`)."""
    if len(texts) < _ALIKE or all(map(_is_value, texts)):
        return False
    forms = ({_form(text) for text in texts}, {text.split()[0].casefold() for text in texts})
    own = (_form(name), name.split()[0].casefold())
    return any(
        len(found) == 1 and mine not in found for found, mine in zip(forms, own, strict=True)
    )


def _form(text: str) -> str:
    return _DIGITS.sub("9", text)


def _is_value(text: str) -> bool:
    tests = (VALUE, _QUANTITY, NO_RESULT)
    return any(test.match(text) for test in tests) or bool(_FILL_IN.search(text))


def _is_code(text: str) -> bool:
    """Whether a text is a value that no row is numbered with (`0101.21.00`, `15/01/2026`)."""
    return VALUE.match(text) is not None and len("".join(filter(str.isdigit, text))) > _ROW_DIGITS


def _counts(name: str, texts: Sequence[str]) -> bool:
    pattern = re.compile(rf"{re.escape(name)}\s+\S{{1,4}}(?:\s|\Z)", re.IGNORECASE)
    first = texts[:1] and re.match(rf"{re.escape(name)}\s+(?:1|I|A)(?!\w)", texts[0], re.IGNORECASE)
    return bool(len(texts) > 1 or first) and all(map(pattern.match, texts))


def printed_cells(rows: Sequence[GridRow]) -> tuple[Cell, ...]:
    """The cells of the rows that are printed there."""
    return tuple(cell for row in rows for cell in row if not cell.merged)
