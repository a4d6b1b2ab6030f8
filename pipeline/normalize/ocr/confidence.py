"""How likely a cell was read right from its picture: its words weighed, their chances multiplied.

The weights are in `confidence.toml`, fitted on scans whose truth is known (docs/scans.md: on which,
and what came of it on others).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.data.records import WordRecord
from pipeline.model import Fragment
from pipeline.normalize.ocr.numbering import LABEL_SIGNS, Order, label_signs
from pipeline.normalize.ocr.pieces import is_read
from pipeline.normalize.ocr.signs import AT_HOME, SIGNS, Seen, signs_of
from pipeline.writing.datafiles import load_beside

UNWRITTEN = 0.5
"""Chance at most of a date that no calendar has (`12/2926`): the sign is too rare to be fitted."""
CAREFUL = 2.0
"""What is taken off the log odds of a word for each share of its document's words that stand
between known neighbours: there a neighbour speaks for a misread word too, and nearly all that is
in doubt is wrong; elsewhere what is new is mostly right. Of 275 wrong cells left out of the fit it
finds as many as without it, and fewer right ones of other fields are doubted."""
DOUBTED = 0.85
"""Confidence at most of a cell of which a doubt is told: a word that may be misread, a blank that
may stand at the end of a line."""
_MALFORMED = SIGNS.index("malformed")


@cache
def _weights(kind: str, names: tuple[str, ...]) -> tuple[float, ...]:
    """The bias and the weight of each sign."""
    data: Mapping[str, float] = load_beside(__file__, "confidence.toml")[kind]
    return (data["bias"], *(data[name] for name in names))


def care(seen: Seen) -> float:
    """What is taken off the log odds of each word of a document."""
    return CAREFUL * (seen.at_home - AT_HOME)


def chance(kind: str, names: tuple[str, ...], signs: Sequence[float], less: float = 0.0) -> float:
    """How likely something with these signs is right (0 to 1); `less` is taken off the odds."""
    bias, *weights = _weights(kind, names)
    total = bias - less + sum(weight * sign for weight, sign in zip(weights, signs, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class WordChance(NamedTuple):
    """How likely a piece of a text is right: which line it stands in, its first word and how many
    it has."""

    line: int
    first: int
    words: int
    chance: float


def word_chances(lines: Sequence[Fragment], seen: Seen) -> Iterator[WordChance]:
    """The chance of each piece of a text."""
    less = care(seen)
    for spot, signs in signs_of(lines, seen):
        found = chance("words", SIGNS, signs, less - seen.own.speaks_for(lines, spot))
        most = UNWRITTEN if signs[_MALFORMED] else 1.0
        yield WordChance(spot.fragment, spot.piece.at, spot.piece.count, min(found, most))


def read_words(lines: Sequence[Fragment], weighed: Sequence[WordChance]) -> tuple[WordRecord, ...]:
    """The words of a cell as they were read, each with the chance of what it stands for."""
    chances = {
        (line, at): found
        for line, first, count, found in weighed
        for at in range(first, first + count)
    }
    return tuple(
        WordRecord(
            word.text, round(chances.get((line, at), word.confidence), 4), fragment.place.page,
            word.x0, word.y0, word.x1, word.y1,
        )
        for line, fragment in enumerate(lines)
        for at, word in enumerate(fragment.words)
    )  # fmt: skip


def all_right(lines: Sequence[Fragment], weighed: Sequence[WordChance]) -> float | None:
    """How likely all words of a cell are right (0 to 1), None where none came from a picture. Of a
    line whose words are not its text nothing can be weighed: what the reader says of them counts,
    and the cell is in doubt."""
    apart = [word for line in lines if not is_read(line) for word in line.words]
    if not weighed and not apart:
        return None
    found = math.prod((*(one.chance for one in weighed), *(word.confidence for word in apart)))
    return round(min(found, DOUBTED) if apart else found, 4)


def label_confidence(lines: Sequence[Fragment], order: Order) -> float | None:
    """How likely a row number is right (0 to 1), None where it did not come from a picture."""
    signs = label_signs(lines, order)
    return None if signs is None else round(chance("labels", LABEL_SIGNS, signs), 4)
