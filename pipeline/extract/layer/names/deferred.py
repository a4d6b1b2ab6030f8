"""Whether cells of several lines stand behind the rows of their page.

Some spreadsheets print all cells of one line first, row by row, and then those that wrap. Which of
these belongs to which row is lost: the rows are bare numbers and short values, and a block of text
follows the last one, the wrapped names of the columns before all else. Such text is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.names.name_search import first_words
from pipeline.extract.layer.numbered.rows import FoundLabel
from pipeline.extract.layer.signs.times import holds_deadline
from pipeline.extract.layer.signs.words import lexicon
from pipeline.writing.letters import fold

_FEWEST, _ROWS, _BEHIND = 3, 2, 0.5
"""Numbers of a page that tells, lines from one to the next as a rule, and share of the lines of
the page that stand behind the last one, from which on cells stand behind the rows."""
_ENOUGH = 5
"""Numbers of all such pages together."""
_NAMES, _LINES = 2, 3
"""Names of columns in a row that no header has, and lines of each at most."""


def are_deferred(
    header: HeaderPieces, pieces: Sequence[LinePiece], labels: Sequence[FoundLabel]
) -> bool:
    """Whether the lines below a header have their wrapped cells behind the rows, on most pages
    that tell, or wrapped names of columns among the rows."""
    told = [page for page in _pages(pieces, labels) if len(page[1]) >= _FEWEST]
    behind = [page for page in told if _has_block(*page)]
    if 2 * len(behind) > len(told) and sum(len(own) for _, own in behind) >= _ENOUGH:
        return True
    return _has_names(header, [piece.text for piece in pieces])


def _pages(
    pieces: Sequence[LinePiece], labels: Sequence[FoundLabel]
) -> Iterator[tuple[int, list[int]]]:
    """Of each page how many lines it has, and which of them have numbers."""
    numbered = {label.index for label in labels}
    opens = [at for at, piece in enumerate(pieces) if at and piece.opens_page]
    for start, end in pairwise([0, *opens, len(pieces)]):
        yield end - start, [at - start for at in range(start, end) if at in numbered]


def _has_block(lines: int, numbered: Sequence[int]) -> bool:
    """Whether a page is rows of a line or two and then a block of lines."""
    apart = median(b - a for a, b in pairwise(numbered))
    return apart <= _ROWS and lines - numbered[-1] - 1 > _BEHIND * lines


def _has_names(header: HeaderPieces, texts: Sequence[str]) -> bool:
    """Whether names of columns that the header lacks stand one behind the other below it, behind
    the deadline of a row."""
    known = {fold(title) for title in header.titles}
    at = found = 0
    while at < len(texts) and found < _NAMES:
        size = _name_at(texts, at, known)
        begun = size and (found or (at > 0 and holds_deadline(texts[at - 1])))
        found = found + 1 if begun else 0
        at += size or 1
    return found >= _NAMES


def _name_at(texts: Sequence[str], at: int, known: set[str]) -> int:
    """How many lines from one on are the name of a column that wraps; 0 for none."""
    if not _begins_name(texts[at].split(None, 1)[0]):  # so is nearly every line
        return 0
    for size in range(2, _LINES + 1):
        name = fold(" ".join(texts[at : at + size]))
        if name in lexicon().names and name not in known:
            return size
    return 0


def _begins_name(word: str) -> bool:
    """Whether a name of a column may begin with a word; signs may stand before any."""
    first = fold(word).split()[:1]
    return not first or first[0] in first_words()
