"""Dialect `text-layer`: the bare text of a PDF, cells as runs of wrapped lines, no grid.

The tables are found by their headers, the rows by their labels, the cells by what is learned of
each column (table). A page begins where the text shows one. A row cut by a page break gives
a part in the grid of each page; the grids say so with `open_top` and `open_bottom`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from pipeline.extract.layer.crowded import (
    CROWDED,
    CUT,
    ROWS_UNCERTAIN,
    UNDIVIDED,
    UNLIKE,
    Count,
    cut_cells,
    deadlines,
    hold_rows,
    is_crowded,
    is_unlike,
    usual_height,
)
from pipeline.extract.layer.deferred import are_deferred
from pipeline.extract.layer.glued import parted
from pipeline.extract.layer.ground import Background
from pipeline.extract.layer.headers import HeaderPieces, find_headers
from pipeline.extract.layer.lines import (
    LinePiece,
    ends_at_space,
    mapped_lines,
    read_pieces,
    with_page_numbers,
)
from pipeline.extract.layer.notes import find_notes, is_stray
from pipeline.extract.layer.order import INTERLEAVED, evidence_of, order_of
from pipeline.extract.layer.rows import cut_rows, find_labels
from pipeline.extract.layer.sheets import PrintedRow, TakenText, pages_of
from pipeline.extract.layer.strips import LineRun
from pipeline.extract.layer.symbols import (
    CUT_SYMBOL,
    LACKS_HYPHEN,
    lacks_hyphen,
    may_be_cut_symbol,
)
from pipeline.extract.layer.table import Budget, DividedRow, divide_table
from pipeline.extract.layer.trial import Undivided, is_mixed
from pipeline.extract.layer.weights import WEIGHTS, Weights
from pipeline.extract.layer.words import one_text
from pipeline.extract.text.dialect import lines_of
from pipeline.extract.text.lines import NumberedLine
from pipeline.model import (
    UNCERTAIN,
    Cell,
    Fragment,
    Page,
    Place,
    Problem,
    Reading,
    Severity,
)
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.syllables import glued_words

GLUED = "a word of this cell is two with no blank between them; compare with the page"
"""Why a cell is in doubt whose text lost a blank, as some programs do where a line ends."""
LINES_JOINED = "lines-joined"
"""Code of the problem of a text whose program printed lines of a page as one."""
TOO_LARGE = "text-too-large"
"""Code of the problem of a text whose rows take more steps to divide than it may."""
OVER = "this row was not divided; all of it stands in the first column"
"""Why every cell of such a row is in doubt."""
TOO_LONG = "too long to be divided; all of it stands in the first column"
"""Why a row is in doubt whose lines are more than any row has."""
_EVIDENCE = 80
_MIXED = (
    "the lines run straight across the columns of a table, so that the order of its cells is lost; "
    "fetch the PDF, or its text with the spacing kept (pdftotext -layout)"
)
_DEFERRED = (
    "cells of several lines stand behind the rows of their page, as some spreadsheets print them, "
    "so that the rows they belong to are lost; fetch the PDF, or its text with the spacing kept "
    "(pdftotext -layout)"
)
_Zone = tuple[list[HeaderPieces], int]
"""The headers of a table, those printed again after the first, and where its text ends."""
_SHAKY = 0.45
"""Share of the cells of a table in doubt from which on all are: of the tables for learning those
with more are wrong in half of their cells, the others in one of fifteen at most."""
SHAKY = "so many cells of this table may be wrong that this one is not sure either"
"""Why every cell of such a table is in doubt."""
_FEW = 4
"""Lines between a header and the first row that may be anything (a unit, a subheading)."""


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
    text = _read_text(lines)
    zones = _tables(text)
    texts = (piece.text for piece in text.pieces)
    ground = Background.of(texts, weights.following) if zones else Background()
    found = _read_tables(text, zones, ground, weights)
    first = found[0].headers[0].start if found else len(text.pieces)
    text.prose += _free(text, 0, first)
    for number, table in enumerate(found):
        _put_table(text, number, table, ground)
    return tuple(pages_of(text)), (*_mapped(lines), *text.problems)


def _mapped(lines: Sequence[NumberedLine]) -> Iterator[Problem]:
    """The doubt about characters that were read as what they look like: `raw` has them mapped."""
    found = mapped_lines(lines)
    if found:
        message = f"{len(found)} lines hold look-alike or invisible characters; raw has them mapped"
        yield Problem("info", "characters-mapped", message, found[0].text.strip()[:_EVIDENCE])


def _read_tables(
    text: TakenText, zones: Sequence[_Zone], ground: Background, weights: Weights
) -> list[_Divided]:
    """The tables of a text; none where its columns are mixed line by line, and then it says so."""
    if any(_is_deferred(text, zone) for zone in zones):
        text.problems.append(Problem("error", INTERLEAVED, _DEFERRED))
        return []
    tried = [_tried(text, zone) for zone in zones]
    orders = [order_of(table.rows) for table in tried if table.rows]
    if any(order.is_surely_mixed for order in orders) or is_mixed(tried, ground, weights):
        text.problems.append(Problem("error", INTERLEAVED, _MIXED))
        return []
    budget = Budget.of(sum(len(piece.text) for piece in text.pieces))
    found = [_divide(text, *zone, ground, budget, weights) for zone in zones]
    evidence = evidence_of((row.row, row.division) for table in found for row in table.rows)
    seem_mixed = any(order.is_mixed for order in orders)
    if evidence.is_bad or (seem_mixed and not evidence.is_good):
        text.problems.append(Problem("error", INTERLEAVED, _MIXED))
        return []
    return found


def _is_deferred(text: TakenText, zone: _Zone) -> bool:
    """Whether cells of a table that wrap stand behind the rows of their pages."""
    headers, end = zone
    pieces = _below(text, headers, end)
    return are_deferred(headers[0], pieces, find_labels(pieces))


def _tried(text: TakenText, zone: _Zone) -> Undivided:
    """A table with the rows that its numbers make of the lines below its first header."""
    headers, end = zone
    pieces = _below(text, headers, end)
    labels = find_labels(pieces)
    rows = cut_rows(pieces, labels) if labels else []
    return Undivided(headers[0], len(headers), rows, len(pieces))


def _read_text(lines: Sequence[NumberedLine]) -> TakenText:
    whole, joined = parted(read_pieces(lines))
    pieces, numbers = with_page_numbers(whole)
    headers = find_headers(pieces)
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
    opening = {
        header.start
        for before, header in pairwise(headers)
        if header.same_as(before) and not _opens(pieces, header.start, numbers)
    }
    return [
        replace(piece, opens_page=True) if index in opening else piece
        for index, piece in enumerate(pieces)
    ]


def _opens(pieces: Sequence[LinePiece], index: int, numbers: set[int]) -> bool:
    """Whether a page is known to begin with a piece, or with the page number before it."""
    if pieces[index].opens_page:
        return True
    return index - 1 in numbers and pieces[index - 1].opens_page


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
    return list(zip(tables, ends, strict=True))


def _repeats(text: TakenText, table: Sequence[HeaderPieces], header: HeaderPieces) -> bool:
    """Whether a header is that of the table before, printed again on a new page: the same names,
    no heading of an annex between, and rows that do not begin anew."""
    if not header.same_as(table[0]):
        return False
    between = text.pieces[table[-1].end : header.start]
    if any(is_annex_heading(piece.text) for piece in between):
        return False
    first = text.pieces[table[0].end].text.split()[0] if table[0].end < len(text.pieces) else ""
    again = text.pieces[header.end].text.split()[0] if header.end < len(text.pieces) else None
    return first != again or not between


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


@dataclass(frozen=True, slots=True)
class _Divided:
    """A table that was divided: its headers, the line the last of them is printed on, the lines
    before its first row, its rows, and the lines among them that are no part of it."""

    headers: Sequence[HeaderPieces]
    last: int
    before: list[LinePiece]
    rows: list[DividedRow]
    strays: list[LinePiece]


def _divide(
    text: TakenText,
    headers: Sequence[HeaderPieces],
    end: int,
    ground: Background,
    budget: Budget,
    weights: Weights,
) -> _Divided:
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
    return _Divided(headers, last, before, rows, strays)


def _put_table(text: TakenText, number: int, table: _Divided, ground: Background) -> None:
    """Take a table into the text: its rows, what is in doubt about them, and what is prose."""
    headers, before, rows, last = table.headers, table.before, table.rows, table.last
    for header in headers:
        text.rows += _header_rows(text, number, header)
    text.prose += table.strays
    usual = usual_height([row.row for row in rows])
    crowded = [row for row in rows if is_crowded(row.row, usual)]
    shaky = SHAKY if is_shaky(rows) else ""
    left = _left_rows(before, last) if len(before) > _FEW else []
    text.prose += before[len(left) :]
    unread = 0 if left or len(before) <= _FEW else len(before)
    for row in rows:
        own = _left_rows(row.after, last)
        left += own
        text.prose += row.after[len(own) :]
        if row.row.is_blank:
            continue
        doubt = CROWDED if row in crowded else _row_doubt(row, headers[0]) or shaky
        text.rows += _printed_rows(text, number, row, len(headers[0].names), ground, doubt)
        if not doubt:
            text.problems += _doubts(text, headers[0], row)
    text.problems += _over(text, rows)
    if shaky:
        text.problems.append(_shaky(text, headers[0], rows))
    text.rows += _undivided(text, number, left, len(headers[0].names))
    text.problems += _uncertain_rows(text, headers[0], rows, crowded, left, unread)


def _row_doubt(row: DividedRow, header: HeaderPieces) -> str:
    """Why every cell of a row is in doubt, "" where none is for that reason."""
    if row.over:
        return OVER
    if row.division is None:
        return TOO_LONG if _is_too_long(row) and not row.row.label else ""
    return UNLIKE if is_unlike(row.row, row.division, header.roles) else ""


def is_shaky(rows: Sequence[DividedRow]) -> bool:
    """Whether so many cells of a table may be wrong that none of them is sure."""
    doubts = [odds > 0 for row in rows for odds in row.doubts]
    return sum(doubts) > _SHAKY * len(doubts) + _FEW


def _shaky(text: TakenText, header: HeaderPieces, rows: Sequence[DividedRow]) -> Problem:
    doubts = [odds > 0 for row in rows for odds in row.doubts]
    message = (
        f"{sum(doubts)} of {len(doubts)} cells of a table may be wrong, so none of them is sure; "
        f"compare them with the document, or fetch the PDF"
    )
    line = text.pieces[header.start].line
    return Problem("warning", ROWS_UNCERTAIN, message, " / ".join(header.titles), text.page(line))


def _is_too_long(row: DividedRow) -> bool:
    """Whether a row has lines that were not divided, and no prose among them."""
    return row.division is None and any(row.row.parts) and not row.row.tail


def _over(text: TakenText, rows: Sequence[DividedRow]) -> Iterator[Problem]:
    """What a table says of rows for which no steps were left."""
    over = [row for row in rows if row.over]
    if over:
        message = (
            f"{len(over)} of {len(rows)} rows of a table were not divided into cells: that takes "
            f"more steps than a text of this size may; fetch the PDF"
        )
        line = over[0].row.line
        yield Problem("warning", TOO_LARGE, message, over[0].row.text, text.page(line))


def _left_rows(pieces: Sequence[LinePiece], last: int) -> list[LinePiece]:
    """Of the lines that no row takes those that stand in the table all the same: before its `last`
    header, and up to the last deadline where they hold rows."""
    until = [index + 1 for index, piece in enumerate(pieces) if piece.line < last][-1:]
    if hold_rows(pieces):
        until += [deadlines(pieces)[-1] + 1]
    return list(pieces[: max(until, default=0)])


def _undivided(
    text: TakenText, number: int, left: Sequence[LinePiece], width: int
) -> Iterator[PrintedRow]:
    """The lines in no row: one row a page that has them all in its title, in doubt."""
    for page, pieces in groupby(left, key=lambda piece: text.page(piece.line)):
        lines = list(pieces)
        title = tuple(text.fragment(piece.text, piece.line) for piece in lines)
        cells = (Cell(), Cell(title, doubt=UNDIVIDED), *[Cell(doubt=UNDIVIDED)] * (width - 2))
        yield PrintedRow(lines[0].line, page, cells, number)


def _uncertain_rows(
    text: TakenText,
    header: HeaderPieces,
    rows: Sequence[DividedRow],
    crowded: Sequence[DividedRow],
    left: Sequence[LinePiece],
    unread: int,
) -> Iterator[Problem]:
    """What a table says of rows that could not be told apart: how many of its lines are meant,
    `unread` ones among them, which are left as prose."""
    if not crowded and not left and not unread:
        return
    every = [sum(map(len, row.row.parts)) for row in rows]
    held = [sum(map(len, row.row.parts)) for row in crowded]
    lost = len(left) + unread
    count = Count(sum(every) + lost, sum(held), lost, len(crowded))
    message = (
        f"{count.crowded + count.left} of {count.lines} lines of a table are in doubt: "
        f"{count.rows} of its {len(rows)} rows may hold several, {count.left} lines are in no row; "
        f"its rows carry no numbers to tell them apart, so read them in the document, or fetch "
        f"the PDF"
    )
    line = (
        left[0].line if left else crowded[0].row.line if crowded else text.pieces[header.start].line
    )
    severity: Severity = "error" if count.failed else "warning"
    yield Problem(severity, ROWS_UNCERTAIN, message, " / ".join(header.titles), text.page(line))


def _header_rows(text: TakenText, number: int, header: HeaderPieces) -> Iterator[PrintedRow]:
    for names in (header.names, header.legend):
        if names:
            line = text.pieces[names[0][0][0]].line
            cells = tuple(
                Cell(tuple(text.fragment(part, text.pieces[i].line) for i, part in name))
                for name in names
            )
            yield PrintedRow(line, text.page(line), cells, number)


def _printed_rows(
    text: TakenText, number: int, row: DividedRow, width: int, ground: Background, doubt: str
) -> Iterator[PrintedRow]:
    """The physical rows of a row: one per page it stands on; `doubt` is that of all its cells."""
    printed = [text.fragment(piece.text, piece.line) for piece in row.row.label]
    label = Cell((*(replace(piece, glued=True) for piece in printed[:-1]), *printed[-1:]))
    if row.division is None:
        pieces = () if row.row.tail else (p for part in row.row.parts for p in part)
        title = tuple(text.fragment(piece.text, piece.line) for piece in pieces)
        line = row.row.line
        cells = (label, Cell(title, doubt=doubt), *[Cell(doubt=doubt)] * (width - 2))
        yield PrintedRow(line, text.page(line), cells, number)
        return
    doubts = [doubt] * len(row.division.cells)
    if not doubt and not row.row.label:
        cut = cut_cells(row.division)
        doubts = [
            _otherwise(other) if odds > 0 else CUT if column in cut else ""
            for column, (odds, other) in enumerate(
                zip(row.doubts, row.division.others, strict=True)
            )
        ]
    for part, stretch in enumerate(row.row.parts):
        found = [_cell(text, stretch, column[part], ground) for column in row.division.cells]
        cells = tuple(
            replace(cell, doubt=told) if told else cell
            for cell, told in zip(found, doubts, strict=True)
        )
        if part == 0:
            line = row.row.line
            yield PrintedRow(line, text.page(line), (label, *cells), number)
        elif any(cell.fragments for cell in cells):
            line = stretch[0].line
            yield PrintedRow(line, text.page(line), (Cell(), *cells), number, resumes=True)


def _cell(
    text: TakenText, pieces: Sequence[LinePiece], run: LineRun | None, ground: Background
) -> Cell:
    if run is None:
        return Cell()
    lines, fragments = run.lines, list[Fragment]()
    for place, (line, sign) in enumerate(zip(lines, (*run.signs, None), strict=True)):
        number = pieces[run.first + place].line
        spaced = sign is not None and ends_at_space(sign)
        glued = sign is not None and not spaced and ground.is_cut(*lines[place : place + 2])
        where = Place(text.page(number), line=number)
        fragments.append(Fragment(line, where, glued=glued, spaced=spaced))
    whole = [fragment.glued or fragment.spaced for fragment in fragments]
    cut = any(
        not told and may_be_cut_symbol(*pair)
        for told, pair in zip(whole, pairwise(lines), strict=False)
    )
    doubt = CUT_SYMBOL if cut else GLUED if any(map(glued_words, lines)) else ""
    doubt = doubt or (LACKS_HYPHEN if any(map(lacks_hyphen, lines)) else "")
    return Cell(tuple(fragments), doubt=doubt)


def _otherwise(other: str) -> str:
    """Why a cell of a row without a number is in doubt."""
    read = other if len(other) <= _EVIDENCE else f"{other[:_EVIDENCE]}…"
    return f"the lines of this cell could be divided otherwise; or: {read or '(blank)'}"


def _doubts(text: TakenText, header: HeaderPieces, row: DividedRow) -> Iterator[Problem]:
    """A problem for each cell of a row with a number that may well be wrong."""
    page = text.page(row.row.line)
    label = row.row.text
    if row.division is None:
        if _is_too_long(row) and label:
            message = f"row {label}: {TOO_LONG}"
            yield Problem("warning", UNCERTAIN, message, label, page, label)
        return
    if not row.row.label:
        return
    for column, runs in enumerate(row.division.cells):
        if row.doubts[column] <= 0:
            continue
        lines = [line for run in runs if run for line in run.lines]
        read = one_text(lines) if lines else ""
        message = (
            f"row {label}, column {header.titles[column + 1]}: the lines of this cell could be "
            f"divided otherwise; compare with the page"
        )
        evidence = f"read: {read or '(blank)'} | or: {row.division.others[column] or '(blank)'}"
        header_name = header.titles[column + 1]
        yield Problem("warning", UNCERTAIN, message, evidence, page, label, header_name)
