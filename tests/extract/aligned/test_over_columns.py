"""Texts over columns whose bounds are drawn."""

from __future__ import annotations

import pytest

from pipeline.extract.aligned.over_columns import joined_over
from pipeline.extract.aligned.words import Measure, Stretch, TextLine

MEASURE = Measure(blank=5.0, thin=1.0, slack=1.0)


def line(*places: tuple[float, float]) -> TextLine:
    """A line of words from place to place."""
    return TextLine(0.0, 10.0, tuple(Stretch("tên", x0, x1) for x0, x1 in places))


@pytest.mark.parametrize(
    ("words", "bounds", "found"),
    [
        pytest.param(
            [(0, 10), (30, 45), (52, 70), (77, 95), (102, 120)],
            [20.0, 60.0, 100.0],
            [(0, 10), (30, 120)],
            id="a heading set to both edges, a bound in one of its blanks",
        ),
        pytest.param(
            [(0, 10), (30, 45), (52, 58), (64, 80)], [20.0, 61.0], None, id="words in their columns"
        ),
        pytest.param(
            [(30, 45), (48, 62), (70, 80)], [61.5], None, id="a word that reaches into a bound"
        ),
    ],
)
def test_a_word_over_a_bound_joins_those_of_its_text(
    words: list[tuple[float, float]],
    bounds: list[float],
    found: list[tuple[float, float]] | None,
) -> None:
    joined = joined_over(line(*words), bounds, MEASURE)
    assert [(word.x0, word.x1) for word in joined.words] == (found or words)


def test_lines_laid_over_each_other_are_joined_each() -> None:
    upper, lower = line((0, 12), (16, 30)), line((40, 50), (53, 70))
    both = TextLine(0.0, 14.0, (*upper.words, *lower.words), (upper, lower))
    joined = joined_over(both, [20.0, 60.0], MEASURE)
    assert [(word.x0, word.x1) for word in joined.words] == [(0, 30), (40, 70)]
    assert [len(part.words) for part in joined.parts] == [1, 1]
