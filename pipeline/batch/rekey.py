"""Records of one input under the keys of the document they become part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

from pipeline.data.records import Document, Record, TableRecord
from pipeline.frozen import dataclass

_KEYS = frozenset(
    {"doc_id", "table_id", "row_id", "parent_row_id", "group_row_id", "footnote_id",
     "footnote_ids", "amendment_id"}
)  # fmt: skip
"""Columns that hold keys of the own document; `other_…`, `original_…` and `cited_…` hold those of
others and stay."""


@dataclass(frozen=True, slots=True)
class NewKeys:
    """The keys of an input inside a document.

    `tables` gives the new ordinal of each table that stays, by its old one. `scopes` gives other
    names to scopes of footnotes that an earlier input has too; `suffix` sets articles apart.
    """

    old: str
    new: str
    tables: Mapping[int, int]
    scopes: Mapping[str, str]
    suffix: str = ""

    def stays(self, key: str | None) -> bool:
        """Whether what a row or table key names is in the document; None belongs to no table."""
        number = self._table(key) if key else None
        return number is None or number in self.tables

    def renewed(self, key: str) -> str:
        """A key of the input as a key of the document."""
        head, *rest = key[len(self.old) + 1 :].split("/")
        if key == self.old or not key.startswith(f"{self.old}/"):
            return self.new if key == self.old else key
        if head.isdigit():
            head = str(self.tables[int(head)])
        elif head == "fn":
            rest[0] = self.scopes.get(rest[0], rest[0])
        else:
            head += self.suffix
        return "/".join((self.new, head, *rest))

    def _table(self, key: str) -> int | None:
        head = key[len(self.old) + 1 :].partition("/")[0]
        return int(head) if head.isdigit() else None


def rekeyed(records: Iterable[Record], keys: NewKeys) -> Iterator[Any]:
    """The records that stay in the document, under its keys."""
    for record in records:
        if not (keys.stays(getattr(record, "table_id", None)) and _row_stays(record, keys)):
            continue
        kind: Any = type(record)
        changes = {name: _renewed(getattr(record, name), keys) for name in _columns(kind)}
        if isinstance(record, TableRecord):
            changes["ordinal"] = keys.tables[record.ordinal]
        yield replace(record, **changes)


def with_key(document: Document, key: str) -> Document:
    """The whole document under another key."""
    tables = {table.ordinal: table.ordinal for table in document.tables}
    keys = NewKeys(document.doc_id, key, tables, {})
    return Document(
        **{f.name: tuple(rekeyed(getattr(document, f.name), keys)) for f in fields(document)}
    )


def _row_stays(record: Record, keys: NewKeys) -> bool:
    return keys.stays(getattr(record, "row_id", None))


@cache
def _columns(record: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record) if field.name in _KEYS)


def _renewed(value: Any, keys: NewKeys) -> Any:
    if isinstance(value, tuple):
        return tuple(keys.renewed(item) for item in value)
    return None if value is None else keys.renewed(value)
