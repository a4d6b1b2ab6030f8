"""Tables from PDF: annex beside the tools of the field, on the same files, on one core.

    ./dev shell python benchmarks/tables.py [--runs 3] [--only TOOL] [--long]

Files: the typeset samples beside the project (../shared/corpus/samples, skipped if absent) and
tests/samples/pdf. A tool that is not installed is skipped with a word. Prints a table with the
ratios against annex. `--long` also measures a PDF of 144 pages and the memory at 1,008 pages.
The figures of docs/benchmark-tables.md are what it printed (benchmarks/renew.py).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from table_scores import Rows, Score, fixture, grids_right, grits, score  # noqa: E402
from table_tools import TOOLS  # noqa: E402

SHARED = ROOT.parent / "shared" / "corpus" / "samples"
SMALL = ROOT / "tests" / "samples" / "pdf"
PACKAGES = {"tabula": "tabula-py", "camelot": "camelot-py", "pipeline": "annex"}
SAMPLES: dict[str, tuple[str, tuple[int, ...], int | None]] = {
    "nq11-excerpt": ("11-nq-cp-2026", (1, 2), 62),
    "ke-hoach-2026": ("ke-hoach-2026-phu-luc-ii", (1,), None),
    "thong-ke-2025": ("thong-ke-nhiem-vu-2025", (1, 2, 3), None),
}
"""Sample → its fixture, the tables it prints, and how many rows of the last one."""
LONG_RUN = ("annex", "annex, reader alone", "tablers", "pdfplumber", "camelot vector")
MANY_RUN = ("annex", "tablers")


@dataclass(frozen=True, slots=True)
class Run:
    """One tool on one file."""

    seconds: float
    peak: int
    tables: list[tuple[int, Rows]]


@dataclass(slots=True)
class Result:
    """One tool on all files."""

    name: str
    pages: int = 0
    seconds: float = 0.0
    peak: int = 0
    tables: int = 0
    score: Score = Score()  # noqa: RUF009
    grits: float | None = None
    small: int = 0
    long: Run | None = None
    many: Run | None = None


def run_tool(tool: str, path: Path, runs: int = 1) -> Run | str:
    """The best of some runs, each in a process of its own; or why there is none."""
    best: Run | None = None
    for _ in range(runs):
        command = [sys.executable, str(ROOT / "benchmarks" / "table_tools.py"), tool, str(path)]
        done = subprocess.run(
            [*command, str(SMALL / "plain.pdf")], capture_output=True, text=True, check=False,
            timeout=1800,
        )  # fmt: skip
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["failed"])[-1]
        data: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        tables = [(page, rows) for page, rows in data["tables"]]
        if best is None or data["seconds"] < best.seconds:
            best = Run(data["seconds"], data["peak"], tables)
        if data["seconds"] > 3:
            break
    assert best is not None
    return best


def page_count(path: Path) -> int:
    """Pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def cut_rows(path: Path) -> set[int]:
    """Indices of the rows that stand on more than one page."""
    from pipeline.batch.read import read_document_from
    from pipeline.batch.sources import discover

    rows = read_document_from(discover([path])[0]).rows
    return {index for index, row in enumerate(rows) if row.first_page != row.last_page}


def small_files() -> Iterator[tuple[Path, list[list[Rows]]]]:
    """The project's own small files and the grids a person says they show, page by page."""
    from tests.extract.pdf.test_pdf import PAGES

    for name, blocks in PAGES:
        pages: list[list[Rows]] = [[]]
        for block in blocks:
            if block == "---":
                pages.append([])
            elif " | " in block:
                lines = block.split("\n")
                pages[-1].append([[c.strip() for c in f" {line} ".split(" | ")] for line in lines])
        yield SMALL / f"{name}.pdf", pages


def measure(tool: str, samples: dict[str, Path], runs: int) -> Result | str:
    """One tool over all samples and small files."""
    result = Result(tool)
    scores = []
    for name, path in samples.items():
        done = run_tool(tool, path, runs)
        if isinstance(done, str):
            return done
        expected = fixture(*SAMPLES[name])
        result.pages += page_count(path)
        result.seconds += done.seconds
        result.peak = max(result.peak, done.peak)
        result.tables += len(done.tables)
        result.score += score(expected, done.tables, cut_rows(path))
        weight = sum(len(table) for table in expected)
        scores.append((weight, grits(expected, done.tables)))
    if scores and all(value is not None for _, value in scores):
        total = sum(weight for weight, _ in scores)
        result.grits = sum(w * v for w, v in scores if v is not None) / total
    on_grids = "annex, reader alone" if tool == "annex" else tool
    for path, grids in small_files():
        done = run_tool(on_grids, path)
        result.small += not isinstance(done, str) and grids_right(grids, done.tables)
    return result


def repeated(paths: list[Path], times: int, folder: Path) -> Path:
    """The pages of some PDFs, again and again, in one file."""
    import pypdfium2

    out = pypdfium2.PdfDocument.new()
    for _ in range(times):
        for path in paths:
            source = pypdfium2.PdfDocument(path)
            out.import_pages(source)
            source.close()
    target = folder / f"{len(out)}-pages.pdf"
    out.save(target)
    out.close()
    return target


def add_long(results: list[Result], samples: dict[str, Path]) -> None:
    """Speed at 144 pages, memory at 1,008."""
    with tempfile.TemporaryDirectory() as folder:
        long = repeated(list(samples.values()), 3, Path(folder))
        many = repeated(list(samples.values()), 21, Path(folder))
        for result in results:
            if result.name in LONG_RUN:
                done = run_tool(result.name, long, 2)
                result.long = done if isinstance(done, Run) else None
            if result.name in MANY_RUN:
                done = run_tool(result.name, many)
                result.many = done if isinstance(done, Run) else None


def share(part: int, whole: int) -> str:
    """A share in per cent with one digit."""
    return f"{100 * part / whole:.1f} %" if whole else ""


def lines_of(results: list[Result]) -> Iterator[list[str]]:
    """The cells of the table, header first."""
    yield [
        "tool", "version", "pages/s", "speed, annex = 1", "peak MB", "tables", "rows",
        "cut rows whole", "cells exact", "but for white space", "numbers exact", "GriTS",
        "small files right",
    ]  # fmt: skip
    base = results[0].seconds / max(1, results[0].pages)
    total = sum(1 for _ in small_files())
    for result in results:
        s = result.score
        yield [
            result.name,
            version_of(result.name),
            f"{result.pages / result.seconds:.1f}" if result.seconds else "",
            f"{base / (result.seconds / result.pages):.3f}" if result.pages else "",
            str(result.peak),
            str(result.tables),
            f"{s.found} of {s.rows}",
            f"{s.repaired} of {s.cut}",
            share(s.exact, s.cells),
            share(s.letters, s.cells),
            share(s.numbers, s.numbered),
            f"{result.grits:.4f}" if result.grits is not None else "",
            f"{result.small} of {total}",
        ]


def version_of(tool: str) -> str:
    """Version of the package behind a tool."""
    package = TOOLS[tool][1]
    try:
        return version(PACKAGES.get(package, package))
    except PackageNotFoundError:
        from pipeline import __version__

        return __version__ if package == "pipeline" else ""


def long_lines(results: list[Result]) -> Iterator[list[str]]:
    """The cells of the table for long files."""
    yield ["tool", "pages/s at 144 pages", "peak MB", "pages/s at 1,008 pages", "peak MB"]
    for result in results:
        if result.long is None:
            continue
        many = result.many
        yield [
            result.name,
            f"{144 / result.long.seconds:.1f}",
            str(result.long.peak),
            f"{1008 / many.seconds:.1f}" if many else "",
            str(many.peak) if many else "",
        ]


def markdown(lines: Iterator[list[str]]) -> str:
    """A Markdown table."""
    header, *rows = lines
    out = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in out) + "\n"


def report(results: list[Result], skipped: dict[str, str]) -> str:
    """What was measured, as Markdown."""
    parts = [markdown(lines_of(results))]
    if any(result.long for result in results):
        parts.append(markdown(long_lines(results)))
    parts += [f"Skipped: {tool} ({why}).\n" for tool, why in skipped.items()]
    return "\n".join(parts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", action="append", choices=list(TOOLS))
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    samples = {name: SHARED / f"{name}.pdf" for name in SAMPLES}
    samples = {name: path for name, path in samples.items() if path.exists()}
    results: list[Result] = []
    skipped: dict[str, str] = {}
    for tool, (_, package) in TOOLS.items():
        if options.only and tool not in (*options.only, "annex"):
            continue
        done = measure(tool, samples, options.runs) if find_spec(package) else "not installed"
        if isinstance(done, str):
            skipped[tool] = done
        else:
            results.append(done)
        print(f"{tool}: {done if isinstance(done, str) else 'done'}", file=sys.stderr, flush=True)
    if options.long and samples:
        add_long(results, samples)
    print(report(results, skipped))


if __name__ == "__main__":
    main()
