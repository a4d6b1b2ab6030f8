"""One document from its inputs: the better reading of each annex, in the order of the annexes.

Two inputs may hold the same annexes (renditions), different ones (parts), or both: a whole decision
beside one of its annexes as a file. So it is decided annex by annex: those whose texts agree are
one, and the reading with more certain rows is published; all others add up. Nothing that one input
holds alone is lost, and no annex has fewer certain rows than in any single input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from pipeline.batch.agreement import Unit, agree, certain_rows, doubts, units_of
from pipeline.batch.rekey import NewKeys, rekeyed
from pipeline.batch.renditions import compare
from pipeline.data.records import (
    DecisionRecord,
    Document,
    DocumentRecord,
    PartRecord,
    ProblemRecord,
    TableRecord,
)
from pipeline.extract.dialects import TRUST
from pipeline.frozen import dataclass
from pipeline.normalize.facts import UNCERTAIN_FACT

NO_TABLE = "no-table"
_TOLD_APART = {"issuer": "issuer", "issued_date": "date"}
"""Facts by which documents of one number are told apart, and what they are called."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An annex, and which input (by its place among them) it is published from."""

    place: int
    unit: Unit


def rank(document: Document) -> tuple[int, int, int, str, str]:
    """Sort key of inputs: more rows without a doubt, fewer doubts, the better dialect; ties by
    name, so that the order of files is nothing."""
    facts = document.facts
    place = TRUST.index(facts.dialect) if facts.dialect in TRUST else len(TRUST)
    return -certain_rows(document), doubts(document), place, facts.source, facts.sha256


def combine(inputs: Sequence[Document], facts: DocumentRecord) -> Document:
    """The document that `inputs` are renditions and parts of.

    `facts` is its row in `documents`: its key and what it says of itself, and as source, the input
    that states it.
    """
    ordered = sorted(inputs, key=rank)
    stating = next(i for i, d in enumerate(ordered) if d.facts.sha256 == facts.sha256)
    held: list[_Held] = []
    for place, document in enumerate(ordered):
        held = _with_input(held, place, units_of(document), place == stating)
    holders = _holders(ordered, held, stating)
    keys = _new_keys(ordered, held, holders, facts.doc_id)
    told: dict[str, tuple[Any, ...]] = {
        field.name: tuple(
            record
            for place in holders
            for record in rekeyed(getattr(ordered[place], field.name), keys[place])
        )
        for field in fields(Document)
    }
    told["documents"] = (_record(ordered, holders, facts),)
    own = tuple(_kept(told["problems"], bool(held)))
    others = [d for i, d in enumerate(ordered) if i not in holders]
    told["problems"] = (
        *own,
        *_adopted(others, facts, own, bool(held)),
        *_other_facts(ordered, facts),
        *_differences(ordered, held, keys),
        *_displaced(ordered, told["decisions"], facts.doc_id),
    )
    return Document(**{name: _in_order(records) for name, records in told.items()})


def _with_input(held: list[_Held], place: int, units: Sequence[Unit], states: bool) -> list[_Held]:
    """The annexes held so far and those of one more input; of each the better reading."""
    groups, new = _matched(held, units)
    result: list[_Held] = []
    for mine, yours in groups:
        better = sum(u.certain for u in yours) > sum(h.unit.certain for h in mine)
        result += [_Held(place, unit) for unit in yours] if better else mine
    for unit in new:
        result.insert(_slot(result, unit, states), _Held(place, unit))
    return result


def _matched(
    held: Sequence[_Held], units: Sequence[Unit]
) -> tuple[list[tuple[list[_Held], list[Unit]]], list[Unit]]:
    """Held annexes with the units that agree with them (several may make one), and new units."""
    groups: list[tuple[list[_Held], list[Unit]]] = [([item], []) for item in held]
    new: list[Unit] = []
    for unit in units:
        hits = [group for group in groups if any(agree(item.unit, unit) for item in group[0])]
        if not hits:
            new.append(unit)
            continue
        at = groups.index(hits[0])
        groups = [group for group in groups if group not in hits]
        mine = [item for group in hits for item in group[0]]
        groups.insert(at, (mine, [*(u for group in hits for u in group[1]), unit]))
    return groups, new


def _slot(held: Sequence[_Held], unit: Unit, states: bool) -> int:
    """Where an annex goes: after all with a number up to its own. One without a number goes to
    the end, or before the annexes if it stands in the text they are annexed to."""
    number = unit.number or (() if states else None)
    if number is None:
        return len(held)
    later = (i for i, h in enumerate(held) if h.unit.number and h.unit.number > number)
    return next(later, len(held))


def _holders(ordered: Sequence[Document], held: Sequence[_Held], stating: int) -> list[int]:
    """The inputs that the document is put together from: first the one that states its facts, if
    a table or nothing but text is read from it, then in the order of their annexes."""
    holders = list(dict.fromkeys(item.place for item in held))
    letter = ordered[stating]
    only_text = not letter.tables and any(page.chars for page in letter.pages)
    if stating in holders or only_text or not holders:
        return [stating, *(place for place in holders if place != stating)]
    return holders


def _new_keys(
    ordered: Sequence[Document], held: Sequence[_Held], holders: Sequence[int], key: str
) -> dict[int, NewKeys]:
    """The keys of each holder's records: its tables by their place among all, the scopes of its
    footnotes apart from those of the holders before it."""
    tables: dict[int, dict[int, int]] = {place: {} for place in holders}
    numbered = ((item.place, table) for item in held for table in item.unit.tables)
    for number, (place, table) in enumerate(numbered, start=1):
        tables[place][table.ordinal] = number
    keys, used = {}, set[str]()
    for nth, place in enumerate(holders, start=1):
        scopes = {note.footnote_id.split("/")[-2] for note in ordered[place].footnotes}
        apart = {scope: f"{scope}-{nth}" for scope in scopes & used}
        suffix = f"-{nth}" if nth > 1 else ""
        keys[place] = NewKeys(ordered[place].doc_id, key, tables[place], apart, suffix)
        used |= scopes
    return keys


def _record(
    ordered: Sequence[Document], holders: Sequence[int], facts: DocumentRecord
) -> DocumentRecord:
    first = ordered[holders[0]].facts
    others = (d.facts.source for i, d in enumerate(ordered) if i not in holders)
    return replace(
        facts,
        source=first.source,
        sha256=first.sha256,
        media_type=first.media_type,
        dialect=first.dialect,
        pages=first.pages,
        engine=first.engine,
        renditions=tuple(others),
        parts=tuple(_part(ordered[place].facts) for place in holders[1:]),
    )


def _part(facts: DocumentRecord) -> PartRecord:
    return PartRecord(
        source=facts.source,
        sha256=facts.sha256,
        media_type=facts.media_type,
        dialect=facts.dialect,
        pages=facts.pages,
        engine=facts.engine,
    )


def _in_order(records: tuple[Any, ...]) -> tuple[Any, ...]:
    """Records in the order of their tables; those of no table stay where they are."""
    if not records or not hasattr(records[0], "table_id") or hasattr(records[0], "severity"):
        return records
    return tuple(sorted(records, key=lambda record: int(record.table_id.rpartition("/")[2])))


# --- problems ----------------------------------------------------------------------------------


def _kept(problems: Iterable[ProblemRecord], has_tables: bool) -> Iterator[ProblemRecord]:
    """That one input announces a table and has none is no problem where another has it."""
    return (p for p in problems if not (has_tables and p.code == NO_TABLE))


def _adopted(
    others: Iterable[Document],
    facts: DocumentRecord,
    own: Iterable[ProblemRecord],
    has_tables: bool,
) -> Iterator[ProblemRecord]:
    """What went wrong with a rendition as a whole stays on record; that a draft leaves number and
    date blank does not where the signed file prints them, nor what its `own` file says as well."""
    told = {(problem.code, problem.message, problem.evidence) for problem in own}
    for other in others:
        for problem in _kept(other.problems, has_tables):
            as_a_whole = problem.row_id is None and problem.table_id is None
            settled = problem.code == UNCERTAIN_FACT and facts.number and facts.issued_date
            again = (problem.code, problem.message, problem.evidence) in told
            if as_a_whole and problem.severity != "info" and not settled and not again:
                message = f"{other.facts.source}: {problem.message}"
                yield replace(problem, doc_id=facts.doc_id, message=message)


def _displaced(
    ordered: Sequence[Document], kept: Sequence[DecisionRecord], doc_id: str
) -> Iterator[ProblemRecord]:
    """Decisions about rows that are published from another input."""
    places = {record.place for record in kept}
    for record in (record for document in ordered for record in document.decisions):
        if record.place not in places:
            message = f"{record.place}: its row is published from another file (tables.source)"
            yield ProblemRecord(
                doc_id, None, None, None, "error", "correction-stale", message, record.against
            )


def _differences(
    ordered: Sequence[Document], held: Sequence[_Held], keys: dict[int, NewKeys]
) -> Iterator[ProblemRecord]:
    """Where the readings of an annex that were not chosen differ from the one that was."""
    for place, document in enumerate(ordered):
        left = [u for u in units_of(document) if u.tables not in _tables_of(held, place)]
        for mine, yours in _matched(held, left)[0]:
            for source in dict.fromkeys(item.place for item in mine if yours):
                chosen = [item.unit for item in mine if item.place == source]
                found = compare(_only(ordered[source], chosen), _only(document, yours))
                yield from rekeyed(found, keys[source])


def _other_facts(ordered: Sequence[Document], facts: DocumentRecord) -> Iterator[ProblemRecord]:
    """Where an input says otherwise who issued the document, or when."""
    for other in (document.facts for document in ordered):
        for name, called in _TOLD_APART.items():
            mine, yours = getattr(facts, name), getattr(other, name)
            if yours is not None and mine != yours:
                message = f"{other.source} has another {called} than {facts.source}"
                yield ProblemRecord(
                    facts.doc_id, None, None, None, "warning", "rendition-differs", message,
                    f"{yours}, not {mine}",
                )  # fmt: skip


def _tables_of(held: Sequence[_Held], place: int) -> set[tuple[TableRecord, ...]]:
    return {item.unit.tables for item in held if item.place == place}


def _only(document: Document, units: Sequence[Unit]) -> Document:
    """The rows and cells of some annexes of an input."""
    ids = {table.table_id for unit in units for table in unit.tables}
    return Document(
        documents=document.documents,
        tables=tuple(table for unit in units for table in unit.tables),
        rows=tuple(row for row in document.rows if row.table_id in ids),
        cells=tuple(cell for cell in document.cells if cell.table_id in ids),
    )
