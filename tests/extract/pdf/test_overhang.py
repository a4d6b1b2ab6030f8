"""Slanted letters whose outline reaches over their place along the line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.pdf.letters.overhang import Advances, Letter, without_overhang

SIZE = 10.0
WIDTH = {"a": 5.0, "f": 3.0, "y": 4.0, "t": 3.0}
BEFORE, BEHIND = {"y": 2.0}, {"f": 2.4, "t": 0.5}
"""How far an outline reaches over its place."""
BLANK = 2.5


def places(words: list[str]) -> tuple[list[float], list[float], list[float]]:
    """Of each letter of words and of each blank: its origin, and the ends of its outline."""
    at, out = 0.0, []
    for letter in " ".join(words):
        wide = WIDTH.get(letter, BLANK)
        out.append((at, at - BEFORE.get(letter, 0.0), at + wide + BEHIND.get(letter, 0.0)))
        at += wide
    origins, starts, ends = map(list, zip(*out, strict=True))
    return origins, starts, ends


def placed(words: list[str], known: Advances) -> tuple[list[float], list[float]]:
    origins, starts, ends = places(words)
    text = " ".join(words)
    letters: dict[int, tuple[Letter, float]] = {
        at: (("Serif-Italic", letter), SIZE) for at, letter in enumerate(text) if letter != " "
    }
    without_overhang(letters, lambda at: (origins[at], 0.0), starts, ends, known)
    return starts, ends


@given(st.lists(st.text("afyt", min_size=1, max_size=6), min_size=1, max_size=12))
def test_once_letters_are_known_blanks_are_as_wide_as_printed(words: list[str]) -> None:
    known: Advances = {}
    placed(["afafafafa", "yayayaya", "tatatata"], known)
    starts, ends = placed(words, known)
    text = " ".join(words)
    for at, letter in enumerate(text):
        if letter == " ":
            assert abs(starts[at + 1] - ends[at - 1] - BLANK) < 1e-6
        elif at and text[at - 1] != " ":
            assert abs(starts[at] - ends[at - 1]) < 1e-6


def test_letters_that_are_seldom_seen_begin_at_their_origin_and_end_with_their_outline() -> None:
    starts, ends = placed(["af", "ya"], {})
    assert starts == [0.0, 5.0, 8.0, 10.5, 14.5]
    assert ends[1] == 5.0 + 3.0 + 2.4


def test_the_letters_of_a_ligature_keep_their_places() -> None:
    letters: dict[int, tuple[Letter, float]] = {
        at: (("Serif-Italic", letter), SIZE) for at, letter in enumerate("fia")
    }
    starts, ends = [-1.0, 5.0, 5.0], [5.0, 5.0, 10.0]
    origins = [0.0, 0.0, 5.0]
    known: Advances = {}
    without_overhang(letters, lambda at: (origins[at], 0.0), starts, ends, known)
    assert (starts, ends) == ([-1.0, 5.0, 5.0], [5.0, 5.0, 10.0])
