"""How many rows a header has: levels below the first, rows of column numbers, rows of units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import GridRow
from pipeline.normalize.tables.header_cells import (
    FEW_NAMES,
    LONGEST_NAME,
    is_name,
    text_at,
    texts_of,
)
from pipeline.normalize.text import clean
from pipeline.writing.columns import is_known, is_number_header
from pipeline.writing.labels import Label, behind_numerals, is_next, parse_label
from pipeline.writing.patterns import compiled

MAX_HEADER_ROWS = 4
_MOST = 0.8
"""Share of the cells of a lower level that stand under headers which span them."""
BELOW = 12
"""Rows under a header that are looked at."""

_BRACKETED = re.compile(r"\((\d{1,2})\)\Z")
_NUMBERING = re.compile(r"[(\[]?-?(\d{1,2}|[A-Z])[)\]]?(?:\s*=.{1,30})?\Z")
_UNIT_ROW = re.compile(r"\(.{1,30}\)\Z|%\Z")
_UNIT_WORDS = compiled(r"\p{Ll}{2,}(?:[ /]\p{L}+){0,3}\Z")
_AMOUNT = re.compile(r"(?!(?:19|20)\d\d\Z)\d{1,3}(?:[., ]?\d{3})+(?:[.,]\d+)?\Z")
"""A number of four digits or more that is no year."""


def count_headers(rows: Sequence[GridRow], least: int = 1) -> int:
    """How many of the rows are header rows, those of numbers and units included."""
    count = min(max(least, 1), len(rows))
    while (
        count < min(len(rows), MAX_HEADER_ROWS)
        and _goes_on(rows[:count], rows[count])
        and not begins_numbering(rows, count)
    ):
        count += 1
    while count < min(len(rows), MAX_HEADER_ROWS + 2) and (
        is_legend(rows[count]) or is_units(rows[count])
    ):
        count += 1
    return count


def begins_numbering(rows: Sequence[GridRow], at: int) -> bool:
    """Whether the numbers of a table begin with a row: it prints the first of a kind of numbers in
    its first column, and the next row that has one another first one or the second."""
    if is_legend(rows[at]) or rows[at][0].merged:
        return False
    labels = [parse_label(text) for row in rows[at : at + BELOW] if (text := text_at(row, 0))]
    if len(labels) <= FEW_NAMES or not text_at(rows[at], 0):
        return False
    first, second, third = labels[:3]
    return _is_first(first) and all(
        _is_first(two) or is_next(one, two) for one, two in ((first, second), (second, third))
    )


def _is_first(label: Label | None) -> bool:
    return label is not None and bool(label.numbers) and set(label.numbers) == {1}


def _goes_on(header: Sequence[GridRow], row: GridRow) -> bool:
    """Whether a row is a further level of the header above it.

    Either a header cell reaches down into it, or it stands under headers that span columns, or
    what it prints finishes names that are not names without it (`Cơ quan` over `chủ trì`) or says
    what they are measured in (`Mức giá` over `(đồng)`), or it names the column of the row numbers
    or others, over which nothing stands.
    """
    texts = texts_of(row)
    printed = [i for i, text in enumerate(texts) if text and not row[i].merged]
    above = header[-1]
    if any(cell.merged for cell in row):
        if _are_amounts(above, texts, printed):
            return False
        return not any(_is_row_number(texts[i]) for i in printed[:1] if i == 0)
    if _names_numbers(header, texts) or _fills_blanks(above, texts) or _says_again(above, texts):
        return True
    first = texts[0] if not above or above[0].span == 1 else ""
    if not printed or first or any(len(texts[i]) > LONGEST_NAME for i in printed):
        return False
    if all(_is_unit(texts[i]) and text_at(above, i) for i in printed):
        return True
    own = [i for i in printed if not _ends_name(above, i, texts[i])]
    if own and _all_under_spans(above, own):
        return all(is_name(texts[i]) or _UNIT_ROW.match(texts[i]) for i in own)
    return all(
        i < len(above) and _finishes(clean(above[i].fragments).text, texts[i]) for i in printed
    )


def _are_amounts(above: GridRow, texts: Sequence[str], printed: Sequence[int]) -> bool:
    """Whether a row prints nothing but large numbers, each under a name of its own column: values,
    though a name beside them reaches down to them."""
    alone = all(at < len(above) and above[at].span == 1 and above[at].fragments for at in printed)
    return bool(printed) and alone and all(_AMOUNT.match(texts[at]) for at in printed)


def _ends_name(above: GridRow, at: int, text: str) -> bool:
    """Whether a text goes on with the name right above it, in small letters."""
    alone = at < len(above) and above[at].span == 1
    return alone and text[:1].islower() and bool(text_at(above, at))


def _names_numbers(header: Sequence[GridRow], texts: Sequence[str]) -> bool:
    """Whether a row prints the name of the number column where the header above is blank."""
    at = next((i for i, text in enumerate(texts) if is_number_header(text)), None)
    return at is not None and not any(text_at(row, at) for row in header)


def _fills_blanks(above: GridRow, texts: Sequence[str]) -> bool:
    """Whether a row prints names in columns over which nothing stands and in the one to the left of
    them, and nowhere else: what is printed there names them all, and no cell shows it."""
    printed = [i for i, text in enumerate(texts) if text]
    if len(printed) <= 1 or not printed[0] or printed[-1] - printed[0] + 1 != len(printed):
        return False
    over = [text_at(above, i) for i in printed]
    return bool(over[0]) and not any(over[1:]) and all(is_name(texts[i]) for i in printed)


def _says_again(above: GridRow, texts: Sequence[str]) -> bool:
    """Whether a row names all columns once more, in another language: the number column too, which
    no row of data does, and none as the row above it."""
    over = [text_at(above, i) for i in range(len(texts))]
    number = next((i for i, text in enumerate(over) if is_number_header(text)), None)
    if number is None or not is_number_header(texts[number]):
        return False
    other = all(
        bool(one) == bool(two) and (not one or one != two)
        for one, two in zip(over, texts, strict=True)
    )
    return other and all(is_name(text) for text in texts if text)


def _is_unit(text: str) -> bool:
    return _UNIT_ROW.match(text) is not None and _NUMBERING.match(text) is None


def _is_row_number(text: str) -> bool:
    label = parse_label(text)
    return label is not None and label.style == "number"


def _all_under_spans(above: GridRow, printed: list[int]) -> bool:
    covered = {
        i
        for start, cell in enumerate(above)
        if cell.span > 1
        for i in range(start, start + cell.span)
    }
    under = sum(i in covered for i in printed)
    return bool(covered) and (under == len(printed) or under >= _MOST * len(printed) > FEW_NAMES)


def _finishes(upper: str, lower: str) -> bool:
    return bool(upper) and not is_known(upper) and is_known(f"{upper} {lower}")


def is_legend(row: GridRow) -> bool:
    """A row of column numbers under the header (`(1) (2) (3)`, `A B 1 2`, `I II 1 2`)."""
    printed = [text for text in texts_of(row) if text]
    own = behind_numerals(printed)
    numbers = [match.group(1) for text in own if (match := _NUMBERING.match(text))]
    if len(printed) <= FEW_NAMES or len(numbers) != len(own):
        return False
    return _count_up([int(item) for item in numbers if item.isdigit()]) or _count_places(row)


def _count_places(row: GridRow) -> bool:
    """Whether numbers in brackets count the columns they stand over, though the number of another
    one is blank: a seal lies over it."""
    numbers = [(at, _BRACKETED.match(text)) for at, text in enumerate(texts_of(row)) if text]
    firsts = {int(match.group(1)) - at if match else None for at, match in numbers}
    return len(numbers) > len(row) / 2 and firsts in ({0}, {1})  # the first may be called A


def is_units(row: GridRow) -> bool:
    """A row that says under several names what they are measured in (`(ha)`, `%`), or under all but
    the first two one thing (`triệu đồng`)."""
    texts = texts_of(row)
    printed = [text for text in texts if text]
    if len(printed) <= 1 or texts[0]:
        return False
    one = len(set(printed)) == 1 and not any(texts[:FEW_NAMES])
    return all(map(_is_unit, printed)) or (one and _UNIT_WORDS.match(printed[0]) is not None)


def _count_up(numbers: list[int]) -> bool:
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
