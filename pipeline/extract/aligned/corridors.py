"""White corridors over the lines of a table → the columns between them.

A corridor is a stretch across that stays white in (nearly) all lines that print something on both
sides of it. A heading that runs over the whole row crosses it; a word or two in a column that is
blank otherwise makes a column of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.extract.aligned.words import Measure, Stretch, TextLine, parted_at, segments
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label, split_heading

CROSSED = 0.2
"""Share of the lines that may print over a corridor: headings over the whole row."""
SHARP = 0.45
"""Share of a column's texts that must stand in one alignment for a narrow corridor beside it."""
NARROW = 2.5
"""A corridor narrower than this many blanks needs a sharp edge."""
HEADING_WIDTH = 0.45
"""A heading over the whole row is longer than this share of the table's width."""
HEADINGS = 0.34
"""Share of the lines of a table that may be headings."""
VARIED = 3
"""So many different words must stand on either side of such a corridor."""
_EVEN = 0.3
"""So far blanks of one width may differ."""
REPEATED = 2
"""Times that each pair of words beside a corridor stands there where they are those of one text."""
THIN_LINES = 5
"""So many lines must have a corridor open that is no wider than a blank."""
THIN_CROSSED = 0.04
"""Share of the lines that may print over such a corridor, or over any with a cell among others."""
THIN_SHARE = 0.25
"""Share of the lines of a column that must stand on both sides of such a corridor in it."""
WIDER, RAGGED = 1.5, 0.3
"""White of so many blanks is none between two words; the share of the lines that leave it where a
column ends and its texts do not fill it."""
DIGITS, GROUPED = 3, 0.6
"""Digits of a group of a number, and the share of lines that have such on both sides of a white, or
the marks of a list before it, that parts no columns."""
FLUSH = 0.8
"""Share of the lines whose texts end at the corridor where a column is set to its right edge."""
EDGED, EDGES = 0.5, 4
"""Share of the least white that will do below two names where so many words end at it and begin
behind it: a column set to the right beside one set to the left."""
NAME_LINES = 3
"""Further lines that a name has, at most, over a column that is blank."""
PAIR = 2
"""Words apart that any line may have: a heading with its number, a name with its value."""


class Corridor(NamedTuple):
    """White from `lo` to `hi`: `open` lines have it between two texts, `crossed` print over it."""

    lo: float
    hi: float
    open: int = 0
    crossed: int = 0

    @property
    def middle(self) -> float:
        """Where a rule would stand."""
        return (self.lo + self.hi) / 2


def find_corridors(
    lines: Sequence[TextLine],
    measure: Measure,
    least: int = 2,
    crossed: float = CROSSED,
    thin_lines: int = THIN_LINES,
) -> list[Corridor]:
    """The corridors of some lines, from left to right; `least` lines must have each open, and
    `thin_lines` one that is no wider than a blank."""
    found = [(line, row) for line in lines if (row := segments(line, measure.blank))]
    kept = _without_headings(found)
    rows = [row for _, row in kept]
    whites = _white(rows, least, crossed, measure.thin)
    parted = [part for white in whites for part in _around_islands(white, rows, measure)]
    wide = [
        white
        for white in parted
        if white.hi - white.lo >= measure.blank and not _is_stretched(white, rows, measure.blank)
    ]
    sharp = _sharp(wide, rows, measure)
    thin = _thin([line for line, _ in kept], sharp, measure, thin_lines)
    both = sorted([*sharp, *thin], key=lambda corridor: corridor.lo)
    within = [corridor.middle for corridor in thin]  # a text over a wide one prints over it
    texts = [parted_at(line, within, measure.blank) for line, _ in kept]
    return _between_neighbours(both, [*texts, *_interlaced(lines, measure.blank)])


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
    kept = [line for line, _ in _without_headings(told)] if told else []
    words = sorted((word.x0, word.x1) for line in kept for word in line.words)
    found = list(whites)
    for name, after in pairwise(head):
        if any(name.x1 <= white.middle <= after.x0 for white in whites):
            continue
        numbers = _first_numbers(kept, (name, after)) if names_row_numbers(name.text) else ()
        lo, free = max([name.x1, *(number.x1 for number in numbers)]), []
        for x0, x1 in [*words, (after.x0, after.x0)]:
            if x0 > lo:
                free.append((min(x0, after.x0) - lo, lo))
            lo = max(lo, x1)
            if lo >= after.x0:
                break
        width, start = max(free, default=(0.0, 0.0))
        if width >= measure.thin or _has_edges(start, start + width, words, measure):
            found.append(Corridor(start, start + width, 1))
    return sorted(found, key=lambda white: white.lo)


def _has_edges(
    lo: float, hi: float, words: Sequence[tuple[float, float]], measure: Measure
) -> bool:
    """Whether white, thinner than it may be by itself, has an edge on both sides: several words end
    right where it begins, several begin right where it ends."""
    ends = sum(0 <= lo - x1 <= measure.slack for _, x1 in words)
    begins = sum(0 <= x0 - hi <= measure.slack for x0, _ in words)
    return hi - lo >= EDGED * measure.thin and min(ends, begins) >= EDGES


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


def refitted(
    whites: Sequence[Corridor], lines: Sequence[TextLine], measure: Measure
) -> list[Corridor]:
    """The corridors of a page before, each as far as it is white in these lines too. What runs over
    all of one says nothing of it; one of which nothing stays white is kept as it was."""
    words = [word for line in lines for word in segments(line, measure.blank)]
    out: list[Corridor] = []
    for white in whites:
        into = [w.x1 for w in words if w.x0 < white.lo < w.x1 < white.hi]
        from_right = [w.x0 for w in words if white.lo < w.x0 < white.hi < w.x1]
        lo, hi = max([white.lo, *into]), min([white.hi, *from_right])
        out.append(white._replace(lo=lo, hi=hi) if lo < hi else white)
    return out


def _interlaced(lines: Sequence[TextLine], blank: float) -> list[list[Stretch]]:
    """Two lines as one where the lower begins before the upper ends: the cells of a row that are
    set to its middle."""
    return [
        [*segments(upper, blank), *segments(lower, blank)]
        for upper, lower in pairwise(lines)
        if upper.top < lower.top < upper.bottom
    ]


def _between_neighbours(found: list[Corridor], rows: list[list[Stretch]]) -> list[Corridor]:
    """The corridors with texts on both sides in some line. A short name over the middle of a
    column stands beside its texts, and no line has both."""
    bounds = [corridor.middle for corridor in found]
    filled = [{bisect_right(bounds, (word.x0 + word.x1) / 2) for word in row} for row in rows]
    kept: list[Corridor] = []
    left = {0}
    for index, corridor in enumerate(found):
        if any(left & row and index + 1 in row for row in filled):
            kept.append(corridor)
            left = {index + 1}
        else:
            left.add(index + 1)
    return kept


def _without_headings(
    lines: list[tuple[TextLine, list[Stretch]]],
) -> list[tuple[TextLine, list[Stretch]]]:
    """The lines, each with its texts, without those of one long text, with a number before it or
    not, while they are few: headings over the whole row say nothing of its columns."""
    left, right = min(row[0].x0 for _, row in lines), max(row[-1].x1 for _, row in lines)
    kept = [
        (line, row)
        for line, row in lines
        if len(row) > PAIR
        or (row[-1].x1 - row[-1].x0 <= HEADING_WIDTH * (right - left) and not _is_section(row))
    ]
    return kept if len(lines) - len(kept) <= HEADINGS * len(lines) else lines


def _is_section(row: list[Stretch]) -> bool:
    """Whether a line is a heading in bold with its number before it (`II. Nhân lực số`)."""
    return len(row) == 1 and row[0].bold and split_heading(row[0].text) is not None


def _thin(
    lines: Sequence[TextLine], wide: Sequence[Corridor], measure: Measure, least: int
) -> list[Corridor]:
    """Corridors no wider than a blank: white through (nearly) all words of many lines.

    Words of a text stand so by chance in a few lines, and where all begin with the same short
    word; then its continued lines, or its name, run over the white.
    """
    bounds = [float("-inf"), *(corridor.middle for corridor in wide), float("inf")]
    out: list[Corridor] = []
    for left, right in pairwise(bounds):
        inside = [
            [word for word in line.words if left < word.x0 and word.x1 < right] for line in lines
        ]
        rows = [row for row in inside if row]
        white = [
            corridor
            for corridor in _white(rows, least, THIN_CROSSED, measure.thin)
            if measure.thin <= corridor.hi - corridor.lo and corridor.open >= THIN_SHARE * len(rows)
        ]
        out += [one for one in _sharp(white, rows, measure) if _parts_columns(one, rows, measure)]
    return out


def _parts_columns(corridor: Corridor, rows: list[list[Stretch]], measure: Measure) -> bool:
    """Whether white no wider than a blank parts two columns, not the words of one text that many
    lines begin alike: various words stand on both sides of it, many lines leave more white there
    than a blank, or words of various lengths end at it."""
    beside = _beside(corridor, rows)
    ragged = sum(right.x0 - left.x1 >= WIDER * measure.blank for left, right in beside)
    flush = [left for left, _ in beside if corridor.lo - left.x1 <= measure.slack]
    begins = {round((left.x1 - left.x0) / measure.blank) for left in flush}
    of_one = (_are_groups(a.text, b.text) or _are_marks(a.text) for a, b in beside)
    if sum(of_one) >= GROUPED * len(beside):
        return False
    return (
        _is_varied(beside)
        or (ragged >= RAGGED * len(beside) and not _is_stretched(corridor, rows, measure.blank))
        or (
            len(flush) >= FLUSH * len(beside) and len(begins) >= VARIED and not _is_repeated(beside)
        )
    )


def _are_groups(left: str, right: str) -> bool:
    """Whether two words are the groups of digits of one number (`72 711`)."""
    return left.isdecimal() and right.isdecimal() and len(left) <= DIGITS == len(right)


def _are_marks(text: str) -> bool:
    """Whether words are the marks of points of a list (`-`), those of several lines or of one."""
    labels = map(parse_label, text.split())
    return all(label is not None and label.style == "bullet" for label in labels)


def _beside(corridor: Corridor, rows: list[list[Stretch]]) -> list[tuple[Stretch, Stretch]]:
    """The nearest words of each line on both sides of a corridor, of lines that have such."""
    return [
        (before[-1], after[0])
        for row in rows
        if (before := [word for word in row if word.x1 <= corridor.lo])
        and (after := [word for word in row if word.x0 >= corridor.hi])
    ]


def _is_varied(beside: Sequence[tuple[Stretch, Stretch]]) -> bool:
    """Whether various words stand on both sides of a corridor: it is no white within one text that
    the lines repeat."""
    left, right = {one.text for one, _ in beside}, {other.text for _, other in beside}
    return min(len(left), len(right)) >= VARIED and not _is_repeated(beside)


def _is_stretched(corridor: Corridor, rows: list[list[Stretch]], blank: float) -> bool:
    """Whether white is that between the words of a few texts that lines repeat, set to both edges
    of their column: where it is wider than a `blank`, it is as wide as that beside it."""
    beside = _beside(corridor, rows)
    words = all(
        left.text.isalpha() and right.text.isalpha() and left.text != right.text
        for left, right in beside
    )
    if not words or not _is_repeated(beside):
        return False
    wide = [
        any(abs(gap - (right.x0 - left.x1)) < _EVEN for gap in _gaps_beside(row, left, right))
        for row in rows
        for left, right in _beside(corridor, [row])
        if right.x0 - left.x1 >= blank
    ]
    return bool(wide) and sum(wide) >= FLUSH * len(wide)


def _gaps_beside(row: list[Stretch], left: Stretch, right: Stretch) -> list[float]:
    """The white before one text of a line and behind another."""
    return [b.x0 - a.x1 for a, b in pairwise(row) if b is left or a is right]


def _is_repeated(beside: Sequence[tuple[Stretch, Stretch]]) -> bool:
    """Whether lines repeat a few texts in which a corridor stands: each word on one side of it has
    its own on the other."""
    pairs = {(one.text, other.text) for one, other in beside}
    left, right = {one for one, _ in pairs}, {other for _, other in pairs}
    return len(left) == len(right) == len(pairs) <= len(beside) / REPEATED


def _white(rows: list[list[Stretch]], least: int, crossed: float, thin: float) -> list[Corridor]:
    """Stretches that few lines print over, by sweeping once over all edges of texts."""
    edges = sorted({x for row in rows for word in row for x in (word.x0, word.x1)})
    covered, opened, cells = ([0] * (len(edges) + 1) for _ in range(3))
    at = {x: index for index, x in enumerate(edges)}
    for row in rows:
        for word in row:
            covered[at[word.x0]] += 1
            covered[at[word.x1]] -= 1
            cells[at[word.x0]] += len(row) > PAIR
            cells[at[word.x1]] -= len(row) > PAIR
        for word, after in pairwise(row):
            opened[at[word.x1]] += 1
            opened[at[after.x0]] -= 1
    runs: list[list[Corridor]] = []
    counts = zip(accumulate(covered), accumulate(opened), accumulate(cells), strict=True)
    for (lo, hi), (over, free, sure) in zip(pairwise(edges), counts, strict=False):
        if free < least or over > crossed * (over + free) or sure > THIN_CROSSED * (over + free):
            continue
        if runs and runs[-1][-1].hi == lo:
            runs[-1].append(Corridor(lo, hi, free, over))
        else:
            runs.append([Corridor(lo, hi, free, over)])
    return [_clearest(run, thin) for run in runs]


def _clearest(run: Sequence[Corridor], thin: float) -> Corridor:
    """The widest part of a white stretch that the fewest lines print over; all of it where that
    part is too thin."""
    fewest = min(part.crossed for part in run)
    parts: list[Corridor] = []
    for part in run:
        if part.crossed > fewest:
            continue
        if parts and parts[-1].hi == part.lo:
            last = parts[-1]
            parts[-1] = Corridor(last.lo, part.hi, max(last.open, part.open), fewest)
        else:
            parts.append(part)
    best = max(parts, key=lambda part: part.hi - part.lo)
    if best.hi - best.lo >= thin:
        return best
    return Corridor(run[0].lo, run[-1].hi, max(part.open for part in run), fewest)


def _around_islands(white: Corridor, rows: list[list[Stretch]], measure: Measure) -> list[Corridor]:
    """A corridor parted by texts that stand wholly inside of it: a column mostly blank."""
    inside = sorted(
        (word.x0, word.x1)
        for row in rows
        for word in row
        if white.lo + measure.blank <= word.x0 and word.x1 <= white.hi - measure.blank
    )
    parts, lo = [], white.lo
    for x0, x1 in inside:
        if x0 - lo >= measure.blank:
            parts.append(Corridor(lo, x0, white.open, white.crossed))
        lo = max(lo, x1)
    return [*parts, Corridor(lo, white.hi, white.open, white.crossed)]


def _sharp(found: list[Corridor], rows: list[list[Stretch]], measure: Measure) -> list[Corridor]:
    """The corridors that are wide, or have texts in one alignment to their right or left."""
    bounds = [float("-inf"), *(corridor.middle for corridor in found), float("inf")]
    columns: list[list[tuple[float, float]]] = [[] for _ in range(len(bounds) - 1)]
    for row in rows:
        ends: dict[int, tuple[float, float]] = {}
        for word in row:
            first = bisect_right(bounds, word.x0 + measure.slack) - 1
            if word.x1 <= bounds[first + 1] + measure.slack:
                ends[first] = (ends.get(first, (word.x0,))[0], word.x1)
        for column, ends_of_line in ends.items():
            columns[column].append(ends_of_line)
    return [
        corridor
        for index, corridor in enumerate(found)
        if corridor.hi - corridor.lo >= NARROW * measure.blank
        or (
            (not corridor.crossed or _is_varied(_beside(corridor, rows)))
            and (
                _is_aligned(columns[index + 1], measure.slack)
                or _is_aligned(columns[index], measure.slack, only_right=True)
            )
        )
    ]


def _is_aligned(
    lines: Sequence[tuple[float, float]], slack: float, only_right: bool = False
) -> bool:
    """Whether enough lines of a column begin, end or have their middle at one place."""
    if not lines:
        return False
    ends = [x1 for _, x1 in lines]
    if only_right:
        return _most_at_one(ends, slack) >= SHARP * len(lines)
    starts = [x0 for x0, _ in lines]
    middles = [(x0 + x1) / 2 for x0, x1 in lines]
    best = max(_most_at_one(places, slack) for places in (starts, ends, middles))
    return best >= SHARP * len(lines)


def _most_at_one(places: list[float], slack: float) -> int:
    ordered = sorted(places)
    return max(bisect_right(ordered, x + slack) - index for index, x in enumerate(ordered))


def column_of(bounds: Sequence[float], word: Stretch) -> tuple[int, int]:
    """The columns a text covers (first, last), given the inner bounds of all columns.

    A text that stands over a bound by less than a third of itself belongs to the other side.
    """
    play = (word.x1 - word.x0) / 3
    first = bisect_right(bounds, word.x0 + min(play, _OVER))
    last = bisect_left(bounds, word.x1 - min(play, _OVER))
    return first, max(first, last)


_OVER = 1.0
"""How far a text may reach over a bound and still stand beside it."""
