"""Characters, markup, markers and joins: cases as rows, and properties."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Fragment, Mend, Place, ReadWord
from pipeline.normalize.text import (
    CleanText,
    clean,
    clean_text,
    join,
    join_parts,
    lift_markers,
)
from pipeline.writing.characters import map_characters

MARKERS = [
    ("Bộ Tài chính ¹", "Bộ Tài chính", (1,)),
    ("ngân sách nhà nước ² .", "ngân sách nhà nước.", (2,)),
    ("định danh điện tử ¹⁵ , bao gồm:", "định danh điện tử, bao gồm:", (15,)),
    ("giáo dục nghề nghiệp ¹⁹ bao gồm:", "giáo dục nghề nghiệp bao gồm:", (19,)),
    ("02/2026⁹", "02/2026", (9,)),
    ("Tháng 12/2025¹ ²", "Tháng 12/2025", (1, 2)),
    ("hai dấu ¹,² ở giữa", "hai dấu ở giữa", (1, 2)),
    ("¹ ở đầu", "ở đầu", (1,)),
    ("diện tích 30 m² trở lên", "diện tích 30 m² trở lên", ()),
    ("500 km²", "500 km²", ()),
    ("10³ tấn", "10³ tấn", ()),
    ("đạt 5,2 × 10⁶ đồng", "đạt 5,2 × 10⁶ đồng", ()),
    ("10⁻³ mol", "10⁻³ mol", ()),
    ("10³-10⁵ CFU/g", "10³-10⁵ CFU/g", ()),
    ("2.500 m³/ngày đêm", "2.500 m³/ngày đêm", ()),
    ("người/km²", "người/km²", ()),
    ("m⁻²", "m⁻²", ()),
    ("20 m²/người³", "20 m²/người", (3,)),
    ("Tháng 10³", "Tháng 10", (3,)),
    ("tháng 10³ năm 2026", "tháng 10 năm 2026", (3,)),
    ("tại mục 10² của", "tại mục 10 của", (2,)),
    ("31/10³", "31/10", (3,)),
    ("2010² người", "2010 người", (2,)),
    ("chương trình²", "chương trình", (2,)),
    ("không có dấu", "không có dấu", ()),
    ("Đề án ⁵⁸", "Đề án", (58,)),
    ("(¹)", "", (1,)),
]


@pytest.mark.parametrize(("printed", "text", "numbers"), MARKERS)
def test_markers_leave_the_text(printed: str, text: str, numbers: tuple[int, ...]) -> None:
    lifted, found = lift_markers(printed)
    assert (" ".join(lifted.split()), found) == (text, numbers)


JOINS = [
    ("khai thác sử", "dụng", "khai thác sử dụng"),
    ("04-", "TB/BCĐTW", "04-TB/BCĐTW"),
    ("Bộ Lao động -", "Thương binh", "Bộ Lao động - Thương binh"),
    ("Đoàn công tác/", "văn bản", "Đoàn công tác/văn bản"),
    ("02/202", "6", "02/2026"),
    ("Tháng 12/20", "26", "Tháng 12/2026"),
    ("trong năm 02/202", "5 trạm", "trong năm 02/2025 trạm"),
    ("tháng 9/2025", "6 nhiệm vụ", "tháng 9/2025 6 nhiệm vụ"),
    ("số 12/345", "7", "số 12/345 7"),
    ("", "a", "a"),
    ("a", "", "a"),
]


@pytest.mark.parametrize(("first", "second", "joined"), JOINS)
def test_two_pieces_join_with_the_right_space(first: str, second: str, joined: str) -> None:
    assert join(first, second) == joined


PARTS = [
    (["Hoàn thành, khai thác sử dụng", "dụng"], "Hoàn thành, khai thác sử dụng"),
    (["Bộ Nông nghiệp và Môi trường", "trường"], "Bộ Nông nghiệp và Môi trường"),
    (["Hoàn thành, khai thác sử", "dụng"], "Hoàn thành, khai thác sử dụng"),
    (["Hoàn thành, khai", "thác sử dụng"], "Hoàn thành, khai thác sử dụng"),
    (["tái sử dụng", "ụng"], "tái sử dụng ụng"),
    (["", "người dân"], "người dân"),
    (["a", "", "b"], "a b"),
]


@pytest.mark.parametrize(("parts", "whole"), PARTS)
def test_a_cut_cell_is_made_whole(parts: list[str], whole: str) -> None:
    joined = join_parts(CleanText(part) for part in parts)
    assert joined.text == whole
    for change in joined.changes:
        assert change.after in whole or whole.startswith(change.after)


CLEANED = [
    ("Thực hiện (<i>thường xuyên</i>).", "Thực hiện (thường xuyên).", ["markup"]),
    ("<p>Bộ Khoa học và Công nghệ</p>", "Bộ Khoa học và Công nghệ", ["markup"]),
    ("dòng một<br/>dòng hai", "dòng một dòng hai", ["markup"]),
    ("Bộ Tài chính<sup>12</sup>", "Bộ Tài chính", ["markup", "footnote-marker"]),
    ("tỷ lệ < 5 > 3", "tỷ lệ < 5 > 3", []),
    ("a < b và c > d", "a < b và c > d", []),
    ("Ðề án", "Đề án", ["characters"]),
    ("soft\u00adhyphen", "softhyphen", ["characters"]),
    ("hai\u00a0chữ  cách\txa", "hai chữ cách xa", []),
    ("Văn phòngChính phủ", "Văn phòngChính phủ", []),
    ("", "", []),
]


@pytest.mark.parametrize(("printed", "text", "rules"), CLEANED)
def test_a_text_is_cleaned_and_every_change_noted(
    printed: str, text: str, rules: list[str]
) -> None:
    cleaned = clean_text(printed)
    assert cleaned.text == text
    assert [change.rule for change in cleaned.changes] == rules


def test_decomposed_text_becomes_composed_and_is_noted() -> None:
    printed = unicodedata.normalize("NFD", "Bộ Khoa học và Công nghệ")
    cleaned = clean_text(printed)
    assert cleaned.text == "Bộ Khoa học và Công nghệ"
    assert [change.rule for change in cleaned.changes] == ["characters"]


def test_a_foreign_letter_is_mapped_only_inside_a_latin_word() -> None:
    assert map_characters("Bộ Сông an") == "Bộ Công an"  # Cyrillic С
    assert map_characters("С") == "С"


def test_glued_lines_join_without_a_space() -> None:
    lines = [
        Fragment("Tháng 02/202", Place(1), glued=True),
        Fragment("6", Place(1)),
    ]
    cleaned = clean(lines)
    assert cleaned.text == "Tháng 02/2026"
    assert [change.rule for change in cleaned.changes] == ["word-cut"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("ngày 14/01/2026", "; Nghị quyết", "ngày 14/01/2026; Nghị quyết"),
        ("ngày 13/10/2025", ".", "ngày 13/10/2025."),
        ("(khoản 2", ") và", "(khoản 2) và"),
        ("gồm:", "… ; và", "gồm: … ; và"),
        ("tỷ lệ", ".5", "tỷ lệ .5"),
        ("số 03-TB/BCĐT", "W ngày 06/3/2025", "số 03-TB/BCĐTW ngày 06/3/2025"),
        ("Nghị quyết 57-NQ", "TW", "Nghị quyết 57-NQ TW"),
        ("Nghị quyết số 71/NQ-CP", "A. Nhiệm vụ", "Nghị quyết số 71/NQ-CP A. Nhiệm vụ"),
        ("báo cáo", "- Kế hoạch", "báo cáo - Kế hoạch"),
    ],
)
def test_what_a_narrow_column_cut_is_one_word(first: str, second: str, joined: str) -> None:
    cleaned = clean([Fragment(first, Place(1)), Fragment(second, Place(1))])
    assert cleaned.text == joined
    cut = joined == first + second
    assert [change.rule for change in cleaned.changes] == (["word-cut"] if cut else [])


words = st.lists(st.text("abcđêộ ", min_size=1, max_size=8), max_size=6).map(" ".join)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text).text
    again = clean_text(once)
    assert again.text == once or again.markers or again.changes


@given(words)
def test_plain_words_stay_word_for_word(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.text.split() == text.split()
    assert cleaned.changes == ()


@given(st.lists(st.text("abcđêộ", min_size=1, max_size=5), min_size=2, max_size=12), st.data())
def test_a_sentence_cut_anywhere_comes_back_whole(sentence: list[str], data: st.DataObject) -> None:
    """Cut between two words, with or without the transcriber's repeated last words."""
    at = data.draw(st.integers(1, len(sentence) - 1))
    first, rest = " ".join(sentence[:at]), " ".join(sentence[at:])
    whole = join_parts([CleanText(first), CleanText(rest)]).text
    if not first.endswith(rest):
        assert whole.split() == sentence
    again = join_parts([CleanText(" ".join(sentence)), CleanText(rest)]).text
    assert again.split() == sentence


@given(st.lists(st.integers(1, 200), max_size=4), words)
def test_every_marker_is_lifted_in_order(numbers: list[int], text: str) -> None:
    superscript = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    printed = text + "".join(f" {str(n).translate(superscript)} chữ" for n in numbers)
    lifted, found = lift_markers(printed)
    assert list(found) == numbers
    assert lifted.split() == (text + " chữ" * len(numbers)).split()


def test_words_that_were_mended_are_each_a_repair() -> None:
    words = tuple(ReadWord(text, 0.5, 0, 0, 1, 1) for text in ("Quý", "1", "nãm", "2026"))
    mends = (Mend(1, 1, "I", "ocr-deadline", "a quarter"), Mend(2, 2, "năm 2026", "x", "y"))
    line = Fragment("Quý I năm 2026", Place(1), words=words, mends=mends)
    found = [(c.rule, c.before, c.after) for c in clean((line,)).changes]
    assert found == [("ocr-deadline", "1", "I"), ("x", "nãm 2026", "năm 2026")]
