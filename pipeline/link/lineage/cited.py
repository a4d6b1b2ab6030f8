"""What a task was in documents that are not in the corpus, as those that cite them tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from pipeline.data.records import (
    AmendmentRecord,
    DocumentRecord,
    FieldRecord,
    Item,
    OriginalRecord,
)
from pipeline.frozen import dataclass
from pipeline.link.claims.references import number_key
from pipeline.link.lineage.history import FieldChange
from pipeline.writing.wording import differs


@dataclass(frozen=True, slots=True)
class Cited:
    """An item of a document that is not there, as a row's footnote quotes it.

    `changes` are the quoted fields that the row prints otherwise.
    """

    number: str
    issued: date | None
    annex: str | None
    path: str
    footnote_id: str | None
    fields: tuple[FieldRecord, ...]
    changes: tuple[FieldChange, ...] = ()


def cited_of(
    rows: Mapping[str, Item],
    documents: Sequence[DocumentRecord],
    amendments: Iterable[AmendmentRecord],
    originals: Iterable[OriginalRecord],
) -> dict[str, list[Cited]]:
    """row_id → the items of absent documents it was made from, of the given rows."""
    held = {(number_key(d.number), d.issued_date) for d in documents if d.number}
    quoted = {_key(o): o for o in originals}
    found: dict[str, list[Cited]] = {}
    for record in amendments:
        row = rows.get(record.row_id or "")
        if row is None or record.original_number is None or is_held(record, held):
            continue
        found.setdefault(row.row_id, []).append(_cited(record, row, quoted))
    return found


def is_held(record: AmendmentRecord, held: Collection[tuple[str, date | None]]) -> bool:
    """Whether the document a claim is made on is in the corpus."""
    key = number_key(record.original_number)
    if record.original_date is None:
        return any(number == key for number, _ in held)
    return (key, record.original_date) in held or (key, None) in held


def quoted_fields(
    originals: Iterable[OriginalRecord],
) -> Callable[[AmendmentRecord], dict[str, str]]:
    """What is quoted of the item an amendment speaks of: column → text, the first one quoted."""
    quoted = {_key(o): o for o in originals}

    def fields(record: AmendmentRecord) -> dict[str, str]:
        original = quoted.get(_key(record))
        found = {"title": record.original_title} if record.original_title else {}
        for field in original.fields if original else ():
            found.setdefault(field.column, field.text)
        return found

    return fields


def _key(record: OriginalRecord | AmendmentRecord) -> tuple[object, ...]:
    title: str | None
    if isinstance(record, OriginalRecord):
        stt, sub, title = record.stt, record.sub, record.title
    else:
        stt, sub, title = record.original_stt, record.original_sub, record.original_title
    number = number_key(record.original_number)
    return (number, record.original_annex, stt, sub, title, record.doc_id)


def _cited(
    record: AmendmentRecord, row: Item, quoted: Mapping[tuple[object, ...], OriginalRecord]
) -> Cited:
    original = quoted.get(_key(record))
    title = (FieldRecord("title", record.original_title),) if record.original_title else ()
    fields = (*title, *(original.fields if original else ()))
    return Cited(
        number=record.original_number or "",
        issued=record.original_date,
        annex=record.original_annex,
        path=".".join(filter(None, (record.original_stt, record.original_sub))),
        footnote_id=record.footnote_id,
        fields=fields,
        changes=tuple(_changes(fields, row)),
    )


def _changes(fields: Iterable[FieldRecord], row: Item) -> Iterator[FieldChange]:
    for field in fields:
        after = getattr(row, field.column, None)
        if after is not None and differs(field.text, after):
            yield FieldChange(field.column, field.text, after)
