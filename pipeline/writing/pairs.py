"""Which syllables stand beside each other in official documents: what tells `chi tiết` from the
misread `chỉ tiết`, both of which are spelled as Vietnamese is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from pipeline.writing.characters import compose
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import without_marks
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_RUN = compiled(r"\p{L}[\p{L}\p{M}]*+(?:\s++\p{L}[\p{L}\p{M}]*+)*+")

Pair = tuple[str, str]
_BESIDE_ALL = 24
"""Syllables that many documents write after (before) one, from which it says nothing of them."""


def neighbours(text: str) -> Iterator[Pair]:
    """Pairs of words in lower case with nothing but white space between them.

    >>> list(neighbours("Đề án, kế hoạch"))
    [('đề', 'án'), ('kế', 'hoạch')]
    """
    for run in _RUN.findall(compose(text).lower()):
        yield from pairwise(run.split())


_Followers = Mapping[str, frozenset[str]]


@cache
def _after() -> tuple[_Followers, _Followers]:
    """What follows a syllable in many documents, and in few."""
    data: Mapping[str, str] = load_beside(__file__, "pairs.toml")
    often, seldom = map(_read, (data["often"], data["seldom"]))
    return often, seldom


def _read(listed: str) -> _Followers:
    """The syllables that follow one, by that one: each line has it first."""
    lines = map(str.split, listed.splitlines())
    return {one: frozenset(others) for one, *others in lines}


@cache
def attested() -> frozenset[str]:
    """The syllables of two letters and more that official documents print beside others."""
    found = {s for pairs in _after() for one, others in pairs.items() for s in (one, *others)}
    return frozenset(s for s in found if len(s) > 1 and is_syllable(s))


def is_pair(one: str, other: str) -> bool:
    """Whether two lower-case syllables are known to stand beside each other."""
    return any(other in followers.get(one, ()) for followers in _after())


@cache
def _before() -> _Followers:
    """What many documents write before a syllable."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, others in _after()[0].items():
        for other in others:
            found[other].add(one)
    return {other: frozenset(ones) for other, ones in found.items()}


def is_firm(one: str, other: str) -> bool:
    """Whether two lower-case syllables are known to stand beside each other, and neither beside
    everything."""
    often, seldom = _after()
    if other not in often.get(one, ()) and other not in seldom.get(one, ()):
        return False
    followers = often.get(one, frozenset())
    return max(len(followers), len(_before().get(other, ()))) <= _BESIDE_ALL


def is_word(one: str, other: str) -> bool:
    """Whether many documents write two lower-case syllables beside each other, and neither beside
    everything (as `và`, `của`): most such pairs are words.

    >>> is_word("chi", "tiết"), is_word("của", "công")
    (True, False)
    """
    followers = _after()[0].get(one, frozenset())
    return other in followers and max(len(followers), len(_before()[other])) <= _BESIDE_ALL


@cache
def _partners() -> Mapping[str, int]:
    found: dict[str, int] = defaultdict(int)
    for followers in _after():
        for one, others in followers.items():
            found[one] += len(others)
            for other in others:
                found[other] += 1
    return found


def partners(syllable: str) -> int:
    """With how many others a lower-case syllable is known to stand: how common it is.

    >>> partners("để") > partners("đế")
    True
    """
    return _partners().get(syllable, 0)


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for followers in _after():
        for one, others in followers.items():
            for syllable in (one, *others):
                found[without_marks(syllable)].add(syllable)
    return {base: tuple(sorted(spelled)) for base, spelled in found.items()}


def spellings(syllable: str) -> tuple[str, ...]:
    """The known syllables, in lower case, that differ from one in nothing but marks on letters.

    >>> "chuyển" in spellings("chuyên")
    True
    """
    return _spellings().get(without_marks(syllable.lower()), ())
