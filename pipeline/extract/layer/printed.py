"""Divided tables as they are printed: the rows of their pages, and what is in doubt about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.extract.layer.columns.strips import LineRun
from pipeline.extract.layer.doubts.gathered import why_in_doubt
from pipeline.extract.layer.doubts.misfits import HIDDEN
from pipeline.extract.layer.doubts.settled import settled
from pipeline.extract.layer.lines.lines import LinePiece, ends_at_space
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.crowded import (
    CROWDED,
    ROWS_UNCERTAIN,
    UNDIVIDED,
    Count,
    deadlines,
    hold_rows,
    is_crowded,
    usual_height,
)
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.sheets import PrintedRow, TakenText
from pipeline.extract.layer.signs.doubtful_words import LACKS_BLANK, may_lack_blank
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.symbols import (
    CUT_SYMBOL,
    LACKS_HYPHEN,
    lacks_hyphen,
    may_be_cut_symbol,
)
from pipeline.extract.layer.signs.words import NAMES, one_text
from pipeline.frozen import dataclass
from pipeline.model import EVIDENCE, UNCERTAIN, Cell, Fragment, Place, Problem, Severity
from pipeline.writing.cut_lines import breaks_words, glued_lines
from pipeline.writing.cuts import is_cut_figure
from pipeline.writing.labels import POINT_START
from pipeline.writing.syllables import runs_together
from pipeline.writing.torn import is_torn

GLUED = "a word of this cell is several with no blank between them; compare with the page"
"""Why a cell is in doubt whose text lost a blank, as some programs do where a line ends."""
TOO_LARGE = "text-too-large"
"""Code of the problem of a text whose rows take more steps to divide than it may."""
OVER = "this row was not divided; all of it stands in the first column"
"""Why every cell of such a row is in doubt."""
TOO_LONG = "too long to be divided; all of it stands in the first column"
"""Why a row is in doubt whose lines are more than any row has."""
HEADER_UNCERTAIN = "header-uncertain"
"""Code of the names of a table's columns that may be others."""
_SHAKY = 0.6
"""Share of the cells of a table in doubt from which on all are: of the tables for learning those
with fewer have no more wrong cells among the others than any table has."""
SHAKY = "so many cells of this table may be wrong that this one is not sure either"
"""Why every cell of such a table is in doubt."""
NUMBERED = "the number this cell begins with may be that of the row; compare with the document"
"""Why a cell is in doubt that begins as a point does, in a row without a number of its own."""
BRACKETED = "a body or a deadline begins with no bracket: text of the cell before may stand here"
"""Why such a cell of a column for these is in doubt, and the one before it."""
_WHOLE = (False, "")
"""The end of a line behind a whole word, and no doubt about it."""
_FEW = 4
"""Lines between a header and the first row that may be anything (a unit, a subheading)."""


@dataclass(frozen=True, slots=True)
class DividedTable:
    """A table that was divided: its headers, the line the last of them is printed on, the lines
    before its first row, its rows, and the lines among them that are no part of it."""

    headers: Sequence[HeaderPieces]
    last: int
    before: list[LinePiece]
    rows: list[DividedRow]
    strays: list[LinePiece]


def put_table(text: TakenText, number: int, table: DividedTable, ground: Background) -> None:
    """Take a table into the text: its rows, what is in doubt about them, and what is prose."""
    headers, before, last = table.headers, table.before, table.last
    rows = [settled(row, headers[0]) for row in table.rows]
    first = len(text.rows)
    for header in headers:
        text.rows += header_rows(text, number, header)
    text.prose += table.strays
    usual = usual_height([row.row for row in rows])
    crowded = [row for row in rows if is_crowded(row.row, usual)]
    shaky = SHAKY if is_shaky(rows) else ""
    left = _left_rows(before, last) if len(before) > _FEW else []
    text.prose += before[len(left) :]
    unread = 0 if left or len(before) <= _FEW else len(before)
    wrong = why_in_doubt(rows, headers[0], table.strays)
    breaking = _breaking(rows)
    for row, unfit in zip(rows, wrong, strict=True):
        own = _left_rows(row.after, last)
        left += own
        text.prose += row.after[len(own) :]
        if row.row.is_blank:
            continue
        doubt = CROWDED if row in crowded else _row_doubt(row) or shaky
        told_of = (doubt, unfit, breaking)
        text.rows += _printed_rows(text, number, row, headers[0], ground, *told_of)
        if not doubt or (doubt == shaky and row.division is None):
            text.problems += _doubts(text, headers[0], row)
    text.problems += _over(text, rows)
    text.problems += _hidden(text, headers[0], rows, wrong)
    text.problems += _unnamed(text, headers[0])
    if shaky:
        text.problems.append(_shaky(text, headers[0], rows))
    text.rows += _undivided(text, number, left, len(headers[0].names))
    text.problems += _uncertain_rows(text, headers[0], rows, crowded, left, unread)
    if not headers[0].counts:
        # It has no column for numbers.
        text.rows[first:] = [replace(row, cells=row.cells[1:]) for row in text.rows[first:]]


def _row_doubt(row: DividedRow) -> str:
    """Why every cell of a row is in doubt, "" where none is for that reason."""
    if row.over:
        return OVER
    return TOO_LONG if _is_too_long(row) and not row.row.label else ""


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


def _unnamed(text: TakenText, header: HeaderPieces) -> Iterator[Problem]:
    """What a table says of a header of which no way to read its names fits the rows."""
    if len(header.unsure) == len(header.names) - 1:
        message = (
            "no way to read the names of this table fits its rows: it may have other columns; "
            "compare with the page"
        )
        titles = " / ".join(header.titles)
        line = text.pieces[header.start].line
        yield Problem("warning", HEADER_UNCERTAIN, message, titles, text.page(line))


def _hidden(
    text: TakenText,
    header: HeaderPieces,
    rows: Sequence[DividedRow],
    unfit: Sequence[Mapping[int, str]],
) -> Iterator[Problem]:
    """What a table says of rows without a number that seem to hold the title of another one."""
    found = [row for row, own in zip(rows, unfit, strict=True) if HIDDEN in own.values()]
    if found:
        message = (
            f"{len(found)} of {len(rows)} rows seem to hold another one: what reads like its title "
            f"stands in a column of something else, and they carry no numbers to tell them apart"
        )
        line = found[0].row.line
        titles = " / ".join(header.titles)
        yield Problem("warning", ROWS_UNCERTAIN, message, titles, text.page(line))


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
    every = [row.row.height for row in rows]
    held = [row.row.height for row in crowded]
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


def header_rows(text: TakenText, number: int, header: HeaderPieces) -> Iterator[PrintedRow]:
    """The rows of table `number` that its header prints: its names, those over several columns
    above the others, and the column numbers."""

    def row(names: Sequence[tuple[tuple[int, str], ...]], first: int = 0) -> PrintedRow:
        line = text.pieces[next(name for name in names[first:] if name)[0][0]].line
        cells = tuple(
            Cell(tuple(text.fragment(part, text.pieces[i].line) for i, part in name))
            for name in names
        )
        return PrintedRow(line, text.page(line), cells, number, heads=not header.counts)

    own = row(header.names, header.upper[0].first if header.upper else 0)
    if header.upper:
        top = row(header.names)
        over, under = list(top.cells), [replace(cell, merged=True) for cell in own.cells]
        for one in header.upper:
            [cell] = row([one.name]).cells
            width = one.end - one.first
            over[one.first : one.end] = [replace(cell, span=width), *[Cell()] * (width - 1)]
            under[one.first : one.end] = own.cells[one.first : one.end]
        yield replace(top, cells=tuple(over))
        own = replace(own, cells=tuple(under))
    yield own
    if header.legend:
        yield row(header.legend)


def _printed_rows(
    text: TakenText,
    number: int,
    row: DividedRow,
    header: HeaderPieces,
    ground: Background,
    doubt: str,
    unfit: Mapping[int, str],
    breaking: Set[int],
) -> Iterator[PrintedRow]:
    """The physical rows of a row: one per page it stands on; `doubt` is that of all its cells,
    `unfit` that of some; the lines of `breaking` columns break words."""
    printed = [text.fragment(piece.text, piece.line) for piece in row.row.label]
    label = Cell((*(replace(piece, glued=True) for piece in printed[:-1]), *printed[-1:]))
    if row.division is None:
        pieces = () if row.row.tail else (p for part in row.row.parts for p in part)
        title = tuple(text.fragment(piece.text, piece.line) for piece in pieces)
        line = row.row.line
        blank = [Cell(doubt=doubt)] * (len(header.names) - 2)
        yield PrintedRow(line, text.page(line), (label, Cell(title, doubt=doubt), *blank), number)
        return
    doubts = [doubt] * len(row.division.cells)
    if not doubt and not row.row.label:
        doubts = [
            _otherwise(other) if odds > 0 else ""
            for odds, other in zip(row.doubts, row.division.others, strict=True)
        ]
        first = row.division.cells[0][0]
        if first is not None and POINT_START.match(first.lines[0]):
            doubts[0] = doubts[0] or NUMBERED
    for column, why in (*((at, BRACKETED) for at in _bracketed(row, header)), *unfit.items()):
        told = row.row.label and row.doubts[column] > 0
        doubts[column] = doubts[column] or ("" if told else why)
    for part, stretch in enumerate(row.row.parts):
        found = [
            _cell(text, stretch, column[part], ground, at in breaking)
            for at, column in enumerate(row.division.cells)
        ]
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


def _bracketed(row: DividedRow, header: HeaderPieces) -> Iterator[int]:
    """The columns whose cells begin with a bracket though such cells begin with none, each with the
    one before it."""
    if row.division is None:
        return
    for column, (runs, role) in enumerate(zip(row.division.cells, header.roles, strict=True)):
        first = next((run for run in runs if run), None)
        if role.name in NAMES and first is not None and first.lines[0].startswith("("):
            yield from {max(0, column - 1), column}


def _breaking(rows: Sequence[DividedRow]) -> frozenset[int]:
    """The columns so narrow that the lines of their cells break words (`Thườ` over `ng xu` over
    `yên`)."""
    columns: dict[int, list[Sequence[str]]] = {}
    for row in rows:
        for at, runs in enumerate(row.division.cells if row.division else ()):
            columns.setdefault(at, []).extend(run.lines for run in runs if run)
    return frozenset(at for at, cells in columns.items() if breaks_words(cells))


def _cell(
    text: TakenText,
    pieces: Sequence[LinePiece],
    run: LineRun | None,
    ground: Background,
    breaks: bool,
) -> Cell:
    """A cell of a row on one page; its column `breaks` words or does not."""
    if run is None:
        return Cell()
    lines, fragments = run.lines, list[Fragment]()
    ends = [_WHOLE] * len(lines)
    if breaks:
        ends[:-1] = [
            _WHOLE if ends_at_space(sign) else end
            for end, sign in zip(glued_lines(lines), run.signs, strict=True)
        ]
    for place, (line, sign) in enumerate(zip(lines, (*run.signs, None), strict=True)):
        number = pieces[run.first + place].line
        spaced = sign is not None and ends_at_space(sign)
        two = lines[place : place + 2]
        glued = sign is not None and (is_torn(*two) or (not spaced and ground.is_cut(*two)))
        glued = glued or ends[place][0] or (sign is not None and is_cut_figure(*two))
        where = Place(text.page(number), line=number)
        fragments.append(Fragment(line, where, glued=glued, spaced=spaced and not glued))
    whole = [fragment.glued or fragment.spaced for fragment in fragments]
    cut = any(
        not told and may_be_cut_symbol(*pair)
        for told, pair in zip(whole, pairwise(lines), strict=False)
    )
    doubt = CUT_SYMBOL if cut else GLUED if any(map(runs_together, lines)) else ""
    if not doubt and any(may_lack_blank(*pair) for pair in pairwise(lines)):
        doubt = LACKS_BLANK
    doubt = doubt or next((told for _, told in ends if told), "")
    doubt = doubt or (LACKS_HYPHEN if any(map(lacks_hyphen, lines)) else "")
    return Cell(tuple(fragments), doubt=doubt)


def _otherwise(other: str) -> str:
    """Why a cell of a row without a number is in doubt."""
    read = other if len(other) <= EVIDENCE else f"{other[:EVIDENCE]}…"
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
