"""Born-digital PDF to pages: the rules of the page decide its cells (dialect `pdf-ruled`).

::

    page ──chars, pieces──▶ pieces ─┐
    page ──rules──▶ rules ──ruled──▶ lattices ─┴─layout──▶ grids, footnotes, prose

Pages are read one at a time and closed; nothing of PDFium outlives its page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.pdf import raw
from pipeline.extract.pdf.annotations import annotation_lines
from pipeline.extract.pdf.chars import Cache, PageChars, read_chars
from pipeline.extract.pdf.doubts import Doubts
from pipeline.extract.pdf.frame import Frame, page_frame
from pipeline.extract.pdf.layout import Layout
from pipeline.extract.pdf.notes import NoteDraft
from pipeline.extract.pdf.pieces import Piece, pieces_of, split_piece
from pipeline.extract.pdf.rules import PageRules, read_rules
from pipeline.extract.pdf.tables import Carried, find_tables
from pipeline.extract.pdf.text import Line
from pipeline.model import Block, Fragment, Reading

ENGINE = "pdfium"
MAX_PAGES = 20_000
"""Pages read of one file."""


@dataclass(slots=True)
class _Book:
    """What is gathered over the pages of one file."""

    cache: Cache = field(default_factory=Cache)
    layout: Layout = field(default_factory=Layout)
    doubts: Doubts = field(default_factory=Doubts)
    carried: Carried = field(default_factory=Carried)
    failed: set[int] = field(default_factory=set)
    marginalia: list[str] = field(default_factory=list)
    pictures: int = 0


def read_pdf(path: Path, data: bytes) -> Reading:
    """Read a PDF. `path` is for messages only; `data` are the bytes of the file.

    Raises InputError: `not-pdf`, `encrypted`, `damaged`, `no-pages`.
    """
    book = _Book()
    with raw.open_document(data) as document:
        total = raw.page_total(document)
        if total <= 0:
            raise InputError("no-pages", f"{path.name} has no pages; fetch it again")
        if total > MAX_PAGES:
            book.doubts.too_many_pages(total, MAX_PAGES)
        for number in range(1, min(total, MAX_PAGES) + 1):
            _read_page(document, number, book)
    return _reading(book)


def _reading(book: _Book) -> Reading:
    if not any(book.layout.chars) and book.pictures:
        book.doubts.only_pictures(book.pictures)
        return Reading("pdf-scan", ENGINE, (), book.doubts.problems(), tuple(book.marginalia))
    pages = book.layout.pages(book.failed)
    return Reading("pdf-ruled", ENGINE, pages, book.doubts.problems(), tuple(book.marginalia))


def _read_page(document: int, number: int, book: _Book) -> None:
    page = raw.load_page(document, number - 1)
    if not page:
        book.doubts.unreadable(number)
        book.failed.add(number)
        book.layout.add([], 0, 0.0)
        return
    try:
        shown = page_frame(page)
        chars = read_chars(page, book.cache, shown)
        if chars is None:
            book.doubts.too_dense(number)
            book.failed.add(number)
            book.layout.add([], 0, shown.size[1])
            return
        rules = read_rules(page, chars.frame)
        pieces = _printed(chars, rules, number, book)
        blocks = _blocks(number, chars, rules, pieces, book)
        book.layout.add(blocks, _count(pieces), shown.size[1])
        has_notes = raw.count_annotations(page) > 0
        if has_notes:
            book.marginalia += annotation_lines(document, page, number - 1, pieces, book.cache)
    finally:
        raw.close_page(page)


def _count(pieces: list[Piece]) -> int:
    """Printed characters, white space apart."""
    return sum(len("".join(piece.text.split())) for piece in pieces)


def _printed(chars: PageChars, rules: PageRules, number: int, book: _Book) -> list[Piece]:
    """The pieces that show on the page, and what is doubtful about them."""
    pieces = pieces_of(chars, covered=rules.covers)
    if not pieces and rules.pictures(chars.frame):
        book.pictures += 1
        pieces = pieces_of(chars, covered=rules.covers, hidden=True) if chars.hidden else []
        if pieces:
            book.doubts.hidden_layer(number)
        else:
            book.doubts.without_text(number)
    elif not pieces and rules.segments + len(rules.horizontal) + len(rules.vertical) > 200:
        book.doubts.without_text(number)
    if not rules.complete:
        book.doubts.too_many_paths(number)
    return pieces


def _blocks(
    number: int, chars: PageChars, rules: PageRules, pieces: list[Piece], book: _Book
) -> list[Block | NoteDraft]:
    """The blocks of a page in reading order."""
    printed: list[str] = []
    split = partial(split_piece, chars)
    blocks = book.layout.blocks_of(
        pieces,
        find_tables(rules, pieces, split, book.carried),
        rules.horizontal,
        split,
        _placer(number, chars, printed, book.layout),
    )
    book.doubts.look_at(number, chars, printed)
    return blocks


def _placer(
    number: int, chars: PageChars, printed: list[str], layout: Layout
) -> Callable[..., Fragment]:
    """A function that makes a line a fragment of this page, placed as the page is shown.

    It notes the text in `printed`.
    """
    frame, shown = chars.frame, chars.shown

    def fragment(line: Line, glued: bool = False) -> Fragment:
        box = line.x0, line.y0, line.x1, line.y1
        if frame is not shown:
            box = _turned(frame, shown, *box)
        printed.append(line.text)
        return layout.fragment(line, number, box, glued)

    return fragment


def _turned(
    frame: Frame, shown: Frame, x0: float, y0: float, x1: float, y1: float
) -> tuple[float, float, float, float]:
    return shown.box(*frame.user_point(x0, y0), *frame.user_point(x1, y1))
