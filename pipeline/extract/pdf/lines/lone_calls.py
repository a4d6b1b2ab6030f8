"""Calls of notes that stand alone on the last line of a cell, where no larger text shows that they
are raised.

A small number there may be a call or a number. It is one where the document has a text for it that
is called nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.pdf.lines.notes import calls_in
from pipeline.extract.pdf.lines.text import SMALL, PrintedLine
from pipeline.model import Block, Fragment, Grid, Note, Place, Prose
from pipeline.writing.note_starts import raised_number
from pipeline.writing.raised import raise_digits

_LONE = re.compile(r"[\[(]?\s*(\d{1,3})\s*[\])]?")


def may_be_calls(lines: Sequence[PrintedLine]) -> Iterator[tuple[int, int]]:
    """The lines of a cell that are a small number below larger text: index and number."""
    for at, (above, line) in enumerate(pairwise(lines), 1):
        small = line.size <= SMALL * above.size and not line.raised
        if small and (number := _LONE.fullmatch(line.text)):
            yield at, int(number[1])


def with_lone_calls(pages: list[list[Block]], lone: Mapping[Place, int]) -> list[list[Block]]:
    """The pages with those of some small numbers raised, given by place, that notes wait for: more
    texts of that number than calls."""
    if not lone:
        return pages
    blocks = [block for page in pages for block in page]
    missing = Counter(_texts(blocks)) - Counter(_calls(blocks))
    found = {f.place: f for f in _in_grids(blocks) if f.place in lone}
    raised: dict[Place, Fragment] = {}
    for place, fragment in found.items():
        number = lone[place]
        if missing[number]:
            missing[number] -= 1
            raised[place] = replace(fragment, text=raise_digits(fragment.text))
    return [[_with(block, raised) for block in page] for page in pages] if raised else pages


def _in_grids(blocks: Iterable[Block]) -> Iterator[Fragment]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from block.fragments


def _texts(blocks: Iterable[Block]) -> Iterator[int]:
    """The notes that have a text: told apart already, or lines that begin with a raised number."""
    for block in blocks:
        if isinstance(block, Note):
            yield block.number
        elif isinstance(block, Prose):
            number = raised_number(block.fragment.text)
            if number is not None:
                yield number


def _calls(blocks: Sequence[Block]) -> Iterator[int]:
    """The notes called in cells, each place once, and in prose."""
    for text in {f.place: f.text for f in _in_grids(blocks)}.values():
        yield from calls_in(text)
    for block in blocks:
        if isinstance(block, Prose) and raised_number(block.fragment.text) is None:
            yield from calls_in(block.fragment.text)


def _with(block: Block, raised: Mapping[Place, Fragment]) -> Block:
    if not isinstance(block, Grid):
        return block
    return block.with_cells(
        lambda cell: replace(cell, fragments=tuple(raised.get(f.place, f) for f in cell.fragments))
    )
