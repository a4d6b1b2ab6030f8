"""Letters among figures, capitals in a sentence, two noughts alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.ocr.misfits import in_figures, misfit_fixes
from pipeline.normalize.ocr.pieces import fixed
from tests.normalize.ocr.lines import line

CASES = [
    ("Mã số 62OI", "Mã số 6201"),
    ("năm 2O25.", "năm 2025."),
    ("CH.TH.l6", "CH.TH.16"),
    ("khí CO2, O2 và 500l nước", "khí CO2, O2 và 500l nước"),
    ("Quý I/2026, Phụ lục I.5", "Quý I/2026, Phụ lục I.5"),
    ("TỶ lệ hộ nghèo", "Tỷ lệ hộ nghèo"),
    ("HỖ TRỢ doanh nghiệp", "HỖ TRỢ doanh nghiệp"),
    ("Bộ TƯ lệnh", "Bộ TƯ lệnh"),
    ("0 0", "%"),
    ("0 0 1", "0 0 1"),
]
"""Lines as they are read, and what they say. `TƯ` has no tone: it may be an abbreviation."""


@pytest.mark.parametrize(("read", "meant"), CASES)
def test_what_fits_nothing_around_it_is_what_it_must_be(read: str, meant: str) -> None:
    lines = (line(read),)
    assert [one.text for one in fixed(lines, misfit_fixes(lines))] == [meant]


@given(st.text("0123456789./-,% ", max_size=20))
def test_figures_stay_as_they_are(text: str) -> None:
    assert in_figures(text) == text


@given(st.text("0123456789OoIlA./-", max_size=14))
def test_nothing_but_letters_among_figures_changes_and_nothing_twice(text: str) -> None:
    found = in_figures(text)
    assert len(found) == len(text)
    assert all(a == b or (a in "OoIl" and b in "01") for a, b in zip(text, found, strict=True))
    assert in_figures(found) == found
