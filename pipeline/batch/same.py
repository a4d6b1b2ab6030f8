"""Which inputs are one document: a shared number is a hint, agreeing text or a heading is proof.

Inputs are one document where their texts agree, nearly word for word if nothing else speaks for it;
where one is an annex that names the other as the document it is attached to; where both hold
annexes of other numbers of one document; or where nothing was read of one and nothing speaks
against it. Everything else that shares a number stays apart: two provinces, or two communes, number
their plans alike (and may print one annex word for word), three forms cite one circular.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from pathlib import PurePosixPath
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

from pipeline.batch.agreement import Text, Unit, agree, may_be_same, same_text, units_of
from pipeline.batch.parts import rank
from pipeline.data.records import Document, DocumentRecord
from pipeline.link.claims.references import number_key
from pipeline.normalize.values.bodies import setting_of
from pipeline.writing.letters import slug

Stamp = tuple[str, str]
_OWN = ("settings", "letterhead", "signature")
"""Origins of a number that is the document's own."""
_FEWEST_WORDS = 2
"""Words of the form of a body that two names have in common where only the place differs."""
_MISREAD = 60.0
"""Likeness of two names of places, in per cent, from which one may be the other misread."""
_STATED = ("number", "kind", "issuer", "title", "issued_date", "url", "effective_date")


@dataclass(frozen=True)
class Input:
    """A document as one input gives it, with what tells whether another is the same."""

    document: Document
    text: Text
    chosen: str | None
    """The key that sources.toml gives it."""
    folder: str = ""
    """Where the input lies, its root told apart from others."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """Its annexes."""
        return self.text.units

    @cached_property
    def stamp(self) -> Stamp:
        """Who issued it and when, each "" where nothing says so."""
        facts = self.document.facts
        return slug(facts.issuer or ""), str(facts.issued_date or "")

    @cached_property
    def province(self) -> str | None:
        """The province whose body issued it; None where none is named."""
        own = setting_of(self.document.facts.issuer, None, self.document.facts.issued_date).province
        return own.agency_id if own else None

    @property
    def origin(self) -> str | None:
        """Where its number is from; None where it has none."""
        found = (fact.origin for fact in self.document.facts.facts if fact.name == "number")
        return next(found, None)

    @property
    def states(self) -> bool:
        """Whether its number is its own, not that of a document it is attached to."""
        return self.origin in _OWN


def described(document: Document, chosen: str | None, root: str = "") -> Input:
    """An input ready to be compared."""
    folder = f"{root}/{PurePosixPath(document.facts.source).parent}"
    return Input(document, Text(units_of(document)), chosen, folder)


def documents_of(inputs: Sequence[Input]) -> list[list[Input]]:
    """The inputs by document, the best first in each; the first document is the one read best.

    Those that state their number are told apart first. An annex that names its document joins it,
    if it fits only one.
    """
    ordered = sorted(inputs, key=lambda item: (not item.states, rank(item.document)))
    groups: list[list[Input]] = []
    home: dict[int, int] = {}  # place of an input → that of its group
    for at, (item, others) in enumerate(zip(ordered, _may_be_one(ordered), strict=True)):
        near = sorted({home[other] for other in others if other in home})
        fitting = [groups[place] for place in near if _belongs(item, groups[place])]
        told = [group for group in fitting if any(_texts_agree(item, one) for one in group)]
        fitting = told if len(fitting) > 1 else fitting
        if len(fitting) == 1:
            fitting[0].append(item)
            home[at] = next(n for n in near if groups[n] is fitting[0])
        else:
            home[at] = len(groups)
            groups.append([item])
    return sorted(
        (sorted(group, key=lambda i: rank(i.document)) for group in groups),
        key=lambda group: rank(group[0].document),
    )


def _may_be_one(inputs: Sequence[Input]) -> Iterator[set[int]]:
    """For each input the places of others that do not contradict it as one document
    (`_differ`): under one key, of one issuer and day as far as these are known, or of one text."""
    alike = may_be_same([one.text for one in inputs])
    stamped: dict[Stamp, set[int]] = {}
    chosen: dict[str, set[int]] = {}
    for at, one in enumerate(inputs):
        stamped.setdefault(one.stamp, set()).add(at)
        if one.chosen:
            chosen.setdefault(one.chosen, set()).add(at)
    for at, one in enumerate(inputs):
        found = alike[at] | chosen.get(one.chosen or "", set())
        for stamp in _agreeing(one.stamp, stamped):
            found |= stamped[stamp]
        yield found - {at}


def _agreeing(one: Stamp, stamps: Collection[Stamp]) -> Iterator[Stamp]:
    """Those of some stamps that do not contradict one."""
    if all(one):
        issuer, day = one
        yield from (s for s in product((issuer, ""), (day, "")) if s in stamps)
    else:
        yield from (s for s in stamps if not _contradict(one, s))


def _contradict(one: Stamp, other: Stamp) -> bool:
    return any(a and b and a != b for a, b in zip(one, other, strict=True))


def facts_of(group: Sequence[Input]) -> DocumentRecord:
    """What a document says of itself: as the best input that states it says, the others filling
    what that one leaves open."""
    ordered = sorted(group, key=lambda item: (_standing(item), rank(item.document)))
    first = ordered[0].document.facts
    given: dict[str, Any] = {}
    for name in _STATED:
        values = (getattr(item.document.facts, name) for item in ordered)
        given[name] = next((value for value in values if value is not None), None)
    return replace(first, **given)


def _standing(item: Input) -> int:
    origins = (*_OWN, "attached")
    return origins.index(item.origin) if item.origin in origins else len(origins)


def _belongs(item: Input, group: Sequence[Input]) -> bool:
    return any(_same(item, one) for one in group) and not any(_differ(item, one) for one in group)


def _same(one: Input, other: Input) -> bool:
    """Whether something proves two inputs to be one document."""
    if one.chosen and one.chosen == other.chosen:
        return True
    if not _share_a_name(one, other):
        drafted = one.document.facts.status != other.document.facts.status
        return not drafted and bool(one.units) and same_text(one.text, other.text)
    if _texts_agree(one, other):
        return True
    numbered = one.origin is not None and other.origin is not None
    if not one.units or not other.units:
        return numbered or _named_alike(one, other)
    if not numbered:
        return False
    return one.states != other.states or _other_annexes(one, other)


def _share_a_name(one: Input, other: Input) -> bool:
    """Whether a number or key speaks for one document, not their text alone."""
    first, second = one.document.facts, other.document.facts
    if first.number and second.number:
        return number_key(first.number) == number_key(second.number)
    return one.document.doc_id == other.document.doc_id or _named_alike(one, other)


def _differ(one: Input, other: Input) -> bool:
    """Whether two inputs contradict each other as one document."""
    if one.chosen and one.chosen == other.chosen:
        return False
    first, second = one.document.facts, other.document.facts
    if first.number and second.number and number_key(first.number) != number_key(second.number):
        return True
    if one.province and other.province and one.province != other.province:
        return True  # names of provinces are known, so that none is misread as another
    if not _contradict(one.stamp, other.stamp):
        return False
    if _other_place(one.stamp[0], other.stamp[0]):
        return True
    return not (one.units and other.units and same_text(one.text, other.text))


def _other_place(one: str, other: str) -> bool:
    """Whether two issuers are bodies of one form in two places (the committees of two communes):
    such bodies number alike, and send out the plan of the level above word for word."""
    names = one.split("_"), other.split("_")
    same = Prefix.similarity(*names)
    rests = [name[same:] for name in names]
    ends = Postfix.similarity(*rests)
    places = ["".join(rest[: len(rest) - ends]) for rest in rests]
    return same >= _FEWEST_WORDS and all(places) and fuzz.ratio(*places) < _MISREAD


def _texts_agree(one: Input, other: Input) -> bool:
    return any(agree(mine, yours) for mine in one.units for yours in other.units)


def _named_alike(one: Input, other: Input) -> bool:
    """Whether two files without a number lie in one folder under one name (`a.pdf`, `a.docx`)."""
    first, second = (PurePosixPath(item.document.facts.source) for item in (one, other))
    return one.folder == other.folder and slug(first.stem) == slug(second.stem)


def _other_annexes(one: Input, other: Input) -> bool:
    """Whether two inputs hold numbered annexes and none in common."""
    first = {unit.number for unit in one.units}
    second = {unit.number for unit in other.units}
    return None not in first | second and not first & second
