"""Whether the columns of the page before are those of the next."""

from __future__ import annotations

from pipeline.extract.aligned.region import still_hold
from pipeline.extract.aligned.words import Measure, Stretch, TextLine

MEASURE = Measure(blank=3.0, thin=2.4, slack=1.2)
BOUNDS = (40.0, 100.0, 160.0)


def _line(top: float, *texts: tuple[str, float, float]) -> TextLine:
    return TextLine(top, top + 10, tuple(Stretch(t, x0, x1, False, top + 5) for t, x0, x1 in texts))


def _row(top: float) -> TextLine:
    return _line(top, ("Số hóa", 45, 90), ("Bộ Y tế", 105, 150), ("2026", 165, 190))


HEADING = _line(0, ("III.", 5, 20), ("Đầu tư, hoàn thiện", 45, 130), ("hạ tầng số", 140, 190))
"""Of two lines laid over each other, whose words leave white behind the third column."""
PARTED = _line(
    20, ("1", 5, 10), ("Số hóa", 45, 60), ("hồ sơ", 80, 95), ("Bộ", 105, 110), ("2026", 165, 190)
)


def test_a_heading_whose_words_leave_white_between_runs_over_columns() -> None:
    rows = [HEADING, _row(20), _row(40), _row(60)]
    assert still_hold(rows, BOUNDS, 2, MEASURE)


def test_a_header_that_named_all_columns_leaves_no_more_to_justified_lines() -> None:
    rows = [PARTED, _row(40), _row(60)]
    assert not still_hold(rows, BOUNDS, 4, MEASURE)
    assert still_hold(rows, BOUNDS, 4, MEASURE, named=True)


def test_another_header_names_other_columns() -> None:
    header = _line(0, ("STT", 5, 25), ("Đơn vị", 45, 90), ("Số", 165, 180))
    assert not still_hold([header, PARTED, _row(40)], BOUNDS, 4, MEASURE, named=True)
