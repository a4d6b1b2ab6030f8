"""The datasets in pandas, Polars, DuckDB and Arrow, through `read` and without it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.data.reading import read
from pipeline.data.schema import record_types
from pipeline.errors import AnnexError, ConfigError
from tests.conftest import ROOT
from tests.support.published import published, with_titles

TABLES = list(record_types())


def plain_rows(table: str) -> list[dict[str, object]]:
    """A dataset without any of the code under test."""
    files = sorted((published() / table).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


@pytest.mark.parametrize("table", TABLES)
def test_every_library_gives_every_row(table: str) -> None:
    expected = plain_rows(table)
    out = str(published())
    assert read(table, out, as_="arrow").to_pylist() == expected
    assert read(table, out, as_="polars").to_dicts() == expected
    relation = read(table, out, as_="duckdb")
    found = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    assert found == expected
    frame = read(table, out)
    assert list(frame) == list(read(table, out, as_="arrow").schema.names)
    assert len(frame) == len(expected)


def test_dates_are_dates_in_pandas() -> None:
    tasks = read("tasks", published())
    days = [row["due_date"] for row in plain_rows("tasks")]
    assert tasks.due_date.dtype == "datetime64[ms]"
    assert [None if pd.isna(day) else day.date() for day in tasks.due_date] == days
    assert tasks.due_date.dt.year.max() == max(day.year for day in days if day)  # type: ignore[attr-defined]
    early = sum(day is not None and day <= date(2026, 6, 30) for day in days)  # type: ignore[operator]
    assert (tasks.due_date <= "2026-06-30").sum() == early > 100
    assert (tasks.due_date <= pd.Timestamp(date(2026, 6, 30))).sum() == early
    assert tasks.due_date.between("2026-01-01", "2026-06-30").sum() > 10
    assert tasks.set_index("due_date").resample("YE").size().sum() == sum(map(bool, days))


def test_lists_stay_lists_and_whole_numbers_whole() -> None:
    tasks, cells = read("tasks", published()), read("cells", published())
    assert set(map(type, tasks.footnotes)) == {list}
    assert tasks.footnotes.tolist() == [row["footnotes"] for row in plain_rows("tasks")]
    assert cells.places.tolist() == [row["places"] for row in plain_rows("cells")]
    indicators = read("indicators", published())
    assert indicators.target_year.dtype == "Int32"
    assert indicators.target_year.dropna().between(2020, 2050).all()


def test_polars_and_duckdb_have_dates_and_lists_of_their_own() -> None:
    schema = read("tasks", published(), as_="polars").schema
    assert (schema["due_date"], schema["footnotes"]) == (pl.Date, pl.List(pl.Int32))
    relation = read("tasks", published(), as_="duckdb")
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert (types["due_date"], types["footnotes"]) == ("DATE", "INTEGER[]")
    assert len(relation.filter("due_date <= date '2026-06-30'").fetchall()) > 100


def test_a_dataset_without_rows_keeps_its_types(tmp_path: Path) -> None:
    with_titles(tmp_path / "out", [])
    frame = read("tasks", tmp_path / "out")
    assert (len(frame), frame.due_date.dtype) == (0, "datetime64[ms]")
    assert read("tasks", tmp_path / "out", as_="polars").schema["due_date"] == pl.Date


def test_the_folder_may_have_any_name(tmp_path: Path) -> None:
    out = tmp_path / "kết quả [1] *"
    with_titles(out, ["một", "hai"])
    assert list(read("tasks", out).title) == ["một", "hai"]
    assert len(read("tasks", out, as_="duckdb").fetchall()) == 2


# --- without `read`, as the README shows ---------------------------------------------------------


def test_plain_libraries_read_a_whole_dataset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(published().parent)
    expected = len(plain_rows("tasks"))
    frame = pd.read_parquet("out/tasks")
    assert len(frame) == len(pl.read_parquet("out/tasks/*.parquet")) == expected
    assert len(duckdb.sql("from 'out/tasks/*.parquet'").fetchall()) == expected
    assert isinstance(frame.due_date.dropna().iloc[0], date)
    assert pd.to_datetime(frame.due_date).dt.year.max() >= 2026
    arrow = pd.read_parquet("out/tasks", dtype_backend="pyarrow")
    assert arrow.due_date.dt.year.max() >= 2026


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_code_in_the_readme_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    monkeypatch.chdir(published().parent)
    names: dict[str, object] = {"polars": pl, "duckdb": duckdb}
    for block in blocks:
        exec(block, names)


# --- what goes wrong -----------------------------------------------------------------------------


def test_reading_imports_no_library_that_was_not_asked_for() -> None:
    code = "import sys, pipeline.data.reading; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT,
                          check=True)  # fmt: skip
    assert not {"pandas", "polars", "duckdb", "pyarrow"} & set(done.stdout.split())


WRONG = [
    ("nonsense", "pandas", "there is no dataset 'nonsense'"),
    ("tasks", "excel", "there is no way to read as 'excel'"),
]


@pytest.mark.parametrize(("table", "as_", "message"), WRONG)
def test_wrong_names_are_said(table: str, as_: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read(table, published(), as_=as_)  # type: ignore[call-overload]


def test_a_folder_without_datasets_is_said(tmp_path: Path) -> None:
    for as_ in ("pandas", "polars", "duckdb", "arrow"):
        with pytest.raises(ConfigError, match="annex run --out"):
            read("tasks", tmp_path, as_=as_)


def test_a_library_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ConfigError, match="needs the package polars: pip install polars"):
        read("tasks", published(), as_="polars")


def test_files_of_another_version_and_damaged_ones_are_said(tmp_path: Path) -> None:
    with_titles(tmp_path, ["một"])
    path = tmp_path / "tasks" / "a.parquet"
    pq.write_table(pa.table({"row_id": ["a/1/0001"]}), path)
    with pytest.raises(ConfigError, match=r"has no column doc_id.*--force"):
        read("tasks", tmp_path)
    path.write_bytes(b"PAR1 no")
    with pytest.raises(AnnexError, match="cannot be read") as raised:
        read("tasks", tmp_path)
    assert "\n" not in str(raised.value)
