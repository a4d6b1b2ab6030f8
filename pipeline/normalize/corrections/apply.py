"""Corrections applied to facts, headers, rows and doubts of one document.

What is decided comes in phases: columns, then which rows there are, then what stands in them, then
what they are and where they stand. Within a phase the order of the entries is nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.data.records import FactRecord, ProblemRecord, accepted_doubt
from pipeline.model import Correction
from pipeline.normalize.corrections.changed import CORRECTED, Corrections, of
from pipeline.normalize.corrections.marks import with_marks
from pipeline.normalize.corrections.match import (
    AMBIGUOUS,
    Address,
    Built,
    Miss,
    name_of,
    rows_meant,
    settle,
)
from pipeline.normalize.corrections.parts import parted
from pipeline.normalize.corrections.reshape import LeftOut, added, divided, removed, united
from pipeline.normalize.corrections.rows import (
    joined,
    with_kinds,
    with_parents,
    with_texts,
)
from pipeline.normalize.facts import Facts
from pipeline.normalize.tables.headers import Header
from pipeline.normalize.tables.raw_table import RawTable
from pipeline.normalize.text import TextRepair
from pipeline.writing.columns import column_for, kinds

Named = tuple[str, TextRepair]
"""A column or fact, and what was changed of it."""


def correct_facts(
    facts: Facts, entries: Corrections, caption: str | None
) -> tuple[Facts, list[Named], list[Miss]]:
    """Facts as people corrected them; the key of the document stays. `caption` is the title of a
    document that states none."""
    hits, misses = settle(
        of(entries, "fact"),
        lambda entry: [entry.column] * (_fact(facts, entry.column, caption) == entry.against),
    )
    named: list[Named] = []
    for entry, name in hits:
        field = "issued" if name == "issued_date" else name
        value = date.fromisoformat(entry.value) if field == "issued" else entry.value or None
        evidence = [fact for fact in facts.evidence if fact.name != name]
        evidence.append(FactRecord(name, "correction", 100.0, None, None, entry.reason))
        change: dict[str, Any] = {field: value, "evidence": tuple(evidence)}
        facts = replace(facts, **change)
        named.append((name, TextRepair(CORRECTED, entry.against, entry.value, entry.reason)))
    return facts, named, misses


def _fact(facts: Facts, name: str, caption: str | None) -> str:
    value = getattr(facts, "issued" if name == "issued_date" else name)
    if name == "title":
        value = value or caption
    return value.isoformat() if isinstance(value, date) else value or ""


def correct_columns(
    tables: Sequence[RawTable], entries: Corrections
) -> tuple[list[RawTable], list[Named], list[Miss]]:
    """Tables whose headers stand for the columns that people named."""

    def meant(entry: Correction) -> list[Address]:
        return [
            (t, c)
            for t, table in enumerate(tables)
            for c, printed in enumerate(table.header.printed)
            if printed == entry.against and entry.at in ("", str(t + 1))
        ]

    hits, misses = settle(of(entries, "column"), meant)
    hits, twice = _apart(hits)
    misses += twice
    corrected, named = list(tables), []
    for t, table in enumerate(tables):
        own = {c: entry for entry, (at, c) in hits if at == t}
        for c, entry in own.items():
            before = table.header.columns[c]
            named.append((entry.value, TextRepair(CORRECTED, before, entry.value, entry.reason)))
        if own:
            header = renamed(table.header, {c: entry.value for c, entry in own.items()})
            corrected[t] = replace(table, header=header)
    return corrected, named, misses


def _apart(
    hits: Sequence[tuple[Correction, Address]],
) -> tuple[list[tuple[Correction, Address]], list[Miss]]:
    """The hits that give a name to one column of a table, and those that give it to several."""
    given = Counter((t, entry.value) for entry, (t, _) in hits)
    why = "several columns of the table get the name"
    one = [hit for hit in hits if given[hit[1][0], hit[0].value] == 1]
    return one, [Miss(hit[0], AMBIGUOUS, why) for hit in hits if hit not in one]


def renamed(header: Header, chosen: dict[int, str]) -> Header:
    """The header with some columns named by hand. A column that had such a name before takes the
    one the other had; the kind of the table follows from the names."""
    columns = [*header.columns]
    for c, name in sorted(chosen.items()):
        if name in columns:
            columns[columns.index(name)] = columns[c]
        columns[c] = name
    fitting = (kind.name for kind in reversed(kinds().values()) if kind.fits(columns))
    kind = next(fitting, header.kind)
    for c, printed in enumerate(header.printed):
        name = column_for(printed, kind) or ""
        if kind != header.kind and c not in chosen and name and name not in columns:
            columns[c] = name
    taken = {header.columns[c] for c in chosen}
    unknown = tuple(name for name in header.unknown if name not in taken and name in columns)
    return replace(header, kind=kind, columns=tuple(columns), unknown=unknown)


def correct_rows(
    tables: Sequence[Built], entries: Corrections
) -> tuple[list[Built], list[Miss], list[LeftOut]]:
    """Tables whose rows are as people decided: first which rows and tables there are, then their
    marks, texts, kinds and parents. Comes with the rows that were left out."""
    built, misses, left = reshaped(tables, entries)
    for phase in (with_marks, with_texts, with_kinds, with_parents):
        built, missed = phase(built, entries)
        misses += missed
    return built, misses, left


_SHAPES = {
    "unite": united, "divide": divided, "join": joined, "part": parted, "add": added,
}  # fmt: skip
"""What makes other rows or tables, with the phase that does it; rows that leave come after."""


def reshaped(
    tables: Sequence[Built], entries: Corrections
) -> tuple[list[Built], list[Miss], list[LeftOut]]:
    """Rows and tables joined, cut, added and left out, again and again until nothing more fits: one
    may be made against what another one leaves, whatever it is."""
    built = list(tables)
    left: list[LeftOut] = []
    waiting = of(entries, *_SHAPES, "remove")
    while True:
        misses: list[Miss] = []
        for decision, phase in _SHAPES.items():
            built, missed = phase(built, of(waiting, decision))
            misses += missed
        built, missed, gone = removed(built, of(waiting, "remove"))
        misses, left = [*misses, *missed], [*left, *gone]
        if len(misses) == len(waiting):
            return built, misses, left
        waiting = [miss.correction for miss in misses]


def accept_doubts(
    problems: Sequence[ProblemRecord], tables: Sequence[Built], entries: Corrections, doc_id: str
) -> tuple[list[ProblemRecord], list[Miss]]:
    """Problems of which people said that the reading is right: they stay on record as `accepted`.

    An error is no doubt and cannot be accepted."""

    def meant(entry: Correction) -> list[int]:
        own = rows_meant(entry, tables) if entry.row else []
        rows = {f"{doc_id}/{name_of(address)}" for address in own} if entry.row else None
        return [
            i
            for i, problem in enumerate(problems)
            if problem.code == entry.value
            and problem.evidence == entry.against
            and problem.severity != "error"
            and (rows is None or problem.row_id in rows)
            and entry.column in ("", problem.column)
            and not entry.document
        ]

    hits, misses = settle(of(entries, "accept"), meant)
    decided = {i: entry for entry, i in hits}
    return [
        accepted_doubt(problem, decided[i].reason) if i in decided else problem
        for i, problem in enumerate(problems)
    ], misses


def unapplied(misses: Iterable[Miss]) -> list[tuple[str, str, str]]:
    """Code, message and evidence of the problem that each miss is: what the correction was made
    against, the text or else the row."""
    return [
        (
            miss.code,
            f"{miss.correction.place}: {miss.why}",
            miss.correction.against or miss.correction.row,
        )
        for miss in misses
    ]
