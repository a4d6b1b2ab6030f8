"""Readers of PDF characters and rules beside PDFium: what they read alike, and how fast.

    ./dev shell python benchmarks/readers.py [FILE…]

Default: the typeset samples and published files beside the project. Each reader gives the
characters of a page with their boxes, and the drawings; text is compared with white space left
out and marks composed. A reader that is not installed is skipped.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CORPUS = ROOT.parent / "shared" / "corpus"

Char = tuple[str, float, float]
"""A character and the middle of its box, in points from the top left corner."""
Sheet = tuple[list[Char], int]
"""Characters of a page, and how many drawings were looked at."""


def pdfium(path: Path) -> Iterator[Sheet]:
    """PDFium, called as annex calls it."""
    from pipeline.extract.pdf.drawn.rules import read_rules
    from pipeline.extract.pdf.file import raw
    from pipeline.extract.pdf.file.frame import page_frame
    from pipeline.extract.pdf.letters.chars import Cache, read_chars
    from pipeline.extract.pdf.letters.pieces import pieces_of

    cache = Cache()
    with raw.open_document(path.read_bytes()) as document:
        for index in range(raw.page_total(document)):
            page = raw.load_page(document, index)
            chars = read_chars(page, cache, page_frame(page))
            assert chars is not None
            rules = read_rules(page, chars.frame)
            out: list[Char] = []
            for piece in pieces_of(chars, covered=rules.covers):
                shift = chars.frame.shift
                spots = zip(
                    chars.starts[piece.first : piece.last],
                    chars.ends[piece.first : piece.last],
                    strict=True,
                )
                middles = [(start + end) / 2 + shift for start, end in spots]
                if len(middles) != len(piece.text):
                    middles = [(piece.x0 + piece.x1) / 2] * len(piece.text)
                out += [(c, x, piece.middle) for c, x in zip(piece.text, middles, strict=True)]
            raw.close_page(page)
            yield out, rules.segments


def playa(path: Path) -> Iterator[Sheet]:
    """playa-pdf, pure Python."""
    import playa

    with playa.open(path, space="screen") as document:
        for page in document.pages:
            out = []
            for glyph in page.glyphs:
                x0, y0, x1, y1 = glyph.bbox
                if glyph.gstate.render_mode not in (3, 7):
                    out.append((glyph.text or "", (x0 + x1) / 2, (y0 + y1) / 2))
            yield out, sum(1 for shape in page.paths for _ in shape.segments)


def pdf_oxide(path: Path) -> Iterator[Sheet]:
    """pdf-oxide, Rust."""
    import pdf_oxide

    document = pdf_oxide.PdfDocument(str(path))
    for index in range(document.page_count()):
        _, bottom, _, top = document.page_media_box(index)
        out = []
        for char in document.extract_chars(index):
            x, y, width, height = char.bbox
            out.append((char.char, x + width / 2, top - bottom - (y + height / 2)))
        yield out, len(document.extract_paths(index))


def pdfminer(path: Path) -> Iterator[Sheet]:
    """pdfminer.six, through pdfplumber."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            out = [
                (char["text"], (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)
                for char in page.chars
            ]
            yield out, len(page.rects) + len(page.lines) + len(page.curves)
            page.close()


READERS: dict[str, tuple[Callable[[Path], Iterator[Sheet]], str]] = {
    "PDFium (pypdfium2)": (pdfium, "pypdfium2"),
    "pdf-oxide": (pdf_oxide, "pdf_oxide"),
    "playa-pdf": (playa, "playa"),
    "pdfminer.six": (pdfminer, "pdfplumber"),
}


def letters(sheet: Sheet) -> Counter[str]:
    """How often each character stands on a page, marks composed with what they follow."""
    text = "".join(char for char, _, _ in sheet[0])
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


def off_cells(path: Path, sheets: list[Sheet]) -> tuple[int, int]:
    """Cells of the tables that annex finds, and how many hold other characters when those of a
    reader are dealt out by their middles."""
    from pipeline.extract.pdf.drawn.rules import read_rules
    from pipeline.extract.pdf.file import raw
    from pipeline.extract.pdf.file.frame import page_frame
    from pipeline.extract.pdf.letters.chars import Cache, read_chars
    from pipeline.extract.ruled.lattice import find_lattices

    base = list(pdfium(path))
    cells = wrong = 0
    with raw.open_document(path.read_bytes()) as document:
        for index, (mine, theirs) in enumerate(zip(base, sheets, strict=True)):
            page = raw.load_page(document, index)
            chars = read_chars(page, Cache(), page_frame(page))
            assert chars is not None
            rules = read_rules(page, chars.frame)
            for lattice in find_lattices(rules.horizontal, rules.vertical):
                held = [dealt(lattice.cell_at, sheet) for sheet in (mine, theirs)]
                cells += len(lattice.cells)
                wrong += sum(held[0][n] != held[1][n] for n in range(len(lattice.cells)))
            raw.close_page(page)
    return cells, wrong


def dealt(cell_at: Callable[[float, float], int | None], sheet: Sheet) -> list[Counter[str]]:
    """The characters of each cell."""
    found: dict[int, list[str]] = {}
    for char, x, y in sheet[0]:
        cell = cell_at(x, y)
        if cell is not None:
            found.setdefault(cell, []).append(char)
    texts = {
        cell: "".join(unicodedata.normalize("NFKC", "".join(chars)).split())
        for cell, chars in found.items()
    }
    return _Cells({cell: Counter(text) for cell, text in texts.items()})


class _Cells(list[Counter[str]]):
    """A list that answers for cells without characters too."""

    def __init__(self, found: dict[int, Counter[str]]) -> None:
        super().__init__()
        self._found = found

    def __getitem__(self, index: object) -> Counter[str]:  # type: ignore[override]
        assert isinstance(index, int)
        return self._found.get(index, Counter())


def main() -> None:
    """Measure every reader on every file and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    files: list[Path] = parser.parse_args().files or [
        path for folder in ("samples", "real") for path in sorted((CORPUS / folder).glob("*.pdf"))
    ]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("| file | reader | pages/s | characters | differing | cells | cells differing |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for path in files:
        base: list[Counter[str]] = []
        for name, (read, package) in READERS.items():
            if find_spec(package) is None:
                continue
            started = time.process_time()
            try:
                sheets = list(read(path))
            except Exception as error:  # whatever a reader makes of a strange file
                print(f"| {path.stem[-28:]} | {name} | {type(error).__name__} | | | | |")
                continue
            seconds = time.process_time() - started
            found = [letters(sheet) for sheet in sheets]
            base = base or found
            off = sum(((a - b) + (b - a)).total() for a, b in zip(base, found, strict=False))
            cells, wrong = off_cells(path, sheets) if len(sheets) == len(base) else (0, 0)
            total = sum(page.total() for page in found)
            print(
                f"| {path.stem[-28:]} | {name} | {len(sheets) / seconds:.0f} | {total} | {off} "
                f"| {cells} | {wrong} |"
            )


if __name__ == "__main__":
    main()
