"""Words that mean nothing beside their neighbours as they were read, and make a word of the
language as what a reader takes for them: alone (`bị tôi thiểu`), or two that were both misread
(`nên tàng`); and those that only this document tells to be another (`khí nỗ`).

What the pairs of official documents tell (`accents`) comes first; here the dictionary speaks, which
knows the words of other fields too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import starmap
from typing import TypeVar

from pipeline.model import Fragment
from pipeline.normalize.ocr.accents import is_sly, is_used, unbound
from pipeline.normalize.ocr.evidence import Evidence
from pipeline.normalize.ocr.forms import goes_together
from pipeline.normalize.ocr.pieces import (
    Fix,
    Spot,
    begun_like,
    nearly_read,
    spots_of,
    sureness,
)
from pipeline.writing.compounds import alike_in_words, compounds_of
from pipeline.writing.counting import is_roman
from pipeline.writing.pairs import is_firm, is_pair, is_word, partners, spellings
from pipeline.writing.syllables import is_syllable

_T = TypeVar("_T")

RULE = "ocr-accent"
_DOUBTED = 0.93
"""Confidence under which a reader was in doubt of a word."""
_UNKNOWN, _ENOUGH = 2, 3
"""What it weighs that no document and no dictionary has a word, and what settles another: as much
as that many documents write it beside its neighbour and the dictionary has the two."""
_TONES = "àảã èẻẽ ìỉĩ òỏõ ùủũ ừửữ ờởỡ ỳỷỹ ằẳẵ ầẩẫ ềểễ ồổỗ"
"""A hook, a tilde and a fall: the same few pixels on top of a letter."""
_ALIKE = {char: group for group in _TONES.split() for char in group}
_TOGETHER = "a word of the language beside its neighbour"
_AGAIN_TOLD = "the document writes it again and again"
NEARLY = 0.25
"""How sure the reader was, at least, of what it nearly read, for that to be meant where it alone
makes a word of the language. Of 107 such readings on 35 scans looked at 103 were what is printed
(of those of which no dictionary knows a word, but which documents write, hardly any)."""
_LEAST = 2
"""Letters of a word that is looked at."""
_AGAIN, _AT_HOME = 3, 5
"""Times the document surely writes another word, and with how many others official documents do,
for it to be meant where they never write the word as read."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text: its spot, its letters as they stand, what else it may be, what was nearly
    read for it (and of what of that the reader was fairly sure), what its own reading tells against
    it, and whether it stands in a name or before one."""

    spot: Spot
    core: str
    others: frozenset[str]
    near: frozenset[str]
    nearest: frozenset[str]
    against: int
    named: bool = False
    before_name: bool = False


def lexical_fixes(lines: Sequence[Fragment], evidence: Evidence) -> list[Fix]:
    """The words of a text that mean nothing as they stand, and the one word that each may be."""
    spots = _printed(lines)
    words = [_word_at(at, spots, lines) for at in range(len(spots))]
    strange = [_is_strange(word, evidence) for word in words]
    fixes: list[Fix] = []
    taken = -1
    for at, word in enumerate(words):
        if at == taken:
            continue
        other = _meant(word, strange[at], evidence)
        if other is not None:
            fixes.append(_fix(word, other, _TOGETHER))
            continue
        after = words[at + 1] if at + 1 < len(words) else None
        both_strange = after is not None and strange[at] and strange[at + 1]
        if after is not None and both_strange and word.spot.after == after.core:
            both = _together(word, after, evidence)
            if both is not None:
                fixes += [_fix(word, both[0], _TOGETHER), _fix(after, both[1], _TOGETHER)]
                taken = at + 1
    return fixes


def meant(spot: Spot, line: Fragment, evidence: Evidence, near: frozenset[str]) -> str | None:
    """The one word that a word by itself may be where it means nothing as it stands, in small
    letters; `near` is what the reader nearly had for it."""
    word = _word(spot, line, near, near)
    return _meant(word, _is_strange(word, evidence), evidence)


def _meant(word: _Word, is_strange: bool, evidence: Evidence) -> str | None:
    return (_alone(word, evidence) if is_strange else None) or _nearly(word)


def repeated_fixes(lines: Sequence[Fragment], evidence: Evidence) -> list[Fix]:
    """The words of a text that official documents do not write, each with the one word that looks
    like it and that this document writes again and again."""
    spots = _printed(lines)
    unwritten = (at for at, spot in enumerate(spots) if not partners(spot.piece.core.lower()))
    words = (_word_at(at, spots, lines) for at in unwritten)
    found = ((word, _written_again(word, evidence)) for word in words)
    return [_fix(word, other, _AGAIN_TOLD) for word, other in found if other is not None]


def _printed(lines: Sequence[Fragment]) -> list[Spot]:
    return [spot for spot in spots_of(lines) if spot.piece.text]


def _word_at(at: int, spots: Sequence[Spot], lines: Sequence[Fragment]) -> _Word:
    spot = spots[at]
    core, line = spot.piece.core, lines[spot.fragment]
    beside = [spots[i].piece.text for i in (at - 1, at + 1) if 0 <= i < len(spots)]
    named = at > 0 and core.istitle() and any(text[:1].isupper() for text in beside)
    near, nearest = (nearly_read(line, spot.piece, least) for least in (0.0, NEARLY))
    before_name = not core.isupper() and at + 1 < len(spots) and beside[-1][:1].isupper()
    word = _word(spot, line, near, nearest)
    return replace(word, named=named, before_name=before_name)


def _word(spot: Spot, line: Fragment, near: frozenset[str], nearest: frozenset[str]) -> _Word:
    core = spot.piece.core
    unknown = not (partners(core.lower()) or compounds_of(core.lower()))
    against = _UNKNOWN * unknown + (sureness(line, spot.piece) < _DOUBTED)
    others = _others(core.lower(), near, unknown or core.isupper())
    return _Word(spot, core.lower(), others, near, nearest, against)


def _others(word: str, near: frozenset[str], any_marks: bool) -> frozenset[str]:
    """What a word may be instead of what it was read as; the picture tells whether a bar of a `đ`
    is there."""
    if len(word) < _LEAST:
        return frozenset()
    known = {*spellings(word), *alike_in_words(word)} - {word}
    known = {one for one in known if (one[0] == "đ") == (word[0] == "đ")}
    return frozenset({one for one in known if any_marks or _is_alike(word, one)} | near)


def _is_alike(word: str, other: str) -> bool:
    """Whether two words differ in letters that a reader takes for each other."""
    if len(word) != len(other):
        return False
    return is_sly(word, other) or all(starmap(_are_alike, zip(word, other, strict=True)))


def _are_alike(one: str, other: str) -> bool:
    return one == other or other in _ALIKE.get(one, "")


def _is_strange(word: _Word, evidence: Evidence) -> bool:
    """Whether nothing that a word stands beside is known to go with it, here or elsewhere."""
    beside = word.spot.beside(word.core)
    return _is_lost(word) and all(evidence.pairs[pair] <= 1 for pair in beside)


def _is_lost(word: _Word) -> bool:
    """Whether official documents and the dictionary know none of its neighbours beside a word;
    numerals (`Phụ lục II`) are no words."""
    beside = word.spot.beside(word.core)
    if not word.core or word.named or not beside or is_roman(word.spot.piece.core):
        return False
    return not any(is_pair(*pair) or goes_together(*pair) for pair in beside)


def _alone(word: _Word, evidence: Evidence) -> str | None:
    """The one word that makes a word of the language with a neighbour as it stands."""
    spot = unbound(word.spot)
    weights = {
        other: sum(_weight(*pair) for pair in spot.beside(other)) + (other in word.near)
        for other in word.others
        if any(_makes(*pair) for pair in spot.beside(other))
        and not is_used(word.core, other, evidence)
    }
    least = _ENOUGH - word.against
    alike = {
        one: weight
        for one, weight in weights.items()
        if one in word.nearest or _is_alike(word.core, one)
    }
    return _only_best(alike, least) or _only_best(weights, least)


def _nearly(word: _Word) -> str | None:
    """The one word that the reader nearly had and that makes a word of the language with a
    neighbour, where nothing is known to go with the word as read: `chi bộ` for `chỉ bộ`, in a
    document that writes `chỉ đạo` too. A name after it makes none (`tỉnh Vân Nam`)."""
    if not _is_lost(word):
        return None
    spot = replace(word.spot, after="") if word.before_name else word.spot
    found = [
        other
        for other in word.nearest
        if is_syllable(other)
        and (other[0] == "đ") == (word.core[0] == "đ")
        and any(goes_together(*pair) for pair in spot.beside(other))
    ]
    return found[0] if len(found) == 1 else None


def _written_again(word: _Word, evidence: Evidence) -> str | None:
    """The one word that looks like it and that the document writes again and again, where official
    documents do not write the word as read: `khí nỗ` in one on explosives."""
    if not _is_lost(word):
        return None
    found = [
        other
        for other in word.others
        if _is_alike(word.core, other)
        and partners(other) >= _AT_HOME
        and _is_rather(other, word.core, evidence)
    ]
    return found[0] if len(found) == 1 and not is_used(word.core, found[0], evidence) else None


def _is_rather(other: str, word: str, evidence: Evidence) -> bool:
    """Whether a document surely writes another word again and again, and more often than the word
    as read. A reader that has one for the other has it everywhere, so those that stand where only
    the other is known to (`thuốc nỗ`) are counted for it."""
    misread = sum(
        times
        for pair, times in evidence.pairs.items()
        if word in pair and is_firm(*(other if one == word else one for one in pair))
    )
    writes = evidence.words[other] + misread
    return writes >= _AGAIN and writes > evidence.words[word] - misread


def _together(one: _Word, two: _Word, evidence: Evidence) -> tuple[str, str] | None:
    """The one word of the language that two neighbours are where both were misread."""
    weights = {
        (first, second): _weight(first, second) + (first in one.near) + (second in two.near)
        for first in one.others
        for second in two.others
        if _makes(first, second)
        and not is_used(one.core, first, evidence)
        and not is_used(two.core, second, evidence)
    }
    return _only_best(weights, _ENOUGH - max(one.against, two.against))


def _makes(one: str, other: str) -> bool:
    """Whether two syllables stand beside each other in a word."""
    return is_word(one, other) or goes_together(one, other)


def _weight(one: str, other: str) -> int:
    """How much speaks for two neighbours."""
    return is_pair(one, other) + is_word(one, other) + goes_together(one, other)


def _only_best(weights: Mapping[_T, int], least: int) -> _T | None:
    """That for which most speaks, if that is enough and as much speaks for no other."""
    most = max(weights.values(), default=0)
    best = [one for one, weight in weights.items() if weight == most]
    return best[0] if most >= least and len(best) == 1 else None


def _fix(word: _Word, other: str, why: str) -> Fix:
    core = word.spot.piece.core
    capitals = core.isupper() and len(core) > 1
    shown = other.upper() if capitals else begun_like(other, core)
    return Fix([word.spot], word.spot.piece.with_core(shown), RULE, f"{other}: {why}")
