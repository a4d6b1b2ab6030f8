"""White corridors that the names of columns show: between two names, however narrow.

Names in a header say how many columns there are. White that words alone would not prove to part
columns does between two of them where it goes through all lines below, or has an edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.aligned.corridors import (
    EDGED,
    EDGES,
    FLUSH,
    NARROW,
    PAIR,
    THIN_LINES,
    Corridor,
    without_headings,
)
from pipeline.extract.aligned.words import Measure, Stretch, TextLine, segments
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

NAME_LINES = 3
"""Further lines that a name has, at most, over a column that is blank."""


def beside_numbers(
    whites: list[Corridor], lines: Sequence[TextLine], measure: Measure, printed: int
) -> list[Corridor]:
    """The corridors with those that the names of columns alone may show: between names with white
    below them, behind the number column where no row has a number, beside a column that is blank.
    Lines without any corridor are none of a table, and get none. `printed` is how many lines the
    page prints, where they were laid over one another."""
    if not whites:
        return whites
    rows = [segments(line, measure.blank) for line in lines]
    head = next((row for row in rows if len(row) > PAIR and names_row_numbers(row[0].text)), None)
    named = rows[0] if rows and len(rows[0]) > PAIR and all(w.bold for w in rows[0]) else None
    names = head or named
    if names is None:
        return whites
    others = [index for index, row in enumerate(rows) if row is not names]
    if printed >= THIN_LINES:
        whites = _under_names(whites, names, [lines[index] for index in others], measure)
    cells = [word for index in others for word in rows[index]]
    whites = _beside_blank(whites, names, cells, measure)
    if head is None:
        return whites
    if any(head[0].x1 <= white.middle <= head[1].x0 for white in whites):
        return whites
    numbers = _first_numbers([lines[index] for index in others], head)
    edge = max([head[0].x1, *(number.x1 for number in numbers)])
    begins = {number.x0 for number in numbers}
    if any(word.x0 <= edge < word.x1 and word.x0 not in begins for word in cells):
        return whites
    words = [word for index in others for word in lines[index].words]
    hi = min([head[1].x0, *(word.x0 for word in words if word.x0 > edge)])
    return [Corridor(edge, hi, 1), *whites] if hi - edge >= measure.thin else whites


def _first_numbers(lines: Sequence[TextLine], names: Sequence[Stretch]) -> list[Stretch]:
    """The numbers that lines begin with, left of where the second of some names begins: they may
    stand right beside the texts. Lines of these begin with figures too, that do not count up."""
    ends, begins = names[0].x1, names[1].x0
    firsts = [line.words[0] for line in lines if line.words[0].x1 < begins]
    labels = [(word, parse_label(word.text)) for word in firsts]
    told = [(word, label.numbers[-1]) for word, label in labels if label and label.numbers]
    found, counts = [word for word, _ in told], [count for _, count in told]
    steps = sum(after == one + 1 for one, after in pairwise(counts))
    marked = len(found) == 1 and not found[0].text[-1].isdigit()
    counted = marked or 2 * steps >= len(counts) > 1
    return found if counted else [word for word in found if word.x0 <= ends]


def _under_names(
    whites: list[Corridor], head: list[Stretch], lines: list[TextLine], measure: Measure
) -> list[Corridor]:
    """The corridors with those between two names apart from each other that stay white, however
    narrow, through all the lines below: the widest between each two names."""
    told = [(line, row) for line in lines if (row := segments(line, measure.blank))]
    kept = [line for line, _ in without_headings(told)] if told else []
    words = sorted((word.x0, word.x1) for line in kept for word in line.words)
    found = list(whites)
    for name, after in pairwise(head):
        between = [white for white in whites if name.x1 <= white.middle <= after.x0]
        if len(between) > 1 or (between and not _is_blank_before(between[0], name, found, words)):
            continue
        numbers = _first_numbers(kept, (name, after)) if names_row_numbers(name.text) else ()
        ends = [*(number.x1 for number in numbers), *(white.hi for white in between)]
        white = _widest(words, max([name.x1, *ends]), after.x0)
        edged = _has_edges(white, words, measure) or _has_left_edge(white, after, kept, measure)
        if edged or (not between and white.hi - white.lo >= measure.thin):
            found = [*(one for one in found if one not in between), white]
    return sorted(found, key=lambda white: white.lo)


def _is_blank_before(
    white: Corridor,
    name: Stretch,
    whites: Sequence[Corridor],
    words: Sequence[tuple[float, float]],
) -> bool:
    """Whether nothing stands below a name, up to some white behind it: what is behind that may be
    what it names, set to the right edge of its column."""
    start = max((one.hi for one in whites if one.hi <= name.x0), default=float("-inf"))
    return not any(start <= x0 and x1 <= white.lo for x0, x1 in words)


def _widest(words: Sequence[tuple[float, float]], lo: float, end: float) -> Corridor:
    """The widest white that words, in order, leave between two places."""
    free = [Corridor(lo, lo, 1)]
    for x0, x1 in [*words, (end, end)]:
        if x0 > lo:
            free.append(Corridor(lo, min(x0, end), 1))
        lo = max(lo, x1)
        if lo >= end:
            break
    return max(free, key=lambda white: white.hi - white.lo)


def _has_edges(white: Corridor, words: Sequence[tuple[float, float]], measure: Measure) -> bool:
    """Whether white, thinner than it may be by itself, has an edge on both sides: several words end
    right where it begins, several begin right where it ends."""
    ends = sum(0 <= white.lo - x1 <= measure.slack for _, x1 in words)
    begins = sum(0 <= x0 - white.hi <= measure.slack for x0, _ in words)
    return white.hi - white.lo >= EDGED * measure.thin and min(ends, begins) >= EDGES


def _has_left_edge(
    white: Corridor, name: Stretch, lines: Sequence[TextLine], measure: Measure
) -> bool:
    """The same of white that only what is behind it has an edge at: on nearly all lines that print
    something there, up to the end of a `name`, the first word of these begins where it ends."""
    behind = (
        next((w.x0 for w in line.words if white.middle <= w.x0 <= name.x1), None)
        for part in lines
        for line in part.printed
    )
    begins = [x0 - white.hi <= measure.slack for x0 in behind if x0 is not None]
    several = sum(begins) >= max(EDGES, FLUSH * len(begins))
    return several and white.hi - white.lo >= EDGED * measure.thin


def _beside_blank(
    whites: list[Corridor], head: list[Stretch], words: list[Stretch], measure: Measure
) -> list[Corridor]:
    """The corridors with those between two names wide apart over which nothing is printed."""
    found = list(whites)
    for name, after in pairwise(head[1:]):
        if any(name.x1 <= white.middle <= after.x0 for white in whites):
            continue
        lo = max([name.x1, *(w.x1 for w in words if w.x0 <= name.x1 < w.x1)])
        hi = min([after.x0, *(w.x0 for w in words if w.x0 < after.x0 and w.x0 >= lo)])
        crossed = any(w.x0 < hi and w.x1 > lo for w in words)
        start = max((w.hi for w in whites if w.hi <= name.x0), default=float("-inf"))
        end = min((w.lo for w in whites if w.lo >= after.x0), default=float("inf"))
        left, right = (sum(a <= w.x0 < b for w in words) for a, b in ((start, lo), (hi, end)))
        blank = min(left, right) <= NAME_LINES
        wide = (1.0 if blank else NARROW) * measure.blank
        if not crossed and hi - lo >= wide:
            found.append(Corridor(lo, hi, 1))
    return sorted(found, key=lambda white: white.lo)
