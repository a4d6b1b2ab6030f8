"""What a model of columns holds against texts of other columns where no number tells the rows."""

from __future__ import annotations

from collections import Counter

from pipeline.extract.layer.columns.lessons import FoundCell
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import ink, role_of, shape

ROLES = [role_of(name) for name in ("Nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Thời hạn", "Lưu ý")]
REMARK, YEAR = "14-TB/TGV ngày 21/4/2025", "2025"


def cells(column: int, text: str, times: int) -> list[FoundCell]:
    """So many cells of one line."""
    return [FoundCell(column, (text,), (), None, whole=True)] * times


def model(firm: bool, *found: FoundCell) -> TableModel:
    """A model that has learned from these cells."""
    return TableModel(ROLES, Background(), Counter(), firm=firm).learn(found, ())


def test_rows_divided_one_column_on_do_not_teach_that_columns_have_the_forms_of_others() -> None:
    moved = [*cells(3, REMARK, 40), *cells(2, YEAR, 40)]
    least = model(True).weights.form.low
    for column, text in ((3, REMARK), (2, YEAR)):
        kind = (shape(text), "digit", True)
        assert (
            model(True, *moved).kind(column, kind)
            <= least
            < model(False, *moved).kind(column, kind)
        )
    assert model(True, *moved).kind(4, (shape(REMARK), "digit", True)) > least


def test_a_body_that_other_rows_name_is_no_title() -> None:
    named = [*cells(1, "Bộ Y tế", 5), *cells(0, "Bộ Y tế", 2), *cells(1, "Sở Y tế", 1)]
    assert model(True, *named).repeated(0)["Bộ Y tế"] < 0
    assert model(False, *named).repeated(0)["Bộ Y tế"] > 0
    assert "Sở Y tế" not in model(True, *named).repeated(0)


def test_titles_hardly_begin_in_small_letters_where_others_do_not() -> None:
    least = model(True).weights.start
    for text, most in (("Rà soát", least.small_title), ("gạo tẻ", least.small)):
        assert model(True, *cells(0, text, 9)).start(0, ink("và tổ chức triển khai")) <= most
    small = model(True, *cells(0, "gạo tẻ", 9)).start(0, ink("gạo nếp"))
    assert small > least.small_title


def test_a_time_behind_which_another_cell_stands_begins_no_cell_of_another_column() -> None:
    """Rows read as `2025 03-TB/BCĐTW` teach each other that results begin so."""
    both = "2025 03-TB/BCĐTW"
    learned = model(False, *cells(2, both, 40))
    assert learned.start(2, ink(both)) <= learned.weights.start.dated
    assert learned.start(2, ink("2025")) > learned.weights.start.dated


def test_a_word_that_stands_nowhere_else_tells_as_little_of_a_column_that_has_taught_much() -> None:
    """Else the lines of titles go to the remarks, of which nothing is known."""
    words = " ".join(f"từ{at}" for at in "abcdefghijklmnopqrstuvwxyz")
    ground = Background.of([f"{words} hiếm", *(f"{word} chung" for word in words.split())])
    taught = TableModel(ROLES, ground, Counter(), firm=True).learn(
        [*cells(0, words, 20), *cells(4, "chung", 2)], ()
    )
    told = {word: [odds[0] for _, odds in taught.words([0, 4], [word])] for word in ("hiếm", "từa")}
    assert told["hiếm"] == [0.0, 0.0]
    assert told["từa"][0] > told["từa"][1]


def test_a_text_that_no_name_ends_with_is_no_usual_cell() -> None:
    """It was cut again and again: `Bộ trưởng` and, one column on, `Bộ Y tế`."""
    cut = [*cells(1, "Bộ trưởng", 9), *cells(1, "Văn phòng Trung ương Đảng", 9)]
    assert model(False, *cut).repeated(1).keys() == {"Văn phòng Trung ương Đảng"}
