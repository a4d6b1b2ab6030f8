"""A pair of documents under comparison: candidate pairs with their likeness, order and context."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.frozen import dataclass
from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.model import Likeness, LinkInput
from pipeline.link.lineage.scoring import Comparer, context_score

ANCHOR = 97.0  # likeness of titles from which a pair without rivals shows the order of both lists
_RIVAL = 90.0
_NEIGHBOURS = 3  # anchors looked at before and after a row, in either document
_MIN_ANCHORS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents; an edge is (index of the newer row, index of the older row)."""

    newer: LinkInput
    older: LinkInput
    quotes: Mapping[str, Sequence[str]]
    comparer: Comparer
    likeness: Mapping[Edge, Likeness]

    def likeness_of(self, edge: Edge) -> Likeness:
        """Likeness of two rows, computed where they were no candidates."""
        known = self.likeness.get(edge)
        if known is not None:
            return known
        row = self.newer.rows[edge[0]]
        return self.comparer.likeness(
            row, self.older.rows[edge[1]], self.quotes.get(row.row_id, ())
        )


def make_pair(
    newer: LinkInput,
    older: LinkInput,
    quotes: Mapping[str, Sequence[str]],
    comparer: Comparer,
    edges: Iterable[Edge],
) -> Pair:
    """Compare the candidate pairs of two documents; rows of different kinds are none."""
    likeness: dict[Edge, Likeness] = {}
    for new, old in edges:
        row, other = newer.rows[new], older.rows[old]
        if row.kind == other.kind:
            likeness[new, old] = comparer.likeness(row, other, quotes.get(row.row_id, ()))
    anchors = _Anchors(likeness)
    placed = {
        edge: replace(
            found,
            order=anchors.order(edge),
            context=context_score(
                newer.above(newer.rows[edge[0]]), older.above(older.rows[edge[1]])
            ),
        )
        for edge, found in likeness.items()
    }
    return Pair(newer, older, quotes, comparer, placed)


class _Anchors:
    """Pairs that are certain by their titles alone; they show how the two lists run."""

    def __init__(self, likeness: Mapping[Edge, Likeness]) -> None:
        strong = [edge for edge, found in likeness.items() if _strength(found) >= _RIVAL]
        left, right = _counts(edge[0] for edge in strong), _counts(edge[1] for edge in strong)
        self.by_new = sorted(
            edge
            for edge in strong
            if _strength(likeness[edge]) >= ANCHOR and left[edge[0]] == right[edge[1]] == 1
        )
        self.by_old = sorted((old, new) for new, old in self.by_new)

    def order(self, edge: Edge) -> float | None:
        """Share of the neighbouring anchors that a pair does not cross, 0–100."""
        if len(self.by_new) < _MIN_ANCHORS:
            return None
        near = set(_around(self.by_new, edge))
        near |= {(new, old) for old, new in _around(self.by_old, (edge[1], edge[0]))}
        near.discard(edge)
        agree = sum((new - edge[0]) * (old - edge[1]) > 0 for new, old in near)
        return 100 * agree / len(near) if near else None


def _strength(likeness: Likeness) -> float:
    return max(likeness.text, likeness.quoted)


def _counts(numbers: Iterable[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    return counts


def _around(anchors: Sequence[Edge], edge: Edge) -> Sequence[Edge]:
    at = bisect_left(anchors, (edge[0], -1))
    return anchors[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
