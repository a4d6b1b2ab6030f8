"""Patterns: what the properties cover, and that no text makes a search slow."""

import time
import unicodedata
from importlib import import_module

import pytest

from pipeline.errors import InputError
from pipeline.writing.characters import map_characters
from pipeline.writing.labels import parse_label
from pipeline.writing.patterns import any_of, compiled, found_in

CAPITALS = unicodedata.normalize("NFC", "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY")
TONED = [unicodedata.normalize("NFC", c + t) for c in "AĂÂEÊIOÔƠUƯY" for t in "̣̀́̉̃"]


@pytest.mark.parametrize("capital", [*CAPITALS, *TONED])
def test_every_vietnamese_capital_is_one(capital: str) -> None:
    assert compiled(r"\p{Lu}").fullmatch(capital)
    assert not compiled(r"\p{Lu}").fullmatch(capital.lower())


def test_a_named_list_takes_the_longest_and_gives_back_where_it_must() -> None:
    words = ["thay", "thay thế", "thay thế một phần"]
    assert compiled(r"\L<words>", words=words).match("thay thế mục 2").group() == "thay thế"
    assert compiled(r"\L<words> thế mục", words=words).match("thay thế mục 2")


def test_a_phrase_is_found_over_a_line_break() -> None:
    assert compiled(any_of(["sửa đổi, bổ sung"]), any_case=True).match("SỬA ĐỔI,\nBỔ  SUNG")


def test_a_search_without_end_is_given_up() -> None:
    with pytest.raises(InputError) as error:
        list(found_in("a" * 60, compiled(r"(?:a|a)+(?:a|aa)+b"), patience=0.05))
    assert error.value.code == "text-too-hard"


PIECES = [" ", "  \t", "1", "1.1", "12/", "a", "Ă", "I", "I.", "-", "–", "(", "(1) ", "; ", ". a",
          "1 . ", "ngày ", "số ", "số 1/A-", "của ", "của a ", "¹", "¹ , ", "Mẫu 1 - "]  # fmt: skip
MATCHED = [
    ("pipeline.writing.labels", "_CORE"),
    ("pipeline.writing.labels", "_LEADING"),
    ("pipeline.writing.headings", "_ANNEX"),
    ("pipeline.writing.page_numbers", "_BARE"),
    ("pipeline.writing.page_numbers", "_IN_MARGIN"),
    ("pipeline.link.claims.references", "_DATE"),
    ("pipeline.writing.numbers", "CUT_DATE"),
    ("pipeline.writing.note_starts", "RAISED_START"),
    ("pipeline.link.claims.references", "_PLACE"),
]
SEARCHED = [
    ("pipeline.extract.pdf.lines.wraps", "_LAST_LETTERS"),
    ("pipeline.extract.pdf.lines.text", "_LAST_WORD"),
    ("pipeline.writing.numbers", "NUMBER"),
    ("pipeline.writing.numbers", "_CALLED"),
    ("pipeline.writing.numbers", "_DATE"),
    ("pipeline.writing.numbers", "BLANK_DATE"),
    ("pipeline.writing.wording", "_TOKEN"),
]


@pytest.mark.parametrize(
    ("module", "name", "how"),
    [*((*of, "match") for of in MATCHED), *((*of, "search") for of in SEARCHED)],
)
def test_time_grows_with_the_text_alone(module: str, name: str, how: str) -> None:
    """20,000 characters of anything take a few milliseconds: a quadratic search takes seconds."""
    apply = getattr(getattr(import_module(module), name), how)
    for piece in PIECES:
        text = (piece * 20_000)[:20_000] + "\n€"
        started = time.process_time()
        apply(text)
        assert time.process_time() - started < 0.5, piece


@pytest.mark.parametrize(
    ("printed", "style", "numbers"),
    [
        ("26.", "number", (26,)),
        ("26 .", "number", (26,)),
        ("26 . :", "number", (26,)),
        ("(14).", "paren", (14,)),
        ("( 14 )", "paren", (14,)),
        ("14)", "paren", (14,)),
        ("1.)", "number", (1,)),
        ("38.1", "number", (38, 1)),
        ("IV. ", "roman", (4,)),
        ("b) ", "small", (2,)),
        ("Đ.", "letter", (5,)),
    ],
)
def test_labels_end_where_their_last_word_ends(
    printed: str, style: str, numbers: tuple[int, ...]
) -> None:
    label = parse_label(printed)
    assert label is not None
    assert (label.style, label.numbers) == (style, numbers)


@pytest.mark.parametrize("text", ["", ".", "( )", "26,", "a b", "26¹", "€"])
def test_what_is_no_label(text: str) -> None:
    assert parse_label(text) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ВỘ TÀI CHÍNH", "BỘ TÀI CHÍNH"),  # Cyrillic В
        ("Ноàn", "Hoàn"),  # two Cyrillic letters before Latin ones
        ("СО", "CO"),  # a word of look-alikes alone
        ("Роскосмос и Югра", "Роскосмос и Югра"),  # words of another alphabet stay
        ("α", "α"),
    ],
)
def test_look_alikes_are_mapped_where_the_word_is_latin(typed: str, read: str) -> None:
    assert map_characters(typed) == read
