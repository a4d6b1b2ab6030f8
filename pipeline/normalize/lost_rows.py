"""Rows that a table without rules may have lost: the text right below it begins with the number
that comes next, names of columns or many lines of texts stand side by side outside of every table,
or words in the middle of a table in none of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product, takewhile

from pipeline.model import EVIDENCE, UNCLOSED, Fragment, Place, Problem
from pipeline.normalize.tables.raw_table import RawTable
from pipeline.normalize.tables.stitch import Stitched
from pipeline.writing.closings import is_closing
from pipeline.writing.columns import is_known
from pipeline.writing.labels import parse_label
from pipeline.writing.patterns import compiled

_NUMBERED = compiled(r"\(?(\d{1,4})[.)]?\s+\S")
_AMOUNT = re.compile(r"(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?![\d/])")
_FIGURED = 2
"""An amount with points between its thousands, and names with one from which on rows were read as
names."""
_NEAR = 40.0
"""Points below a table within which its next row would begin."""
_NAMES = 3
"""Names of columns side by side that are a header."""
_PAIR = 2
"""Names of a header that are few."""
_NAME_LINES = 4
"""Lines of each of two names at most."""
_COLUMNS = 5
"""Lines of three texts side by side on a page that are no signatures or letterheads."""
_COUNTED = 0.8
"""Share of the lines of a table of contents that end in the number of a page."""
_FIRST = 60.0
"""Points from the first line of a page on in which the rest of a table begins."""
_FIT, _ALIKE, _STEP = 3, 2, 2.0
"""Texts there that stand in the columns of the table before, texts that have each place of one in
it, and points within which places are one."""

_Spot = tuple[str, int]
"""Which end of a text, and where it stands."""


def lost_rows(stitched: Stitched) -> Iterator[Problem]:
    """A problem for each table below whose last row the next one seems to stand outside of it, and
    for each page with the names of columns outside of every table."""
    lines = [prose.fragment for prose, _ in stitched.prose if not prose.running]
    told = list(_stray_headers(lines)) if stitched.tables else []
    yield from told
    yield from _stray_pairs(lines)
    yield from _stray_columns(lines, {problem.page for problem in told})
    for table in stitched.tables:
        yield from _left_behind(table, lines)
        if table.ground in UNCLOSED:
            yield from _rows_in_header(table)
            yield from _heading_behind(table, lines)
            yield from _left_out(table, lines)
            last = _last_number(table)
            below = next((line for line in lines if last and _follows(*last, line)), None)
            if below is not None:
                message = "the line below the table begins with the number that comes next"
                evidence = below.text[:EVIDENCE]
                yield Problem("warning", "rows-uncertain", message, evidence, below.place.page)


def _rows_in_header(table: RawTable) -> Iterator[Problem]:
    """A problem for a table without rules between its rows whose names hold amounts: where nothing
    shows the end of the header, the first rows may have been read as lines of it."""
    named = [name for name in table.header.printed if _AMOUNT.search(name)]
    if len(named) >= _FIGURED:
        message = "names of columns hold figures: the first rows may have been read as names"
        page = table.rows[0].page if table.rows else None
        yield Problem("warning", "rows-uncertain", message, " | ".join(named)[:EVIDENCE], page)


def _stray_headers(lines: Sequence[Fragment]) -> Iterator[Problem]:
    """A problem for each page on which a line of three or more texts apart names columns, all of
    them with names that are known: what stands below it is in no table."""
    told: set[int] = set()
    beside = groupby(lines, key=lambda line: (line.place.page, line.place.y0))
    for (page, y0), group in beside:
        texts = [line.text for line in group]
        if y0 is None or page in told or len(texts) < _NAMES or not all(map(is_known, texts)):
            continue
        told.add(page)
        message = "names of columns stand outside of every table; the rows below them were not read"
        yield Problem("error", "rows-uncertain", message, " | ".join(texts)[:EVIDENCE], page)


def _stray_pairs(lines: Sequence[Fragment]) -> Iterator[Problem]:
    """A problem for each page on which two names side by side in bold stand in no table over two
    columns of texts."""
    for page, on_page in groupby(lines, key=lambda line: line.place.page):
        texts = [line for line in on_page if line.place.y0 is not None]
        rows = [list(row) for _, row in groupby(texts, key=lambda line: line.place.y0)]
        bold = [list(run) for bold, run in groupby(texts, key=lambda line: line.bold) if bold]
        blocks = [*rows, *(run for run in bold if _PAIR < len(run) <= _PAIR * _NAME_LINES)]
        names = next((names for one in blocks if (names := _names_over(one, texts))), None)
        if names is not None:
            message = "two names of columns stand over texts in no table; look at the page"
            evidence = " | ".join(name.text for name in names)[:EVIDENCE]
            yield Problem("error", "rows-uncertain", message, evidence, page)


def _names_over(block: Sequence[Fragment], texts: Sequence[Fragment]) -> list[Fragment] | None:
    """Lines of a page as two names in bold over two columns of its other texts, None where they
    are none: one has a name that is known, or no text below runs over both before each has many."""
    names: list[Fragment] = []
    for line in block:
        at = next((i for i, name in enumerate(names) if _is_over(name, line)), None)
        if at is None:
            names.append(line)
        else:
            names[at] = _with_line(names[at], line)
    if len(names) != _PAIR or not all(a.bold for a in block) or _fill_in(names):
        return None
    end = max(line.place.y0 or 0.0 for line in block)
    below = [a for a in texts if (a.place.y0 or 0.0) > end and a not in block]
    left, right = sorted(names, key=lambda name: name.place.x0 or 0.0)
    sides = [_side(left, right, a) for a in below]
    if not any(is_known(a.text) for a in names):
        sides = list(takewhile(lambda side: side is not None, sides))
    return names if all(sides.count(side) >= _COLUMNS for side in range(_PAIR)) else None


def _side(left: Fragment, right: Fragment, text: Fragment) -> int | None:
    """Under which of two names a text stands, 0 or 1; None where it runs over both."""
    if (text.place.x1 or 0.0) <= (right.place.x0 or 0.0):
        return 0
    return 1 if (text.place.x0 or 0.0) >= (left.place.x1 or 0.0) else None


def _with_line(name: Fragment, line: Fragment) -> Fragment:
    """A name with a further line of it."""
    one, other = name.place, line.place
    place = replace(
        one,
        x0=min(one.x0 or 0.0, other.x0 or 0.0),
        x1=max(one.x1 or 0.0, other.x1 or 0.0),
        y1=max(one.y1 or 0.0, other.y1 or 0.0),
    )
    return replace(name, text=f"{name.text} {line.text}", place=place)


def _fill_in(names: Sequence[Fragment]) -> bool:
    """Whether one of some texts is a line to fill in, or no name."""
    return any(a.text[-1] in ".:;," for a in names)


def _is_over(name: Fragment, text: Fragment) -> bool:
    """Whether a text stands below another, as far as its left and right ends tell."""
    left, right = name.place.x0 or 0.0, name.place.x1 or 0.0
    return (text.place.x0 or 0.0) < right and left < (text.place.x1 or 0.0)


def _stray_columns(lines: Sequence[Fragment], told: set[int | None]) -> Iterator[Problem]:
    """A problem for each page on which many lines are of three or more texts apart and stand in no
    table: signatures side by side and letterheads have few of them."""
    for page, on_page in groupby(lines, key=lambda line: line.place.page):
        rows = [list(row) for _, row in groupby(on_page, key=lambda line: line.place.y0)]
        apart = [row for row in rows if row[0].place.y0 is not None and len(row) >= _NAMES]
        if len(apart) >= _COLUMNS and page not in told and not _is_contents(apart):
            message = (
                f"{len(apart)} lines of texts side by side stand in no table; look at the page"
            )
            evidence = " | ".join(line.text for line in apart[0])[:EVIDENCE]
            yield Problem("error", "rows-uncertain", message, evidence, page)


def _is_contents(rows: Sequence[Sequence[Fragment]]) -> bool:
    """Whether lines are those of a table of contents: the last text of nearly all is a number, and
    none is lower than the one before."""
    last = [int(row[-1].text) for row in rows if row[-1].text.isdecimal()]
    return len(last) >= _COUNTED * len(rows) and last == sorted(last)


def _left_behind(table: RawTable, lines: Sequence[Fragment]) -> Iterator[Problem]:
    """A problem for a table below which, or where it reaches to the end of its page on the next,
    texts stand first that begin or have their middle where those of its columns do, side by side
    and in no table."""
    pieces = [
        (column, fragment.place)
        for row in table.rows
        for column, cell in enumerate(row.cells)
        for fragment in cell.fragments
        if fragment.place.y1 is not None
    ]
    if not pieces:
        return
    page = max(place.page for _, place in pieces)
    bottom = max(place.y1 or 0.0 for _, place in pieces if place.page == page)
    below = [a for a in lines if a.place.page == page and (a.place.y0 or 0.0) > bottom]
    next_page = [a for a in lines if a.place.page == page + 1 and a.place.y0 is not None]
    after = below or next_page
    top = min((a.place.y0 or 0.0 for a in after), default=0.0)
    first = [a for a in after if (a.place.y0 or 0.0) < top + _FIRST]
    usual = _usual(spot for column, place in pieces if column for spot in _spots(place))
    fit = [a for a in first if any(_is_near(spot, usual) for spot in _spots(a.place))]
    apart = any(_are_beside(a, other) for a in fit for other in first if a is not other)
    if len(fit) >= _FIT and apart and not any(is_closing(a.text) for a in first):
        message = "below the table texts stand in its columns that are in none of its cells"
        evidence = " | ".join(a.text for a in fit[:_FIT])[:EVIDENCE]
        yield Problem("error", "rows-uncertain", message, evidence, fit[0].place.page)


def _heading_behind(table: RawTable, lines: Sequence[Fragment]) -> Iterator[Problem]:
    """A problem for a page on which a label alone and, beside it, a text that begins where those of
    a column do stand right below a table: the heading of a group, the last row of the page."""
    pages: dict[int, list[Place]] = {}
    for row in table.rows:
        for fragment in (piece for cell in row.cells[1:] for piece in cell.fragments):
            if fragment.place.y1 is not None:
                pages.setdefault(fragment.place.page, []).append(fragment.place)
    for page, on_page in sorted(pages.items()):
        bottom = max(place.y1 or 0.0 for place in on_page)
        usual = _usual(_spots(place)[0] for place in on_page)
        below = [
            a for a in lines if a.place.page == page and 0 < (a.place.y0 or 0.0) - bottom <= _NEAR
        ]
        for label, text in product((a for a in below if parse_label(a.text)), below):
            apart = (label.place.x1 or 0.0) < (text.place.x0 or 0.0)
            beside = apart and _are_beside(label, text)
            if beside and _is_near(_spots(text.place)[0], usual):
                message = (
                    "below the table stands a heading with a label that is in none of its rows"
                )
                evidence = f"{label.text} | {text.text}"[:EVIDENCE]
                yield Problem("error", "rows-uncertain", message, evidence, page)
                break


def _are_beside(one: Fragment, other: Fragment) -> bool:
    """Whether two texts stand side by side, at one height or, as cells set to their middle do, so
    that the one begins before the other ends."""
    top, bottom = one.place.y0 or 0.0, one.place.y1 or 0.0
    return top <= (other.place.y0 or 0.0) < bottom


def _spots(place: Place) -> tuple[_Spot, _Spot]:
    """Where a text begins and has its middle, in steps of some points."""
    x0, x1 = place.x0 or 0.0, place.x1 or 0.0
    return ("begins", round(x0 / _STEP)), ("middle", round((x0 + x1) / 2 / _STEP))


def _usual(spots: Iterable[_Spot]) -> set[_Spot]:
    """The places that several texts have."""
    return {spot for spot, count in Counter(spots).items() if count >= _ALIKE}


def _is_near(spot: _Spot, usual: Collection[_Spot]) -> bool:
    """Whether a place, or the one a step beside it, is a usual one."""
    way, at = spot
    return any((way, at + step) in usual for step in (-1, 0, 1))


def _left_out(table: RawTable, lines: Sequence[Fragment]) -> Iterator[Problem]:
    """A problem for each page with lines in the middle of a table that are in none of its cells."""
    areas = _areas(table)
    told: set[int] = set()
    for line in lines:
        page, y0, y1 = line.place.page, line.place.y0, line.place.y1
        if page in told or page not in areas or y0 is None or y1 is None:
            continue
        left, top, right, bottom = areas[page]
        x0, x1 = line.place.x0 or 0.0, line.place.x1 or 0.0
        if top < (y0 + y1) / 2 < bottom and x0 < right and left < x1:
            told.add(page)
            message = "words in the middle of the table stand in none of its cells"
            yield Problem("warning", "rows-uncertain", message, line.text[:EVIDENCE], page)


def _areas(table: RawTable) -> dict[int, tuple[float, float, float, float]]:
    """Where a table stands on each of its pages: left, top, right, bottom."""
    areas: dict[int, tuple[float, float, float, float]] = {}
    for cell in (*table.headings, *(cell for row in table.rows for cell in row.cells)):
        for place in (fragment.place for fragment in cell.fragments):
            box = place.x0, place.y0, place.x1, place.y1
            if None not in box:
                x0, y0, x1, y1 = (edge or 0.0 for edge in box)
                known = areas.get(place.page, (x0, y0, x1, y1))
                left, top, right, bottom = known
                areas[place.page] = min(left, x0), min(top, y0), max(right, x1), max(bottom, y1)
    return areas


def _last_number(table: RawTable) -> tuple[int, Fragment] | None:
    """The number of the last row that has one, and the lowest line of the last row."""
    for row in reversed(table.rows):
        label = parse_label(row.cells[0].raw) if row.cells else None
        if label is not None and label.style == "number" and label.depth == 1:
            pieces = [piece for cell in table.rows[-1].cells for piece in cell.fragments]
            lowest = max(pieces, key=lambda piece: piece.place.y1 or 0.0, default=None)
            return (label.numbers[0], lowest) if lowest is not None else None
    return None


def _follows(number: int, last: Fragment, line: Fragment) -> bool:
    """Whether a line right below the last one of a table begins with the number that comes next."""
    found = _NUMBERED.match(line.text)
    if found is None or int(found.group(1)) != number + 1 or line.place.page != last.place.page:
        return False
    bottom, top = last.place.y1, line.place.y0
    return bool(bottom and top and -_NEAR / 4 <= top - bottom <= _NEAR)
