"""Doubts of tables whose rows are a line each: sheets printed with their cells clipped.

Such a cell ends where the next one begins, whatever it says, and nothing goes on below that would
tell. Where many stand one blank apart, programs push the figures behind them aside on some lines,
and a page may be that of another sheet, with other columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise, takewhile, zip_longest
from statistics import median

from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.ways import is_figure
from pipeline.extract.spaced.doubts.doubts import Habit, PrintedRow
from pipeline.extract.spaced.lines.words import WIDE, Word

_A_LINE = 0.8
"""Share of the rows of a table that are one line from which on its cells do not go on below."""
_FEWEST = 40
"""Rows that tell it."""
_KNOWN, _STRANGE = 0.9, 0.5
"""Share of the cells of a page that other pages have in the same column, from which on (the median
of the pages) a column holds few texts over and over, and below which a page is not like that."""
_FEWEST_CELLS = 5
"""Cells of a column on a page that show what it holds."""
_FEWEST_PAGES = 3
"""Pages of such a column."""
_CODE = re.compile(r"[A-ZĐ]?\d[\d.,/+%-]*[A-ZĐ]?")
"""A figure, or one with a letter before or behind it (`X338`, `2.3+8`)."""

_CLIPPED = "this cell may be clipped, or have words of the one beside it: no white space parts them"
_PUSHED = "a figure at the end of this cell may be of the column beside it"
_OTHER_PAGE = "the cells of this column are not those of other pages: the page may have others"
_MORE = "more figures stand in this row than the table has columns for"

Why = Sequence[Sequence[dict[int, str]]]
"""By page and row the columns in doubt, with the reason."""


def add_lined(
    sheets: Sequence[Sheet],
    rows: Sequence[Sequence[Span]],
    bodies: Sequence[Sequence[PrintedRow]],
    habits: Sequence[Habit],
    why: Why,
) -> None:
    """Add what is in doubt of a table whose rows are a line each, given by its pages."""
    if not are_lined(rows):
        return
    usual = [frozenset(_longest(habit.usual)) for habit in habits]
    last = _last_texts([body for page in bodies for body in page], habits)
    for sheet, own, printed, reasons in zip(sheets, rows, bodies, why, strict=True):
        for span, body, found in zip(own, printed, reasons, strict=True):
            _add(found, _close(sheet, span, body, usual), _CLIPPED)
            _add(found, _trailing(body, habits), _PUSHED)
            _add(found, _crowded(body, last), _MORE)
    for page, columns in enumerate(_strange(bodies, habits)):
        for found in why[page]:
            _add(found, columns, _OTHER_PAGE)


def are_lined(rows: Sequence[Sequence[Span]]) -> bool:
    """Whether the rows of a table, given by its pages, are a line each."""
    spans = [span for own in rows for span in own]
    single = sum(span.end - span.start == 1 for span in spans)
    return len(spans) >= _FEWEST and single >= _A_LINE * len(spans)


def _add(found: dict[int, str], columns: Iterator[int] | Sequence[int], reason: str) -> None:
    for column in columns:
        found.setdefault(column, reason)


def _close(sheet: Sheet, span: Span, body: PrintedRow, usual: Sequence[Set[str]]) -> Iterator[int]:
    """The columns of a row that less than a wide gap parts from the next one; the number of a row
    and what stands beside it are told by what they are, and so are a figure, which no program
    clips, and a text that is `usual` in its column."""
    for at in range(span.start, span.end):
        words, ends = sheet.told[at].words, sheet.cuts[at].ends
        for border, end in enumerate(ends):
            if border and 0 < end < len(words) and words[end].x0 - words[end - 1].x1 < WIDE:
                whole = body.text(border + 1) in usual[border + 1]
                if not (whole and is_figure(body.text(border))):
                    yield from (border, border + 1)


def _longest(texts: Set[str]) -> Iterator[str]:
    """The texts with letters that begin no other one: those that do may be that one, clipped."""
    for text, after in pairwise([*sorted(texts), ""]):
        if not after.startswith(text) and any(map(str.isalpha, text)) and not _CODE.fullmatch(text):
            yield text


def _trailing(body: PrintedRow, habits: Sequence[Habit]) -> Iterator[int]:
    """A column of texts whose cell ends with a figure behind a word, and those of figures behind it
    up to a blank one, the first alone if none is: each figure may be that of the column before."""
    for column, (habit, behind) in enumerate(pairwise(habits)):
        lines = body.columns[column]
        if not column or not behind.figures or habit.figures or not any(map(_ends_so, lines)):
            continue
        blank = (at for at in range(column + 1, len(habits)) if not body.columns[at])
        yield from range(column, next(blank, column + 1) + 1)


def _ends_so(words: Sequence[Word]) -> bool:
    return len(words) > 1 and is_figure(words[-1].text)


def _last_texts(bodies: Sequence[PrintedRow], habits: Sequence[Habit]) -> int:
    """The last column whose cells are texts as a rule; 0 for none."""
    for column in range(len(habits) - 1, 0, -1):
        filled = [own for body in bodies for own in body.columns[column]]
        figures = sum(all(map(_is_code, words)) for words in filled)
        if 2 * figures < len(filled):
            return column
    return 0


def _crowded(body: PrintedRow, column: int) -> Sequence[int]:
    """The columns of a row behind the last one of texts, if more figures end its line than there
    are of these; that one too where it took one of them."""
    for words in zip_longest(*body.columns[column:], fillvalue=()):
        line = [word for own in words for word in own]
        figures = sum(1 for _ in takewhile(_is_code, reversed(line)))
        if column and figures >= len(body.columns) - column:
            took = any(_is_code(own[-1]) for own in body.columns[column])
            return range(column if took else column + 1, len(body.columns))
    return ()


def _is_code(word: Word) -> bool:
    """Whether a word is a figure or a code of one."""
    return _CODE.fullmatch(word.text) is not None


def _strange(
    bodies: Sequence[Sequence[PrintedRow]], habits: Sequence[Habit]
) -> list[Sequence[int]]:
    """By page the columns from the first one on that holds few texts over and over, and others on
    this page."""
    first = [len(habits)] * len(bodies)
    for column in range(1, len(habits)):
        pages = [[text for row in page if (text := row.text(column))] for page in bodies]
        shares = [_known(pages, at) for at in range(len(pages))]
        told = [share for share in shares if share is not None]
        if len(told) < _FEWEST_PAGES or median(told) < _KNOWN:
            continue
        for at, share in enumerate(shares):
            if share is not None and share < _STRANGE:
                first[at] = min(first[at], column)
    return [range(at, len(habits)) for at in first]


def _known(pages: Sequence[Sequence[str]], at: int) -> float | None:
    """The share of the cells of a page that some other page has too; none of too few."""
    own = pages[at]
    if len(own) < _FEWEST_CELLS:
        return None
    others = {text for page, texts in enumerate(pages) if page != at for text in texts}
    return sum(text in others for text in own) / len(own)
