"""Whether lines that stand in columns are a table.

Letterheads, signatures, lists, forms to fill in and tables of contents are set in columns too. A
table has a number column under its name, or several rows that fill several columns under names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.aligned.header import name_columns, name_pair, printed_in
from pipeline.extract.aligned.strips import TableLine
from pipeline.extract.aligned.table import Aligned
from pipeline.extract.layer.signs.words import OTHER, role_of
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

MIN_COLUMNS = 3
"""Columns of a table that no number column proves."""
PAIR = 2
"""Rows that are few: one more, or a number column, makes a table."""
PAIR_ROWS, PAIRED = 4, 0.8
"""Rows of a table of two columns without row numbers, and the share of them that fill both."""
MIN_ROWS = 4
"""Rows, header included, of a table without a number column."""
LONGEST_NAME = 60
"""Letters of the name of a column."""
KNOWN = 2
"""Columns with a name that is known, beside that of the numbers, that make a table without any."""
WIDE_ROWS = 0.7
"""Share of rows with several cells of a table that no header names."""
COUNTED = 0.8
"""Share of the last column that page numbers have in a table of contents: parts have none."""
CONTENTS_COLUMNS = 3
"""Columns of a table of contents: number, title, page."""
_POINT = re.compile(r"\w{1,2}[.)]\s")
_FILL_IN = re.compile(r"[.…_]{4,}|:\s*\Z")


def is_table(table: Aligned, carried: bool = False) -> bool:
    """Whether lines in columns are a table.

    `carried` tells that their columns are those of the table at the end of the page before.
    """
    rows, columns = _rows_of(table), table.columns
    if carried:
        return any(len(strip.columns) > 1 for row in rows for strip in row)
    if len(rows) <= 1 or columns <= 1 or _is_form(rows):
        return False
    named = _names_numbers(rows[0])
    if named and table.number is not None:
        return columns >= MIN_COLUMNS or len(_numbered(rows, table.number)) > 1
    if named and sum(role_of(name) is not OTHER for name in table.names) >= KNOWN:
        return columns >= MIN_COLUMNS
    if name_columns(table.names):
        return any(len(strip.columns) > 1 for row in rows[1:] for strip in row)
    if columns == PAIR:
        return _is_of_pairs(rows)
    return (
        columns >= MIN_COLUMNS
        and len(rows) >= MIN_ROWS
        and _has_names(rows[0], columns)
        and not _is_contents(rows, columns)
        and _has_figures(rows[1:])
        and _is_filled(rows[1:], columns)
    )


def _is_of_pairs(rows: Sequence[Sequence[TableLine]]) -> bool:
    """Whether two columns without row numbers are a table: names over rows that fill both, but for
    headings in bold, and are no table of contents."""
    names, *body = rows
    own = [row for row in body if not _heads_rows(row)]
    filled = sum(any(len(strip.columns) == PAIR for strip in row) for row in own)
    return (
        name_pair(printed_in(names, PAIR))
        and len(own) >= PAIR_ROWS
        and filled >= PAIRED * len(own)
        and not _is_contents(own, PAIR)
    )


def is_walled_table(table: Aligned, carried: bool) -> bool:
    """Whether what stands between rules across is a table."""
    rows, columns = _rows_of(table), table.columns
    if (len(rows) <= 1 and not carried) or _is_form(rows):
        return False
    named = _names_numbers(rows[0])
    if carried or (named and table.number is not None) or name_columns(table.names):
        return True
    rows = [row for row in rows if not _heads_rows(row)]
    wide = sum(len(frozenset(c for strip in row for c in strip.columns)) > 1 for row in rows)
    return len(rows) > PAIR and columns > 1 and wide >= WIDE_ROWS * len(rows)


def _heads_rows(row: Sequence[TableLine]) -> bool:
    """Whether a row prints one text in bold: a heading between others says nothing of them."""
    return all(strip.bold and len(strip.texts) == 1 for strip in row)


def _rows_of(table: Aligned) -> list[Sequence[TableLine]]:
    """The lines of each row."""
    return [table.strips[band.first : band.last + 1] for band in table.bands]


def _names_numbers(header: Sequence[TableLine]) -> bool:
    """Whether one of the first two columns is named as that of the row numbers."""
    return any(names_row_numbers(strip.text(column)) for strip in header for column in (0, 1))


def _numbered(rows: Sequence[Sequence[TableLine]], number: int) -> list[Sequence[TableLine]]:
    return [row for row in rows if any(parse_label(strip.text(number)) for strip in row)]


def _is_form(rows: Sequence[Sequence[TableLine]]) -> bool:
    """Whether many texts are places to fill in: dots, or a colon with nothing behind it."""
    texts = [text.word.text for row in rows for strip in row for text in strip.texts]
    return 4 * sum(bool(_FILL_IN.search(text)) for text in texts) > len(texts)


def _has_names(header: Sequence[TableLine], columns: int) -> bool:
    """Whether the first row can be names of columns: a short text over each that begins with
    a capital, none a sentence, no two of them points of a list (`A. …`, `B. …`)."""
    names = ["".join(strip.text(column) for strip in header) for column in range(columns)]
    if sum(_POINT.match(name) is not None for name in names) > 1:
        return False
    return all(
        name and len(name) <= LONGEST_NAME and name[-1] not in ".;:,!?" and name[0].isupper()
        for name in names
    )


def _is_contents(rows: Sequence[Sequence[TableLine]], columns: int) -> bool:
    """Whether the last column counts pages: a table of contents."""
    last = [text for row in rows for strip in row if (text := strip.text(columns - 1))]
    numbers = [int(text) for text in last if text.isdecimal()]
    counted = len(numbers) >= COUNTED * len(last) and numbers == sorted(numbers)
    return counted and columns <= CONTENTS_COLUMNS


def _has_figures(rows: Sequence[Sequence[TableLine]]) -> bool:
    """Whether most rows have a figure: the names under a document have none."""
    with_digits = sum(
        any(char.isdigit() for strip in row for text in strip.texts for char in text.word.text)
        for row in rows
    )
    return 2 * with_digits >= len(rows)


def _is_filled(rows: Sequence[Sequence[TableLine]], columns: int) -> bool:
    """Whether most rows fill most columns."""
    filled = [frozenset(c for strip in row for c in strip.columns) for row in rows]
    full = sum(len(columns_of) >= max(2, 0.6 * columns) for columns_of in filled)
    return full >= 0.7 * len(rows)
