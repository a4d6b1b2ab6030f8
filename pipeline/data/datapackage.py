"""`OUT/datapackage.json`: the datasets described as a Data Package, version 2.0.

https://datapackage.org. One resource per dataset with its files, fields (Vietnamese label as
title, meaning, unit), key and references. The text depends on the datasets alone.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.datasets import Dataset, datasets
from pipeline.data.files import write_text_whole
from pipeline.data.records import SHARED
from pipeline.data.schema import SCHEMA_VERSION, arrow_schema, dictionary

if TYPE_CHECKING:
    import pyarrow as pa

FILE = "datapackage.json"
_LAID_OUT = 5
"""Levels that have lines of their own: a resource, its schema, the list of its fields. A field is
one line, which the encoder that is written in C makes whole."""
_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {"string": "string", "int32": "integer", "double": "number", "bool": "boolean",
          "date32[day]": "date"}  # fmt: skip


def write_datapackage(out: Path) -> Path:
    """Describe the datasets in `out`; replaces an earlier description whole."""
    target = out / FILE
    write_text_whole(target, f"{_laid_out(describe(out))}\n")
    return target


def _laid_out(value: Any, depth: int = 0) -> str:
    """JSON with a line for each part of the upper levels."""
    if depth == _LAID_OUT or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_laid_out(part, depth + 1)}" for key, part in value.items()]
    else:
        parts = [_laid_out(part, depth + 1) for part in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    inside = f",\n{' ' * (depth + 1)}".join(parts)
    return f"{opening}\n{' ' * (depth + 1)}{inside}\n{' ' * depth}{closing}"


def describe(out: Path) -> dict[str, Any]:
    """The description as data. A dataset without files is left out."""
    found = {name: sorted((out / name).glob("*.parquet")) for name in datasets()}
    present = {name for name, paths in found.items() if paths}
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "annex",
        "title": "Annex tables of Vietnamese government documents",
        "version": SCHEMA_VERSION,
        "resources": [
            _resource(datasets()[name], paths, present) for name, paths in found.items() if paths
        ],
    }


def _resource(dataset: Dataset, paths: list[Path], present: set[str]) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "type": "table",
        "title": dataset.label_vi,
        "description": dataset.row_is,
        "path": [f"{dataset.name}/{path.name}" for path in paths],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": _schema(dataset, present),
    }


def _schema(dataset: Dataset, present: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(dataset.name, field) for field in arrow_schema(dataset.name)],
        "missingValues": [],  # Parquet has nulls; an empty text is a cell printed blank
    }
    if dataset.key:
        schema["primaryKey"] = list(dataset.key)
    references = [
        {
            "fields": [link.column],
            "reference": {
                # "" is the Data Package's name for the resource itself.
                "resource": link.to_table if link.to_table != dataset.name else "",
                "fields": [link.to_column],
            },
        }
        for link in dataset.references
        if link.to_table in present and _can_be_checked(dataset.name, link.to_table)
    ]
    return schema | ({"foreignKeys": references} if references else {})


def _can_be_checked(table: str, to_table: str) -> bool:
    """Whether a reader can follow a reference: readers of several files look keys up in the first
    file alone, so a dataset of one file for all documents cannot refer to one of many files."""
    return table not in SHARED or to_table in SHARED


def _field(table: str, field: pa.Field) -> dict[str, Any]:
    facts = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    described: dict[str, Any] = {
        "name": field.name,
        # Lists are "any": readers hand them over as arrays of their own, which fail as "array".
        "type": _TYPES.get(str(field.type), "any"),
        "arrowType": _arrow_types()[table, field.name],
        "title": facts.get("label_vi", ""),
        "description": facts.get("description", ""),
    }
    if "unit" in facts:
        described["unit"] = facts["unit"]
    if not field.nullable:
        return described | {"constraints": {"required": True}}
    if described["type"] == "integer":  # readers that go through pandas show its nulls as nan
        return described | {"missingValues": ["nan"]}
    return described


@cache
def _arrow_types() -> dict[tuple[str, str], str]:
    """The exact type of every column, as in the data dictionary."""
    return {(row.table, row.column): row.type for row in dictionary()}
