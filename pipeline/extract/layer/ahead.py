"""What the lines of one page of a row promise: a look ahead for rows that stand on several pages.

The cells of such a row meet on each page, and the ways to divide the pages multiply. Each page by
itself is divided quickly; how well that goes from a position on tells which of its runs are worth
being combined with those of the other pages, and which states of the search are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.layer.strips import LineRun, Strip

Runs = Callable[[int, int, int], list[tuple[LineRun, float]]]
Worth = Callable[[int, LineRun, float], float]

_LEFT, _LEFT_LINE = -4.0, -3.0
"""What lines that no cell takes cost: in all, and each."""
_LEFT_LINE_AT_END = -0.3
"""The same behind the last row of a table, where they may be prose."""


class Lookahead:
    """Scores of the best division of what is left of a page, by column and position.

    `runs` gives the runs a column can take from a position on, `worth` how good a cell one is.
    """

    def __init__(
        self, strips: Sequence[Strip], columns: int, runs: Runs, worth: Worth, tail: bool
    ) -> None:
        self._strips = strips
        self._columns = columns
        self._runs = runs
        self._worth = worth
        self._left_line = _LEFT_LINE_AT_END if tail else _LEFT_LINE
        self._best: dict[tuple[int, int, int], float] = {}
        self._kept: dict[tuple[int, int, int], list[tuple[LineRun, float]]] = {}

    def score(self, column: int, part: int, position: int) -> float:
        """How well the columns from `column` on can share the rest of a page."""
        key = (column, part, position)
        known = self._best.get(key)
        if known is None:
            known = self._best[key] = self._score(column, part, position)
        return known

    def _score(self, column: int, part: int, position: int) -> float:
        strip = self._strips[part]
        if position >= strip.end:
            return 0.0
        if column == self._columns:
            left = len(strip.pieces) - strip.at[position][0]
            return _LEFT + self._left_line * left
        blank = self.score(column + 1, part, position)
        return max([blank, *(value for value, _ in self._valued(column, part, position))])

    def _valued(self, column: int, part: int, position: int) -> list[tuple[float, int]]:
        return [
            (
                self._worth(column, run, score) + self.score(column + 1, part, run.end),
                place,
            )
            for place, (run, score) in enumerate(self._runs(column, part, position))
        ]

    def best_runs(
        self, column: int, part: int, position: int, count: int
    ) -> list[tuple[LineRun, float]]:
        """The runs that promise most, best first."""
        key = (column, part, position)
        known = self._kept.get(key)
        if known is None:
            runs = self._runs(column, part, position)
            valued = sorted(self._valued(column, part, position), reverse=True)[:count]
            known = self._kept[key] = [runs[place] for _, place in valued]
        return known
