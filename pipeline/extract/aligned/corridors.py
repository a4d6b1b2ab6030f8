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
_PARTS = 0.6
"""So far parts of one word that are of several fonts stand apart, at most."""
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
    printed: Sequence[TextLine] = (),
) -> list[Corridor]:
    """The corridors of some lines, from left to right; `least` lines must have each open, and
    `thin_lines` one that is no wider than a blank. `printed` are the lines as they are printed,
    where several were laid over one another."""
    found = [(line, row) for line in lines if (row := segments(line, measure.blank))]
    if not found:
        return []
    kept = without_headings(found)
    rows = [row for _, row in kept]
    whites = _white(rows, least, crossed, measure.thin)
    own = printed or [line for line, _ in kept]
    words = [part.words for line in own for part in line.printed]
    parted = [part for white in whites for part in _around_islands(white, rows, measure)]
    wide = [
        white
        for white in parted
        if white.hi - white.lo >= measure.blank and not _is_stretched(white, words, measure.blank)
    ]
    sharp = _sharp(wide, rows, measure)
    found_thin = _thin([line for line, _ in kept], sharp, measure, thin_lines)
    thin = [white for white in found_thin if not _is_stretched(white, words, measure.blank)]
    both = sorted([*sharp, *thin], key=lambda corridor: corridor.lo)
    within = [corridor.middle for corridor in thin]  # a text over a wide one prints over it
    texts = [parted_at(line, within, measure.blank) for line, _ in kept]
    return _between_neighbours(both, [*texts, *_interlaced(lines, measure.blank)])


def refitted(
    whites: Sequence[Corridor], lines: Sequence[TextLine], measure: Measure
) -> list[Corridor]:
    """The corridors of a page before, each as far as it is white in these lines too. What runs over
    all of one says nothing of it; one of which nothing stays white is kept as it was."""
    words = [word for line in lines for word in segments(line, measure.blank)]
    out: list[Corridor] = []
    for column, white in enumerate(whites):
        if not column:
            white = _behind_numbers(white, words)
        into = [w.x1 for w in words if w.x0 < white.lo < w.x1 < white.hi]
        from_right = [w.x0 for w in words if white.lo < w.x0 < white.hi < w.x1]
        lo, hi = max([white.lo, *into]), min([white.hi, *from_right])
        out.append(white._replace(lo=lo, hi=hi) if lo < hi else white)
    return out


def _behind_numbers(white: Corridor, words: Sequence[Stretch]) -> Corridor:
    """The first white without the numbers of rows that stand within it: they are set to the right
    of their column, and the page before had none as short."""
    within = (w for w in words if white.lo < w.x0 and w.x1 < white.hi)
    lo = max((w.x1 for w in within if parse_label(w.text) is not None), default=white.lo)
    return white._replace(lo=max(lo, white.lo))


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


def without_headings(
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


def _is_stretched(corridor: Corridor, lines: Sequence[Sequence[Stretch]], blank: float) -> bool:
    """Whether white is that between words of texts set to both edges of their column: where it is
    wider than a `blank` and hardly wider than the corridor, it is as wide as that beside it."""
    even: list[bool] = []
    for words in lines:
        at = next((i for i, word in enumerate(words) if word.x0 >= corridor.hi), 0)
        if not at or words[at - 1].x1 > corridor.lo:
            continue
        left, right = words[at - 1 : at + 1]
        gap = right.x0 - left.x1
        if not blank <= gap <= NARROW * max(blank, corridor.hi - corridor.lo):
            continue
        if not (_is_word(left.text) and _is_word(right.text)):
            return False
        beside = _next_gap(words[at - 1 :: -1]), _next_gap(words[at:])
        even.append(any(abs(gap - other) < _EVEN for other in beside))
    return len(even) >= REPEATED and sum(even) >= FLUSH * len(even)


def _next_gap(words: Sequence[Stretch]) -> float:
    """The first white between two of some words, from right to left or from left to right; what
    stands nearer is parts of one word, of several fonts."""
    gaps = (max(b.x0 - a.x1, a.x0 - b.x1) for a, b in pairwise(words))
    return next((gap for gap in gaps if gap > _PARTS), float("inf"))


def _is_word(text: str) -> bool:
    """Whether a text is one word, with a mark behind it or not."""
    return text.rstrip(",;.:").isalpha()


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
