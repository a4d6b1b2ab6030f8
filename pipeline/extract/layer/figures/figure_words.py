"""Which words of a row's lines are figures, and which of them stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.signs.grouped import is_amount
from pipeline.writing.cuts import is_cut_figure
from pipeline.writing.patterns import compiled

_FIGURE = compiled(r"[-+(]?\d{1,3}(?:[.,]\d{3})*(?:[.,]\d+)?%?\)?|\d+(?:[.,]\d+)?%?|[-–]")


def is_figure(word: str) -> bool:
    """Whether a word is a figure, or the dash that stands for one."""
    return not word[0].isalpha() and (
        _FIGURE.fullmatch(word) is not None or is_amount(word.split())
    )


def figures_of(row: UndividedRow) -> tuple[str, ...]:
    """The longest run of figures in a row; none where another one is as long."""
    words = [word for line in row.pieces for word in _words_of(line.text)]
    runs = [tuple(own) for told, own in groupby(words, key=is_figure) if told]
    longest = max(map(len, runs), default=0)
    found = [run for run in runs if len(run) == longest]
    return found[0] if len(found) == 1 else ()


def _words_of(line: str) -> list[str]:
    """The words of a line, one that is an amount as a whole."""
    words = line.split()
    return [line] if is_amount(words) else words


def text_of_lines(pieces: Sequence[LinePiece]) -> str:
    """Some lines as one text, amounts whole that a narrow column cuts (`1.950.00` over `0`); empty
    of none, as a row has that is nothing but its number."""
    lines = [piece.text for piece in pieces]
    cuts = (is_cut_figure(one, other) for one, other in pairwise(lines))
    below = (f"{'' if cut else ' '}{line}" for cut, line in zip(cuts, lines[1:], strict=True))
    return "".join((*lines[:1], *below))
