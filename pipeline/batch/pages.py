"""How many pages an input has, told from its bytes: a guess, for the progress bar alone.

The files may be hostile, so nothing is opened here; the true number comes with the reading.
"""

from __future__ import annotations

import stat

from pipeline.model import Source

_PAGE_MARKS = (b"/Type/Page", b"/Type /Page")
_TREE_MARKS = (b"/Type/Pages", b"/Type /Pages")
_LOOKED_AT = 4 * 1024 * 1024
"""Bytes of a file that are looked at."""
_BYTES = {"pdf": 12_000, "docx": 2_500, "doc": 12_000, "txt": 4_000}
"""Bytes of a page, about, by the ending of the name."""


def guessed_pages(source: Source) -> int:
    """At least 1; also for a file that cannot be opened."""
    try:
        found = source.path.stat()
        if not stat.S_ISREG(found.st_mode):
            return 1
        size = found.st_size
        with source.path.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError:
        return 1
    marked = sum(map(start.count, _PAGE_MARKS)) - sum(map(start.count, _TREE_MARKS))
    if marked < 1 and b"\f" in start and not start.startswith(b"%PDF"):
        marked = start.count(b"\f") + 1
    of_page = _BYTES.get(source.path.suffix.lower().lstrip("."), _BYTES["pdf"])
    return max(1, marked * max(1, size // max(1, len(start))) if marked > 0 else size // of_page)
