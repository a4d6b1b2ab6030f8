"""Published scans: of long ones the first page, which is read once for all tests."""

from __future__ import annotations

from pathlib import Path

from pypdfium2 import PdfDocument

from tests.support.once import folder_once

LEAST_TEXT = 20
"""Characters of a page that is no picture."""


def is_scan(path: Path) -> bool:
    """Whether most pages of a PDF are pictures."""
    if path.suffix != ".pdf":
        return False
    with PdfDocument(path) as document:
        texts = [page.get_textpage().count_chars() for page in document]
    return 2 * sum(count < LEAST_TEXT for count in texts) > len(texts)


def first_page(path: Path) -> Path:
    """The first page of a PDF as a file of its own, under the same name."""

    def write(folder: Path) -> None:
        with PdfDocument(path) as whole, PdfDocument.new() as one:
            one.import_pages(whole, [0])
            one.save(folder / path.name)

    return folder_once(f"first-page-of-{path.stem}", write) / path.name
