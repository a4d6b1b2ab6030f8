"""Headers of two levels in spaced text: names that stand over several columns.

Such a name stands in the middle over the names of its columns: what stands side by side under it,
between the names to its left and right, are these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.spaced.lines.words import Word, meet, text_of

LONGEST = 6
"""Words of the longest name, on one line, that stands under another."""
OFF_MIDDLE = 12
"""Characters by which a name may stand off the middle of those under it: a program that keeps the
spacing of a page moves the short lines of a header by some."""
_COUNTED = re.compile(r"[\W\d]*\d[\W\d]*|[IVX]+|[A-Z]\.?")
"""The number that tells a name from the one beside it (`Cấp 1`, `Năm 2026`, `Vị trí II`)."""
YEAR_OR_CODE = re.compile(r"(?:19|20)\d{2}|[A-ZĐ]{1,3}\d{1,2}")
"""Names of one word that follow each other behind one blank: years, `VT1`."""

Part = tuple[int, tuple[Word, ...]]
"""Words of a name on a line of the header, with the index of the line."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What a name over several columns stands over: the characters between its neighbours, and the
    line on which the names under it begin."""

    left: int
    right: int
    line: int

    def holds(self, words: Sequence[Word]) -> bool:
        """Whether words stand under the name."""
        return self.left < words[0].x0 and words[-1].x1 < self.right


@dataclass(frozen=True, slots=True)
class Upper:
    """A name over the columns `first` to `last`, with its words by line."""

    first: int
    last: int
    name: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The name as one text."""
        return " ".join(text_of(words) for _, words in self.name)


def zones(above: Sequence[Part], line: int, segments: Sequence[Sequence[Word]]) -> list[Zone]:
    """The zones of the names on the lines `above` under which two or more names stand side by side
    on a line."""
    pieces = [piece for segment in segments for piece in apart(segment)]
    found: list[Zone] = []
    for _, words in above:
        zone = _zone(above, words, line)
        own = [piece for piece in pieces if zone.holds(piece)]
        if len(own) > 1 and zone not in found and _is_over(words, own):
            found.append(zone)
    return found


def _zone(above: Sequence[Part], name: Sequence[Word], line: int) -> Zone:
    left = max((own[-1].x1 for _, own in above if own[-1].x1 <= name[0].x0), default=-1)
    right = min((own[0].x0 for _, own in above if own[0].x0 >= name[-1].x1), default=10**6)
    return Zone(left, right, line)


def _is_over(name: Sequence[Word], under: Sequence[Sequence[Word]]) -> bool:
    """Whether a name stands in the middle over names, which are short and say something."""
    coded = all(YEAR_OR_CODE.fullmatch(text_of(words)) for words in under)
    if coded and any(meet(words, name) for words in under):
        return True
    middle = (under[0][0].x0 + under[-1][-1].x1) / 2
    if abs(middle - (name[0].x0 + name[-1].x1) / 2) > OFF_MIDDLE:
        return False
    return all(len(words) <= LONGEST and is_name(words) for words in under)


def is_name(words: Sequence[Word]) -> bool:
    """Whether words may be a name below another one by their letters."""
    text = text_of(words)
    first = next((char for char in text if char.isalnum()), "")
    return first.isupper() or YEAR_OR_CODE.fullmatch(text) is not None


def apart(segment: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """The names in a segment: those that differ from each other in their number, and years, stand
    apart behind one blank (`Cấp 1 Cấp 2`); else it is one."""
    texts = [word.text for word in segment]
    begins = [place for place, text in enumerate(texts) if text == texts[0]]
    sizes = {after - place for place, after in pairwise([*begins, len(texts)])}
    counted = all(_COUNTED.fullmatch(texts[place - 1]) for place in [*begins[1:], len(texts)])
    if len(begins) > 1 and len(sizes) == 1 and counted and sizes != {1}:
        size = sizes.pop()
        yield from (tuple(segment[place : place + size]) for place in begins)
    elif all(YEAR_OR_CODE.fullmatch(text) for text in texts):
        yield from ((word,) for word in segment)
    else:
        yield tuple(segment)
