"""Write data-dictionary.md from the declaration of the data; `--check` only compares.

python docs/make_dictionary.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pipeline.data.datasets import Dataset, datasets
from pipeline.data.records import ColumnRecord
from pipeline.data.schema import SCHEMA_VERSION, arrow_schema, dictionary

TARGET = Path(__file__).with_name("data-dictionary.md")

INTRODUCTION = f"""# Data dictionary

Schema version {SCHEMA_VERSION}. Made from `pipeline/data/records/` by `docs/make_dictionary.py`;
the same facts are in the dataset `columns`, in `out/datapackage.json` and in `annex schema`.

Each dataset is a folder `out/<dataset>/` with one Parquet file per document (`agencies` and
`columns`: one for all). A column marked `?` may be null: not known, or not there. A cell printed
blank is an empty text, never null. Positions, pages and lines count from 1. Keys are texts:
`11-nq-cp-2026` a document, `11-nq-cp-2026/2` its second table, `11-nq-cp-2026/2/0106` row 106 of
that table.
"""


def text() -> str:
    """The whole page."""
    columns = groupby(dictionary(), key=lambda row: row.table)
    sections = [_section(datasets()[table], list(rows)) for table, rows in columns]
    return "\n".join([INTRODUCTION, _contents(), *sections])


def _contents() -> str:
    lines = ["| dataset | tên | a row is |", "| --- | --- | --- |"]
    for dataset in datasets().values():
        name = f"[`{dataset.name}`](#{dataset.name})"
        lines.append(f"| {name} | {dataset.label_vi} | {_cell(dataset.row_is)} |")
    return "\n".join(lines) + "\n"


def _section(dataset: Dataset, columns: list[ColumnRecord]) -> str:
    lines = [f"## {dataset.name}", "", f"**{dataset.label_vi}.** {dataset.row_is}{_key(dataset)}"]
    lines += ["", "| column | type | nhãn | meaning |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *_rows(dataset, columns)]) + "\n"


def _key(dataset: Dataset) -> str:
    links = "; ".join(f"`{r.column}` → `{r.to_table}`" for r in dataset.references)
    key = ", ".join(f"`{name}`" for name in dataset.key)
    return (f" Key: {key}." if key else "") + (f" Refers to: {links}." if links else "")


def _rows(dataset: Dataset, columns: list[ColumnRecord]) -> Iterator[str]:
    schema = arrow_schema(dataset.name)
    for row in columns:
        kind = row.type + ("?" if schema.field(row.column).nullable else "")
        unit = f" Unit: {row.unit}." if row.unit else ""
        meaning = _cell(row.description + unit)
        yield f"| `{row.column}` | {_cell(f'`{kind}`')} | {_cell(row.label_vi)} | {meaning} |"


def _cell(text: str) -> str:
    """Text inside a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the page, or compare it with what is there."""
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text(), encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != text():
        sys.exit(f"{TARGET.name} is not current: run python docs/make_dictionary.py")


if __name__ == "__main__":
    main()
