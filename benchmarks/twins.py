"""Texts of published files against their own cells.

    python benchmarks/twins.py FILE… [--text layout|raw|pdfium|pypdf|pypdf-layout] [--pages 1-20]
                               [--paper a4-across] [--scale 0.9] [--show 5]

Typeset layouts have what their makers thought of; published files have the rest. Where rules close
the cells of a PDF, annex reads them exactly, so that each such file is the truth for its own text;
the rows of tables without rules count for nothing. Word and Excel files are printed by LibreOffice,
on other paper and in other sizes if asked for: each a layout that nobody has seen. All their rows
are the truth for the whole print, as annex reads the file; some pages are read as a PDF is.
Figures are those of bare.py.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from bare import Row, Score, compare, found_rows  # noqa: E402
from office_prints import OFFICE, PAPER, printed  # noqa: E402

from pipeline.extract import extract  # noqa: E402
from pipeline.model import Source  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402

TEXTS = ("layout", "raw", "pdfium", "pypdf", "pypdf-layout")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--text", action="append", choices=TEXTS)
    parser.add_argument(
        "--pages", type=pages, help="such as 1-20; all of an office file, 1-20 of PDF"
    )
    parser.add_argument("--paper", choices=PAPER, help="of Word and Excel files")
    parser.add_argument("--scale", type=float, default=1.0, help="of their letters")
    parser.add_argument("--show", type=int, default=0, help="wrong cells to print of each text")
    arguments = parser.parse_args()
    for name in arguments.text or TEXTS:
        total = Score()
        for path in arguments.files:
            with tempfile.TemporaryDirectory() as folder:
                part, wanted = twin(path, arguments, Path(folder))
                if not wanted:
                    continue
                text = Path(folder) / f"{path.stem}.txt"
                text.write_text(text_of(part, name), encoding="utf-8")
                found = compare(text, wanted, arguments.show)
            print(f"{name:7} {path.stem[-40:]:40} {found}", flush=True)
            total += found
        print(f"{name:7} {'all':40} {total}", flush=True)


def pages(text: str) -> tuple[int, int]:
    """The first and last page that an argument names."""
    first, _, last = text.rpartition("-")
    return int(first or 1), int(last)


def twin(path: Path, arguments: argparse.Namespace, folder: Path) -> tuple[Path, list[Row]]:
    """A file as PDF, and the rows that its text should have."""
    if path.suffix.lower() not in OFFICE:
        part = some_pages(path, arguments.pages or (1, 20), folder)
        return part, closed_rows(part)
    print_ = printed(path, folder, arguments.paper, arguments.scale)
    if arguments.pages:
        part = some_pages(print_, arguments.pages, folder / "part")
        return part, closed_rows(part)
    return print_, found_rows(normalize(extract(Source(path, path.name))))[0]


def some_pages(path: Path, numbers: tuple[int, int], folder: Path) -> Path:
    """A file with some pages of another one."""
    from pypdf import PdfReader, PdfWriter

    folder.mkdir(exist_ok=True)
    reader, writer = PdfReader(path), PdfWriter()
    writer.append(reader, pages=(numbers[0] - 1, min(numbers[1], len(reader.pages))))
    writer.write(part := folder / path.name)
    return part


def closed_rows(path: Path) -> list[Row]:
    """The rows of a PDF file's tables whose cells rules close."""
    document = normalize(extract(Source(path, path.name)))
    closed = {table.table_id for table in document.tables if table.grid == "rules"}
    rows, _ = found_rows(document)
    return [
        row for row, record in zip(rows, document.rows, strict=True) if record.table_id in closed
    ]


def text_of(path: Path, name: str) -> str:
    """The text of a PDF file as a program writes it."""
    if name.startswith("pypdf"):
        from pypdf import PdfReader

        own = PdfReader(path).pages
        if name == "pypdf-layout":
            return "\f".join(page.extract_text(extraction_mode="layout") for page in own)
        return "\f".join(page.extract_text() for page in own)
    if name == "pdfium":
        import pypdfium2

        pages = pypdfium2.PdfDocument(path)
        return "\f".join(page.get_textpage().get_text_bounded() for page in pages)
    command = ["pdftotext", f"-{name}", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
