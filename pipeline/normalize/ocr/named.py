"""Bodies named in the cells of a role: what differs from a name of the registry in nothing but
accents, or in one word that is none, is that name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, Piece, Spot, spots_of, words_of
from pipeline.normalize.ocr.shapes import distance
from pipeline.normalize.values.agency_registry import load_registry, remembered
from pipeline.writing.letters import syllable_key, without_marks
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

RULE = "ocr-body"
_FEWEST = 2
"""Words of a name that is looked for: one alone is no name that tells."""
_FAR = 2.0
"""How far a word that is no syllable is from the one of the name, in letters, and …"""
_FAR_SHARE = 0.5
"""… as a share of it."""
_LETTERS = compiled(r"[\p{L}\p{M}]+")
_MARKED = compiled(r"(?P<before>[^\p{L}]*)(?P<letters>\p{L}[^\s]*\p{L}|\p{L})(?P<after>[^\p{L}]*)")
_SPECKS = "-–'‘’_~^|*"
"""Marks that specks make beside a word."""
_STOPPED = compiled(r"(?P<word>\p{L}\p{Ll}+)\.")

_Key = tuple[str, ...]
_Words = tuple[str, ...]


def body_fixes(lines: Sequence[Fragment]) -> Iterator[Fix]:
    """The words of a cell that are misread in the name of a body."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    key = tuple(map(_level, spots))
    at = 0
    while at < len(spots):
        name = _name_at(key, spots, at)
        if name is None:
            at += 1
            continue
        yield from _renamed(lines, spots[at : at + len(name)], name)
        at += len(name)


def _level(spot: Spot) -> str:
    return _levelled(spot.piece.text)


def _levelled(word: str) -> str:
    return without_marks("".join(_LETTERS.findall(word)).lower())


@remembered(1)
def _names() -> Mapping[_Key, _Words | None]:
    """The names of bodies by their words without accents; None where several are the same then,
    or where one word is left out (the blank one) that several have."""
    found: dict[_Key, set[_Words]] = defaultdict(set)
    for body in load_registry().agencies:
        for name in (body.name, *body.aliases):
            words = tuple(name.split())
            key = tuple(map(_levelled, words))
            if len(words) < _FEWEST or not all(key):
                continue
            found[key].add(words)
            for place in range(len(words)):
                found[(*key[:place], "", *key[place + 1 :])].add(words)
    return {key: next(iter(names)) if len(names) == 1 else None for key, names in found.items()}


@remembered(1)
def _longest() -> int:
    return max(map(len, _names()), default=0)


def _name_at(key: _Key, spots: Sequence[Spot], at: int) -> _Words | None:
    """The longest name that begins at a word."""
    for count in range(min(_longest(), len(key) - at), _FEWEST - 1, -1):
        part = key[at : at + count]
        name = _names().get(part) if all(part) else None
        if name is None:
            strange = [i for i in range(count) if _is_strange(spots[at + i])]
            if len(strange) == 1:
                (place,) = strange
                name = _names().get((*part[:place], "", *part[place + 1 :]))
                if name is not None and not _is_near(spots[at + place], name[place]):
                    name = None
        if name is not None:
            return name
    return None


def _is_strange(spot: Spot) -> bool:
    """Whether a word is none as it was read."""
    letters = _LETTERS.findall(spot.piece.text)
    return len(letters) != 1 or not is_syllable(letters[0].lower())


def _is_near(spot: Spot, word: str) -> bool:
    read = spot.piece.text.rstrip(",;.")
    return distance(read, word.rstrip(",;")) <= min(_FAR, _FAR_SHARE * len(word))


def _renamed(lines: Sequence[Fragment], spots: Sequence[Spot], name: _Words) -> Iterator[Fix]:
    """The words that are otherwise in the name; capitals, and the mark after it, stay as read, but
    for those that one look had and another had not."""
    reason = f"a body of the registry: {' '.join(name)}"
    for place, (spot, word) in enumerate(zip(spots, name, strict=True)):
        read = _raised(lines[spot.fragment], spot.piece, word)
        wanted = _as_named(read, word, place == len(name) - 1)
        if wanted != spot.piece.text:
            yield Fix([spot], wanted, RULE, reason)


def _raised(line: Fragment, piece: Piece, word: str) -> str:
    """A piece as it stands, with a capital where the name has one and a look at it had too: small
    and capital of some letters are of one shape."""
    read = piece.text
    seen = (other for one in words_of(line, piece) for other in one.alternatives)
    raised = read[:1].upper() + read[1:]
    return raised if word[:1].isupper() and any(o.text == raised for o in seen) else read


def _as_named(read: str, word: str, last: bool) -> str:
    """A word as a name has it: how its accents are set, its capitals, its brackets and what parts
    it from the next name stay as read."""
    match = _MARKED.fullmatch(read)
    if match is None:
        return read
    own, bare = match["letters"], word.rstrip(",;")
    if syllable_key(own.lower()) == syllable_key(bare.lower()):
        bare = own
    elif own[:1].islower():
        bare = bare[:1].lower() + bare[1:]
    before = match["before"].strip(_SPECKS)
    if last:
        return f"{before}{bare}{match['after']}"
    # A colon is two dots, hardly ever two specks: a list begins (`các thành phố: Hải Phòng, Huế`).
    return f"{before}{bare}{word[len(word.rstrip(',;')) :]}{match['after'].strip(_SPECKS + ',;.')}"


def list_fixes(lines: Sequence[Fragment]) -> Iterator[Fix]:
    """The full stops among the names of a cell, which commas part."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    for spot, after in pairwise(spots):
        match = _STOPPED.fullmatch(spot.piece.text)
        if match and after.piece.text[:1].isalpha():
            yield Fix([spot], f"{match['word']},", "ocr-grammar", "commas part the names of bodies")
