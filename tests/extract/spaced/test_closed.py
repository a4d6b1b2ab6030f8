"""What closes white inside cells moves no word, whatever tells it where that stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.spaced.lines.justified import with_lines_closed
from pipeline.extract.spaced.lines.stretched import with_words_closed
from pipeline.extract.spaced.lines.words import SpacedLine, Word

Close = Callable[[Sequence[SpacedLine]], list[SpacedLine]]


@pytest.mark.parametrize(
    "close",
    [
        pytest.param(with_words_closed, id="narrow grid"),
        pytest.param(lambda rows: with_lines_closed(rows, [])[0], id="both edges"),
    ],
)
@given(
    lines=st.lists(st.lists(st.integers(1, 6), min_size=3, max_size=9), min_size=30, max_size=40)
)
def test_words_keep_their_places_and_never_overlap(close: Close, lines: list[list[int]]) -> None:
    rows: list[SpacedLine] = []
    for at, gaps in enumerate(lines):
        words = [Word(0, 3, "một")]
        for gap in gaps:
            words.append(Word(words[-1].x1 + gap, words[-1].x1 + gap + 3, "hai"))
        rows.append(SpacedLine(at, tuple(words)))
    for row, own in zip(rows, close(rows), strict=True):
        assert [(word.x0, word.text) for word in own.words] == [(w.x0, w.text) for w in row.words]
        assert all(one.x1 < other.x0 for one, other in pairwise(own.words))
