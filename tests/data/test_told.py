"""The files of datasets over all documents: every row in the file of its task, and in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.layout import Layout
from pipeline.data.parquet import write_arrow
from pipeline.data.schema import arrow_schema
from pipeline.data.store import Store
from pipeline.data.told import ALL, changed_files, file_of, files_of, in_order, read_file, some_of

THREADS = [f"{doc}/1/{number:04}" for doc in "abcdefgh" for number in (1, 2)]
PACKED = Layout(4)
Printed = tuple[str, date | None, str | None]


def versions(keys: Sequence[str], ordinal: int = 1) -> pa.Table:
    """Rows of `versions` with these tasks; all else is empty."""
    return rows_of("versions", [{"thread_id": key, "ordinal": ordinal} for key in keys])


def rows_of(table: str, given: Sequence[Mapping[str, object]]) -> pa.Table:
    """Rows of a dataset with these values; all else is empty."""
    schema = arrow_schema(table)
    row = {field.name: None if field.nullable else empty(field.type) for field in schema}
    return pa.Table.from_pylist([{**row, **values} for values in given], schema=schema)


def empty(kind: pa.DataType) -> object:
    """A value that says nothing."""
    if pa.types.is_boolean(kind):
        return False
    return "" if pa.types.is_string(kind) else [] if pa.types.is_list(kind) else 0


def keys_of(rows: pa.Table) -> list[str]:
    found: list[str] = rows["thread_id"].to_pylist()
    return found


@given(st.lists(st.sampled_from(THREADS), max_size=30), st.sampled_from([0, 1, 4, 128]))
def test_every_row_is_in_the_file_of_its_task(keys: list[str], buckets: int) -> None:
    layout = Layout(buckets)
    files = files_of("versions", versions(keys), layout)
    assert len(files) == max(1, buckets)
    for name, rows in files.items():
        assert keys_of(rows) == [key for key in keys if file_of(layout, key) == name]


def test_tasks_of_one_document_stand_in_one_file_and_in_one_alone_while_there_are_few() -> None:
    assert file_of(Layout(), THREADS[0]) == ALL
    assert file_of(PACKED, "x/1/0001") == file_of(PACKED, "x/2/0007") == PACKED.file("x")


def test_one_more_document_changes_the_files_it_touches(tmp_path: Path) -> None:
    store = stored(tmp_path, THREADS)
    new = versions(["a/1/0001", "a/1/0003"], ordinal=2)
    gone = ["a/1/0001", "b/1/0002"]
    changed = changed_files(store, "versions", PACKED, gone, new)
    assert set(changed) == {file_of(PACKED, key) for key in gone}
    after = [key for rows in changed.values() for key in keys_of(rows)]
    touched = [key for key in THREADS if file_of(PACKED, key) in changed]
    assert sorted(after) == sorted([*(set(touched) - {*gone}), *keys_of(new)])
    wanted = ["a/1/0001", "a/1/0002", "h/1/0001"]
    found = some_of(store, "versions", PACKED, wanted, changed)
    assert sorted(zip(keys_of(found), found["ordinal"].to_pylist(), strict=True)) == [
        ("a/1/0001", 2), ("a/1/0002", 1), ("h/1/0001", 1),
    ]  # fmt: skip


def stored(out: Path, keys: Sequence[str]) -> Store:
    """Datasets of tasks in as many files as `PACKED` says."""
    (out / "versions").mkdir()
    for name, rows in files_of("versions", versions(keys), PACKED).items():
        write_arrow(out / "versions" / name, rows)
    assert keys_of(read_file(Store(out), "versions", PACKED.file("a")))
    return Store(out)


@given(st.lists(st.tuples(st.sampled_from(THREADS), st.integers(1, 3)), unique=True))
def test_versions_stand_by_task_and_number(pairs: list[tuple[str, int]]) -> None:
    rows = pa.concat_tables([versions([]), *(versions([key], nth) for key, nth in pairs)])
    found = in_order("versions", rows)
    assert list(zip(keys_of(found), found["ordinal"].to_pylist(), strict=True)) == sorted(pairs)


PRINTED = [
    ("old", None, None), ("old", date(2025, 1, 1), "old/2/0009"),
    ("old", date(2025, 1, 1), "old/2/0010"), ("old", date(2025, 1, 1), "old/10/0001"),
    ("abc", date(2026, 1, 1), "abc/1/0001"),
]  # fmt: skip
"""A task known from no row we hold, then those of two documents as they are printed."""


@given(st.permutations(PRINTED))
def test_the_programme_stands_by_document_and_as_printed(given: list[Printed]) -> None:
    rows = [{"doc_id": doc, "issued_date": day, "row_id": row} for doc, day, row in given]
    found = in_order("programme", rows_of("programme", rows))
    assert found["row_id"].to_pylist() == [row for _, _, row in PRINTED]
