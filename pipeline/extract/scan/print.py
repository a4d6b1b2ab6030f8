"""The print of a picture: its marks, chained to lines.

Marks as high as letters chain to lines; the small ones go to the line they belong to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.extract.ruled.lines import Sets
from pipeline.extract.scan.dots import rows_of_dots
from pipeline.extract.scan.marks import DOT, LARGEST, LETTER, Mark

GAP = 3.2
"""White between two letters of one line of prose; more parts two columns."""
OVERLAP = 0.5
"""Share of the lower of two letters by which they must stand at one height."""
LOW, LOW_OVERLAP = 0.78, 0.75
"""The same of one lower than that, in x-heights: it may be an accent beside the tail of a `g` of
the line above it, where lines are set tight."""
ABOVE, BELOW = 1.5, 0.75
"""x-heights over the small letters, and under the baseline, that accents reach."""
QUOTES = 0.6
"""x-heights over the small letters to which marks stand beside letters, not on them."""
ACCENT = 0.8
"""Width of an accent at most, in x-heights: larger than a dot, it stands on a letter, not under
one."""
OVER_CAPITALS = 0.95
"""x-heights over the small letters of a line at which the accent of a capital ends at most."""
FEWEST_PIXELS = 10.5
"""Pixels of x-height from which on accents can be told: a usual page at 130 dpi."""
MOST_RAISED, RAISED = 3, 1.2
"""Figures of a raised number at most, and their height in x-heights."""
RISE, HIGHEST = 0.4, 1.1
"""x-heights from the baseline to the foot of a raised number."""
BESIDE = 1.0
"""x-heights of white before a raised number."""
DASH, FLAT = 0.3, 1.8
"""Width from which on a flat mark is a dash, and that by its height."""
FAR = 4.0
"""x-heights around a line in which a dash is its: behind that of a list is the white of a tab."""
MIDDLE, LONGEST, SOLID = 0.15, 1.5, 0.6
"""Share of the height of small letters, above and below, in which no such dash stands, x-heights
that it is long at most, and share of its box that is ink: rests of seals and rules are none."""
HUNG_OVER, HUNG, HUNG_UNDER = -0.35, 0.35, -0.4
"""x-heights of white between the two halves of a `g` that is broken in the middle; less than none
where one reaches into the other, and where the lower half alone begins over the baseline."""
ON = (-0.35, 0.5)
"""x-heights of white between an accent and the letter it sits on; less than none where they
touch."""
COMMA = 0.6
"""Width of a comma at most, and how far behind its word it stands, in x-heights."""
ALONE = 1.2
"""x-heights from a line within which a small mark belongs to it, across."""
FEW = 2
"""Marks that are no line of print."""


@dataclass(frozen=True, slots=True)
class Line:
    """The marks of one printed line, from left to right; `top` and `base` bound its small
    letters, `x_height` is theirs."""

    marks: tuple[Mark, ...]
    top: float
    base: float
    x_height: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        """x0, y0, x1, y1 of its marks, in pixels."""
        return _box_of(self.marks)


Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels."""


def _box_of(marks: Sequence[Mark]) -> Box:
    _, x0, y0, x1, y1, _ = zip(*marks, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def lines_in(
    marks: Sequence[Mark], unit: float, within_cell: bool, speck: float = 0.0
) -> list[Line]:
    """The printed lines of some marks, top to bottom.

    Within a cell all marks of one height are one line; elsewhere wide white parts columns. Marks
    of no more than `speck` pixels are left out.
    """
    letters = [m for m in marks if LETTER * unit <= m.height <= LARGEST * unit]
    small = [m for m in marks if m.height < LETTER * unit and m.area > speck]
    chains = chained(letters, unit)
    parts = _stacked(chains, unit) | _hanging(chains, unit)
    chains = [chain for chain in chains if chain[0] not in parts]
    small += parts
    chains += _dashes(small, chains, unit)
    if within_cell:
        chains += _blanks(small, chains, unit)
        chains = _merged(chains)
    chains = _with_raised(chains, unit)
    taken = {m.label for chain in chains for m in chain}
    drafts = [_bands(chain, unit) for chain in chains]
    for mark in small:
        if mark.label not in taken:
            at = _home(mark, drafts, chains, unit)
            if at is None and _is_dash(mark, unit):
                at = _home_of_dash(mark, drafts, chains, unit)
            if at is not None:
                chains[at].append(mark)
    lines = [
        Line(tuple(sorted(chain, key=lambda m: m.x0)), top, base, height)
        for chain, (top, base, height) in zip(chains, drafts, strict=True)
    ]
    return sorted(lines, key=lambda line: (line.base, line.marks[0].x0))


def chained(letters: Sequence[Mark], unit: float) -> list[list[Mark]]:
    """Letters that stand side by side at one height, chained from neighbour to neighbour."""
    ordered = sorted(letters, key=lambda m: m.x0)
    starts = [m.x0 for m in ordered]
    tops, feet = [m.y0 for m in ordered], [m.y1 for m in ordered]
    sets = Sets(len(ordered))
    for at, mark in enumerate(ordered):
        top, foot = mark.y0, mark.y1
        first = bisect_left(starts, mark.x0, at + 1)
        last = bisect_right(starts, mark.x1 + GAP * unit, first)
        nearest = float("inf")
        for other in range(first, last):
            gap = starts[other] - mark.x1
            if gap > nearest:
                break
            if feet[other] <= top or tops[other] >= foot:  # most marks stand in another line
                continue
            if _level(mark, ordered[other], unit):
                sets.union(at, other)
                nearest = max(gap, 0.0) + 0.8 * unit
    chains: dict[int, list[Mark]] = {}
    for at, mark in enumerate(ordered):
        chains.setdefault(sets.find(at), []).append(mark)
    return list(chains.values())


def _with_raised(chains: list[list[Mark]], unit: float) -> list[list[Mark]]:
    """The chains, raised numbers joined to the line they stand in: beside a small letter they share
    too little of its height to be chained to it."""
    calls = [chain for chain in chains if len(chain) <= MOST_RAISED and _is_low(chain, unit)]
    lines = [chain for chain in chains if len(chain) > MOST_RAISED]
    bands = [_bands(chain, unit) for chain in lines]
    joined: list[list[Mark]] = []
    for call in calls:
        for line, (_, base, height) in zip(lines, bands, strict=True):
            if all(RISE <= (base - m.y1) / height <= HIGHEST for m in call) and _ends_in(
                line, call, unit
            ):
                line += call
                joined.append(call)
                break
    return [chain for chain in chains if chain not in joined]


def _is_low(chain: Sequence[Mark], unit: float) -> bool:
    """Whether marks may be raised figures: lower than those of a line, and no wider than high."""
    return all(LETTER * unit <= m.height <= RAISED * unit and m.width <= m.height for m in chain)


def _ends_in(line: Sequence[Mark], call: Sequence[Mark], unit: float) -> bool:
    """Whether a letter of a line stands right before a raised number, and none under it."""
    x0, x1 = min(m.x0 for m in call), max(m.x1 for m in call)
    before = any(0 <= x0 - m.x1 + 2 <= BESIDE * unit for m in line)
    return before and not any(m.x0 < x1 - 1 and m.x1 > x0 + 1 for m in line)


def _stacked(chains: Sequence[Sequence[Mark]], unit: float) -> set[Mark]:
    """Marks as high as letters that are accents, one on top of the other (`ấ`): right above a
    letter of a longer chain."""
    out: set[Mark] = set()
    tops = [(chain, _span([m.y0 for m in chain])) for chain in chains]
    for chain in chains:
        if len(chain) > FEW or any(mark.height > unit for mark in chain):
            continue
        if all(
            any(
                len(other) > len(chain)
                and _reaches(band, mark.y1 + ON[0] * unit, mark.y1 + ON[1] * unit)
                and any(_sits_on(mark, letter, unit) for letter in other)
                for other, band in tops
            )
            for mark in chain
        ):
            out.update(chain)
    return out


def _span(values: Sequence[int]) -> tuple[int, int]:
    return min(values), max(values)


def _reaches(span: tuple[int, int], first: float, last: float) -> bool:
    """Whether any of some marks may lie between two heights: most lines are far away."""
    return span[0] <= last and first <= span[1]


def _hanging(chains: Sequence[Sequence[Mark]], unit: float) -> set[Mark]:
    """Marks as high as letters that are the bowls of a `g` whose neck a copier lost, each right
    under a letter of a longer chain, or right under its baseline where that letter is in pieces:
    the next line does not reach there; and commas of a large face."""
    out: set[Mark] = set()
    feet = [(chain, _span([m.y1 for m in chain])) for chain in chains]
    bases = {id(chain): _bands(chain, unit)[1] for chain in chains if len(chain) > FEW}
    for chain in chains:
        if any(mark.height > unit for mark in chain):
            continue
        above = [(other, band) for other, band in feet if len(other) > len(chain)]
        if all(
            any(
                _reaches(band, mark.y0 + HUNG_OVER * unit, mark.y0 + max(HUNG * unit, mark.height))
                and (
                    _hangs_on(mark, line, unit)
                    or _hangs_under(mark, line, bases.get(id(line)), unit)
                    or _ends_word(mark, line, unit)
                )
                for line, band in above
            )
            for mark in chain
        ):
            out.update(chain)
    return out


def _ends_word(mark: Mark, line: Sequence[Mark], unit: float) -> bool:
    """Whether a mark is a comma as high as a letter: slim, right behind a letter of a line, and
    half of it under its foot."""
    return mark.width <= COMMA * unit and any(
        -0.3 * unit <= mark.x0 - letter.x1 <= COMMA * unit
        and 0.2 * mark.height <= letter.y1 - mark.y0 <= 0.75 * mark.height
        and letter.height >= LETTER * unit
        for letter in line
    )


def _hangs_on(mark: Mark, line: Sequence[Mark], unit: float) -> bool:
    """Whether a mark stands right under a letter of a line."""
    return any(
        HUNG_OVER * unit <= mark.y0 - letter.y1 <= HUNG * unit
        and letter.height >= LETTER * unit
        and min(mark.x1, letter.x1) - max(mark.x0, letter.x0) >= 0.5 * letter.width
        for letter in line
    )


def _hangs_under(mark: Mark, line: Sequence[Mark], base: float | None, unit: float) -> bool:
    """Whether a mark begins at the baseline of a line and stands below it, among its letters."""
    return (
        base is not None
        and HUNG_UNDER * unit <= mark.y0 - base <= HUNG * unit
        and mark.width >= mark.height
        and min(m.x0 for m in line) < mark.x < max(m.x1 for m in line) + unit
    )


def _sits_on(mark: Mark, letter: Mark, unit: float) -> bool:
    near = ON[0] * unit <= letter.y0 - mark.y1 <= ON[1] * unit
    return near and letter.x0 - 0.2 * unit <= mark.x <= letter.x1 + 0.2 * unit


def _level(one: Mark, other: Mark, unit: float) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    lower = min(one.height, other.height)
    return shared >= (OVERLAP if lower >= LOW * unit else LOW_OVERLAP) * lower


def _dashes(small: Sequence[Mark], chains: list[list[Mark]], unit: float) -> list[list[Mark]]:
    """Dashes that stand alone: a cell may hold nothing else."""
    boxes = list(map(_box_of, chains))
    return [
        [m] for m in small if _is_dash(m, unit) and not any(_beside(m, box, unit) for box in boxes)
    ]


def _blanks(small: Sequence[Mark], chains: list[list[Mark]], unit: float) -> list[list[Mark]]:
    """Rows of dots that stand alone: a cell that says nothing may hold nothing else."""
    boxes = list(map(_box_of, chains))
    rows = rows_of_dots(small, unit)
    return [row for row in rows if not any(_beside(m, box, unit) for m in row for box in boxes)]


def _is_dash(mark: Mark, unit: float) -> bool:
    return mark.width >= max(DASH * unit, FLAT * mark.height)


def _beside(mark: Mark, box: Box, unit: float) -> bool:
    x0, y0, x1, y1 = box
    across = x0 - FAR * unit <= mark.x <= x1 + FAR * unit
    return across and y0 - ABOVE * unit <= mark.y <= y1 + BELOW * unit


def _merged(chains: list[list[Mark]]) -> list[list[Mark]]:
    """Chains of one cell that stand at one height are one line, however far apart."""
    out: list[list[Mark]] = []
    spans: list[tuple[float, float]] = []
    for chain in sorted(chains, key=lambda c: -len(c)):
        y0 = float(median([m.y0 for m in chain]))
        y1 = float(median([m.y1 for m in chain]))
        for at, (top, bottom) in enumerate(spans):
            if min(y1, bottom) - max(y0, top) >= OVERLAP * min(y1 - y0, bottom - top):
                out[at] += chain
                break
        else:
            out.append(list(chain))
            spans.append((y0, y1))
    return out


def _bands(chain: Sequence[Mark], unit: float) -> tuple[float, float, float]:
    """Top and baseline of the small letters of a line, and their height."""
    small = [m for m in chain if 0.78 * unit <= m.height <= 1.22 * unit]
    if len(small) > FEW or len(small) * 3 >= len(chain) > 0:
        base = float(median([m.y1 for m in small]))
        height = sum(m.height for m in small) / len(small)
        return base - height, base, height
    tall = sorted(m.height for m in chain)[len(chain) // 2]
    base = float(median([m.y1 for m in chain]))
    height = unit if tall < 1.75 * unit else tall / 1.45
    return base - height, base, height


def _home(
    mark: Mark,
    bands: Sequence[tuple[float, float, float]],
    chains: Sequence[Sequence[Mark]],
    unit: float,
) -> int | None:
    """The line a small mark belongs to; None for a speck and for what stands near no line."""
    best, least = None, 2.0
    accent = _is_accent(mark, bands, unit)
    x, y, reach = mark.x, mark.y, ALONE * unit
    for at, (top, base, height) in enumerate(bands):
        if top - y >= ABOVE * height or y - base >= BELOW * height:
            continue
        far = max((top - y) / (ABOVE * height), (y - base) / (BELOW * height), 0.0)
        far += accent and mark.y0 > base  # under letters stand dots
        if far >= least:
            continue
        chain = chains[at]
        beside = y >= top - QUOTES * height  # as quotation marks stand
        if any(m.x0 - reach <= x <= m.x1 + reach and (beside or _over(mark, m)) for m in chain):
            best, least = at, far
    return best


def _is_accent(mark: Mark, bands: Sequence[tuple[float, float, float]], unit: float) -> bool:
    """Whether a mark is as large as accents are and may be one of a line below it: on a coarse
    picture the tail of a `g` may be as well."""
    return (
        unit >= FEWEST_PIXELS
        and DOT * unit < max(mark.width, mark.height)
        and mark.width <= ACCENT * unit
        and any(0 <= top - mark.y1 <= OVER_CAPITALS * height for top, _, height in bands)
    )


def _home_of_dash(
    mark: Mark,
    bands: Sequence[tuple[float, float, float]],
    chains: Sequence[Sequence[Mark]],
    unit: float,
) -> int | None:
    """The nearest line at whose middle a dash stands."""
    if mark.width > LONGEST * unit or mark.area < SOLID * mark.width * mark.height:
        return None
    near = {
        at: max(min(m.x0 for m in chain) - mark.x1, mark.x0 - max(m.x1 for m in chain), 0)
        for at, (chain, (top, base, height)) in enumerate(zip(chains, bands, strict=True))
        if top + MIDDLE * height <= mark.y <= base - MIDDLE * height
    }
    at = min(near, key=lambda one: near[one], default=None)
    return at if at is not None and near[at] <= FAR * unit else None


def _over(mark: Mark, letter: Mark) -> bool:
    """Whether a mark stands above or under a letter."""
    slack = 0.6 * letter.width
    return letter.x0 - slack <= mark.x <= letter.x1 + slack
