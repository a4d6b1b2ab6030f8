"""A cell that begins where those of the column before it do, which is blank."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.doubts import PrintedRow, doubts, habits, places
from pipeline.extract.spaced.lines.words import Word


def _row(number: int, name: str, other: str, at: int = 40) -> PrintedRow:
    def cell(x0: int, text: str) -> tuple[list[Word], ...]:
        return ([Word(x0, x0 + len(text), text)],) if text else ()

    return PrintedRow((cell(0, str(number)), cell(10, name), cell(at, other)), labelled=True)


@pytest.mark.parametrize(("at", "doubted"), [(10, True), (12, True), (30, False), (40, False)])
def test_it_may_have_the_words_of_both(at: int, doubted: bool) -> None:
    rows = [_row(n, f"Chất thứ {n}", f"Substance {n}") for n in range(1, 40)]
    rows.insert(20, _row(40, "", "Chất Substance", at))
    usual = habits(("TT", "Tên", "Tên tiếng Anh"), rows)
    found = doubts(rows[20], usual, places(rows))
    assert ("the column before it" in found.get(2, "")) == doubted
