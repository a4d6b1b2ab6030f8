"""Which lines of a page are a table between rules across that nothing parts into columns.

The rules bound the rows, or stand around the header alone; white shows the columns. What stands in
these right above the first rule or below the last belongs to the table: `region` says how far.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.aligned.corridors import (
    THIN_LINES,
    Corridor,
    column_of,
    find_corridors,
    refitted,
)
from pipeline.extract.aligned.header import with_whole_names
from pipeline.extract.aligned.levels import without_upper
from pipeline.extract.aligned.named import beside_numbers
from pipeline.extract.aligned.over_columns import joined_over
from pipeline.extract.aligned.proof import MIN_COLUMNS, is_walled_table
from pipeline.extract.aligned.region import (
    APART,
    HEADING_TEXTS,
    PROSE,
    TIGHT,
    block_start,
    goes_on,
    heads_rows,
    named_alike,
    own_region,
    still_hold,
    telling_lines,
    with_upper_lines,
)
from pipeline.extract.aligned.table import Aligned, Before, assemble
from pipeline.extract.aligned.words import (
    Measure,
    Stretch,
    TextLine,
    parted_at,
    segments,
    strips,
)
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

NEAR = 1.2
"""A line nearer than this many line heights to a ruled row may belong to it."""
SIDE_BY_SIDE = 1.0
"""White, in line heights, between two tables that stand side by side."""
FEWEST_ROWS, LINES_EACH = 3, 2
"""Rows between walls that must have a corridor open that is no wider than a blank, where they have
so many lines each: it stays white through all of these."""


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
    top = rows[block_start(rows, head, above[-1])]
    near = top.top - above[-1] <= NEAR * (top.bottom - top.top)
    return above[-1] - 0.5 if near else top.top


def walled_table(
    lines: Sequence[TextLine],
    walls: Sequence[float],
    sides: tuple[float, float],
    measure: Measure,
    before: Before | None = None,
    drawn: Sequence[float] = (),
) -> Aligned | None:
    """The table between rules across, None where what stands there is none.

    `walls` are the heights of the rules, `sides` their ends, `before` what is known of a table
    that reaches to the end of the page before. What stands in the columns right above the first
    rule or below the last belongs to it. `drawn` is where cells painted side by side part the
    columns: then white has no say.
    """
    before = before or Before()
    left, right = sides
    rows = strips([part for line in lines if (part := _between(line, left, right))])
    rows = [joined_over(row, drawn, measure) for row in with_whole_names(rows, measure)]
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
        bands, thin_lines = telling_lines(lower, measure), THIN_LINES
    header = _header_above(rows, core[0], measure)
    bands = [*header, *bands]
    between = find_corridors(bands, measure, thin_lines=thin_lines, printed=[*header, *lower])
    whites = beside_numbers(between, bands, measure, len(lower))
    fitted = refitted(before.whites, bands, measure)
    middles = [white.middle for white in fitted]
    again = named_alike([*header, *(rows[i] for i in core)], middles, before.names, measure)
    named = all(before.names_of(len(middles) + 1) or ("",))
    holds = still_hold(bands, middles, len(whites), measure, again, named)
    whites = fitted if holds else whites
    if drawn:
        holds = len(fitted) == len(drawn)
        whites = [Corridor(x, x) for x in drawn]
    bounds = [white.middle for white in whites]
    if not bounds:
        return None
    first, last = _around(rows, core, bounds, measure, walls)
    whites = refitted(whites, rows[first : last + 1], measure)
    bounds = [white.middle for white in whites]
    first, last = _around(rows, core, bounds, measure, walls)
    if holds and _is_rest(rows[: first + 1], bounds, measure, (walls[0], before.cut)):
        first = 0
    found = rows[first : last + 1]
    names = before.names_of(len(whites) + 1)
    table = assemble(found, whites, measure, walls, sides, names, last == len(rows) - 1)
    return table if is_walled_table(table, bool(before.whites)) else None


def _is_rest(
    rows: Sequence[TextLine], bounds: Sequence[float], measure: Measure, rule: tuple[float, bool]
) -> bool:
    """Whether the lines above the last of some, down from the top of the page, are the rest of a
    row of the page before: they stand in its columns with no more white between than lines of a
    cell have, and no header below them is printed again. The last may be a heading with its number,
    in bold and over several columns. `rule` is the height of the rule below them, which may stand
    farther off where the page before cuts a row, and whether it does."""
    own = rows[:-1] if _begins_row(rows[-1]) else rows
    if len(rows) <= 1 or any(row.bold for row in own):
        return False
    texts = [parted_at(row, bounds, measure.blank) for row in own]
    white = [b.top - a.bottom - NEAR * (a.bottom - a.top) for a, b in pairwise(rows)]
    last, height = rows[-2].bottom, rows[-2].bottom - rows[-2].top
    to_rule = min(rows[-1].top, rule[0]) - last <= (APART if rule[1] else NEAR) * height
    near = to_rule and max(white[:-1], default=0.0) <= 0
    inside = all(
        first == last for row in texts for first, last in (column_of(bounds, w) for w in row)
    )
    return near and inside and not any(names_row_numbers(row[0].text) for row in texts)


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
        apart = white > APART * (rows[end].bottom - rows[end].top)
        if apart and not goes_on(rows, core[0], end + 1, measure):
            break
        end += 1
    region = own_region(rows, core[0], end, measure)
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
    return without_upper(rows[block_start(rows, head) : start], measure)


def _head_above(rows: Sequence[TextLine], start: int, measure: Measure) -> int | None:
    """The line above the first rule that names the columns, with no wide white between: the number
    column first or, over lines that are not, all of them in bold."""
    near = not rows[start].bold
    for index in range(start - 1, -1, -1):
        above, below = rows[index], rows[index + 1]
        white = (below.top - above.bottom) / (above.bottom - above.top)
        if white > APART:
            return None
        found = segments(above, measure.blank)
        near = near and white <= NEAR and above.bold and parse_label(found[0].text) is None
        if len(found) >= MIN_COLUMNS and (near or names_row_numbers(found[0].text)):
            return index
    return None


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
        first = min(first, with_upper_lines(rows, 0, head, bounds, measure))
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
            if named or (step > 0 and (several or heads_rows(rows, at, found, measure))):
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
