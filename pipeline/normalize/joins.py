"""Is the first row of a page the rest of the last row of the page before?

A blank number is not proof: the row may stand beside a number merged over the break, or be one
of its own. The decision is a score from what the page and the text show; score and reasons go
into `repairs`, so that a wrong join can be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.normalize.captions import is_upper

THRESHOLD = 0.5
_PRIOR = 0.5
_FULL_ROW = 3
_MIN_LEARNED = 10
"""Rows from which on the words that begin the cells of a column are known."""


@dataclass(frozen=True, slots=True)
class Join:
    """The decision about one row: joined when `score` (0–1) reaches the threshold."""

    score: float
    reasons: tuple[str, ...]

    @property
    def joined(self) -> bool:
        """Whether the row belongs to the one before."""
        return self.score >= THRESHOLD


class Beginnings:
    """The words that begin the cells of each column, learned from the whole rows of a table."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._words: list[set[str]] = []
        self._rows = 0
        for texts in rows:
            self._rows += 1
            self._words += [set() for _ in range(len(texts) - len(self._words))]
            for words, text in zip(self._words, texts, strict=False):
                words.add(_first_word(text))

    def is_new(self, column: int, text: str) -> bool:
        """Whether no cell of the column begins as `text` does; False while little is known."""
        return (
            self._rows >= _MIN_LEARNED
            and column < len(self._words)
            and _first_word(text) not in self._words[column]
        )


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0].casefold()


def judge(
    above: Sequence[str],
    below: Sequence[str],
    title: int | None,
    open_edge: bool,
    beginnings: Beginnings,
) -> Join:
    """Weigh whether the texts `below` go on with the row whose cells so far read `above`.

    Both are texts by column, the number column left out as blank; `title` is the position of
    the title column, `open_edge` whether the rule between the two pages is missing,
    `beginnings` how the cells of the table begin.
    """
    printed = [i for i, text in enumerate(below) if text]
    new = [i for i in printed if beginnings.is_new(i, below[i])]
    starts_low = [i for i in printed if _goes_on(below[i])]
    score, reasons = _PRIOR, []

    def weigh(condition: bool, weight: float, reason: str) -> None:
        nonlocal score
        if condition:
            score += weight
            reasons.append(reason)

    weigh(bool(starts_low), 0.3, "begins inside a sentence")
    weigh(open_edge, 0.3, "no rule at the page edge")
    weigh(any(_is_open(above[i]) for i in printed), 0.1, "the text above is not finished")
    weigh(any(above[i].endswith(below[i]) for i in printed if above[i]), 0.2, "repeated end")
    weigh(2 * len(new) > len(printed), 0.2, "no cell of the column begins so")
    weigh(len(printed) < len([t for t in above if t]), 0.05, "fewer cells than the row above")
    fresh = not starts_low and title in printed and title not in new
    weigh(fresh and len(printed) >= _FULL_ROW, -0.5, "a full row that begins anew")
    weigh(fresh and len(printed) == _FULL_ROW - 1, -0.2, "begins anew")
    alone = printed == [title] and title is not None
    weigh(
        alone and is_upper(below[title or 0]) and not is_upper(above[title or 0]),
        -0.6,
        "a heading in capitals",
    )
    weigh(any(not above[i] for i in printed), -0.15, "fills a cell that was blank above")
    return Join(round(min(1.0, max(0.0, score)), 2), tuple(reasons))


def _goes_on(text: str) -> bool:
    """Whether a text cannot begin a cell: it starts in lower case or with a closing mark."""
    return text[0].islower() or text[0] in ",.;:)]”/%"


def _is_open(text: str) -> bool:
    """Whether a text stops in the middle: no closing mark at its end."""
    return bool(text) and (text[-1].isalnum() or text[-1] in ",-/(") and not text[-1].isupper()
