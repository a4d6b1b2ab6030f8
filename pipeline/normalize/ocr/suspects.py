"""Words that are suspected to be misread though nothing settles it: told, with the better reading.

One problem for each word and better reading of a document, at the first cell that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.frozen import dataclass
from pipeline.model import Fragment
from pipeline.normalize.ocr.accents import better
from pipeline.normalize.ocr.evidence import Evidence
from pipeline.normalize.ocr.pieces import Spot, spots_of, sureness
from pipeline.normalize.ocr.places import misread_places
from pipeline.normalize.ocr.shapes import distance
from pipeline.writing.syllables import is_syllable

CODE = "suspected-ocr"
ARROW = " → "
_FAIR = 0.93
"""Confidence from which a word that is spelled as Vietnamese is not suspected for its letters."""
_TIMES = 2
"""Times the document prints the word that another one may be."""
_LEAST = 3
"""Letters of a word that is spelled as Vietnamese and compared with others."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word of a cell that may be misread, and what it may be, each with the word before it."""

    table_id: str
    row_id: str
    column: str
    read: str
    better: str

    @property
    def evidence(self) -> str:
        """`hoạt đông → hoạt động`."""
        return f"{self.read}{ARROW}{self.better}"


def suspects_of(
    lines: Sequence[Fragment], evidence: Evidence, at: tuple[str, str, str]
) -> Iterator[Suspect]:
    """The suspected words of a cell (table, row and column)."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    named = {spot: word for spot, word, _ in misread_places(lines)}
    for place, spot in enumerate(spots):
        sure = sureness(lines[spot.fragment], spot.piece)
        word = named.get(spot) or _better(spot, evidence, sure)
        if word and word.lower() != spot.piece.core.lower():
            before = f"{spots[place - 1].piece.text} " if place else ""
            read, meant = spot.piece.text, spot.piece.with_core(word)
            yield Suspect(*at, before + read, before + meant)


def _better(spot: Spot, evidence: Evidence, sure: float) -> str | None:
    """The reading of a word that more speaks for than for what was read."""
    core = spot.piece.core
    if len(core) <= 1 or any(map(str.isdigit, spot.piece.text)):
        return None
    accent = better(spot, evidence, sure)
    if accent is not None:
        return accent.word
    word = core.lower()
    if sure >= _FAIR or core.isupper() or evidence.words[word] > 1:
        return None
    if evidence.support(spot, word) or (is_syllable(word) and len(core) < _LEAST):
        return None
    near = [
        other
        for other, times in evidence.words.items()
        if times >= _TIMES and abs(len(other) - len(word)) <= 1 and distance(word, other) <= 1.0
        if evidence.support(spot, other).pairs == spot.sides > 0
    ]
    return near[0] if len(near) == 1 else None


def told(suspects: Iterable[Suspect]) -> Iterator[tuple[Suspect, str]]:
    """Each word and better reading once, at the first cell that has it, with its message."""
    found: dict[tuple[str, str], list[Suspect]] = {}
    for suspect in suspects:
        key = (suspect.read.split()[-1].lower(), suspect.better.split()[-1].lower())
        found.setdefault(key, []).append(suspect)
    for same in found.values():
        times = f" ({len(same)} times)" if len(same) > 1 else ""
        yield same[0], "a word may be misread; the words beside it speak for another" + times
