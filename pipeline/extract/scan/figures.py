"""Numbers that the engine has signs or letters in which no number has: an eight is no sign of
sections, for it has two holes and that sign has one; what else is strange is looked at again, as
figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from pipeline.extract.scan.bars import TALL, Shapes
from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.words import marks_in, read_as
from pipeline.model import ReadWord
from pipeline.writing.patterns import compiled

SECTION = "§"
_LOW = ".,:;)(-"
"""Marks that are no figures of a word."""
_OF_EIGHT = 2
"""Holes of an eight."""
_SPECK = 3
"""Pixels that a hole has at least."""

FORCED = 0.88
"""How sure a number is at most that was read where nothing but figures was allowed."""
_STRANGE = compiled(r"[§@$ŠšŽžÇç]|\d[lI|!]|[lI|!]\d|\d{2,}[coe]\W?$")
"""What no number and no word has: signs, letters of other tongues, bars among figures, and what a
sign of percents is read as."""
_ACCENTED = compiled(r"(?:^|[\d/.,])[óọ](?=[\dó/.,)]|$)")
"""A six and a nine with an accent, alone or among figures: no letter stands so."""
_ROMAN = compiled(r"[IVX]+/")
"""A quarter: its bars are no ones."""
_ZERO = compiled(r"0(?P<rest>\))")
"""A label that no list has."""
_SMALL = 1.16
"""x-heights up to which a letter is small; figures have 1.4."""
_NUMBER = compiled(r"\d+(?:[.,:]\d+)*+(?:%|/\d+)?(?:[/-]\p{Lu}[\p{Lu}-]*+)*+[.,:;)]?")
"""A number, a share, a date, the number of a document."""
_BAR = frozenset("lI|!")
"""What a one is read as."""


def numbered(
    word: ReadWord,
    marks: Sequence[Mark],
    shapes: Shapes,
    look: Callable[[Sequence[Mark]], Sequence[ReadWord]],
    doubted: bool,
) -> ReadWord:
    """A word with strange signs, most of them looked for only where it is `doubted`, as the number
    that another look had, or a `look` at its marks in which nothing but figures is allowed; the
    engine's reading is kept among the alternatives."""
    strange = _ACCENTED.search(word.text) or (doubted and _STRANGE.search(word.text))
    if not strange or _NUMBER.fullmatch(word.text) or _ROMAN.match(word.text):
        return word
    for other in word.alternatives:
        if _NUMBER.fullmatch(other.text):
            return _as_number(word, other.text)
    tall = [m for m in marks_in(word, marks) if m.height >= TALL * shapes.marks.x_height]
    figures = [at for at, char in enumerate(word.text) if char not in _LOW]
    if len(figures) != len(tall):
        return word
    seen = "".join(one.text for one in look(tall))
    told = list(word.text)
    for place, (at, mark) in enumerate(zip(figures, tall, strict=True)):
        told[at] = _figure(word.text[at], mark, shapes, seen[place] if _all(seen, tall) else "")
    text = "".join(told)
    return _as_number(word, text) if _NUMBER.fullmatch(text) else word


def _as_number(word: ReadWord, text: str) -> ReadWord:
    return read_as(word, text)._replace(confidence=min(word.confidence, FORCED))


def _all(seen: str, marks: Sequence[Mark]) -> bool:
    """Whether a figure was seen for each of some marks."""
    return len(seen) == len(marks) and seen.isdigit()


def _figure(char: str, mark: Mark, shapes: Shapes, seen: str) -> str:
    """The figure of a mark, or its slash; `?` where none was seen, or another than the one read."""
    if char == "/":
        return char
    if char in _BAR and shapes.letter(mark):
        return "1"
    if char.isdigit():
        return char if seen in ("", char) else "?"
    return seen or "?"


def lettered(word: ReadWord, marks: Sequence[Mark], unit: float) -> ReadWord:
    """The number `0)` as the letter that it is where its mark is no higher than small letters."""
    match = _ZERO.fullmatch(word.text)
    own = [m for m in marks_in(word, marks) if m.height > _SMALL * unit]
    return word if match is None or len(own) != 1 else read_as(word, f"a{match['rest']}")


def eight(word: ReadWord, marks: Sequence[Mark], shapes: Shapes) -> ReadWord:
    """A word with an eight for each sign of sections whose mark has two holes."""
    if SECTION not in word.text:
        return word
    figures = [at for at, char in enumerate(word.text) if char not in _LOW]
    tall = [m for m in marks_in(word, marks) if m.height >= TALL * shapes.marks.x_height]
    if len(figures) != len(tall):
        return word
    text = list(word.text)
    for at, mark in zip(figures, tall, strict=True):
        if text[at] == SECTION and holes(shapes.marks.shape_of(mark)) == _OF_EIGHT:
            text[at] = "8"
    told = "".join(text)
    return word if told == word.text else read_as(word, told)


def holes(shape: np.ndarray) -> int:
    """How many pieces of white a shape of ink (True) encloses."""
    white = np.pad(~shape, 1, constant_values=True).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=4)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return int((areas >= _SPECK).sum()) - 1  # what lies around the shape is one of them
