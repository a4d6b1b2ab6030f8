"""One consistent assignment: the matching of two lists with the greatest total weight.

Exact and sparse: each connected component is solved by shortest augmenting paths with potentials
(Hungarian method; R. Jonker, A. Volgenant, "A shortest augmenting path algorithm", Computing 38,
1987). Every row may stay alone, at weight 0.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping

Edge = tuple[int, int]


def assign(weights: Mapping[Edge, int]) -> dict[int, int]:
    """Left → right of the matching with the greatest total; weights are positive integers.

    Where several matchings have the same total, which one is returned is not said; give weights
    that tell them apart.
    """
    matched: dict[int, int] = {}
    for component in _components(weights):
        matched |= _solve(component)
    return matched


def _components(weights: Mapping[Edge, int]) -> Iterator[dict[int, dict[int, int]]]:
    """The connected parts of the graph, each as left → (right → weight)."""
    right_of: dict[int, dict[int, int]] = {}
    left_of: dict[int, list[int]] = {}
    for (left, right), weight in sorted(weights.items()):
        right_of.setdefault(left, {})[right] = weight
        left_of.setdefault(right, []).append(left)
    seen: set[int] = set()
    for first in right_of:
        if first in seen:
            continue
        component: dict[int, dict[int, int]] = {}
        waiting = [first]
        seen.add(first)
        while waiting:
            left = waiting.pop()
            component[left] = right_of[left]
            fresh = {i for right in right_of[left] for i in left_of[right]} - seen
            seen |= fresh
            waiting += sorted(fresh)
        yield component


def _solve(graph: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """One component: rows are added one by one along the cheapest augmenting path."""
    solver = _Solver(graph)
    for left in sorted(graph):
        solver.add(left)
    return {left: right for right, left in solver.owner.items() if right >= 0}


class _Solver:
    """Potentials and owners while rows are added; column `-1 - left` is the row's own nothing."""

    def __init__(self, graph: Mapping[int, Mapping[int, int]]) -> None:
        self.graph = graph
        self.owner: dict[int, int] = {}
        self.left_price: dict[int, int] = {}
        self.right_price: dict[int, int] = {}

    def add(self, left: int) -> None:
        """Match one more row, moving others where that costs least."""
        reached: dict[int, int] = {}  # column → distance
        came_from: dict[int, int] = {}  # column → row it was reached from
        self.left_price[left] = min(
            cost - self.right_price.get(right, 0) for right, cost in self._costs(left)
        )
        heap: list[tuple[int, int, int]] = []
        self._push(heap, left, 0)
        while True:
            distance, right, row = heapq.heappop(heap)
            if right in reached:
                continue
            reached[right], came_from[right] = distance, row
            if right not in self.owner:
                break
            self._push(heap, self.owner[right], distance)
        self._reprice(left, reached, distance)
        self._augment(left, right, came_from)

    def _costs(self, left: int) -> Iterator[tuple[int, int]]:
        yield -1 - left, 0
        for right, weight in self.graph[left].items():
            yield right, -weight

    def _push(self, heap: list[tuple[int, int, int]], left: int, distance: int) -> None:
        price = self.left_price[left]
        for right, cost in self._costs(left):
            reduced = cost - price - self.right_price.get(right, 0)
            heapq.heappush(heap, (distance + reduced, right, left))

    def _reprice(self, left: int, reached: Mapping[int, int], end: int) -> None:
        self.left_price[left] += end
        for right, distance in reached.items():
            if right in self.owner:
                self.left_price[self.owner[right]] += end - distance
                self.right_price[right] = self.right_price.get(right, 0) - (end - distance)

    def _augment(self, left: int, right: int, came_from: Mapping[int, int]) -> None:
        """Give every column of the path to the row it was reached from."""
        column_of = {row: column for column, row in self.owner.items()}
        while True:
            row = came_from[right]
            given_up = column_of.get(row)
            self.owner[right] = row
            if row == left or given_up is None:
                return
            right = given_up
