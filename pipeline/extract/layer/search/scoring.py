"""What a model says of the numbers of a catalogue: every score once, for all rows."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import MOST_LINES
from pipeline.extract.layer.search.catalogue import (
    UNKNOWN,
    Catalogue,
    Numbers,
    Scores,
    Told,
    Truths,
    catalogue_of,
)
from pipeline.extract.layer.signs.words import SPACE

MEMORIES = 2 * MOST_LINES + 2
"""What can be remembered of the cell before: lines up to three, and whether one was left blank."""


class Scoring:
    """The scores of one model, by column and number; what is new in the catalogue is scored when
    it is asked for."""

    def __init__(self, model: TableModel, catalogue: Catalogue) -> None:
        self.model, self.catalogue = model, catalogue
        self.columns = range(len(model.columns))
        width = len(model.columns)
        self._words = np.empty((width, 0))
        self._lines = np.empty((width, 0))
        self._starts = np.empty((width, 0))
        self._kinds = np.empty((width, 0))
        self._cuts = np.empty((1, 0))
        self._begins_again = np.empty(0, dtype=bool)
        self._begun = {
            text[:end]
            for column in self.columns
            for text in model.repeated(column)
            for end in range(1, len(text) + 1)
        }
        """All that texts begin with that a column has again and again."""
        self._borders = np.empty((0, MEMORIES, MOST_LINES + 1))
        self.meetings = np.empty((0, 0))
        """By the end of a line and the beginning of the next."""
        self.inside = np.empty(0)
        """By the sign between two lines."""

    def read(self, lines: Numbers) -> None:
        """Score the words of some lines in every column, and the few things of which all are asked
        for: signs, ends and beginnings."""
        catalogue, model = self.catalogue, self.model
        shape = len(catalogue.ends), len(catalogue.begins)
        if self.meetings.shape != shape:
            self.meetings = np.array([
                [model.meeting(end, begin) for begin in catalogue.begins]
                for end in catalogue.ends
            ])  # fmt: skip
        if len(self.inside) != len(catalogue.signs):
            self.inside = np.array([model.inside(sign) for sign in catalogue.signs])
        self._read_lines(lines)

    def _read_lines(self, lines: Numbers) -> None:
        self._lines = _wider(self._lines, len(self.catalogue.lines))
        new = lines[np.isnan(self._lines[0, lines])]
        for column in self.columns:
            if not self.model.knows_words(column):
                self._lines[column, new] = 0.0
        told = [column for column in self.columns if self.model.knows_words(column)]
        if told and len(new):
            self._lines[np.ix_(told, new)] = self._sums(np.array(told), new)

    def _sums(self, told: Numbers, lines: Numbers) -> Scores:
        facts, weights = self.catalogue.facts(), self.model.weights.words
        at, count, every = facts.at[lines], facts.many[lines], self.catalogue.spelled()
        self._read_words(told, every[spread(at, count)])
        sums = np.zeros((len(told), len(lines)))
        for place in range(int(count.max())):
            longer = np.flatnonzero(count > place)
            sums[:, longer] += self._words[np.ix_(told, every[at[longer] + place])]
        score: Scores = np.minimum(np.maximum(weights.weight * sums, weights.low), weights.high)
        return score

    def _read_words(self, told: Numbers, words: Numbers) -> None:
        self._words = _wider(self._words, len(self.catalogue.words))
        new = _each_once(words[np.isnan(self._words[told[0], words])])
        every = list(self.catalogue.words)
        texts = [every[word] for word in new]
        for column, scores in self.model.words(told.tolist(), texts):
            self._words[column, new] = scores

    def usual(self, column: int, heading: Truths) -> tuple[Scores, Scores]:
        """How usual it is that a column is blank, and that it is not, in rows under a label of a
        heading or not."""
        model = self.model
        return (
            np.where(heading, model.blank(column, True), model.blank(column, False)),
            np.where(heading, model.filled(column, True), model.filled(column, False)),
        )

    def line(self, column: int, lines: Numbers, unlimited: bool = False) -> Scores:
        """How well lines fit a column, by words that were scored and by their width."""
        known: Scores = self._lines[column, lines]
        return known if unlimited else known + self._overflow(column, lines)

    def _overflow(self, column: int, lines: Numbers) -> Scores:
        own, most = self.model.columns[column], self.model.weights.overflow.most
        size, slope = self.catalogue.facts().width[lines], self.model.overflow_slope(column)
        cost = -np.minimum(most, slope * (size - own.reach) / own.reach)
        return np.where(size <= own.reach, 0.0, cost)

    def wrap(self, column: int, lines: Numbers, others: Numbers) -> Scores:
        """What it costs that lines end where the first word of the next had room."""
        own, weights, facts = (
            self.model.columns[column], self.model.weights.wrap, self.catalogue.facts()
        )  # fmt: skip
        if self.model.is_wide(column):
            return np.zeros(len(lines))
        room = (own.limit - facts.width[lines] - SPACE - facts.head[others]) / own.limit
        sure = own.wraps / (own.wraps + weights.wraps)
        cost = -np.minimum(weights.most, weights.base + weights.slope * (room - weights.room))
        typed = (facts.stopped[lines] | facts.point[others]).astype(bool)
        cost = np.where(typed, weights.typed * (cost * sure), cost * sure)
        return np.where(room <= weights.room, 0.0, cost)

    def meet(self, lines: Numbers, others: Numbers) -> Scores:
        """What the ends of lines and the beginnings of the next tell."""
        facts = self.catalogue.facts()
        return self.meetings[facts.end[lines], facts.begin[others]]

    def cells(
        self, column: int, lines: Scores, filled: Scores, heads: Numbers, told: Told
    ) -> Scores:
        """How good cells are, from how well their `lines` fit, how usual it is that the column is
        `filled`, the line each begins with, and what its lines tell together."""
        return lines + filled + self.start(column, heads) + self.finish(column, heads, told)

    def start(self, column: int, lines: Numbers) -> Scores:
        """How well lines begin a cell of a column."""
        starts = self.catalogue.facts().start[lines]
        self._starts = _wider(self._starts, len(self.catalogue.starts))
        for new in _unknown(self._starts[column], starts):
            self._starts[column, new] = self.model.start(column, self.catalogue.starts[new])
        score: Scores = self._starts[column, starts]
        return score

    def finish(self, column: int, heads: Numbers, told: Told) -> Scores:
        """How well whole texts that begin with these lines are cells of a column."""
        every, kinds = list(self.catalogue.kinds), told.kinds
        self._kinds = _wider(self._kinds, len(every))
        for new in _unknown(self._kinds[column], kinds):
            self._kinds[column, new] = self.model.kind(column, every[new])
        score: Scores = self._kinds[column, kinds]
        some = np.flatnonzero(self._may_repeat(column, heads))
        if len(some):
            some = some[self._has_room(column, *told.sizes(some))]
        if len(some):
            score[some] += self._repeated(column, told.texts(some))
        return score

    def _may_repeat(self, column: int, heads: Numbers) -> Truths:
        """Whether a text that begins with a line may be one that the column has again and again."""
        if not self.model.repeated(column):
            return np.zeros(len(heads), dtype=bool)
        if (known := len(self._begins_again)) < len(self.catalogue.lines):
            begun = [line.text in self._begun for line in self.catalogue.lines[known:]]
            self._begins_again = np.concatenate((self._begins_again, np.array(begun, dtype=bool)))
        return self._begins_again[heads]

    def _has_room(self, column: int, least: Numbers, most: Numbers) -> Truths:
        """Whether a text that the column has again and again has so many characters: few have, and
        of all others the text need not be read."""
        sizes = np.array(sorted({len(text) for text in self.model.repeated(column)}))
        room: Truths = np.searchsorted(sizes, least) < np.searchsorted(sizes, most, side="right")
        return room

    def _repeated(self, column: int, texts: Numbers) -> Scores:
        gains = np.zeros(len(self.catalogue.texts))
        for text, gain in self.model.repeated(column).items():
            number = self.catalogue.texts.get(text)
            if number is not None:
                gains[number] = gain
        return gains[texts]

    def cut(self, cuts: Numbers) -> Scores:
        """How likely lines are cut in these ways."""
        self._cuts = _wider(self._cuts, len(self.catalogue.cuts))
        for new in _unknown(self._cuts[0], cuts):
            self._cuts[0, new] = self.model.cut(*self.catalogue.cuts[new])
        score: Scores = self._cuts[0, cuts]
        return score

    def cut_off(self, cuts: Numbers) -> Scores:
        """The same where a cell begins inside a line, and nothing where it does not (`UNKNOWN`)."""
        inside = np.flatnonzero(cuts != UNKNOWN)
        score = np.zeros(len(cuts))
        score[inside] = self.cut(cuts[inside])
        return score

    def borders(self, signs: Numbers, memories: Numbers) -> Scores:
        """How usual signs are between two cells, by what is remembered of the first one and by the
        lines of the second, one row each."""
        every = list(self.catalogue.signs)
        have = len(self._borders)
        if have < len(every):
            more = np.full((len(every) - have, *self._borders.shape[1:]), np.nan)
            self._borders = np.concatenate((self._borders, more))
        for new in _unknown(self._borders[:, :, 0].ravel(), signs * MEMORIES + memories):
            sign, memory = divmod(new, MEMORIES)
            self._borders[sign, memory] = [
                self.model.border(every[sign], memory // 2, size, bool(memory % 2))
                for size in range(MOST_LINES + 1)
            ]
        return self._borders[signs, memories]


def _wider(scores: Scores, width: int) -> Scores:
    """Room for the scores of so many numbers, unknown ones not a number."""
    if scores.shape[1] >= width:
        return scores
    more = np.full((len(scores), width - scores.shape[1]), np.nan)
    return np.concatenate((scores, more), axis=1)


def _unknown(scores: Scores, numbers: Numbers) -> list[int]:
    """The numbers among these that have no score."""
    return _each_once(numbers[np.isnan(scores[numbers])])


def _each_once(numbers: Numbers) -> list[int]:
    """Numbers in order, equal ones once. NumPy has a function for it, which loads its masked arrays
    to do so: that takes a process longer than all it is asked here."""
    return sorted(set(numbers.tolist()))


def spread(at: Numbers, count: Numbers) -> Numbers:
    """All numbers of stretches that begin `at` and are `count` long."""
    total = int(count.sum())
    ends = np.cumsum(count)
    return np.arange(total) - np.repeat(ends - count - at, count)


@lru_cache(maxsize=2)
def scoring_of(model: TableModel) -> Scoring:
    """The scores of a model in use."""
    return Scoring(model, catalogue_of(model.ground))
