"""Letters that a page prints and of which the file does not say which they are.

Where the file gives no code points the page is read as it is drawn. Where the font lacks the
letters the page itself prints one and the same box in place of each: recognising its picture would
guess letters where none are, so its text is read as far as it goes. Either way the cells that hold
such a letter are in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from unicodedata import category, normalize

from pipeline.extract.pdf.letters.aside import Lost
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.letters.twofold import drawn_in_two_ways
from pipeline.writing.characters import map_characters
from pipeline.writing.syllables import is_syllable

ANOTHER = "the file gives another letter than the page prints in this cell; look at the page"
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
FEWEST_WORDS, FEWEST_MIXED = 3, 2
"""Words of a page that a letter of no Vietnamese word must stand in, and one letter of Vietnamese
make syllables of all of them: of two foreign names, or of one unit, it does by chance. No foreign
name mixes letters with those of a script without capitals."""
_LONG, _LONGEST = 3, 7
"""Letters that one of these words has at least, as units and signs have fewer (`kΩ`, `ºC`, `Nº`),
and those of the longest syllable (`nghiêng`)."""
_LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)
_KNOWN = frozenset(map(chr, range(128))) | frozenset(_LETTERS + _LETTERS.upper())
_WORD = re.compile(r"[^\W\d_]+")
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


def strange_in(
    chars: PageChars, pieces: Collection[Piece], split: Callable[[Piece], list[Piece]]
) -> list[Lost]:
    """Where words of a page stand with letters that are not known, or may not be those printed."""
    known = unknown_in(pieces, split) + another_in(chars.text, pieces, split)
    return known + drawn_in_two_ways(chars)


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


def another_in(
    text: str, pieces: Iterable[Piece], split: Callable[[Piece], list[Piece]]
) -> list[Lost]:
    """Where words stand with a letter that the file gives in place of another throughout the page:
    no Vietnamese word has it, and with one and the same letter in its place all its words are
    syllables (`ñ` in `ñiện`, `ñổi`, `ñịnh`). Foreign names have no such letter."""
    strange = {c.lower() for c in set(text) - _KNOWN if c.isalpha() and map_characters(c) == c}
    if not strange:
        return []
    found: dict[str, set[str]] = {letter: set() for letter in strange}
    places: list[tuple[Piece, set[str]]] = []
    for word in (
        w for piece in pieces if not strange.isdisjoint(piece.text.lower()) for w in split(piece)
    ):
        own = strange.intersection(word.text.lower())
        if own:
            places.append((word, own))
        for token in _WORD.findall(normalize("NFC", word.text).lower()) if own else ():
            for letter in own.intersection(token):
                found[letter].add(token)
    wrong = {letter for letter, words in found.items() if _stands_for_another(letter, words)}
    return [
        Lost((word.x0 + word.x1) / 2, word.middle, ANOTHER) for word, own in places if own & wrong
    ]


def _stands_for_another(letter: str, words: set[str]) -> bool:
    """Whether one letter in place of another makes syllables of all words."""
    fewest = FEWEST_MIXED if category(letter) == "Lo" else FEWEST_WORDS
    longest = max(map(len, words), default=0)
    if len(words) < fewest or not _LONG <= longest <= _LONGEST:
        return False
    return any(
        all(is_syllable(word.replace(letter, right)) for word in words) for right in _LETTERS
    )
