"""Lines of a page that a program printed as one, with no blank between them.

Some programs drop the end of a line where the next one stands close: `Các bộ, ngành có` and `liên
quan` come as `Các bộ, ngành cóliên quan`. One such word may be a slip of the document; where many
are, the program makes them, and the lines are parted where they were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.layer.lines import LinePiece
from pipeline.writing.syllables import glued_words, is_syllable, syllables_of

_HABIT = 5
"""Glued words from which on the program makes them: of the texts for learning those whose lines are
whole have three at most, the others seven and more."""
_COMMA = re.compile(r"(?<=[^\W\d_],)(?=[^\W\d_])")
_NUMBER = re.compile(r"(?<!\S)([^\W\d_]+)(?=\d)")


def parted(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], int]:
    """The lines as they stand on the page, and how many were parted; all as they are where nothing
    shows that the program joins lines."""
    if sum(len(glued_words(piece.text)) for piece in pieces) < _HABIT:
        return list(pieces), 0
    words = Counter(word for piece in pieces for word in piece.text.split())
    sign = Counter(piece.sign for piece in pieces).most_common(1)[0][0]
    found: list[LinePiece] = []
    for piece in pieces:
        first, *others = _lines_of(piece.text, words)
        found.append(replace(piece, text=first))
        found += [LinePiece(other, piece.line, sign) for other in others]
    return found, len(found) - len(pieces)


def _lines_of(text: str, words: Counter[str]) -> list[str]:
    """The lines that a text is made of."""
    for word in glued_words(text):
        one, other = max(syllables_of(word), key=lambda way: min(words[way[0]], words[way[1]]))
        text = text.replace(word, f"{one}\n{other}", 1)
    text = _NUMBER.sub(_before_number, text)
    return [line.strip() for part in text.split("\n") for line in _COMMA.split(part)]


def _before_number(found: re.Match[str]) -> str:
    """A word of the language before a number is the end of a line: `Quyết định số1658`."""
    word = found.group()
    return word if word.isascii() or not is_syllable(word) else f"{word}\n"
