"""Texts of ruled PDF files against the cells that their rules close.

    python benchmarks/twins.py FILE.pdf… [--text layout|raw|pdfium|pypdf] [--pages 20] [--show 5]

Typeset layouts have what their makers thought of; published files have the rest. Where rules close
the cells of a PDF, annex reads them exactly, so that each such file is the truth for its own text.
The rows of tables without rules count for nothing here; figures are those of bare.py.
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

from pipeline.extract import extract  # noqa: E402
from pipeline.model import Source  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402

TEXTS = ("layout", "raw", "pdfium", "pypdf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--text", action="append", choices=TEXTS)
    parser.add_argument("--pages", type=int, default=20, help="pages of each file, from its first")
    parser.add_argument("--show", type=int, default=0, help="wrong cells to print of each text")
    arguments = parser.parse_args()
    for name in arguments.text or TEXTS:
        total = Score()
        for path in arguments.files:
            with tempfile.TemporaryDirectory() as folder:
                part = first_pages(path, arguments.pages, Path(folder))
                wanted = closed_rows(part)
                if not wanted:
                    continue
                text = Path(folder) / f"{path.stem}.txt"
                text.write_text(text_of(part, name), encoding="utf-8")
                found = compare(text, wanted, arguments.show)
            print(f"{name:7} {path.stem[-40:]:40} {found}", flush=True)
            total += found
        print(f"{name:7} {'all':40} {total}", flush=True)


def first_pages(path: Path, count: int, folder: Path) -> Path:
    """A file with the first pages of another one."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(path), pages=(0, min(count, len(PdfReader(path).pages))))
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
    if name == "pypdf":
        from pypdf import PdfReader

        return "\f".join(page.extract_text() for page in PdfReader(path).pages)
    if name == "pdfium":
        import pypdfium2

        pages = pypdfium2.PdfDocument(path)
        return "\f".join(page.get_textpage().get_text_bounded() for page in pages)
    command = ["pdftotext", f"-{name}", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
