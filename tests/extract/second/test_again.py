"""pdfplumber reads again what PDFium could not: its page counts where more of it can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.extract.pdf import read_pdf
from pipeline.extract.second.again import CODE, read_damaged, read_doubtful_again
from pipeline.model import Block, Cell, Grid, Page, Problem, Reading
from tests.conftest import TESTS

SAMPLES = TESTS / "samples" / "pdf"
BROKEN = "\ufffd"


def reading(name: str) -> tuple[Reading, Path, bytes]:
    path = SAMPLES / f"{name}.pdf"
    data = path.read_bytes()
    return read_pdf(path, data), path, data


def unread(page: Page) -> Page:
    return Page(page.number, (), 0, failed=True)


def garbled(page: Page) -> Page:
    """A page whose letters have no code points."""
    return replace(page, blocks=tuple(map(_garbled, page.blocks)))


def _garbled(block: Block) -> Block:
    if not isinstance(block, Grid):
        return block
    return replace(block, rows=tuple(tuple(map(_garbled_cell, row)) for row in block.rows))


def _garbled_cell(cell: Cell) -> Cell:
    broken = (replace(f, text=BROKEN * len(f.text)) for f in cell.fragments)
    return replace(cell, fragments=tuple(broken))


@pytest.mark.parametrize(
    ("spoil", "code"), [(unread, "page-unreadable"), (garbled, "text-unmapped")]
)
def test_a_page_that_was_not_read_is_read_again(spoil: Callable[[Page], Page], code: str) -> None:
    good, path, data = reading("plain")
    first, *others = good.pages
    doubt = Problem("error", code, "the page is damaged", "", first.number)
    spoilt = replace(good, pages=(spoil(first), *others), problems=(doubt,))
    again = read_doubtful_again(spoilt, path, data)
    assert [cell.raw for block in again.pages[0].blocks if isinstance(block, Grid)
            for row in block.rows for cell in row] == [
        cell.raw for block in first.blocks if isinstance(block, Grid)
        for row in block.rows for cell in row]  # fmt: skip
    assert not again.pages[0].failed
    assert again.pages[1:] == good.pages[1:]
    assert again.engine == "pdfium, pdfplumber"
    (told,) = [problem for problem in again.problems if problem.code == CODE]
    assert told.page == first.number
    assert "page-unreadable" not in {problem.code for problem in again.problems}


@pytest.mark.parametrize("name", ["plain", "unmapped", "wrong-layer", "legacy", "scanned"])
def test_a_page_that_pdfplumber_reads_no_better_stays(name: str) -> None:
    good, path, data = reading(name)
    assert read_doubtful_again(good, path, data) == good


def test_a_file_that_pdfium_cannot_open() -> None:
    _, path, data = reading("plain")
    error = InputError("damaged", "the PDF is damaged")
    again = read_damaged(path, data, error)
    assert any(isinstance(block, Grid) for page in again.pages for block in page.blocks)
    assert again.problems[0].code == CODE
    with pytest.raises(InputError) as caught:
        read_damaged(path, data[:900], error)
    assert caught.value is error
