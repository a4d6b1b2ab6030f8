"""How a delimited text marks cells that hold delimiters: the quote, what escapes one, and quotes
that mark nothing.

Programs disagree: `"` doubled inside (RFC 4180), `\\"`, single quotes, no quotes at all. A quote
that somebody typed and nothing closes would take the rows behind it into one cell.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import StringIO
from typing import Any, Final

from pipeline.errors import InputError
from pipeline.extract.text.copied import without_break_mark
from pipeline.frozen import dataclass
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label

csv.field_size_limit(16 << 20)


@dataclass(frozen=True, slots=True)
class Quoting:
    """The mark around cells ("" where there is none), and what stands before one inside a cell."""

    mark: str = '"'
    escape: str | None = None


DOUBLED: Final = Quoting()
PLAIN: Final = Quoting("")
WAYS: Final = (DOUBLED, Quoting('"', "\\"), Quoting("'"), PLAIN)
"""The ways of quoting that are tried; the first of those that cut a text equally well counts."""

_WHOLE_ROW: Final = re.compile(r'"(?:[^",;|\t]|"")*+[,;|\t](?:[^"]|"")*+"')
"""A line that is one cell in quotes, with something in it that parts cells."""
_CURLY: Final = re.compile(
    r"(?:(?<=[,;|\t\n])|\A)[\u201c\u201e]([^\u201c-\u201f\n]*+)[\u201c\u201d](?=[,;|\t\r\n]|\Z)"
)
_CURLY_ROW: Final = re.compile(
    r"[\u201c\u201e][^\u201c-\u201f]*+[\u201c\u201d]"
    r"(?:[,;|\t][\u201c\u201e][^\u201c-\u201f]*+[\u201c\u201d])++"
)
"""A cell in quotes as word processors set them (`“…”`, `„…“`), and a row of such cells."""
_GAP: Final = re.compile(r"([,;|]) +(?=\"(?:[^\"]|\"\")*+\" *(?:[,;|\r\n]|\Z))")
"""Blanks before a cell in quotes that is whole."""
_MIN_ROWS, _MOST_ROWS = 3, 0.75
"""Rows in quotes as a whole that are no chance; above and below them stand titles and remarks."""

_ALONE: Final = re.compile(r"\r(?!\n)")
_IN_QUOTES: Final = re.compile(r'"(?:[^"]|"")*+"')
"""Cells whose line breaks end no row: Excel for Mac ends rows with carriage returns alone, and
lines inside cells with line feeds."""
_LINE: Final = "\x0b"
"""A line break in a cell that no quotes are around (the line break of Word, U+000B)."""

_WHOLE: Final = re.compile(r"[-+(]?\d{1,3}(?:,\d{3})*|[-+(]?\d+(?:\.\d{3})*")
"""A number as far as a comma in it: its whole part, groups of three digits behind it."""
_PART: Final = re.compile(r"\d{1,6}(?:\s?%)?\)?")
"""What stands behind a comma inside a number."""
_FEWEST_NAMES: Final = 3
"""Names of columns, at least: two may be any line with a comma."""
_MOST_SETTLED: Final = 0.8
"""Share of the longer rows that numbers must settle, else they are longer for another reason."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it begins on and its cells; `joined` where some were parts of one text."""

    line: int
    cells: tuple[str, ...]
    joined: bool = False


def with_lines_kept(text: str) -> str:
    """A text whose rows end with line feeds, carriage returns alone between them as the mark that
    `records` reads as a line break in a cell: pandas sets no quotes around a cell that has some.

    >>> with_lines_kept("1,a\\rb\\n2,c\\n3,d\\n"), with_lines_kept("1,a\\r2,b\\r")
    ('1,a\\x0bb\\n2,c\\n3,d\\n', '1,a\\r2,b\\r')
    """
    if "\r" not in text or not _ALONE.search(text):
        return text
    ends = _IN_QUOTES.sub("", text)
    lined = ends.count("\n") >= _MIN_ROWS and "\r\r\n" not in ends
    return _ALONE.sub(_LINE, text) if lined else text


def may_be_quoted(text: str, quoting: Quoting) -> bool:
    """Whether a text has the marks of a way of quoting."""
    if quoting.escape:
        return quoting.escape + quoting.mark in text
    return not quoting.mark or quoting.mark in text


def without_gaps(text: str) -> str:
    """A text without blanks between a delimiter and the quotes behind it, which make the quotes
    letters of the text in the rules of RFC 4180, and are set by who types such text.

    >>> without_gaps('1, "a, b", "c"')
    '1,"a, b","c"'
    """
    return _GAP.sub(r"\1", text) if '"' in text else text


def unwrapped(text: str) -> str:
    """A text without the quotes around each of its rows, where a program quoted whole rows.

    >>> unwrapped('"1,a"\\n"2,b"\\n"3,c"')
    '1,a\\n2,b\\n3,c'
    """
    if '"' not in text or not _are_most(text, _WHOLE_ROW):
        return text
    return "\n".join(map(_unwrapped_row, text.split("\n")))


def straight(text: str) -> str:
    """A text with straight quotes around its cells, where a word processor made them curly.

    >>> straight("“a, b”,“c”\\n“1”,“2”\\n“3”,“4”")
    '"a, b","c"\\n"1","2"\\n"3","4"'
    """
    if "\u201c" not in text or not _are_most(text, _CURLY_ROW):
        return text
    return _CURLY.sub(lambda cell: '"' + cell[1].replace('"', '""') + '"', text)


def _are_most(text: str, row: re.Pattern[str]) -> bool:
    """Whether most lines of a text, and some at least, are rows of a kind."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    rows = sum(row.fullmatch(line) is not None for line in lines)
    return rows >= _MIN_ROWS and rows >= _MOST_ROWS * len(lines)


def _unwrapped_row(line: str) -> str:
    bare = line.strip()
    return bare[1:-1].replace('""', '"') if _WHOLE_ROW.fullmatch(bare) else line


def is_kept(text: str, delimiter: str, quoting: Quoting) -> bool:
    """Whether a text keeps a way of quoting: behind each cell in quotes a delimiter or a line's
    end."""
    if quoting.mark != DOUBLED.mark:
        return False
    dialect = {**_dialect(delimiter, quoting), "strict": True}
    try:
        for _ in csv.reader(StringIO(text, newline=""), **dialect):
            pass
    except csv.Error:
        return False
    return True


def records(text: str, delimiter: str, quoting: Quoting = DOUBLED) -> Iterator[Record]:
    """The rows of a text with their lines; quotes typed inside a cell in quotes (`"the "big" one"`)
    belong to its text. Raises `InputError('damaged')`."""
    if quoting == DOUBLED and not is_kept(text, delimiter, quoting):
        text = _with_inner_quotes(text, delimiter)
    reader = csv.reader(StringIO(text, newline=""), **_dialect(delimiter, quoting))
    line = 1
    try:
        for cells in reader:
            yield Record(line, tuple(cell.replace(_LINE, "\n") for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError("damaged", f"line {line} cannot be read ({error}); fix it") from error


def _with_inner_quotes(text: str, delimiter: str) -> str:
    """A text in which quotes inside of cells in quotes are doubled; lines that keep the rule stay.

    >>> _with_inner_quotes('1,"the "big" one",x', ",")
    '1,"the ""big"" one",x'
    """
    if '"' not in text:
        return text
    return "".join(
        line if '"' not in line or _is_even(line, delimiter) else _doubled(line, delimiter)
        for line in text.splitlines(keepends=True)
    )


def _is_even(line: str, delimiter: str) -> bool:
    """Whether a line has no cell in quotes with a letter right behind its quotes."""
    behind = line.replace('""', "").split('"')[2::2]
    return not any(part and part[0] not in f"{delimiter} \r\n\t" for part in behind)


def _doubled(line: str, delimiter: str) -> str:
    """A line of cells in quotes with the quotes inside them doubled, as it stands where its cells
    cannot be told."""
    end = len(line.rstrip("\r\n"))
    cells = _rejoined(line[:end].split(delimiter), delimiter, lambda above, _: _is_begun(above))
    if _is_begun(cells[-1]):
        return line
    return delimiter.join(map(_doubled_cell, cells)) + line[end:]


def _is_quoted(cell: str) -> bool:
    return len(cell) > 1 and cell.startswith('"') and cell.endswith('"')


def _is_begun(cell: str) -> bool:
    return cell.startswith('"') and not _is_quoted(cell)


def _doubled_cell(cell: str) -> str:
    if not _is_quoted(cell):
        return cell
    return '"' + cell[1:-1].replace('""', '"').replace('"', '""') + '"'


def _dialect(delimiter: str, quoting: Quoting) -> dict[str, Any]:
    if not quoting.mark:
        return {"delimiter": delimiter, "quoting": csv.QUOTE_NONE}
    return {
        "delimiter": delimiter, "quotechar": quoting.mark,
        "escapechar": quoting.escape, "doublequote": quoting.escape is None,
    }  # fmt: skip


def put_right(found: Sequence[Record], lines: Sequence[str], delimiter: str) -> list[Record]:
    """The rows of a text of these lines, with what quotes that are open or missing did to them put
    right: a table of other columns below another is looked at by itself."""
    freed = list(_released(found, lines, delimiter))
    return [row for own in tables_below(freed) for row in _whole(own, delimiter)]


def without_outer_quotes(found: list[Record]) -> list[Record]:
    """The rows without the quotes around the text of each cell, where a program that had them in
    its cells set its own around them.

    >>> without_outer_quotes([Record(n, ('"1"', '"a"', "")) for n in (1, 2, 3)])[0].cells
    ('1', 'a', '')
    """
    rows = [record.cells for record in found if len(record.cells) > 1]
    if len(rows) < _MIN_ROWS or not all(_is_quoted(c) for cells in rows for c in cells if c):
        return found
    return [replace(one, cells=tuple(map(_without_quotes, one.cells))) for one in found]


def _without_quotes(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if _is_quoted(cell) else cell


def first_divided(found: Sequence[Record]) -> int:
    """The first row of several cells: titles and remarks above it have one; past the last row where
    there is none."""
    return next((at for at, row in enumerate(found) if len(row.cells) > 1), len(found))


def tables_below(found: Sequence[Record]) -> list[list[Record]]:
    """The rows of each table that stands below another with nothing between: one begins with the
    names of its columns, the first of them that of the numbers, and has more or fewer columns than
    the row above, as scripts write the tables of one page behind those of another."""
    tables: list[list[Record]] = [[]]
    width = 0
    for record in found:
        if tables[-1] and len(record.cells) != width and names_columns(record.cells):
            tables.append([])
        tables[-1].append(record)
        width = len(record.cells)
    return tables


def names_columns(cells: Sequence[str]) -> bool:
    """Whether a row names columns, the first that of the numbers, and leaves none without a name.

    >>> names_columns(("STT", "Nhiệm vụ", "Hạn")), names_columns(("STT", "", "Hạn"))
    (True, False)
    """
    named = len(cells) >= _FEWEST_NAMES and is_number_header(cells[0])
    return named and all(map(str.strip, cells))


def _whole(found: Sequence[Record], delimiter: str) -> list[Record]:
    """The rows of one table, those put right that a delimiter or a line break in a text cut."""
    whole = _with_whole_numbers(list(found)) if delimiter == "," else found
    return _with_broken_rows(_with_whole_texts(whole, delimiter))


def _released(found: Sequence[Record], lines: Sequence[str], delimiter: str) -> Iterator[Record]:
    """The rows, those that a quote nothing closes had taken into one cell set free again.

    `lines` are the lines of the text. Rows are swallowed where a line inside a cell is one by
    itself: as many cells as the others have, the first of them a row number.
    """
    width = max(map(len, (record.cells for record in found)), default=0)
    ends = [*(record.line for record in found[1:]), len(lines) + 1]
    for record, end in zip(found, ends, strict=True):
        inside = lines[record.line : end - 1]
        if any(_is_row(line, delimiter, width) for line in inside):
            yield from (
                Record(number, cells)
                for number, line in enumerate(lines[record.line - 1 : end - 1], record.line)
                if (cells := _cells(line, delimiter))
            )
        else:
            yield record


def _with_whole_texts(found: Sequence[Record], delimiter: str) -> list[Record]:
    """The rows, those put right in which a delimiter stands in a text without quotes (`Sở Văn hóa,
    Thể thao`): longer than most by as many cells as begin with a blank, which few others do."""
    width = _usual_width(found)
    longer = [i for i, record in enumerate(found) if len(record.cells) > width]
    spaced = sum(any(map(_goes_on, record.cells)) for record in found)
    if spaced > len(longer):
        return list(found)
    out = list(found)
    for i in longer:
        whole = _rejoined(found[i].cells, delimiter, lambda _, cell: _goes_on(cell))
        if len(whole) == width:
            out[i] = Record(found[i].line, whole, joined=True)
    return out


def _with_whole_numbers(found: list[Record]) -> list[Record]:
    """The rows, those put right in which commas inside of numbers without quotes (`8,5`,
    `1,250,000`) part cells: longer than the names of the columns, by just as many cells as are
    digits behind digits. As they stand where that does not settle nearly all of them."""
    at, width = _names_of(found)
    longer = [n for n in range(at + 1, len(found)) if len(found[n].cells) > width]
    if not longer:
        return found
    whole = {n: cells for n in longer if len(cells := _whole_numbers(found[n].cells)) == width}
    if len(whole) < _MOST_SETTLED * len(longer):
        return found
    return [
        replace(record, cells=whole[n], joined=True) if n in whole else record
        for n, record in enumerate(found)
    ]


def _names_of(found: Sequence[Record]) -> tuple[int, int]:
    """The row that names the columns, the first with the name of a number column, and how many it
    names; a row past the last where there is none, or where other rows have fewer cells, as where
    the names are not all."""
    for at, record in enumerate(found):
        cells = record.cells
        if not names_columns(cells):
            continue
        if all(len(other.cells) >= len(cells) for other in found[at + 1 :] if any(other.cells)):
            return at, len(cells)
        break
    return len(found), 0


def _whole_numbers(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells, digits behind digits joined by the comma that parted them; the first, a row
    number, stays by itself."""
    rest = _rejoined(
        cells[1:], ",", lambda above, cell: bool(_WHOLE.fullmatch(above) and _PART.fullmatch(cell))
    )
    return (*cells[:1], *rest)


def _with_broken_rows(found: Sequence[Record]) -> list[Record]:
    """The rows, those in one that a line break in a text without quotes had cut: a short one that
    begins with a number, and below it the cells it lacks, the first of which is no number."""
    width = _usual_width(found)
    out: list[Record] = []
    for record in found:
        above = out[-1] if out else None
        if above is not None and _is_rest(above.cells, record.cells, width):
            last, first = above.cells[-1], record.cells[0]
            whole = f"{without_break_mark(last)}\n{first}"
            cells = (*above.cells[:-1], whole, *record.cells[1:])
            out[-1] = Record(above.line, cells, joined=True)
        else:
            out.append(record)
    return out


def _is_rest(above: Sequence[str], below: Sequence[str], width: int) -> bool:
    if not 1 < len(above) < width or not below or len(above) + len(below) - 1 > width:
        return False
    whole = len(above) + len(below) - 1 == width or len(below) == 1
    numbered = parse_label(above[0]) is not None and parse_label(below[0]) is None
    return whole and numbered and bool(below[0].strip()) and bool(above[-1].strip())


def _goes_on(cell: str) -> bool:
    return cell[:1] == " " and cell[1:2].strip() != ""


def _rejoined(
    cells: Sequence[str], delimiter: str, is_one: Callable[[str, str], bool]
) -> tuple[str, ...]:
    """The cells, those made one again with what stands before them of which that is true."""
    out: list[str] = []
    for cell in cells:
        if out and is_one(out[-1], cell):
            out[-1] += delimiter + cell
        else:
            out.append(cell)
    return tuple(out)


def _usual_width(found: Sequence[Record]) -> int:
    """How many cells most rows have, 0 where there are none."""
    widths = Counter(len(record.cells) for record in found).most_common(1)
    return widths[0][0] if widths else 0


def _is_row(line: str, delimiter: str, width: int) -> bool:
    cells = _cells(line, delimiter)
    return len(cells) == width > 1 and parse_label(cells[0]) is not None


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of a line by itself, its quotes taken for letters where one is not closed."""
    quoting = DOUBLED if line.count('"') % 2 == 0 else PLAIN
    return next((record.cells for record in records(line, delimiter, quoting)), ())
