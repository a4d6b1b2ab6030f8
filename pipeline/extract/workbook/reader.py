"""Workbooks to pages: dialect `workbook`.

A page is a sheet, a line a row of it. Hidden sheets, rows and columns are left out and named in a
problem; a value is what its number format shows. Tables are what `regions` finds; everything else
is prose in the order of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from openpyxl.utils import get_column_letter

from pipeline.errors import InputError
from pipeline.extract.comments import told_of
from pipeline.extract.frames import uncounted
from pipeline.extract.placed import PlacedCell, SheetRow, with_raised_calls
from pipeline.extract.runs import count_chars, fragments
from pipeline.extract.whole_words import with_whole_words
from pipeline.extract.workbook.blocks import blocks_of
from pipeline.extract.workbook.cells import ABSENT, PICTURE, UNCALCULATED
from pipeline.extract.workbook.dumped import blocks_by_page, runs
from pipeline.extract.workbook.erased import without_erased
from pipeline.extract.workbook.regions import beyond_gaps
from pipeline.extract.workbook.sheets import RawCell, Sheet, Workbook
from pipeline.extract.workbook.shown import Language
from pipeline.extract.workbook.spread import SpreadCell, SpreadRow, spread_rows
from pipeline.model import (
    EVIDENCE,
    UNCERTAIN,
    Block,
    Fragment,
    Grid,
    Page,
    Place,
    Problem,
    Prose,
    Reading,
    Severity,
)
from pipeline.writing.headings import is_annex_heading

ENGINE: Final = "openpyxl"
_SAMPLE: Final = 12
_NAMED: Final = 8

_PICTURE: Final = re.compile(r"=(?:_xlfn\.)?DISPIMG\(")
_ROWS: Final = 4
"""Rows of a sheet that a picture reaches over which may be one of a table."""


def read_workbook(path: Path, data: bytes) -> Reading:
    """Read a workbook (.xlsx, .xlsm, .xltx) from its bytes; `path` is not opened.

    Raises:
        InputError: `damaged`, `encrypted`, `too-large`.
    """
    book = Workbook(data)
    sheets = list(book.sheets())
    language, told = book.language(sheets)
    reader = _Reader(book, language)
    pages = tuple(reader.pages(sheets))
    if reader.by_language and not told:
        reader.problem(
            "info",
            "number-language",
            "the file does not say which marks its numbers are shown with: 1.234,5 is assumed",
            reader.by_language,
            0,
        )
    reader.tell_fonts()
    return Reading("workbook", ENGINE, pages, tuple(reader.problems))


def read_shown(data: bytes) -> Reading:
    """The sheet of a workbook that a document shows in its text. Raises as `read_workbook`."""
    book = Workbook(data)
    sheets = [sheet for sheet in book.sheets() if sheet.title == book.active]
    language, _ = book.language(sheets)
    reader = _Reader(book, language)
    pages = tuple(reader.pages(sheets))
    return Reading("workbook", ENGINE, pages, tuple(reader.problems))


@dataclass(slots=True)
class _Reader:
    book: Workbook
    language: Language
    problems: list[Problem] = field(default_factory=list)
    by_language: str = ""

    def problem(self, severity: Severity, code: str, message: str, text: str, page: int) -> None:
        """Record a doubt about a sheet."""
        self.problems.append(Problem(severity, code, message, text[:EVIDENCE], page or None))

    def tell_fonts(self) -> None:
        """Name the fonts from before Unicode whose codes were decoded."""
        message = "text in the font {} was decoded from its codes; compare it with the page"
        for font in sorted(self.book.fonts):
            self.problem("info", "legacy-font", message.format(font), font, 0)

    def pages(self, sheets: Sequence[Sheet]) -> Iterator[Page]:
        """The sheets as pages; those that a program wrote of the pages of a table, as its parts."""
        read = [(sheet, self._rows(sheet)) for sheet in sheets]
        found: list[tuple[int, Block]] = []
        at = 0
        for count in runs([(sheet.title, rows) for sheet, rows in read]):
            own = read[at : at + count]
            if count > 1:
                found += blocks_by_page([rows for _, rows in own])
            else:
                found += [(sheet.number, block) for sheet, rows in own for block in blocks_of(rows)]
            at += count
        whole = with_whole_words(found)
        for sheet, rows in read:
            blocks = [block for page, block in whole if page == sheet.number]
            yield self._page(sheet, rows, blocks)

    def _rows(self, sheet: Sheet) -> list[SheetRow]:
        """What a sheet shows, row by row; what it hides is named in a problem."""
        if sheet.hidden:
            self._tell_hidden(sheet, f"the sheet {sheet.title}", _cells(sheet))
            return []
        self._tell_left_out(sheet)
        self.problems += told_of(sheet.comments, sheet.number)
        spreads = list(spread_rows(sheet))
        read = [self._row(sheet, spread) for spread in spreads]
        return uncounted(with_raised_calls(without_erased(read, spreads, self.book.style)))

    def _page(self, sheet: Sheet, rows: Sequence[SheetRow], blocks: Sequence[Block]) -> Page:
        """A sheet of these rows as a page."""
        if sheet.hidden:
            return Page(sheet.number, (), 0)
        blocks = [*_sheet_name(sheet, rows), *blocks]
        self._tell_drawn(sheet, blocks)
        self._tell_gaps(sheet, rows)
        printed = [p for row in rows for cell in row.filled for p in cell.fragments]
        named = [p.fragment for p in _sheet_name(sheet, rows)]
        return Page(sheet.number, tuple(blocks), count_chars([*printed, *named]))

    def _row(self, sheet: Sheet, spread: SpreadRow) -> SheetRow:
        cells = tuple(self._placed(sheet, cell) for cell in spread.cells)
        return SheetRow(spread.number, cells)

    def _placed(self, sheet: Sheet, cell: SpreadCell) -> PlacedCell:
        raw = cell.raw
        unseen = raw is None or self._is_unseen(raw) or (not sheet.zeros and _is_zero(raw))
        unseen = unseen or (raw is not None and _is_picture(raw))
        runs = [] if raw is None or unseen else self.book.runs(raw, self.language)
        place = Place(sheet.number, line=raw.row if raw else None)
        if raw is not None and not self.by_language and self.book.depends_on_language(raw):
            self.by_language = "".join(run.text for run in runs)
        pieces = fragments(runs, place)
        shaded = raw is not None and self.book.style(raw.style).shaded
        return PlacedCell(cell.column, pieces, cell.span, cell.merged, cell.bordered, shaded)

    def _is_unseen(self, raw: RawCell) -> bool:
        return self.book.style(raw.style).white

    def _tell_left_out(self, sheet: Sheet) -> None:
        """Name what is not shown, and what has no value."""
        columns = ", ".join(_column_names(sheet.hidden_columns))
        inside = (c for c in _cells(sheet) if sheet.is_hidden_column(c.column))
        self._tell_hidden(sheet, f"columns {columns} of the sheet {sheet.title}", inside)
        rows = _ranges(sorted(sheet.hidden_rows & sheet.rows.keys()))
        inside = (c for c in _cells(sheet) if c.row in sheet.hidden_rows)
        self._tell_hidden(sheet, f"rows {rows} of the sheet {sheet.title}", inside)
        inside = (c for c in _cells(sheet) if c.value is not None and self._is_unseen(c))
        self._tell_hidden(sheet, f"white text in the sheet {sheet.title}", inside)
        if sheet.conditions:
            where = ", ".join(sheet.conditions)
            message = (
                f"formats with a condition may hide text in the sheet {sheet.title}, or strike it"
                " out; it is read; look at the cells"
            )
            self.problem("warning", "text-unseen", message, where, sheet.number)
        absent = [cell for cell in _cells(sheet) if cell.lost == ABSENT]
        if absent and all(cell.value is None for cell in _cells(sheet)):
            raise InputError("damaged", f"no text of the sheet {sheet.title} is in the workbook")
        lost = [cell for cell in _cells(sheet) if cell.lost == UNCALCULATED]
        of_texts = (
            "cells name a text that the workbook lacks and are read as blank; fetch the file again"
        )
        of_formulas = (
            "formulas have no stored result and are read as blank;"
            " open the workbook and save it again"
        )
        self._tell_blank(sheet, absent, "damaged", of_texts)
        self._tell_blank(sheet, lost, "formula-without-value", of_formulas)

    def _tell_blank(self, sheet: Sheet, cells: Sequence[RawCell], code: str, what: str) -> None:
        """Say of how many cells that show something no value is in the file, and where the first
        of them stands."""
        if cells:
            where = f"{get_column_letter(cells[0].column)}{cells[0].row}"
            self.problem("error", code, f"{len(cells)} {what}", where, sheet.number)

    def _tell_drawn(self, sheet: Sheet, blocks: Sequence[Block]) -> None:
        """Name what is drawn over the sheet and not read."""
        if sheet.over_text:
            message = "a text box lies over cells with a text of their own; it is not read"
            self.problem("warning", "print-unread", message, sheet.over_text[0], sheet.number)
        shown = [cell for cell in _cells(sheet) if _is_picture(cell)]
        if shown:
            message = (
                f"{len(shown)} cells of the sheet {sheet.title} show a picture; it is not read"
            )
            where = f"{get_column_letter(shown[0].column)}{shown[0].row}"
            self.problem("warning", "print-unread", message, where, sheet.number)
        large = [p for p in sheet.pictures if p.bottom - p.top >= _ROWS and p.right > p.left]
        if large and not any(isinstance(block, Grid) for block in blocks):
            message = f"the sheet {sheet.title} shows a picture and no table; it is not read"
            self.problem("error", "picture-not-read", message, "", sheet.number)

    def _tell_gaps(self, sheet: Sheet, rows: Sequence[SheetRow]) -> None:
        """Name what may be another table, beside the one it is read as columns of."""
        if beyond := list(beyond_gaps(rows)):
            message = f"a blank column parts columns of the sheet {sheet.title}: two tables?"
            self.problem("warning", UNCERTAIN, message, beyond[0], sheet.number)

    def _tell_hidden(self, sheet: Sheet, what: str, cells: Iterable[RawCell]) -> None:
        """A problem for what is hidden, unless nothing stands in it."""
        runs = (run for cell in cells for run in self.book.runs(cell, self.language))
        text = " ".join(run.text.strip() for run in islice(runs, _SAMPLE) if run.text.strip())
        if text:
            self.problem(
                "warning", "hidden-left-out", f"{what} not shown, left out", text, sheet.number
            )


def _is_picture(cell: RawCell) -> bool:
    """Whether a cell shows a picture, as Excel keeps it or as WPS does, by a formula that is its
    own result."""
    formula = isinstance(cell.value, str) and _PICTURE.match(cell.value) is not None
    return formula or cell.lost == PICTURE


def _is_zero(cell: RawCell) -> bool:
    return not isinstance(cell.value, bool | str) and cell.value == 0


def _cells(sheet: Sheet) -> Iterator[RawCell]:
    return (cell for number in sorted(sheet.rows) for cell in sheet.rows[number])


def _sheet_name(sheet: Sheet, rows: Sequence[SheetRow]) -> list[Prose]:
    """The name of the sheet, where it is the annex's and no cell says so."""
    said = any(is_annex_heading(cell.text) for row in rows for cell in row.filled)
    if said or not rows or not is_annex_heading(sheet.title):
        return []
    return [Prose(Fragment(sheet.title, Place(sheet.number)))]


def _column_names(ranges: Sequence[tuple[int, int]]) -> Iterator[str]:
    for first, last in ranges:
        name = get_column_letter(first)
        yield name if first == last else f"{name}–{get_column_letter(last)}"


def _ranges(numbers: Sequence[int]) -> str:
    """`3, 5–8` for 3, 5, 6, 7, 8."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    shown = ["–".join(map(str, part)) for part in parts[:_NAMED]]
    return ", ".join(shown) + (", …" if len(parts) > _NAMED else "")
