"""The ways to read the names of a header: as they stand, or some over others.

Where cells have no borders a header reads as a row of names, those over several columns among them,
and the names below these behind all others: `Đơn giá | Ghi chú | Khu vực 1 | Khu vực 2`. Where the
cells of a header stand at their middle, those over several columns are printed above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, combinations_with_replacement, pairwise
from math import comb

from pipeline.extract.layer.names.headers import MOST_OVER, HeaderPieces
from pipeline.extract.layer.signs.begins import BODIES
from pipeline.extract.layer.signs.words import lexicon, role_of
from pipeline.frozen import dataclass
from pipeline.writing.letters import fold

SEVERAL = 2
"""Names below another, at least."""
_MOST_WAYS = 10_000
"""Ways to put as many names over others that are weighed at most, in less than a second: three of
20 names make 7,000, three of 40 would make 1.7 million."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to read a header: its columns as places among the names, and those over several of
    them, each with the first of its columns and the one behind the last."""

    columns: tuple[int, ...]
    over: tuple[tuple[int, int, int], ...] = ()


def ways_of(header: HeaderPieces, most: int = MOST_OVER) -> Iterator[Way]:
    """The names as they stand, and every way to put some, `most` of them, over others that fits the
    numbers of the columns, where these are printed."""
    names = header.names[1:]
    every = Way(tuple(range(len(names))))
    if len(header.legend) in (0, len(names) + 1):
        yield every
    numbers = [*counts_over(header, most)]
    for start in range(2, len(names) - 1):
        for count in numbers:
            for over in combinations(range(1, start), count):
                for cuts in combinations(range(start + 2, len(names) - 1), count - 1):
                    ends = (start, *cuts, len(names))
                    if all(b - a >= SEVERAL for a, b in pairwise(ends)):
                        yield _below(start, over, ends)


def over_bodies(header: HeaderPieces) -> Way | None:
    """The way to read a header that ends with what bodies do (`Chủ trì | Phối hợp`): below the name
    of bodies that stands before these, if there is one alone; none of another header."""
    titles = header.titles[1:]
    last, names = len(lexicon().names_below), len(titles)
    if tuple(map(fold, titles[-last:])) != lexicon().names_below:
        return None
    if header.legend and len(header.legend) != names:
        return None
    found = [at for at, title in enumerate(titles[:-last]) if role_of(title).name in BODIES]
    if len(found) != 1 or not found[0]:
        return None
    return _below(names - last, found, (names - last, names))


def counts_over(header: HeaderPieces, most: int = MOST_OVER) -> Iterator[int]:
    """How many names, `most` of them, may stand over others: as many as have no number, where these
    are printed."""
    names = len(header.names) - 1
    for count in range(1, min(most, names // (SEVERAL + 1)) + 1):
        if not header.legend or len(header.legend) == names + 1 - count:
            yield count


def are_too_many(names: int, count: int) -> bool:
    """Whether the ways to put so many names over others are too many to be weighed."""
    found = sum(
        comb(start - 1, count) * comb(max(0, names - start - SEVERAL - 1), count - 1)
        for start in range(2, names - 1)
    )
    return found > _MOST_WAYS


def _below(start: int, over: Sequence[int], ends: Sequence[int]) -> Way:
    """The names up to a place, those `over` others replaced by the ones below."""
    columns: list[int] = []
    upper: list[tuple[int, int, int]] = []
    for place in range(start):
        if place not in over:
            columns.append(place)
            continue
        at = over.index(place)
        below = range(ends[at], ends[at + 1])
        upper.append((place, len(columns), len(columns) + len(below)))
        columns += below
    return Way(tuple(columns), tuple(upper))


def raised_ways(header: HeaderPieces) -> Iterator[tuple[tuple[int, ...], Way]]:
    """The ways to read a header whose names over others are printed above it: the places among its
    names before which they stand, and how to read the header that has them there."""
    names, count = len(header.names) - 1, len(header.raised)
    if not count or len(header.legend) not in (0, names + 1):
        return
    for start in range(1, names - SEVERAL * count + 1):
        for places in combinations_with_replacement(range(1, start + 1), count):
            over = [place + before for before, place in enumerate(places)]
            for cuts in combinations(range(start + SEVERAL, names - 1), count - 1):
                ends = [end + count for end in (start, *cuts, names)]
                if all(b - a >= SEVERAL for a, b in pairwise(ends)):
                    yield places, _below(ends[0], over, ends)


def with_raised_names(header: HeaderPieces, places: Sequence[int]) -> HeaderPieces:
    """A header with the names printed above it in its row, each before the name at a place; as it
    is where no places are given."""
    if not places:
        return header
    names = list(header.names)
    for place, name in reversed([*zip(places, header.raised, strict=True)]):
        names.insert(place + 1, name)
    first = min(index for name in header.raised for index, _ in name)
    return replace(header, start=first, names=tuple(names), raised=())


def are_too_many_raised(header: HeaderPieces) -> bool:
    """Whether the ways to put the names above a header into it are too many to be weighed."""
    names, count = len(header.names) - 1, len(header.raised)
    if not count:
        return False
    starts = range(1, names - SEVERAL * count + 1)
    found = (comb(start + count - 1, count) * comb(names - start, count - 1) for start in starts)
    return sum(found) > _MOST_WAYS
