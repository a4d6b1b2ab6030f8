"""Words set letter below letter in a high narrow cell: one line, read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.writing.syllables import is_syllable

if TYPE_CHECKING:
    from pipeline.extract.pdf.lines.text import PrintedLine

FEWEST = 3
"""Letters below each other that may be a word."""
ASIDE = 0.5
"""Ems by which the middle of a letter stands off the middle of the others at most."""
APART = 1.3
"""Steps from letter to letter, as a multiple of the shortest, from which on a word ends."""


def unstacked(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines of a cell, or the one line that they are: each a letter below the other, and the
    words they make are Vietnamese. Of letters without any mark that would prove little."""
    if len(lines) < FEWEST or not all(len(line.text) == 1 for line in lines):
        return lines
    size = lines[0].size
    middles = [(line.x0 + line.x1) / 2 for line in lines]
    steps = [below.base - line.base for line, below in pairwise(lines)]
    if max(middles) - min(middles) > ASIDE * size or min(steps) <= 0:
        return lines
    words = _words(lines, steps)
    marked = len(words) < len(lines) and not all(map(str.isascii, words))
    if not marked or not all(word.isalpha() and is_syllable(word) for word in words):
        return lines
    return [_one_line(lines, " ".join(words))]


def _words(lines: Sequence[PrintedLine], steps: Sequence[float]) -> list[str]:
    text = lines[0].text
    for line, step in zip(lines[1:], steps, strict=True):
        text += " " + line.text if step > APART * min(steps) else line.text
    return text.split()


def _one_line(lines: Sequence[PrintedLine], text: str) -> PrintedLine:
    last = lines[-1]
    return last._replace(
        text=text,
        x0=min(line.x0 for line in lines),
        y0=lines[0].y0,
        x1=max(line.x1 for line in lines),
        bold=all(line.bold for line in lines),
        struck=all(line.struck for line in lines),
    )
