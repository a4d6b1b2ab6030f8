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
from pipeline.normalize.text import clean
from pipeline.writing.columns import MOST_KNOWN, are_names, is_known, is_number_header, is_usual
from pipeline.writing.headings import annex_heading
from pipeline.writing.labels import Label, behind_numerals, is_next, parse_label
from pipeline.writing.patterns import compiled

MAX_HEADER_ROWS = 4
_MOST_TITLE_ROWS = 8
_LONGEST_NAME = 250
_NAMES = 0.7
"""Share of the printed cells of a header that must read like names."""
_ENOUGH = 3.0
"""Evidence from which a row is a header; each sign that hardly ever errs is enough alone."""
_ENOUGH_BELOW = 4.0
"""The same for a row under a row that spans the grid: that may be a heading over items."""
_MOST = 0.8
"""Share of the cells of a lower level that stand under headers which span them."""
_BELOW = 12
"""Rows under a header that are looked at."""

_BRACKETED = re.compile(r"\((\d{1,2})\)\Z")
_NUMBERING = re.compile(r"[(\[]?-?(\d{1,2}|[A-Z])[)\]]?(?:\s*=.{1,30})?\Z")
_UNIT_ROW = re.compile(r"\(.{1,30}\)\Z|%\Z")
_UNIT_WORDS = compiled(r"\p{Ll}{2,}(?:[ /]\p{L}+){0,3}\Z")
_UNIT_LINE = compiled(r"\(?\s*(?:đơn vị(?: tính)?|đvt)\s*:", any_case=True)
_VALUE = re.compile(r"[\s\d.,:;/%()+<>=≤≥±~*×xX–—…_-]+\Z")
_QUANTITY = compiled(r"[<>≤≥=~±-]?\s*\d[\d.,]*\s*[^\W\d]{0,8}\d?\Z")
_AMOUNT = re.compile(r"(?!(?:19|20)\d\d\Z)\d{1,3}(?:[., ]?\d{3})+(?:[.,]\d+)?\Z")
"""A number of four digits or more that is no year."""
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_FILL_IN = re.compile(r"\.{3,}|…|_{3,}")
_POINT = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+)\s*[-–.)/:](?!\d)|[-–+•]\s")
_LETTERHEAD = compiled(
    r"cộng h(?:oà|òa) xã hội chủ nghĩa|độc lập\s*-\s*tự do|\Anơi nhận\s*:", any_case=True
)
_NO_RESULT = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)\Z")
"""What a sheet shows where a formula has none."""
_DIGITS = re.compile(r"\d+")
_NOT_WORD = compiled(r"[\W_]+")


_SIDE_BY_SIDE = 2
"""Texts of a letterhead side by side: who issues, and the state."""
_ALIKE = 4
"""Cells from which a column is seen to write all of them alike."""
_ROW_DIGITS = 4
"""Digits of the longest number of a row: with more it is a code or a day."""
_FEW_NAMES = 2
"""Names, or numbers of columns, that two cells of data may look like."""


@dataclass(frozen=True, slots=True)
class Top:
    """The first rows of a grid: so many of its caption, then so many of its header."""

    captions: int = 0
    headers: int = 0


RowKey = tuple[str, ...]
"""What the cells of a row print, without letter case, punctuation and spaces."""


def texts_of(row: GridRow) -> list[str]:
    """What the cells of a row print, cleaned."""
    return [clean(cell.fragments).text for cell in row]


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
            return Top(start, _count(rows[start:]))
        if start < declared and sum(bool(cell.fragments) for cell in rows[start]) > 1:
            return Top(start, _count(rows[start:], least=declared - start))
        if _heads_the_next(rows, start, repeated):
            return Top(start, _count(rows[start:], least=2))
    return Top(0, _count(rows, declared) if declared else 0)


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
    first = list(islice(printed, _FEW_NAMES))
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
    if any(len(text) > _LONGEST_NAME or _LETTERHEAD.search(text) for text in printed):
        return False
    names = sum(_is_name(text) for text in printed)
    blanks = sum(_FILL_IN.search(text) is not None for text in printed)
    return names >= _NAMES * len(printed) and (numbered or 3 * blanks <= len(printed))


def _is_name(text: str) -> bool:
    """A text that can name a column: it begins with a letter or is a year; no point of a list, no
    sentence."""
    if _YEAR.match(text):
        return True
    if any(sign.match(text) for sign in (_POINT, _VALUE, _NO_RESULT)) or text.endswith((";", ",")):
        return False
    first = text.lstrip("(“\"'")[:1]
    return first.isupper() or is_known(text) or text[:1] in "%#"


def _legend_below(rows: Sequence[GridRow], at: int) -> bool:
    return any(is_legend(row) or _is_units(row) for row in rows[at + 1 : at + MAX_HEADER_ROWS])


def _look(rows: Sequence[GridRow], at: int) -> float:
    """What the look of a row says against the rows below it."""
    end = at + _count(rows[at:])
    below = rows[end : end + _BELOW]
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
    below = {i: [text for r in body if (text := _text_at(r, i))] for i in columns}
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
    tests = (_VALUE, _QUANTITY, _NO_RESULT)
    return any(test.match(text) for test in tests) or bool(_FILL_IN.search(text))


def _is_code(text: str) -> bool:
    """Whether a text is a value that no row is numbered with (`0101.21.00`, `15/01/2026`)."""
    return _VALUE.match(text) is not None and len("".join(filter(str.isdigit, text))) > _ROW_DIGITS


def _text_at(row: GridRow, column: int) -> str:
    return clean(row[column].fragments).text if column < len(row) else ""


def _counts(name: str, texts: Sequence[str]) -> bool:
    pattern = re.compile(rf"{re.escape(name)}\s+\S{{1,4}}(?:\s|\Z)", re.IGNORECASE)
    first = texts[:1] and re.match(rf"{re.escape(name)}\s+(?:1|I|A)(?!\w)", texts[0], re.IGNORECASE)
    return bool(len(texts) > 1 or first) and all(map(pattern.match, texts))


def _count(rows: Sequence[GridRow], least: int = 1) -> int:
    """How many of the rows are header rows, those of numbers and units included."""
    count = min(max(least, 1), len(rows))
    while (
        count < min(len(rows), MAX_HEADER_ROWS)
        and _goes_on(rows[:count], rows[count])
        and not begins_numbering(rows, count)
    ):
        count += 1
    while count < min(len(rows), MAX_HEADER_ROWS + 2) and (
        is_legend(rows[count]) or _is_units(rows[count])
    ):
        count += 1
    return count


def begins_numbering(rows: Sequence[GridRow], at: int) -> bool:
    """Whether the numbers of a table begin with a row: it prints the first of a kind of numbers in
    its first column, and the next row that has one another first one or the second."""
    if is_legend(rows[at]) or rows[at][0].merged:
        return False
    labels = [parse_label(text) for row in rows[at : at + _BELOW] if (text := _text_at(row, 0))]
    if len(labels) <= _FEW_NAMES or not _text_at(rows[at], 0):
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
    if not printed or first or any(len(texts[i]) > _LONGEST_NAME for i in printed):
        return False
    if all(_is_unit(texts[i]) and _text_at(above, i) for i in printed):
        return True
    own = [i for i in printed if not _ends_name(above, i, texts[i])]
    if own and _all_under_spans(above, own):
        return all(_is_name(texts[i]) or _UNIT_ROW.match(texts[i]) for i in own)
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
    return alone and text[:1].islower() and bool(_text_at(above, at))


def _names_numbers(header: Sequence[GridRow], texts: Sequence[str]) -> bool:
    """Whether a row prints the name of the number column where the header above is blank."""
    at = next((i for i, text in enumerate(texts) if is_number_header(text)), None)
    return at is not None and not any(_text_at(row, at) for row in header)


def _fills_blanks(above: GridRow, texts: Sequence[str]) -> bool:
    """Whether a row prints names in columns over which nothing stands and in the one to the left of
    them, and nowhere else: what is printed there names them all, and no cell shows it."""
    printed = [i for i, text in enumerate(texts) if text]
    if len(printed) <= 1 or not printed[0] or printed[-1] - printed[0] + 1 != len(printed):
        return False
    over = [_text_at(above, i) for i in printed]
    return bool(over[0]) and not any(over[1:]) and all(_is_name(texts[i]) for i in printed)


def _says_again(above: GridRow, texts: Sequence[str]) -> bool:
    """Whether a row names all columns once more, in another language: the number column too, which
    no row of data does, and none as the row above it."""
    over = [_text_at(above, i) for i in range(len(texts))]
    number = next((i for i, text in enumerate(over) if is_number_header(text)), None)
    if number is None or not is_number_header(texts[number]):
        return False
    other = all(
        bool(one) == bool(two) and (not one or one != two)
        for one, two in zip(over, texts, strict=True)
    )
    return other and all(_is_name(text) for text in texts if text)


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
    return bool(covered) and (under == len(printed) or under >= _MOST * len(printed) > _FEW_NAMES)


def _finishes(upper: str, lower: str) -> bool:
    return bool(upper) and not is_known(upper) and is_known(f"{upper} {lower}")


def is_legend(row: GridRow) -> bool:
    """A row of column numbers under the header (`(1) (2) (3)`, `A B 1 2`, `I II 1 2`)."""
    printed = [text for text in texts_of(row) if text]
    own = behind_numerals(printed)
    numbers = [match.group(1) for text in own if (match := _NUMBERING.match(text))]
    if len(printed) <= _FEW_NAMES or len(numbers) != len(own):
        return False
    return _count_up([int(item) for item in numbers if item.isdigit()]) or _count_places(row)


def _count_places(row: GridRow) -> bool:
    """Whether numbers in brackets count the columns they stand over, though the number of another
    one is blank: a seal lies over it."""
    numbers = [(at, _BRACKETED.match(text)) for at, text in enumerate(texts_of(row)) if text]
    firsts = {int(match.group(1)) - at if match else None for at, match in numbers}
    return len(numbers) > len(row) / 2 and firsts in ({0}, {1})  # the first may be called A


def _is_units(row: GridRow) -> bool:
    """A row that says under several names what they are measured in (`(ha)`, `%`), or under all but
    the first two one thing (`triệu đồng`)."""
    texts = texts_of(row)
    printed = [text for text in texts if text]
    if len(printed) <= 1 or texts[0]:
        return False
    one = len(set(printed)) == 1 and not any(texts[:_FEW_NAMES])
    return all(map(_is_unit, printed)) or (one and _UNIT_WORDS.match(printed[0]) is not None)


def _count_up(numbers: list[int]) -> bool:
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def printed_cells(rows: Sequence[GridRow]) -> tuple[Cell, ...]:
    """The cells of the rows that are printed there."""
    return tuple(cell for row in rows for cell in row if not cell.merged)
