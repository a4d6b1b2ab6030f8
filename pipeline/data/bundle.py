"""A document, or some of its datasets, in one file: what was read, before it is published.

The first line is the digest of all that follows; so a file that a power cut left is known. Then a
line of facts, then each dataset on its own, so that one can be had without the others.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import typing
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.files import written_whole
from pipeline.data.parquet import tables_of_document, values_to_arrow
from pipeline.data.records import Document, Record
from pipeline.data.schema import hints_of, item_type, record_types

if TYPE_CHECKING:
    import pyarrow as pa

_LEVEL = 1


class DamagedError(ValueError):
    """A file that is not as it was written."""


def write_bundle(
    path: Path, tables: Mapping[str, Sequence[Record]], facts: Mapping[str, Any] | None = None
) -> None:
    """Write datasets of a document, and facts about them, as one file; it appears whole."""
    sections: dict[str, tuple[int, int]] = {}
    parts: list[bytes] = []
    start = 0
    for table, records in tables.items():
        parts.append(zlib.compress(_encoded(records), _LEVEL))
        sections[table] = start, len(parts[-1])
        start += len(parts[-1])
    head = json.dumps({"sections": sections, "facts": facts or {}}).encode() + b"\n"
    digest = hashlib.sha256(head + b"".join(parts)).hexdigest().encode()
    with written_whole(path) as temporary:
        temporary.write_bytes(b"\n".join((digest, head)) + b"".join(parts))


def document_tables(document: Document) -> dict[str, Sequence[Record]]:
    """The datasets of a document by name."""
    return {table: getattr(document, table) for table in tables_of_document()}


class Bundle:
    """A file of datasets, read as they are asked for."""

    def __init__(self, path: Path) -> None:
        """Raises `DamagedError`, and `OSError` where the file cannot be opened."""
        self.path = path
        with path.open("rb") as file:
            digest, head = file.readline(), file.readline()
            self._start = file.tell()
            try:
                told = json.loads(head)
            except ValueError as error:
                raise DamagedError(f"{path}: damaged") from error
            rest = file.read()
        if hashlib.sha256(head + rest).hexdigest().encode() != digest.rstrip():
            raise DamagedError(f"{path}: damaged")
        self.facts: dict[str, Any] = told["facts"]
        self._sections: dict[str, tuple[int, int]] = told["sections"]

    @property
    def tables(self) -> tuple[str, ...]:
        """The datasets it holds."""
        return tuple(self._sections)

    def records(self, table: str) -> tuple[Any, ...]:
        """The rows of one dataset."""
        return tuple(map(_maker(record_types()[table]), self._values(table)))

    def arrow(self, table: str) -> pa.Table:
        """The same for Arrow, without records between."""
        return values_to_arrow(table, self._values(table))

    def _values(self, table: str) -> list[Any]:
        """The same as JSON has them."""
        start, length = self._sections[table]
        with self.path.open("rb") as file:
            file.seek(self._start + start, os.SEEK_SET)
            data = zlib.decompress(file.read(length))
        values: list[Any] = json.loads(data.decode("utf-8", "surrogatepass"))
        return values

    def document(self) -> Document:
        """All of it, where it holds a whole document."""
        return Document(**{table: self.records(table) for table in tables_of_document()})


def _encoded(records: Sequence[Record]) -> bytes:
    kind: Any = type(records[0]) if records else None
    rows = list(map(_values_of(kind), records)) if records else []
    text = json.dumps(
        rows, ensure_ascii=False, separators=(",", ":"), default=_plain, check_circular=False
    )
    return text.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    """Records inside of records as lists of their values, days as text."""
    if isinstance(value, date):
        return value.isoformat()
    kind: Any = type(value)
    return _values_of(kind)(value)


@cache
def _values_of(kind: Any) -> Callable[[Any], Sequence[Any]]:
    """What gives the values of a record of a kind, in the order of its fields."""
    first, *others = _names(kind)
    return attrgetter(first, *others) if others else lambda record: [getattr(record, first)]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _maker(kind: Any) -> Callable[[list[Any]], Any]:
    """Makes a record of its values in a list."""
    special = tuple(
        (at, restore)
        for at, name in enumerate(_names(kind))
        if (restore := _restorer(kind, name)) is not None
    )

    def make(values: list[Any]) -> Any:
        for at, restore in special:
            if values[at] is not None:
                values[at] = restore(values[at])
        return kind(*values)

    return make


def _restorer(kind: Any, name: str) -> Callable[[Any], Any] | None:
    """What gives a field its type back; None for one that JSON keeps as it is."""
    item: Any = item_type(kind, name)
    if item is not None:
        if dataclasses.is_dataclass(item):
            record: Any = item
            make = _maker(record)
            return lambda values: tuple(make(value) for value in values)
        return tuple
    hint = hints_of(kind)[name]
    is_day = hint is date or date in typing.get_args(hint)
    return date.fromisoformat if is_day else None
