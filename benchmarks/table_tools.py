"""The tools that are compared, each as a function from a PDF to its tables; and the process that
runs one of them on one file, pinned to one core, and measures itself.

    python benchmarks/table_tools.py TOOL FILE WARM-UP-FILE     (prints one line of JSON)
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Table(NamedTuple):
    """A table as a tool gives it: the page it begins on (from 1) and rows of texts."""

    page: int
    rows: Sequence[Sequence[str | None]]


Found = list[Table] | Callable[[], list[Table]]
"""Tables, or a function that fetches them once the clock has stopped."""


def annex(path: Path) -> Found:
    """The whole pipeline for one document: extract, normalize, Parquet files written."""
    from pipeline.batch.read import read_document_from
    from pipeline.batch.sources import discover
    from pipeline.data.parquet import keep_pandas_out, tables_of_document, write_parquet

    keep_pandas_out()
    document = read_document_from(discover([path])[0])
    with tempfile.TemporaryDirectory() as folder:
        for table in tables_of_document():
            write_parquet(Path(folder) / f"{table}.parquet", table, getattr(document, table))
    return lambda: _rows_of(document)


def _rows_of(document: Any) -> list[Table]:
    texts: dict[str, list[str]] = {}
    for cell in document.cells:
        texts.setdefault(cell.row_id, []).append(cell.text)
    return [
        Table(
            table.first_page,
            [texts[row.row_id] for row in document.rows if row.table_id == table.table_id],
        )
        for table in document.tables
    ]


def annex_grids(path: Path) -> list[Table]:
    """What annex's PDF reader alone finds, page by page."""
    from pipeline.extract.pdf import read_pdf
    from pipeline.model import Grid

    reading = read_pdf(path, path.read_bytes())
    return [
        Table(page.number, [[cell.raw for cell in row] for row in block.rows])
        for page in reading.pages
        for block in page.blocks
        if isinstance(block, Grid)
    ]


def pdfplumber(path: Path) -> list[Table]:
    """pdfplumber's bare `extract_tables`."""
    import pdfplumber

    found = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            found += [Table(page.page_number, table) for table in page.extract_tables()]
            page.close()
    return found


def _camelot(path: Path, engine: str) -> list[Table]:
    from camelot.io import read_pdf

    tables = read_pdf(
        str(path),
        pages="all",
        flavor="lattice",
        suppress_stdout=True,
        engine=engine,
        split_text=True,  # else text that touches a rule takes the next cell's text along
    )
    return [Table(table.page, table.data) for table in tables]


def camelot_combined(path: Path) -> list[Table]:
    """camelot lattice, rules from the picture and from the drawings."""
    return _camelot(path, "combined")


def camelot_vector(path: Path) -> list[Table]:
    """camelot lattice, rules from the drawings alone."""
    return _camelot(path, "vector")


def tablers(path: Path) -> list[Table]:
    """tablers with texts."""
    from tablers import Document, find_tables

    document = Document(str(path))
    return [
        Table(page.page_number if hasattr(page, "page_number") else number, _texts(table))
        for number, page in enumerate(document.pages(), 1)
        for table in find_tables(page, extract_text=True)
    ]


def _texts(table: Any) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in table.to_list()]


def _text(cell: Any) -> str:
    value = cell[0] if isinstance(cell, tuple) else getattr(cell, "text", cell)
    return value or ""


def img2table(path: Path) -> list[Table]:
    """img2table, text from the PDF itself (no OCR)."""
    from img2table.document import PDF

    found = PDF(src=str(path)).extract_tables()
    return [
        Table(page + 1, table.df.astype(object).where(table.df.notna(), "").values.tolist())
        for page, tables in found.items()
        for table in tables
    ]


def tabula(path: Path) -> list[Table]:
    """tabula-java through tabula-py, lattice. It does not tell the page of a table (0 here)."""
    import tabula

    found = tabula.read_pdf(str(path), pages="all", lattice=True, output_format="json", silent=True)
    return [
        Table(
            table.get("page_number", 0), [[cell["text"] for cell in row] for row in table["data"]]
        )
        for table in found
    ]


TOOLS: dict[str, tuple[Callable[[Path], Found], str]] = {
    "annex": (annex, "pipeline"),
    "annex, reader alone": (annex_grids, "pipeline"),
    "tablers": (tablers, "tablers"),
    "pdfplumber": (pdfplumber, "pdfplumber"),
    "camelot vector": (camelot_vector, "camelot"),
    "camelot combined": (camelot_combined, "camelot"),
    "img2table": (img2table, "img2table"),
    "tabula": (tabula, "tabula"),
}
"""Name → function, and the package that must be there."""
PROCESS_PER_FILE = ("tabula",)
"""Tools that start a process for every file: what the warm-up took is taken off again."""


def _processor_seconds() -> float:
    """Processor time of this process and of the children it has waited for."""
    own, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def _peak() -> int:
    """Largest memory in MB of this process, or of a child.

    What the system calls its maximum counts the process it was started from as well, so the
    figure of the kernel for this program alone is taken where there is one.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return max(children, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return max(children, int(status.partition("VmHWM:")[2].split()[0]) // 1024)


@dataclass(frozen=True, slots=True)
class Measure:
    """Runs a tool on a file and measures the process it is in."""

    tool: str

    def __call__(self, path: Path) -> dict[str, Any]:
        """What it took and what was found."""
        begun, clock = _processor_seconds(), time.monotonic()
        found = TOOLS[self.tool][0](path)
        took = {
            "seconds": _processor_seconds() - begun,
            "wall": time.monotonic() - clock,
            "peak": _peak(),
        }
        tables = found() if callable(found) else found
        rows = [[t.page, [[cell or "" for cell in row] for row in t.rows]] for t in tables]
        return took | {"tables": rows}


def main() -> None:
    """Warm up on a small file, run the tool on the file, print what it took and found."""
    warnings.filterwarnings("ignore")
    tool, path, warm_up = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sys.path.insert(0, str(ROOT))
    measure = Measure(tool)
    if tool == "annex":  # in the process that a run reads documents in
        from pipeline.workers import map_processes

        first, result = (done.result for done in map_processes(measure, [warm_up, path], 1))
    else:
        first, result = measure(warm_up), measure(path)
    assert first is not None
    assert result is not None
    if tool in PROCESS_PER_FILE:
        first = measure(warm_up)
        result["seconds"] -= first["seconds"]
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
