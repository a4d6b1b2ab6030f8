"""Rows of words among the lines of an annex: a table without numbers that no reader took.

Paragraphs of prose end with a stop, and the lines inside them go on with small letters. Cells end
without one, and each begins with a capital of its own: where nearly every line that begins anew
stands behind one that ends without a stop, the lines are no prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.normalize.prose_lines import ProseLine
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.patterns import compiled

_STOP = compiled(r"[.;:,!?…_/)\]”\"]\s*\Z")
"""What a paragraph, a line of a form to fill in or a remark ends with."""
_BLANK = compiled(r"\.{4,}|…|_{4,}|\[\s*\]|☐|□")
"""What is left to fill in: the lines of forms begin anew as well."""
_FEWEST = 6
"""Lines that begin anew behind an open end which make a table: the headings, names and posts of an
annex in prose are fewer."""
_SHARE = 0.7
"""Share of the lines that begin anew which do so behind an open end, at least."""
_OFTEN = 0.3
"""Share of all lines that do so, at least: in prose that wraps most lines go on."""


def rows_of_words(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """The lines of an annex that begin anew behind one that ends without a stop, where they show
    that it is set in cells; none where it is prose or a form."""
    inside = [line for line in lines if line.annex and not is_annex_heading(line.text)]
    if any(_BLANK.search(line.text) for line in inside):
        return []
    begun = [(above, line) for above, line in _met(inside) if line.text[:1].isupper()]
    found = [line for above, line in begun if not _STOP.search(above.text)]
    enough = len(found) >= _FEWEST and len(found) >= _OFTEN * len(inside)
    return found if enough and len(found) >= _SHARE * len(begun) else []


def _met(lines: Sequence[ProseLine]) -> Iterator[tuple[ProseLine, ProseLine]]:
    """Lines of a page with the one above, none in capitals: titles have lines of their own."""
    for above, line in pairwise(lines):
        if above.page == line.page and not above.text.isupper() and not line.text.isupper():
            yield above, line
