"""How names of bodies and of places begin: data in letterhead.toml, the registry and the forms of
bodies."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from pipeline.normalize.values.agency_registry import body_heads
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import word_key

_LONGEST_HEAD = 5
"""Words of the longest beginning by which a body is known (`Thi hành án dân sự`)."""


@cache
def facts() -> dict[str, Any]:
    """What letterhead.toml says."""
    return load_beside(__file__, "letterhead.toml")


@lru_cache(maxsize=4096)
def begins_body(text: str) -> bool:
    """Whether a line begins as bodies are named (`SỞ Y TẾ`), whatever its letter case."""
    return begins_with(text, _heads()) and not begins_with(text, heads_of("not_heads"))


def head_length(text: str) -> int:
    """Words of the longest beginning of a body that begins a text; 0 where none does."""
    words = keys_of(text)
    counts = range(min(_LONGEST_HEAD, len(words)), 0, -1)
    return next((count for count in counts if words[:count] in _heads()), 0)


@lru_cache(maxsize=4096)
def begins_area(text: str) -> bool:
    """Whether a line begins with the kind of a place (`TỈNH LÀO CAI`)."""
    return begins_with(text, heads_of("areas")) and not begins_with(text, heads_of("not_areas"))


def named_inside(name: str) -> str:
    """The body that a name has behind the first words of another (`Sở Nội vụ` of `Đảng ủy Sở Nội
    vụ`); all of the name where it begins with none."""
    around = next((head for head in facts()["around"] if name.startswith(f"{head} ")), "")
    return name.removeprefix(around).strip()


def begins_with(text: str, heads: frozenset[tuple[str, ...]]) -> bool:
    """Whether a text begins with one of some heads, given as keys of their words."""
    words = keys_of(text)
    return any(words[:count] in heads for count in range(1, _LONGEST_HEAD + 1))


@cache
def heads_of(group: str) -> frozenset[tuple[str, ...]]:
    """What letterhead.toml lists under a name, each as the keys of its words."""
    return frozenset(map(keys_of, facts()[group]))


def keys_of(text: str) -> tuple[str, ...]:
    """The words of a text, levelled for comparing."""
    return tuple(word_key(word.strip(",.;:")) for word in text.split())


@cache
def _heads() -> frozenset[tuple[str, ...]]:
    named = (*facts()["heads"], *facts()["below"], *body_heads())
    return frozenset(map(keys_of, named)) - heads_of("areas")
