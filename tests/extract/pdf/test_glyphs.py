"""Letters set in several glyphs or codes are one: the lists of a page's characters stay in step."""

from __future__ import annotations

import unicodedata
from itertools import permutations

import pytest

from pipeline.extract.pdf.letters.glyphs import with_marks, without_halves

LETTERS = [("v", 0.0), ("e", 5.0), ("i", 10.0), ("l", 13.0), ("u", 16.0)]
MARKS = [("\u0300", 6.0), ("\u0302", 6.5), ("\u0309", 10.5), ("\u0323", 18.0)]


def test_halves_are_one_character() -> None:
    starts, ends, owners = [0.0, 1.0, 1.0, 2.0], [1.0, 2.0, 2.0, 3.0], [1, 1, 1, 1]
    text = without_halves("a\ud835\udc3eb", starts, ends, list[int | None](owners))
    assert text == "a𝐾b"
    assert (starts, ends) == ([0.0, 1.0, 2.0], [1.0, 2.0, 3.0])


def test_a_lone_half_is_no_character() -> None:
    assert without_halves("a\ud835", [0, 1], [1, 2], [1, 1]) == "a\ufffd"


@pytest.mark.parametrize("marks", list(permutations(MARKS)), ids=str)
@pytest.mark.parametrize("far", [True, False])
def test_a_mark_stands_behind_the_letter_it_is_over(
    far: bool, marks: tuple[tuple[str, float], ...]
) -> None:
    glyphs = [*LETTERS, *marks]
    if not far:
        glyphs.sort(key=lambda glyph: glyph[1])
    starts = [x for _, x in glyphs]
    ends = [x if text in dict(MARKS) else x + 4 for text, x in glyphs]
    owners: list[int | None] = list(range(len(glyphs)))
    text = with_marks("".join(t for t, _ in glyphs), starts, ends, owners, lambda _: (0.0, 10.0))
    assert [part for part in text if part in "veilu"] == list("veilu")
    around = {letter: text[text.index(letter) + 1 :] for letter in "veilu"}
    assert set(around["e"][:2]) == {"\u0300", "\u0302"}
    assert around["i"][0] == "\u0309"
    assert around["u"] == "\u0323"
    assert len(starts) == len(ends) == len(owners) == len(text)


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        ([("t", 0, 3), ("r", 3, 6), ("i", 6, 8), ("\u0300", 5.2, 6), ("n", 8, 13)], "tri\u0300n"),
        ([("t", 0, 3), ("r", 3, 6), ("\u0300", 5.2, 6), ("i", 6, 8), ("n", 8, 13)], "tri\u0300n"),
        ([("n", 0, 5), ("\u0303", 2, 3), ("a", 5, 10)], "n\u0303a"),
        ([("n", 0, 5), ("\u0301", 4, 5), ("h", 9, 13)], "n\u0301h"),
    ],
)
def test_a_mark_is_over_the_vowel_where_one_is_near(
    glyphs: list[tuple[str, float, float]], text: str
) -> None:
    letters = "".join(letter for letter, _, _ in glyphs)
    starts, ends = [x0 for _, x0, _ in glyphs], [x1 for _, _, x1 in glyphs]
    owners: list[int | None] = list(range(len(glyphs)))
    assert with_marks(letters, starts, ends, owners, lambda _: (0.0, 10.0)) == text


def test_a_mark_over_nothing_stays_where_it_is() -> None:
    starts, ends, owners = [0.0, 90.0], [4.0, 90.0], list[int | None]([1, 2])
    assert with_marks("a\u0301", starts, ends, owners, lambda _: (0.0, 10.0)) == "a\u0301"
    assert owners == [1, 2]


@pytest.mark.parametrize("mark", ["`", "\u00b4", "\u02ca", "\u02dc", "~", "\u02c6", "\u02c0"])
def test_an_accent_with_room_of_its_own_belongs_to_the_letter_below_it(mark: str) -> None:
    text = f"va{mark} b{mark} {mark}"
    starts = [0.0, 5.0, 5.7, 10.0, 12.0, 17.0, 20.0, 22.0]
    ends = [5.0, 10.0, 9.3, 12.0, 17.0, 20.0, 22.0, 25.0]
    owners: list[int | None] = [1, 1, 1, None, 2, 2, None, 3]
    read = with_marks(text, starts, ends, owners, lambda _: (0.0, 10.0))
    assert unicodedata.combining(read[2])
    assert read[:2] + read[3:] == f"va b{mark} {mark}"
