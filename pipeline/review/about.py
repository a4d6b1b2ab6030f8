"""What is known of a document as a whole, and its columns: shown, and corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.data.records import TableRecord
from pipeline.review.decide import Plan, RefusedError, Signed
from pipeline.review.entries import Entry
from pipeline.review.renamed import (
    named,
    named_columns,
    new_names,
    place_of,
    under_new_names,
)
from pipeline.review.shelf import Opened
from pipeline.writing.columns import columns

FACTS = ("number", "kind", "issuer", "title", "issued_date", "status")
STATUS = ("issued", "draft")


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of a document, where it was read, and the value a person gave it since the last run
    (None where nobody did)."""

    name: str
    value: str
    origin: str
    evidence: str
    given: str | None


def facts_of(opened: Opened, entries: Iterable[Entry]) -> list[Known]:
    """The facts of a document."""
    origins = {fact.name: fact for fact in opened.document.facts.facts}
    given = {e.fields["name"]: str(e.fields["value"]) for e in entries if e.decision == "fact"}
    known = []
    for name in FACTS:
        value, origin = _value(opened, name), origins.get(name)
        new = given.get(name)
        known.append(
            Known(
                name, value, origin.origin if origin else "", origin.evidence if origin else "",
                None if new == value else new,
            )
        )  # fmt: skip
    return known


def _value(opened: Opened, name: str) -> str:
    value = getattr(opened.document.facts, name)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def correct_fact(
    opened: Opened, name: str, value: str, entries: Sequence[Entry], signed: Signed
) -> Plan:
    """Another value of a fact, in place of what was decided before. Raises `RefusedError`."""
    if name not in FACTS or (name == "status" and value not in STATUS):
        raise RefusedError("refused.changed")
    if name == "issued_date":
        try:
            date.fromisoformat(value)
        except ValueError:
            raise RefusedError("refused.date") from None
    old = tuple(e for e in entries if e.decision == "fact" and e.fields["name"] == name)
    against = str(old[0].fields["against"]) if old else _value(opened, name)
    if value == against:
        return Plan(out=old)
    fields = {"name": name, "against": against, "value": value}
    return Plan(old, (signed.entry("fact", fields),))


def column_names() -> list[str]:
    """The names a header can stand for."""
    return list(columns())


def name_column(
    opened: Opened,
    table: TableRecord,
    published: TableRecord,
    header: str,
    name: str,
    entries: Sequence[Entry],
    signed: Signed,
) -> Plan:
    """A header stands for another column; another one that was given the name has it no more, and
    what was decided before goes by the new names. `published` is the table without what was said
    since. Raises `RefusedError`."""
    if header not in table.headers or name not in (*column_names(), *table.columns):
        raise RefusedError("refused.changed")
    at = place_of(opened, table)
    old = tuple(
        e for e in entries
        if e.decision == "column" and e.fields.get("at", at) == at
        and (e.fields["header"] == header or e.fields["name"] == name)
    )  # fmt: skip
    entry = signed.entry("column", {"header": header, "name": name, "at": at})
    said = named(opened, table, [*(e for e in entries if e not in old), entry])
    names = new_names(table.columns, named_columns(published, said))
    moved, under = under_new_names(opened, table, entries, names)
    return Plan((*old, *moved), (entry, *under))
