"""How well lines begin the cells of the columns of one table: by the words and signs with which
these were seen to begin, and before that by what the header promises.

All scores are natural logarithms of odds, as those of the model they are part of.
"""

from __future__ import annotations

from math import log

from pipeline.extract.layer.columns.lessons import OWN, Column, Lessons
from pipeline.extract.layer.signs.begins import begin_prior, is_promised
from pipeline.extract.layer.signs.ground import Background, clip
from pipeline.extract.layer.signs.weights import Weights
from pipeline.extract.layer.signs.words import DATED, NAMES, LineMeasure

_BEGUN_LARGE = NAMES | {"result", "post", "place"}
"""Roles whose cells hardly ever begin in a small letter: what does is the rest of a title."""


class Beginnings:
    """Scores for the first lines of cells; where rows are found by what they teach (`firm`) what
    a header does not promise stays unlikely, whatever was learned."""

    def __init__(
        self, lessons: Lessons, ground: Background, weights: Weights, firm: bool = False
    ) -> None:
        self._lessons = lessons
        self._ground = ground
        self._weights = weights
        self._firm = firm
        self._known: dict[tuple[int, tuple[str, str], str], float] = {}
        self._shares: dict[str, float] = {}

    def score(self, index: int, first: LineMeasure) -> float:
        """How well a line begins a cell of a column."""
        key = (index, first.first, first.begin)
        known = self._known.get(key)
        if known is None:
            column = self._lessons.columns[index]
            score = self._words(column, first) + self._sign(column, first)
            known = self._known[key] = min(score, self._most(index, first))
        return known

    def _words(self, column: Column, first: LineMeasure) -> float:
        """What the first word of a line, and its first two together, tell."""
        ground, weights = self._ground, self._weights.start
        one, two = first.first
        share, prior = ground.first_share(one), begin_prior(column.role, one, two, weights)
        seen = max(0, column.starts.get(one, 0) - OWN)
        score = log((seen / share + weights.prior * prior) / (column.cells + weights.prior))
        pair = 0.0
        if seen:
            among = ground.pair_share(one, two)
            paired = max(0, column.pairs.get(first.first, 0) - OWN)
            pair = log((paired + among) / ((seen + 1) * among))
        return clip(score, weights.low, weights.high) + weights.pair * clip(
            pair, weights.pair_low, weights.pair_high
        )

    def _sign(self, column: Column, first: LineMeasure) -> float:
        """What the first sign of a line tells: a capital, a digit, a dash."""
        weights = self._weights.start
        usual = self._share(first.begin)
        begins = (column.begins[first.begin] + weights.sign_prior * usual) / (
            column.cells + weights.sign_prior
        )
        return clip(log(begins / usual), weights.sign_low, weights.sign_high)

    def _most(self, index: int, first: LineMeasure) -> float:
        """How good the score can be at most: that of what no cell of a column begins with."""
        role, weights = self._lessons.columns[index].role, self._weights.start
        most = []
        if first.begin == "lower" and role.name in _BEGUN_LARGE:
            most.append(weights.lower)
        if first.begin == DATED and role.name != "title":
            most.append(weights.dated)
        if self._firm and not is_promised(role, *first.first):
            if first.begin == "lower":
                large = self._begins_large(index)
                most.append(weights.small_title if large else weights.small)
            elif role.name in NAMES:
                most.append(weights.strange)
        return min(most, default=float("inf"))

    def _begins_large(self, index: int) -> bool:
        """Whether the cells of a column are titles that begin in capitals, as far as is known."""
        column = self._lessons.columns[index]
        is_title = column.role.name == "title" and not index
        return is_title and column.begins["upper"] >= column.begins["lower"]

    def _share(self, begin: str) -> float:
        """How many of the cells of a table begin so."""
        known = self._shares.get(begin)
        if known is None:
            share = self._weights.begin_border.get(begin, self._weights.meeting.rest)
            prior = self._weights.start.table_prior
            seen = self._lessons.begins
            known = (seen[begin] + prior * share) / (seen.total() + prior)
            self._shares[begin] = known
        return known
