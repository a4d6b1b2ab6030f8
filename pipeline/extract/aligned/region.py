"""Which lines of a page are a table that nothing but white space shows.

Much is set in columns and is no table: letterheads, signatures, lists, forms to fill in, tables of
contents. A run of lines in columns is looked for here; `proof` says whether it is a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.aligned.corridors import (
    Corridor,
    column_of,
    find_corridors,
    refitted,
)
from pipeline.extract.aligned.counted import with_numbers_apart
from pipeline.extract.aligned.header import (
    MOST_LINES,
    name_pair,
    repeated_header,
    with_whole_names,
)
from pipeline.extract.aligned.levels import without_upper
from pipeline.extract.aligned.named import beside_numbers
from pipeline.extract.aligned.proof import MIN_COLUMNS, PAIR_ROWS, is_table
from pipeline.extract.aligned.strips import places_of, stands_alike, strips_of
from pipeline.extract.aligned.table import Aligned, Before, assemble, names_beside
from pipeline.extract.aligned.words import (
    Measure,
    Stretch,
    TextLine,
    height,
    parted_at,
    segments,
    strips,
)
from pipeline.extract.layer.signs.words import OTHER, role_of
from pipeline.writing.closings import is_closing
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.label_cuts import counts_on
from pipeline.writing.labels import parse_label

APART = 3.0
"""White of this many line heights ends a run of lines."""
HEADING_TEXTS = 2
"""A heading over the row and its number."""
TIGHT = 0.6
"""Lines of one cell are nearer than this many line heights."""
PROSE = 3
"""So many lines in a row over all columns end a table."""
MIDDLE = 0.05
"""Share of the width of what a table prints by which a title in the middle over it may be off."""
SEEN = 16
"""Lines above wide white that are looked at for the columns of the line below it."""
ALIKE, SHARED = 2, 0.6
"""Texts of such a line, and lines that have each place of one, that are no chance; and the share of
its texts."""
PAIR_LINES = 16
"""Lines below two names that are looked at: cells of several lines have one text on most."""
PAIR = 2
"""Names of a header that are few: one of them must be that of a number column."""


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
    found: list[tuple[Region, Aligned]] = []
    bounds = [white.middle for white in before.whites]
    for index, (first, last) in enumerate(_runs(rows, measure, bounds)):
        rows[first : last + 1] = with_numbers_apart(rows[first : last + 1], measure)
        region = _further(rows, first, last, measure, *found[-1]) if found else None
        if region is not None:
            found.pop()
        else:
            region = _region(rows, first, last, measure, Before() if index else before)
        if region is None:
            continue
        own = rows[region.first : region.last + 1]
        names = () if index and not region.carried else before.names_of(len(region.whites) + 1)
        ends = region.last == len(rows) - 1
        table = assemble(own, region.whites, measure, names=names, ends_page=ends)
        if is_table(table, region.carried):
            found.append((region, table))
    yield from found


def _further(
    rows: Sequence[TextLine],
    first: int,
    last: int,
    measure: Measure,
    region: Region,
    table: Aligned,
) -> Region | None:
    """A table of the page with the lines of the next run, where these stand in its columns and
    their numbers go on with its own; None where they do not."""
    if table.number is None or first <= region.last:
        return None
    whites = refitted(region.whites, rows[first : last + 1], measure)
    bounds = [white.middle for white in whites]
    end = _fitting(rows, first, last, bounds, measure)
    if end < first or not still_hold(rows[first : end + 1], bounds, 0, measure):
        return None
    upper = [text for strip in table.strips if (text := strip.text(table.number))]
    strips = strips_of(rows[first : end + 1], bounds, measure)
    lower = [text for strip in strips if (text := strip.text(table.number))]
    labels = [parse_label(text) for text in lower]
    on = bool(upper and lower) and (
        counts_on(upper[-1], lower[0]) or strips[0].spanning is not None
    )
    if not on or None in labels:
        return None
    return Region(region.first, end, tuple(whites), region.carried)


def _runs(
    rows: Sequence[TextLine], measure: Measure, bounds: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Runs of lines with no wide white between them that hold a line set in columns; `bounds` are
    those of the page before, in which the first may stand."""
    tall = APART * height(rows)
    first = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and (
            rows[index].top - rows[index - 1].bottom <= tall
            or goes_on(rows, first, index, measure, () if first else bounds)
        ):
            continue
        yield from _at_headers(rows, first, index - 1, measure)
        first = index


def goes_on(
    rows: Sequence[TextLine],
    first: int,
    index: int,
    measure: Measure,
    bounds: Sequence[float] = (),
) -> bool:
    """Whether a line below wide white, or one of the next as near as those of a cell, stands in the
    columns of the lines above it, `first` being the first of them: several of its texts begin,
    end or have their middle where several do there, or stand each under a name, or in a column of
    the page before (`bounds`), of its own. Rows of a sheet are as high as somebody made them."""
    block = rows[index : index + 1]
    for upper, row in pairwise(rows[index : index + SEEN]):
        if row.top - upper.bottom > TIGHT * (row.bottom - row.top):
            break
        block = [*block, row]
    parted = (found for row in block if len(found := segments(row, measure.blank)) > 1)
    texts = next(parted, [])
    if not texts or names_row_numbers(texts[0].text):
        return False
    above = [segments(row, measure.blank) for row in rows[max(first, index - SEEN) : index]]
    places = [place for row in above if len(row) > 1 for place in map(places_of, row)]
    alike = sum(stands_alike(places_of(text), places, ALIKE, measure.slack) for text in texts)
    if alike >= max(ALIKE, SHARED * len(texts)):
        return True
    if _closes(texts) or all(text.bold for text in texts):
        return False
    heads = (segments(row, measure.blank) for row in reversed(rows[first:index]))
    names = next((h for h in heads if len(h) > PAIR and names_row_numbers(h[0].text)), ())
    return _stand_under(texts, names) or _stand_between(texts, bounds)


def _stand_under(texts: Sequence[Stretch], names: Sequence[Stretch]) -> bool:
    """Whether each of some texts stands under one name, no two under the same."""
    under = [[at for at, n in enumerate(names) if t.x0 < n.x1 and n.x0 < t.x1] for t in texts]
    return all(len(own) == 1 for own in under) and len({own[0] for own in under}) == len(texts)


def _stand_between(texts: Sequence[Stretch], bounds: Sequence[float]) -> bool:
    """Whether each of some texts stands in a column of its own, given the bounds of these."""
    columns = [column_of(bounds, text) for text in texts] if bounds else []
    return bool(columns) and all(a == b for a, b in columns) and len({*columns}) == len(texts)


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
    starts = [first, *(block_start(rows, head) for head in heads[1:]), *ends[:1], last + 1]
    starts = sorted(set(starts))
    for start, end in pairwise(starts):
        if any(len(row) > 1 for row in found[start - first : end - first]):
            yield start, end - 1


def _closes(row: Sequence[Stretch]) -> bool:
    """Whether a line begins what stands below the last table: recipients, a signature."""
    return len(row) <= PAIR and any(is_closing(word.text) for word in row)


def _region(
    rows: Sequence[TextLine], first: int, last: int, measure: Measure, before: Before
) -> Region | None:
    """The table among the lines of a run: from its first line in columns to the last, and the
    columns they have in common. Names on the page before tell of all columns; without any, more
    white here than there is another table's."""
    least = measure.blank if before.names_of(len(before.whites) + 1) else 0.0
    own = own_region(rows, first, last, measure)
    if before.whites and not (own and _is_titled(rows, first, own, measure)):
        whites = refitted(before.whites, rows[first : last + 1], measure)
        bounds = [white.middle for white in whites]
        end = _fitting(rows, first, last, bounds, measure)
        clear = [white for white in own.whites if white.hi - white.lo >= least] if own else []
        most = len(clear)
        block = rows[first : end + 1]
        again = named_alike(block, bounds, before.names, measure)
        if end >= first and still_hold(block, bounds, most, measure, again):
            return Region(first, end, tuple(whites), carried=True)
    return own


def _is_titled(rows: Sequence[TextLine], first: int, own: Region, measure: Measure) -> bool:
    """Whether nothing but titles stands above the header of a table: a text on each line, in the
    middle over all columns. What goes on from the page before begins with its rows or header."""
    head = rows[own.first : own.last + 1]
    left = min(line.words[0].x0 for line in head)
    right = max(line.words[-1].x1 for line in head)
    return first < own.first and all(
        abs((line.words[0].x0 + line.words[-1].x1) - (left + right)) <= 2 * MIDDLE * (right - left)
        and len(segments(line, measure.blank)) == 1
        for line in rows[first : own.first]
    )


def own_region(rows: Sequence[TextLine], first: int, last: int, measure: Measure) -> Region | None:
    """The table among the lines of a run that its own header and white show, None where none do."""
    start = _header(rows, first, last, measure)
    if start is None:
        return None
    end = last
    whites: list[Corridor] = []
    bounds: list[float] = []
    for _ in range(4):
        telling = telling_lines(rows[start : end + 1], measure)
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
    start = with_upper_lines(rows, first, start, bounds, measure)
    return Region(start, end, tuple(refitted(whites, rows[start : end + 1], measure)))


def telling_lines(rows: Sequence[TextLine], measure: Measure) -> list[TextLine]:
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
    texts; where there is none, two names over many lines of two texts."""
    found: list[list[Stretch]] = []
    for index in range(first, last + 1):
        row = segments(rows[index], measure.blank)
        if len(row) >= MIN_COLUMNS or (len(row) == PAIR and names_row_numbers(row[0].text)):
            return index
        found.append(row)
    pairs = (index for index in range(len(found)) if _heads_pairs(found, index))
    return next((first + index for index in pairs), None)


def _heads_pairs(found: Sequence[Sequence[Stretch]], index: int) -> bool:
    """Whether two texts side by side, in bold over lines that are not, or of kinds that are known,
    may name the columns of the lines below: most of these are of two texts."""
    names = [word.text for word in found[index]]
    if not name_pair(names):
        return False
    below = found[index + 1 : index + 1 + PAIR_LINES]
    pairs = [row for row in below if len(row) == PAIR]
    over = all(word.bold for word in found[index]) and not any(w.bold for row in pairs for w in row)
    known = all(role_of(name) is not OTHER for name in names)
    return len(pairs) >= PAIR_ROWS and (over or known)


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
        across = any(a != b for a, b in columns) and not (numbered and len(found) > PAIR)
        if across and not heads_rows(rows, index, found, measure):
            over += columns[0][0] == 0  # a line of a heading leaves the number column blank
            if over >= PROSE:
                break
            continue
        if over and len(found) == 1 and columns[0][0] == 0 and parse_label(found[0].text) is None:
            continue  # the last line of prose
        over = 0
        end = index
    return end


def heads_rows(
    rows: Sequence[TextLine], index: int, found: Sequence[Stretch], measure: Measure
) -> bool:
    """Whether a line, its texts being `found`, is a heading within a table or goes on with one:
    behind its number a text that begins where others do above. At the end of a page no row
    follows that would show it."""
    texts = _whole(found, measure)
    while len(texts) == 1 and index > 0:
        line, before = rows[index], segments(rows[index - 1], measure.blank)
        near = line.top - rows[index - 1].bottom <= TIGHT * (line.bottom - line.top)
        alike = texts[0].bold == before[-1].bold
        if not (near and alike and _begins_at(before[-1:], texts[0].x0, measure)):
            return False
        index, texts = index - 1, _whole(before, measure)
    if len(texts) != HEADING_TEXTS or parse_label(texts[0].text) is None:
        return False
    above = (word for row in rows[:index] for word in segments(row, measure.blank))
    return _begins_at(above, texts[-1].x0, measure)


def _whole(found: Sequence[Stretch], measure: Measure) -> list[Stretch]:
    """The texts of a line, what stands behind its number as one where no white parts it: bounds of
    columns that its blanks happen to stand over part no heading."""
    numbered = parse_label(found[0].text) is not None
    out = list(found[: 1 + numbered])
    for word in found[1 + numbered :]:
        if word.x0 - out[-1].x1 < measure.blank:
            out[-1] = out[-1].with_next(word)
        else:
            out.append(word)
    return out


def _begins_at(words: Iterable[Stretch], place: float, measure: Measure) -> bool:
    return any(abs(word.x0 - place) <= measure.slack for word in words)


MIRRORED = 0.4
"""Line heights by which two lines may differ in how far they stand from the middle of their row."""


def with_upper_lines(
    rows: Sequence[TextLine], first: int, start: int, bounds: Sequence[float], measure: Measure
) -> int:
    """The first line of the header: those above its fullest line belong to it while they stand in
    the columns, as near as lines of one cell do."""
    fullest = start
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
        bold = above.bold and rows[start].bold
        if len(found) <= 1 and not (beside or bold or _is_mirrored(rows, start - 1, fullest)):
            break
        start -= 1
    return start


def _is_mirrored(rows: Sequence[TextLine], above: int, middle: int) -> bool:
    """Whether below a line one stands under the text of another above it, as far from it: they are
    the first and the last line of a name that is set to the middle of its row."""
    axis = rows[middle].top + rows[middle].bottom
    line = rows[above]
    height = line.bottom - line.top
    x0, x1 = line.words[0].x0, line.words[-1].x1
    for row in rows[middle + 1 :]:
        off = row.top + row.bottom + line.top + line.bottom - 2 * axis
        if off > MIRRORED * height:
            return False
        if off >= -MIRRORED * height and any(w.x0 < x1 and x0 < w.x1 for w in row.words):
            return True
    return False


def block_start(rows: Sequence[TextLine], head: int, top: float = float("-inf")) -> int:
    """The first of the lines that stand above one as near as lines of one cell, below `top`."""
    while head > 0 and rows[head - 1].top > top:
        line = rows[head]
        if line.top - rows[head - 1].bottom > TIGHT * (line.bottom - line.top):
            break
        head -= 1
    return head


def named_alike(
    rows: Sequence[TextLine], bounds: Sequence[float], names: Sequence[str], measure: Measure
) -> bool:
    """Whether the header of the page before stands on a page again, in the same columns, none of
    which holds names beside each other: further white between words is that of texts which the
    rows of the page repeat, set to both edges of their column."""
    if not bounds or len(names) != len(bounds) + 1 or not rows:
        return False
    texts = strips_of(rows[:MOST_LINES], bounds, measure)
    end = repeated_header(texts, names)
    return end > 0 and not names_beside(texts[:end], len(names), measure.blank)


def _is_heading(row: Sequence[tuple[int, int]]) -> bool:
    """Whether the texts of a row, each by its first and last column, are a heading and its number:
    few, or all but the number over several columns, as words of two lines may leave white."""
    return len(row) <= HEADING_TEXTS or all(first != last for first, last in row[1:])


def still_hold(
    rows: Sequence[TextLine],
    before: Sequence[float],
    own: int,
    measure: Measure,
    again: bool = False,
    named: bool = False,
) -> bool:
    """Whether the columns of the page before are those of this one: it shows no more of them (its
    `own` bounds), and nothing but headings runs over them. Where the header stands there `again`,
    words of a heading may stand between two columns, and others apart. Where a header has `named`
    all of the columns, and none stands here, there are no more, whatever white justified lines
    leave."""
    if not rows or not before:
        return False
    texts = [parted_at(row, before, measure.blank) for row in rows]
    named = named and not any(names_row_numbers(row[0].text) for row in texts)
    if own > len(before) and not again and not named:
        return False
    if any(names_row_numbers(row[0].text) and len(row) > len(before) + 1 for row in texts):
        return False
    found = [[column_of(before, word) for word in row] for row in texts]
    over = [row for row in found if any(a != b for a, b in row)]
    few = len(found[0]) > 1 or found[0] not in over
    headings = again or named or all(_is_heading(row) for row in over)
    return few and headings and 2 * len(over) <= len(rows)
