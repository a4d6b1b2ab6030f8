"""What the lines of one page of a row promise: a look ahead for rows that stand on several pages.

The cells of such a row meet on each page, and the ways to divide the pages multiply. Each page by
itself is divided quickly; how well that goes from a position on tells which of its runs are worth
being combined with those of the other pages, and which states of the search are.
"""

from __future__ import annotations

from pipeline.extract.layer.fits import FittedRun, RowFit
from pipeline.extract.layer.strips import LineRun


class Lookahead:
    """Scores of the best division of what is left of a page, by column and position."""

    def __init__(self, fit: RowFit) -> None:
        self._fit = fit
        weights = fit.model.weights.left
        self._left = weights.some
        self._left_line = weights.line_at_end if fit.row.tail else weights.line
        self._best: dict[tuple[int, int, int], float] = {}
        self._kept: dict[tuple[int, int, int], list[LineRun]] = {}
        self._fitted: dict[tuple[int, LineRun], FittedRun] = {}

    def score(self, column: int, part: int, position: int) -> float:
        """How well the columns from `column` on can share the rest of a page."""
        key = (column, part, position)
        known = self._best.get(key)
        if known is None:
            known = self._best[key] = self._score(column, part, position)
        return known

    def _score(self, column: int, part: int, position: int) -> float:
        strip = self._fit.strips[part]
        if position >= strip.end:
            return 0.0
        if column > self._fit.columns[-1]:
            left = len(strip.pieces) - strip.at[position][0]
            return self._left + self._left_line * left
        blank = self.score(column + 1, part, position)
        return max([blank, *(value for value, _ in self._valued(column, part, position))])

    def _valued(self, column: int, part: int, position: int) -> list[tuple[float, int]]:
        """How good a cell each run is, whose begin or end may be on another page, with what it
        leaves."""
        filled = self._fit.filled[column]
        return [
            (max(lines + filled, cell) + self.score(column + 1, part, run.end), place)
            for place, (run, lines, cell) in enumerate(self._fit.runs(column, part, position))
        ]

    def best_runs(self, column: int, part: int, position: int, count: int) -> list[LineRun]:
        """The runs that promise most, best first."""
        key = (column, part, position)
        known = self._kept.get(key)
        if known is None:
            runs = self._fit.runs(column, part, position)
            valued = sorted(self._valued(column, part, position), reverse=True)[:count]
            best = [runs[place] for _, place in valued]
            self._fitted.update({(column, one.run): one for one in best})
            known = self._kept[key] = [one.run for one in best]
        return known

    def fitted(self, column: int, run: LineRun) -> FittedRun:
        """How well one of the best runs fits its column."""
        return self._fitted[column, run]
