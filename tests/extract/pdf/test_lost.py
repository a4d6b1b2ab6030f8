"""Cells that print a character of which the file does not say which it is are in doubt."""

from itertools import accumulate

import pytest

from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.letters.chars import Ink, PageChars, Style
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.letters.unknown_letters import (
    ANOTHER,
    BOXED,
    UNKNOWN,
    another_in,
    prints_boxes,
    unknown_in,
)
from pipeline.extract.pdf.lost import in_doubt
from pipeline.extract.pdf.tables.found import Table
from pipeline.extract.ruled.lattice import find_ruled
from pipeline.extract.ruled.lines import Rule


def piece(text: str, x0: float, x1: float) -> Piece:
    return Piece(text, x0, x1, 30.0, 10.0, False, False, False, 0, len(text))


def words(whole: Piece) -> list[Piece]:
    each = whole.text.split()
    step = (whole.x1 - whole.x0) / len(each)
    return [piece(w, whole.x0 + k * step, whole.x0 + (k + 1) * step) for k, w in enumerate(each)]


def test_the_cell_of_the_word_alone() -> None:
    across = [Rule(y, 0.0, 200.0) for y in (10.0, 40.0, 70.0)]
    lattices, _ = find_ruled(across, [Rule(x, 10.0, 70.0) for x in (0.0, 100.0, 200.0)])
    over_both = piece("90 \ufffd90", 60.0, 160.0)
    table = in_doubt([Table(lattices[0])], unknown_in([over_both], words))[0]
    assert dict(table.doubts) == {lattices[0].owner[0][1]: UNKNOWN}


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["N\u25a0i v\u25a0", "\u25a0 Bàn"], 3),  # the font lacks `ộ`, `ụ`
        (["\u25a0\u25a0 án"], 1),
        (["\u25a0 Bàn giao", "\u25a1Có \u25a1Không"], 0),  # a bullet, boxes to be ticked
        (["Có\u25a1 Không\u25a1", "\u25a1\u25a1/\u25a1\u25a1/2026"], 0),  # and boxes for digits
    ],
)
def test_words_with_boxes_for_letters(texts: list[str], told: int) -> None:
    lines = [piece(text, 0.0, 90.0) for text in texts]
    assert [lost.why for lost in unknown_in(lines, words)] == [BOXED] * told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ñánh giá mức ñộ của ñiện", 3),  # `ñ` is given for `đ`
        ("Ñánh giá mức ñộ", 0),  # so few may be names
        ("B\u06c3 N\u06c3i v\u06c3", 3),  # a letter of another script within words
        ("España señor mañana niño", 0),
        ("Zürich Düsseldorf Müller", 0),
        ("điện độ đánh 8 kΩ 5 MΩ", 0),
        ("25 ºC Nº 5 kΩ MΩ Ω Čư Čô Ča", 0),  # units, signs and short names tell nothing
        (f"ñ{''.join(map(chr, range(0x4E00, 0x5A00)))} ñiện ñổi ñịnh", 0),
    ],
)
def test_words_with_another_letter_than_is_printed(text: str, told: int) -> None:
    found = another_in(text, [piece(text, 0.0, 90.0)], words)
    assert [lost.why for lost in found] == [ANOTHER] * told


def printed(breadths: list[tuple[str, float]]) -> PageChars:
    """Characters of one font at 10 points, each with its breadth, side by side."""
    ends = [*accumulate(breadth for _, breadth in breadths)]
    starts = [0.0, *ends[:-1]]
    style = Style(("Font", 0), 10.0, 0, False, False, False, 0)  # type: ignore[arg-type]
    frame = Frame(0, 0.0, 0.0, 500.0, 500.0)
    text = "".join(char for char, _ in breadths)
    owners: list[int | None] = [0] * len(text)
    inks = {0: Ink(style, 0.0, 0.0)}
    return PageChars(text, starts, ends, owners, inks, frame, frame, 0, "\x00" * 24)


@pytest.mark.parametrize(
    ("others", "are_boxes"),
    [
        ([("i", 2.5), ("m", 8.0)], True),
        ([("i", 6.0), ("m", 6.0)], False),  # a typewriter's letters are all as broad
        ([], False),  # nor is there a text to be read
    ],
)
def test_letters_of_one_breadth_are_boxes_where_others_differ(
    others: list[tuple[str, float]], are_boxes: bool
) -> None:
    assert prints_boxes(printed([("\x00", 6.0), *others] * 24)) == are_boxes
