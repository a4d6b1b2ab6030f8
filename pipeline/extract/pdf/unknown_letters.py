"""Letters that a page prints and of which the file does not say which they are.

Where the file gives no code points the page is read as it is drawn. Where the font lacks the
letters the page itself prints one and the same box in place of each: recognising its picture would
guess letters where none are, so its text is read as far as it goes. Either way the cells that hold
such a letter are in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipeline.extract.pdf.aside import Lost
from pipeline.extract.pdf.chars import PageChars
from pipeline.extract.pdf.pieces import Piece

UNKNOWN = "the file does not say which character one of this cell is (\ufffd); look at the page"
BOXED = "the page prints a box where its font lacks a letter of this cell; get the file anew"
"""Why a cell is in doubt."""
GARBLED = 0.1
FEWEST_UNKNOWN = 20
"""Share of the characters of a page without code points, and how many at least, from which on the
page is read as it is drawn: bullets and signs are fewer."""
LIKE = 0.02
"""Ems by which the breadths of one shape differ on a page, as places are rounded. Among twenty
letters some are narrow."""
_UNKNOWN = "\x00\ufffd"
_BOX = "[\u25a0\u25a1\u25af]"
_WITHIN = re.compile(f"(?<=[^\\W\\d_]){_BOX}++(?=[^\\W\\d_])|\\u25a0(?=\\u25a0)")
"""Boxes between two letters, or full ones in a row: bullets and boxes to be ticked stand alone,
before a word or behind one, and empty ones in a row are there for digits."""
_BOXES = re.compile(_BOX)


def is_garbled(chars: PageChars) -> bool:
    """Whether the file does not say of many letters of a page which they are: what it says of the
    others is no text without them. Where all are printed as one shape there is no more to see."""
    unknown = len(chars.unmapped)
    return (
        unknown >= FEWEST_UNKNOWN
        and unknown > GARBLED * len("".join(chars.text.split()))
        and not prints_boxes(chars)
    )


def prints_boxes(chars: PageChars) -> bool:
    """Whether all characters of which the file does not say which they are have one breadth, as the
    others of their fonts have not: those of a typewriter do."""
    breadths = {True: list[float](), False: list[float]()}
    fonts = {
        chars.inks[owner].style.font
        for at, owner in enumerate(chars.owners)
        if owner is not None and chars.text[at] in _UNKNOWN
    }
    for at, owner in enumerate(chars.owners):
        if owner is None or chars.text[at].isspace() or chars.inks[owner].style.font not in fonts:
            continue
        breadth = (chars.ends[at] - chars.starts[at]) / chars.inks[owner].style.size
        breadths[chars.text[at] in _UNKNOWN].append(breadth)
    alike = {is_unknown: max(own) - min(own) <= LIKE for is_unknown, own in breadths.items() if own}
    return len(breadths[True]) >= FEWEST_UNKNOWN and alike == {True: True, False: False}


def unknown_in(pieces: Iterable[Piece], split: Callable[[Piece], list[Piece]]) -> list[Lost]:
    """Where words stand with a character of which the file does not say which it is (`� 90`, where
    the font has no `≥`), or with a box that a program has set for a letter its font lacks
    (`N■i v■`): in all words with boxes, once one of them is within a word."""
    strange = [piece for piece in pieces if "\ufffd" in piece.text or _BOXES.search(piece.text)]
    boxed = any(_WITHIN.search(piece.text) for piece in strange)
    return [
        Lost((word.x0 + word.x1) / 2, word.middle, UNKNOWN if "\ufffd" in word.text else BOXED)
        for piece in strange
        for word in split(piece)
        if "\ufffd" in word.text or (boxed and _BOXES.search(word.text))
    ]
