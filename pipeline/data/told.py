"""The datasets of tasks over all documents (`threads` and what follows from them): their files, and
the order of their rows.

Each is one file, or, in a packed archive, one for each file of documents: a task stands with the
document its key begins with, so that one more document rewrites few of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.data.layout import Layout
from pipeline.data.parquet import conformed
from pipeline.data.schema import arrow_schema
from pipeline.data.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

ALL = "all.parquet"
"""The file of each dataset of the programme while documents have files of their own."""
KEYS = {
    "threads": "thread_id", "versions": "thread_id", "programme": "thread_id",
    "out_tasks": "row_id",
}  # fmt: skip
"""Datasets of the programme → the column that says which file holds a row."""


def file_of(layout: Layout, key: str) -> str:
    """The file that holds a task, or a row, by its key."""
    return layout.name(_bucket(layout, key)) if layout.buckets else ALL


def _bucket(layout: Layout, key: str) -> int:
    return layout.bucket(key.rsplit("/", 2)[0])


def files_of(table: str, rows: pa.Table, layout: Layout) -> dict[str, pa.Table]:
    """All rows of a dataset by the file they stand in; every file there is, those without rows
    too."""
    import numpy as np
    import pyarrow as pa

    if not layout.buckets:
        return {ALL: rows}
    keys = rows[KEYS[table]].to_pylist()
    buckets = np.array([_bucket(layout, key) for key in keys], np.int64)
    order = np.argsort(buckets, kind="stable")
    ends = np.searchsorted(buckets[order], np.arange(layout.buckets + 1))
    return {
        layout.name(bucket): rows.take(pa.array(order[ends[bucket] : ends[bucket + 1]]))
        for bucket in range(layout.buckets)
    }


def by_file(layout: Layout, keys: Iterable[str]) -> dict[str, list[str]]:
    """Keys by the file that holds them."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(file_of(layout, key), []).append(key)
    return found


def read_file(store: Store, table: str, name: str) -> pa.Table:
    """The rows of one file of a dataset."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(store.folder / table / name) as file:
        return conformed(file.read(use_threads=False), arrow_schema(table))


def changed_files(
    store: Store,
    table: str,
    layout: Layout,
    gone: Collection[str],
    new: pa.Table,
) -> dict[str, pa.Table]:
    """The files of a dataset from which rows went, or into which others come; those that come to
    the same are left out."""
    import pyarrow.compute as pc

    key = KEYS[table]
    arriving = by_file(layout, new[key].unique().to_pylist())
    found = {}
    for name in sorted({*by_file(layout, gone), *arriving}):
        old = read_file(store, table, name)
        going = among(old[key], gone)
        coming = new.filter(among(new[key], arriving.get(name, ())))
        if not in_order(table, old.filter(going)).equals(in_order(table, coming)):
            stays = old.filter(pc.invert(going))
            found[name] = in_order(table, _joined([stays, coming]))
    return found


def some_of(
    store: Store,
    table: str,
    layout: Layout,
    keys: Collection[str],
    new: Mapping[str, pa.Table],
) -> pa.Table:
    """The rows of some tasks, from the files that are written anew or else those that stand."""
    key = KEYS[table]
    parts = [arrow_schema(table).empty_table()]
    for name, own in by_file(layout, keys).items():
        rows = new[name] if name in new else read_file(store, table, name)
        parts.append(rows.filter(among(rows[key], own)))
    return _joined(parts)


def among(column: Any, values: Collection[str | None]) -> Any:
    """Where a column has one of some values."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(column, pa.array(list(values), pa.string()))


def in_order(table: str, rows: pa.Table) -> pa.Table:
    """Rows of one of these datasets in its order: by key; `programme` by document, the oldest
    first, in each as printed."""
    import pyarrow.compute as pc

    if table == "programme":
        by = _as_printed(rows)
    else:
        by = rows.select([KEYS[table], *(["ordinal"] if table == "versions" else [])])
    keys = [(name, "ascending") for name in by.column_names]
    return rows.take(pc.sort_indices(by, sort_keys=keys))


def _as_printed(rows: pa.Table) -> pa.Table:
    """Columns by which the rows of `programme` are sorted: the place in a document is in the id of
    a row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    places = [(key or "/0/0").rsplit("/", 2)[1:] for key in rows["row_id"].to_pylist()]
    return pa.table(
        {
            "issued": pc.fill_null(rows["issued_date"], date.min),
            "document": pc.fill_null(rows["doc_id"], ""),
            "table": pa.array([int(table) for table, _ in places], pa.int64()),
            "ordinal": pa.array([int(ordinal) for _, ordinal in places], pa.int64()),
            "task": rows["thread_id"],
        }
    )


def _joined(parts: Sequence[pa.Table]) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables(parts)
