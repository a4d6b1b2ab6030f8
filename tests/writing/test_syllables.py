"""Words that show that a blank between them was lost."""

from __future__ import annotations

import pytest

from pipeline.writing import syllables
from pipeline.writing.syllables import (
    glued_words,
    mistaken_words,
    replaced_words,
    runs_together,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bộ Thông tin vàTruyền thông", ["vàTruyền"]),
        ("Văn phòng Chínhphủ; trungbình", ["Chínhphủ", "trungbình"]),
        ("Bộ Khoa học và Công nghệ, số 02-KH/BCĐTW", []),
        ("tỉnh Đắk Lắk, huyện Đăkrông, thành phố Pleiku", []),
    ],
)
def test_words_that_are_two_with_no_blank_between_them(text: str, words: list[str]) -> None:
    assert glued_words(text) == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("VănphòngChính phủ", True),
        ("Tỷ lệcungcấpdịchvụcông trựctuyến", True),
        ("tỉnh Đắk Lắk, huyện Đăkrông, Văn phòng Chính phủ", False),
        ("Nghị định số 12/2025/NĐ-CP", False),
    ],
)
def test_words_of_several_syllables_with_no_blank_between_them(text: str, told: bool) -> None:
    assert runs_together(text) == told


def test_two_letters_with_horns_that_no_syllable_has_are_mistaken() -> None:
    assert mistaken_words("Môi trơờng Thơưng mại cấp nước rượu ước đường") == ["trơờng", "Thơưng"]


def test_questions_without_a_blank_behind_them_have_lost_no_letter() -> None:
    assert replaced_words("Vì sao?Tại đâu?Khi nào?Có area^2") == []
    assert replaced_words("Nhi?m v?i NHI?M") == ["Nhi?m", "v?i", "NHI?M"]


def test_a_long_word_is_not_tried_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A header of one word of 100,000 letters took minutes."""
    tried: list[str] = []
    monkeypatch.setattr(syllables, "is_syllable", tried.append)
    assert syllables.syllables_of("nghiêng" * 20) == ()
    assert not tried
