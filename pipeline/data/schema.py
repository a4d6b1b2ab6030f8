"""The Arrow schema of every dataset, derived from `records`: the data dictionary.

`pyarrow` is imported when a schema is asked for, so that the dictionary itself can be printed
without it.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pipeline.data.records import SHARED, ColumnRecord, Document, Meaning
from pipeline.errors import ConfigError

if typing.TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = "2"
"""Version of the contract these schemas follow."""

_SCALARS = {str: "string", int: "int32", float: "float64", bool: "bool", date: "date32"}
_STRUCT_SCALARS = _SCALARS | {float: "float32"}  # places: points need no more


@cache
def record_types() -> dict[str, type]:
    """Dataset name → type of its rows, in the order of the contract."""
    hints = typing.get_type_hints(Document)
    per_document = {name: get_args(hint)[0] for name, hint in hints.items()}
    return per_document | SHARED


def record_type(table: str) -> type:
    """Type of the rows of one dataset. Raises `ConfigError` for an unknown one."""
    try:
        return record_types()[table]
    except KeyError:
        known = ", ".join(record_types())
        raise ConfigError(f"there is no dataset {table!r}; there are {known}") from None


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a dataset, with a description on every field."""
    import pyarrow as pa

    fields = [
        pa.field(
            name,
            _arrow_type(hint, _SCALARS),
            nullable=_is_optional(hint),
            metadata=_metadata(meaning),
        )
        for name, hint, meaning in _fields(record_type(table))
    ]
    return pa.schema(fields, metadata={"schema_version": SCHEMA_VERSION, "table": table})


@cache
def dictionary() -> tuple[ColumnRecord, ...]:
    """One row per column of every dataset."""
    return tuple(
        ColumnRecord(
            table=table,
            column=name,
            type=_type_name(hint, _SCALARS),
            unit=meaning.unit,
            label_vi=meaning.label_vi,
            description=meaning.text,
        )
        for table, rows in record_types().items()
        for name, hint, meaning in _fields(rows)
    )


def _fields(record: type) -> Iterator[tuple[str, Any, Meaning]]:
    """Name, plain type and meaning of each field of a record type."""
    hints = _annotated(record)
    for field in dataclasses.fields(record):
        hint, meaning = get_args(hints[field.name])[:2]
        yield field.name, hint, meaning


@cache
def hints_of(record: type) -> dict[str, Any]:
    """The plain type of each field."""
    return {
        name: get_args(hint)[0] if get_origin(hint) is Annotated else hint
        for name, hint in _annotated(record).items()
    }


@cache
def _annotated(record: type) -> dict[str, Any]:
    """The type of each field with its meaning. Every call of `get_type_hints` reads all of a
    record's anew, which field by field took a quarter of a second in each process."""
    return typing.get_type_hints(record, include_extras=True)


@cache
def item_type(record: type, name: str) -> Any:
    """What the lists of a field hold; None for a field that holds single values."""
    hint = hints_of(record)[name]
    return _inner(hint) if _is_list(hint) else None


def _metadata(meaning: Meaning) -> dict[str, str]:
    named = {
        "description": meaning.text,
        "label_vi": meaning.label_vi,
        "unit": meaning.unit,
    }
    return {key: value for key, value in named.items() if value}


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) is types.UnionType


def _inner(hint: Any) -> Any:
    """The type of a field, None and the tuple around it taken away."""
    if _is_optional(hint):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    return get_args(hint)[0] if get_origin(hint) is tuple else hint


def _is_list(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _type_name(hint: Any, scalars: dict[type, str]) -> str:
    inner = _inner(hint)
    if dataclasses.is_dataclass(inner):
        parts = (
            f"{name}:{_type_name(part, _STRUCT_SCALARS)}"
            for name, part, _ in _fields(typing.cast(type, inner))
        )
        name = f"struct<{', '.join(parts)}>"
    else:
        name = scalars[inner]
    return f"list<{name}>" if _is_list(hint) else name


def _arrow_type(hint: Any, scalars: dict[type, str]) -> pa.DataType:
    import pyarrow as pa

    inner = _inner(hint)
    if dataclasses.is_dataclass(inner):
        data_type: pa.DataType = pa.struct(
            [
                pa.field(name, _arrow_type(part, _STRUCT_SCALARS))
                for name, part, _ in _fields(typing.cast(type, inner))
            ]
        )
    elif inner is date:
        data_type = pa.date32()
    else:
        data_type = pa.type_for_alias(scalars[inner])
    return pa.list_(data_type) if _is_list(hint) else data_type
