"""The ministries, and the units of them that are listed, by nearly their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from pipeline.normalize.values.agency_registry import Agency, load_registry, remembered
from pipeline.normalize.values.body_forms import body_data, key_of, words_of

_SAME_UNIT = 0.8
"""Share of words two spellings of one unit have in common: of the listed units of a ministry no two
have more than 0.6."""
_UNIT_MARGIN = 0.15
"""… and by how much the next unit must have fewer."""


@remembered(1024)
def ministry_named(name: str) -> Agency | None:
    """The ministry of a name, in full, shortened or with other signs between its words."""
    found = {_bare_words(known): body for body, known in _ministry_names()}
    words = " ".join(word.text for word in words_of(name))
    return found.get(_bare_words(name)) or found.get(_bare_words(words))


def _ministry_names() -> Iterator[tuple[Agency, str]]:
    for body in load_registry().agencies:
        if body.kind == "ministry":
            yield from ((body, name) for name in (body.name, *body.aliases))


def _bare_words(name: str) -> str:
    return key_of(name.replace(",", " ").replace("-", " "), joints=False)


@remembered(1024)
def unit_like(name: str, parent_id: str) -> str | None:
    """The listed unit of a body that a name has nearly all words of, and no other has as many."""
    words = _bare_words(name).split("-")
    scored = sorted(
        ((_likeness(words, _bare_words(unit).split("-")), unit) for unit in _units(parent_id)),
        reverse=True,
    )
    if not scored or scored[0][0] < _SAME_UNIT:
        return None
    rival = scored[1][0] if len(scored) > 1 else 0.0
    return scored[0][1] if scored[0][0] - rival >= _UNIT_MARGIN else None


def _units(parent_id: str) -> tuple[str, ...]:
    return tuple(body_data()["units"].get(parent_id, {}).get("names", ()))


def listed_unit(name: str) -> str | None:
    """The unit of a ministry that is listed under these words, as written; None where none is, or
    where two are written otherwise."""
    found = _listed_units().get(_bare_words(name), frozenset())
    return next(iter(found)) if len(found) == 1 else None


def is_listed(name: str) -> bool:
    """Whether any ministry has a unit listed under these words."""
    return _bare_words(name) in _listed_units()


@cache
def _listed_units() -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for unit in (unit for body in body_data()["units"] for unit in _units(body)):
        key = _bare_words(unit)
        names[key] = names.get(key, frozenset()) | {unit}
    return names


def _likeness(one: list[str], other: list[str]) -> float:
    """Share of words in common, 0 where the first words differ."""
    if one[:1] != other[:1]:
        return 0.0
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other))
