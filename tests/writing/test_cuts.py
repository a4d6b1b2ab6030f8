"""Numbers that the end of a line cuts."""

from __future__ import annotations

import pytest

from pipeline.writing.cuts import is_cut_amount


@pytest.mark.parametrize(
    ("above", "below", "cut"),
    [
        ("110.00", "0", True),
        ("1.250.", "000", True),
        ("(5.0", "00)", True),
        ("110.000", "0", False),
        ("14.000", "15.500", False),
        ("12,5", "0", False),
        ("10.0", "9", False),
        ("Quý", "2", False),
    ],
)
def test_a_number_cut_in_its_last_group(above: str, below: str, cut: bool) -> None:
    assert is_cut_amount(above, below) is cut
