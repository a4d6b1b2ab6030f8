"""Parquet files: written aside, published together or not at all, read back.

A document's files are first written under `OUT/.staging/<key>/`. Publishing writes a commit mark
there and then moves the files to their places one by one; should that be cut off, the next run
finds the mark and finishes the moves. What has no mark was never complete and is deleted. The
same records give the same bytes: no clocks and no absolute paths reach a file.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.abc import MetaPathFinder
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.files import write_text_whole, written_whole
from pipeline.data.records import Document, Record
from pipeline.data.schema import arrow_schema, item_type, record_types

if TYPE_CHECKING:
    import pyarrow as pa

_LOG = logging.getLogger(__name__)
STAGING = ".staging"
_COMMIT = "COMMIT"
MANIFEST = "manifest.json"
ROOTS = "roots.json"
_COMPRESSION = "zstd"


def tables_of_document() -> list[str]:
    """Names of the datasets that have one file per document."""
    return [field.name for field in dataclasses.fields(Document)]


def to_arrow(table: str, records: Sequence[Record]) -> pa.Table:
    """Records of one dataset as an Arrow table with the full schema."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = [
        _column([getattr(record, field.name) for record in records], field.type) for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Values as Arrow holds them; records inside lists field by field."""
    import pyarrow as pa

    if not (pa.types.is_list(kind) and pa.types.is_struct(kind.value_type)):
        return pa.array(values, type=kind)
    items = [item for value in values for item in value]
    ends = list(accumulate((len(value) for value in values), initial=0))
    parts = [pa.array([getattr(i, f.name) for i in items], type=f.type) for f in kind.value_type]
    structs = pa.StructArray.from_arrays(parts, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(ends, type=pa.int32()), structs, type=kind)


def write_parquet(path: Path, table: str, records: Sequence[Record]) -> None:
    """Write one file. The bytes depend on the records and the writer's version alone."""
    import pyarrow.parquet as pq

    pq.write_table(to_arrow(table, records), path, compression=_COMPRESSION)


def keep_pandas_out() -> None:
    """For a process that only writes: where pandas is installed, pyarrow imports all of it to
    recognise its objects, which takes longer than the work. Here it finds none."""
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas())


class _NoPandas(MetaPathFinder):
    """Says that pandas is not installed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is kept out of this process", name="pandas")


class Store:
    """The output folder."""

    def __init__(self, out: Path) -> None:
        self.out = out

    @property
    def staging(self) -> Path:
        """Where documents are written before they are published."""
        return self.out / STAGING

    def open(self) -> None:
        """Make the folder, finish what a cut-off run had committed, clear what it had not."""
        self.out.mkdir(parents=True, exist_ok=True)
        for folder in sorted(self.staging.glob("*")):
            if (folder / _COMMIT).exists():
                _LOG.warning(
                    "an earlier run was cut off while publishing; its last document is finished now"
                )
                self._finish(folder)
            else:
                _LOG.info("read by an earlier run and not published, cleared: %s", folder.name)
                _clear(folder)
        self.staging.mkdir(exist_ok=True)
        for left in (*self.out.glob(".*.tmp"), *self.out.glob("*/.*.tmp")):
            left.unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the staging folder."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def stage(self, key: str, document: Document) -> Path:
        """Write a document's files aside, one per dataset."""
        tables = {table: getattr(document, table) for table in tables_of_document()}
        return self.stage_tables(key, tables)

    def stage_tables(self, key: str, tables: Mapping[str, Sequence[Record]]) -> Path:
        """Write some datasets of a document aside; publishing them leaves the others alone."""
        folder = self.staging / key
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for table, records in tables.items():
            write_parquet(folder / f"{table}.parquet", table, records)
        return folder

    def read(self, doc_id: str, table: str) -> tuple[Any, ...]:
        """The published records of one dataset of a document."""
        return tuple(read_records(self.out / table / f"{doc_id}.parquet", table))

    def publish(self, folder: Path, doc_id: str) -> None:
        """Move staged files to their places, together: a cut-off move is finished later."""
        mark = folder / _COMMIT
        write_text_whole(mark, doc_id)
        self._move_in(folder)

    def _finish(self, folder: Path) -> None:
        """Finish a publication; what cannot be finished is cleared, its document is read again."""
        try:
            self._move_in(folder)
        except (OSError, ValueError) as error:
            _LOG.warning("what an earlier run left cannot be used, cleared: %s", error)
            _clear(folder)

    def _move_in(self, folder: Path) -> None:
        doc_id = (folder / _COMMIT).read_text(encoding="utf-8")
        if not doc_id or "/" in doc_id or "\0" in doc_id:  # a mark that a power cut left
            raise ValueError(f"the mark in {folder.name} names no document")
        for file in sorted(folder.glob("*.parquet")):
            place = self.out / file.stem / f"{doc_id}.parquet"
            place.parent.mkdir(exist_ok=True)
            os.replace(file, place)
        shutil.rmtree(folder)

    def write_shared(self, table: str, name: str, records: Sequence[Record]) -> None:
        """Write a dataset that has one file for the whole corpus."""
        place = self.out / table / f"{name}.parquet"
        with written_whole(place) as path:
            write_parquet(path, table, records)

    def remove(self, doc_id: str) -> None:
        """Remove every file of a document."""
        for table in tables_of_document():
            (self.out / table / f"{doc_id}.parquet").unlink(missing_ok=True)

    def has(self, doc_id: str) -> bool:
        """Whether all files of a document are there."""
        return all(
            (self.out / table / f"{doc_id}.parquet").exists() for table in tables_of_document()
        )

    def damaged(self, doc_ids: Iterable[str]) -> list[str]:
        """Documents of which a file is missing, empty or cut off."""
        tables = tables_of_document()
        return [
            doc_id
            for doc_id in doc_ids
            if not all(_is_whole(self.out / table / f"{doc_id}.parquet") for table in tables)
        ]

    def doc_ids(self) -> list[str]:
        """Keys of the published documents."""
        return sorted(path.stem for path in (self.out / "documents").glob("*.parquet"))

    def read_manifest(self) -> dict[str, Any]:
        """What was published from which input; empty where nothing was, or it is unreadable."""
        try:
            data = json.loads((self.out / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Record what was published from which input."""
        self._write_json(self.out / MANIFEST, manifest)

    def read_roots(self) -> dict[str, Any]:
        """Where the numbered input roots lie on this machine; empty where nobody knows."""
        try:
            data = json.loads((self.out / "runs" / ROOTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}

    def write_roots(self, roots: Mapping[str, Any]) -> None:
        """Record where the input roots lie: beside the facts of runs, for it is no data."""
        text = json.dumps(roots, indent=1)  # ASCII: a path may be no UTF-8
        write_text_whole(self.out / "runs" / ROOTS, text + "\n")

    def write_run(self, facts: Mapping[str, Any]) -> Path:
        """Write `runs/<n>.json`, the only place for times and machines. Returns it."""
        folder = self.out / "runs"
        folder.mkdir(exist_ok=True)
        numbers = [int(p.stem) for p in folder.glob("*.json") if p.stem.isdigit()]
        path = folder / f"{max(numbers, default=0) + 1}.json"
        self._write_json(path, facts)
        return path

    def _write_json(self, path: Path, data: Mapping[str, Any]) -> None:
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        write_text_whole(path, text + "\n")


_MAGIC = b"PAR1"


def _is_whole(path: Path) -> bool:
    """Whether a Parquet file has its end, which is written last."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - len(_MAGIC)))
            return size > 2 * len(_MAGIC) and file.read() == _MAGIC
    except OSError:
        return False


def _clear(path: Path) -> None:
    """Remove what a run left, file or folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def read_records(path: Path, table: str) -> Iterator[Record]:
    """The records of one file.

    A column that another version of the program did not write is None, one this version does not
    know is left out.
    """
    import pyarrow.parquet as pq

    record: Any = record_types()[table]
    kinds = {field.name: item_type(record, field.name) for field in dataclasses.fields(record)}
    with pq.ParquetFile(path) as file:
        rows = file.read().to_pylist()
    for row in rows:
        yield record(**{name: _restore(row.get(name), kind) for name, kind in kinds.items()})


def _restore(value: Any, kind: Any) -> Any:
    """Lists back to tuples, of records of a kind where they hold any."""
    if kind is None:
        return value
    if dataclasses.is_dataclass(kind):
        make: Any = kind
        return tuple(make(**item) for item in value or ())
    return tuple(value or ())


def read_document(folder: Path) -> Document:
    """A staged document back as records."""
    names = tables_of_document()
    return Document(
        **{table: tuple(read_records(folder / f"{table}.parquet", table)) for table in names}  # type: ignore[arg-type]
    )
