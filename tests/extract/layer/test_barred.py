"""Places inside lines at which no cell meets another, in rows that began on a page before."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Strip
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.search.catalogue import Catalogue
from pipeline.extract.layer.search.row_arrays import cut_bounds, figures_of
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.weights import WEIGHTS
from pipeline.extract.layer.signs.words import ink, role_of

WORDS = ["xây", "dựng", "đề", "án", "Bộ", "khi", "a)", "tháng", "12/2026", "²", "g²", "-", "3", "ß"]
LINES = [*["xây dựng đề án", "xây dựng đề án khi"] * 20, "Bộ xây dựng", *["Bộ khi án"] * 40]
GROUND = Background.of(LINES, WEIGHTS.following)
MODEL = TableModel([role_of("Nội dung"), role_of("Ghi chú")], GROUND, Counter("0"))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), st.booleans())
def test_they_are_those_at_which_no_cut_of_the_line_counts(words: list[str], later: bool) -> None:
    text = " ".join(words)
    strip = Strip([LinePiece(text, 1, "0")], later)
    barred = figures_of(strip, Catalogue(GROUND), cut_bounds(WEIGHTS)).barred
    for end, (_, offset) in enumerate(strip.at[:-1]):
        rest = ink(text[offset:])
        cuts = [
            MODEL.cut(ink(text[begin:offset].rstrip()), rest, later) for _, begin in strip.at[:end]
        ]
        if barred[end]:
            assert max(cuts) < WEIGHTS.search.no_cut
        elif cuts and later and rest.begin == "lower" and "²" not in words:
            assert max(cuts) >= WEIGHTS.search.no_cut


def test_words_that_follow_each_other_again_and_again_are_parted_nowhere() -> None:
    strip = Strip([LinePiece("xây dựng khi Bộ", 1, "0")], later=True)
    barred = figures_of(strip, Catalogue(GROUND), cut_bounds(WEIGHTS)).barred
    assert list(barred) == [False, True, False, False]
