"""Dialect `text-layer`: the bare text of a PDF, cells as runs of wrapped lines, no grid.

The tables are found by their headers, the rows by their labels, the cells by what is learned of
each column (table). A page begins where the text shows one. A row cut by a page break gives
a part in the grid of each page; the grids say so with `open_top` and `open_bottom`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path

from pipeline.extract.layer.doubts.order import INTERLEAVED, evidence_of, order_of
from pipeline.extract.layer.figures.figure_lines import numbered_rows
from pipeline.extract.layer.figures.figure_rows import figure_rows
from pipeline.extract.layer.figures.figured import figured
from pipeline.extract.layer.lines.fallback import is_torn, letters_astray, whole_words, whole_years
from pipeline.extract.layer.lines.glued import (
    parted,
    with_headers_apart,
    with_number_name_apart,
    with_own_labels,
)
from pipeline.extract.layer.lines.lines import LinePiece, mapped_lines, read_pieces
from pipeline.extract.layer.lines.notes import find_notes, is_stray
from pipeline.extract.layer.lines.pages import with_page_numbers
from pipeline.extract.layer.lines.signs_behind import with_signs_before
from pipeline.extract.layer.names.deferred import are_deferred
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.names.raised import with_raised
from pipeline.extract.layer.names.running import opening_headers, running_lines
from pipeline.extract.layer.numbered.rows import FoundLabel, UndividedRow, find_labels
from pipeline.extract.layer.printed import DividedTable, put_table
from pipeline.extract.layer.search.dividing import Budget
from pipeline.extract.layer.sheets import TakenText, pages_of
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.weights import WEIGHTS, Weights
from pipeline.extract.layer.table import divide_table
from pipeline.extract.layer.trial import Trial, Undivided, try_tables
from pipeline.extract.layer.trusted import (
    are_told,
    is_trusted,
    told_untrusted,
    with_words_in_doubt,
)
from pipeline.extract.layer.uncounted.unnumbered import find_all_headers
from pipeline.extract.text.dialect import lines_of
from pipeline.extract.text.lines import NumberedLine
from pipeline.model import EVIDENCE, Page, Problem, Reading
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import FIRST_LABELS, parse_label

LINES_JOINED = "lines-joined"
"""Code of the problem of a text whose program printed lines of a page as one."""
_MIXED = (
    "the lines run straight across the columns of a table, so that the order of its cells is lost; "
    "fetch the PDF, or its text with the spacing kept (pdftotext -layout)"
)
_DEFERRED = (
    "cells of several lines stand behind the rows of their page, as some spreadsheets print them, "
    "so that the rows they belong to are lost; fetch the PDF, or its text with the spacing kept "
    "(pdftotext -layout)"
)
_ASTRAY = (
    "letters of words stand behind the lines of these, as some programs print a font that lacks "
    "them, so that the words are lost; fetch the PDF and read it from its pictures"
)
_BELOW = 60
"""Lines below a header among which the number of its first row stands."""
_ANEW = 3
"""Rows numbered from the first one on below the heading of an annex that are those of a table."""
_Zone = tuple[list[HeaderPieces], int]
"""The headers of a table, those printed again after the first, and where its text ends."""


def read(path: Path, data: bytes) -> Reading:
    """The pages of a text whose grid is lost. Raises `InputError('not-text')`."""
    lines, problems = lines_of(data)
    pages, doubts = read_layer(lines)
    return Reading("text-layer", "text", pages, (*problems, *doubts))


def read_layer(
    lines: Sequence[NumberedLine], weights: Weights = WEIGHTS
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages of a bare text, and what is uncertain about its cells.

    Raises nothing: a text without tables gives pages of prose.
    """
    are_torn = is_torn(lines)
    astray = are_torn and letters_astray(lines)
    whole, torn = whole_words(lines) if are_torn and not astray else (lines, 0)
    whole, years = whole_years(whole)
    whole, signs = with_signs_before(whole)
    text = _read_text(whole)
    if astray:
        text.problems.append(Problem("error", INTERLEAVED, _ASTRAY))
    zones = [] if astray else _tables(text)
    ground = _ground(text, zones, weights)
    found = _read_tables(text, zones, ground, weights)
    known = [is_trusted(table) for table in found]
    trusted = [sure or are_told(table) for sure, table in zip(known, found, strict=True)]
    found = [
        table if sure else with_words_in_doubt(table)
        for sure, table in zip(known, found, strict=True)
    ]
    text.problems += [
        told_untrusted(text, table) for table, sure in zip(found, trusted, strict=True) if not sure
    ]
    zones, found = list(compress(zones, trusted)), list(compress(found, trusted))
    starts = [table.headers[0].start for table in found]
    ends = [end for _, end in zones]
    for end, start in zip([0, *ends], [*starts, len(text.pieces)], strict=True):
        text.prose += _free(text, end, start)
    for number, table in enumerate(found):
        put_table(text, number, table, ground)
    return tuple(pages_of(text)), (
        *mapped(lines),
        *_made_whole(lines, torn, years, signs),
        *text.problems,
    )


def divided_tables(lines: Sequence[NumberedLine], weights: Weights) -> list[DividedTable]:
    """The tables of a bare text before they are printed: what is told of each cell."""
    text = _read_text(with_signs_before(whole_years(whole_words(lines)[0])[0])[0])
    zones = _tables(text)
    return _read_tables(text, zones, _ground(text, zones, weights), weights)


def _made_whole(
    lines: Sequence[NumberedLine], torn: int, years: int, signs: int
) -> Iterator[Problem]:
    """What is told of lines whose words or years had blanks inside, or their signs elsewhere."""
    if signs:
        message = (
            f"{signs} lines have signs such as ≥ behind their numbers, as some programs draw those "
            f"a font lacks; they were put before them"
        )
        yield Problem("info", "characters-mapped", message, lines[0].text.strip()[:EVIDENCE])
    if years:
        message = f"{years} lines have a blank inside a year (12/202 5); it was taken out"
        yield Problem("info", "characters-mapped", message, lines[0].text.strip()[:EVIDENCE])
    if torn:
        message = (
            f"{torn} lines have blanks inside words, as some programs write where a font lacks "
            f"letters; they were taken out"
        )
        yield Problem("info", "characters-mapped", message, lines[0].text.strip()[:EVIDENCE])


def _ground(text: TakenText, zones: Sequence[_Zone], weights: Weights) -> Background:
    texts = (piece.text for piece in text.pieces)
    return Background.of(texts, weights.following) if zones else Background()


def mapped(lines: Sequence[NumberedLine]) -> Iterator[Problem]:
    """The doubt about characters that were read as what they look like: `raw` has them mapped."""
    found = mapped_lines(lines)
    if found:
        message = f"{len(found)} lines hold look-alike or invisible characters; raw has them mapped"
        yield Problem("info", "characters-mapped", message, found[0].text.strip()[:EVIDENCE])


def _read_tables(
    text: TakenText, zones: Sequence[_Zone], ground: Background, weights: Weights
) -> list[DividedTable]:
    """The tables of a text; none where its columns are mixed line by line, and then it says so."""
    below = [_labelled(text, zone) for zone in zones]
    if any(are_deferred(headers[0], *own) for (headers, _), own in zip(zones, below, strict=True)):
        text.problems.append(Problem("error", INTERLEAVED, _DEFERRED))
        return []
    rows = [
        numbered_rows(*own)[1] if own[1] else _told(zone[0][0], own[0])
        for zone, own in zip(zones, below, strict=True)
    ]
    zones = [(figured(zone[0], own), zone[1]) for zone, own in zip(zones, rows, strict=True)]
    tried = [
        Undivided(headers[0], len(headers), own, len(pieces))
        for (headers, _), own, (pieces, _) in zip(zones, rows, below, strict=True)
    ]
    orders = [order_of(table.rows) for table in tried if table.rows]
    in_order = bool(orders) and all(order.is_in_order for order in orders)
    trial = Trial() if in_order else try_tables(tried, ground, weights)
    if any(order.is_surely_mixed for order in orders) or (trial.is_mixed and trial.is_sure):
        text.problems.append(Problem("error", INTERLEAVED, _MIXED))
        return []
    budget = Budget.of(sum(len(piece.text) for piece in text.pieces))
    found = [
        _divide(text, *zone, ground, budget if zone[0][0].counts else _own(text, zone), weights)
        for zone in zones
    ]
    evidence = evidence_of(
        (row.row, row.division) for table in found if table.headers[0].counts for row in table.rows
    )
    seem_mixed = trial.is_mixed or any(order.is_mixed for order in orders)
    if evidence.is_bad(in_order) or (seem_mixed and not evidence.is_good):
        text.problems.append(Problem("error", INTERLEAVED, _MIXED))
        return []
    return found


def _told(header: HeaderPieces, pieces: Sequence[LinePiece]) -> list[UndividedRow]:
    """The rows of a table without a column of numbers, where its figures tell them."""
    return [] if header.counts else list(figure_rows(pieces, header.titles[1:]).rows)


def _own(text: TakenText, zone: _Zone) -> Budget:
    """The steps for a table without a column of numbers, which takes none from the others."""
    headers, end = zone
    return Budget.of(sum(len(piece.text) for piece in text.pieces[headers[0].start : end]))


def _labelled(text: TakenText, zone: _Zone) -> tuple[list[LinePiece], list[FoundLabel]]:
    """The lines below the first header of a table, and the numbers among them; those of a table
    without a column of numbers tell no rows."""
    pieces = _below(text, *zone)
    return pieces, find_labels(pieces) if zone[0][0].counts else []


def _read_text(lines: Sequence[NumberedLine]) -> TakenText:
    whole, named = with_number_name_apart(read_pieces(lines))
    whole, joined = parted(whole)
    whole, above = with_headers_apart(whole)
    whole, behind = with_own_labels(whole)
    joined += named + above + behind
    pieces, numbers = with_page_numbers(whole)
    headers = with_raised(pieces, find_all_headers(pieces))
    marked = any(piece.opens_page for piece in whole)
    numbers = running_lines(pieces, numbers, headers, marked)
    pieces = _opened_by_headers(pieces, headers, numbers)
    notes = find_notes(pieces, numbers, {header.start for header in headers})
    text = TakenText(notes.pieces, numbers, headers, notes)
    if joined:
        message = f"{joined} lines stood right behind the one before; they were parted"
        text.problems.append(Problem("info", LINES_JOINED, message))
    page = 1
    for index, piece in enumerate(pieces):
        page += piece.opens_page and index > 0
        text.pages[piece.line] = page
    return text


def _opened_by_headers(
    pieces: list[LinePiece], headers: Sequence[HeaderPieces], numbers: set[int]
) -> list[LinePiece]:
    """The pieces with the page breaks that repeated headers show where nothing else does."""
    shown = opening_headers(pieces, headers)
    opening = {at for at in shown if not _opens(pieces, at, numbers)}
    return [
        replace(piece, opens_page=True) if index in opening else piece
        for index, piece in enumerate(pieces)
    ]


def _opens(pieces: Sequence[LinePiece], index: int, numbers: set[int]) -> bool:
    """Whether a page is known to begin with a piece, or with the page number or running lines
    before it."""
    while index - 1 in numbers and not pieces[index].opens_page:
        index -= 1
    return pieces[index].opens_page


def _tables(text: TakenText) -> list[_Zone]:
    """The headers of each table, the repeated ones after the first, and where its text ends."""
    tables: list[list[HeaderPieces]] = []
    if not text.headers:
        return []
    for header in text.headers:
        if tables and _repeats(text, tables[-1], header):
            tables[-1].append(header)
        else:
            tables.append([header])
    ends = [headers[0].start for headers in tables[1:]] + [len(text.pieces)]
    return [
        (headers, _end_of_annex(text, headers[-1].end, end))
        for headers, end in zip(tables, ends, strict=True)
    ]


def _end_of_annex(text: TakenText, start: int, end: int) -> int:
    """Where the rows below a header end: before the heading of another annex below which the
    numbers begin anew. Its table has a header of its own, though none was found."""
    for index in range(start + 1, end):
        if index not in text.numbers and is_annex_heading(text.pieces[index].text):
            below = find_labels(text.pieces[index : min(end, index + _BELOW)])
            above = find_labels(text.pieces[start:index])
            if above and len(below) >= _ANEW and parse_label(below[0].text) in FIRST_LABELS:
                return index
    return end


def _repeats(text: TakenText, table: Sequence[HeaderPieces], header: HeaderPieces) -> bool:
    """Whether a header is that of the table before, printed again on a new page: the same names,
    no heading of an annex between (or a cell that reads like one: the rows count on), and rows
    that do not begin anew."""
    if not header.same_as(table[0]):
        return False
    between = [
        text.pieces[at] for at in range(table[-1].end, header.start) if at not in text.numbers
    ]
    if any(is_annex_heading(piece.text) for piece in between):
        return _counts_on(between, text.pieces[header.end : header.end + _BELOW])
    first = text.pieces[table[0].end].text.split()[0] if table[0].end < len(text.pieces) else ""
    again = text.pieces[header.end].text.split()[0] if header.end < len(text.pieces) else None
    return first != again or not between


def _counts_on(above: Sequence[LinePiece], below: Sequence[LinePiece]) -> bool:
    """Whether rows are numbered on from above a header to below it."""
    labels = find_labels([*above, *below])
    new = [label.text for label in labels if label.index >= len(above)]
    if not new or len(new) == len(labels):
        return False
    first = parse_label(new[0])
    return first is not None and first.style == "number" and first.numbers[-1] > 1


def _free(text: TakenText, start: int, end: int) -> list[LinePiece]:
    """The pieces of a stretch that are no notes."""
    return [text.pieces[i] for i in range(start, end) if i not in text.notes.taken]


def _below(text: TakenText, headers: Sequence[HeaderPieces], end: int) -> list[LinePiece]:
    """The pieces of a table without its headers, page numbers and notes."""
    inside = {index for header in headers for index in range(header.start, header.end)}
    taken = inside | text.numbers | text.notes.taken
    opens, found = False, list[LinePiece]()
    for index in range(headers[0].end, end):
        opens = opens or text.pieces[index].opens_page
        if index not in taken:
            found.append(replace(text.pieces[index], opens_page=opens))
            opens = False
    return found


def _divide(
    text: TakenText,
    headers: Sequence[HeaderPieces],
    end: int,
    ground: Background,
    budget: Budget,
    weights: Weights,
) -> DividedTable:
    strays: list[LinePiece] = []
    inside = {index for header in headers for index in range(header.start, header.end)}
    pieces: list[LinePiece] = []
    opens = False
    for index in range(headers[0].end, end):
        piece = text.pieces[index]
        opens = opens or piece.opens_page
        if index in inside or index in text.notes.taken:
            continue
        if index in text.numbers or is_stray(piece):
            strays.append(piece)
            continue
        same = piece.opens_page == opens
        pieces.append(piece if same else replace(piece, opens_page=opens))
        opens = False
    last = text.pieces[headers[-1].start].line
    before, rows = divide_table(headers[0], pieces, ground, budget, last, weights)
    return DividedTable(headers, last, before, rows, strays)
