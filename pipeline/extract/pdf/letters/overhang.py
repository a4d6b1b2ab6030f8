"""Slanted letters that reach over their place along the line.

PDFium's box of a letter holds its outline, and the foot of an italic `y` or the head of an `f`
reaches into the blank beside it: of a word-wide gap nothing may be left. Where a letter begins its
origin tells; where it ends, how far the next one stands off inside of words.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from statistics import median

SLANTED = re.compile(r"ital|obli|kursiv", re.IGNORECASE)
"""What names of slanted fonts hold."""
SAME_PLACE = 0.02
"""Ems within which two origins are one: letters that one glyph stands for."""
WIDEST = 1.1
"""Ems from the origin of a letter to that of the next one in its word, at most."""
FEWEST, KEPT = 3, 64
"""Pairs from which on the advance of a letter is known, and of how many it is the median."""

Letter = tuple[str, str]
"""A font by its name, and a letter of it."""
Advances = dict[Letter, deque[float]]
"""Ems from the origin of letters to that of the next ones."""


def without_overhang(
    letters: Mapping[int, tuple[Letter, float]],
    origin: Callable[[int], tuple[float, float]],
    starts: list[float],
    ends: list[float],
    known: Advances,
) -> None:
    """Let slanted letters begin at their origin, and end where they advance to.

    `letters` are those of slanted fonts by index, each with its size in points; `origin` gives the
    place of one in points, `starts` and `ends` are changed in place, `known` is what the pages of
    the document have told of the letters and is added to.
    """
    places = {index: origin(index) for index in letters}
    _learn(letters, places, known)
    told = {letter for letter, _ in letters.values() if len(known.get(letter, ())) >= FEWEST}
    advances = {letter: median(known[letter]) for letter in told}
    for index, (letter, size) in letters.items():
        x, _ = places[index]
        if _is_of_ligature(index, places, size):
            continue
        if starts[index] < x < ends[index]:
            starts[index] = x
        if letter in advances:
            end = x + advances[letter] * size
            if starts[index] < end < ends[index]:
                ends[index] = end


def _learn(
    letters: Mapping[int, tuple[Letter, float]],
    places: Mapping[int, tuple[float, float]],
    known: Advances,
) -> None:
    for index, (letter, size) in letters.items():
        after = places.get(index + 1)
        if after is None or letters[index + 1][0][0] != letter[0]:
            continue
        x, y = places[index]
        step = (after[0] - x) / size
        if SAME_PLACE < step < WIDEST and abs(after[1] - y) < SAME_PLACE * size:
            known.setdefault(letter, deque(maxlen=KEPT)).append(step)


def _is_of_ligature(index: int, places: Mapping[int, tuple[float, float]], size: float) -> bool:
    x = places[index][0]
    beside = (places.get(index - 1), places.get(index + 1))
    return any(one is not None and abs(one[0] - x) < SAME_PLACE * size for one in beside)
