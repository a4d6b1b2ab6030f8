"""Rules of which a copier left nothing but dots and dashes, found by how they line up.

A thin rule that was copied loses so much that no stretch of it is longer than a letter. What is
left still lines up over the height of several lines, with white on both sides; print does not: its
stems are as high as letters are, and its dots stand a line apart.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.pixels import components

THIN, ROOM = 1.5, 1.2
"""Points up to which a rest of a rule is thick, and of white that it has on both sides."""
ASIDE = 0.7
"""Points by which the next rest may stand aside: rules lean a little where a page is curled."""
APART = 7.5
"""Points from a rest to the next: the dots of print stand a line apart."""
STEM = (1.1, 1.8)
"""x-heights of the stems of letters and figures that stand alone (`1`, `l`)."""
LONG = 40.0
"""Points from which on rests that line up are a rule: three lines of print."""
BESIDE = 0.2
"""How much of what is beside it may have ink, on each side."""
LEFT, FEWEST = 0.22, 6
"""How much of a rule is left at least, and in how many pieces."""

EVEN = 0.25
"""By how much of a step the dots of a leader stand off it."""


class Rests(NamedTuple):
    """Rests of a rule down that line up: its box in pixels, right and bottom excluded."""

    x0: int
    y0: int
    x1: int
    y1: int


def rests_down(ink: Gray, x_height: float, per_point: float) -> list[Rests]:
    """The rules down of which dots and dashes are left, their small letters so many pixels high."""
    boxes = _thin_marks(ink, x_height, per_point)
    chains = _chains(boxes, ASIDE * per_point, APART * per_point)
    found = (_hull(chain) for chain in chains if _is_rule(chain, per_point))
    return [one for one in found if _is_bare(one, ink, per_point)]


def _thin_marks(ink: Gray, x_height: float, per_point: float) -> np.ndarray:
    """Boxes (x0, y0, x1, y1) of all marks that are thin and have white to their left and right, but
    for what is as high as the stems of letters; from top to bottom."""
    thick, reach = max(2, round(THIN * per_point)), max(2, round(ROOM * per_point))
    labels, stats = components(ink)
    x, y, width, height = (stats[:, at] for at in range(4))
    is_stem = (height >= STEM[0] * x_height) & (height <= STEM[1] * x_height)
    thin = (width <= thick) & ~is_stem
    wide = thick + 2 * reach
    bare = cv2.compare(cv2.blur(ink, (wide, 1)), round(255 * (thick + 0.4) / wide), cv2.CMP_LE)
    crowded = np.bincount(labels[(ink > 0) & (bare == 0)], minlength=len(stats)) > 0
    kept = np.flatnonzero(thin & ~crowded)
    boxes = np.stack([x, y, x + width, y + height], axis=1)[kept].astype(np.int64)
    return np.asarray(boxes[np.argsort(boxes[:, 1], kind="stable")])


def _chains(boxes: np.ndarray, aside: float, apart: float) -> list[np.ndarray]:
    """The boxes in chains, each box below the one before and hardly beside it."""
    chains: list[list[int]] = []
    bottoms: list[int] = []
    at_column: dict[int, list[int]] = {}
    cell = max(1, round(aside))
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    for at, (x0, y0, x1, y1) in enumerate(boxes.tolist()):
        middle, place = (x0 + x1) / 2, int((x0 + x1) / 2) // cell
        best, nearest = None, apart
        for column in (place - 1, place, place + 1):
            near = [own for own in at_column.get(column, ()) if y0 - bottoms[own] <= apart]
            at_column[column] = near  # boxes come from top to bottom: no later one is nearer
            for chain in near:
                last = chains[chain][-1]
                gap = y0 - bottoms[chain]
                if gap <= nearest and abs(float(middles[last]) - middle) <= aside:
                    best, nearest = chain, gap
        if best is None:
            chains.append([at])
            bottoms.append(y1)
            best = len(chains) - 1
        else:
            old = int(middles[chains[best][-1]]) // cell
            at_column[old].remove(best)
            chains[best].append(at)
            bottoms[best] = y1
        at_column.setdefault(place, []).append(best)
    return [boxes[chain] for chain in chains]


def _is_rule(chain: np.ndarray, per_point: float) -> bool:
    length = int(chain[:, 3].max() - chain[:, 1].min())
    left = int((chain[:, 3] - chain[:, 1]).sum())
    enough = len(chain) >= FEWEST and left >= LEFT * length
    return length >= LONG * per_point and enough and not _is_leader(chain)


def _is_leader(chain: np.ndarray) -> bool:
    """Whether dots stand at even steps, as they lead from a word to its number."""
    steps = np.diff(chain[:, 1])
    return bool(steps.std() <= EVEN * steps.mean())


def _is_bare(one: Rests, ink: Gray, per_point: float) -> bool:
    """Whether hardly any ink stands beside rests, on either side."""
    reach = max(2, round(ROOM * per_point))
    left = ink[one.y0 : one.y1, max(0, one.x0 - 1 - reach) : max(0, one.x0 - 1)]
    right = ink[one.y0 : one.y1, one.x1 + 1 : one.x1 + 1 + reach]
    return all(not side.size or float(side.any(axis=1).mean()) <= BESIDE for side in (left, right))


def _hull(chain: np.ndarray) -> Rests:
    middle = float(np.median((chain[:, 0] + chain[:, 2]) / 2))
    half = max(1.0, float(np.median(chain[:, 2] - chain[:, 0])) / 2)
    return Rests(
        round(middle - half), int(chain[:, 1].min()), round(middle + half), int(chain[:, 3].max())
    )
