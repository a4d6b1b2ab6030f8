"""Lines of a page that a program printed as one, with no blank between them or one.

Some programs drop the end of a line where the next one stands close: `Các bộ, ngành có` and `liên
quan` come as `Các bộ, ngành cóliên quan`. One such word may be a slip of the document; where many
are, the program makes them, and the lines are parted where they were; so are a few whose parts the
document prints apart as well (`UBNDcấp`, `QuýIII`). And the number of a row whose cells stand at
its middle comes at the end of the line before, where that is as high. Some leave out the blank
between cells that stand close (`STTHọ và tên`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.lines.header_starts import begins_header
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.signs.words import lexicon
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import glued_words, is_syllable, syllables_of

_HABIT = 5
"""Glued words from which on the program makes them: of the texts for learning those whose lines are
whole have three at most, the others seven and more."""
_CERTAIN = 2
"""Words glued of what the document prints apart as well, from which on they are parted."""
_IN_CASE = compiled(r"\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}")
"""Letter cases that change inside a word as they do where two are glued."""
_QUARTER = re.compile(r"(?:IV|I{1,3})(?:/\d{4})?")
_BEHIND = re.compile(r"(?P<before>.*\S) (?P<number>[1-9]\d{0,2})[.)]?\Z")
"""A line that may have the number of the next row at its end."""
_COUNTED = re.compile(r"([1-9]\d{0,2})[.)]?(?=\s|\Z)")
_BEFORE_NUMBER = re.compile(rf" (?={_COUNTED.pattern})")
"""The blank before such a number."""
_NEAR = 60
"""Lines of the tallest row, and of its header."""
_STOPS = ".,;:()"
_COMMA = re.compile(r"(?<=[^\W\d_],)(?=[^\W\d_])")
_BEHIND_DAY = re.compile(r"(?<=\d)(?=tháng\b)")
_NUMBER = re.compile(r"(?<!\S)([^\W\d_]+)(?=\d)")


def parted(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], int]:
    """The lines as they stand on the page, and how many were parted; all as they are where nothing
    shows that the program joins lines."""
    glued = [word for piece in pieces for word in glued_words(piece.text)]
    odd = [word for piece in pieces for word in _odd_in_case(piece.text)]
    if len(glued) < _HABIT and len(glued) + len(odd) < _CERTAIN:
        return list(pieces), 0
    words = Counter(word for piece in pieces for word in piece.text.split())
    cut = _cut_in_case(odd, words)
    if len(glued) < _HABIT:
        cut |= _cut_where_apart(glued, pieces)
        if sum(word in cut for word in (*glued, *odd)) < _CERTAIN:
            return list(pieces), 0
    else:
        cut |= {word: _likeliest(word, words) for word in glued}
    sign = Counter(piece.sign for piece in pieces).most_common(1)[0][0]
    found: list[LinePiece] = []
    for piece in pieces:
        first, *others = _lines_of(piece.text, cut)
        found.append(replace(piece, text=first))
        found += [LinePiece(other, piece.line, sign) for other in others]
    return found, len(found) - len(pieces)


def with_own_labels(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], int]:
    """The lines with the numbers of rows parted that stand at the end of the line before, and how
    many were: numbers that no line begins with, between lines that begin with those before and
    after them; before the first is a header."""
    begun: dict[int, list[int]] = {}
    for index, piece in enumerate(pieces):
        if match := _COUNTED.match(piece.text):
            begun.setdefault(int(match[1]), []).append(index)
    found: list[LinePiece] = []
    for index, piece in enumerate(pieces):
        match = _BEHIND.match(piece.text) if piece.text[-1].isdigit() else None
        if match is None or not _is_missing(pieces, index, int(match["number"]), begun):
            found.append(piece)
            continue
        found.append(replace(piece, text=match["before"]))
        found.append(LinePiece(match["number"], piece.line, SAME_LINE))
    return found, len(found) - len(pieces)


def with_headers_apart(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], int]:
    """The lines with the header of a page parted from the number and cells of the row below it,
    where a program prints both as one, and how many were: elsewhere it stands alone."""
    headers = {piece.text for piece in pieces if begins_header(piece.text)}
    found: list[LinePiece] = []
    for piece in pieces:
        header = _header_before_row(piece.text, headers) if piece.text in headers else ""
        if not header:
            found.append(piece)
            continue
        row = piece.text[len(header) :].strip()
        found += [replace(piece, text=header), LinePiece(row, piece.line, piece.sign)]
    return found, len(found) - len(pieces)


def with_number_name_apart(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], int]:
    """The lines with the name of the numbers (`STT`) parted from the name of the next column, where
    a program prints no blank between them (`STTHọ và tên`), and how many were: a column as narrow
    as its name leaves no white space to tell where the next one begins."""
    found: list[LinePiece] = []
    for piece in pieces:
        number = _glued_number_name(piece.text)
        if not number:
            found.append(piece)
            continue
        found.append(replace(piece, text=number))
        found.append(LinePiece(piece.text[len(number) :], piece.line, SAME_LINE))
    return found, len(found) - len(pieces)


def _glued_number_name(text: str) -> str:
    """The name of the numbers that a line begins with, a syllable that begins a name right behind
    it; else blank."""
    word = text.split(None, 1)[0]
    names = (name[0] for name in lexicon().numbers if len(name) == 1 and word.startswith(name[0]))
    parts = ((name, word[len(name) :].strip(_STOPS)) for name in sorted(names, key=len)[::-1])
    return next((name for name, rest in parts if rest[:1].isupper() and is_syllable(rest)), "")


def _header_before_row(text: str, headers: Set[str]) -> str:
    """The longest header that a line begins with, a numbered row behind it; else blank."""
    numbers = [found.start() for found in _BEFORE_NUMBER.finditer(text)]
    begins = (text[:at] for at in reversed(numbers))
    return next((begin for begin in begins if begin in headers), "")


def _is_missing(
    pieces: Sequence[LinePiece], index: int, number: int, begun: Mapping[int, Sequence[int]]
) -> bool:
    """Whether a number at the end of a line is that of a row which would be missing else."""
    if index + 1 == len(pieces) or not pieces[index + 1].text[0].isupper():
        return False
    after = next((at for at in begun.get(number + 1, ()) if at > index), None)
    if number == 1:
        above = range(index, max(-1, index - _NEAR), -1)
        before = next((at for at in above if begins_header(pieces[at].text)), None)
    else:
        before = next((at for at in reversed(begun.get(number - 1, ())) if at <= index), None)
    if before is None or after is None or after - before > 2 * _NEAR:
        return False
    return not any(before < at < after for at in begun.get(number, ()))


def _odd_in_case(text: str) -> list[str]:
    """The words whose letter case changes as it does where two are glued, without their stops; but
    for those that are two syllables."""
    if _IN_CASE.search(text) is None:
        return []
    words = (word.strip(_STOPS) for word in text.split() if _IN_CASE.search(word))
    return [word for word in words if not syllables_of(word)]


def _cut_in_case(odd: Iterable[str], words: Counter[str]) -> dict[str, tuple[str, str]]:
    """Words cut where their letter case changes and both parts are words of the document."""
    found: dict[str, tuple[str, str]] = {}
    for word in set(odd):
        for match in _IN_CASE.finditer(word):
            for at in range(match.start() + 1, match.end()):
                way = (word[:at], word[at:])
                whole = all(part in words or _QUARTER.fullmatch(part) for part in way)
                if whole and len(min(way, key=len)) > 1:
                    found[word] = way
    return found


def _cut_where_apart(
    glued: Iterable[str], pieces: Sequence[LinePiece]
) -> dict[str, tuple[str, str]]:
    """Words that are two syllables, cut where the document prints these two beside each other."""
    ways = {way: word for word in set(glued) for way in syllables_of(word)}
    beside = (pair for piece in pieces for pair in pairwise(piece.text.split()) if pair in ways)
    return {ways[pair]: pair for pair in beside}


def _likeliest(word: str, words: Counter[str]) -> tuple[str, str]:
    """The two syllables of a word that the document has most often by themselves."""

    def known(way: tuple[str, str]) -> tuple[int, int]:
        counts = [words[one] for one in way]
        return min(counts), sum(counts)

    return max(syllables_of(word), key=known)


def _lines_of(text: str, cut: Mapping[str, tuple[str, str]]) -> list[str]:
    """The lines that a text is made of."""
    for word in {*glued_words(text), *_odd_in_case(text)} & cut.keys():
        text = text.replace(word, "\n".join(cut[word]), 1)
    text = _BEHIND_DAY.sub("\n", _NUMBER.sub(_before_number, text))
    return [line.strip() for part in text.split("\n") for line in _COMMA.split(part)]


def _before_number(found: re.Match[str]) -> str:
    """A word of the language before a number is the end of a line: `Quyết định số1658`."""
    word = found.group()
    return word if word.isascii() or not is_syllable(word) else f"{word}\n"
