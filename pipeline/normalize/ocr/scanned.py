"""Whether pages were read from pictures: who asks loads nothing of what mends those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Fragment, Note, Page, Prose
from pipeline.normalize.ocr.pieces import is_read

Lines = tuple[Fragment, ...]


def is_scan(pages: Sequence[Page]) -> bool:
    """Whether any line of the pages was read from a picture."""
    return any(is_read(line) for page in pages for lines in texts_of(page) for line in lines)


def texts_of(page: Page) -> Iterator[Lines]:
    """The texts of a page: each cell, each note, each run of prose."""
    run: list[Fragment] = []
    for block in page.blocks:
        if isinstance(block, Prose):
            run.append(block.fragment)
            continue
        if run:
            yield tuple(run)
            run = []
        if isinstance(block, Note):
            yield block.fragments
        else:
            yield from (cell.fragments for row in block.rows for cell in row if cell.fragments)
    if run:
        yield tuple(run)
