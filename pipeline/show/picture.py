"""Pages as pictures with what was recovered drawn on them, for `annex inspect --png`.

Works from the published records alone: `cells.places` says where each fragment stands. A row's
cells are filled in the colour of their column, its number stands in the margin; an arrow at its
edge marks a row that was joined over a page break, a ring a footnote call, red a problem, amber
a word read from a picture that may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.records import (
    DOUBT,
    CellRecord,
    Document,
    PlaceRecord,
    ProblemRecord,
    RowRecord,
)
from pipeline.errors import ConfigError, InputError
from pipeline.writing.raised import RAISED_NUMBER, lower_digits

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SCALE = 2.0
"""Pixels per point."""
STRIP = 34
"""Height in pixels of the strip above the page, for the legend."""
GUTTER = 130
"""Width in pixels of the strip left of the page, for row numbers."""
LINE = 22
"""Height in pixels of a line in the strip below the page, for problems."""
MAX_PROBLEMS = 12
"""Lines of problems under one page."""

_COLORS = (
    (31, 119, 180), (44, 160, 44), (148, 103, 189), (255, 127, 14),
    (23, 150, 170), (140, 86, 75), (188, 150, 20), (227, 119, 194),
)  # fmt: skip
_RED = (214, 39, 40)
_AMBER = (240, 160, 0)
WORD_DOUBT = 0.97
"""Confidence of a word from which it is not to blame for the doubt about its cell."""
_JOIN = (200, 0, 120)
_INK = (40, 40, 40)
_CALL = re.compile(RAISED_NUMBER)

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the top left corner of the page."""


def draw_pages(
    source_path: Path, document: Document, folder: Path, page: int | None = None
) -> list[Path]:
    """Write `page-0001.png` … of a PDF into `folder`; returns the files.

    Pages without anything recovered on them are left out, unless `page` asks for that one.
    Raises `InputError('no-pictures')` for a source that is not a PDF or whose cells have no place
    on a page, `ConfigError` where there is no such page.
    """
    _check(source_path, document)
    import pypdfium2 as pdfium

    sheets = _sheets(document)
    pdf = pdfium.PdfDocument(source_path)
    try:
        if page is not None and page > len(pdf):
            raise ConfigError(f"{source_path.name} has {len(pdf)} pages, there is no page {page}")
        folder.mkdir(parents=True, exist_ok=True)
        wanted = [page] if page is not None else sorted(n for n in sheets if 0 < n <= len(pdf))
        return [
            _write(pdf[number - 1], sheets.get(number, _Sheet()), document, folder, number)
            for number in wanted
        ]
    finally:
        pdf.close()


def _check(source_path: Path, document: Document) -> None:
    try:
        with source_path.open("rb") as file:
            is_pdf = b"%PDF-" in file.read(1024)
    except OSError as error:
        message = f"{source_path.name} cannot be opened ({error.strerror})"
        raise InputError("unreadable", message) from error
    placed = any(place.x0 is not None for cell in document.cells for place in cell.places)
    if not is_pdf or (document.cells and not placed):
        raise InputError(
            "no-pictures",
            f"{source_path.name} has no pages to draw on; only the cells of a PDF have their place",
        )


# --- what stands on which page ----------------------------------------------------------------


@dataclass(slots=True)
class _CellMark:
    """A cell's part on one page."""

    row_id: str
    column: int
    boxes: list[Box]
    calls: list[tuple[int, Box]]
    wrong: bool
    doubted: tuple[tuple[int, Box], ...] = ()
    """Page and box of the words of a cell in doubt that are to blame."""

    @property
    def hull(self) -> Box:
        """The box around its fragments."""
        return _hull(self.boxes)


class _Sheet:
    """Everything to be drawn on one page."""

    def __init__(self) -> None:
        self.cells: list[_CellMark] = []
        self.rows: dict[str, list[Box]] = {}


def _sheets(document: Document) -> dict[int, _Sheet]:
    columns = {table.table_id: table.columns for table in document.tables}
    wrong = {(problem.row_id, problem.column) for problem in document.problems if problem.row_id}
    sheets: dict[int, _Sheet] = {}
    for cell in document.cells:
        if cell.merged:
            continue
        number = columns[cell.table_id].index(cell.column)
        marked = (cell.row_id, cell.column) in wrong
        doubted = tuple(_doubted(cell))
        for page, mark in _marks(cell, number, marked):
            mark.doubted = tuple(box for box in doubted if box[0] == page)
            sheet = sheets.setdefault(page, _Sheet())
            sheet.cells.append(mark)
            sheet.rows.setdefault(cell.row_id, []).append(mark.hull)
    return sheets


def _doubted(cell: CellRecord) -> Iterator[tuple[int, Box]]:
    """The words by which a cell read from a picture is in doubt; all where none stands out."""
    if cell.confidence is None or cell.confidence >= DOUBT:
        return
    low = [word for word in cell.words if word.confidence < WORD_DOUBT] or cell.words
    yield from ((word.page, (word.x0, word.y0, word.x1, word.y1)) for word in low)


def _marks(cell: CellRecord, column: int, wrong: bool) -> Iterator[tuple[int, _CellMark]]:
    """The parts of a cell, page by page."""
    marks: dict[int, _CellMark] = {}
    for text, place in zip(cell.raw.split("\n"), cell.places, strict=False):
        box = _box(place)
        if box is None or place.page is None:
            continue
        mark = marks.setdefault(place.page, _CellMark(cell.row_id, column, [], [], wrong))
        mark.boxes.append(box)
        mark.calls += _calls(text, box, cell.footnotes)
    yield from marks.items()


def _box(place: PlaceRecord) -> Box | None:
    if place.x0 is None or place.y0 is None or place.x1 is None or place.y1 is None:
        return None
    return place.x0, place.y0, place.x1, place.y1


def _calls(text: str, box: Box, numbers: Iterable[int]) -> Iterator[tuple[int, Box]]:
    """Where in a line the footnote calls stand, letters taken as equally wide."""
    known = set(numbers)
    letter = (box[2] - box[0]) / max(1, len(text))
    for match in _CALL.finditer(text):
        number = int(lower_digits(match.group()))
        if number in known:
            yield (
                number,
                (box[0] + letter * match.start(), box[1], box[0] + letter * match.end(), box[3]),
            )


def _hull(boxes: Iterable[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


# --- drawing ----------------------------------------------------------------------------------


def _write(page: Any, sheet: _Sheet, document: Document, folder: Path, number: int) -> Path:
    from PIL import ImageDraw

    rows = {row.row_id: row for row in document.rows}
    lines = _problem_lines(_problems_on(document.problems, rows, number))
    picture = _canvas(page.render(scale=SCALE).to_pil(), len(lines))
    draw = ImageDraw.Draw(picture, "RGBA")
    for mark in sheet.cells:
        _draw_cell(draw, mark)
    for row_id, boxes in sheet.rows.items():
        _draw_row(draw, rows[row_id], _hull(boxes), number, picture.width)
    _draw_legend(draw, document, sheet, number)
    _draw_problems(draw, lines, picture.height)
    path = folder / f"page-{number:04}.png"
    picture.save(path)
    return path


def _canvas(page: Image, lines: int) -> Image:
    """The page with strips above, left of and below it."""
    from PIL import Image

    size = (page.width + GUTTER, page.height + STRIP + LINE * lines + LINE // 2)
    canvas = Image.new("RGB", size, (244, 244, 244))
    canvas.paste(page, (GUTTER, STRIP))
    return canvas


def _pixels(box: Box, margin: float = 0.0) -> Box:
    x0, y0, x1, y1 = (SCALE * edge for edge in box)
    return (
        x0 + GUTTER - margin, y0 + STRIP - margin, x1 + GUTTER + margin, y1 + STRIP + margin
    )  # fmt: skip


def _draw_cell(draw: ImageDraw, mark: _CellMark) -> None:
    color = _COLORS[mark.column % len(_COLORS)]
    draw.rectangle(_pixels(mark.hull, 4), fill=(*color, 28), outline=color, width=2)
    for box in mark.boxes:
        draw.rectangle(_pixels(box), outline=(*color, 110))
    if mark.wrong:
        draw.rectangle(_pixels(mark.hull, 7), outline=_RED, width=3)
    for _, box in mark.doubted:
        draw.rectangle(_pixels(box, 2), fill=(*_AMBER, 70), outline=_AMBER, width=2)
    for number, box in mark.calls:
        x0, y0, x1, _ = _pixels(box)
        draw.ellipse((x0 - 4, y0 - 4, x1 + 4, y0 + 18), outline=_RED, width=2)
        _label(draw, (x1 + 5, y0 - 10), f"fn {number}", _RED)


def _draw_row(draw: ImageDraw, row: RowRecord, hull: Box, page: int, width: int) -> None:
    """The row's number in the margin; at its edges whether it goes on over the page."""
    _, y0, _, y1 = _pixels(hull, 4)
    draw.line((GUTTER - 6, y0, GUTTER - 6, y1), fill=_INK, width=4)
    label = f"{row.ordinal}:  {_plain(row.label)}" + ("  group" if row.kind == "group" else "")
    draw.text((8, y0), label, font=_font(17), fill=_INK)
    if row.first_page is not None and page > row.first_page:
        _draw_join(draw, y0 - 3, width, -1)
        draw.text((8, y0 + 20), f"from page {page - 1}", font=_font(15), fill=_JOIN)
    if row.last_page is not None and page < row.last_page:
        _draw_join(draw, y1 + 3, width, 1)
        draw.text((8, y1 + 4), f"to page {page + 1}", font=_font(15), fill=_JOIN)


def _draw_join(draw: ImageDraw, y: float, width: int, down: int) -> None:
    """A dashed line with arrows over the whole page, downwards or (-1) upwards."""
    for x in range(8, width - 14, 24):
        draw.line((x, y, x + 14, y), fill=_JOIN, width=4)
    for x in (width // 4, width // 2, 3 * width // 4):
        draw.polygon([(x - 10, y), (x + 10, y), (x, y + 14 * down)], fill=_JOIN)


def _label(draw: ImageDraw, at: tuple[float, float], text: str, color: Any) -> None:
    """A few words on a white ground."""
    x0, y0, x1, y1 = draw.textbbox(at, text, font=_font(16))
    draw.rectangle((x0 - 2, y0 - 2, x1 + 2, y1 + 2), fill=(255, 255, 255, 225))
    draw.text(at, text, font=_font(16), fill=color)


def _draw_legend(draw: ImageDraw, document: Document, sheet: _Sheet, number: int) -> None:
    x = 10.0
    font = _font(18)
    draw.text((x, 6), f"{document.doc_id}  page {number}", font=font, fill=_INK)
    x += draw.textlength(f"{document.doc_id}  page {number}", font=font) + 30
    tables = {mark.row_id.rpartition("/")[0] for mark in sheet.cells}
    for table in document.tables:
        if table.table_id not in tables:
            continue
        for index, name in enumerate(table.columns):
            color = _COLORS[index % len(_COLORS)]
            draw.rectangle((x, 8, x + 18, 26), fill=(*color, 60), outline=color, width=2)
            draw.text((x + 24, 6), name, font=font, fill=color)
            x += draw.textlength(name, font=font) + 44


def _draw_problems(draw: ImageDraw, lines: list[str], height: int) -> None:
    for index, line in enumerate(lines):
        top = height - LINE * (len(lines) - index) - 4
        draw.text((10, top), line, font=_font(15), fill=_RED)


def _problem_lines(problems: list[ProblemRecord]) -> list[str]:
    """A line for each problem; where they are too many, the last tells how many are left."""
    lines = []
    for problem in problems:
        where = " ".join(part for part in (problem.row_id, problem.column) if part)
        text = f"{problem.severity}  {problem.code}  {where}  {_plain(problem.message)}"
        lines.append(text[:160])
    if len(lines) > MAX_PROBLEMS:
        left = len(lines) - MAX_PROBLEMS + 1
        lines = [*lines[: MAX_PROBLEMS - 1], f"and {left} more"]
    return lines


def _problems_on(
    problems: Iterable[ProblemRecord], rows: dict[str, RowRecord], page: int
) -> list[ProblemRecord]:
    """Problems of the page and of rows that begin on it."""
    begun = {row.row_id for row in rows.values() if row.first_page == page}
    return [problem for problem in problems if problem.page == page or problem.row_id in begun]


def _plain(text: str) -> str:
    """Text in the letters the built-in font has."""
    return text.encode("latin-1", "replace").decode("latin-1")


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)
