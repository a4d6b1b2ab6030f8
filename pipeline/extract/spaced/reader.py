"""Dialect `text-spaced`: the text of a PDF whose spacing is kept (`pdftotext -layout`).

The tables are found by their headers. Each page of one is a grid: its columns are white corridors
(corridors), its rows are told by their numbers (rows). A row cut by a page break comes in two
parts; whether they are one is left to what makes rows whole for every dialect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.layer.gridded import Cutting, Lines, Span
from pipeline.extract.layer.order import INTERLEAVED
from pipeline.extract.layer.seams import seams_of
from pipeline.extract.layer.uncounted import best_rows, is_uncounted
from pipeline.extract.layer.words import role_of
from pipeline.extract.spaced.corridors import (
    Cut,
    Told,
    borders,
    cut_lines,
    is_certain,
    parted_words,
)
from pipeline.extract.spaced.doubts import habits
from pipeline.extract.spaced.edges import (
    name_begins,
    name_ends,
    name_widths,
    side_by_side,
    single_names,
)
from pipeline.extract.spaced.grids import add_grid, bodies_of, row_doubts, uncertain_rows
from pipeline.extract.spaced.header import HeaderLines
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.spaced.kinds import add_unlike
from pipeline.extract.spaced.outside import left_out
from pipeline.extract.spaced.profile import Profile
from pipeline.extract.spaced.pushed import (
    PUSHED,
    columns_guessed,
    is_pushed,
    may_be_pushed,
    pushed_aside,
)
from pipeline.extract.spaced.recut import Leaf, cut_again, first_model
from pipeline.extract.spaced.rows import are_centred, counted_rows, fitting, strangers
from pipeline.extract.spaced.sheets import TAB, Sheet, SpacedText, pages_of, read_text
from pipeline.extract.spaced.straight import (
    clear_borders,
    likely_borders,
    straight_cuts,
    straight_told,
)
from pipeline.extract.spaced.unnumbered import rows_guessed
from pipeline.extract.spaced.words import WIDE, Word, text_of, wide_gaps
from pipeline.extract.text.dialect import lines_of, stops_of
from pipeline.extract.text.lines import NumberedLine
from pipeline.extract.text.stops import UNKNOWN
from pipeline.model import Page, Problem, Prose, Reading
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import parse_label

_SENTENCE = 9
"""Words of the shortest line that is taken for a sentence over several columns."""
_NEAR, _MOVED = 4, 4
"""Lines above and below that show where cells of a line begin, and how far a border may move on
them."""
_GAP = 2
"""Blank lines that end a table."""
_PARTED = 0.5
"""What it tells against borders that they run through one blank or leave a wide gap unused, beside
a cell that is not of the form of its column: half, for full cells have one blank between them."""
_STRANGE = 0.5
"""The same for a cell that is of another kind than most of its column (a figure among texts)."""
_MOST_BLANK, _FEWEST = 3, 3
"""Columns that may be blank on all of a page, and that are left at least."""
_CLOSE = 3.0
"""How much worse other borders of a page without a header may fit before they are no choice: three
cells of another form. With all of them in question 71 right cells of 12 texts were in doubt beside
9 wrong ones; so 34 beside 8."""
_ROUNDS = 2
"""How often the lines of a table are cut again."""
_WIDEST = 10_000
"""Characters of a line: ten times what the widest sheet takes in the smallest print."""
_PAIR = 2
"""Pieces apart that a line outside of a table may have: an office and a signer."""

_TABS = (
    "tabs stand for blanks in this text, and nothing tells for how many, so that its columns are "
    "lost; fetch the document, or its text with blanks alone"
)


def read(path: Path, data: bytes) -> Reading:
    """The pages of a text whose spacing is kept.

    Raises `InputError`: `not-text`, and `text-too-hard` for a line no page is wide enough for.
    """
    lines, problems = lines_of(data)
    stops = stops_of(data)
    each = TAB if stops is None else stops
    wide = next((line for line in lines if len(line.text.expandtabs(each)) > _WIDEST), None)
    if wide is not None:
        many = len(wide.text.expandtabs(each))
        told = f"line {wide.number} has {many} characters; no page is so wide: break it"
        raise InputError("text-too-hard", told)
    pages, doubts = read_spaced(lines, each)
    return Reading("text-spaced", "text", pages, (*problems, *doubts))


def read_spaced(
    lines: Sequence[NumberedLine], stops: int = TAB
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages of a spaced text whose tabs jump to `stops`, and what is uncertain about its cells;
    prose alone where nobody knows how far the tabs jump. Raises nothing."""
    text = read_text(lines, stops or TAB)
    used: set[int] = set()
    if stops == UNKNOWN:
        text.problems.append(Problem("error", INTERLEAVED, _TABS))
    else:
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
        yield group[0], _sheets(text, group, _until_annex(text, group, end))


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
    if is_pushed(cut):
        text.problems.append(pushed_aside(text, first))
        return set()
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
    if text.padded and may_be_pushed(cut):
        text.problems.append(columns_guessed(text, first))
        why = [[dict.fromkeys(range(len(usual)), PUSHED) | row for row in own] for own in why]
    text.problems += uncertain_rows(text, first, [row for own in why for row in own])
    for sheet, own, reasons in zip(cut, divided, why, strict=True):
        add_grid(text, sheet, own, reasons, first.counted)
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
        cut.append(_cut(text, sheet, first, before))
        before.learn(_contents(text, cut[-1], len(first.columns)).texts)
    return _cut_again(text, first, _ended(text, cut))


def _cut_again(
    text: SpacedText, first: HeaderLines, sheets: Sequence[Sheet]
) -> tuple[list[Sheet], list[list[Span]]]:
    """The pages with their lines cut again by what their cells are, and the rows of each."""
    count = len(first.columns)
    leaves = [Leaf(sheet.told, sheet.cuts, sheet.wide, _certain(sheet)) for sheet in sheets]
    contents = [_contents(text, sheet, count) for sheet in sheets]
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
        contents = [_contents(text, sheet, count) for sheet in sheets]
        found = (
            best_rows(contents, model, centred)[0]
            if uncounted
            else [counted_rows(lines, centred, model) for lines in contents]
        )
    read = [
        replace(
            sheet,
            guessed=own.guessed,
            resumes=own.resumes,
            centred=centred,
            seams=seams_of(lines, model, centred, number > 0, own.rows)
            if centred or uncounted
            else (),
        )
        for number, (sheet, own, lines) in enumerate(zip(sheets, found, contents, strict=True))
    ]
    return read, [list(own.rows) for own in found]


def _first_rows(
    titles: Sequence[str], leaves: Sequence[Leaf], contents: Sequence[Lines], uncounted: bool
) -> tuple[list[Cutting], bool]:
    """The rows of the pages before anything is learned from them, and whether their cells are
    centred."""
    if uncounted:
        return best_rows(contents, first_model(titles, leaves), None)
    centred = are_centred(contents)
    return [counted_rows(lines, centred, None) for lines in contents], centred


def _certain(sheet: Sheet) -> tuple[bool, ...]:
    """Which lines of a page are cut for certain."""
    lines = zip(sheet.wide, sheet.told, sheet.cuts, strict=True)
    return tuple(over or is_certain(told, cut) for over, told, cut in lines)


def _cut(text: SpacedText, sheet: Sheet, first: HeaderLines, before: Profile) -> Sheet:
    """A page with its lines cut into columns; `before` is what the columns of the pages before
    hold."""
    header = sheet.header or first
    clear = _clear(text, sheet)
    sure = [place for place in clear if place is not None]
    if sure and len(sure) == len(clear):
        return _cut_at(text, sheet, sure, clear)
    found = list(_guesses(text, sheet, header))
    if sheet.header is None and before.lines and found:
        found.insert(0, _with_blank(text, sheet, before, found[0]))
    guesses = [guess for at, guess in enumerate(found) if guess not in found[:at]]
    guesses = guesses or [side_by_side(name_widths(header))]
    tried = [_cut_at(text, sheet, guess, clear) for guess in guesses]
    if len(tried) == 1:
        return tried[0]
    roles = [role_of(title) for title in first.titles]
    fits = [
        fitting(read, roles)
        - _PARTED * parted_words(one.told, one.cuts)
        - _STRANGE * strangers(read)
        for one in tried
        for read in [_contents(text, one, len(roles))]
    ]
    best = max(fits)
    others = () if sheet.header else zip(tried, fits, strict=True)
    close = tuple(one.cuts for one, fit in others if best - fit < _CLOSE)
    return replace(tried[fits.index(best)], others=close)


def _clear(text: SpacedText, sheet: Sheet) -> list[float | None]:
    """Where the borders of a page with a header run as far as white corridors show it."""
    if sheet.header is None:
        return []
    begins, ends = name_begins(sheet.header), name_ends(sheet.header)
    return clear_borders(_in_cells([text.rows[index].words for index in sheet.body]), begins, ends)


def _in_cells(lines: Sequence[Sequence[Word]]) -> list[Sequence[Word]]:
    """The lines that are no sentence without a wide gap but behind a number."""
    return [words for words in lines if len(words) < _SENTENCE or any(wide_gaps(words)[1:])]


def _guesses(text: SpacedText, sheet: Sheet, header: HeaderLines) -> Iterator[list[float]]:
    """Where the borders of a page may run: by its words alone, and by its header too."""
    lines = [text.rows[index].words for index in sheet.body]
    short = [words for words in lines if len(words) < _SENTENCE]
    names, widths = single_names(text, sheet.header), name_widths(header)
    begins = name_begins(sheet.header)
    tries = (
        [(begins, name_ends(sheet.header)), ([], []), (begins, [])] if sheet.header else [([], [])]
    )
    for own in tries:
        guess = borders(short, names, widths, *own)
        if not guess:
            continue
        narrow = [words for words in lines if words and not _is_wide(words, guess)]
        yield borders(narrow, names, widths, *own) or guess
    if sheet.header:
        yield from filter(None, [likely_borders(_in_cells(lines), begins, name_ends(sheet.header))])


def _with_blank(
    text: SpacedText, sheet: Sheet, before: Profile, guess: Sequence[float]
) -> list[float]:
    """Where the borders of a page without a header run if columns of it may be blank: of all these
    the ones whose cells are most like those of the pages before."""
    lines = [text.rows[index].words for index in sheet.body]
    narrow = [words for words in lines if words and not _is_wide(words, guess)]
    right = float(max((words[-1].x1 for words in narrow), default=0) + 1)
    count = len(guess) + 1
    beside = [[word for word in words if word.x0 > guess[0]] for words in narrow]
    tried = [(*before.placed(narrow, guess), list(guess))]
    for fewer in range(1, min(_MOST_BLANK, count - _FEWEST) + 1):
        inner = [int(guess[0]) + WIDE, *[1] * (count - 2 - fewer)]
        found = borders(beside, [], inner)
        if found:
            edges = [guess[0], *found]
            tried.append((*before.placed(narrow, edges), edges))
    _, slots, found = max(tried)
    edges = [0.0, *found]
    return [
        next((edges[k] for k, slot in enumerate(slots) if slot >= column), right)
        for column in range(1, count)
    ]


def _cut_at(
    text: SpacedText, sheet: Sheet, guess: Sequence[float], clear: Sequence[float | None]
) -> Sheet:
    """A page cut at borders that run where they are guessed to, `clear` ones exactly there."""
    sure = clear or [None] * len(guess)
    expected = [own if place is None else place for own, place in zip(guess, sure, strict=True)]
    if any(right <= left for left, right in pairwise(expected)):
        expected, sure = list(guess), [None] * len(guess)
    lines = [text.rows[index].words for index in sheet.body]
    wide: list[bool] = []
    for index, words in enumerate(lines):
        begins = (bool(wide) and wide[-1]) or not (words and words[0].text[0].islower())
        wide.append(begins and _is_wide(words, expected) and not _is_full(lines, index, expected))
    narrow = [() if over else words for words, over in zip(lines, wide, strict=True)]
    told, cuts = _cut_narrow(narrow, expected, sure)
    cuts = [
        Cut((_label_words(words), *[len(words)] * (len(expected) - 1))) if over else own
        for words, own, over in zip(lines, cuts, wide, strict=True)
    ]
    told = [replace(one, words=words) for one, words in zip(told, lines, strict=True)]
    return replace(sheet, cuts=tuple(cuts), wide=tuple(wide), told=tuple(told))


def _cut_narrow(
    lines: Sequence[Sequence[Word]], expected: Sequence[float], clear: Sequence[float | None]
) -> tuple[list[Told], list[Cut]]:
    """The columns of the lines of a page: by straight corridors, where these part nearly all."""
    straight = straight_cuts(lines, expected, None not in clear)
    if all(straight):
        return [straight_told(words, expected) for words in lines], [cut for cut in straight if cut]
    told, cuts = cut_lines(lines, expected, clear)
    return (
        [straight_told(o.words, expected) if s else o for o, s in zip(told, straight, strict=True)],
        [s or own for s, own in zip(straight, cuts, strict=True)],
    )


def _is_wide(words: Sequence[Word], expected: Sequence[float]) -> bool:
    """Whether a line is one sentence over several columns: no wide gap but behind a number, and
    no border for it to end at."""
    if len(words) < _SENTENCE or any(wide_gaps(words)[1:]):
        return False
    return words[0].x0 < expected[1] and words[-1].x1 > expected[min(2, len(expected) - 1)]


def _is_full(lines: Sequence[Sequence[Word]], index: int, expected: Sequence[float]) -> bool:
    """Whether a line without wide gaps is one of full cells all the same: at each border that it
    goes over a word begins, there or where a cell of a line near it does."""
    words = lines[index]
    near = [*lines[max(0, index - _NEAR) : index], *lines[index + 1 : index + 1 + _NEAR]]
    begun = {other.x0 for own in near for one, other in pairwise(own) if other.x0 - one.x1 >= WIDE}
    over = [border for border in expected[1:] if words[0].x0 < border < words[-1].x1]
    return all(
        any(abs(x0 - border) <= (_MOVED if x0 in begun else 1) for x0 in _inner_begins(words))
        for border in over
    )


def _inner_begins(words: Sequence[Word]) -> list[int]:
    return [word.x0 for word in words[1:]]


def _label_words(words: Sequence[Word]) -> int:
    return 1 if len(words) > 1 and words[1].x0 - words[0].x1 > 1 else 0


def _contents(text: SpacedText, sheet: Sheet, count: int) -> Lines:
    texts = tuple(
        tuple(text_of(cut.column(text.rows[index].words, k)) for k in range(count))
        for index, cut in zip(sheet.body, sheet.cuts, strict=True)
    )
    return Lines(texts, tuple(text.rows[index].blanks for index in sheet.body))


def _ended(text: SpacedText, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages of a table without what follows it: behind the last line with several cells,
    headings, sentences over several columns, remarks at the left edge, and what stands behind blank
    lines."""
    last = max((i for i, sheet in enumerate(sheets) if _last_cells(text, sheet) >= 0), default=0)
    kept = list(sheets[:last])
    for place, sheet in enumerate(sheets[last:]):
        start = 0 if place else _last_cells(text, sheet) + 1
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


def _last_cells(text: SpacedText, sheet: Sheet) -> int:
    """The last line of a page with cells beside each other: more than two, or a number and its
    title; -1 for none."""
    return next((at for at in reversed(range(len(sheet.body))) if _has_cells(text, sheet, at)), -1)


def _has_cells(text: SpacedText, sheet: Sheet, at: int) -> bool:
    row, cut = text.rows[sheet.body[at]], sheet.cuts[at]
    if len(row.segments) <= 1 or not cut.ends:
        return False
    number = text_of(cut.column(row.words, 0))
    return len(row.segments) > _PAIR or (bool(number) and parse_label(number) is not None)


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
    return row.text.isupper() or (number is not None and not sheet.cuts[place].ends[0])
