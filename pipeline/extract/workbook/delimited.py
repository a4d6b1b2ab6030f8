"""Tables as delimited text: dialect `csv`.

Delimiter and encoding are found by what the file holds; cells in quotes may hold delimiters and
line breaks. The file is one page, a line the line of the file on which a row begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import dropwhile, islice
from pathlib import Path
from typing import Final

from pipeline.errors import InputError
from pipeline.extract.comments import LEFT_OUT
from pipeline.extract.frames import (
    counts_columns,
    frames_of,
    lost_marks,
    names_types,
    sheet_of,
    without_places,
)
from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.extract.repeated import as_one
from pipeline.extract.runs import Run, fragments
from pipeline.extract.text.copied import NOTHING, as_copied
from pipeline.extract.text.decode import decode
from pipeline.extract.typed_notes import raised_rows
from pipeline.extract.whole_words import with_whole_words
from pipeline.extract.workbook.blocks import blocks_of
from pipeline.extract.workbook.quoting import (
    DOUBLED,
    WAYS,
    Quoting,
    Record,
    first_divided,
    is_kept,
    may_be_quoted,
    names_columns,
    put_right,
    records,
    straight,
    tables_below,
    unwrapped,
    with_lines_kept,
    without_gaps,
    without_outer_quotes,
)
from pipeline.extract.workbook.row_names import with_commas, with_name_of_rows
from pipeline.frozen import dataclass
from pipeline.model import EVIDENCE, Block, Page, Place, Problem, Reading
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label
from pipeline.writing.letters import printed_chars

MAX_CELLS: Final = 2_000_000
MAX_COLUMNS: Final = 2000
_DELIMITERS: Final = ",;|"
_RARE: Final = "~^¦§\x01\x1c\x1d\x1e\x1f"
"""Signs that programs set between cells since hardly any text has them (`\\x01` in Hive, the
separators of ASCII). They part cells where nearly every row has them equally often."""
_MIN_FULL: Final = 0.5
"""Share of rows in tables of three rows and columns at least, of several below each other: the
others are letterheads and signatures."""
_SAMPLE: Final = 300
_MIN_RECORDS: Final = 2
_MIN_EVEN: Final = 0.8
_MIN_EVEN_PAIRS: Final = 0.95
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_PARTING: Final = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f\x85"), " ")
"""Control characters that are white space or separators (Unicode, `Bidi_Class` B, S and WS)."""
_KEPT_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""How Excel is told to show digits as they stand: a formula that is only a text."""

_LINKED: Final = re.compile(
    r'=HYPERLINK\("(?:[^"]|"")*"\s*[,;]\s*"((?:[^"]|"")*)"\)', re.IGNORECASE
)
"""A formula that shows a text as a link."""

_PAIR = 2
"""Columns, or rows, that a sign in prose makes too: a name and what is said of it."""

_WIDE: Final = re.compile(r"\S\s{3,}\S")
_LOOSE: Final = re.compile(r"(?<!\s)\s*[,;]\s*")
_MOST_SPACED: Final = 0.5
"""Share of the lines with a delimiter that have wide white inside their cells, from which on
blanks part these: the commas are those of figures (`4.178.420    166,3`)."""

_DECIMAL: Final = re.compile(r"(?<=\s)[\d.]*\d,\d+%?(?!\S)")
_MOST_DECIMAL: Final = 0.9
"""Share of the commas that are those of figures between blanks, from which on none parts cells."""

_LINES_PUT_TOGETHER: Final = (
    "lines of the page are rows of the file; they were put together from one number to the next"
    " where their columns prove it, and what stands in one cell may be of two columns"
)
_LOOSE_LINES: Final = (
    "most cells begin inside a sentence and no row at its number: each line of a page seems to be a"
    " row of the file; which of them are one row is not told, use another copy"
)
_OTHER_COLUMNS: Final = (
    "the page it was read from has other columns than the one above; its cells may have moved"
)


@dataclass(frozen=True, slots=True)
class Cutting:
    """How a text is cut into cells."""

    delimiter: str
    quoting: Quoting = DOUBLED


def is_csv(data: bytes) -> bool:
    """Whether a text is rows of cells with one delimiter between them."""
    return cutting_of(_decoded(data)[0]) is not None


def read_csv(path: Path, data: bytes) -> Reading:
    """Read a delimited text from its bytes; `path` is not opened.

    Raises:
        InputError: `not-text`, `too-large`, `damaged`.
    """
    text, problems = _decoded(data)
    blocks, chars, told = tables_of(text)
    return Reading("csv", "csv", (Page(1, blocks, chars),), (*problems, *told))


def tables_of(text: str) -> tuple[tuple[Block, ...], int, tuple[Problem, ...]]:
    """The tables and lines of a delimited text, each at the line it begins on, how many characters
    they print, and what is doubtful. Raises `InputError`: `too-large`, `damaged`."""
    # Loaded for a delimited text: every run loads what asks whether a file is one.
    from pipeline.extract.workbook.lines_by_page import by_page
    from pipeline.extract.workbook.stacked import stacked

    if not text.strip():
        return (), 0, ()
    cutting = cutting_of(text) or Cutting(",")
    found = list(records(text, cutting.delimiter, cutting.quoting))
    found = without_outer_quotes(put_right(found, _lines_of(text), cutting.delimiter))
    found = [replace(one, cells=without_places(one.cells)) for one in _copied(found)]
    found, typed = _without_types(_without_hash(found))
    found = _with_raised_calls(with_name_of_rows(found))
    skip = 1 if _SEPARATOR_LINE.match(text) else 0
    rows: list[SheetRow] = []
    chars = cells = 0
    for record in found[skip:]:
        record = replace(record, cells=tuple(map(_shown, record.cells)))
        cells += len(record.cells)
        if len(record.cells) > MAX_COLUMNS:
            raise InputError("too-large", f"line {record.line} has over {MAX_COLUMNS} cells")
        if cells > MAX_CELLS:
            raise InputError("too-large", f"over {MAX_CELLS:,} cells; split the file")
        chars += sum(map(printed_chars, record.cells))
        rows.append(_row(record, len(rows) + 1))
    lined = by_page(rows)
    rows = lined.rows
    marks = lost_marks(rows)
    frames = frames_of(rows)
    stack = stacked(rows)
    sheets, added = _sheets_of(frames)
    if len(stack.tables) > 1:
        sheets, added = stack.tables, -stack.chars
    chars -= added
    blocks: list[Block] = []
    for at, own in enumerate(sheets):
        merged = as_one(own, None)
        blocks += blocks_of(merged.rows, first=at == 0)
        chars -= merged.chars
    short = _cut_short(found) if len(frames) == 1 else ()
    message = _LINES_PUT_TOGETHER if lined.together else _LOOSE_LINES
    doubtful = lined.together or lined.loose
    joined = _warning(found[skip:], "rows-uncertain", message) if doubtful else ()
    told = (*_open_quotes(found), *_joined(found), *short, *marks, *joined, *typed)
    whole = [block for _, block in with_whole_words([(1, block) for block in blocks])]
    return tuple(whole), chars, told


def _copied(found: list[Record]) -> list[Record]:
    """The rows, those that a database copied as they are meant."""
    if not any(NOTHING in record.cells for record in found):
        return found
    return [replace(r, cells=tuple(map(as_copied, r.cells))) for r in found]


def _with_raised_calls(found: list[Record]) -> list[Record]:
    """The rows, the numbers of notes typed in brackets raised as print has them."""
    raised = raised_rows([record.cells for record in found])
    if raised is None:
        return found
    return [replace(r, cells=tuple(cells)) for r, cells in zip(found, raised, strict=True)]


def _sheets_of(frames: Sequence[list[SheetRow]]) -> tuple[list[list[SheetRow]], int]:
    """The rows without what pandas added to them, and how many characters that is. A frame that may
    go on with the table above stands below it, a blank row between, its cells doubted where that
    has other columns; one with other columns that begins with no number is on its own."""
    sheets: list[list[SheetRow]] = []
    added = above = 0
    for piece in frames:
        frame = sheet_of(piece, counted=len(frames) > 1)
        rows, chars = (piece, 0) if frame is None else (frame.rows, frame.chars)
        width = len(piece[0].cells) if piece else 0
        goes_on = bool(rows) and rows[0].labelled
        if sheets and width != above and goes_on:
            rows = list(map(_doubted, rows))
        if sheets and (width == above or goes_on):
            sheets[-1] += [SheetRow(piece[0].number, ()), *rows]
        else:
            sheets.append(rows)
        added += chars
        above = width
    return sheets, added


def _doubted(row: SheetRow) -> SheetRow:
    """A row whose cells behind its number may stand in other columns."""
    cells = (replace(cell, doubt=_OTHER_COLUMNS if cell.column else "") for cell in row.cells)
    return SheetRow(row.number, tuple(cells))


def _without_hash(found: list[Record]) -> list[Record]:
    """Rows without the mark of a remark before the names of columns, as programs that measure and
    calculate set it: the first row of several cells alone begins with it."""
    marked = [at for at, row in enumerate(found) if len(row.cells) > 1 and row.cells[0][:1] == "#"]
    first = first_divided(found)
    if marked != [first]:
        return found
    name, *others = found[first].cells
    bare = name[1:].lstrip()
    if not bare[:1].isalpha():
        return found  # a mark alone stands for `number`
    return [*found[:first], replace(found[first], cells=(bare, *others)), *found[first + 1 :]]


def _without_types(found: list[Record]) -> tuple[list[Record], tuple[Problem, ...]]:
    """The rows without one that says below the names of which type the values of each column are,
    and what is said of it."""
    first = first_divided(found)
    below = found[first + 1 : first + 2]
    if not below or not names_types([cell.strip() for cell in below[0].cells]):
        return found, ()
    message = f"line {below[0].line}: the row that names the types of the columns is left out"
    left = Problem("info", LEFT_OUT, message, " | ".join(below[0].cells)[:EVIDENCE])
    return [*found[: first + 1], *found[first + 2 :]], (left,)


def _joined(found: Sequence[Record]) -> list[Problem]:
    """What to say of rows put together by what their cells say."""
    rows = [record for record in found if record.joined]
    what = (
        "more or fewer cells than in other rows, as where a text without"
        f" quotes has a delimiter or a line break in it; read as one text ({len(rows)} rows)"
    )
    return _warning(rows, "column-uncertain", what)


def _warning(rows: Sequence[Record], code: str, what: str) -> list[Problem]:
    """A problem at the first of the rows it is about; none where there are none."""
    if not rows:
        return []
    first = rows[0]
    return [
        Problem("warning", code, f"line {first.line}: {what}", " | ".join(first.cells)[:EVIDENCE])
    ]


def _is_open(cell: str) -> bool:
    """Whether a cell leaves a quote open: one amid text, such as inches, opens none."""
    return cell.lstrip().startswith('"') and cell.count('"') % 2 == 1


def _open_quotes(found: list[Record]) -> list[Problem]:
    """What to say of quotes that nothing closes."""
    loose = [record for record in found if any(map(_is_open, record.cells))]
    what = (
        "a quote is opened and would take the rows behind it into one cell; it is read as a letter"
    )
    return _warning(loose, "quote-open", what)


@lru_cache(maxsize=1)
def _decoded(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """A file's text without what programs wrap around its rows and cells, and what is doubtful of
    its encoding."""
    text, problems = decode(data)
    return with_lines_kept(without_gaps(unwrapped(with_commas(straight(text))))), problems


@lru_cache(maxsize=2)
def cutting_of(text: str) -> Cutting | None:
    """The delimiter and the way of quoting that cut most rows into equally many cells, None where
    none does."""
    named = _SEPARATOR_LINE.match(text)
    marks = named.group(1) if named else _DELIMITERS + "".join(m for m in _RARE if m in text)
    found = [
        (score, is_kept(text, mark, quoting), -at, mark)
        for mark in marks
        for at, quoting in enumerate(WAYS)
        if may_be_quoted(text, quoting) and (score := _evenness(text, mark, quoting)) is not None
    ]
    if not found:
        return Cutting(named.group(1)) if named else None
    _, _, at, delimiter = max(found)
    return Cutting(delimiter, WAYS[-at])


def _evenness(text: str, delimiter: str, quoting: Quoting) -> tuple[float, int, int] | None:
    """The share of rows with the commonest number of cells, that number, and how many they are. A
    title or a remark may stand above them; below the name of a number column headings of sections
    may have fewer cells."""
    if delimiter not in text:
        return None
    if any(line.count(delimiter) > MAX_COLUMNS for line in islice(text.split("\n"), _SAMPLE)):
        return None
    lines = _lines_of(text)
    if delimiter in ",;" and _are_spaced(lines[:_SAMPLE], delimiter):
        return None
    if delimiter == "," and _are_decimal(lines[:_SAMPLE]):
        return None
    sample = list(islice(records(text, delimiter, quoting), _SAMPLE + 1))
    if len(sample) > _SAMPLE:
        lines = lines[: sample.pop().line - 1]
    whole = with_name_of_rows(put_right(sample, lines, delimiter))
    free = [record.cells for record in whole]
    filled = [cells for cells in free if any(cell.strip() for cell in cells)]
    filled = list(dropwhile(lambda cells: len(cells) == 1, filled))
    widths = Counter(len(cells) for cells in filled if len(cells) > 1)
    if len(filled) < _MIN_RECORDS or not widths:
        return None
    width, count = widths.most_common(1)[0]
    if (found := _even_blocks(free)) is not None and found > count:
        return found / len(filled), width, found
    named = any(len(cells) == width and is_number_header(cells[0]) for cells in filled)
    short = sum(_is_short(cells, width) for cells in filled) if named else 0
    even = (count + short) / len(filled)
    wanted = _MIN_EVEN_PAIRS if width == _PAIR or delimiter in _RARE else _MIN_EVEN
    prose = sum(len(cell) for cells in filled for cell in cells if cell[:1] == " ")
    loose = prose > 0.5 * sum(len(cell) for cells in filled for cell in cells[1:])
    enough = len(filled) > _PAIR or width > _PAIR
    loose = loose and delimiter != "|"  # no prose has it, and those who type tables set blanks
    typed = named and count == len(filled) > _PAIR < width
    loose = loose and not typed  # a blank behind each delimiter of rows that all have as many
    return (even, width, count) if even >= wanted and enough and not loose else None


def _are_spaced(lines: Sequence[str], delimiter: str) -> bool:
    """Whether most of the lines with a delimiter keep the spacing of a page: wide white stands
    inside their cells, not beside the delimiter as where cells are filled up to one width."""
    parted = [line.strip() for line in lines if delimiter in line]
    wide = filter(_WIDE.search, parted)  # hardly a line has any, with the white beside delimiters
    spaced = sum(_WIDE.search(_LOOSE.sub(delimiter, line)) is not None for line in wide)
    return spaced > _MOST_SPACED * len(parted)


def _are_decimal(lines: Sequence[str]) -> bool:
    """Whether the commas are those of figures between blanks (`Xã Chư Prông 8 20.009 95,04`) in
    the lines that have as many as most, the first of them too: names of columns stand above what
    commas part. Lines of prose above them have others."""
    counts = Counter(count for line in lines if (count := line.count(",")))
    usual = counts.most_common(1)[0][0] if counts else 0
    parted = [line for line in lines if line.count(",") == usual > 0]
    if not parted or not _DECIMAL.search(parted[0]):
        return False
    decimal = sum(len(_DECIMAL.findall(line)) for line in parted)
    return decimal > _MOST_DECIMAL * sum(line.count(",") for line in parted)


def _even_blocks(found: Sequence[Sequence[str]]) -> int | None:
    """How many rows stand in several tables below each other, blank lines, rows that count the
    columns or names of other columns between: in each all rows have as many cells, but for titles
    above them, and most are in tables of more than a pair of rows and columns; None where that is
    not so."""
    blocks: list[list[int]] = [[]]
    frames = 0
    for cells in found:
        if blocks[-1] and blocks[-1][-1] != len(cells) and names_columns(cells):
            blocks.append([])
        if cells and not cells[0] and counts_columns(cells[1:]):
            blocks.append([])
            frames += 1
        if any(cell.strip() for cell in cells):
            blocks[-1].append(len(cells))
        elif blocks[-1]:
            blocks.append([])
    tables = [[*dropwhile(lambda one: one == 1, block)] for block in blocks]
    tables = [table for table in tables if table]
    count = sum(map(len, tables))
    full = [len(table) for table in tables if len(table) > _MIN_RECORDS and table[0] > _PAIR]
    most = frames or (len(full) > 1 and sum(full) >= _MIN_FULL * count)
    even = all(len(set(table)) == 1 for table in tables)
    return count if even and len(tables) > 1 and (most or len(full) == len(tables)) else None


def _is_short(cells: Sequence[str], width: int) -> bool:
    """Whether a row under the names of a number column may have fewer cells than others: the
    heading of a section, or a row whose last cells are blank and were left out."""
    return len(cells) <= _PAIR < width or (len(cells) < width and parse_label(cells[0]) is not None)


def _cut_short(found: Sequence[Record]) -> list[Problem]:
    """What to say of numbered rows with fewer cells than most others of their table."""
    short = [record for own in tables_below(found) for record in _shorter(own)]
    what = f"fewer cells than in other rows; the last columns are read as blank ({len(short)} rows)"
    return _warning(short, "column-uncertain", what)


def _shorter(found: Sequence[Record]) -> list[Record]:
    """The numbered rows of a table with fewer cells than most others."""
    widths = Counter(len(record.cells) for record in found)
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    return [
        record
        for record in found
        if _PAIR < len(record.cells) < width and parse_label(record.cells[0]) is not None
    ]


def _shown(cell: str) -> str:
    """What a program that calculates shows of a cell. Characters that part lines or pages are
    blanks inside of one, so that no words meet there."""
    kept = _KEPT_AS_TEXT.fullmatch(cell.strip()) or _LINKED.fullmatch(cell.strip())
    text = kept.group(1).replace('""', '"') if kept else cell
    return text.translate(_PARTING)


def _row(record: Record, number: int) -> SheetRow:
    place = Place(1, line=record.line)
    cells = (
        PlacedCell(column, fragments([Run(_line_feeds(text))], place))
        for column, text in enumerate(record.cells)
        if text.strip()
    )
    return SheetRow(number, tuple(cells))


def _lines_of(text: str) -> list[str]:
    return _line_feeds(text).split("\n")


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
