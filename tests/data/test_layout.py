"""Which file holds a document, and its rows out of that file."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.data.layout import SINGLE, Layout, layout_for, layout_of
from pipeline.data.slices import Slices

KEYS = st.text("abc-0123", min_size=1, max_size=12)


def test_up_to_a_limit_each_document_has_a_file_of_its_own() -> None:
    assert layout_for(1) == layout_for(SINGLE) == Layout()
    assert layout_for(SINGLE).file("11-nq-cp") == "11-nq-cp.parquet"
    assert layout_for(SINGLE + 1).buckets > 1


@given(st.integers(SINGLE + 1, 200_000))
def test_files_are_a_power_of_two_and_hold_few_documents_while_there_are_few_files(
    count: int,
) -> None:
    buckets = layout_for(count).buckets
    assert buckets & (buckets - 1) == 0
    assert count / buckets <= 32 or buckets == 128
    assert 2 * count / buckets > 32, "half as many files would do"


@given(st.sets(KEYS), st.sampled_from([0, 1, 8, 128]))
def test_documents_come_file_by_file_and_by_key_in_each(keys: set[str], buckets: int) -> None:
    layout = Layout(buckets)
    ordered = layout.in_order(keys)
    files = [layout.file(key) for key in ordered]
    assert sorted(ordered) == sorted(keys)
    if buckets:
        assert files == sorted(files)
        assert all(0 <= layout.bucket(key) < buckets for key in keys)
    for (key, file), (after, same) in pairwise(zip(ordered, files, strict=True)):
        assert file != same or key < after


@pytest.mark.parametrize("buckets", [0, 8, 128])
def test_the_files_of_a_folder_tell_its_layout(tmp_path: Path, buckets: int) -> None:
    layout = Layout(buckets)
    for key in ("a", "b", "part-1"):
        (tmp_path / layout.file(key)).touch()
    assert layout_of(tmp_path) == layout


# --- The rows of one document --------------------------------------------------------------------


def packed(path: Path, sizes: dict[str, int], start: int = 0) -> pa.Table:
    """A file in which documents stand one after another, so many rows each."""
    keys = [key for key, count in sizes.items() for _ in range(count)]
    rows = pa.table({"doc_id": keys, "value": range(start, start + len(keys))})
    pq.write_table(rows, path)
    return rows


@given(st.dictionaries(KEYS, st.integers(1, 5), max_size=6), st.booleans())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_document_has_its_rows_and_no_others(
    tmp_path: Path, sizes: dict[str, int], some: bool
) -> None:
    path = tmp_path / "part.parquet"
    rows, slices = packed(path, sizes), Slices()
    for key in (*sizes, "no such document"):
        found = slices.rows(path, key, ["value"] if some else None)
        own = [row for row in rows.to_pylist() if row["doc_id"] == key]
        assert found["value"].to_pylist() == [row["value"] for row in own]
        assert found.column_names == (["value"] if some else ["doc_id", "value"])


def test_a_file_written_anew_is_read_anew(tmp_path: Path) -> None:
    slices, path = Slices(), tmp_path / "part.parquet"
    packed(path, {"a": 2})
    assert slices.rows(path, "a")["value"].to_pylist() == [0, 1]
    packed(tmp_path / "new", {"b": 1, "a": 2}, start=10)
    os.replace(tmp_path / "new", path)
    assert slices.rows(path, "a")["value"].to_pylist() == [11, 12]


@pytest.mark.parametrize(("most", "again"), [(100, 1), (100_000, 0)])
def test_what_is_held_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, again: int
) -> None:
    monkeypatch.setattr("pipeline.data.slices._HELD", most)
    opened: list[Path] = []
    real = pq.ParquetFile

    def counted(path: Path) -> pq.ParquetFile:
        opened.append(path)
        return real(path)

    monkeypatch.setattr(pq, "ParquetFile", counted)
    slices, paths = Slices(), [tmp_path / f"{number}.parquet" for number in range(3)]
    for path in paths:
        packed(path, {"a": 20})
    for path in (*paths, paths[2], paths[0]):
        assert len(slices.rows(path, "a")) == 20
    assert opened == [*paths, *paths[:again]], "the last file is held, the others if they fit"
