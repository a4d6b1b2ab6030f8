"""Lines under words, told from the rules of a table by how near the letters they lie."""

from __future__ import annotations

import pytest

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.shown.underlined import without_underlines
from pipeline.extract.ruled.lines import Rule

TEXT = Piece("Công an tỉnh", 103.0, 160.0, 200.0, 11.0, False, False, False, 0, 12)
WALLS = [Rule(100.0, 150.0, 260.0), Rule(190.0, 150.0, 260.0)]


def _kept(rule: Rule) -> bool:
    return without_underlines([rule], WALLS, [TEXT], lambda piece: [piece]) == [rule]


@pytest.mark.parametrize("below", [0.5, 1.2, 2.0])
@pytest.mark.parametrize("ends", [(103.0, 160.0), (101.0, 189.0)])
def test_a_line_right_under_words_or_over_their_whole_cell_bounds_nothing(
    below: float, ends: tuple[float, float]
) -> None:
    assert not _kept(Rule(200.0 + below, *ends))


@pytest.mark.parametrize(
    "rule",
    [
        Rule(202.7, 100.0, 190.0),  # letters end above it
        Rule(201.2, 100.0, 300.0),  # goes on over the wall
        Rule(201.2, 70.0, 140.0),  # ends inside a word
        Rule(188.0, 100.0, 190.0),  # above the words
    ],
)
def test_a_rule_of_the_table_stays(rule: Rule) -> None:
    assert _kept(rule)
