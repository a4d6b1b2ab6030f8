"""The name of a body whose capitals were read from a picture; their accents are lost first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.model import Fragment
from pipeline.normalize.body_names import area_of
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.values.agency_registry import packaged
from pipeline.writing.letters import plain, without_marks
from pipeline.writing.pairs import is_pair
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_WORD = compiled(r"[\p{L}\p{M}]+")
_SURE = 0.9
"""Confidence of every word of a name that nothing else in the document repeats."""


@dataclass(frozen=True, slots=True)
class Body:
    """The name of a body, and what settles that it is meant."""

    name: str
    reason: str


def body_meant(read: str, own: Sequence[Fragment], lines: Sequence[Fragment]) -> Body | None:
    """The body a reading means; None where nothing settles it.

    `own` are the lines it was read from, `lines` all of the document outside tables.
    """
    names = sorted(_registered().get(_level(read), ()))
    if len(names) == 1:
        return Body(names[0], "a body of the registry")
    written = _written(read, lines)
    if written is not None:
        return Body(written, "written so in the text")
    sure = min(word.confidence for line in own for word in line.words) >= _SURE
    return Body(read, "read for certain") if sure and _is_usual(read) else None


def _level(text: str) -> str:
    return " ".join(without_marks(word.lower()) for word in text.split())


@cache
def _registered() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for body in packaged().agencies:
        found[_level(body.name)].add(body.name)
    return {level: frozenset(names) for level, names in found.items()}


def _written(read: str, lines: Sequence[Fragment]) -> str | None:
    """The name as the text mostly writes it, its accents and capitals; None where it does not, or
    in as many ways. Kinds of places stay small, as everywhere in names of bodies."""
    wanted = _level(read).split()
    ways = Counter(_ways(wanted, lines)).most_common(2)
    if not ways or (len(ways) > 1 and ways[0][1] == ways[1][1]):
        return None
    return ways[0][0]


def _ways(wanted: Sequence[str], lines: Sequence[Fragment]) -> Iterator[str]:
    words = [word for line in lines if not is_upper(line.text) for word in plain(line.text).split()]
    levels = [without_marks(word.lower().strip(".,;:()“”")) for word in words]
    for at in range(len(words) - len(wanted) + 1):
        if levels[at : at + len(wanted)] == wanted:
            found = " ".join(words[at : at + len(wanted)]).strip(".,;:()“”")
            if found[:1].isupper():
                area = area_of(found)
                yield found[: len(found) - len(area)] + area


def _is_usual(name: str) -> bool:
    """Whether official documents write all words of a name, and each beside the next."""
    words = [word.lower() for word in _WORD.findall(name)]
    return all(map(is_syllable, words)) and all(is_pair(*pair) for pair in pairwise(words))
