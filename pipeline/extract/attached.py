"""Files carried by a file: read as parts of the document, or named in a problem.

A decision is sometimes published as a PDF whose annex is attached to it, in whatever form; the
pages of such a file follow those of the file that carries it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.model import (
    Attached,
    Grid,
    Page,
    Place,
    Problem,
    Reading,
    Severity,
    with_places,
)

MAX_DEPTH = 4
"""Files within files that are opened."""
SAME = 0.8
"""Share of the cells of an attached file that the file carrying it prints too, from which it is
the same document again."""
_MACHINE = re.compile(r"(?i).*\.(asc|css|js|json|log|p7m|p7s|sig|svg|xml|xmp|xs[dl])")
"""Files beside a document: signatures, data for machines."""
_PICTURE = re.compile(r"(?i).*\.(bmp|gif|jpe?g|jp2|png|tiff?|webp)")


LONGEST_NUMBER = 3
"""Letters of a cell that many tables have alike: a row number."""


def with_attached(reading: Reading, path: Path, depth: int = 0) -> Reading:
    """A reading with what could be read of the files attached to it."""
    whole = replace(reading, attached=())
    for file in _once(reading.attached):
        whole = _joined(whole, file, path, depth)
    return whole


def _once(files: tuple[Attached, ...]) -> Iterator[Attached]:
    seen: set[bytes | None] = set()
    for file in files:
        if file.data is None or file.data not in seen:
            seen.add(file.data)
            yield file


def _joined(reading: Reading, file: Attached, path: Path, depth: int) -> Reading:
    if _MACHINE.fullmatch(file.name):
        return _told(reading, "info", "attachment-left", file, "is no document and was left out")
    if _PICTURE.fullmatch(file.name):
        return _told(reading, "warning", "attachment-unread", file, "is a picture and was not read")
    if file.same:
        said = "is the same document in another form and was left out"
        return _told(reading, "info", "attachment-left", file, said)
    if file.data is None or depth >= MAX_DEPTH:
        return _told(reading, "error", "attachment-unread", file, "cannot be taken out; save it")
    try:
        other = form_of(file.data).read(path, file.data)
    except InputError as error:
        said = f"could not be read ({error}); save it and read it by itself"
        return _told(reading, "error", "attachment-unread", file, said)
    other = with_attached(other, path, depth + 1)
    if _is_same(reading, other):
        said = "prints the tables of the document again and was left out"
        return _told(reading, "info", "attachment-left", file, said)
    if not other.pages:
        return _told(
            replace(reading, problems=(*reading.problems, *other.problems)),
            "error", "attachment-unread", file, "could not be read; save it and read it by itself",
        )  # fmt: skip
    first = len(reading.pages) + 1
    last = len(reading.pages) + len(other.pages)
    merged = replace(
        reading,
        pages=(*reading.pages, *(_moved(page, first - 1) for page in other.pages)),
        problems=(
            *reading.problems,
            *(replace(p, page=p.page + first - 1 if p.page else None) for p in other.problems),
        ),
    )
    return _told(merged, "info", "attachment-read", file, f"follows as {_range(first, last)}")


def _range(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first} to {last}"


def _told(reading: Reading, severity: Severity, code: str, file: Attached, said: str) -> Reading:
    problem = Problem(severity, code, f"the attached file {file.name} {said}", file.name)
    return replace(reading, problems=(*reading.problems, problem))


def _is_same(reading: Reading, other: Reading) -> bool:
    """Whether the tables of an attached file are those of the file that carries it."""
    cells = _cell_texts(other)
    return bool(cells) and len(cells & _cell_texts(reading)) >= SAME * len(cells)


def _cell_texts(reading: Reading) -> set[str]:
    return {
        " ".join(cell.raw.split())
        for page in reading.pages
        for block in page.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
        if len(cell.raw) > LONGEST_NUMBER
    }


def _moved(page: Page, by: int) -> Page:
    """A page counted from another start."""

    def place(old: Place) -> Place:
        return replace(old, page=old.page + by)

    blocks = tuple(with_places(block, place) for block in page.blocks)
    return replace(page, number=page.number + by, blocks=blocks)
