"""The gaps of all lines of a page, and the best of them for its borders: found for all lines at
once, as arrays of lines by gaps (before the first word, between words, after the last)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.spaced.lines.words import Word, wide_gaps

Lines = Sequence[Sequence[Word]]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of lines: `flat` is where each is among those of all lines one after another (the
    place behind all of them where a line has no more), `at` where those of each line begin, `last`
    the last gap of each line; which gaps are `wide`, the column of the word behind them (of the
    last, nothing), how many wide ones stand `before` each gap, and behind the last in all; `head`
    is where the first word of each line ends (nowhere, for a blank line)."""

    flat: Whole
    at: Sequence[int]
    last: Whole
    wide: Truths
    behind: Floats
    before: Floats
    head: Floats

    @classmethod
    def of(cls, lines: Lines) -> Gaps:
        """Those of the lines of a page."""
        last = np.array([len(words) for words in lines], dtype=np.int64)
        at = [0, *np.cumsum(last + 1).tolist()]
        shape = len(lines), int(last.max(initial=0)) + 1
        wide, behind = np.zeros(shape, dtype=bool), np.zeros(shape)
        for line, words in enumerate(lines):
            behind[line, : len(words)] = [word.x0 for word in words]
            wide[line, 1 : len(words)] = wide_gaps(words)
        places = np.arange(shape[1])
        flat = np.where(places <= last[:, None], np.array(at[:-1])[:, None] + places, at[-1])
        before = np.cumsum(np.pad(wide, ((0, 0), (1, 0))), axis=1).astype(float)
        head = np.array([words[0].x1 if words else np.inf for words in lines])
        return cls(flat, at, last, wide, behind, before, head)

    def begin_rows(self, paths: Floats) -> Truths:
        """Which lines begin with a number, and have cells beside it, the first border running on a
        path."""
        return (self.head <= paths[:, 0] + 1) & (self.before[:, -1] > 1)

    def best(self, costs: Floats, blank: Floats, unused: float) -> Whole:
        """Lines by borders: the best gaps for the borders, from left to right. `costs` is what a
        border costs at each of the gaps of all lines, `blank` what it costs lines that a column is
        blank, `unused` what each wide gap costs that parts no columns."""
        padded = np.full((len(costs), costs.shape[1] + 1), np.inf)
        padded[:, :-1] = costs
        before = unused * self.before
        lines = np.arange(len(self.last))
        best = padded[0][self.flat] + before[:, :-1]
        back: list[Whole] = []
        for border in range(1, len(costs)):
            found, came = _step(best, before, blank[:, border])
            best = found + padded[border][self.flat]
            back.append(came)
        best[lines, self.last] += blank[:, -1]
        total = best + before[lines, self.last + 1][:, None] - before[:, 1:]
        ends = [total.argmin(axis=1)]
        for came in reversed(back):
            ends.append(came[lines, ends[-1]])
        return np.stack(ends[::-1], axis=1)


def _step(best: Floats, before: Floats, blank: Floats) -> tuple[Floats, Whole]:
    """From the best way to each gap for one border to that for the next: through the same gap, or
    one further right, every wide gap between them costing; and where each comes from."""
    own = best - before[:, 1:]
    least = np.full(best.shape, np.inf)
    least[:, 1:] = np.minimum.accumulate(own, axis=1)[:, :-1]
    places = np.arange(best.shape[1])
    place = np.zeros(best.shape, dtype=np.int64)
    place[:, 1:] = np.maximum.accumulate(np.where(own < least, places, 0), axis=1)[:, :-1]
    through, across = best + blank[:, None], least + before[:, :-1]
    further = across < through
    return np.where(further, across, through), np.where(further, place, places)
