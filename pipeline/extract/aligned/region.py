"""Which lines of a page are a table that nothing but white space shows.

Much is set in columns and is no table: letterheads, signatures, lists, forms to fill in, tables of
contents. A run of lines in columns is looked for here; `proof` says whether it is a table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.aligned.corridors import (
    THIN_LINES,
    Corridor,
    beside_numbers,
    column_of,
    find_corridors,
    refitted,
)
from pipeline.extract.aligned.counted import with_numbers_apart
from pipeline.extract.aligned.header import with_whole_names
from pipeline.extract.aligned.levels import without_upper
from pipeline.extract.aligned.proof import MIN_COLUMNS, is_table, is_walled_table
from pipeline.extract.aligned.table import Aligned, Before, assemble
from pipeline.extract.aligned.words import (
    Measure,
    Stretch,
    TextLine,
    height,
    parted_at,
    segments,
    strips,
)
from pipeline.writing.closings import is_closing
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

APART = 3.0
"""White of this many line heights ends a run of lines."""
HEADING_TEXTS = 2
"""A heading over the row and its number."""
TIGHT = 0.6
"""Lines of one cell are nearer than this many line heights."""
NEAR = 1.2
"""A line nearer than this many line heights to a ruled row may belong to it."""
SIDE_BY_SIDE = 1.0
"""White, in line heights, between two tables that stand side by side."""
PROSE = 3
"""So many lines in a row over all columns end a table."""
PAIR = 2
"""Names of a header that are few: one of them must be that of a number column."""
FEWEST_ROWS, LINES_EACH = 3, 2
"""Rows between walls that must have a corridor open that is no wider than a blank, where they have
so many lines each: it stays white through all of these."""


@dataclass(frozen=True, slots=True)
class Region:
    """The first and last line of a table (indices), the corridors between its columns, and
    whether they are those of the page before."""

    first: int
    last: int
    whites: tuple[Corridor, ...]
    carried: bool = False


def find_tables(
    lines: Sequence[TextLine], measure: Measure, before: Before | None = None
) -> Iterator[tuple[Region, Aligned]]:
    """The tables of a page, given its lines from top to bottom.

    `before` is what is known of a table that reaches to the end of the page before: the lines at
    the top may go on with it.
    """
    before = before or Before()
    rows = with_whole_names(strips(lines), measure)
    for index, (first, last) in enumerate(_runs(rows, measure)):
        rows[first : last + 1] = with_numbers_apart(rows[first : last + 1], measure)
        region = _region(rows, first, last, measure, () if index else before.whites)
        if region is None:
            continue
        own = rows[region.first : region.last + 1]
        names = () if index else before.names_of(len(region.whites) + 1)
        table = assemble(own, region.whites, measure, names=names)
        if is_table(table, region.carried):
            yield region, table


def _runs(rows: Sequence[TextLine], measure: Measure) -> Iterator[tuple[int, int]]:
    """Runs of lines with no wide white between them that hold a line set in columns."""
    tall = APART * height(rows)
    first = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and rows[index].top - rows[index - 1].bottom <= tall:
            continue
        yield from _at_headers(rows, first, index - 1, measure)
        first = index


def _at_headers(
    rows: Sequence[TextLine], first: int, last: int, measure: Measure
) -> Iterator[tuple[int, int]]:
    """A run of lines, parted above each line that names the number column anew or closes the
    document; parts without a line in columns left out."""
    found = [segments(rows[index], measure.blank) for index in range(first, last + 1)]
    heads = [
        first + i for i, row in enumerate(found) if len(row) > 1 and names_row_numbers(row[0].text)
    ]
    ends = [first + i for i, row in enumerate(found) if i and _closes(row)]
    starts = [first, *(_block_start(rows, head) for head in heads[1:]), *ends[:1], last + 1]
    starts = sorted(set(starts))
    for start, end in pairwise(starts):
        if any(len(row) > 1 for row in found[start - first : end - first]):
            yield start, end - 1


def _closes(row: Sequence[Stretch]) -> bool:
    """Whether a line begins what stands below the last table: recipients, a signature."""
    return len(row) <= PAIR and any(is_closing(word.text) for word in row)


def _region(
    rows: Sequence[TextLine], first: int, last: int, measure: Measure, before: Sequence[Corridor]
) -> Region | None:
    """The table among the lines of a run: from its first line in columns to the last, and the
    columns they have in common."""
    own = _own_region(rows, first, last, measure)
    if before:
        whites = refitted(before, rows[first : last + 1], measure)
        bounds = [white.middle for white in whites]
        end = _fitting(rows, first, last, bounds, measure)
        most = len(own.whites) if own else 0
        if end >= first and _still_hold(rows[first : end + 1], bounds, most, measure):
            return Region(first, end, tuple(whites), carried=True)
    return own


def _own_region(rows: Sequence[TextLine], first: int, last: int, measure: Measure) -> Region | None:
    start = _header(rows, first, last, measure)
    if start is None:
        return None
    end = last
    whites: list[Corridor] = []
    bounds: list[float] = []
    for _ in range(4):
        telling = _telling(rows[start : end + 1], measure)
        telling = without_upper(telling, measure)
        whites = beside_numbers(find_corridors(telling, measure), telling, measure, len(telling))
        bounds = [white.middle for white in whites]
        if not bounds:
            return None
        trimmed = _fitting(rows, start, end, bounds, measure)
        if trimmed == end:
            break
        end = trimmed
        if end <= start:
            return None
    start = _with_upper_lines(rows, first, start, bounds, measure)
    return Region(start, end, tuple(whites))


def _telling(rows: Sequence[TextLine], measure: Measure) -> list[TextLine]:
    """The lines that tell of columns: of several texts, or near below one that does. A text with
    white around it is a heading or what stands between two tables."""
    told: list[TextLine] = []
    for row in rows:
        near = told and row.top - told[-1].bottom <= TIGHT * (row.bottom - row.top)
        if near or len(segments(row, measure.blank)) > 1:
            told.append(row)
    return told


def _header(rows: Sequence[TextLine], first: int, last: int, measure: Measure) -> int | None:
    """The first line that may head a table: the name of the number column and another, or three
    texts."""
    for index in range(first, last + 1):
        found = segments(rows[index], measure.blank)
        if len(found) >= MIN_COLUMNS or (len(found) == PAIR and names_row_numbers(found[0].text)):
            return index
    return None


def _fitting(
    rows: Sequence[TextLine], first: int, last: int, bounds: Sequence[float], measure: Measure
) -> int:
    """The last line, from `first` on, that stands in the columns or heads lines that do."""
    end, over = first - 1, 0
    for index in range(first, last + 1):
        printed = rows[index].printed
        found = [word for part in printed for word in parted_at(part, bounds, measure.blank)]
        found.sort(key=lambda word: word.x0)
        columns = [column_of(bounds, word) for word in found]
        numbered = columns[0] == (0, 0) and parse_label(found[0].text) is not None
        if any(a != b for a, b in columns) and not (numbered and len(found) > PAIR):
            over += columns[0][0] == 0  # a line of a heading leaves the number column blank
            if over >= PROSE:
                break
            continue
        over = 0
        end = index
    return end


def _with_upper_lines(
    rows: Sequence[TextLine], first: int, start: int, bounds: Sequence[float], measure: Measure
) -> int:
    """The first line of the header: those above its fullest line belong to it while they stand in
    the columns, as near as lines of one cell do."""
    while start > first:
        above = rows[start - 1]
        gap = rows[start].top - above.bottom
        found = segments(above, measure.blank)
        columns = [column_of(bounds, word) for word in found]
        if gap > TIGHT * (above.bottom - above.top):
            break
        beside = gap < 0 and columns[0][0] > 0  # the names beside it stand at its middle
        if not beside and any(a != b and (a == 0 or len(found) == 1) for a, b in columns):
            break  # a heading; beside others a text over columns is their name
        if len(found) <= 1 and not _is_bold_as(above, rows[start]):
            break
        start -= 1
    return start


def _block_start(rows: Sequence[TextLine], head: int, top: float = float("-inf")) -> int:
    """The first of the lines that stand above one as near as lines of one cell, below `top`."""
    while head > 0 and rows[head - 1].top > top:
        line = rows[head]
        if line.top - rows[head - 1].bottom > TIGHT * (line.bottom - line.top):
            break
        head -= 1
    return head


def parted(
    lines: Sequence[TextLine], walls: Sequence[float], measure: Measure
) -> list[tuple[tuple[float, ...], list[TextLine]]]:
    """Rules across of one width and the lines beside them, parted where a line names the number
    column anew: tables that stand one below the other. A rule right above such a line is its own.
    """
    rows = strips(lines)
    heads = [
        index
        for index, line in enumerate(rows)
        if walls[0] - line.bottom + line.top <= line.top <= walls[-1]
        and len(found := segments(line, measure.blank)) > 1
        and names_row_numbers(found[0].text)
    ]
    own_first = bool(heads) and sum(wall < rows[heads[0]].top for wall in walls) <= 1
    anew = heads[1:] if own_first else heads  # the first header may stand above all rules
    cuts = [float("-inf"), *(_cut_above(rows, head, walls) for head in anew), float("inf")]
    parts = []
    for lo, hi in pairwise(cuts):
        own = tuple(wall for wall in walls if lo <= wall < hi)
        if len(own) > 1:
            parts.append((own, [line for line in rows if lo <= line.top < hi]))
    return parts


def _cut_above(rows: Sequence[TextLine], head: int, walls: Sequence[float]) -> float:
    """The height above which the table before ends: at the rule over a header, or at its top."""
    above = [wall for wall in walls if wall <= rows[head].top + 1]
    if not above:
        return rows[head].top
    top = rows[_block_start(rows, head, above[-1])]
    near = top.top - above[-1] <= NEAR * (top.bottom - top.top)
    return above[-1] - 0.5 if near else top.top


def walled_table(
    lines: Sequence[TextLine],
    walls: Sequence[float],
    sides: tuple[float, float],
    measure: Measure,
    before: Before | None = None,
) -> Aligned | None:
    """The table between rules across, None where what stands there is none.

    `walls` are the heights of the rules, `sides` their ends, `before` what is known of a table
    that reaches to the end of the page before. What stands in the columns right above the first
    rule or below the last belongs to it.
    """
    before = before or Before()
    left, right = sides
    rows = strips([part for line in lines if (part := _between(line, left, right))])
    rows = with_whole_names(rows, measure)
    core = [i for i, row in enumerate(rows) if walls[0] <= (row.top + row.bottom) / 2 <= walls[-1]]
    if not core:
        return None
    below = _below_header(rows, core, measure)
    core = [*core, *below]
    lower = without_upper([rows[i] for i in core], measure)
    bands = _merged_bands(lower, walls)
    thin_lines = FEWEST_ROWS if len(lower) >= LINES_EACH * len(bands) else THIN_LINES
    numbered = sum(parse_label(rows[i].words[0].text) is not None for i in core)
    if below or numbered > len(bands):
        bands, thin_lines = _telling(lower, measure), THIN_LINES
    bands = [*_header_above(rows, core[0], measure), *bands]
    between = find_corridors(bands, measure, thin_lines=thin_lines)
    whites = beside_numbers(between, bands, measure, len(lower))
    fitted = refitted(before.whites, bands, measure)
    holds = _still_hold(bands, [white.middle for white in fitted], len(whites), measure)
    whites = fitted if holds else whites
    bounds = [white.middle for white in whites]
    if not bounds:
        return None
    first, last = _around(rows, core, bounds, measure, walls)
    whites = refitted(whites, rows[first : last + 1], measure)
    bounds = [white.middle for white in whites]
    first, last = _around(rows, core, bounds, measure, walls)
    found = rows[first : last + 1]
    names = before.names_of(len(whites) + 1)
    table = assemble(found, whites, measure, walls, sides, names)
    return table if is_walled_table(table, bool(before.whites)) else None


def _below_header(rows: Sequence[TextLine], core: Sequence[int], measure: Measure) -> range:
    """The lines below those between walls that belong to the same table: all down to the end of
    their columns where the walls stand around a header alone, else none."""
    inside = [rows[i] for i in core]
    named = any(names_row_numbers(segments(row, measure.blank)[0].text) for row in inside)
    if not named or any(_begins_row(row) for row in inside):
        return range(0)
    end = core[-1]
    while end + 1 < len(rows):
        white = rows[end + 1].top - rows[end].bottom
        if white > APART * (rows[end].bottom - rows[end].top):
            break
        end += 1
    region = _own_region(rows, core[0], end, measure)
    return range(core[-1] + 1, region.last + 1) if region else range(0)


def _begins_row(row: TextLine) -> bool:
    return parse_label(row.words[0].text) is not None


def _between(line: TextLine, left: float, right: float) -> TextLine | None:
    """What of a line stands between two sides; None where it runs over one of them, or stands near
    to it on both sides."""
    inside = tuple(w for w in line.words if left - 2 <= w.x0 and w.x1 <= right + 2)
    if len(inside) == len(line.words) or not inside:
        return line if inside else None
    outside = [w for w in line.words if w not in inside]
    white = SIDE_BY_SIDE * (line.bottom - line.top)
    if any(w.x1 > inside[0].x0 - white and w.x0 < inside[-1].x1 + white for w in outside):
        return None
    parts = tuple(
        part._replace(words=own)
        for part in line.parts
        if (own := tuple(w for w in part.words if left - 2 <= w.x0 and w.x1 <= right + 2))
    )
    return TextLine(line.top, line.bottom, inside, parts)


def _header_above(rows: Sequence[TextLine], start: int, measure: Measure) -> list[TextLine]:
    """The lines from a header that no rule stands over on, none where there is none: its names may
    be wider than what stands in the columns below."""
    head = _head_above(rows, start, measure)
    if head is None:
        return []
    return without_upper(rows[_block_start(rows, head) : start], measure)


def _head_above(rows: Sequence[TextLine], start: int, measure: Measure) -> int | None:
    """The line above the first rule that names the columns, with no wide white between: the number
    column first or, over lines that are not, all of them in bold."""
    near = not _is_bold(rows[start])
    for index in range(start - 1, -1, -1):
        above, below = rows[index], rows[index + 1]
        white = (below.top - above.bottom) / (above.bottom - above.top)
        if white > APART:
            return None
        found = segments(above, measure.blank)
        near = near and white <= NEAR and _is_bold(above) and parse_label(found[0].text) is None
        if len(found) >= MIN_COLUMNS and (near or names_row_numbers(found[0].text)):
            return index
    return None


def _still_hold(
    rows: Sequence[TextLine], before: Sequence[float], own: int, measure: Measure
) -> bool:
    """Whether the columns of the page before are those of this one: it shows no more of them (its
    `own` bounds), and nothing but headings runs over them."""
    if not rows or not before or own > len(before):
        return False
    texts = [parted_at(row, before, measure.blank) for row in rows]
    if any(names_row_numbers(row[0].text) and len(row) > len(before) + 1 for row in texts):
        return False
    found = [[column_of(before, word) for word in row] for row in texts]
    over = [row for row in found if any(a != b for a, b in row)]
    few = len(found[0]) > 1 or found[0] not in over
    return few and all(len(row) <= HEADING_TEXTS for row in over) and 2 * len(over) <= len(rows)


def _merged_bands(rows: Sequence[TextLine], walls: Sequence[float]) -> list[TextLine]:
    """What stands between two walls as one line: white that goes through all of it."""
    bands: dict[int, list[TextLine]] = {}
    for row in rows:
        bands.setdefault(bisect_right(walls, (row.top + row.bottom) / 2), []).append(row)
    return [
        TextLine(band[0].top, band[-1].bottom, _laid_over([w for row in band for w in row.words]))
        for band in bands.values()
    ]


def _laid_over(words: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The words of lines laid over one another: those that overlap are one."""
    out: list[Stretch] = []
    for word in sorted(words, key=lambda word: word.x0):
        if out and word.x0 <= out[-1].x1:
            out[-1] = out[-1].with_next(word)
        else:
            out.append(word)
    return tuple(out)


def _around(
    rows: Sequence[TextLine],
    core: Sequence[int],
    bounds: Sequence[float],
    measure: Measure,
    walls: Sequence[float],
) -> tuple[int, int]:
    """The first and the last line of a table, given those that stand between its walls."""
    inside = rows[core[0] : core[-1] + 1]
    white = max((b.top - a.bottom for a, b in pairwise(inside)), default=0.0)
    head = _head_above(rows, core[0], measure)
    first = _grown(rows, core[0], -1, bounds, measure, white, walls[0])
    if head is not None:
        first = min(first, _with_upper_lines(rows, 0, head, bounds, measure))
    return first, _grown(rows, core[-1], 1, bounds, measure, white, walls[-1])


def _grown(
    rows: Sequence[TextLine],
    at: int,
    step: int,
    bounds: Sequence[float],
    measure: Measure,
    white: float,
    edge: float,
) -> int:
    """The farthest line up or down from one that stands in the columns, with no more white between
    than two rows of the table have (`white`), or lines of prose. Headings may stand between. White
    is measured from the outermost rule (`edge`) where that is nearer.
    """
    end, over = at, 0
    while 0 <= at + step < len(rows):
        near, far = sorted((rows[at], rows[at + step]))
        at += step
        gap = min(far.top, edge if step < 0 else far.top) - max(
            near.bottom, edge if step > 0 else 0
        )
        if gap > max(NEAR * (near.bottom - near.top), 1.1 * white) and (
            step < 0
            or gap > APART * (near.bottom - near.top)
            or not _is_row(rows, at, bounds, measure)
        ):
            break
        upward = step < 0  # a title is one text, though its words stand between the bounds
        found = parted_at(rows[at], () if upward else bounds, measure.blank)
        columns = [column_of(bounds, word) for word in found]
        if any(a != b for a, b in columns):
            near_by = step < 0 and far.top - near.bottom <= TIGHT * (near.bottom - near.top)
            named = near_by and len(found) > 1 and all(a for a, b in columns if a != b)
            several = len(segments(rows[at], measure.blank)) > HEADING_TEXTS
            if named or (step > 0 and several):
                end, over = at, 0
                continue
            over += columns[0][0] == 0  # a line of a heading leaves the number column blank
            if step < 0 or over >= PROSE:
                break
            continue
        if step < 0 and len(found) <= 1:
            break
        if over and len(found) == 1 and columns[0][0] == 0 and parse_label(found[0].text) is None:
            continue  # the last line of prose
        end, over = at, 0
    return end


def _is_row(
    rows: Sequence[TextLine], first: int, bounds: Sequence[float], measure: Measure
) -> bool:
    """Whether the lines from one on, near to each other as those of one row, stand in the columns
    and have a row's number."""
    last = first
    while last + 1 < len(rows):
        height = rows[last].bottom - rows[last].top
        if rows[last + 1].top - rows[last].bottom > TIGHT * height:
            break
        last += 1
    texts = [
        word for row in rows[first : last + 1] for word in parted_at(row, bounds, measure.blank)
    ]
    columns = {column_of(bounds, word) for word in texts}
    if len(columns) < MIN_COLUMNS or any(a != b for a, b in columns):
        return False
    return any(column_of(bounds, w)[1] <= 1 and parse_label(w.text) is not None for w in texts)


def _is_bold_as(above: TextLine, below: TextLine) -> bool:
    return _is_bold(above) and _is_bold(below)


def _is_bold(line: TextLine) -> bool:
    return all(word.bold for word in line.words)
