"""Corridors that the names of columns show."""

from __future__ import annotations

import pytest

from pipeline.extract.aligned.corridors import Corridor
from pipeline.extract.aligned.levels import without_upper
from pipeline.extract.aligned.named import beside_numbers
from pipeline.extract.aligned.words import Measure, Stretch, TextLine

POINTS = Measure(blank=4.6, thin=2.6, slack=1.3)
Word = tuple[str, float, float]
NAMES = [("STT", 10.0, 30.0), ("Nội dung", 60.0, 100.0), ("Đơn vị", 170.0, 200.0)]
NUMBERS = Corridor(30.0, 40.0, 5)
END = ("Quý I", 255.0, 280.0)


def line(y: float, *words: Word) -> TextLine:
    return TextLine(y, y + 10, tuple(Stretch(text, x0, x1, y=y + 5) for text, x0, x1 in words))


def rows(*beside: tuple[float, float]) -> list[TextLine]:
    """A header, and rows of whose texts the first ends, the second begins at a place each."""
    return [
        line(0, *NAMES, ("Hạn", 260, 280)),
        *(
            line(20.0 * at, (str(at), 15, 20), ("Việc", 40, end), ("Sở", begin, 190), END)
            for at, (end, begin) in enumerate(beside, start=1)
        ),
    ]


@pytest.mark.parametrize(
    ("beside", "white"),
    [
        # a text that fills its column beside one set to the left of its own
        ([(90, 162), (160, 162), (120, 162), (155, 162)], (160, 162)),
        ([(90, 165), (160, 162), (120, 168), (155, 174)], None),  # it has no edge
        ([(90, 160.5), (160, 160.5), (120, 160.5), (155, 160.5)], None),  # it has no white
    ],
)
def test_white_thinner_than_a_blank_with_an_edge_behind_it_parts_two_names(
    beside: list[tuple[float, float]], white: tuple[float, float] | None
) -> None:
    found = beside_numbers([NUMBERS, Corridor(200, 255, 5)], rows(*beside), POINTS, 9)
    assert [(one.lo, one.hi) for one in found[1:-1]] == ([white] if white else [])


def test_white_before_numbers_set_to_the_right_gives_way_to_that_behind_them() -> None:
    names = line(0, *NAMES, ("Chủ trì", 250, 280))
    ends = [("5", 225.0), ("100", 215.0), ("35", 220.0), ("7", 225.0), ("12", 220.0)]
    body = [
        line(20.0 * at, (str(at), 15, 20), ("Việc", 40, 90), (text, x0, 230), ("Sở", 232, 250))
        for at, (text, x0) in enumerate(ends, start=1)
    ]
    whites = [NUMBERS, Corridor(100, 170, 5), Corridor(200, 215, 1)]
    found = beside_numbers(whites, [names, *body], POINTS, 9)
    assert [(one.lo, one.hi) for one in found[2:]] == [(230, 232)]


def test_a_name_over_two_others_of_which_one_has_two_lines_is_of_the_upper_level() -> None:
    upper = line(0, ("STT", 10, 30), ("Thực hiện", 150, 200))
    first = line(12, ("Cơ quan", 190, 240))
    middle = line(18, ("Kết quả", 110, 150))
    last = line(24, ("chủ trì", 195, 235))
    parts = (first, middle, last)
    words = tuple(sorted((word for part in parts for word in part.words), key=lambda w: w.x0))
    lower = TextLine(12, 34, words, parts)
    kept = without_upper([upper, lower, line(50, ("1", 15, 20), ("Luật", 110, 140))], POINTS)
    assert [word.text for word in kept[0].words] == ["STT"]


@pytest.mark.parametrize(("bold", "upper"), [(True, False), (False, True)])
def test_names_in_bold_are_a_header_without_one_of_the_row_numbers(bold: bool, upper: bool) -> None:
    def names(y: float, *words: Word) -> TextLine:
        return TextLine(
            y, y + 10, tuple(Stretch(text, x0, x1, bold, y + 5) for text, x0, x1 in words)
        )

    lines = [
        names(0, ("Chỉ tiêu", 10, 50), ("Thực hiện", 150, 200)),
        names(12, ("Kết quả", 110, 150), ("Cơ quan", 190, 240)),
        line(30, ("Số xã", 10, 40), ("35", 120, 135), ("Sở Y tế", 190, 225)),
    ]
    kept = [word.text for row in without_upper(lines, POINTS) for word in row.words]
    assert ("Thực hiện" in kept) == upper


def test_a_name_set_to_the_middle_between_names_of_two_lines_heads_neither() -> None:
    parts = (
        line(0, ("Số", 12, 24), ("Chi thường", 170, 230)),
        line(6, ("Đơn vị", 80, 120)),
        line(12, ("TT", 12, 24), ("xuyên", 185, 215)),
    )
    words = tuple(sorted((word for part in parts for word in part.words), key=lambda w: w.x0))
    lines = [TextLine(0, 22, words, parts), line(30, ("1", 15, 20), ("Xã", 70, 90))]
    kept = [word.text for row in without_upper(lines, POINTS) for word in row.words]
    assert "Đơn vị" in kept


@pytest.mark.parametrize(("bold", "upper"), [(False, False), (True, True)])
def test_names_in_bold_stand_over_no_words_that_are_not(bold: bool, upper: bool) -> None:
    def with_look(y: float, bold: bool, *words: Word) -> TextLine:
        found = line(y, *words)
        return found._replace(words=tuple(word._replace(bold=bold) for word in found.words))

    lines = [
        with_look(0, True, ("TT", 10, 25), ("Nội dung", 60, 110), ("Chủ trì", 150, 190)),
        with_look(14, bold, ("Tổng", 40, 70), ("hợp,", 100, 130)),
        line(26, ("1", 15, 20), ("trình", 40, 70), ("Sở", 150, 170)),
    ]
    kept = [word.text for row in without_upper(lines, POINTS) for word in row.words]
    assert ("Nội dung" not in kept) == upper
