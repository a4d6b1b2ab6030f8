"""Text that holds the numbers of glyphs instead of characters, read where that can be proven.

A PDF font without a table of code points tells which glyph of the font is drawn and not which
letter it is. The common fonts keep their glyphs in one order, so that most numbers are known; that
they are these is proven by the words that come out: they are Vietnamese syllables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from pipeline.writing.datafiles import load_beside
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

PROOF = 0.9
"""Share of the different words with a letter beyond ASCII that must be syllables."""
MIN_WORDS = 6
"""So many of them are a proof."""
MAX_WORDS = 200
"""Words looked at to find where the block begins."""
MOST = 0.6
"""Share of the unknown numbers that the block must cover."""
_BLOCK = "".join(map(chr, range(0x1EA0, 0x1EFA)))
_OTHERS = "đươăũĩĐƯƠĂŨĨ"
"""The letters of Vietnamese that stand outside of Latin-1 and of the block."""
_WORD = compiled(r"(?:\p{L}|\ufffd)+")
_UNKNOWN = "\ufffd"


_LAST_LATIN = 0xFF
"""Codes up to here are letters themselves (Latin-1); glyph numbers stand above."""
_LONGEST = 11
"""Letters of a word that is looked at: longer ones are several without a space."""


class GlyphOrder:
    """What each glyph number prints."""

    __slots__ = ("_letters",)

    def __init__(self, letters: dict[int, str]) -> None:
        self._letters = letters

    def decode(self, numbers: str) -> str:
        """What a text of glyph numbers prints, one character each; U+FFFD for the unknown."""
        return "".join(self._letters.get(ord(number), _UNKNOWN) for number in numbers)


def glyph_order(text: str) -> GlyphOrder | None:
    """The order in which the numbers of a text (words parted by white space) make Vietnamese
    words, None if there is none. The block of Vietnamese letters is looked for where the known
    fonts do not have it."""
    orders = (
        GlyphOrder(_with_others(text, known | _block_from(start)))
        for known in _known_orders()
        for start in _starts(text, known)
    )
    best = max(orders, key=lambda order: _proof(order.decode(text)))
    return best if _proof(best.decode(text)) >= PROOF else None


def _block_from(start: int) -> dict[int, str]:
    return {start + place: letter for place, letter in enumerate(_BLOCK)}


@cache
def _known_orders() -> tuple[dict[int, str], ...]:
    """What the numbers below the Vietnamese block print, in each order that fonts are known to
    have."""
    data = load_beside(__file__, "glyph_numbers.toml")
    standard = {data["first"] + place: char for place, char in enumerate(data["standard"])}
    letters = {number: letter for letter, number in data["letters"].items()}
    ascii_only = {number: char for number, char in standard.items() if char.isascii()}
    others = (
        ascii_only | {code - before: chr(code) for code in range(0xC0, 0x180)}
        for before in data["latin"]
    )
    return (standard | letters, *others)


def _starts(text: str, known: dict[int, str]) -> Iterable[int]:
    """Where the block may begin: as in the usual fonts, or where it makes most syllables."""
    usual: int = load_beside(__file__, "glyph_numbers.toml")["block"]
    yield usual
    numbers = sorted({ord(char) for char in text if ord(char) > _LAST_LATIN} - set(known))
    if not numbers:
        return
    words = sorted(set(text.split()))[:MAX_WORDS]
    counts = {
        start: _syllables(words, known | _block_from(start))
        for start in range(numbers[0] - len(_BLOCK), numbers[-1] + 1)
        if sum(start <= number < start + len(_BLOCK) for number in numbers) >= MOST * len(numbers)
    }
    if counts:
        yield max(counts, key=lambda start: (counts[start], -start))


def _syllables(words: list[str], letters: dict[int, str]) -> int:
    found = ("".join(letters.get(ord(char), " ") for char in word) for word in words)
    return sum(1 for word in found if not word.isascii() and _is_word(word))


def _is_word(word: str) -> bool:
    """Whether a word is a syllable, its letters of one case but perhaps the first."""
    return is_syllable(word) and (word.islower() or word.isupper() or word.istitle())


def _with_others(text: str, letters: dict[int, str]) -> dict[int, str]:
    """The letters with those outside of the block whose numbers only the words tell: that one
    letter makes more syllables than any other."""
    words = [word for word in sorted(set(text.split())) if len(word) <= _LONGEST]
    unknown = Counter(
        ord(char)
        for word in words
        for char in word
        if ord(char) > _LAST_LATIN and ord(char) not in letters
    )
    used = {letters.get(ord(number)) for number in text}
    taken = set(letters.values()) if used.intersection(_OTHERS) else used
    for number, _ in unknown.most_common(len(_OTHERS)):
        with_it = [word for word in words if chr(number) in word]
        made = {
            char: _syllables(with_it, letters | {number: char})
            for char in _OTHERS
            if char not in taken
        }
        best = max(made, key=lambda char: made[char], default="")
        if best and list(made.values()).count(made[best]) == 1:
            letters = letters | {number: best}
            taken.add(best)
    return letters


def _proof(text: str) -> float:
    """Share of the words with a letter beyond ASCII that are syllables; 0 where they are few."""
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    right = sum(map(is_syllable, words))
    return right / len(words) if right >= MIN_WORDS else 0.0
