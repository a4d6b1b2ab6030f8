"""How likely cells are right, and what is said of those that may not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.records import DOUBT, Document
from pipeline.model import (
    Alternative,
    Cell,
    Extraction,
    Fragment,
    Grid,
    Mend,
    Page,
    Place,
    Reading,
    Source,
)
from pipeline.normalize import normalize
from pipeline.normalize.ocr.apply import seen_of
from pipeline.normalize.ocr.confidence import all_right, label_confidence, word_chances
from pipeline.normalize.ocr.numbering import Order, orders
from pipeline.normalize.ocr.pieces import mended
from pipeline.normalize.ocr.signs import Seen
from tests.normalize.ocr.lines import cell, line, rivalled

TEXT = "Bộ Khoa học và Công nghệ chủ trì, phối hợp với các bộ, ngành, địa phương liên quan"


def cell_confidence(lines: Sequence[Fragment], seen: Seen) -> float | None:
    return all_right(lines, tuple(word_chances(lines, seen)))


def sure_of(text: str, sure: float = 0.96, **doubted: float) -> float:
    lines = (line(text, sure, **doubted),)
    found = cell_confidence(lines, seen_of([lines, (line(TEXT),)]))
    assert found is not None
    return found


def test_a_cell_is_as_sure_as_its_words() -> None:
    assert sure_of(TEXT) >= DOUBT
    assert sure_of(TEXT, **{"ngành,": 0.3}) < DOUBT
    assert sure_of("các bộ, ngành, địa phươn 5", phươn=0.9) < DOUBT
    assert sure_of("VNe[D") < DOUBT


def test_signs_that_the_reader_hardly_tells_apart_are_in_doubt() -> None:
    assert sure_of("> 55", 0.9) < DOUBT


def test_a_letter_that_was_nearly_another_one_is_in_doubt() -> None:
    def sure(near: float) -> float:
        found = rivalled("lập bản đồ quy hoạch", "đồ", "đổ", near)
        return cell_confidence((found,), seen_of([(found,)])) or 0.0

    assert sure(0.0) > sure(0.9)


HOOKED = [
    # (a word with an acute over a hat, the same where nothing says that a hook is meant)
    ("Số theo dõi giếng", "Sổ theo dõi giếng"),
    ("đèn biến chạy pin", "đèn biển chạy pin"),
    ("lái cấu giàn", "lái cẩu giàn"),
]


@pytest.mark.parametrize(("slipped", "hooked"), HOOKED)
def test_an_acute_that_may_as_well_be_a_hook_is_in_doubt(slipped: str, hooked: str) -> None:
    assert sure_of(slipped, 0.97) < min(DOUBT, sure_of(hooked, 0.97))


@pytest.mark.parametrize("text", ["Số 14/BYT", "Quyết định số", "đường ống gang", "25 tấn đi"])
def test_an_acute_that_a_figure_or_a_neighbour_speaks_for_is_not(text: str) -> None:
    assert sure_of(text, 0.97) >= DOUBT


def test_a_heading_in_capitals_ends_in_no_stop() -> None:
    assert sure_of("TỔ CHỨC THỰC HIỆN.", 0.97) < DOUBT <= sure_of("TỔ CHỨC THỰC HIỆN", 0.97)
    assert sure_of("tổ chức thực hiện.", 0.97) >= DOUBT


@pytest.mark.parametrize("speck", ["Bộ Khoa học. và", "Bộ Khoa học và 'Công nghệ"])
def test_a_stop_or_a_quote_that_parts_what_goes_together_is_in_doubt(speck: str) -> None:
    assert sure_of(speck) < sure_of(speck.translate(str.maketrans("", "", ".'")))


def _among(text: str, others: list[str]) -> float:
    """How sure a cell is in a document that has others, all read by the same reader."""
    lines = [(line(one, 0.92),) for one in (text, *others)]
    return cell_confidence(lines[0], seen_of([*lines, (line(TEXT),)])) or 0.0


def test_a_code_is_sure_among_others_of_its_pattern_and_one_of_another_is_not() -> None:
    codes = [f"04C3.2.{number}" for number in range(181, 191)]
    assert _among("04C3.2.191", codes) >= DOUBT > _among("04C3.2.191", [])
    assert _among("04C3.2.19l", codes) < DOUBT


def test_a_name_of_no_list_is_sure_where_the_document_has_it_again_and_in_longer_names() -> None:
    alone = _among("Kali Clorat", [])
    assert _among("Kali Clorat", ["Kali Perclorat", "Natri Clorat"]) > alone
    assert _among("Kali Clorat", ["Kali Nitrat"]) > alone
    assert _among("Kali Clorat", ["thành phố", "Bộ Nội vụ"]) == pytest.approx(alone, abs=0.01)


def test_the_dash_of_a_cell_without_a_value_is_not_one_of_the_figures_of_the_others() -> None:
    assert _among("-", [*"1234567", "-"]) == pytest.approx(_among("-", ["-"]), abs=0.01)


def test_nothing_is_said_of_what_no_picture_gave() -> None:
    lines = (Fragment(TEXT, Place(1)),)
    assert cell_confidence(lines, seen_of([lines])) is None
    assert label_confidence(lines, Order(1.0, 1.0)) is None


BETWEEN, ALONE = Order(1.0, 1.0, True, True), Order()
AMONG_MENDED = Order(0.2, 0.2)
BACKWARDS = Order(0.4, 0.0, True, False, back=True)
NUMBERS = [
    ("7.", 0.7, "7.", BETWEEN, True),
    ("7.", 0.7, "7.", ALONE, False),
    ("VỀ", 0.7, "7.", BETWEEN, True),
    ("VỀ", 0.7, "7.", AMONG_MENDED, False),  # the others were mended as well
    ("I", 0.96, "1", BETWEEN, True),
    ("II", 0.96, "1.1", AMONG_MENDED, False),
    ("30", 0.96, "III", AMONG_MENDED, False),
    ("1.", 0.96, "1", AMONG_MENDED, False),  # a stop that was read surely
    ("38", 0.8, "38", BACKWARDS, False),
]
"""What was read as a row number, how sure, how it was mended, what the others say; whether it is
sure."""


@pytest.mark.parametrize(("read", "sure", "text", "order", "is_sure"), NUMBERS)
def test_a_number_is_as_sure_as_those_that_were_read_around_it(
    read: str, sure: float, text: str, order: Order, is_sure: bool
) -> None:
    mends = [] if text == read else [Mend(0, 1, text, "ocr-label", "")]
    found = label_confidence((mended(line(read, sure), mends),), order)
    assert found is not None
    assert (found >= DOUBT) == is_sure


def ordered(text: str, *misread: str) -> list[Order]:
    """What the others say of each of some numbers, some of which were mended."""
    labels = text.split(" ")
    whole = [(line(label),) if label else () for label in labels]
    change = [[Mend(0, 1, label, "ocr-label", "")] * (label in misread) for label in labels]
    changed = [
        tuple(mended(one, mends) for one in own) for own, mends in zip(whole, change, strict=True)
    ]
    return orders(labels, changed)


def test_what_comes_next() -> None:
    first, last = Order(0.0, 0.2, False, True, is_between=True), Order(0.2, 0.0, True, False)
    assert ordered("1. 2. 4. 5.")[:2] == [first, last]
    assert ordered("37. 38.1 38.2 ")[1:] == [first, last, Order()]
    assert ordered("1. 2. 3.", "1.", "3.")[1] == AMONG_MENDED._replace(is_between=True)
    assert ordered("II 1 2 III 1")[1:3] == [first, last]  # each kind counts on for itself
    assert [one.is_between for one in ordered("4 5 9 6")] == [False, True, False, False]
    assert [one.run_before for one in ordered("1 2 3 4 5 6 7 8")][4:] == [0.8, 1.0, 1.0, 1.0]


BACK = [
    ("21 22 34 35 36 30 31", "34 35 36 30 31"),
    ("1 2 1 2 5 6", ""),
    ("a) b) 1. a) 2.", ""),
    ("VI VI", "VI VI"),
]
"""Numbers, and those of them in whose run or before which is counted back."""


@pytest.mark.parametrize(("text", "back"), BACK)
def test_no_list_counts_back_but_to_its_first(text: str, back: str) -> None:
    found = [label for label, one in zip(text.split(), ordered(text), strict=True) if one.back]
    assert " ".join(found) == back


@given(st.lists(st.integers(1, 9), max_size=30))
def test_each_number_stands_in_one_run(counts: list[int]) -> None:
    found = ordered(" ".join(map(str, counts))) if counts else []
    for (one, two), (before, after) in zip(pairwise(counts), pairwise(found), strict=True):
        assert (after.run_before > 0) == (before.run_after > 0) == (two == one + 1)
        assert not (two == one + 1 and before.back != after.back)


@given(st.text(max_size=30), st.floats(0.0, 1.0))
def test_a_confidence_is_a_probability(text: str, sure: float) -> None:
    words = " ".join(text.split())
    if words:
        assert 0.0 <= sure_of(words, sure) <= 1.0


def test_a_line_whose_words_are_not_its_text_is_in_doubt() -> None:
    known = line("Bộ Công an")
    apart = replace(line("và Bộ Y tế"), text="và Bộ Y tế `")
    for lines in ((known, apart), (apart,)):
        assert (cell_confidence(lines, Seen()) or 1.0) < DOUBT
    assert cell_confidence((replace(apart, words=()),), Seen()) is None


TITLES = ("Rà soát thể chế về dữ liệu", "Đánh giá, fà soát chính sách", "Đánh giá, rà soát")


def scan_of(*bodies: str) -> Document:
    """A scan of one table: a title and a body in each row."""
    rows = [tuple(cell(t, y=5.0) for t in ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì"))]
    for at, body in enumerate(bodies):
        y = 20.0 + 20 * at
        title = cell(TITLES[at % len(TITLES)], y=y, fà=0.8)
        rows.append((cell(f"{at + 1}", y=y), title, cell(body, y=y) if body else Cell()))
    grid = Grid(tuple(rows), ground="rules")
    chars = sum(len("".join(c.raw.split())) for row in rows for c in row)
    reading = Reading("pdf-scan", "tesseract", (Page(1, (grid,), chars),))
    return normalize(
        Extraction(Source(Path("a.pdf"), "a.pdf"), "0" * 64, "application/pdf", reading)
    )


@pytest.fixture(scope="module")
def document() -> Document:
    return scan_of(*["Bộ Công an"] * 3)


def test_every_cell_has_its_confidence_and_its_words(document: Document) -> None:
    assert all(cell.confidence is not None for cell in document.cells)
    for cell_ in document.cells:
        assert " ".join(word.text for word in cell_.words) == cell_.raw
        assert all(word.page == 1 and word.x0 < word.x1 for word in cell_.words)


def test_a_word_that_may_be_misread_is_told_with_the_better_reading(document: Document) -> None:
    told = [problem for problem in document.problems if problem.code == "suspected-ocr"]
    assert [problem.evidence for problem in told] == ["giá, fà → giá, rà"]
    assert told[0].column == "title"
    assert all((c.confidence or 0.0) < DOUBT for c in document.cells if "fà" in c.text)


def test_a_blank_cell_in_a_column_that_is_always_filled_is_in_doubt() -> None:
    (blank,) = (c for c in scan_of("Bộ Y tế", "", "Bộ Y tế", "Bộ Y tế").cells if not c.text)
    assert (blank.confidence or 1.0) < DOUBT
    others = [c for c in scan_of("Bộ Y tế", "", "", "Bộ Y tế").cells if not c.text]
    assert [c.confidence for c in others] == [None, None]


def read_tables(*pages: Sequence[Sequence[Cell]]) -> Document:
    """A scan of a table over pages."""
    head = tuple(map(cell, ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")))
    made = [
        Page(number, (Grid((head, *map(tuple, rows)), ground="rules"),), 100)
        for number, rows in enumerate(pages, start=1)
    ]
    reading = Reading("pdf-scan", "tesseract", tuple(made))
    source = Source(Path("a.pdf"), "a.pdf")
    return normalize(Extraction(source, "0" * 64, "application/pdf", reading))


def blanks_in(found: Document) -> dict[tuple[int, str], float | None]:
    return {(int(c.row_id[-2:]), c.column): c.confidence for c in found.cells if not c.text}


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_blank_below_a_page_break_in_a_column_of_merged_cells_is_in_doubt(
    *, is_merged: bool
) -> None:
    def row(number: int, body: Cell) -> list[Cell]:
        return [cell(str(number)), cell(TITLES[0]), body, cell("12/2026")]

    body = cell("Bộ Y tế")
    first = [row(1, body), row(2, replace(body, merged=is_merged)), row(3, Cell()), row(4, body)]
    second = [
        [replace(one, fragments=tuple(on_page_2(f) for f in one.fragments)) for one in row(n, b)]
        for n, b in ((5, Cell()), (6, Cell()))
    ]
    blank = blanks_in(read_tables(first, second))
    odd = [at for at, sure in blank.items() if sure is not None]
    assert odd == ([(5, "lead")] if is_merged else [])


def on_page_2(fragment: Fragment) -> Fragment:
    return replace(fragment, place=replace(fragment.place, page=2))


def test_blanks_behind_a_cell_printed_over_several_columns_are_in_doubt() -> None:
    rows = [[cell(str(n)), cell(TITLES[0]), cell("Bộ Y tế"), Cell()] for n in range(1, 4)]
    rows[1][2] = replace(rows[1][2], span=2)
    blank = blanks_in(read_tables(rows))
    assert [at for at, sure in blank.items() if sure is not None] == [(2, "deadline")]


NUMBER_COLUMNS = [
    ("1 _ 2 _ 3 _ 5 6", [5]),
    ("_ _ 3 _ 4 _ 5", [0, 1]),
    ("1 _ 2 _ 3 _ 7", []),  # more are left out than there are rows
    ("I 1 2 _ 1 _ 2 _ II 1", []),
]
"""Number columns (`_`: blank), and the rows whose numbers the others leave out."""


@pytest.mark.parametrize(("column", "odd"), NUMBER_COLUMNS)
def test_a_blank_that_the_numbers_around_it_leave_out_is_in_doubt(
    column: str, odd: list[int]
) -> None:
    head = tuple(map(cell, ("TT", "Tên nhiệm vụ", "Thời hạn")))
    numbers = ["" if text == "_" else text for text in column.split()]
    rows = [tuple(map(cell, (number, TITLES[0], "12/2026"))) for number in numbers]
    reading = Reading("pdf-scan", "tesseract", (Page(1, (Grid((head, *rows)),), 100),))
    source = Source(Path("a.pdf"), "a.pdf")
    found = normalize(Extraction(source, "0" * 64, "application/pdf", reading))
    sure = [c.confidence for c in found.cells if c.column == "stt"]
    blank = [at for at, number in enumerate(numbers) if not number]
    assert [at for at in blank if sure[at] is not None and (sure[at] or 0.0) < DOUBT] == odd


def test_a_row_of_which_nothing_but_its_number_was_read_is_in_doubt() -> None:
    head = tuple(map(cell, ("STT", "Tên nhiệm vụ", "Thời hạn")))
    rows = [("I", "", ""), ("1", "Việc thứ nhất", "12/2026"), ("2", "Việc thứ hai", "")]
    grid = Grid((head, *(tuple(map(cell, row)) for row in rows)))
    reading = Reading("pdf-scan", "tesseract", (Page(1, (grid,), 100),))
    source = Source(Path("a.pdf"), "a.pdf")
    found = normalize(Extraction(source, "0" * 64, "application/pdf", reading))
    blank = {(c.row_id[-1], c.column): c.confidence for c in found.cells if not c.text}
    assert blank.pop(("1", "title")) == pytest.approx(0.85)
    assert set(blank.values()) == {None}


def test_a_body_whose_province_is_not_told_is_no_misread_one() -> None:
    known, strange = (
        next(c.confidence or 0.0 for c in scan_of(*[body] * 3).cells if c.column == "lead")
        for body in ("Sở Xây dựng", "Nhóm rà soát quốc gia")
    )
    assert strange < DOUBT < known


def test_a_word_beside_many_that_look_like_it_is_in_doubt() -> None:
    usual, other = ((line(f"đổi mới công {word} và sản xuất"),) for word in ("nghệ", "nghê"))
    beside = seen_of([usual] * 9 + [other])
    alone = replace(beside, evidence=seen_of([other]).evidence)
    assert (cell_confidence(other, beside) or 0.0) < (cell_confidence(other, alone) or 0.0)


def test_a_comma_that_nothing_follows_is_in_doubt() -> None:
    assert sure_of("Bộ Khoa học và Công nghệ,") < sure_of("Bộ Khoa học và Công nghệ")


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("thả phao tiêu ngoài cửa sông", "thả pháo tiêu ngoài cửa sông"),
        ("hoàn thành Quý IV/2026", "hoàn thành Quý IX/2026"),
        ("hoàn thành 12/2026", "hoàn thành 12/2926"),
        ("theo Quyết định số 1658/ QĐ-TTg", "theo Quyết định số 1658/ QĐ-Tlg"),
    ],
)
def test_words_and_forms_of_the_language_are_surer_than_others(surer: str, less_sure: str) -> None:
    assert sure_of(less_sure) < sure_of(surer)


def test_a_date_that_no_calendar_has_is_in_doubt_however_sure_its_reader() -> None:
    assert sure_of("Tháng 12/2926", 0.99) < DOUBT


def test_a_letter_among_figures_is_no_rival_of_a_number() -> None:
    lettered, other = (
        cell_confidence([rivalled("thu 17.300 tủ sách", "17.300", rival, 0.6)], Seen())
        for rival in ("I7.300", "11.300")
    )
    assert lettered == cell_confidence([line("thu 17.300 tủ sách")], Seen())
    assert (other or 0.0) < (lettered or 0.0)


def test_where_all_words_are_known_they_speak_less_for_each_other() -> None:
    text = (line("Bộ trưởng Bộ Công Thương phối hợp với Bộ Tài chính xây dựng kế hoạch"),)
    new, known = (cell_confidence(text, replace(Seen(), at_home=share)) for share in (0.2, 0.6))
    assert (known or 0.0) < (new or 0.0)
    assert seen_of([text] * 30).at_home > Seen().at_home


def looked_at(text: str, word: str, *looks: str, sure: float = 0.88) -> Fragment:
    """A read line, one word of which other looks read otherwise."""
    found = line(text)
    others = tuple(Alternative(look, sure - 0.1) for look in looks)
    words = tuple(
        w._replace(confidence=sure, alternatives=others) if w.text == word else w
        for w in found.words
    )
    return replace(found, words=words)


def sure_of_line(found: Fragment) -> float:
    return cell_confidence((found,), seen_of([(found,), (line(TEXT),)])) or 0.0


def test_a_word_mended_to_what_another_look_read_is_surer() -> None:
    def mended_to(look: str) -> float:
        found = looked_at("Bộ Khoa hoc và Công nghệ", "hoc", look)
        return sure_of_line(mended(found, [Mend(2, 1, "học", "ocr-accent", "")]))

    assert mended_to("học") > mended_to("hóc")


def test_a_word_is_surer_where_its_neighbours_speak_for_no_other_reading() -> None:
    def read_also(look: str) -> float:
        return sure_of_line(looked_at("lập bản đồ quy hoạch", "bản", look))

    assert read_also("bàn") > read_also("ban")  # a committee is set up too


@pytest.mark.parametrize(
    "text", ["mã ngành 62OI", "12/2026 -", "số )1/2026/TT-BCT", "số 28-1B/TGV"]
)
def test_what_no_number_is_written_like_is_in_doubt(text: str) -> None:
    assert sure_of(text) < DOUBT


def test_a_semicolon_read_as_a_comma_too_is_in_doubt() -> None:
    found = looked_at("công nghệ thông tin; truyền thông", "tin;", "tin,", sure=0.97)
    assert sure_of_line(found) < DOUBT
