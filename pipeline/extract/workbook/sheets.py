"""Sheets of a workbook, cell by cell, through openpyxl's streaming parser.

The parser gives the cells that the file holds and no others, whatever size a sheet claims to have,
and beside them the merged ranges and the hidden rows and columns.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Final

from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.reader.strings import read_rich_text
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.errors import InputError
from pipeline.extract.archive import open_archive, unpack
from pipeline.extract.colours import WHITE, are_same
from pipeline.extract.runs import Run
from pipeline.extract.workbook.accepted import accepted
from pipeline.extract.workbook.cells import ESCAPED_LINE, LINE, LOST, CellParser
from pipeline.extract.workbook.conditions import code_of, hiding_ranges, is_white
from pipeline.extract.workbook.controls import CHECKED, UNCHECKED, check_boxes
from pipeline.extract.workbook.drawings import Drawn, comments_on, drawn_on
from pipeline.extract.workbook.shown import (
    Language,
    depends_on_language,
    languages_named,
    shown,
)
from pipeline.frozen import dataclass
from pipeline.writing.legacy_fonts import is_legacy, printed_in
from pipeline.writing.raised import raise_digits

MAX_CELLS: Final = 2_000_000
"""Cells of a workbook, styled blank ones included: beyond, it is no annex."""
MAX_SHEETS: Final = 1000
MAX_ROW: Final = 1_048_576
"""The last row a sheet can have (ECMA-376, part 1, 18.3.1.73; Excel's limit)."""
MAX_COLUMN: Final = 2000
"""Columns of a table; Excel has 16,384."""
_LEAST_SIZE: Final = 1
"""Points: the least size of letters that Excel offers; they are a line of dots."""
_MOST_UNDER: Final = 20
"""Rows and columns under a text box that are looked at for a blank cell."""
_LINE_END: Final = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
"""Ends of lines as other programs write them (a vertical tab is a line's end in a paragraph)."""
_STRINGS: Final = "sharedstrings.xml"


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as the file has it. `style` is an index into the formats of the workbook."""

    row: int
    column: int
    value: Any
    style: int
    bordered: bool = False
    lost: str = ""
    """Why a cell that shows something has no value, "" where it has one or is blank."""


@dataclass(slots=True)
class Sheet:
    """A sheet: cells by row, merged ranges, hidden rows and columns (all counted from 1)."""

    number: int
    title: str
    hidden: bool
    rows: dict[int, list[RawCell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    over_text: list[str] = field(default_factory=list)
    """Texts drawn over cells that have a text of their own."""
    pictures: list[Drawn] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    """What readers say of cells."""
    zeros: bool = True
    """Whether zeros are shown."""
    conditions: list[str] = field(default_factory=list)
    """The ranges in which a format with a condition may hide what cells say."""

    def is_hidden_column(self, column: int) -> bool:
        """Whether a column is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    def position(self, column: int) -> int:
        """Where a column stands among those that are shown, from 0."""
        hidden = (
            min(last, column - 1) - first + 1
            for first, last in self.hidden_columns
            if first < column
        )
        return column - 1 - sum(hidden)


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What a cell's style says of its text."""

    number_format: str = "General"
    bold: bool = False
    struck: bool = False
    raised: bool = False
    white: bool = False
    across: bool = False
    """Centred over the blank cells of its kind that follow, as if they were merged."""
    sides: bool = False
    """Whether a line is drawn at its left or right."""
    top: bool = False
    bottom: bool = False
    shaded: bool = False
    font: str = ""
    """The font, where it is one from before Unicode."""

    @property
    def bordered(self) -> bool:
        """Whether a line is drawn beside it, and above or below."""
        return self.sides and (self.top or self.bottom)


class Workbook:
    """A workbook opened for reading. Raises `InputError` where it cannot be."""

    def __init__(self, data: bytes) -> None:
        archive = accepted(open_archive(data))
        self._book = _load(archive)
        self._strings = _strings(archive)
        self._boxes = check_boxes(archive)
        self._styles: dict[int, CellStyle] = {}
        self._budget = MAX_CELLS
        self.fonts: set[str] = set()
        """Fonts from before Unicode whose codes were decoded."""
        self.epoch: datetime = self._book.epoch

    @property
    def active(self) -> str:
        """The name of the sheet that was open when the workbook was saved."""
        return str(self._book.active.title) if self._book.active is not None else ""

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in their order, charts passed over.

        Raises:
            InputError: `too-large`, `damaged`.
        """
        names = self._book.sheetnames
        if len(names) > MAX_SHEETS:
            raise InputError("too-large", f"the workbook has {len(names)} sheets; split it")
        for number, name in enumerate(names, start=1):
            sheet = self._book[name]
            if hasattr(sheet, "_get_source"):
                yield self._sheet(sheet, number)

    def _sheet(self, source: Any, number: int) -> Sheet:
        sheet = Sheet(number, source.title, source.sheet_state != "visible")
        try:
            with source._get_source() as stream, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                parser = CellParser(
                    stream,
                    self._strings or source._shared_strings,
                    data_only=True,
                    epoch=self.epoch,
                    rich_text=True,
                )
                for row, cells in parser.parse():
                    self._take(sheet, row, cells)
        except (*_BROKEN, zipfile.BadZipFile) as error:
            raise _damaged(error) from error
        _layout(sheet, parser)
        styles = self._book._differential_styles.styles
        sheet.conditions = list(hiding_ranges(parser.formatting, styles))
        sheet.merged += self._centred(sheet)
        _lay_over(sheet, drawn_on(self._book._archive, source._worksheet_path))
        sheet.comments = comments_on(self._book._archive, source._worksheet_path)
        return sheet

    def _centred(self, sheet: Sheet) -> Iterator[tuple[int, int, int, int]]:
        """What is centred over blank cells beside it, as ranges of cells."""
        for number, cells in sheet.rows.items():
            across = [cell for cell in cells if self.style(cell.style).across]
            for at, cell in enumerate(across):
                last = cell.column
                for other in across[at + 1 :] if cell.value is not None else ():
                    if other.value is not None or other.column != last + 1:
                        break
                    last = other.column
                if last > cell.column:
                    yield cell.column, number, last, number

    def _take(self, sheet: Sheet, row: int, cells: list[dict[str, Any]]) -> None:
        self._budget -= len(cells) + 1
        if self._budget < 0:
            raise InputError("too-large", f"over {MAX_CELLS:,} cells; split the workbook")
        if row > MAX_ROW:
            raise _damaged(ValueError(f"{sheet.title} has a row {row:,}"))
        placed = [self._cell(row, facts) for facts in cells]
        printed = any(cell.value is not None for cell in placed)
        kept = [cell for cell in placed if self._counts(cell, printed)]
        if kept and kept[-1].column > MAX_COLUMN:
            raise InputError("too-large", f"{sheet.title} has over {MAX_COLUMN} columns; split it")
        if kept:
            sheet.rows.setdefault(row, []).extend(kept)

    def _counts(self, cell: RawCell, printed: bool) -> bool:
        """Whether a cell shows something; a shade does beside print of its row."""
        if cell.value is not None or cell.lost:
            return True
        if cell.column > MAX_COLUMN:  # lines that go on to the edge of the sheet
            return False
        style = self.style(cell.style)
        if cell.bordered:
            return True
        return style.across or (printed and style.shaded)

    def _cell(self, row: int, facts: dict[str, Any]) -> RawCell:
        style = facts["style_id"]
        kind = facts["data_type"]
        lost = kind if kind in LOST and facts["value"] is None else ""
        return RawCell(
            row, facts["column"], facts["value"], style, self.style(style).bordered, lost
        )

    def style(self, ident: int) -> CellStyle:
        """The style of a cell."""
        found = self._styles.get(ident)
        if found is None:
            found = self._styles[ident] = _style(self._book, ident)
        return found

    def language(self, sheets: list[Sheet]) -> tuple[Language, bool]:
        """Whose separators numbers show, and whether the file itself says so.

        Formats may name a language. A number column with `1.1` typed as a number was typed where
        the point is the decimal mark. Otherwise the file is silent: it is read in Vietnamese, as
        it is shown where it was published.
        """
        named = [
            language
            for ident in range(len(self._book._cell_styles))
            for language in languages_named(self.style(ident).number_format)
        ]
        if named:
            return ("vi" if named.count("vi") * 2 >= len(named) else "en"), True
        if any(_has_decimal_labels(sheet) for sheet in sheets):
            return "en", True
        return "vi", False

    def runs(self, cell: RawCell, language: Language) -> list[Run]:
        """The text of a cell as it is shown."""
        style = self.style(cell.style)
        if isinstance(cell.value, CellRichText):
            return [self._rich(piece, style) for piece in cell.value]
        if cell.value is None:
            return []
        if isinstance(cell.value, bool) and cell.style in self._boxes:
            return [Run(CHECKED if cell.value else UNCHECKED, style.bold)]
        text = shown(cell.value, style.number_format, language, self.epoch)
        return [_run(self._printed(text, style.font), style.bold, style.struck, style.raised)]

    def _rich(self, piece: str | TextBlock, style: CellStyle) -> Run:
        if isinstance(piece, TextBlock):
            font = piece.font
            text = self._printed(piece.text, _legacy(font.rFont))
            return _run(text, bool(font.b), bool(font.strike), font.vertAlign == "superscript")
        text = self._printed(str(piece), style.font)
        return _run(text, style.bold, style.struck, style.raised)

    def _printed(self, text: str, font: str) -> str:
        """What a text shows in its font."""
        if not font:
            return text
        printed = printed_in(text, font)
        if printed != text:
            self.fonts.add(font)
        return printed

    def depends_on_language(self, cell: RawCell) -> bool:
        """Whether another region would show a cell differently."""
        return depends_on_language(cell.value, self.style(cell.style).number_format, self.epoch)


_BROKEN: Final = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,  # the parse error of the standard library's XML parser is one
    OSError,
    EOFError,
    InvalidFileException,
    etree.LxmlError,
)
"""What openpyxl raises on a file that is not what it says."""


def _load(archive: zipfile.ZipFile) -> Any:
    file = archive.fp
    assert file is not None
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(
                file, read_only=True, data_only=True, keep_links=False, rich_text=True
            )
    except (*_BROKEN, zipfile.BadZipFile) as error:
        raise _damaged(error) from error


def _strings(archive: zipfile.ZipFile) -> list[Any]:
    """The texts that cells share, where some have an underscore escaped; else none."""
    name = next((n for n in archive.namelist() if n.lower().endswith(_STRINGS)), None)
    part = b"" if name is None else unpack(archive, name)
    if ESCAPED_LINE.encode() not in part:
        return []
    return list(read_rich_text(io.BytesIO(part.replace(ESCAPED_LINE.encode(), LINE.encode()))))


def _damaged(error: Exception) -> InputError:
    what = " ".join(str(error).split())[:120] or type(error).__name__
    return InputError("damaged", f"the workbook is damaged ({what}); open it and save it again")


def _layout(sheet: Sheet, parser: Any) -> None:
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    sheet.merged = [r.bounds for r in ranges]
    views = parser.views.sheetView if getattr(parser, "views", None) else ()
    sheet.zeros = not any(view.showZeros is False for view in views)
    sheet.hidden_rows = {
        int(row) for row, facts in parser.row_dimensions.items() if _is_unseen(facts, "ht")
    }
    sheet.hidden_columns = [
        (int(facts["min"]), int(facts["max"]))
        for facts in parser.column_dimensions.values()
        if _is_unseen(facts, "width")
    ]


def _lay_over(sheet: Sheet, drawn: Sequence[Drawn]) -> None:
    """What is drawn over the cells of a sheet: a text box over a blank cell is what that cell
    says."""
    for one in drawn:
        if not one.text:
            sheet.pictures.append(one)
            continue
        blank = next((place for place in _under(one) if not _is_filled(sheet, *place)), None)
        if blank is None:
            sheet.over_text.append(one.text)
            continue
        row, column = blank
        cells = [cell for cell in sheet.rows.get(row, []) if cell.column != column]
        cells.append(RawCell(row, column, one.text, 0))
        sheet.rows[row] = sorted(cells, key=lambda cell: cell.column)


def _under(one: Drawn) -> Iterator[tuple[int, int]]:
    """The cells under the first row that a box lies on, and under its next ones."""
    for row in range(one.top, min(one.bottom, one.top + _MOST_UNDER) + 1):
        for column in range(one.left, min(one.right, one.left + _MOST_UNDER) + 1):
            yield row, column


def _is_filled(sheet: Sheet, row: int, column: int) -> bool:
    cells = sheet.rows.get(row, [])
    if any(cell.column == column and cell.value is not None for cell in cells):
        return True
    return any(
        left <= column <= right and top <= row <= bottom and (row, column) != (top, left)
        for left, top, right, bottom in sheet.merged
    )


def _is_unseen(facts: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width left."""
    zero = facts.get(size, "").strip("0") in ("", ".") and size in facts
    return facts.get("hidden") in _TRUE or zero


_TRUE: Final = frozenset({"1", "true"})


def _style(book: Any, ident: int) -> CellStyle:
    try:
        array = book._cell_styles[ident]
        font, fill = book._fonts[array.fontId], book._fills[array.fillId]
        border = book._borders[array.borderId]
        number_format = _format(book, array.numFmtId)
    except IndexError:
        return CellStyle()
    sides = {name: bool(getattr(getattr(border, name), "style", None)) for name in _SIDES}
    return CellStyle(
        number_format,
        bool(font.b),
        bool(font.strike),
        font.vertAlign == "superscript",
        _is_pale(font, fill, book._colors),
        _is_across(book, array.alignmentId),
        sides["left"] or sides["right"],
        sides["top"],
        sides["bottom"],
        _is_shade(fill, book._colors),
        _legacy(font.name),
    )


def _is_pale(font: Any, fill: Any, palette: Sequence[str]) -> bool:
    """Whether nobody sees what is set so: in letters of a point, or in the colour of its ground."""
    if font.sz is not None and 0 < font.sz <= _LEAST_SIZE:
        return True
    ground = code_of(fill.fgColor, palette) if _is_shade(fill, palette) else WHITE
    solid = not _is_shade(fill, palette) or fill.fill_type == "solid"
    return solid and are_same(code_of(font.color, palette), ground)


def _legacy(font: str | None) -> str:
    """The name of a font from before Unicode, "" for every other."""
    return font if font and is_legacy(font) else ""


def _is_across(book: Any, ident: int) -> bool:
    return getattr(book._alignments[ident], "horizontal", None) == "centerContinuous"


def _is_shade(fill: Any, palette: Sequence[str]) -> bool:
    """Whether a fill is one: a colour or pattern that is not white."""
    colour = getattr(fill, "fgColor", None)
    white = is_white(colour, palette)
    return getattr(fill, "fill_type", None) not in (None, "none") and not white


_SIDES: Final = ("left", "right", "top", "bottom")


def _format(book: Any, ident: int) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    if ident < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(ident, "General"))
    return str(book._number_formats[ident - BUILTIN_FORMATS_MAX_SIZE])


def _run(text: str, bold: bool, struck: bool, raised: bool) -> Run:
    text = unescape(text)  # `_x0009_`: a character that XML does not allow, or a line's end
    text = _LINE_END.sub("\n", text).replace(LINE, "_")
    return Run(raise_digits(text) if raised else text, bold, struck)


def _has_decimal_labels(sheet: Sheet) -> bool:
    """Whether the first filled column counts `1`, `1.1`, `1.2` in numbers, some as texts."""
    firsts: list[Any] = [cells[0].value for cells in sheet.rows.values() if cells]
    numbers = [v for v in firsts if isinstance(v, int | float) and not isinstance(v, bool)]
    steps = [n for n in numbers if n != int(n)]
    whole = {str(n) for n in numbers} | {v.partition(".")[0] for v in firsts if isinstance(v, str)}
    return any(str(int(n)) in whole and round(n * 10) == n * 10 for n in steps)
