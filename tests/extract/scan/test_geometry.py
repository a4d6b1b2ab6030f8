"""What is found in a picture before anything is read: how it stands, its rules, its lines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageDraw

from pipeline.extract.scan.bars import Shapes, only_bars, roman, slashed
from pipeline.extract.scan.brackets import in_brackets
from pipeline.extract.scan.crossed import uncrossed
from pipeline.extract.scan.figures import FORCED, eight, lettered, numbered
from pipeline.extract.scan.marks import Mark, Marks, marks_of, off_the_edge
from pipeline.extract.scan.page import Page
from pipeline.extract.scan.paper import find_paper
from pipeline.extract.scan.picture import sheet_of
from pipeline.extract.scan.print import lines_in
from pipeline.extract.scan.signs import with_signs
from pipeline.extract.scan.upright import Projection, quarter_turn, skew_of, turned
from pipeline.model import Alternative, ReadWord
from tests.support.printed import PER_POINT, font, pixels, rule, sheet, table, write

ROWS = [
    ["STT", "Nhiệm vụ", "Cơ quan"],
    ["1", "Rà soát dữ liệu", "Bộ Nội vụ"],
    ["2", "Lập báo cáo\nhằng năm", "Bộ Tài chính"],
    ["3", "Xây dựng đề án", "Bộ Công an"],
]
XS = [20, 60, 200, 300]
NUMBERS = st.floats(-300, 300)


@given(NUMBERS, NUMBERS, st.floats(-4, 4), st.sampled_from([1, 2, 3]), st.floats(0.3, 3))
def test_the_way_back_is_the_way_there_undone(
    x: float, y: float, degrees: float, quarters: int, factor: float
) -> None:
    way = turned(quarters, (300, 200)).then(Projection.rotation(degrees, (300, 200)))
    way = way.then(Projection.scale(factor))
    assert way.inverse().point(*way.point(x, y)) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_pixel_is_found_again(quarters: int) -> None:
    picture = np.zeros((40, 60), np.uint8)
    picture[5, 50] = 1
    rows, columns = np.nonzero(np.rot90(picture, quarters))
    x, y = turned(quarters, picture.shape).point(columns[0] + 0.5, rows[0] + 0.5)
    assert (int(x), int(y)) == (50, 5)


@pytest.mark.parametrize("degrees", [-2.0, -0.4, 0.0, 1.3])
def test_skew_is_measured(degrees: float) -> None:
    page = sheet(320, 240)
    for line in range(10):
        write(page, 20, 15 + 20 * line, "Rà soát, hoàn thiện cơ chế, chính sách")
    skewed = pixels(page.rotate(-degrees, fillcolor=255))
    ink = np.where(skewed < 128, 255, 0).astype(np.uint8)
    assert skew_of(ink, PER_POINT) == pytest.approx(degrees, abs=0.12)
    assert quarter_turn(ink, PER_POINT) == 0
    assert quarter_turn(np.ascontiguousarray(np.rot90(ink)), PER_POINT) == 1


@pytest.mark.parametrize("gray", [0, 190])
def test_rules_dark_or_faint_broken_and_skewed_make_the_cells(gray: int) -> None:
    page = sheet(330, 200)
    table(page, ROWS, XS, 20, gray)
    ImageDraw.Draw(page).rectangle([330, 40, 346, 400], fill=255)  # a fold: rules break off
    found = Page(sheet_of(pixels(page.rotate(-0.6, fillcolor=255)), PER_POINT))
    (lattice,) = found.lattices
    assert (len(lattice.xs) - 1, len(lattice.ys) - 1) == (3, 4)


def test_the_first_rules_of_a_page_curled_at_its_head_are_lines_and_leave_nothing() -> None:
    page = sheet(560, 500)
    table(page, [ROWS[0], *([["1", "Rà soát dữ liệu", "Bộ Nội vụ"]] * 16)], [20, 70, 460, 540], 30)
    flat = pixels(page)
    across, down = np.meshgrid(np.arange(flat.shape[1]), np.arange(flat.shape[0]))
    leans = 0.016 * np.clip(1 - down / (150 * PER_POINT), 0, 1) * (across - flat.shape[1])
    curled = flat[np.clip(np.round(down - leans).astype(int), 0, flat.shape[0] - 1), across]
    found = Page(sheet_of(curled, PER_POINT))
    (lattice,) = found.lattices
    assert [cell[2:] for cell in lattice.cells] == [(1, 1)] * (3 * 17)
    assert len(found.lines) == 3 * 17


def test_the_lines_of_cells_are_their_own() -> None:
    page = sheet(330, 200)
    table(page, ROWS, XS, 20)
    found = Page(sheet_of(pixels(page), PER_POINT))
    assert len(found.lines) == sum(cell.count("\n") + 1 for row in ROWS for cell in row)


def test_merged_cells_keep_no_wall() -> None:
    page = sheet(330, 120)
    for y in (20, 50, 80):
        rule(page, 120 if y == 50 else 20, y, 300, y)
    for x in (20, 120, 300):
        rule(page, x, 20, x, 80)
    (lattice,) = Page(sheet_of(pixels(page), PER_POINT)).lattices
    assert [cell[2:] for cell in lattice.cells] == [(2, 1), (1, 1), (1, 1)]


def test_the_paper_of_a_photograph() -> None:
    photo = np.full((600, 800), 40, np.uint8)
    photo[60:540, 90:700] = 230
    corners = find_paper(photo)
    assert corners is not None
    assert corners.round(-1).tolist() == [[90, 60], [700, 60], [700, 540], [90, 540]]
    assert find_paper(np.full((600, 800), 230, np.uint8)) is None


def letter(x: int, y: int, width: int = 14, height: int = 16) -> Mark:
    """A mark as large as a small letter; the unit is 16."""
    return Mark(x * 1000 + y, x, y, x + width, y + height, width * height // 2)


def test_accents_go_to_the_letter_they_stand_on() -> None:
    lines = [letter(x, y) for y in (20, 60) for x in range(10, 200, 18)]
    above = Mark(1, 30, 48, 38, 56, 30)  # over a letter of the second line
    below = Mark(2, 48, 39, 52, 43, 14)  # the dot under one of the first
    stacked = Mark(3, 84, 44, 92, 57, 60)  # two accents in one, as high as a letter
    first, second = lines_in([*lines, above, below, stacked], 16, within_cell=True)
    assert below in first.marks
    assert above in second.marks
    assert stacked in second.marks


def test_the_bowl_of_a_broken_g_goes_to_its_letter_not_to_a_line_of_its_own() -> None:
    lines = [letter(x, y) for y in (20, 66) for x in range(10, 200, 18)]
    bowls = [Mark(1, 28, 38, 41, 49, 60), Mark(2, 82, 37, 95, 48, 60)]
    first, second = lines_in([*lines, *bowls], 16, within_cell=True)
    assert set(bowls) <= set(first.marks)
    assert len(second.marks) == len(first.marks) - len(bowls)


def test_the_bowl_of_a_g_whose_upper_half_is_in_pieces_goes_to_its_line() -> None:
    line = [letter(x, 20) for x in (10, 28, 46, 82, 100)]
    halves = [Mark(71, 64, 21, 68, 30, 30), Mark(72, 72, 21, 77, 30, 40)]
    bowl = Mark(73, 63, 31, 78, 43, 70)
    (found,) = lines_in([*line, *halves, bowl], 16, within_cell=True)
    assert {*halves, bowl} <= set(found.marks)


def test_a_comma_as_high_as_a_letter_stays_in_its_line() -> None:
    line = [letter(x, 20) for x in (10, 28, 46, 70, 88, 106)]
    comma = Mark(1, 62, 31, 68, 42, 40)
    (found,) = lines_in([*line, comma], 16, within_cell=True)
    assert comma in found.marks


def test_columns_of_prose_are_lines_apart_those_of_a_cell_are_not() -> None:
    marks = [letter(x, 20) for x in (10, 28, 46, 300, 318)]
    assert len(lines_in(marks, 16, within_cell=False)) == 2
    assert len(lines_in(marks, 16, within_cell=True)) == 1


def test_a_dash_alone_is_a_line_a_speck_is_none() -> None:
    dash, speck = Mark(1, 10, 20, 20, 22, 20), Mark(2, 60, 20, 62, 22, 3)
    assert [line.marks for line in lines_in([dash, speck], 16, True, 3)] == [(dash,)]


def test_the_dash_of_a_list_belongs_to_its_line_rests_of_rules_and_seals_do_not() -> None:
    line = [letter(x, 20) for x in (100, 118, 136)]
    middle = line[0].y0 + 8
    dash = Mark(91, 50, middle, 60, middle + 3, 28)
    rule = Mark(92, 30, middle, 70, middle + 1, 40)
    ring = Mark(93, 45, middle, 65, middle + 6, 40)
    accent = Mark(94, 50, line[0].y0 - 4, 60, line[0].y0 - 1, 28)
    for mark, belongs in ((dash, True), (rule, False), (ring, False), (accent, False)):
        (found, *_) = lines_in([*line, mark], 16, within_cell=True)
        assert (mark in found.marks) is belongs


def drawn(text: str) -> tuple[Marks, ReadWord]:
    """A word in print, its marks and its box, read as `?`."""
    page = sheet(140, 40)
    write(page, 8, 8, f"x{text}", 14)
    marks = marks_of(np.where(pixels(page) < 128, 255, 0).astype(np.uint8), PER_POINT)
    own = sorted(marks.marks, key=lambda mark: mark.x0)[1:]
    box = min(m.x0 for m in own), 0.0, max(m.x1 for m in own), 0.0
    letters = own[0].height / 1.35  # the small letters beside capitals and figures
    return Marks(marks.labels, tuple(own), letters), ReadWord("?", 0.5, *box)


@pytest.mark.parametrize(
    ("printed", "read", "want"),
    [("II", "H", "II"), ("III", "IH", "III"), ("I", "|", "I"), ("I", "1", "I"), ("1", "1", "1"),
     ("VII", "VH", "VII"), ("H", "H", "H"), ("12", "12", "12"), ("I/2026", "1/2026", "I/2026"),
     ("1/2026", "1/2026", "1/2026"), ("III/2026", "II/2026", "III/2026"), ("IV", "II", "II"),
     ("TT", "TT", "TT"), ("T", "T", "T")],
)  # fmt: skip
def test_roman_numbers_by_their_strokes(printed: str, read: str, want: str) -> None:
    marks, word = drawn(printed)
    assert roman(word._replace(text=read), marks.marks, Shapes(marks)).text == want


@pytest.mark.parametrize("bars", [1, 2, 3])
def test_a_bar_whose_foot_touches_the_slash_is_counted(bars: int) -> None:
    marks, word = drawn("I" * bars + "/2026")
    own = list(marks.marks)
    touching = own[bars]._replace(x0=own[bars - 1].x0, label=own[bars - 1].label)
    labels = np.where(marks.labels == own[bars].label, touching.label, marks.labels)
    glued = Marks(labels, (*own[: bars - 1], touching, *own[bars + 1 :]), marks.x_height)
    read = word._replace(text="I" * bars + "/2026")
    assert roman(read, glued.marks, Shapes(glued)).text == read.text
    if bars > 1:
        short = word._replace(text="I" * (bars - 1) + "/2026")
        assert roman(short, glued.marks, Shapes(glued)).text == read.text


def test_a_bar_that_is_thicker_in_places_touches_a_slash_as_any_other() -> None:
    shape = np.zeros((27, 22), bool)
    shape[:, 4:8] = shape[[1, 25], 1:14] = True
    shape[2:14, 8] = True  # half of the stem is broader
    for row in range(27):
        shape[row, 19 - row // 3 : 22 - row // 3] = True
    marks = marks_of(np.pad(shape, 3).astype(np.uint8) * 255, PER_POINT)
    (mark,) = marks.marks
    assert Shapes(Marks(marks.labels, (mark,), 18.0)).bars_of_slashed(mark) == 1


@pytest.mark.parametrize(("printed", "meant"), [("dời", "dời"), ("đời", "đời")])
def test_the_bar_of_a_letter_is_looked_for_where_the_engine_was_near_to_see_none(
    printed: str, meant: str
) -> None:
    marks, word = drawn(printed)
    stem = max(marks.marks, key=lambda m: m.height)
    page = Marks(marks.labels, marks.marks, stem.height / 1.45)
    read = word._replace(text="đời", rival=Alternative("dời", 0.3))
    assert uncrossed(read, page.marks, page, stem.y1).text == meant
    assert uncrossed(read._replace(rival=None), page.marks, page, stem.y1).text == "đời"


@pytest.mark.parametrize(
    ("printed", "read", "want"),
    [("≥ 80", ">80", ["≥", "80"]), ("≤3", "<3", ["≤3"]), ("> 80", "> 80", ["> 80"]),
     ("8 - 10", "8-10", ["8", "-", "10"]), ("8-10", "8-10", ["8-10"]),
     ("> 0,7", ">0,7", [">", "0,7"]), (">0,7", ">0,7", [">0,7"])],
)  # fmt: skip
def test_signs_by_their_marks(printed: str, read: str, want: list[str]) -> None:
    marks, word = drawn(printed)
    unit = max(mark.height for mark in marks.marks) / 1.35
    found = with_signs([word._replace(text=read)], marks.marks, unit)
    assert [one.text for one in found] == want


def test_a_sign_before_a_number_keeps_its_stroke() -> None:
    marks, word = drawn("≥ 80")
    unit = max(mark.height for mark in marks.marks) / 1.35
    words = [
        word._replace(text=">", x1=word.x0 + unit),
        word._replace(text="80", x0=word.x1 - unit),
    ]
    assert [one.text for one in with_signs(words, marks.marks, unit)] == ["≥", "80"]


@pytest.mark.parametrize(
    ("printed", "want"), [("2026 - 2027", ["2026", "-", "2027"]), ("2026- 2027", ["2026-", "2027"])]
)
def test_white_before_a_dash_that_was_overlooked(printed: str, want: list[str]) -> None:
    marks, word = drawn(printed)
    dash = min(marks.marks, key=lambda m: m.height)
    words = [
        word._replace(text="2026-", x1=dash.x1),
        word._replace(text="2027", x0=dash.x1 + 2),
    ]
    unit = max(mark.height for mark in marks.marks) / 1.35
    assert [one.text for one in with_signs(words, marks.marks, unit)] == want


@pytest.mark.parametrize("printed", ["31/12/2025", "3111212025", "1/2026"])
def test_slashes_read_as_figures(printed: str) -> None:
    marks, word = drawn(printed)
    read = word._replace(text=printed.replace("/", "1"))
    assert slashed(read, marks.marks, Shapes(marks)).text == printed


@pytest.mark.parametrize("shift", [0.0, 3.0, 4.5])
def test_a_letter_in_a_merged_cell_is_no_rest_of_a_wall(shift: float) -> None:
    image = sheet(330, 200)
    table(image, ROWS[:2], XS, 20)
    bottom = 20 + 2 * 25
    write(image, 150 + shift, bottom, "TTITTITTITTITTI", 14)
    for x in (XS[0], XS[-1]):
        rule(image, x, bottom, x, bottom + 16)
    table(image, ROWS[1:], XS, bottom + 16)
    page = Page(sheet_of(pixels(image), PER_POINT))
    inside = {round(r.at) for r in page.down if r.lo < bottom + 9 < r.hi}
    assert inside == {XS[0], XS[-1]}


def test_a_raised_number_after_a_small_letter_stands_in_its_line() -> None:
    line = [mark_at(x, 30, 10) for x in range(0, 60, 12)]
    call = Mark(9, 61, 13, 68, 24, 60)
    under = Mark(8, 40, 13, 47, 24, 60)  # stands over a letter
    (found,) = lines_in([*line, call], 10.0, True)
    assert call in found.marks
    assert len(lines_in([*line, under], 10.0, True)[-1].marks) == len(line)


def mark_at(x: int, base: int, height: int) -> Mark:
    """A letter that ends on a baseline."""
    return Mark(x + 1, x, base - height, x + 9, base, 60)


def test_a_low_first_row_keeps_the_walls_that_a_copier_broke() -> None:
    image = sheet(330, 120)
    table(image, ROWS[:2], XS, 20)
    draw = ImageDraw.Draw(image)
    top, bottom = (round(y * PER_POINT) for y in (20, 45))
    for y in range(top + 6, bottom, 24):  # a wall in pieces of 7 points
        draw.rectangle([60 * PER_POINT - 6, y, 60 * PER_POINT + 6, y + 5], fill=255)
    (lattice,) = Page(sheet_of(pixels(image), PER_POINT)).lattices
    assert len(lattice.cells) == 6


def test_rules_full_of_holes_are_rules_and_dots_of_a_leader_are_none() -> None:
    image = sheet(330, 300)
    table(image, ROWS, XS, 20)
    worn = pixels(image).copy()
    for y in range(
        0, worn.shape[0], 13
    ):  # toner is lost every few points, more where print is thin
        worn[y : y + 4, [round(x * PER_POINT) + dx for x in XS for dx in (-2, -1, 0, 1, 2)]] = 255
    lined = np.flatnonzero((worn < 128).mean(axis=1) > 0.5)
    for x in range(0, worn.shape[1], 17):
        worn[lined, x : x + 5] = 255
    for x in range(80, 700, 7):
        worn[700:703, x : x + 4] = 0
    found = Page(sheet_of(worn, PER_POINT))
    (lattice,) = found.lattices
    assert len(lattice.cells) == 12
    assert not any(700 / PER_POINT - 2 <= rule.at <= 703 / PER_POINT + 2 for rule in found.across)


def test_a_merged_cell_stays_one_though_a_letter_stands_where_its_wall_would() -> None:
    image = sheet(330, 120)
    table(image, ROWS[:3], XS, 20)
    ImageDraw.Draw(image).rectangle(
        [XS[1] * PER_POINT - 3, 20 * PER_POINT + 3, XS[1] * PER_POINT + 3, 45 * PER_POINT - 3],
        fill=255,
    )
    write(image, XS[1] - 6, 24, "IlI", 12)
    (lattice,) = Page(sheet_of(pixels(image), PER_POINT)).lattices
    assert len(lattice.cells) == 8


@pytest.mark.parametrize(("text", "number"), [("(1)", "(1)"), ("(12)", "(12)"), ("1)", None)])
def test_a_number_in_brackets_is_told_by_its_brackets(text: str, number: str | None) -> None:
    image = sheet(200, 60)
    write(image, 20, 20, text, 12)
    write(image, 90, 20, "nhiệm vụ", 12)
    page = Page(sheet_of(pixels(image), PER_POINT))
    own = [mark for mark in sorted(page.marks.marks, key=lambda m: m.x0) if mark.x < 80 * PER_POINT]
    box = ReadWord(text.strip("()"), 0.9, 0, 0, 1, 1)
    found = in_brackets(own, page.marks, lambda inner: [box])
    assert (found[0].text if found else None) == number


@pytest.mark.parametrize(
    ("printed", "number"),
    [("III", "III"), ("II.", "II."), ("I.", "I."), ("I", ""), ("12", ""), ("1.", "")],
)
def test_a_line_of_bars_is_a_roman_number_though_nothing_was_read(
    printed: str, number: str
) -> None:
    marks, _ = drawn(printed)
    assert only_bars(marks.marks, Shapes(marks)) == number


@pytest.mark.parametrize(
    ("printed", "read", "want"),
    [("8", "§", "8"), ("8.", "§.", "8."), ("18", "1§", "18"), ("5", "§", "§"), ("§", "§", "§")],
)
def test_an_eight_has_two_holes(printed: str, read: str, want: str) -> None:
    marks, word = drawn(printed)
    assert eight(word._replace(text=read), marks.marks, Shapes(marks)).text == want


@pytest.mark.parametrize("heading", ["IIIIIIIIIII", "TITITI"])
def test_a_wall_broken_below_a_heading_does_not_run_up_through_its_letters(heading: str) -> None:
    image = sheet(330, 180)
    top, bottom = 20 + 2 * 25, 20 + 2 * 25 + 17
    table(image, ROWS[:2], XS, 20)
    table(image, ROWS[1:3], XS, bottom)
    for x in (XS[0], XS[-1]):
        rule(image, x, top, x, bottom)
    end = font(16).getlength(heading) / PER_POINT
    write(image, XS[2] + 3.5 - end, top - 1.5, heading, 16)  # its last stem is in line with a wall
    for y in (bottom + 0.8, bottom + 5.5):  # a rest of the wall stands between
        box = [XS[2] - 1.5, y, XS[2] + 1.5, y + 1.5]
        ImageDraw.Draw(image).rectangle([side * PER_POINT for side in box], fill=255)
    (lattice,) = Page(sheet_of(pixels(image), PER_POINT)).lattices
    assert [box.cols for box in lattice.cells] == [1] * 6 + [3] + [1] * 6


@pytest.mark.parametrize(
    ("printed", "read", "others", "seen", "want"),
    [
        ("45", "4Š", (), "45", "45"),
        ("5", "§", (), "5", "5"),
        ("15", "l5", (), "5", "15"),  # too few figures were seen; the bar has a flag
        ("45", "4Š", (), "4", "4Š"),
        ("45", "4Š", (), "95", "4Š"),  # the looks do not agree on what was read as a figure
        ("30%", "305c", ("30%",), "", "30%"),
        ("06:2022/BXD", "@:2022/BXD", ("06:2022/BXD",), "", "06:2022/BXD"),
        ("II/2027", "II/2027", (), "112027", "II/2027"),
        ("H2O", "H2O", (), "420", "H2O"),
        ("6", "ó", (), "6", "6"),
        ("6/2026", "ó/202ó", (), "612026", "6/2026"),
        ("9", "ọ", (), "9", "9"),
    ],
)
def test_strange_signs_in_a_number_are_looked_at_as_figures(
    printed: str, read: str, others: tuple[str, ...], seen: str, want: str
) -> None:
    marks, word = drawn(printed)
    other = tuple(Alternative(text, 0.5) for text in others)
    word = word._replace(text=read, confidence=0.89, alternatives=other)
    found = numbered(word, marks.marks, Shapes(marks), lambda own: [word._replace(text=seen)], True)
    assert found.text == want
    assert found is word or found.confidence <= FORCED
    assert found is word or found.alternatives[0].text == read


@pytest.mark.parametrize(("printed", "want"), [("a)", "a)"), ("0)", "0)")])
def test_a_nought_as_low_as_small_letters_is_none(printed: str, want: str) -> None:
    marks, word = drawn(printed)
    unit = 20.0  # small letters of that size
    found = lettered(word._replace(text="0)"), marks.marks, unit)
    assert found.text == want


@pytest.mark.parametrize("levels", [(30, 240), (0, 255), (60, 170)])
def test_light_print_on_dark_paper_is_turned_over(levels: tuple[int, int]) -> None:
    page = sheet(300, 200)
    table(page, ROWS, XS, 20)
    plain = pixels(page).astype(np.float32) / 255
    dark, light = levels
    upright, negative = (
        sheet_of((dark + shown * (light - dark)).astype(np.uint8), PER_POINT)
        for shown in (plain, 1 - plain)
    )
    assert np.mean(negative.ink != upright.ink) < 0.01
    assert 0 < np.mean(negative.ink > 0) < 0.3


EDGES = [
    ((0, 100, 5, 120), False),
    ((8, 100, 16, 120), False),
    ((16, 100, 30, 120), True),
    ((1185, 40, 1195, 60), False),
    ((600, 1685, 620, 1695), False),
    ((600, 40, 620, 60), True),
]
"""Boxes of marks of a page of 1,200 by 1,700 pixels, two of them a point, and whether print can
stand there."""


@pytest.mark.parametrize(("box", "is_print"), EDGES)
def test_marks_beside_the_edges_of_a_page_are_no_print(
    box: tuple[int, int, int, int], *, is_print: bool
) -> None:
    mark = Mark(1, *box, 40)
    assert (off_the_edge([mark], (1700, 1200), 2.0) == [mark]) is is_print
    assert off_the_edge([mark], (300, 1200), 2.0) == [mark]  # a part of a page may begin anywhere
