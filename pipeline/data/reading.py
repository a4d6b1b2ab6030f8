"""The datasets back in the hands of an analyst: pandas, Polars, DuckDB or Arrow.

Nothing but the library asked for is imported. In pandas a date is `datetime64[ms]` (so `.dt`,
sorting, `resample` and `df.due_date <= "2026-06-30"` work), an unknown date `NaT`; a list is a
Python list; a whole number that may be unknown is `Int32`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from pipeline.data.generations import hold, pinned, place
from pipeline.data.records import SHARED
from pipeline.data.remote import brought, is_address
from pipeline.data.schema import arrow_schema, record_type
from pipeline.data.store import Store
from pipeline.data.told import KEYS, in_order
from pipeline.errors import AnnexError, ConfigError

if TYPE_CHECKING:
    from os import PathLike

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_BATCH = 4096
"""Rows held at a time by whoever reads batch by batch."""


@overload
def read(table: str, out: str | PathLike[str] = ...,
         as_: Literal["pandas"] = ...) -> pd.DataFrame: ...  # fmt: skip
@overload
def read(table: str, out: str | PathLike[str] = ..., *,
         as_: Literal["polars"]) -> pl.DataFrame: ...  # fmt: skip
@overload
def read(table: str, out: str | PathLike[str] = ..., *,
         as_: Literal["duckdb"]) -> duckdb.DuckDBPyRelation: ...  # fmt: skip
@overload
def read(table: str, out: str | PathLike[str] = ..., *,
         as_: Literal["arrow"]) -> pa.Table: ...  # fmt: skip
def read(table: str, out: str | PathLike[str] = "out", as_: str = "pandas") -> Any:
    """A whole dataset, all documents, in the order of documents and rows.

    `read("tasks")` is a pandas DataFrame; `as_` names another library: "polars", "duckdb" (a
    relation over the files, in their order; nothing is read yet) or "arrow". Several datasets that
    must fit together are read from a `snapshot`. `out` may be the address of a store that `annex
    push` has filled (`s3://bucket/folder`): the files of the dataset are brought here. Raises
    `ConfigError` for an unknown dataset or library, a library that is not installed, and an `out`
    without that dataset.
    """
    makers = {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb, "arrow": _arrow}
    if as_ not in makers:
        raise ConfigError(f"there is no way to read as {as_!r}; there are {', '.join(makers)}")
    try:
        folder = brought(str(out), table) if is_address(out) else Path(out)
        return makers[as_](table, folder)
    except ModuleNotFoundError as error:
        raise missing_package(error) from None


def missing_package(error: ModuleNotFoundError) -> ConfigError:
    """What to tell a person when a package outside the plain installation is not there."""
    return ConfigError(f"this needs the package {error.name}: pip install {error.name}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of all datasets; `path` is its folder, for libraries that read files themselves."""

    path: Path

    def read(self, table: str, as_: Any = "pandas") -> Any:
        """A whole dataset of this state; see `read`."""
        return read(table, self.path, as_=as_)


@contextmanager
def snapshot(out: str | PathLike[str] = "out") -> Iterator[Snapshot]:
    """The state of the datasets that counts now. While it is held, runs may publish others:
    everything read from it fits together.

        with pipeline.snapshot("out") as state:
            tasks, links = state.read("tasks"), state.read("links")
    """
    if is_address(out):
        yield Snapshot(brought(str(out)))
        return
    with pinned(Path(out)) as folder:
        yield Snapshot(folder)


def files(table: str, out: Path) -> list[Path]:
    """The files of a dataset in the state that counts, sorted by name. Raises `ConfigError` where
    there are none."""
    return _files(table, place(out), out)


def _files(table: str, folder: Path, out: Path) -> list[Path]:
    record_type(table)
    found = Store(folder).files(table)
    if not found:
        raise ConfigError(f"there are no {table} in {out}; annex run --out {out} writes them")
    return found


def batches(table: str, out: Path) -> Iterator[pa.RecordBatch]:
    """A dataset piece by piece, at most 4,096 rows in memory, columns in the order of its schema;
    documents in the order of files.

    Raises `ConfigError` for a file of another version, `AnnexError` for a damaged one.
    """
    with pinned(out) as folder:
        yield from _batches(table, folder, out)


def _batches(table: str, folder: Path, out: Path) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for path in _files(table, folder, out):
        try:
            with pq.ParquetFile(path) as file:
                _check_columns(path, table, file.schema_arrow)
                for batch in file.iter_batches(_BATCH):
                    yield batch.select(arrow_schema(table).names)
        except (pa.ArrowInvalid, OSError) as error:
            raise AnnexError(f"{path} cannot be read ({_first_line(error)}); run again") from error


def _check_columns(path: Path, table: str, found: pa.Schema) -> None:
    missing = [name for name in arrow_schema(table).names if name not in found.names]
    if missing:
        raise ConfigError(
            f"{path} has no column {missing[0]}: another version of annex wrote it; "
            "annex run --force writes it again"
        )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _arrow(table: str, out: Path) -> pa.Table:
    import pyarrow as pa

    with pinned(out) as folder:
        whole = pa.Table.from_batches(_batches(table, folder, out), schema=arrow_schema(table))
        is_packed = bool(Store(folder).layout.buckets)
    if is_packed and table in KEYS:
        return in_order(table, whole)
    return _in_order(whole) if is_packed and table not in SHARED else whole


def _in_order(packed: pa.Table) -> pa.Table:
    """The rows of all files by document, those of a document as they stand."""
    import pyarrow as pa

    place = pa.array(range(packed.num_rows), type=pa.int64())
    keys = pa.table({"doc_id": packed["doc_id"], "place": place})
    return packed.take(keys.sort_by([("doc_id", "ascending"), ("place", "ascending")])["place"])


def _pandas(table: str, out: Path) -> pd.DataFrame:
    return to_pandas(_arrow(table, out))


def to_pandas(arrow: pa.Table) -> pd.DataFrame:
    """An Arrow table in the types `read` promises."""
    import pandas as pd

    lists = [field.name for field in arrow.schema if _is_list(field)]
    frame: pd.DataFrame = arrow.drop_columns(lists).to_pandas(date_as_object=False)
    for name in lists:
        frame[name] = pd.Series(arrow[name].to_pylist(), dtype=object)
    whole = {f.name: "Int32" for f in arrow.schema if f.nullable and _is_whole_number(f)}
    return frame.astype(whole).reindex(columns=arrow.schema.names)


def _is_list(field: pa.Field) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_list(field.type))


def _is_whole_number(field: pa.Field) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(field.type))


def _polars(table: str, out: Path) -> pl.DataFrame:
    import polars as pl

    return cast("pl.DataFrame", pl.from_arrow(_arrow(table, out)))


def _duckdb(table: str, out: Path) -> duckdb.DuckDBPyRelation:
    import duckdb

    hold(out)
    return duckdb.read_parquet([str(path) for path in files(table, out)])
