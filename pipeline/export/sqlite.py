"""SQLite: one database, a table per dataset, with types, keys, references and indices.

Dates are ISO text in columns declared DATE, lists JSON text. What a column means stands beside it
in the table's declaration (`.schema tasks`). `out_tasks_fts` finds tasks by words without marks, đ
as d.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.datasets import Dataset, handed_on
from pipeline.data.files import written_whole
from pipeline.data.schema import arrow_schema
from pipeline.errors import AnnexError, ConfigError
from pipeline.export.values import Exported, as_json, is_list, rows

if TYPE_CHECKING:
    import pyarrow as pa

_TYPES = {"string": "TEXT", "int32": "INTEGER", "double": "REAL", "bool": "BOOLEAN",
          "date32[day]": "DATE"}  # fmt: skip


_FULL_TEXT = (
    "CREATE VIRTUAL TABLE out_tasks_fts USING fts5("
    "row_id UNINDEXED, text, tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "INSERT INTO out_tasks_fts SELECT row_id, search_text FROM out_tasks",
)
"""Full-text search: `select row_id from out_tasks_fts where text match 'dat dai'`."""


def write_sqlite(out: Path, target: Path) -> Exported:
    """Every dataset of `out` in one database, which takes the place of `target` when complete.

    Raises `AnnexError` where two rows share a key, `ConfigError` where `out` lacks a dataset or
    the target cannot be written.
    """
    with written_whole(target) as path:
        try:
            count = _write(path, out)
        except sqlite3.OperationalError as error:  # no room, no right to write
            raise ConfigError(f"cannot write {target}: {error}") from error
    return Exported(target, count)


def _write(path: Path, out: Path) -> int:
    count = 0
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # a half-written file is thrown away
        database.execute("PRAGMA synchronous = OFF")
        for dataset in handed_on():
            database.execute(_create(dataset))
            count += _fill(database, dataset, out)
            for statement in _indices(dataset):
                database.execute(statement)
        for statement in _FULL_TEXT:
            database.execute(statement)
        database.commit()
    return count


def _create(dataset: Dataset) -> str:
    """The declaration of a table, the meaning of each column as a comment beside it."""
    schema = arrow_schema(dataset.name)
    lines = [f"  {_name(f.name)} {_type(f)}{'' if f.nullable else ' NOT NULL'}" for f in schema]
    notes = [_note(field) for field in schema]
    if dataset.key:
        lines.append(f"  PRIMARY KEY ({', '.join(map(_name, dataset.key))})")
    for link in dataset.references:
        lines.append(
            f"  FOREIGN KEY ({_name(link.column)}) "
            f"REFERENCES {_name(link.to_table)} ({_name(link.to_column)})"
        )
    notes += [""] * (len(lines) - len(notes))
    commas = [","] * (len(lines) - 1) + [""]
    body = "\n".join(f"{a}{b}{c}" for a, b, c in zip(lines, commas, notes, strict=True))
    head = f"CREATE TABLE {_name(dataset.name)} ( -- {dataset.label_vi}: {dataset.row_is}"
    return f"{head}\n{body}\n)"


def _name(name: str) -> str:
    """An identifier; quoted because `column`, `table` and others are words of SQL."""
    return f'"{name}"'


def _type(field: pa.Field) -> str:
    return "TEXT" if is_list(field.type) else _TYPES[str(field.type)]


def _note(field: pa.Field) -> str:
    facts = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    return f" -- {facts.get('label_vi', '')}: {' '.join(facts.get('description', '').split())}"


def _fill(database: sqlite3.Connection, dataset: Dataset, out: Path) -> int:
    schema = arrow_schema(dataset.name)
    lists = [i for i, field in enumerate(schema) if is_list(field.type)]
    dates = [i for i, field in enumerate(schema) if str(field.type) == "date32[day]"]
    marks = ", ".join("?" * len(schema))
    insert = f"INSERT INTO {_name(dataset.name)} VALUES ({marks})"
    try:
        return database.executemany(insert, _plain(rows(dataset.name, out), lists, dates)).rowcount
    except sqlite3.IntegrityError as error:
        raise AnnexError(f"{out / dataset.name} breaks its own rules: {error}") from error


def _plain(found: Iterator[tuple[Any, ...]], lists: list[int], dates: list[int]) -> Iterator[Any]:
    """Rows as SQLite takes them."""
    for row in found:
        values = list(row)
        for i in lists:
            values[i] = as_json(values[i])
        for i in dates:
            values[i] = values[i] and values[i].isoformat()
        yield values


def _indices(dataset: Dataset) -> Iterator[str]:
    """An index on every reference and every column often searched that begins no key."""
    columns = dict.fromkeys([*(link.column for link in dataset.references), *dataset.index])
    for column in columns:
        if column not in dataset.key[:1]:
            index = _name(f"{dataset.name}_{column}")
            yield f"CREATE INDEX {index} ON {_name(dataset.name)} ({_name(column)})"
