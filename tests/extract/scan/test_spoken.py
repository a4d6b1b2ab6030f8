"""What a line under a black seal says."""

from __future__ import annotations

import pytest

from pipeline.extract.scan.spoken import says
from pipeline.model import ReadWord

LINES = [
    ((("chỉ", 0.68),), True),
    ((("N", 0.68),), False),  # a letter of the seal
    ((("chỉ", 0.4),), False),
    ((("2026", 0.68),), False),
    ((("»", 0.1), ("trường", 0.62)), True),
]


@pytest.mark.parametrize(("words", "told"), LINES)
def test_a_syllable_as_sure_as_the_seal_leaves_it_is_print(
    words: tuple[tuple[str, float], ...], told: bool
) -> None:
    read = [ReadWord(text, sure, 0.0, 0.0, 9.0, 9.0) for text, sure in words]
    assert says(read, 0.7) is told
