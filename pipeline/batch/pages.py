"""How many pages an input has and what they take to read, told from its bytes: a guess, for the
progress bar and for the order in which inputs are read.

The files may be hostile, so nothing is opened here; the true number comes with the reading.
"""

from __future__ import annotations

import stat
from typing import NamedTuple

from pipeline.model import Source

_PAGE_MARKS = (b"/Type/Page", b"/Type /Page")
_TREE_MARKS = (b"/Type/Pages", b"/Type /Pages")
_LOOKED_AT = 4 * 1024 * 1024
"""Bytes of a file that are looked at."""
_BYTES = {"pdf": 12_000, "docx": 2_500, "doc": 12_000, "txt": 4_000}
"""Bytes of a page, about, by the ending of the name."""
_BARE = 4
"""Times as long as others a page of a text without tabs takes, whose grid is lost: 40 to 70
thousandths of a second where one with tabs takes 10 to 15."""


class Guess(NamedTuple):
    """What is guessed of an input: its pages, and how long they take, in those of a usual page."""

    pages: int
    effort: int


_NOTHING_KNOWN = Guess(1, 1)


def guessed(source: Source) -> Guess:
    """At least 1; also for a file that cannot be opened."""
    try:
        found = source.path.stat()
        if not stat.S_ISREG(found.st_mode):
            return _NOTHING_KNOWN
        with source.path.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError:
        return _NOTHING_KNOWN
    pages = _pages(source, start, found.st_size)
    is_bare = source.path.suffix.lower() == ".txt" and b"\t" not in start
    return Guess(pages, pages * (_BARE if is_bare else 1))


def _pages(source: Source, start: bytes, size: int) -> int:
    """The pages of an input of so many bytes that begins so."""
    marked = sum(map(start.count, _PAGE_MARKS)) - sum(map(start.count, _TREE_MARKS))
    if marked < 1 and b"\f" in start and not start.startswith(b"%PDF"):
        marked = start.count(b"\f") + 1
    of_page = _BYTES.get(source.path.suffix.lower().lstrip("."), _BYTES["pdf"])
    return max(1, marked * max(1, size // max(1, len(start))) if marked > 0 else size // of_page)
