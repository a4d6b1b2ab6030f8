"""Marks of two printed lines that touch, parted: where lines are set tight, the tail of a `g` runs
into the accent below it, and one connected shape would make one line of the two.

The lines are known by the letters around that touch none above or below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise

import cv2
import numpy as np

from pipeline.extract.scan.marks import Mark, Marks
from pipeline.extract.scan.print import chained

TALLEST = 1.8
"""x-heights up to which a mark is of one line: a capital, a `g` under no accent."""
SMALLEST, FEWEST = 0.78, 2
"""x-heights from which a mark is a letter and no accent, and how many of them make a line."""
AROUND = 10.0
"""x-heights on either side of a mark within which letters tell where its lines are."""
NEAREST, FOOT = 6, 0.34
"""Letters of a line, the nearest ones, that tell where it runs at a place, for a page may be
curled; and which of them does, from the highest foot: one in two at most has a tail."""
PITCH = 1.5
"""x-heights from the foot of a line to that of the next at least."""
INSIDE = 0.45
"""x-heights by which a mark must reach into the small letters of a line to be one of them."""
TAIL = 0.85
"""x-heights under the foot of a line that its own tails and dots reach; what reaches further is the
accent of a letter below."""
STALK, REACH, AWAY = 0.2, 0.5, 0.3
"""x-heights under a line that its own letters fill and no cut is made in; those that its tails
reach, where a cut is likeliest; and what it counts to cut a pixel away from there, in pixels of
ink: the stalks of a `p` and of an `h` below it are one stroke, thin all along."""
BRIDGE = 1.2
"""x-heights of ink at most that a cut goes through: two lines touch in a few points; what is
broader there is a brace, a stain or a stroke of a pen."""


@dataclass(frozen=True, slots=True)
class _Band:
    """A printed line as letters tell: their middles across and their feet."""

    xs: np.ndarray
    feet: np.ndarray

    def foot_at(self, x: float, unit: float) -> float | None:
        """Where its letters stand near a place; None where none is near."""
        far = np.abs(self.xs - x)
        nearest = np.argsort(far)[:NEAREST]
        if far[nearest[0]] > AROUND * unit:
            return None
        return _quantile(sorted(self.feet[nearest].tolist()), FOOT)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which such a share of a few lies, between two of them; NumPy's takes twenty
    times as long for so few."""
    place = (len(ordered) - 1) * share
    low = int(place)
    below, above = ordered[low], ordered[min(low + 1, len(ordered) - 1)]
    return below + (above - below) * (place - low)


def parted(groups: dict[int | None, list[Mark]], marks: Marks) -> Marks:
    """The marks of a page, those of two lines cut where they touch: in `groups` (marks by cell)
    and in the picture of their numbers, both of which are changed."""
    unit = marks.x_height
    numbers = count(int(marks.labels.max()) + 1)
    gone: set[int] = set()
    new: list[Mark] = []
    for key, own in groups.items():
        tall = [mark for mark in own if mark.height > TALLEST * unit]
        if not tall:
            continue
        bands = list(_bands(own, unit))
        for mark in tall if len(bands) > 1 else ():
            cuts = _cuts(mark, marks, bands)
            if cuts:
                pieces = list(_pieces(mark, marks, cuts, numbers))
                gone.add(mark.label)
                new += pieces
                groups[key] = [m for m in groups[key] if m.label != mark.label] + pieces
    if not gone:
        return marks
    kept = tuple(mark for mark in marks.marks if mark.label not in gone)
    return replace(marks, marks=(*kept, *new))


def _bands(own: Sequence[Mark], unit: float) -> Iterator[_Band]:
    """The lines of some marks, as far as the letters that touch none tell, the longest first."""
    letters = [m for m in own if SMALLEST * unit <= m.height <= TALLEST * unit]
    for chain in sorted(chained(letters, unit), key=len, reverse=True):
        if len(chain) >= FEWEST:
            yield _Band(np.array([m.x for m in chain]), np.array([m.y1 for m in chain]))


def _cuts(mark: Mark, marks: Marks, bands: Sequence[_Band]) -> list[int]:
    """The rows, from the top of a mark, at which it is cut."""
    unit = marks.x_height
    feet = _feet(mark, bands, unit)
    profile = marks.shape_of(mark).sum(axis=1)
    found = []
    for foot, below in pairwise(feet):
        top = below - unit
        if mark.y0 > foot - INSIDE * unit:
            continue  # none of the upper line's
        reaches = mark.y1 > top + INSIDE * unit
        if not reaches and mark.y1 <= foot + TAIL * unit:
            continue  # none of the lower line's
        first = round(foot + STALK * unit) - mark.y0
        last = round(min(top, mark.y1 - 1)) - mark.y0
        if first < last:
            rows = np.arange(first, last + 1)
            away = np.abs(rows + mark.y0 - foot - REACH * unit)
            row = int(rows[(profile[rows] + AWAY * away).argmin()])
            if profile[row] <= BRIDGE * unit:
                found.append(row)
    return found


def _feet(mark: Mark, bands: Sequence[_Band], unit: float) -> list[float]:
    """Where the lines around a mark stand, from the top."""
    found: list[float] = []
    for band in bands:
        foot = band.foot_at(mark.x, unit)
        if foot is not None and all(abs(foot - one) >= PITCH * unit for one in found):
            found.append(foot)
    return sorted(found)


def _pieces(
    mark: Mark, marks: Marks, cuts: Sequence[int], numbers: Iterator[int]
) -> Iterator[Mark]:
    """The pieces of a mark between its cuts, each numbered anew in the picture of the page."""
    shape = marks.shape_of(mark)
    for first, last in pairwise([0, *cuts, mark.height]):
        part = np.ascontiguousarray(shape[first:last], dtype=np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
        for at, (x, y, wide, high, area) in enumerate(stats.tolist()):
            if at:
                number = next(numbers)
                x0, y0 = mark.x0 + x, mark.y0 + first + y
                own = marks.labels[mark.y0 + first : mark.y0 + last, mark.x0 : mark.x1]
                own[labels == at] = number
                yield Mark(number, x0, y0, x0 + wide, y0 + high, area)
