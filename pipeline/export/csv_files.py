"""CSV: one file per dataset, UTF-8 with byte-order mark so that Excel reads the accents.

Text stands in quotation marks, an unknown value is nothing at all between the commas, a list is
JSON. No text is changed: a spreadsheet may take one that begins with `=` or `-` for a formula,
which is what `--xlsx` is for.
"""

from __future__ import annotations

import codecs
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.data.datasets import handed_on
from pipeline.data.files import written_whole
from pipeline.data.reading import batches, files
from pipeline.data.schema import arrow_schema
from pipeline.export.values import Exported, as_json, is_list

if TYPE_CHECKING:
    import pyarrow as pa


def write_csv(out: Path, target: Path) -> Exported:
    """Every dataset of `out` as `target/<dataset>.csv`; the files appear together at the end.

    Raises `ConfigError` where `out` lacks a dataset.
    """
    tables = [dataset.name for dataset in handed_on()]
    for table in tables:
        files(table, out)
    with ExitStack() as together:
        count = 0
        for table in tables:
            path = together.enter_context(written_whole(target / f"{table}.csv"))
            count += _write(table, out, path)
    return Exported(target, count)


def _write(table: str, out: Path, path: Path) -> int:
    import pyarrow as pa
    import pyarrow.csv as pa_csv

    schema = arrow_schema(table)
    plain = pa.schema([(f.name, pa.string() if is_list(f.type) else f.type) for f in schema])
    count = 0
    with path.open("wb") as file:
        file.write(codecs.BOM_UTF8)
        with pa_csv.CSVWriter(file, plain) as writer:
            for batch in batches(table, out):
                writer.write_batch(_lists_as_json(batch, plain))
                count += batch.num_rows
    return count


def _lists_as_json(batch: pa.RecordBatch, plain: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    columns = [
        pa.array([as_json(value) for value in column.to_pylist()], pa.string())
        if is_list(column.type)
        else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=plain)
