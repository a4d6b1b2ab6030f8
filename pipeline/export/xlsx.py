"""Excel: one workbook, a sheet per dataset.

Row 1 has the Vietnamese labels, row 2 the column names with the filters; both stay in view, and so
do the columns a row is known by, which come first; keys come last. Printed, a sheet is as many of
its columns as fit across a page, with its head on each; rows are as high as the first of them need.
Every text is written as text and marked so, also one that begins with `=`, `+`, `-` or `@`. Excel
takes 32,767 characters in a cell: a longer text ends in ` […]` and has a row in the sheet
`problems` (code `cut-for-excel`). A dataset longer than a sheet goes on in `<dataset> (2)`. The
first sheet lists the others; the workbook opens at `out_tasks`. The same datasets give the same
bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.data.datasets import Dataset, handed_on
from pipeline.data.files import written_whole
from pipeline.data.reading import files, missing_package
from pipeline.data.records import ProblemRecord
from pipeline.data.schema import arrow_schema
from pipeline.errors import ConfigError
from pipeline.export.values import Exported, as_json, rows

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_576
"""Rows of a sheet, headers included (Microsoft's "Excel specifications and limits")."""
MAX_CHARS = 32_767
"""UTF-16 units of a cell's text (the same page)."""

_OPENS = "out_tasks"
"""The sheet a reader sees first: one table that answers most questions."""
_HEAD_ROWS = 2
_CUT = " […]"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MIN_WIDTH, _MAX_WIDTH = 9, 60
_TEXT_WIDTH = 36
"""The widest a column gets that is none of those a row is known by."""
_PAPER_WIDTH = 210
"""Characters across a page, A4 across, at the smallest size that is read without effort (about
6 points)."""
_A4 = 9
_ROW_IS_WIDTH = 80
_LINE, _MAX_LINES = 15, 20
"""Points of a line of text; a taller cell is scrolled or opened."""
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
"""A fixed day: the file tells what was read, not when."""


_FIRST_YEAR = 1900
"""Excel counts days from this year on; earlier ones are text there."""


@dataclass(frozen=True, slots=True)
class _Formats:
    label: Format
    name: Format
    text: Format
    quoted: Format
    day: Format
    number: Format
    link: Format


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text that did not fit: where it stands and how long it is."""

    table: str
    row: Mapping[str, Any]
    column: str
    length: int


class _Sheet:
    """The sheets of one dataset, written row by row, with the widths their columns will need."""

    def __init__(self, book: Workbook, formats: _Formats, dataset: Dataset, max_rows: int) -> None:
        self.book = book
        self.formats = formats
        self.dataset = dataset
        self.max_rows = max_rows
        schema = arrow_schema(dataset.name)
        self.order = [schema.names.index(name) for name in dataset.shown]
        self.fields = [schema.field(i) for i in self.order]
        self.writers = [_writer(field.type) for field in self.fields]
        self.widths = [_head_width(field) for field in self.fields]
        self.most = [
            _MAX_WIDTH if i < dataset.face or not dataset.face else _TEXT_WIDTH
            for i in range(len(self.fields))
        ]
        self.read = _across(self.most)  # rows are as high as the first columns need, not keys
        self.parts: list[Worksheet] = []
        self.count = 0
        self._begin()

    def _begin(self) -> None:
        name = self.dataset.name
        part = f" ({len(self.parts) + 1})" if self.parts else ""
        self.sheet = self.book.add_worksheet(name + part)
        self.parts.append(self.sheet)
        heads = [(_label(f), f.name) for f in self.fields]
        _write_head(self.sheet, self.formats, heads, self.dataset.face)
        self.next_row = _HEAD_ROWS

    def append(self, values: Sequence[Any]) -> list[_Cut]:
        """Write one row, values in the order of the dataset; returns the cells that had to be
        cut."""
        values, cuts, lines = [values[i] for i in self.order], [], 1
        if self.next_row == self.max_rows:
            self._end_part()
            self._begin()
        for i, value in enumerate(values):
            if value is None:
                continue
            length = self.writers[i](self.sheet, self.formats, self.next_row, i, value)
            self.widths[i] = max(self.widths[i], min(abs(length), self.most[i]))
            if i < self.read:
                lines = max(lines, _lines(value, self.most[i]))
            if length < 0:
                name = self.fields[i].name
                cuts.append(_Cut(self.dataset.name, self._named(values), name, -length))
        if lines > 1:  # not every program fits rows to wrapped text by itself
            self.sheet.set_row(self.next_row, _LINE * min(lines, _MAX_LINES))
        self.next_row += 1
        self.count += 1
        return cuts

    def _named(self, values: Sequence[Any]) -> dict[str, Any]:
        return {field.name: value for field, value in zip(self.fields, values, strict=True)}

    def _end_part(self) -> None:
        last = max(self.next_row - 1, _HEAD_ROWS)
        self.sheet.autofilter(_HEAD_ROWS - 1, 0, last, len(self.fields) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})

    def close(self) -> None:
        """Set filters and widths, and how it is printed."""
        self._end_part()
        widths = [max(_MIN_WIDTH, width + 2) for width in self.widths]
        for number, sheet in enumerate(self.parts, start=1):
            for i, width in enumerate(widths):
                sheet.set_column(i, i, width)
            whole = number < len(self.parts)
            last = self.max_rows - 1 if whole else max(self.next_row - 1, _HEAD_ROWS)
            _set_paper(sheet, last, _across(widths))


def write_xlsx(out: Path, target: Path, max_rows: int = MAX_ROWS) -> Exported:
    """Every dataset of `out` in one workbook, which takes the place of `target` when complete.

    Raises `ConfigError` where `out` lacks a dataset, the target cannot be written, or
    XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import exceptions
    except ModuleNotFoundError as error:
        raise missing_package(error) from None
    for dataset in handed_on():
        files(dataset.name, out)
    try:
        with written_whole(target) as path, _workbook(path) as book:
            done = _write_sheets(book, out, max_rows)
    except exceptions.FileCreateError as error:
        raise ConfigError(f"cannot write {target}: {error}") from error
    return Exported(target, *done)


@contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that is complete when the block ends. Its rows lie in files until then; these are
    closed and gone in any case, which XlsxWriter sees to only where nothing fails."""
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix="annex-xlsx-") as folder:
        options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": folder}
        book = Workbook(str(path), options)
        book.set_properties({"title": "annex", "created": _CREATED})
        try:
            yield book
            book.close()
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def _write_sheets(book: Workbook, out: Path, max_rows: int) -> tuple[int, int]:
    """Write every sheet; returns the number of rows and of cells cut."""
    formats = _make_formats(book)
    contents = book.add_worksheet("datasets")
    sheets = {d.name: _Sheet(book, formats, d, max_rows) for d in handed_on()}
    sheets[_OPENS].parts[0].activate()
    cuts: list[_Cut] = []
    last = sheets["problems"]  # it takes in what the others had to cut
    for sheet in [*(s for s in sheets.values() if s is not last), last]:
        for row in rows(sheet.dataset.name, out):
            cuts += sheet.append(row)
    count = sum(sheet.count for sheet in sheets.values())
    for cut in cuts:
        last.append(_problem(cut))
    for sheet in sheets.values():
        sheet.close()
    _write_contents(contents, formats, list(sheets.values()))
    return count, len(cuts)


def _make_formats(book: Workbook) -> _Formats:
    cell = {"valign": "top", "text_wrap": True}
    head = {**cell, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"}
    return _Formats(
        label=book.add_format(head),
        name=book.add_format({**cell, "italic": True, "bg_color": "#DDEBF7", "bottom": 1}),
        text=book.add_format(cell),
        quoted=book.add_format({**cell, "quote_prefix": True}),
        day=book.add_format({"valign": "top", "align": "left", "num_format": "dd/mm/yyyy"}),
        number=book.add_format({"valign": "top"}),
        link=book.add_format({**cell, "font_color": "#0563C1", "underline": 1}),
    )


def _across(widths: Sequence[float]) -> int:
    """How many columns, at least one, stand on one page across."""
    return max(1, sum(total <= _PAPER_WIDTH for total in accumulate(widths)))


def _set_paper(sheet: Worksheet, last_row: int, columns: int) -> None:
    """Printed across A4, the columns on one page, the head on every one."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.print_area(0, 0, last_row, columns - 1)
    sheet.repeat_rows(0, _HEAD_ROWS - 1)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(0)  # prints them
    sheet.set_footer("&L&A&R&P / &N")


def _write_head(
    sheet: Worksheet, formats: _Formats, heads: Sequence[tuple[str, str]], face: int = 0
) -> None:
    """The two rows on top; a row must be complete before the next one begins."""
    for i, (label, _) in enumerate(heads):
        sheet.write_string(0, i, label, formats.label)
    for i, (_, name) in enumerate(heads):
        sheet.write_string(1, i, name, formats.name)
    sheet.set_row(0, 2 * _LINE)
    sheet.freeze_panes(_HEAD_ROWS, face)


def _label(field: pa.Field) -> str:
    return str((field.metadata or {}).get(b"label_vi", b"").decode())


def _head_width(field: pa.Field) -> int:
    """Width for the column name with its filter button, and for the label in two lines."""
    return max(len(field.name) + 2, len(_label(field)) // 2 + 3)


def _lines(value: Any, width: int) -> int:
    """Lines a text, or a list of such, takes in a column that is as wide as it gets. What else
    there is stands in one line: nobody reads it here."""
    texts = value if isinstance(value, list) else [value]
    if not texts or not isinstance(texts[0], str):
        return 1
    return sum(max(1, -(-len(line) // width)) for text in texts for line in text.split("\n"))


# --- one value into one cell: each returns how long the text is, negative where it was cut --------

_Write = Callable[["Worksheet", _Formats, int, int, Any], int]


def _writer(data_type: pa.DataType) -> _Write:
    """How values of an Arrow type are written."""
    import pyarrow as pa

    kinds: list[tuple[Callable[[pa.DataType], bool], _Write]] = [
        (pa.types.is_string, _write_text),
        (pa.types.is_date, _write_day),
        (pa.types.is_boolean, _write_truth),
        (pa.types.is_integer, _write_number),
        (pa.types.is_floating, _write_number),
    ]
    if pa.types.is_list(data_type):
        return partial(_write_list, scalar=not pa.types.is_struct(data_type.value_type))
    return next(write for holds, write in kinds if holds(data_type))


def _write_text(
    sheet: Worksheet,
    formats: _Formats,
    row: int,
    column: int,
    text: str,
    style: Format | None = None,
) -> int:
    shown = fit(text)
    usual = formats.quoted if text.startswith(_FORMULA_STARTS) else formats.text
    sheet.write_string(row, column, shown, style or usual)
    return len(text) if shown == text else -_units(text)


def _write_day(sheet: Worksheet, formats: _Formats, row: int, column: int, day: date) -> int:
    if day.year < _FIRST_YEAR:
        return _write_text(sheet, formats, row, column, day.isoformat())
    sheet.write_datetime(row, column, day, formats.day)
    return len("dd/mm/yyyy")


def _write_truth(sheet: Worksheet, formats: _Formats, row: int, column: int, value: bool) -> int:
    sheet.write_boolean(row, column, value, formats.number)
    return len("FALSE")


def _write_number(sheet: Worksheet, formats: _Formats, row: int, column: int, value: float) -> int:
    if not math.isfinite(value):
        return _write_text(sheet, formats, row, column, str(value))
    sheet.write_number(row, column, value, formats.number)
    return len(f"{value:g}")


def _write_list(
    sheet: Worksheet, formats: _Formats, row: int, column: int, value: list[Any], scalar: bool
) -> int:
    """Numbers with commas, texts one to a line, anything richer as JSON."""
    if not scalar:
        text = (as_json(value) or "") if value else ""
        return _write_text(sheet, formats, row, column, text, formats.number)
    between = "\n" if value and isinstance(value[0], str) else ", "
    return _write_text(sheet, formats, row, column, between.join(map(str, value)))


def fit(text: str) -> str:
    """The text as Excel can hold it: whole, or its beginning and a mark that more was there."""
    if len(text) <= MAX_CHARS // 2 or _units(text) <= MAX_CHARS:
        return text
    room = MAX_CHARS - len(_CUT)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# --- what the workbook says of itself -------------------------------------------------------------


def _problem(cut: _Cut) -> list[Any]:
    """The row of `problems` that tells of a text that was cut."""
    record = ProblemRecord(
        doc_id=cut.row.get("doc_id") or "",
        table_id=cut.row.get("table_id"),
        row_id=cut.row.get("row_id"),
        column=cut.row.get("column"),
        severity="warning",
        code="cut-for-excel",
        message=f"{cut.table}.{cut.column} has {cut.length:,} characters, Excel takes "
        f"{MAX_CHARS:,}; the whole text is in the Parquet files, CSV and SQLite",
        evidence="",
    )
    return [getattr(record, field.name) for field in fields(record)]


def _write_contents(contents: Worksheet, formats: _Formats, sheets: Sequence[_Sheet]) -> None:
    """The first sheet: what each sheet holds."""
    heads = [("Bảng", "dataset"), ("Tên", "name"), ("Số dòng", "rows"), ("Một dòng là", "a row is")]
    _write_head(contents, formats, heads)
    for i, sheet in enumerate(sheets, start=_HEAD_ROWS):
        name = sheet.dataset.name
        contents.write_url(i, 0, f"internal:'{name}'!A1", formats.link, name)
        contents.write_string(i, 1, sheet.dataset.label_vi, formats.text)
        contents.write_number(i, 2, sheet.count, formats.number)
        told = f"{sheet.dataset.row_is_vi}\n{sheet.dataset.row_is}"
        contents.write_string(i, 3, told, formats.text)
        contents.set_row(i, _LINE * _lines(told, _ROW_IS_WIDTH))
    for i, width in enumerate((14, 24, 10, _ROW_IS_WIDTH)):
        contents.set_column(i, i, width)
    _set_paper(contents, len(sheets) + _HEAD_ROWS - 1, len(heads))
