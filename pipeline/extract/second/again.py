"""Pages whose reading through PDFium is in doubt, read again through pdfplumber.

A page is in doubt when PDFium could not read it, when its text has characters without a known
code point, or words no Vietnamese would write. pdfplumber's page takes its place only where it has
more letters that can be read; each such page is a problem, so that somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.second.plumber import ENGINE, read_with_pdfplumber
from pipeline.model import Fragment, Grid, Page, Problem, Prose, Reading
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import implausible_share

CODE = "page-read-again"
DOUBTS = frozenset({"page-unreadable", "text-unmapped", "text-implausible"})
"""Problems of a reading for which its pages are looked at again."""
IMPLAUSIBLE = 0.04
"""Share of words no Vietnamese would write from which a page is in doubt."""
MOST_PAGES = 60
"""Pages read again of one file: pdfplumber takes about half a second for each."""
_WORD = compiled(r"\p{L}++")
_UNKNOWN = compiled(r"[\ufffd\p{Co}\p{Cn}]")


def read_damaged(path: Path, data: bytes, error: InputError) -> Reading:
    """A file that PDFium cannot open. Raises its `error` where pdfplumber cannot either."""
    try:
        reading = read_with_pdfplumber(path, data)
    except InputError:
        raise error from None
    if not any(page.chars for page in reading.pages):
        raise error
    message = f"PDFium cannot read the file ({error.message}); it was read through {ENGINE}"
    return replace(reading, problems=(Problem("warning", CODE, message), *reading.problems))


def read_doubtful_again(reading: Reading, path: Path, data: bytes) -> Reading:
    """`reading` with the pages that pdfplumber reads better; unchanged where there are none."""
    if not DOUBTS & {problem.code for problem in reading.problems}:
        return reading
    doubtful = frozenset(page.number for page in reading.pages if _in_doubt(page))
    if not doubtful or len(doubtful) > MOST_PAGES:
        return reading
    try:
        other = read_with_pdfplumber(path, data, only=doubtful)
    except InputError:
        return reading
    others = {page.number: page for page in other.pages}
    better = {
        page.number: others[page.number]
        for page in reading.pages
        if page.number in doubtful & others.keys() and _is_better(others[page.number], page)
    }
    if not better:
        return reading
    pages = tuple(better.get(page.number, page) for page in reading.pages)
    found = tuple(_problem(page, better[page.number]) for page in reading.pages
                  if page.number in better)  # fmt: skip
    left = tuple(p for p in reading.problems if p.code != "page-unreadable" or p.page not in better)
    engine = f"{reading.engine}, {ENGINE}"
    return replace(reading, engine=engine, pages=pages, problems=(*left, *found))


def _problem(before: Page, after: Page) -> Problem:
    message = (
        f"the page was read through {ENGINE}: {_readable(after)} letters can be read, "
        f"{_readable(before)} through PDFium; compare it with the page"
    )
    return Problem("warning", CODE, message, "", after.number)


def _in_doubt(page: Page) -> bool:
    text = _text(page)
    return page.failed or bool(_UNKNOWN.search(text)) or implausible_share(text)[0] > IMPLAUSIBLE


def _is_better(page: Page, before: Page) -> bool:
    """Whether more letters of a page can be read, and no table of it is lost."""
    return _readable(page) > _readable(before) and _tables(page) >= _tables(before)


def _tables(page: Page) -> int:
    return sum(isinstance(block, Grid) for block in page.blocks)


def _readable(page: Page) -> int:
    """Letters of a page in words that can be Vietnamese."""
    text = _text(page)
    strange = set(implausible_share(text)[1])
    return sum(len(word) for word in _WORD.findall(text) if word not in strange)


def _text(page: Page) -> str:
    return "\n".join(fragment.text for fragment in _fragments(page))


def _fragments(page: Page) -> Iterator[Fragment]:
    for block in page.blocks:
        if isinstance(block, Prose):
            yield block.fragment
        elif isinstance(block, Grid):
            cells = (cell for row in block.rows for cell in row if not cell.merged)
            yield from (fragment for cell in cells for fragment in cell.fragments)
        else:
            yield from block.fragments
