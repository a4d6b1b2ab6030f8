"""Characters mapped to those that are meant."""

from __future__ import annotations

import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.writing.characters import compose, map_characters
from pipeline.writing.twice import decode_twice

LETTERS = "ăâđêôơưằấẩẫậềếểễệồốổỗộờớởỡợừứửữựẰẤỬ"


@pytest.mark.parametrize("letter", LETTERS)
def test_marks_make_their_letter_in_any_order(letter: str) -> None:
    base, *marks = unicodedata.normalize("NFD", letter)
    for order in permutations(marks):
        assert compose(base + "".join(order)) == letter


@given(st.text())
def test_composed_text_is_nfc_and_stays(text: str) -> None:
    once = compose(unicodedata.normalize("NFC", text))
    assert unicodedata.normalize("NFD", compose(once)) == unicodedata.normalize("NFD", once)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("NƢỚC nƣớc", "NƯỚC nước"),
        ("Ðiều", "Điều"),
        ("D\u0335iều d\u0335ịnh", "Điều định"),
        ("a\u200bb", "ab"),
        ("Bộ Сông an", "Bộ Công an"),
        ("３１/１２/２０２６", "31/12/2026"),
        ("\U0001d7d1\U0001d7cf/\U0001d400", "31/A"),
    ],
)
def test_look_alikes(printed: str, meant: str) -> None:
    assert map_characters(printed) == meant


@pytest.mark.parametrize("word", ["Nghị", "định", "Bộ", "Hỗ", "việc", "Phòng"])
@pytest.mark.parametrize("table", ["latin-1", "cp1252"])
def test_words_encoded_twice_are_decoded(word: str, table: str) -> None:
    read_as = "".join(bytes([b]).decode(table, "ignore") or chr(b) for b in word.encode())
    assert map_characters(read_as) == word


@pytest.mark.parametrize("mark", "\u00ad\u034f\u200b\u202a\u202c\u2063\u2069\ufeff")
def test_characters_that_print_nothing_leave_the_text(mark: str) -> None:
    assert map_characters(f"Bộ{mark} Y tế{mark}") == "Bộ Y tế"


@pytest.mark.parametrize("text", ["“TÊN XÃ”", "MÃ\xa0HS", "XÃ… HUYỆN", r"C:\u2025\a", r"\\u1ed9"])
def test_what_people_type_is_no_text_encoded_twice(text: str) -> None:
    assert decode_twice(text) == text
