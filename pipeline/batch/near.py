"""Which inputs may be one document: they share a name, or their texts are alike.

A name is a key, a number, or stands for a text. Many texts have a phrase in common, so one of those
names is only a hint: texts are alike where their sketches say that most of the shorter stands in
the longer. That depends on two inputs and on nothing else; so does what is looked at together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column: TypeAlias = NDArray[np.uint64]

Key = TypeVar("Key", int, str)
_BAND, _SKETCH = "text-", "like-"
"""What the names of a text and its sketch begin with."""
_BANDS, _WIDTH = 20, 5
"""Names of a text, each made of so many least digests: a print and its scan, which share eight of
ten runs, have none in common once in twenty times, two readings that share nine hardly ever; of two
texts that share a third one pair in a hundred has one."""
_LISTED = 48
"""Least digests that are a sketch: the share they give is within a tenth."""
_LOOKED_AT = 400
"""Digests from which the names of a text are made, the least: all of most annexes."""
_ALIKE = 0.6
"""Share of the shorter sketch in the longer from which texts may be one; those that are one have
eight or nine of ten runs in common."""
_MASK = (1 << 32) - 1


def text_names(digests: Collection[int]) -> Iterator[str]:
    """The names and the sketch of a text from the digests of its runs of words (32 bits)."""
    import numpy as np  # whoever only looks at a document goes without

    least = sorted(set(digests))[:_LOOKED_AT]
    turns, factors = _orders()
    turned = (np.array(least, dtype=np.uint64) ^ turns) * factors & np.uint64(_MASK)
    lowest: list[int] = turned.min(axis=1).tolist()
    for band in range(_BANDS):
        told = lowest[band * _WIDTH : (band + 1) * _WIDTH]
        yield f"{_BAND}{band:x}{crc32(repr(told).encode()):08x}"
    yield _SKETCH + "".join(f"{digest:08x}" for digest in least[:_LISTED])


@cache
def _orders() -> tuple[Column, Column]:
    """Numbers that each put the digests into another order, the same on every machine: what the
    digests are turned by, and multiplied with."""
    import numpy as np

    found = [hashlib.sha256(str(n).encode()).digest() for n in range(_BANDS * _WIDTH)]
    turns = [[int.from_bytes(digest[:4], "big")] for digest in found]
    factors = [[int.from_bytes(digest[4:8], "big") | 1] for digest in found]
    return np.array(turns, dtype=np.uint64), np.array(factors, dtype=np.uint64)


def near(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two inputs with these names may be one document."""
    mine, yours = frozenset(one), frozenset(other)
    shared = mine & yours
    if any(not name.startswith(_BAND) for name in shared):
        return True
    return bool(shared) and any(
        _alike(_sketch(a), _sketch(b))
        for a in mine
        if a.startswith(_SKETCH)
        for b in yours
        if b.startswith(_SKETCH)
    )


@lru_cache(maxsize=20_000)
def _sketch(name: str) -> tuple[int, ...]:
    listed = name.removeprefix(_SKETCH)
    return tuple(int(listed[at : at + 8], 16) for at in range(0, len(listed), 8))


def _alike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether most of the shorter text stands in the longer, as far as both sketches reach."""
    reach = min(one[-1], other[-1])
    mine, yours = ({d for d in sketch if d <= reach} for sketch in (one, other))
    return len(mine & yours) >= _ALIKE * min(len(mine), len(yours))


def hinted(names: Mapping[Key, Collection[str]], by: Iterable[Collection[str]]) -> Nearness[Key]:
    """Those inputs alone that have a name in common with one of some others."""
    told = frozenset(chain.from_iterable(by))
    return Nearness({key: own for key, own in names.items() if not told.isdisjoint(own)})


class Nearness(Generic[Key]):
    """Inputs by their names, to find those that may be one document with another."""

    def __init__(self, names: Mapping[Key, Collection[str]]) -> None:
        self._names: Mapping[Key, Collection[str]] = names
        self._having: dict[str, Key | list[Key]] = {}
        """Most names are of one input: a list is made for the second."""
        for key, own in names.items():
            for name in set(own):
                known = self._having.setdefault(name, key)
                if isinstance(known, list):
                    known.append(key)
                elif known != key:
                    self._having[name] = [known, key]

    def _having_it(self, name: str) -> list[Key]:
        known = self._having.get(name, [])
        return known if isinstance(known, list) else [known]

    def of(self, names: Iterable[str]) -> set[Key]:
        """Those that may be one document with an input that has these names."""
        own = frozenset(names)
        some = {key for name in own for key in self._having_it(name)}
        return {key for key in some if near(own, self._names[key])}

    def groups(self) -> list[list[Key]]:
        """All, those together that may be one document directly or through each other."""
        home = {key: key for key in self._names}

        def top(key: Key) -> Key:
            while home[key] != key:
                home[key] = home[home[key]]
                key = home[key]
            return key

        for one, other in self._hints():
            first, second = top(one), top(other)
            if first != second and near(self._names[one], self._names[other]):
                home[second] = first
        found: dict[Key, list[Key]] = {}
        for key in self._names:
            found.setdefault(top(key), []).append(key)
        return list(found.values())

    def _hints(self) -> Iterator[tuple[Key, Key]]:
        """Pairs that have a name in common: all where it is a hint, else enough to join them."""
        for name, keys in self._having.items():
            if not isinstance(keys, list):
                continue
            if name.startswith(_BAND):
                yield from combinations(keys, 2)
            else:
                yield from pairwise(keys)
