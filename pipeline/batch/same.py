"""Which inputs are one document: a shared number is a hint, agreeing text or a heading is proof.

Inputs are one document where their texts agree, nearly word for word if nothing else speaks for it;
where one is an annex that names the other as the document it is attached to; where both hold
annexes of other numbers of one document; or where nothing was read of one and nothing speaks
against it. Everything else that shares a number stays apart: two provinces number their plans
alike, three forms cite one circular.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from pipeline.batch.agreement import Unit, agree, same_text, units_of
from pipeline.batch.parts import rank
from pipeline.data.records import Document, DocumentRecord
from pipeline.link.claims.references import number_key
from pipeline.writing.letters import slug

_OWN = ("settings", "letterhead", "signature")
"""Origins of a number that is the document's own."""
_STATED = ("number", "kind", "issuer", "title", "issued_date", "url", "effective_date")


@dataclass(frozen=True, slots=True)
class Input:
    """A document as one input gives it, with what tells whether another is the same."""

    document: Document
    units: tuple[Unit, ...]
    chosen: str | None
    """The key that sources.toml gives it."""
    folder: str = ""
    """Where the input lies, its root told apart from others."""

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
    return Input(document, units_of(document), chosen, folder)


def documents_of(inputs: Sequence[Input]) -> list[list[Input]]:
    """The inputs by document, the best first in each; the first document is the one read best.

    Those that state their number are told apart first. An annex that names its document joins it,
    if it fits only one.
    """
    ordered = sorted(inputs, key=lambda item: (not item.states, rank(item.document)))
    groups: list[list[Input]] = []
    for item in ordered:
        fitting = [group for group in groups if _belongs(item, group)]
        told = [group for group in fitting if any(_texts_agree(item, one) for one in group)]
        fitting = told if len(fitting) > 1 else fitting
        if len(fitting) == 1:
            fitting[0].append(item)
        else:
            groups.append([item])
    return sorted(
        (sorted(group, key=lambda i: rank(i.document)) for group in groups),
        key=lambda group: rank(group[0].document),
    )


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
        return not drafted and bool(one.units) and same_text(one.units, other.units)
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
    if one.units and other.units and same_text(one.units, other.units):
        return False
    pairs = (
        (slug(first.issuer or ""), slug(second.issuer or "")),
        (first.issued_date, second.issued_date),
    )
    return any(a and b and a != b for a, b in pairs)


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
