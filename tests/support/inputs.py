"""Small inputs with the values a person reads there: `tests/inputs/<slug>/`.

`in/` holds one input, or several that belong together; `expected.csv` the tables (`#table` and the
headers, then a row's kind and its cells); `case.json` says what is special about it, after which
public report it was made, and whether annex reads it right (`state`: right|open).
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.batch.sources import discover
from pipeline.data.parquet import read_records
from tests.support.once import INPUTS, needs_office, seed

Row = tuple[str, tuple[str, ...]]
"""Kind and cells."""
Table = tuple[tuple[str, ...], tuple[Row, ...]]
"""Headers and rows."""


@dataclass(frozen=True)
class Case:
    """One folder of `tests/inputs`."""

    folder: Path

    @cached_property
    def facts(self) -> dict[str, str]:
        """What `case.json` says."""
        data: dict[str, str] = json.loads((self.folder / "case.json").read_text(encoding="utf-8"))
        return data

    @property
    def right(self) -> bool:
        """Whether annex is known to read it right."""
        return self.facts["state"] == "right"

    def expected(self) -> tuple[Table, ...]:
        """The tables a person reads in the input."""
        tables: list[tuple[tuple[str, ...], list[Row]]] = []
        with (self.folder / "expected.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                if row[0] == "#table":
                    tables.append((tuple(map(_squeezed, row[1:])), []))
                else:
                    tables[-1][1].append((row[0], tuple(map(_squeezed, row[1:]))))
        return tuple((headers, tuple(rows)) for headers, rows in tables)

    def read(self, out: Path) -> Result:
        """What a run over the input publishes."""
        seed(out, filter(needs_office, discover([self.folder / "in"])))
        summary = run([self.folder / "in"], Options(out, workers=1))
        return Result(out, summary.exit_code())


@dataclass(frozen=True)
class Result:
    """The datasets of a run."""

    out: Path
    exit_code: int

    def tables(self) -> tuple[Table, ...]:
        """Every published table in the order of the documents."""
        texts = {(c.row_id, c.column): c.text for c in self._records("cells")}
        rows: dict[str, list[Any]] = {}
        for row in self._records("rows"):
            rows.setdefault(row.table_id, []).append(row)
        return tuple(
            (
                tuple(map(_squeezed, table.headers)),
                tuple(
                    (
                        row.kind,
                        tuple(
                            _squeezed(texts.get((row.row_id, c), "(no cell)"))
                            for c in table.columns
                        ),
                    )
                    for row in rows.get(table.table_id, [])
                ),
            )
            for table in sorted(self._records("tables"), key=lambda t: (t.doc_id, t.ordinal))
        )

    def doubts(self) -> set[str]:
        """Codes of the problems that are errors or warnings."""
        return {p.code for p in self._records("problems") if p.severity != "info"}

    def _records(self, table: str) -> list[Any]:
        files = sorted((self.out / table).glob("*.parquet"))
        return [record for file in files for record in read_records(file, table)]


def cases() -> list[Case]:
    """Every case, by name."""
    return [Case(path.parent) for path in sorted(INPUTS.glob("*/case.json"))]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
