"""The rows of the published datasets: one frozen type per table, every field described.

This is the one declaration of the data. The Arrow schemas, the data dictionary (`annex schema`)
and the `columns` dataset are derived from it (`schema`); names and types follow the contract.
A field that may be unknown is `X | None`; a cell printed blank is an empty text, never None.
"""

from __future__ import annotations

from pipeline.data.records.cells import (
    DOUBT,
    CellRecord,
    PlaceRecord,
    RepairRecord,
    RowRecord,
    WordRecord,
    is_on,
)
from pipeline.data.records.claims import (
    AmendmentRecord,
    ChangeRecord,
    CitationRecord,
    FieldRecord,
    FootnoteRecord,
    OriginalRecord,
)
from pipeline.data.records.documents import (
    AsideRecord,
    DocumentRecord,
    FactRecord,
    PageRecord,
    PartRecord,
    TableRecord,
)
from pipeline.data.records.doubts import DecisionRecord, ProblemRecord, accepted_doubt, as_raised
from pipeline.data.records.items import AgencyRecord, AssignmentRecord, IndicatorRecord, TaskRecord
from pipeline.data.records.links import KeyRecord, LinkRecord, RarityRecord
from pipeline.data.records.meaning import ColumnRecord, Meaning
from pipeline.data.records.programme import (
    OutTaskRecord,
    ProgrammeRecord,
    ThreadRecord,
    VersionRecord,
)
from pipeline.frozen import dataclass

__all__ = [
    "COUNTED",
    "DOUBT",
    "ITEMS",
    "SHARED",
    "AgencyRecord",
    "AmendmentRecord",
    "AsideRecord",
    "AssignmentRecord",
    "CellRecord",
    "ChangeRecord",
    "CitationRecord",
    "ColumnRecord",
    "DecisionRecord",
    "Document",
    "DocumentRecord",
    "FactRecord",
    "FieldRecord",
    "FootnoteRecord",
    "IndicatorRecord",
    "Item",
    "KeyRecord",
    "LinkRecord",
    "Meaning",
    "OriginalRecord",
    "OutTaskRecord",
    "PageRecord",
    "PartRecord",
    "PlaceRecord",
    "ProblemRecord",
    "ProgrammeRecord",
    "RarityRecord",
    "Record",
    "RepairRecord",
    "RowRecord",
    "TableRecord",
    "TaskRecord",
    "ThreadRecord",
    "VersionRecord",
    "WordRecord",
    "accepted_doubt",
    "as_raised",
    "is_on",
    "items_of",
    "kind_of_item",
]

Record = (
    DocumentRecord | TableRecord | RowRecord | CellRecord | TaskRecord | IndicatorRecord
    | AssignmentRecord | AgencyRecord | FootnoteRecord | AmendmentRecord | ChangeRecord
    | LinkRecord | CitationRecord | OriginalRecord | PageRecord | RepairRecord | ProblemRecord
    | ColumnRecord | ThreadRecord | VersionRecord | ProgrammeRecord | OutTaskRecord
    | DecisionRecord | KeyRecord | RarityRecord
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """Everything published of one document: its rows in every dataset, keyed by field name."""

    documents: tuple[DocumentRecord, ...]
    tables: tuple[TableRecord, ...] = ()
    rows: tuple[RowRecord, ...] = ()
    cells: tuple[CellRecord, ...] = ()
    tasks: tuple[TaskRecord, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    assignments: tuple[AssignmentRecord, ...] = ()
    footnotes: tuple[FootnoteRecord, ...] = ()
    pages: tuple[PageRecord, ...] = ()
    repairs: tuple[RepairRecord, ...] = ()
    problems: tuple[ProblemRecord, ...] = ()
    amendments: tuple[AmendmentRecord, ...] = ()
    changes: tuple[ChangeRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    citations: tuple[CitationRecord, ...] = ()
    originals: tuple[OriginalRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    keys: tuple[KeyRecord, ...] = ()

    @property
    def doc_id(self) -> str:
        """The document's key."""
        return self.documents[0].doc_id

    @property
    def facts(self) -> DocumentRecord:
        """Its row in `documents`."""
        return self.documents[0]


Item = TaskRecord | IndicatorRecord

ITEMS: dict[str, type[Item]] = {"tasks": TaskRecord, "indicators": IndicatorRecord}
"""Datasets with one row per item of the tables of one kind, by the name of the kind."""


def items_of(document: Document) -> tuple[Item, ...]:
    """The items of all kinds of tables of a document, one with targets of several years once."""
    items = (item for kind in ITEMS for item in getattr(document, kind))
    return tuple({item.row_id: item for item in items}.values())


def kind_of_item(item: Item) -> str:
    """The kind of table an item stands in."""
    return next(kind for kind, record in ITEMS.items() if isinstance(item, record))


COUNTED = ("tables", "rows", "cells", "repairs", "problems")
"""Datasets whose rows are counted of each document, for who sums a run up."""
SHARED: dict[str, type] = {
    "agencies": AgencyRecord,
    "columns": ColumnRecord,
    "threads": ThreadRecord,
    "versions": VersionRecord,
    "programme": ProgrammeRecord,
    "out_tasks": OutTaskRecord,
    "rarity": RarityRecord,
}
"""Datasets with one file for the whole corpus."""
