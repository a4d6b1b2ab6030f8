"""Text files: decoded once, cut into lines, and the dialect that their tabs tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.extract.text.decode import decode
from pipeline.extract.text.lines import NumberedLine, split_lines
from pipeline.extract.text.quoted import unquoted
from pipeline.extract.text.replies import unmarked
from pipeline.extract.text.stops import cells_begun, near, tab_stops
from pipeline.model import Dialect, Page, Problem, Reading

_WIDE = re.compile(r"\S {3,}\S")
_HARD = re.compile("[ \\N{NO-BREAK SPACE}]\\N{NO-BREAK SPACE}|\\N{NO-BREAK SPACE} ")
"""Hard blanks beside others: white space that is kept, not the one blank between two words."""
_SPACED = 5
"""One line in so many has cells beside each other, at least: a table takes a good part of a text
that is worth reading, and bare text has no such line at all."""
_ALIGNED = 6
"""Cells behind blanks that begin below or above one of a line near from which on a text keeps its
spacing, however much prose stands around: of decrees with a table or two among their annexes one
line in fifty has cells. The heads and the signatures of a letter have up to five."""


FEW_CELLS = 2
"""Lines that begin with a tab in any text."""


@lru_cache(maxsize=1)  # the file is asked for its dialect, then read
def lines_of(data: bytes) -> tuple[tuple[NumberedLine, ...], tuple[Problem, ...]]:
    """The lines of a text file, without the marks of quoted messages, and what is doubtful of its
    encoding.

    Raises `InputError('not-text')`.
    """
    text, problems = decode(data)
    lines, told = unmarked(tuple(split_lines(text)))
    return tuple(map(_with_blanks, lines)), (*problems, *told)


def _with_blanks(line: NumberedLine) -> NumberedLine:
    """A line with blanks for the hard ones that set its cells apart (web pages and messages keep
    white space so); one by itself stands inside a cell, and where tabs part cells all do."""
    if "\t" in line.text or not _HARD.search(line.text):
        return line
    return replace(line, text=line.text.replace("\N{NO-BREAK SPACE}", " "))


@lru_cache(maxsize=1)
def stops_of(data: bytes) -> int | None:
    """What `tab_stops` tells of a text file, its quoted cells opened: a line break inside one ends
    no row. Raises `InputError('not-text')`."""
    return tab_stops(unquoted(lines_of(data)[0]))


def text_dialect(lines: Sequence[NumberedLine]) -> Dialect:
    """Tab-separated rows, one tab-led cell per line, or no tabs at all.

    Tab-separated tables also have lines with one leading tab (a heading row whose trailing
    blanks were trimmed), so the kind of line that there is more of decides.
    """
    cells = sum(1 for line in lines if line.text.rfind("\t") == 0)
    rows = sum(1 for line in lines if line.text.count("\t") > 1)
    if rows and rows >= cells:
        return "text-tsv"
    if cells > FEW_CELLS:
        return "text-cells"
    return "text-tsv" if any("\t" in line.text.strip() for line in lines) else "text-layer"


def is_tsv(data: bytes) -> bool:
    """Whether a text holds tab-separated rows."""
    return _told(data) == "text-tsv"


def is_cells(data: bytes) -> bool:
    """Whether a text holds one cell per line."""
    return _told(data) == "text-cells"


def is_spaced(data: bytes) -> bool:
    """Whether a text keeps the spacing of its pages: cells stand beside each other, with blanks
    between them, or tabs that stand for blanks."""
    if not is_bare(data):
        return _told(data) == "text-spaced"
    printed = [line.text.rstrip() for line in lines_of(data)[0] if not line.blank]
    wide = ["  " in text.lstrip() and _WIDE.search(text) is not None for text in printed]
    return _SPACED * sum(wide) > len(printed) or _aligned(printed, wide) >= _ALIGNED


def _aligned(printed: Sequence[str], wide: Sequence[bool]) -> int:
    """How many cells behind others begin below or above one of a line near."""
    begins = [
        cells_begun(text) - {len(text) - len(text.lstrip())} if own else set()
        for text, own in zip(printed, wide, strict=True)
    ]
    return sum(len(own & near(begins, at)) for at, own in enumerate(begins) if own)


def is_bare(data: bytes) -> bool:
    """Whether a text has no tabs to tell its cells by."""
    return _told(data) == "text-layer"


@lru_cache(maxsize=1)  # each of the dialects of texts asks
def _told(data: bytes) -> Dialect:
    """What the tabs of a text file tell."""
    return text_dialect(lines_of(data)[0]) if stops_of(data) is None else "text-spaced"


def read_lines(
    data: bytes, dialect: Dialect, pages: Callable[[Sequence[NumberedLine]], tuple[Page, ...]]
) -> Reading:
    """A text read by a function from lines to pages. Raises `InputError('not-text')`."""
    lines, problems = lines_of(data)
    return Reading(dialect, "text", pages(lines), problems)
