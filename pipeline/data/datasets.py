"""Datasets as wholes: names, keys and references, from `datasets.toml`.

What a single column means stands in `records`; this is what exports, the data package and the data
dictionary need beyond it.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

from pipeline.data.schema import record_type, record_types
from pipeline.frozen import dataclass
from pipeline.writing.datafiles import load_beside


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`column` holds the key `to_column` of the dataset `to_table`, or null."""

    column: str
    to_table: str
    to_column: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: `key` is empty where rows have none; `index` are columns often searched.
    `working` ones serve annex itself and are not handed on. `shown` are all columns as a person
    wants to see them: what a row is known by (`face` of them), the rest, keys last."""

    name: str
    label_vi: str
    row_is: str
    key: tuple[str, ...]
    index: tuple[str, ...]
    references: tuple[ForeignKey, ...]
    working: bool = False
    shown: tuple[str, ...] = ()
    face: int = 0
    row_is_vi: str = ""


@cache
def datasets() -> dict[str, Dataset]:
    """Every dataset by name, in the order of the contract."""
    return {name: _dataset(name) for name in record_types()}


def handed_on() -> tuple[Dataset, ...]:
    """The datasets that exports have."""
    return tuple(dataset for dataset in datasets().values() if not dataset.working)


def _dataset(name: str) -> Dataset:
    facts = _facts()
    own = facts[name]
    return Dataset(
        name=name,
        label_vi=own["label_vi"],
        row_is=" ".join((record_type(name).__doc__ or "").split()),
        key=tuple(own.get("key", ())),
        index=tuple(own.get("index", ())),
        references=tuple(_references(name, facts)),
        working=own.get("working", False),
        shown=_shown(name, own, facts["last"]),
        face=len(own.get("face", ())),
        row_is_vi=own.get("row_is_vi", ""),
    )


def _shown(name: str, own: dict[str, Any], last: list[str]) -> tuple[str, ...]:
    columns = [field.name for field in fields(record_type(name))]
    first = [*own.get("face", ()), *own.get("then", ())]
    keys = [c for c in columns if c not in first and (c.endswith(("_id", "_ids")) or c in last)]
    return (*first, *(c for c in columns if c not in (*first, *keys)), *keys)


@cache
def _facts() -> dict[str, Any]:
    return load_beside(__file__, "datasets.toml")


def _references(name: str, facts: dict[str, Any]) -> list[ForeignKey]:
    """References of a dataset: columns named in `references`, none to the dataset itself's key."""
    found = []
    columns = {field.name for field in fields(record_type(name))}
    for column, target in facts["references"].items():
        key = facts[target]["key"][0]
        if column in columns and (name, column) != (target, key):
            found.append(ForeignKey(column, target, key))
    return found
