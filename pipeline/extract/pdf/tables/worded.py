"""Pieces of a page as lines of words, and what white means among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.extract.aligned.words import Measure, Stretch, TextLine
from pipeline.extract.pdf.letters.pieces import SPACE_GAP, Piece
from pipeline.extract.pdf.tables.rest import BLANK

THIN, SLACK = 0.24, 0.12
"""White that may part cells, and the play of an alignment, in ems."""
_LARGER = 1.2
"""Times the usual size from which the blanks of a font, 0.35 em at most, may be as wide as the
least white that parts cells of the usual size: a title in large letters is one text."""


def measure_of(pieces: Sequence[Piece]) -> Measure:
    """What white means among pieces of the usual size."""
    size = _usual(pieces)
    return Measure(BLANK * size, THIN * size, SLACK * size)


def _usual(pieces: Sequence[Piece]) -> float:
    """The size of the piece in the middle, by size."""
    sizes = sorted(piece.size for piece in pieces)
    return sizes[len(sizes) // 2]


def lines_of_words(
    pieces: Iterable[Piece], split: Callable[[Piece], list[Piece]]
) -> list[TextLine]:
    """The upright pieces as lines of words; a line is what stands on one baseline."""
    words = [word for piece in pieces if not piece.tilt for word in split(piece)]
    words.sort(key=lambda word: word.base)
    large = _LARGER * _usual(words) if words else 0.0
    lines: list[list[Piece]] = []
    for word in words:
        if lines and word.base - lines[-1][0].base <= 0.25 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_text_line(line, large) for line in lines]


def _text_line(line: list[Piece], large: float) -> TextLine:
    """Words on one baseline as a line; those from the size `large` on are one with the word before
    them where no more than a blank of theirs parts them."""
    line.sort(key=lambda word: word.x0)
    base, size = line[0].base, max(word.size for word in line)
    words: list[Stretch] = []
    spaced = True
    for part in line:
        near = bool(words) and part.x0 - words[-1].x1 < SPACE_GAP * part.size
        if near and not spaced and not part.lead:
            last = words[-1]
            bold = last.bold and part.bold
            words[-1] = Stretch(last.text + part.text, last.x0, max(last.x1, part.x1), bold, last.y)
            spaced = part.trail or part.hang
            continue
        word = Stretch(part.text, part.x0, part.x1, part.bold, part.middle)
        if words and part.size >= large and part.x0 - words[-1].x1 < BLANK * part.size:
            words[-1] = words[-1].with_next(word)
        else:
            words.append(word)
        spaced = part.trail or part.hang
    return TextLine(base - 0.75 * size, base + 0.22 * size, tuple(words))
