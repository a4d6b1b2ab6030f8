"""Which syllables make words together: what tells `phao tiêu`, of which no official document at
hand speaks, from the misread `pháo tiêu`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain

from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import syllable_key, without_marks


@cache
def _listed() -> Mapping[str, str]:
    """Initial → lines of a syllable and all that follow it inside words."""
    lines: Mapping[str, str] = load_beside(__file__, "compounds.toml")["after"]
    return lines


@cache
def _after(initial: str) -> Mapping[str, frozenset[str]]:
    """What follows the syllables of an initial inside words, all by their keys. Few are asked for,
    and keys take their time."""
    lines = (line.split() for line in _listed().get(initial, "").splitlines())
    return {_key(one): frozenset(map(_key, others)) for one, *others in lines}


_key = lru_cache(maxsize=20_000)(syllable_key)


def initial_of(syllable: str) -> str:
    """The first letter of a lower-case syllable, without its tone.

    >>> initial_of("ừng"), initial_of("đạo")
    ('ư', 'đ')
    """
    return _key(syllable)[:1]


def is_compound(one: str, other: str) -> bool:
    """Whether two lower-case syllables stand beside each other inside a word, wherever their tones
    are written.

    >>> is_compound("thâm", "niên"), is_compound("thẩm", "niên"), is_compound("hoá", "học")
    (True, False, True)
    """
    return _key(other) in _after(initial_of(one)).get(_key(one), ())


@cache
def _times() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for one, others in chain.from_iterable(_after(initial).items() for initial in _listed()):
        found[one] = found.get(one, 0) + len(others)
        for other in others:
            found[other] = found.get(other, 0) + 1
    return found


def compounds_of(syllable: str) -> int:
    """With how many others a lower-case syllable makes words: how common it is in the language.

    >>> compounds_of("máy") > compounds_of("mạy")
    True
    """
    return _times().get(_key(syllable), 0)


@cache
def _spelled() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for lines in _listed().values():
        for syllable in lines.split():
            found.setdefault(without_marks(syllable), set()).add(syllable)
    return {base: tuple(sorted(spelled)) for base, spelled in found.items()}


def alike_in_words(syllable: str) -> tuple[str, ...]:
    """The syllables of words, in lower case, that differ from one in nothing but marks on letters.

    >>> "kềnh" in alike_in_words("kênh")
    True
    """
    return _spelled().get(without_marks(syllable.lower()), ())
