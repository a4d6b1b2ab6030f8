"""Where the columns of a page without a header meet, of a table without numbers: its cells tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.extract.spaced.lines.words import Word, segments

_Field = tuple[int, int, int]
"""Where texts below each other begin and end (characters), and how many they are."""
Fields = list[_Field]
_MOST = 0.5
"""Share of the lines on which a blank between words is that between two columns, at least."""
_FEW = 0.1
"""Share of the lines that have a cell somewhere up to which it is one of the column beside it: a
dash in place of a figure, the end of a text."""


def page_borders(lines: Sequence[Sequence[Word]], count: int) -> list[float]:
    """Where `count` columns of some lines begin, as far as their cells stand in as many; none
    else."""
    several = [own for words in lines if len(own := list(segments(words))) > 1]
    fields = _fields([part for own in several for part in own])
    while 0 < len(fields) < count:
        split = _split(fields, several)
        if split is None:
            return []
        fields = split
    while len(fields) > count:
        at = min(range(len(fields)), key=lambda at: fields[at][2])
        if fields[at][2] > _FEW * len(several):
            return []
        fields = _without(fields, at)
    return [x0 - 0.5 for x0, _, _ in fields] if len(fields) == count else []


def _fields(parts: Sequence[Sequence[Word]]) -> list[_Field]:
    found: list[_Field] = []
    for part in sorted(parts, key=lambda part: part[0].x0):
        x0, x1 = part[0].x0, part[-1].x1
        if found and x0 < found[-1][1]:
            begin, end, many = found[-1]
            found[-1] = (begin, max(end, x1), many + 1)
        else:
            found.append((x0, x1, 1))
    return found


def _split(fields: Sequence[_Field], lines: Sequence[Sequence[Sequence[Word]]]) -> Fields | None:
    """The fields, one parted where one blank stands between two columns on most of the lines, and
    no word in its way (figures set to the right, and texts behind them); none if none is so."""
    words = [word for parts in lines for part in parts for word in part]
    ends, begins = (Counter(places) for places in zip(*((w.x1, w.x0) for w in words), strict=True))
    covered = {x for word in words for x in range(word.x0, word.x1)}
    inner = ((at, x) for at, (x0, x1, _) in enumerate(fields) for x in range(x0, x1))
    free = ((min(ends[x], begins[x + 1]), at, x) for at, x in inner if x not in covered)
    many, at, place = max(free, default=(0, 0, 0))
    if many < _MOST * len(lines):
        return None
    x0, x1, count = fields[at]
    parted = [(x0, place, count), (place + 1, x1, begins[place + 1])]
    return [*fields[:at], *parted, *fields[at + 1 :]]


def _without(fields: Sequence[_Field], at: int) -> list[_Field]:
    """The fields, one joined to the nearest one beside it."""
    near = [other for other in (at - 1, at + 1) if 0 <= other < len(fields)]
    other = min(
        near, key=lambda one: max(fields[one][0] - fields[at][1], fields[at][0] - fields[one][1])
    )
    first, last = sorted((at, other))
    joined = (fields[first][0], fields[last][1], fields[first][2] + fields[last][2])
    return [*fields[:first], joined, *fields[last + 1 :]]
