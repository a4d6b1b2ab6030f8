"""Further lines of names in a dense header, dealt to the names they belong to."""

from __future__ import annotations

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.lines.words import text_of
from pipeline.extract.spaced.names.pieces import pieces_of
from pipeline.extract.text.lines import split_lines


def _pieces(*lines: str) -> list[str]:
    rows = read_text([*split_lines("\n".join(lines))]).rows
    return [text_of(words) for _, words in pieces_of(rows, range(len(rows)), {}, set())]


def test_words_under_names_go_to_the_nearest() -> None:
    assert _pieces(" Số hiệu  Nhãn    Số hiệu", " nguy hiệu, biểu nguy") == [
        *("Số hiệu", "Nhãn", "Số hiệu"),
        *("nguy", "hiệu, biểu", "nguy"),
    ]


def test_words_that_are_near_no_name_stay_one_text() -> None:
    assert _pieces(" Số hiệu  Nhãn    Số hiệu", " nguy hiểm")[3:] == ["nguy hiểm"]


def test_a_long_line_under_many_names_is_parted_at_once() -> None:
    """There are 10^9 ways to part it."""
    names = (
        "   Loại hàng hoá   Nhãn hiệu    Tên   Nhãn hiệu    Đơn vị  Số   Tên   Loại hàng hoá"
        "   Nhãn hiệu   Nhãn hiệu    Đơn vị   Nhãn hiệu  Nhãn hiệu"
    )
    below = (
        "a là nghiêng chứng số số là nghiêng tại số là tại là số a a là số a tại tại a là tại"
        " nghiêng của chứng tại tại là a của tại tại a a số tại"
    )
    found = _pieces(names, below)[13:]
    assert " ".join(found) == below
    assert len(found) == 13


def test_a_justified_name_is_one_text() -> None:
    assert _pieces(" Người    đứng   Cơ quan", " đầu chịu trách  chủ trì") == [
        *("Người đứng", "Cơ quan"),
        *("đầu chịu trách", "chủ trì"),
    ]


def test_small_letters_under_nothing_may_be_the_end_of_a_name_that_begins_above() -> None:
    assert _pieces(" Cơ quan    gian", " chủ trì    hoàn thành")[:2] == ["Cơ quan", "gian"]
