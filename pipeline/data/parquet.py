"""Records → Parquet and back. The same records give the same bytes: no clocks and no absolute
paths reach a file."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from importlib.abc import MetaPathFinder
from itertools import accumulate
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.records import Document, Record
from pipeline.data.schema import arrow_schema, item_type, record_types

if TYPE_CHECKING:
    import pyarrow as pa

_COMPRESSION = "zstd"


def tables_of_document() -> list[str]:
    """Names of the datasets that every document has rows in."""
    return [field.name for field in dataclasses.fields(Document)]


def to_arrow(table: str, records: Sequence[Record]) -> pa.Table:
    """Records of one dataset as an Arrow table with the full schema."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = [_column([*map(attrgetter(f.name), records)], f.type) for f in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Values as Arrow holds them; records inside lists field by field."""
    import pyarrow as pa

    if not (pa.types.is_list(kind) and pa.types.is_struct(kind.value_type)):
        return pa.array(values, type=kind)
    items = [item for value in values for item in value]
    parts = [pa.array([*map(attrgetter(f.name), items)], type=f.type) for f in kind.value_type]
    return _lists_of(parts, values, kind)


def _lists_of(
    parts: Sequence[pa.Array], values: Iterable[Sequence[Any]], kind: pa.DataType
) -> pa.Array:
    """The records inside lists from the columns of all of them, one after another."""
    import pyarrow as pa

    ends = list(accumulate(map(len, values), initial=0))
    structs = pa.StructArray.from_arrays(parts, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(ends, type=pa.int32()), structs, type=kind)


def values_to_arrow(table: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """The same of rows as JSON holds them: the values of the fields in their order, records inside
    of them likewise, days as text."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = zip(_turned(rows, len(schema)), schema, strict=True)
    arrays = [_from_plain(list(values), field.type) for values, field in columns]
    return pa.Table.from_arrays(arrays, schema=schema)


def _turned(rows: Sequence[Sequence[Any]], width: int) -> Iterable[Sequence[Any]]:
    """The columns of rows of one width."""
    return zip(*rows, strict=True) if rows else [()] * width


def _from_plain(values: list[Any], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_date(kind):
        return pa.array([value and date.fromisoformat(value) for value in values], type=kind)
    if not (pa.types.is_list(kind) and pa.types.is_struct(kind.value_type)):
        return pa.array(values, type=kind)
    fields = list(kind.value_type)
    items = [item for value in values for item in value]
    columns = zip(_turned(items, len(fields)), fields, strict=True)
    parts = [_from_plain(list(own), field.type) for own, field in columns]
    return _lists_of(parts, values, kind)


def write_parquet(path: Path, table: str, records: Sequence[Record]) -> None:
    """Write one file. The bytes depend on the records and the writer's version alone."""
    write_arrow(path, to_arrow(table, records))


def write_arrow(path: Path, rows: pa.Table) -> None:
    """Write one file; how the rows are cut into chunks in memory is nothing."""
    import pyarrow.parquet as pq

    pq.write_table(rows.combine_chunks(), path, compression=_COMPRESSION)


def keep_pandas_out() -> None:
    """For a process that only writes: where pandas is installed, pyarrow imports all of it to
    recognise its objects, which takes longer than the work. Here it finds none."""
    if "pandas" not in sys.modules and not any(isinstance(f, _NoPandas) for f in sys.meta_path):
        sys.meta_path.insert(0, _NoPandas())


def give_memory_back() -> None:
    """For a process that reads many small files: Arrow takes its memory from the system's own
    allocator, which keeps less of what is let go than Arrow's, and asks the machine less often."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())


class _NoPandas(MetaPathFinder):
    """Says that pandas is not installed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is kept out of this process", name="pandas")


def read_records(path: Path, table: str) -> Iterator[Record]:
    """The records of one file.

    A column that another version of the program did not write is None, one this version does not
    know is left out.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        rows = file.read(use_threads=False)
    yield from records_in(rows, table)


def rows_of_files(
    paths: Iterable[Path],
    table: str,
    columns: Sequence[str],
    content: Callable[[Path], object] = lambda path: path,
) -> pa.Table:
    """Some columns of the files of a dataset, one after another; a column that another version of
    the program did not write is null there. Files of one `content` (those without rows) are read
    once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    whole = arrow_schema(table)
    schema = pa.schema([whole.field(name) for name in columns], whole.metadata)
    parts, known = [schema.empty_table()], dict[object, pa.Table]()
    for path in paths:
        key = content(path)
        if key not in known:
            with pa.OSFile(str(path)) as source, pq.ParquetFile(source) as file:
                rows = file.read(columns=list(columns), use_threads=False)
            known[key] = conformed(rows, schema)
        parts.append(known[key])
    return pa.concat_tables(parts)


def conformed(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Rows another version of the program wrote with the columns of this one: what it did not
    write is null."""
    import pyarrow as pa

    if rows.schema.equals(schema, check_metadata=True):
        return rows
    columns = [
        rows[field.name].cast(field.type)
        if field.name in rows.column_names
        else pa.nulls(rows.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def holds_only(path: Path, column: str, value: str) -> bool:
    """Whether a file says of itself that all rows have one text in a column."""
    import pyarrow.parquet as pq

    told = pq.read_metadata(path)
    if column not in told.schema.names:
        return False
    at = told.schema.names.index(column)
    for group in range(told.num_row_groups):
        found = told.row_group(group).column(at).statistics
        if found is None or not found.has_min_max or found.null_count:
            return bool(told.num_rows == 0)
        if found.min != value or found.max != value:
            return False
    return True


def lacks(path: Path, column: str) -> bool:
    """Whether a row of a file may have nothing in a column, as far as the file says of itself."""
    import pyarrow.parquet as pq

    told = pq.read_metadata(path)
    if column not in told.schema.names:
        return True
    at = told.schema.names.index(column)
    groups = (told.row_group(n).column(at).statistics for n in range(told.num_row_groups))
    return any(found is None or not found.has_null_count or found.null_count for found in groups)


def records_in(rows: pa.Table, table: str) -> Iterator[Record]:
    """The rows of an Arrow table as records of a dataset; see `read_records`."""
    record: Any = record_types()[table]
    names = [field.name for field in dataclasses.fields(record)]
    columns = [_values(rows, name, item_type(record, name)) for name in names]
    return (record(*values) for values in zip(*columns, strict=True))


def _values(rows: pa.Table, name: str, kind: Any) -> Iterable[Any]:
    """What one field of each record holds; nothing in a column that is not there."""
    found = rows[name].to_pylist() if name in rows.column_names else [None] * rows.num_rows
    return found if kind is None else (_restore(value, kind) for value in found)


def _restore(value: Any, kind: Any) -> Any:
    """Lists back to tuples, of records of a kind where they hold any."""
    if kind is None:
        return value
    if dataclasses.is_dataclass(kind):
        make: Any = kind
        return tuple(make(**item) for item in value or ())
    return tuple(value or ())
