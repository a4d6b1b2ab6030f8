"""Values for which their column had no room, as programs show them: `####`, and a text whose last
word breaks off before its vowel (`chuyên gia c…`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.normalize.tables.rows import TableRow
from pipeline.writing.patterns import compiled

HASHES = "the column was too narrow for this value, and #### stands for it: look at its file"
CUT = "the text breaks off inside a word: the column was too narrow for it; look at its file"
_HASHES = compiled(r"#{3,}")
_BREAKS_OFF = compiled(
    r"(?<![\p{L}\d./]|\d\s|(?<!\p{L})\p{L}[,;]\s?)(?:[bcdđghklmnpqrstvx]|ch|gh|kh|ngh?|nh|ph|th|tr)(?:…|\.{3})\Z"
)
"""A word of which only the first consonants are there; `v.v…`, units behind figures or a
slash and points that are listed (`điểm a, b, c…`) are none."""


def short_of_room(rows: Sequence[TableRow]) -> Iterator[tuple[int, int, str]]:
    """The cells whose value is not there as a whole, as (row, column, why)."""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if _HASHES.fullmatch(cell.text):
                yield at, column, HASHES
            elif cell.text.endswith(("…", "...")) and _BREAKS_OFF.search(cell.text):
                yield at, column, CUT
