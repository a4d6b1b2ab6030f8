"""The words of a line of spaced text, and the segments that wide gaps part it into."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable, syllables_of

_WORD = re.compile(r"(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d(?=\s|\Z)|\S+")
"""A word, or a period of years, which no border parts."""
_FIGURE_BEHIND = re.compile(r"(?<=[a-zà-ỹ])(?:(?:19|20)\d\d|\d{1,2}/\d{1,2}/\d{4})$")
"""A year or a day at the end of a word: the mark of a footnote has fewer digits."""
_NUMBER_AHEAD = compiled(
    r"(?:\(\d{1,3}\)|(?:\d{1,3}|[IVX]{1,6})(?:\.\d{1,2}){0,3}+[.)]|[a-zđ]\))(?=\p{L})"
    r"|(?:\(\d{1,3}|\d{1,3}(?:\.\d{1,2}){0,3}+)(?=\p{Lu}\p{Ll})"
)
"""The number of a row that its narrow column leaves no blank behind (`(65)Cơ sở`), or its beginning
where the bracket is cut off (`(65Cơ sở`)."""
_NUMBER_ALONE = re.compile(r"\(\d{1,3}\)|\d{1,3}(?:\.\d{1,2}){0,3}\.?")
_STOPS = ".,;:)"
MARKS = ",;:.()"
"""What stands at the ends of words."""
WIDE = 2
"""Blanks in a row that no sentence has: the words beside them stand in two cells."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word between its first column `x0` and the column after its last, `x1` (characters)."""

    x0: int
    x1: int
    text: str


@dataclass(frozen=True, slots=True)
class SpacedLine:
    """A printed line: its number in the text, its words from left to right, and how many blank
    lines stand before it."""

    line: int
    words: tuple[Word, ...]
    blanks: int = 0

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return text_of(self.words)

    @property
    def segments(self) -> list[tuple[Word, ...]]:
        """The words between wide gaps."""
        return list(segments(self.words))


def words_of(text: str, known: Set[str] = frozenset()) -> tuple[Word, ...]:
    """The words of a line, two that stand with no blank between them apart, and the number of a row
    apart from its title; `known` are the words of the text, in small letters."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        x0, word = match.start(), match.group()
        number = None if found else _NUMBER_AHEAD.match(word)
        if number:
            found.append(Word(x0, x0 + number.end(), number.group()))
            x0, word = x0 + number.end(), word[number.end() :]
        at = _meeting(word)
        two = {word[:at].lower(), word[at:].lower().rstrip(_STOPS)}
        if at and (not word[at].islower() or two <= known):
            found.append(Word(x0, x0 + at, word[:at]))
            x0, word = x0 + at, word[at:]
        found.append(Word(x0, match.end(), word))
    return tuple(found)


def opens_number(word: str) -> bool:
    """Whether a word is the beginning of a number whose bracket stands below it: `(100`."""
    return word[0] == "(" and word[1:].isdecimal()


def is_number_alone(word: str) -> bool:
    """Whether a word is the number of a row or of an item of it: `(100)`, `12.`, `38.1`."""
    return _NUMBER_ALONE.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def _meeting(word: str) -> int:
    """Where a word is two of which the second may begin another cell (`giữaBộ`, `thanh2026`); 0 for
    one."""
    text = word.rstrip(_STOPS)
    ways = syllables_of(text)
    if ways:
        return len(max(ways, key=lambda way: (way[1][0].isupper(), _has_onset(way[1])))[0])
    figure = _FIGURE_BEHIND.search(text)
    if figure and figure.start() > 1 and is_syllable(text[: figure.start()]):
        return figure.start()
    return 0


def _has_onset(syllable: str) -> bool:
    """Whether a syllable begins with a consonant, as most do."""
    return unicodedata.normalize("NFD", syllable)[0].lower() not in "aeiouy"


def segments(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Words in a row with less than a wide gap between them."""
    begin = 0
    for index, (one, other) in enumerate(pairwise(words), start=1):
        if other.x0 - one.x1 >= WIDE:
            yield tuple(words[begin:index])
            begin = index
    if words:
        yield tuple(words[begin:])


def wide_gaps(words: Sequence[Word]) -> list[bool]:
    """For each gap between the words of a line whether it is wide."""
    return [b.x0 - a.x1 >= WIDE for a, b in pairwise(words)]


def text_of(words: Sequence[Word]) -> str:
    """Words as one text, with the blanks between them that are printed."""
    if len(words) < 2:  # noqa: PLR2004  # most cells of a line
        return words[0].text if words else ""
    if not are_joined(words):
        return " ".join([word.text for word in words])
    blanks = ("" if one.x1 == other.x0 else " " for one, other in pairwise(words))
    return words[0].text + "".join(
        blank + word.text for blank, word in zip(blanks, words[1:], strict=True)
    )


def are_joined(words: Sequence[Word]) -> bool:
    """Whether no blank stands between two of some words."""
    end = -1
    for word in words:
        if word.x0 == end:
            return True
        end = word.x1
    return False


def meet(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two texts stand one over the other."""
    return one[0].x0 < other[-1].x1 and other[0].x0 < one[-1].x1
