"""The grids of a spaced table: the rows of its pages as printed, what is in doubt about them, and
their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.layer.numbered.rows import numbers_heading
from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet, SpacedText
from pipeline.extract.spaced.doubts.doubts import (
    GUESSED,
    HALVED,
    SEVERAL,
    Habit,
    PrintedRow,
    doubts,
    places,
)
from pipeline.extract.spaced.doubts.torn import is_cut_group, torn_lines
from pipeline.extract.spaced.lines.words import text_of
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.upper import Part, Upper
from pipeline.extract.whole_words import glued
from pipeline.model import Cell, Fragment, Grid, GridRow, Problem
from pipeline.writing.cut_lines import breaks_words
from pipeline.writing.labels import parse_label

_ADVICE = "; compare with the page"
_HEADING = 2
"""Cells of a heading: its number and its title."""
_OFF = 2.0
"""Lines by which a cell of a centred table may stand off the middle of its row."""
_OFF_BLANK = 1.0
"""The same where the cell beside it on that side is blank: it may stand over both rows."""
_BESIDE = "this cell, or the one beside it above or below, does not stand at the middle of its row"
OTHERWISE = "the words of this cell could be divided otherwise"
_BORDERS = "where the columns of this page meet is a guess"
_OVER = "a line of this row shows no white space between its cells"
_CERTAIN = 2.0
"""Margin (log odds) from which a cell is held to be right: on 14 texts for learning 2, with the
bounds of rows without numbers and of words that begin cells, leaves a third fewer right cells in
doubt than 3, and 14 of some 290 wrong ones more unnamed."""
_ELSEWHERE = "the lines of this cell could nearly as well be cut into rows otherwise"
_SURE = 2.5
"""The same for a cell whose lines could be cut into rows otherwise: 4 left 132 right cells in doubt
beside 12 wrong ones on 17 texts for learning, this 67 beside 11."""
_MOST_GUESSED = 0.2
"""Share of the rows of a table that may be cut by a guess before all of it is in doubt."""


def bodies_of(text: SpacedText, sheet: Sheet, found: Sequence[Span]) -> list[PrintedRow]:
    """The rows of a page as printed."""
    bodies = []
    for place, span in enumerate(found):
        lines = [
            (sheet.cuts[at], text.rows[sheet.body[at]].words) for at in range(span.start, span.end)
        ]
        count = len(lines[0][0].ends) + 1 if lines else 0
        columns = tuple(
            tuple(own for cut, words in lines if (own := cut.column(words, column)))
            for column in range(count)
        )
        last = place + 1 == len(found)
        counted = span.label in sheet.counted
        bodies.append(PrintedRow(columns, span.label is not None, place == 0, last, counted))
    return bodies


def row_doubts(
    sheet: Sheet, found: Sequence[Span], bodies: Sequence[PrintedRow], usual: Sequence[Habit]
) -> Iterator[dict[int, str]]:
    """Per row of a page its columns in doubt, with the reason."""
    begin = places(bodies)
    off = _off_middle(sheet, found) if sheet.centred else set()
    for place, (span, body, guess) in enumerate(zip(found, bodies, sheet.guessed, strict=True)):
        own = doubts(body, usual, begin)
        for column in range(len(usual)):
            if (place, column) in off:
                own.setdefault(column, _BESIDE)
        own = dict.fromkeys(guess, GUESSED) | own
        heads = body.is_heading and not _is_numbered(body.text(0))
        if not heads and any(sheet.wide[span.start : span.end]):
            own = dict.fromkeys(range(1, len(usual)), _OVER) | own
        for column, margin in enumerate(sheet.seams[place] if sheet.seams else ()):
            if margin < _SURE:
                own.setdefault(column, _ELSEWHERE)
        for column in _elsewhere(sheet, span):
            own.setdefault(column, _BORDERS)
        for at in range(span.start, span.end):
            for column, margin in enumerate(sheet.margins[at]):
                if margin < _CERTAIN:
                    own.setdefault(column, OTHERWISE)
        yield own


def _is_numbered(text: str) -> bool:
    """Whether a number is that of an item, which heads no others."""
    label = parse_label(text)
    return label is not None and label.style == "number" and label.depth == 1


def _elsewhere(sheet: Sheet, span: Span) -> set[int]:
    """The columns of a row that have other words if the borders of the page run elsewhere, where
    nothing on it says which columns they part."""
    found: set[int] = set()
    for at in range(span.start, span.end):
        cuts = [own[at] for own in sheet.others]
        if all(cut.ends == cuts[0].ends for cut in cuts):
            continue
        words, now = sheet.told[at].words, sheet.cuts[at]
        found |= {
            column
            for column in range(len(now.ends) + 1)
            if any(now.column(words, column) != cut.column(words, column) for cut in cuts)
        }
    return found


def _off_middle(sheet: Sheet, found: Sequence[Span]) -> set[tuple[int, int]]:
    """The cells (row, column) that do not stand at the middle of their row, as the others of the
    table do, and those beside them in the row they are nearer to. Rows that the page may cut tell
    nothing."""
    off: set[tuple[int, int]] = set()
    rows = [filled_lines(sheet, span) for span in found]
    for place, span in list(enumerate(found))[1:-1]:
        for column, own in rows[place].items():
            lower = (own[0] + own[-1] - span.start - span.end + 1) / 2
            beside = place + (1 if lower > 0 else -1)
            blank = column not in rows[beside] and len(rows[beside]) > _HEADING
            if abs(lower) >= (_OFF_BLANK if blank else _OFF):
                off |= {(place, column), (beside, column)}
    return off


def filled_lines(sheet: Sheet, span: Span) -> dict[int, list[int]]:
    """The lines of a row that each of its columns has words on."""
    filled: dict[int, list[int]] = {}
    for at in range(span.start, span.end):
        ends = pairwise([0, *sheet.cuts[at].ends, len(sheet.told[at].words)])
        for column, (begin, end) in enumerate(ends):
            if begin < end:
                filled.setdefault(column, []).append(at)
    return filled


def uncertain_rows(
    text: SpacedText, header: HeaderLines, why: Sequence[Mapping[int, str]]
) -> Iterator[Problem]:
    """What a table says of rows that may hold several, or the half of one."""
    several = sum(SEVERAL in row.values() for row in why)
    guessed = sum(GUESSED in row.values() for row in why)
    halved = sum(HALVED in row.values() for row in why)
    if several or halved or guessed > _MOST_GUESSED * len(why):
        message = (
            f"{several} of {len(why)} rows of a table may hold several, {halved} the half of one, "
            f"where {guessed} begin and end is a guess; compare with the page"
        )
        page = text.pages[header.start]
        yield Problem("warning", ROWS_UNCERTAIN, message, " / ".join(header.titles), page)


def add_grid(
    text: SpacedText,
    sheet: Sheet,
    found: Sequence[Span],
    why: Sequence[Mapping[int, str]],
    first: HeaderLines,
    broken: Set[int] = frozenset(),
) -> None:
    """Put the grid of a page among the blocks, its header above it; `first` is that of the table,
    `broken` are the columns whose lines break inside words."""
    rows: list[GridRow] = []
    start = sheet.header.start if sheet.header else None
    declared = None
    if sheet.header:
        rows += _header_rows(text, sheet.header)
        named = sheet.header.named and not sheet.header.borders
        declared = None if named else len(rows)
    rows += [_row(text, sheet, *own, broken) for own in zip(found, why, strict=True)]
    if not first.counted:
        rows = [(_one(*row[:2]), *row[2:]) for row in rows]
    if start is None and sheet.body:
        start = sheet.body[0]
    if rows and start is not None:
        # Its names would be taken for the rest of a row: the number beside them is blank.
        apart = not first.named and start == first.start
        text.add(start, Grid(tuple(rows), declared, sheet.resumes or None, apart=apart))


def _one(blank: Cell, cell: Cell) -> Cell:
    """A cell with what the column before it has, which is no column of the page."""
    if cell.fragments and not blank.fragments:
        return cell
    return replace(
        cell, fragments=(*blank.fragments, *cell.fragments), doubt=cell.doubt or blank.doubt
    )


def _header_rows(text: SpacedText, header: HeaderLines) -> list[GridRow]:
    """The header as rows of a grid: names over several columns above those of these."""
    names = [_name(text, name) for name in header.columns]
    if not (header.counted and header.named):
        names[0] = ()
    above = [header.above(column) for column in range(len(names))]
    return [
        tuple(
            _over(text, column, over[level])
            if level < len(over)
            else Cell(name, merged=level > len(over))
            for column, (name, over) in enumerate(zip(names, above, strict=True))
        )
        for level in range(max(map(len, above)) + 1)
    ]


def _name(text: SpacedText, name: Sequence[Part]) -> tuple[Fragment, ...]:
    """The lines of a column's name, those that break a word glued to the next one."""
    lines = [text.fragment(words, index) for index, words in name if text_of(words)]
    torn = (*torn_lines([line.text for line in lines]), False)[: len(lines)]
    return tuple(replace(line, glued=own) for line, own in zip(lines, torn, strict=True))


def _over(text: SpacedText, column: int, over: Upper) -> Cell:
    """A name over several columns in the first of them, nothing in the others."""
    if column > over.first:
        return Cell()
    parts = tuple(text.fragment(words, index) for index, words in over.name)
    return Cell(parts, span=over.last - over.first + 1)


def _row(
    text: SpacedText, sheet: Sheet, span: Span, why: Mapping[int, str], broken: Set[int]
) -> GridRow:
    cells = []
    for column in range(len(sheet.cuts[span.start].ends) + 1):
        parts = []
        for at in range(span.start, span.end):
            index = sheet.body[at]
            words = sheet.cuts[at].column(text.rows[index].words, column)
            if words:
                parts.append(text.fragment(words, index))
        printed = [part.text for part in parts]
        numbers = not column and len(parts) > 1 and parse_label("".join(printed))
        if numbers or (column and is_cut_group(printed)):
            parts = [*(replace(part, glued=True) for part in parts[:-1]), parts[-1]]
        reason = why.get(column, "")
        if column in broken:
            parts, torn = glued(parts)
            reason = reason or torn
        doubt = _with_advice(reason) if reason else ""
        cells.append(Cell(tuple(parts), doubt=doubt))
    if _is_heading(cells):
        cells[1] = replace(cells[1], span=len(cells) - 1)
    return tuple(cells)


def broken_columns(bodies: Sequence[Sequence[PrintedRow]]) -> frozenset[int]:
    """The columns of a table, given by its pages, whose lines break inside words."""
    rows = [row for page in bodies for row in page]
    count = max((len(row.columns) for row in rows), default=0)
    return frozenset(
        column
        for column in range(1, count)
        if breaks_words([text_of(words) for words in row.columns[column]] for row in rows)
    )


def _is_heading(cells: Sequence[Cell]) -> bool:
    """Whether a row has the number of a heading and, beside it, its title alone: that stands over
    all columns."""
    number, *others = cells
    printed = [bool(cell.fragments) for cell in others]
    return numbers_heading(number.raw) and printed == [True, *[False] * len(others[1:])]


def _with_advice(reason: str) -> str:
    return reason if reason.endswith(_ADVICE) else f"{reason}{_ADVICE}"
