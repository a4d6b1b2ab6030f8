"""Communes, wards and special zones: which names are theirs, and in which province one lies.

Since 1 July 2025 there are 3,321 of them (`communes.toml`); nine in ten bear a name that no other
of their kind has. Names of before that day may stand in any province.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from pipeline.normalize.values.agencies import parse_agencies
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import plain, without_marks, word_key
from pipeline.writing.patterns import compiled, passing

SINCE = date(2025, 7, 1)
"""From when the communes of today are (Luật Tổ chức chính quyền địa phương 72/2025/QH15)."""
_DISTRICT = r"(?:\s*,\s*(?:huyện|thị xã|thành phố|quận|TP\.?|TX\.?)\s+\p{Lu}[^,;()]{1,30})?"
_PROVINCE = r"(?P<province>(?:tỉnh|thành phố|TP\.?)\s+\p{Lu}[\p{L}\s-]{1,30})"

Words = tuple[str, ...]


def communes_named(place: str) -> frozenset[str]:
    """The ids of the provinces that have a commune of a kind and name (`xã Tả Van`) today."""
    return _provinces().get(_keys(place.split()), frozenset())


def communes_like(kind: str, words: Sequence[str]) -> frozenset[str]:
    """The names of the communes of a kind today that are spelled as some words but for their marks.

    >>> sorted(communes_like("xã", ["Mù", "Cá"]))
    ['Mù Cả']
    """
    return _bare_names().get((kind, *map(_bare, words)), frozenset())


def _bare(word: str) -> str:
    return without_marks(word.lower())


@cache
def _bare_names() -> Mapping[Words, frozenset[str]]:
    """Kind, and words of a name without their marks → the names as they are written."""
    found: dict[Words, set[str]] = defaultdict(set)
    for _, kind, name in _written():
        found[kind, *map(_bare, name.split())].add(name)
    return {words: frozenset(names) for words, names in found.items()}


def _written() -> Iterator[tuple[str, str, str]]:
    """The province, kind and name of each commune, as they are written."""
    data: dict[str, dict[str, str]] = load_beside(__file__, "communes.toml")
    for province, kinds in data.items():
        for kind, names in kinds.items():
            yield from ((province, kind, name) for name in names.split("; "))


def is_place(words: Sequence[str]) -> bool:
    """Whether words are the bare name of a commune, of two syllables or more."""
    return len(words) > 1 and _keys(words) in _names()


def province_of(place: str, lines: Iterable[str], on: date | None) -> str | None:
    """The id of the province in which the commune lies that issues a document: the one that the
    document says, or the only one with such a commune on its day; None where it may be several.
    """
    if not place:
        return None
    text = " ".join(map(plain, lines))
    said = set(_said(place, text, on))
    if said:
        return said.pop() if len(said) == 1 else None
    found = communes_named(place) if on is not None and on >= SINCE else frozenset()
    named = {one for one in found if _names_province(text, one)}
    return next(iter(named or found)) if len(named or found) == 1 else None


def _said(place: str, text: str, on: date | None) -> Iterator[str]:
    """The provinces that a text puts behind the commune (`xã A, huyện B, tỉnh C`)."""
    behind = passing(rf"(?<!\w){re.escape(place)}{_DISTRICT}\s*,?\s+{_PROVINCE}")
    for match in behind.finditer(text):
        mentions = parse_agencies(match["province"], None, on)
        found = load_registry().by_id.get(mentions[0].agency_id or "") if mentions else None
        if found is not None and found.kind == "province":
            yield found.agency_id


def _names_province(text: str, province_id: str) -> bool:
    name = re.escape(load_registry().by_id[province_id].name)
    return compiled(rf"(?<!\w){name}(?!\w)", any_case=True).search(text) is not None


@cache
def _provinces() -> Mapping[Words, frozenset[str]]:
    found: dict[Words, set[str]] = defaultdict(set)
    for province, kind, name in _all():
        found[kind + name].add(province)
    return {words: frozenset(provinces) for words, provinces in found.items()}


@cache
def _names() -> frozenset[Words]:
    return frozenset(name for _, _, name in _all())


@cache
def _all() -> tuple[tuple[str, Words, Words], ...]:
    """Each province with the kinds and names of its communes, levelled."""
    level = cache(word_key)  # ten thousand words, two thousand different ones
    return tuple(
        (province, tuple(map(level, kind.split())), tuple(map(level, name.split())))
        for province, kind, name in _written()
    )


def _keys(words: Iterable[str]) -> Words:
    return tuple(_key(word.strip(",.;:")) for word in words)


_key = lru_cache(maxsize=8192)(word_key)
