"""Rows whose numbers stand at their middle are told by a number between two lines of a column."""

import pytest

from pipeline.extract.aligned.centred import is_centred
from pipeline.extract.aligned.shape import Shape
from pipeline.extract.aligned.strips import ColumnText, TableLine
from pipeline.extract.aligned.words import Stretch

SHAPE = Shape(columns=3, number=0, leading=2.0, height=10.0, wide=6.0)


def line(*texts: tuple[int, str, float]) -> TableLine:
    """A line of a table: column, text and height of the middle of each."""
    ys = [y for _, _, y in texts]
    words = (
        ColumnText(column, column, Stretch(text, 50.0 * column, 50.0 * column + 30, y=y))
        for column, text, y in texts
    )
    return TableLine(min(ys) - 5, max(ys) + 5, tuple(words))


@pytest.mark.parametrize(("above", "below", "centred"), [(-6.0, 6.0, True), (0.0, 12.0, False)])
def test_a_number_between_two_lines_of_a_column(above: float, below: float, centred: bool) -> None:
    strips = []
    for number in range(1, 5):
        y = 40.0 * number
        beside = (0, str(number), y), (1, f"10.00{number}", y)
        upper, lower = (2, "Gói", y + above), (2, "01 kg", y + below)
        strips += [line(upper), line(*beside), line(lower)] if centred else [
            line(*beside, upper), line(lower)
        ]  # fmt: skip
    labelled = [at for at, strip in enumerate(strips) if 0 in strip.columns]
    assert is_centred(strips, SHAPE, labelled) is centred
