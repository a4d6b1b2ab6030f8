"""What the exports share: datasets row by row, lists as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.reading import batches

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: where, rows in all, cells that had to be cut."""

    target: Path
    rows: int
    cut: int = 0


def rows(table: str, out: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of a dataset, values in the order of its columns."""
    for batch in batches(table, out):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def is_list(data_type: pa.DataType) -> bool:
    """Whether a column holds lists."""
    import pyarrow as pa

    return bool(pa.types.is_list(data_type))


def as_json(value: list[Any] | None) -> str | None:
    """A list as JSON text; the numbers of places with the seven digits they have."""
    if value is None:
        return None
    return json.dumps([_short(item) for item in value], ensure_ascii=False)


def _short(item: Any) -> Any:
    if isinstance(item, dict):
        return {name: _short(part) for name, part in item.items()}
    return float(f"{item:.7g}") if isinstance(item, float) else item
