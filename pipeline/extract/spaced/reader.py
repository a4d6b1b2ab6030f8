"""Dialect `text-spaced`: the text of a PDF whose spacing is kept (`pdftotext -layout`).

The tables are found by their headers. Each page of one is a grid: its columns are white corridors
(corridors), its rows are told by their numbers (rows). A row cut by a page break comes in two
parts; whether they are one is left to what makes rows whole for every dialect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.doubts.order import INTERLEAVED
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.layer.uncounted.gridded import Cutting, Lines, Span
from pipeline.extract.layer.uncounted.seams import seams_of
from pipeline.extract.layer.uncounted.uncounted import best_rows, is_uncounted
from pipeline.extract.spaced.columns.cutting import contents_of, cut_page
from pipeline.extract.spaced.columns.emptied import emptied
from pipeline.extract.spaced.columns.guessed_names import names_guessed
from pipeline.extract.spaced.columns.lone_codes import with_lone_codes
from pipeline.extract.spaced.columns.lone_units import with_lone_units
from pipeline.extract.spaced.columns.loose import add_loose
from pipeline.extract.spaced.columns.pushed import (
    CLOSE,
    PUSHED,
    close_cells,
    columns_guessed,
    is_pushed,
    may_be_pushed,
    pushed_aside,
    runs_together,
)
from pipeline.extract.spaced.columns.sheets import TAB, Sheet, SpacedText, pages_of, read_text
from pipeline.extract.spaced.columns.shifted import unshifted
from pipeline.extract.spaced.corridors.corridors import is_certain
from pipeline.extract.spaced.corridors.profile import Profile
from pipeline.extract.spaced.corridors.recut import Leaf, cut_again, first_model
from pipeline.extract.spaced.doubts.astray import add_astray
from pipeline.extract.spaced.doubts.beside_figures import add_beside_figures
from pipeline.extract.spaced.doubts.codes import add_codes
from pipeline.extract.spaced.doubts.cut_numbers import add_cut_numbers
from pipeline.extract.spaced.doubts.displaced import add_displaced
from pipeline.extract.spaced.doubts.doubts import habits
from pipeline.extract.spaced.doubts.grids import (
    add_grid,
    bodies_of,
    broken_columns,
    row_doubts,
    uncertain_rows,
)
from pipeline.extract.spaced.doubts.kinds import add_cut_names, add_unlike
from pipeline.extract.spaced.doubts.lined import add_lined
from pipeline.extract.spaced.doubts.merged import add_merged
from pipeline.extract.spaced.doubts.mostly import add_mostly
from pipeline.extract.spaced.doubts.outside import left_out
from pipeline.extract.spaced.doubts.over_rows import add_over_rows
from pipeline.extract.spaced.doubts.under_names import add_off_names
from pipeline.extract.spaced.doubts.unplaced import add_unplaced
from pipeline.extract.spaced.doubts.usual import with_usual_cells
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.spaced.lines.words import meet, text_of
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.joined_names import joined
from pipeline.extract.spaced.names.marked import marked_until
from pipeline.extract.spaced.names.nameless import counted_until
from pipeline.extract.spaced.names.unnumbered import rows_guessed
from pipeline.extract.spaced.rows.apart import rows_apart
from pipeline.extract.spaced.rows.centres import figures_beside
from pipeline.extract.spaced.rows.counted_halves import with_halves_joined
from pipeline.extract.spaced.rows.room import with_room_apart
from pipeline.extract.spaced.rows.rows import are_centred, counted_rows
from pipeline.extract.spaced.rows.signed import signed_until
from pipeline.extract.text.dialect import lines_of, stops_of
from pipeline.extract.text.lines import NumberedLine
from pipeline.extract.text.stops import UNKNOWN
from pipeline.model import Page, Problem, Prose, Reading
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import parse_label

_GAP = 2
"""Blank lines that end a table."""
_ROUNDS = 2
"""How often the lines of a table are cut again."""
_WIDEST = 10_000
"""Characters of a line: ten times what the widest sheet takes in the smallest print."""
_MOST_COLUMNS = 500
"""Pieces of a line, wide white between them: half as many again as the widest sheet has columns of
one letter. The time that a header takes grows with their square."""
_PAIR = 2
"""Pieces apart that a line outside of a table may have: an office and a signer."""

_WHITE = re.compile(r"\t\s*+|\s{2}\s*+")
_TABS = (
    "tabs stand for blanks in this text, and nothing tells for how many, so that its columns are "
    "lost; fetch the document, or its text with blanks alone"
)


def read(path: Path, data: bytes) -> Reading:
    """The pages of a text whose spacing is kept.

    Raises `InputError`: `not-text`, and `text-too-hard` for a line no page is wide enough for, or
    of more columns than one has.
    """
    lines, problems = lines_of(data)
    stops = stops_of(data)
    each = TAB if stops is None else stops
    wide = next((line for line in lines if len(line.text.expandtabs(each)) > _WIDEST), None)
    if wide is not None:
        many = len(wide.text.expandtabs(each))
        told = f"line {wide.number} has {many} characters; no page is so wide: break it"
        raise InputError("text-too-hard", told)
    for line in lines:
        many = _count_pieces(line.text)
        if many > _MOST_COLUMNS:
            told = f"line {line.number} has {many} columns; no page has as many: break it"
            raise InputError("text-too-hard", told)
    pages, doubts = read_spaced(lines, each)
    return Reading("text-spaced", "text", pages, (*problems, *doubts))


def _count_pieces(line: str) -> int:
    """How many pieces of a line wide white parts."""
    return len(_WHITE.split(line.strip())) if len(line) > _MOST_COLUMNS else 1


def read_spaced(
    lines: Sequence[NumberedLine], stops: int = TAB
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages of a spaced text whose tabs jump to `stops`, and what is uncertain about its cells;
    prose alone where nobody knows how far the tabs jump. Raises nothing."""
    text = read_text(lines, stops or TAB)
    used: set[int] = set()
    if stops == UNKNOWN:
        text.problems.append(Problem("error", INTERLEAVED, _TABS))
    elif not text.problems:
        for first, table in _tables(text, headers_of(text)):
            used |= _read_table(text, first, table)
        text.problems += left_out(text.rows, text.pages, used, text.taken | text.numbers)
    for index, row in enumerate(text.rows):
        if index not in used and index not in text.taken:
            block = Prose(text.fragment(row.words, index), running=index in text.numbers)
            text.add(index, block)
    return tuple(pages_of(text)), tuple(text.problems)


def _tables(
    text: SpacedText, headers: Sequence[HeaderLines]
) -> Iterator[tuple[HeaderLines, list[Sheet]]]:
    """The header of each table and its pages, in order."""
    groups: list[list[HeaderLines]] = []
    for header in headers:
        if groups and _repeats(text, groups[-1], header):
            groups[-1].append(header)
        else:
            groups.append([header])
    ends = [*(group[0].start for group in groups[1:]), len(text.rows)][: len(groups)]
    for group, end in zip(groups, ends, strict=True):
        last = _until_annex(text, group, end)
        if group[0].borders:
            last = marked_until(text.rows, group[-1].end, last)
        last = signed_until(text.rows, group[-1].end, last)
        if not group[0].named:
            last = counted_until(text.rows, text.opening, group[-1], last)
        yield group[0], _sheets(text, group, last)


def _until_annex(text: SpacedText, group: Sequence[HeaderLines], end: int) -> int:
    """Where a table ends that goes on to a line at most: before the heading of another annex, which
    stands apart and inside the page, not where its numbers and titles begin."""
    left = max(words[-1].x1 for _, words in group[0].columns[0])
    for index in range(group[-1].end, end):
        row = text.rows[index]
        apart = row.blanks or index in text.opening or index - 1 in text.numbers
        if apart and row.words[0].x0 > left + _PAIR and is_annex_heading(row.text):
            return index
    return end


def _repeats(text: SpacedText, group: Sequence[HeaderLines], header: HeaderLines) -> bool:
    if not header.same_as(group[0]):
        return False
    between = range(group[-1].end, header.start)
    return not any(is_annex_heading(text.rows[index].text) for index in between)


def _sheets(text: SpacedText, group: Sequence[HeaderLines], end: int) -> list[Sheet]:
    """The pages of a table: from its first header to the next table, page by page; of a text that
    says nowhere where pages begin, from each header to the next."""
    heads = {header.start: header for header in group}
    inside = {index for header in group for index in range(header.start, header.end)}
    sheets: list[Sheet] = []
    header: HeaderLines | None = None
    body: list[int] = []
    opening = set(text.opening) if len(text.opening) > 1 else set(heads)
    for index in range(group[0].start, end):
        if index in opening and (header or body):
            sheets.append(Sheet(header, tuple(body)))
            header, body = None, []
        header = heads.get(index, header)
        if index not in inside and index not in text.taken and index not in text.numbers:
            body.append(index)
    sheets.append(Sheet(header, tuple(body)))
    return sheets


def _read_table(text: SpacedText, first: HeaderLines, sheets: Sequence[Sheet]) -> set[int]:
    """Put the grids of a table among the blocks; return the lines it takes."""
    cut, divided = _divided(text, first, sheets)
    empty = emptied(first, cut)
    if empty is not None:
        heads = (sheet.header and joined(sheet.header, empty) for sheet in sheets)
        again = [replace(one, header=head) for one, head in zip(sheets, heads, strict=True)]
        return _read_table(text, joined(first, empty), again)
    cut = with_lone_codes(list(map(unshifted, cut)))
    pushed = is_pushed(cut)
    if runs_together(cut) or (pushed and text.padded):
        text.problems.append(pushed_aside(text, first))
        return set()
    text.problems += names_guessed(text, first)
    if not first.counted:
        text.problems.append(rows_guessed(first, text.pages[first.start]))
    used: set[int] = set()
    bodies = [bodies_of(text, *one) for one in zip(cut, divided, strict=True)]
    usual = habits(first.titles, [body for own in bodies for body in own])
    why = [
        [*row_doubts(sheet, own, rows, usual)]
        for sheet, own, rows in zip(cut, divided, bodies, strict=True)
    ]
    add_unlike(bodies, why)
    if any(sheet.centred for sheet in cut):
        add_merged(cut, divided, bodies, why)
        add_over_rows(text, cut, divided, bodies, usual, why)
    add_off_names(cut, bodies, why)
    add_codes(bodies, why)
    if first.counted:
        add_astray(bodies, why)
    add_beside_figures(bodies, why)
    add_displaced(bodies, why)
    add_cut_names(first.titles, bodies, why)
    add_lined(cut, divided, bodies, usual, why)
    add_loose(text, cut, divided, why)
    if first.counted:
        add_unplaced(bodies, why)
        add_cut_numbers(bodies, why)
    add_mostly(bodies, why)
    if pushed:
        text.problems.append(columns_guessed(text, first, CLOSE))
        why = [
            [
                dict.fromkeys(close_cells(sheet, span), CLOSE) | row
                for span, row in zip(own, rows, strict=True)
            ]
            for sheet, own, rows in zip(cut, divided, why, strict=True)
        ]
    elif text.padded and may_be_pushed(cut):
        text.problems.append(columns_guessed(text, first, PUSHED))
        why = [[dict.fromkeys(range(len(usual)), PUSHED) | row for row in own] for own in why]
    text.problems += uncertain_rows(text, first, [row for own in why for row in own])
    broken = broken_columns(bodies)
    for sheet, own, reasons in zip(cut, divided, why, strict=True):
        add_grid(text, sheet, own, reasons, first, broken)
        used |= set(sheet.body)
        if sheet.header:
            used |= set(range(sheet.header.start, sheet.header.end))
    return used


def _divided(
    text: SpacedText, first: HeaderLines, sheets: Sequence[Sheet]
) -> tuple[list[Sheet], list[list[Span]]]:
    """The pages of a table with their lines cut into columns, and the rows of each."""
    cut: list[Sheet] = []
    before = Profile(len(first.columns))
    for sheet in sheets:
        cut.append(unshifted(cut_page(text, sheet, first, before)))
        before.learn(contents_of(text, cut[-1], len(first.columns)).texts)
    return _cut_again(text, first, _ended(text, cut))


def _cut_again(
    text: SpacedText, first: HeaderLines, sheets: Sequence[Sheet]
) -> tuple[list[Sheet], list[list[Span]]]:
    """The pages with their lines cut again by what their cells are, and the rows of each."""
    count = len(first.columns)
    leaves = [Leaf(sheet.told, sheet.cuts, sheet.wide, _certain(sheet)) for sheet in sheets]
    contents = with_halves_joined([contents_of(text, sheet, count) for sheet in sheets])
    roles = [role_of(title) for title in first.titles]
    uncounted = not first.counted or is_uncounted(contents, roles)
    found, centred = _first_rows(first.titles, leaves, contents, uncounted)
    for _ in range(_ROUNDS):
        rows = [one.rows for one in found]
        leaves = [replace(leaf, rows=own) for leaf, own in zip(leaves, rows, strict=True)]
        leaves, model = cut_again(first.titles, leaves, centred, uncounted)
        sheets = [
            replace(sheet, cuts=leaf.cuts, margins=leaf.margins)
            for sheet, leaf in zip(sheets, leaves, strict=True)
        ]
        sheets = list(with_lone_units(sheets, roles))
        contents = with_halves_joined([contents_of(text, sheet, count) for sheet in sheets])
        found = (
            best_rows(contents, model, centred)[0]
            if uncounted
            else _numbered_rows(contents, centred, model)
        )
    if first.borders:
        found = [with_room_apart(*one) for one in zip(contents, found, strict=True)]
    divided = [list(own.rows) for own in found]
    apart = rows_apart(contents, divided)
    read = [
        replace(
            sheet,
            guessed=own.guessed,
            resumes=own.resumes,
            centred=centred,
            counted=frozenset(at for at, last in enumerate(lines.lasts) if last > at),
            seams=seams_of(lines, model, centred, number > 0, own.rows, apart[number])
            if centred or uncounted
            else (),
        )
        for number, (sheet, own, lines) in enumerate(zip(sheets, found, contents, strict=True))
    ]
    return with_usual_cells(read, divided), divided


def _first_rows(
    titles: Sequence[str], leaves: Sequence[Leaf], contents: Sequence[Lines], uncounted: bool
) -> tuple[list[Cutting], bool]:
    """The rows of the pages before anything is learned from them, and whether their cells are
    centred."""
    if uncounted:
        return best_rows(contents, first_model(titles, leaves), None)
    centred = are_centred(contents)
    return _numbered_rows(contents, centred, None), centred


def _numbered_rows(
    contents: Sequence[Lines], centred: bool, model: TableModel | None
) -> list[Cutting]:
    """The rows of the pages of a table by their numbers."""
    figures = figures_beside(contents) if centred else []
    return [counted_rows(lines, centred, model, figures) for lines in contents]


def _certain(sheet: Sheet) -> tuple[bool, ...]:
    """Which lines of a page are cut for certain."""
    lines = zip(sheet.wide, sheet.told, sheet.cuts, strict=True)
    return tuple(over or is_certain(told, cut) for over, told, cut in lines)


def _ended(text: SpacedText, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages of a table without what follows it: behind the last line with several cells,
    headings, sentences over several columns, remarks at the left edge, and what stands behind blank
    lines."""
    ends = [_last_cells(text, sheet, _few_cells(sheets)) for sheet in sheets]
    last = max((i for i, end in enumerate(ends) if end >= 0), default=0)
    kept = list(sheets[:last])
    for place, sheet in enumerate(sheets[last:]):
        start = 0 if place else ends[last] + 1
        end = len(sheet.body)
        end = next((at for at in range(start, end) if _follows(text, sheet, at)), end)
        kept.append(_until(sheet, end))
        if end < len(sheet.body):
            break
    return kept


def _until(sheet: Sheet, end: int) -> Sheet:
    """The first lines of a page."""
    return replace(
        sheet,
        body=sheet.body[:end],
        cuts=sheet.cuts[:end],
        wide=sheet.wide[:end],
        others=tuple(cuts[:end] for cuts in sheet.others),
        told=sheet.told[:end],
    )


def _few_cells(sheets: Sequence[Sheet]) -> int:
    """How many cells beside each other a line below a table may have, an office and a signer; of a
    form, whose end is known and whose rows are blank but for what they ask for, one."""
    header = sheets[0].header if sheets else None
    return 1 if header and header.borders else _PAIR


def _last_cells(text: SpacedText, sheet: Sheet, few: int) -> int:
    """The last line of a page with more than `few` cells beside each other, or a number and its
    title; -1 for none."""
    lines = reversed(range(len(sheet.body)))
    return next((at for at in lines if _has_cells(text, sheet, at, few)), -1)


def _has_cells(text: SpacedText, sheet: Sheet, at: int, few: int) -> bool:
    row, cut = text.rows[sheet.body[at]], sheet.cuts[at]
    if len(row.segments) <= 1 or not cut.ends:
        return False
    number = text_of(cut.column(row.words, 0))
    return len(row.segments) > few or (bool(number) and parse_label(number) is not None)


def _follows(text: SpacedText, sheet: Sheet, place: int) -> bool:
    row = text.rows[sheet.body[place]]
    if is_annex_heading(row.text) or (row.blanks >= _GAP and place > 0):
        return True
    if sheet.wide[place]:
        return not (place and sheet.wide[place - 1])
    if len(row.segments) > 1 or not sheet.cuts[place].ends:
        return False
    number = parse_label(row.text)
    numbered = sheet.cuts[place].column(row.words, 0)
    if row.blanks and place and numbered and parse_label(text_of(numbered)) is None:
        return True  # a remark: it begins where numbers stand, behind a blank line
    heads = number is not None and not sheet.cuts[place].ends[0]
    return row.text.isupper() or (heads and not _ends_figure(text, sheet, place))


def _ends_figure(text: SpacedText, sheet: Sheet, place: int) -> bool:
    """Whether a line is the end of a figure that its column breaks: digits right below some."""
    row = text.rows[sheet.body[place]]
    if row.blanks or not place or not row.text.isdecimal():
        return False
    above = text.rows[sheet.body[place - 1]].words
    return any(meet([word], row.words) and word.text[-1].isdigit() for word in above)
