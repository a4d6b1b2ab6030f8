"""Born-digital PDF to pages: the rules of the page decide its cells (dialect `pdf-ruled`).

::

    page ──chars, pieces──▶ pieces ─┐
    page ──rules──▶ rules ──ruled──▶ lattices ─┴─layout──▶ grids, footnotes, prose

Pages are read one at a time and closed; nothing of PDFium outlives its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.comments import told_of
from pipeline.extract.pdf.doubts import Doubts
from pipeline.extract.pdf.drawn.askew import straightened
from pipeline.extract.pdf.drawn.clips import clip_boxes
from pipeline.extract.pdf.drawn.letter_rules import with_letter_rules
from pipeline.extract.pdf.drawn.pictured import (
    cut_off,
    is_large,
    is_opaque,
    parts_to_read,
    scanned_share,
)
from pipeline.extract.pdf.drawn.rules import MAX_OBJECTS, read_rules
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.attachments import attached_to_document, attached_to_page
from pipeline.extract.pdf.file.frame import Frame, page_frame
from pipeline.extract.pdf.file.layer_states import AnnotationLayers
from pipeline.extract.pdf.file.page_tree import page_tree
from pipeline.extract.pdf.layout import Layout
from pipeline.extract.pdf.letters.aside import PICTURE, Lost, SetAside
from pipeline.extract.pdf.letters.chars import Cache, read_chars
from pipeline.extract.pdf.letters.digit_shapes import drawn_otherwise
from pipeline.extract.pdf.letters.pieces import Piece, chars_in, pieces_of, without_twins
from pipeline.extract.pdf.letters.seal_letters import without_seals
from pipeline.extract.pdf.letters.unknown_letters import is_garbled, strange_in
from pipeline.extract.pdf.lines.notes import NoteDraft
from pipeline.extract.pdf.lines.text import lines_of
from pipeline.extract.pdf.lost import in_doubt
from pipeline.extract.pdf.opened import Opened, laid_together, strip_of
from pipeline.extract.pdf.scanned import READ, Scan, parts_of_page
from pipeline.extract.pdf.sheet import Sheet, splitter
from pipeline.extract.pdf.sheets.beside import Strips
from pipeline.extract.pdf.shown.annotations import (
    Flat,
    comments_on,
    flatten,
    in_letterhead,
    layers_aside,
    strikes_of,
    typed_on,
    with_values,
    without_overlays,
)
from pipeline.extract.pdf.shown.covers import unclipped, uncovered, without_layers
from pipeline.extract.pdf.shown.hidden_rules import without_hidden
from pipeline.extract.pdf.shown.layers import has_layers, hidden_objects
from pipeline.extract.pdf.shown.patterned import show_patterned
from pipeline.extract.pdf.shown.replaced import as_printed
from pipeline.extract.pdf.shown.struck import mark_struck, signs_drawn, without_strikes
from pipeline.extract.pdf.shown.traces import read_twins, show_clips, without_trace
from pipeline.extract.pdf.shown.underlaid import parted_by_picture
from pipeline.extract.pdf.shown.underlined import without_underlines
from pipeline.extract.pdf.shown.watermarks import without_specks, without_watermarks
from pipeline.extract.pdf.tables.found import Table
from pipeline.extract.pdf.tables.tables import Carried, find_tables
from pipeline.extract.ruled.lines import Rule
from pipeline.extract.scan.wanted import Result, Wanted
from pipeline.model import Attached, Block, Grid, Prose, Reading

ENGINE = "pdfium"
MAX_PAGES = 20_000
"""Pages read of one file."""


@dataclass(slots=True)
class _Book:
    """What is gathered over the pages of one file."""

    layers: AnnotationLayers
    cache: Cache = field(default_factory=Cache)
    layout: Layout = field(default_factory=Layout)
    doubts: Doubts = field(default_factory=Doubts)
    carried: Carried = field(default_factory=Carried)
    failed: set[int] = field(default_factory=set)
    marginalia: list[str] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    pictures: int = 0
    layered: bool = False
    digits: dict[tuple[int, str], bool] = field(default_factory=dict)
    scans: Mapping[int, Result] = field(default_factory=dict)
    strips: Mapping[int, Strips] = field(default_factory=dict)
    """Pages to be read as one, by the first of each, counted from 0."""
    opened: dict[int, Opened] = field(default_factory=dict)
    """Those of them that are opened already, by their number."""
    wanted: list[Wanted] = field(default_factory=list)
    read_chars: int = 0
    coarse: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    bare_print: bool = False

    def want(self, wanted: Wanted) -> None:
        """Have the pictures of a page read: once, as whoever asks first wants them. Who reads the
        page as its picture has what is part of it, too."""
        if not self.wanted or self.wanted[-1].number != wanted.number:
            self.wanted.append(wanted)

    def without_text(self, number: int) -> None:
        """A page shows something and has no characters: it could not be read."""
        before = self.layout.blocks[-1] if self.layout.blocks else []
        self.failed.add(number)
        self.doubts.without_text(number, any(isinstance(block, Grid) for block in before))


def read_pdf(path: Path, data: bytes) -> Reading:
    """Read a PDF. `path` is for messages only; `data` are the bytes of the file.

    Raises InputError: `not-pdf`, `encrypted`, `damaged`, `no-pages`.
    """
    scans: dict[int, Result] = {}
    strips: dict[int, Strips] = {}
    while True:
        book = _read_all(path, data, scans, strips)
        if not book.wanted:
            strips = {} if scans or strips else book.layout.strips()
            if strips:
                continue
            return _reading(book)
        # Loaded here and not above: most files have no pictures to read.
        from pipeline.extract.pdf.drawn.pictures import FromPdf
        from pipeline.extract.scan.pool import read_pages

        try:
            scans |= read_pages(book.wanted, FromPdf(data))
        except InputError as error:  # no engine; the pages say that they were not read
            book.doubts.not_read(error, [w.number for w in book.wanted if w.look != "parts"])
            book.doubts.parts_not_read(error, [w.number for w in book.wanted if w.look == "parts"])
            return _reading(book)


def _read_all(
    path: Path, data: bytes, scans: Mapping[int, Result], strips: Mapping[int, Strips]
) -> _Book:
    """All pages of a file; `scans` are those of its pictures that have been read, `strips` pages
    that show columns of the same rows."""
    book = _Book(AnnotationLayers(data), layered=has_layers(data), scans=scans, strips=strips)
    with raw.open_document(data) as document:
        total = raw.page_total(document)
        if total <= 0:
            raise InputError("no-pages", f"{path.name} has no pages; fetch it again")
        if total > MAX_PAGES:
            book.doubts.too_many_pages(total, MAX_PAGES)
        book.doubts.page_tree(page_tree(data))
        if raw.is_made_by_program(document):
            book.doubts.made_by_program()
        book.attached += attached_to_document(document)
        for number in range(1, min(total, MAX_PAGES) + 1):
            opened = book.opened.pop(number, None) or _open_page(document, number, book)
            if opened is not None:
                beside = _beside(document, opened, book)
                blocks = _blocks(opened, beside, book)
                aside, size = opened.sheet.aside, opened.sheet.chars.shown.size
                book.doubts.set_aside(number, aside)
                book.layout.add(blocks, chars_in(opened.pieces), size[1], aside.counted(), size[0])
    return book


def _reading(book: _Book) -> Reading:
    marginalia, attached = tuple(book.marginalia), tuple(book.attached)
    if book.scans:
        if book.coarse:
            book.doubts.coarse(book.coarse)
        if book.bare and (book.bare_print or not any(book.layout.chars)):
            book.doubts.nothing_read(book.bare)
        dialect = "pdf-scan" if 2 * book.read_chars >= sum(book.layout.chars) else "pdf-ruled"
        pages = book.layout.pages(book.failed)
        from pipeline.extract.scan.pool import engine_name

        engine = f"{ENGINE}, {engine_name()}"
        return Reading(dialect, engine, pages, book.doubts.problems(), marginalia, attached)
    if not any(book.layout.chars) and book.pictures:
        book.doubts.only_pictures(book.pictures)
        return Reading("pdf-scan", ENGINE, (), book.doubts.problems(), marginalia, attached)
    pages = book.layout.pages(book.failed)
    return Reading("pdf-ruled", ENGINE, pages, book.doubts.problems(), marginalia, attached)


def _open_page(document: int, number: int, book: _Book) -> Opened | None:
    """What shows on a page; None where it is added to the book already, unread or as drawn."""
    page = raw.load_page(document, number - 1)
    if not page:
        book.doubts.unreadable(number)
        book.failed.add(number)
        book.layout.add([], 0, 0.0)
        return None
    flat = None
    if raw.count_annotations(page) > 0:
        book.attached += attached_to_page(page)
        book.doubts.told += told_of(comments_on(page), number)
        flat = flatten(document, page, number - 1, book.layers)
        page = flat.page if flat else page
    page, lean = straightened(document, page, number - 1)
    try:
        return _open(document, page, number, flat, book, lean)
    finally:
        raw.close_page(page)


def _open(
    document: int, page: int, number: int, flat: Flat | None, book: _Book, lean: float
) -> Opened | None:
    shown = page_frame(page)
    hidden = hidden_objects(page) if book.layered else frozenset()
    chars = read_chars(page, book.cache, shown)
    if chars is None:
        book.doubts.too_dense(number)
        book.failed.add(number)
        book.layout.add([], 0, shown.size[1])
        return None
    chars, replaced = as_printed(page, chars, book.cache, shown)
    if chars.numbers and not chars.numbers.read and 2 * chars.numbers.chars > len(chars.text):
        if not _read_drawn(number, shown, book):
            book.doubts.glyph_numbers(number, chars.numbers)
            book.failed.add(number)
            book.layout.add([], 0, shown.size[1])
        return None
    if is_garbled(chars) and _read_drawn(number, shown, book):
        return None
    rules = read_rules(page, chars.frame, flat.own if flat else MAX_OBJECTS, hidden)
    chars = with_letter_rules(chars, rules)
    if rules.whites:
        without_hidden(rules, chars.frame)
    sheet = Sheet(number, chars, rules, partial(is_opaque, document, page), lean)
    sheet.aside.lost += [*replaced, *drawn_otherwise(chars, book.digits)]
    sheet.unseen = partial(without_trace, page, chars, rules)
    show_clips(page, chars, rules)
    show_patterned(page, chars, rules)
    read_twins(chars, rules)
    pieces = _printed(sheet, book)
    if flat:
        pieces = _without_overlays(sheet, pieces, flat, book)
        sheet.strikes = strikes_of(flat, pieces, chars.frame)
        layers_aside(flat, chars.frame, sheet.aside)
    if sheet.scan is None and rules.painted:
        pieces = _with_parts(sheet, pieces, book)
    return Opened(sheet, *_ruled(sheet, pieces))


def _beside(document: int, first: Opened, book: _Book) -> list[Opened]:
    """The pages that show further columns of the rows of a page, opened with it."""
    strips = book.strips.get(first.sheet.number - 1)
    numbers = [page + 1 for page in strips.pages[1:]] if strips else []
    found = {number: _open_page(document, number, book) for number in numbers}
    # Each has a table, so that none is added to the book already.
    book.opened |= {number: opened for number, opened in found.items() if opened is not None}
    return [book.opened[number] for number in numbers if number in book.opened]


def _read_drawn(number: int, shown: Frame, book: _Book) -> bool:
    """Read a page whose text cannot be read as it is drawn; whether that is done."""
    result = book.scans.get(number)
    if result is None:
        book.want(Wanted(number, "drawn"))
        return False
    scan = Scan(result.pages[0]) if result.pages else None
    if scan is None or not scan.page.lines:
        return False
    pieces = scan.pieces()
    book.read_chars += chars_in(pieces)
    book.doubts.drawn(number)
    rules = scan.rules()
    blocks = book.layout.blocks_of(
        pieces,
        find_tables(rules, pieces, scan.split, book.carried),
        rules.horizontal,
        scan.split,
        scan.placer(number, book.layout),
        scan.page.size,
    )
    book.layout.add(blocks, chars_in(pieces), shown.size[1])
    return True


def _with_parts(sheet: Sheet, pieces: list[Piece], book: _Book) -> list[Piece]:
    """The pieces of a page of text and those of the pictures on it that say something; the rules
    in those pictures join the page's."""
    texts = [((piece.x0 + piece.x1) / 2, piece.middle) for piece in pieces]
    boxes = parts_to_read(sheet.chars.frame, sheet.rules, texts)
    small = [box for box in boxes if not is_large(box)]
    sheet.aside.lost[:0] = [Lost((x0 + x1) / 2, (y0 + y1) / 2, PICTURE) for x0, y0, x1, y1 in small]
    result = book.scans.get(sheet.number)
    if result is None:
        if boxes:
            book.want(Wanted(sheet.number, "parts", boxes))
        return pieces
    sheet.parts = parts_of_page(result.pages)
    if not sheet.parts:
        return pieces
    book.doubts.part_read(sheet.number)
    for scan in sheet.parts:
        rules, read = scan.rules(), scan.pieces()
        sheet.rules.drawn.horizontal += rules.horizontal
        sheet.rules.drawn.vertical += rules.vertical
        book.read_chars += chars_in(read)
        pieces = [*pieces, *read]
    return pieces


def _without_overlays(sheet: Sheet, pieces: list[Piece], flat: Flat, book: _Book) -> list[Piece]:
    """The pieces without those of signature fields and stamps, which are marginalia."""
    chars, late = sheet.chars, sheet.rules.late
    read = [piece for piece in pieces if piece.first >= READ]
    pieces = [piece for piece in pieces if piece.first < READ]
    pieces, lines = without_overlays(pieces, chars, late, flat.overlays, sheet.aside)
    pieces = with_values(pieces, chars, late, flat.values)
    book.marginalia += lines
    if sheet.number == 1:
        book.marginalia += in_letterhead(pieces, chars, late, chars.frame)
    return read + pieces + typed_on(flat, pieces, chars.frame)


_PICTURE_PAGE = 0.5
"""Share of a page that a picture covers from which on the page is that picture."""
_PICTURE_PART = 0.25
"""The same where nothing but a picture is on it."""
_TRUSTED = 0.9
"""Share of letters in words read afresh that a text layer must have too."""
_MANY_PATHS = 200
_LETTERS = 20
"""Marks of the size of letters on a page that is not blank."""
_FEW_CHARS = 300
"""Characters beside it that are a stamp or a running head: a page of text has over 1,000."""


def _printed(sheet: Sheet, book: _Book) -> list[Piece]:
    """The pieces that show on the page, and what is doubtful about them."""
    number, chars, rules = sheet.number, sheet.chars, sheet.rules
    shown = _shown(sheet, pieces_of(chars, covered=rules.covers, aside=sheet.aside))
    shown, sheet.beneath = parted_by_picture(shown, chars, rules, sheet.opaque)
    pieces, said = without_seals(without_twins(shown), chars, sheet.aside)
    book.marginalia += said
    if _is_picture(sheet, pieces):
        scanned = _scanned(sheet, pieces, book)
        if scanned is not None:
            return scanned
    drawn = rules.segments + len(rules.horizontal) + len(rules.vertical)
    if not pieces and rules.pictures(chars.frame):
        book.pictures += 1
        sheet.aside = SetAside()
        pieces = _layer(sheet, sheet.aside)
        if pieces:
            book.doubts.hidden_layer(number)
        else:
            book.without_text(number)
    elif not pieces and (drawn > _MANY_PATHS or chars.hidden or sheet.beneath):
        book.without_text(number)  # outlines of letters, or text that nobody sees
    elif rules.picture_share(chars.frame) > _PICTURE_PAGE and chars_in(pieces) < _FEW_CHARS:
        book.doubts.picture_page(number, chars_in(pieces))
    if not rules.complete:
        book.doubts.too_many_paths(number)
    return pieces


def _is_picture(sheet: Sheet, pieces: list[Piece]) -> bool:
    """Whether a page is a picture: it has no text, or hardly more than a stamp beside it."""
    share = scanned_share(sheet.chars.frame, sheet.rules) if sheet.rules.painted else 0.0
    return share > (_PICTURE_PAGE if pieces else _PICTURE_PART) and chars_in(pieces) < _FEW_CHARS


def _scanned(sheet: Sheet, pieces: list[Piece], book: _Book) -> list[Piece] | None:
    """The pieces of a page read from its picture and those printed on it; None while it is not
    read, or where it could not be."""
    result = book.scans.get(sheet.number)
    if result is None:
        layered = sheet.chars.hidden or sheet.beneath
        book.want(Wanted(sheet.number, "sample" if layered else "picture"))
        return None
    if not result.pages:
        book.doubts.page_not_read(sheet.number, result.failure)
        return None
    scan = Scan(result.pages[0])
    if scan.page.sample:
        return _layer_of_scan(sheet, pieces, scan, book)
    sheet.scan = scan
    for piece in sheet.beneath:
        sheet.aside.add("hidden", piece.text)
    read = scan.pieces()
    if not read:
        book.bare.append(sheet.number)
        book.bare_print |= scan.page.letters > _LETTERS
    if scan.page.coarse:
        book.coarse.append(sheet.number)
    if scan.page.unread:
        book.doubts.ink_unread(sheet.number, scan.page.unread)
    if scan.mumbles or cut_off(sheet.rules.painted):
        book.doubts.picture_bad(sheet.number, scan.mumbles)
    book.read_chars += chars_in(read)
    return [*read, *map(scan.straight, pieces)]


def _layer_of_scan(
    sheet: Sheet, pieces: list[Piece], scan: Scan, book: _Book
) -> list[Piece] | None:
    """The text layer of a page that is a picture, where a sample of its lines agrees with it."""
    aside = SetAside()
    layer = _layer(sheet, aside)
    agreed = scan.agrees(layer)
    if scan.page.lines and agreed < _TRUSTED:
        book.want(Wanted(sheet.number))
        return None
    book.pictures += 1
    sheet.aside = aside
    sheet.scan = scan
    book.doubts.hidden_layer(sheet.number)
    return [*map(scan.straight, layer), *map(scan.straight, pieces)]


def _layer(sheet: Sheet, aside: SetAside) -> list[Piece]:
    """The text layer of a page that is a picture: invisible, or beneath it."""
    chars = sheet.chars
    unseen = pieces_of(chars, covered=sheet.rules.covers, hidden=True) if chars.hidden else []
    return [*unclipped(unseen, chars, sheet.clips, aside), *sheet.beneath]


def _shown(sheet: Sheet, pieces: list[Piece]) -> list[Piece]:
    """The pieces that nothing hides: no layer switched off, no area over them, no clip box."""
    chars, rules, aside = sheet.chars, sheet.rules, sheet.aside
    pieces = without_layers(pieces, chars, rules.hidden, aside)
    sheet.clips = clip_boxes(rules.top, chars.frame)
    pieces = unclipped(pieces, chars, sheet.clips, aside)
    pieces = uncovered(pieces, chars, rules, sheet.opaque, aside)
    pieces = without_layers(pieces, chars, sheet.unseen(), aside, "hidden")
    pieces = without_specks(pieces, aside)
    faint = {owner for owner, ink in chars.inks.items() if ink.style.faint}
    is_faint = (lambda piece: chars.owners[piece.first] in faint) if faint else None
    return without_watermarks(pieces, is_faint)


def _ruled(sheet: Sheet, pieces: list[Piece]) -> tuple[list[Piece], list[Rule]]:
    """The pieces of a page, those struck marked, and its rules across; lines that strike or
    underline text are no rules of tables."""
    rules = sheet.rules
    if sheet.scan is not None:
        return pieces, rules.horizontal
    split = splitter(sheet, sheet.parts)
    sheet.aside.lost += [*strange_in(sheet.chars, pieces, split), *signs_drawn(rules, pieces)]
    pieces = mark_struck(pieces, rules.horizontal, split, sheet.strikes)
    if any(piece.struck for piece in pieces):
        rules.drawn.horizontal = without_strikes(rules.horizontal, pieces)
    level = rules.horizontal
    rules.drawn.horizontal = without_underlines(level, rules.vertical, pieces, split)
    return pieces, level


def _blocks(opened: Opened, beside: list[Opened], book: _Book) -> list[Block | NoteDraft]:
    """The blocks of a page in reading order; `beside` are the pages whose columns join its rows."""
    sheet, layout = opened.sheet, book.layout
    if sheet.scan is not None:
        return _blocks_of_scan(sheet, sheet.scan, opened.pieces, book)
    shown = strip_of(opened, layout)
    running: list[Block | NoteDraft] = []
    if opened.rest is not None:
        tables: list[Table] = []
        lines = lines_of(opened.again) if opened.again else []
        running = [Prose(shown.fragment(line), running=True) for line in lines]
        shown = replace(shown, pieces=opened.rest)
    else:
        if beside:
            shown = laid_together(shown, beside, book.strips[sheet.number - 1], layout)
        tables = find_tables(shown.rules, shown.pieces, shown.split, book.carried)
        tables = in_doubt(tables, shown.lost)
    blocks = layout.blocks_of(
        shown.pieces, tables, shown.level, shown.split, shown.fragment, shown.size
    )
    book.doubts.look_at(sheet.number, sheet.chars, opened.pieces, opened.printed)
    return [*running, *blocks]


def _blocks_of_scan(
    sheet: Sheet, scan: Scan, pieces: list[Piece], book: _Book
) -> list[Block | NoteDraft]:
    """The blocks of a page read from its picture, or from the text layer under it."""
    rules, split = scan.rules(), splitter(sheet, [scan])
    return book.layout.blocks_of(
        pieces,
        in_doubt(find_tables(rules, pieces, split, book.carried), scan.lost()),
        rules.horizontal,
        split,
        scan.placer(sheet.number, book.layout),
        scan.page.size,
    )
