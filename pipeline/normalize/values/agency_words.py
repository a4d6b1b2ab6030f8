"""The words and marks of a cell that names agencies, spelt alike whatever their form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from pipeline.writing.letters import word_key
from pipeline.writing.patterns import compiled

_TOKEN = compiled(
    r"<[^<>\n]{0,40}>"  # markup
    r"|(?P<letters>\p{Lu}{1,6}(?:[&,-]\p{Lu}{1,6}){1,3}(?!\w))"  # KH&CN, LĐ-TB&XH, VH,TT&DL
    r"|(?:[^\W¹²³⁰⁴-⁹]|[\u0300-\u036f])+"
    r"|[^\s¹²³⁰⁴-⁹]"
)
_PART = re.compile(r"\w+|[&,-]")
WORD, CONJUNCTION, HARD = "w", "v", ";"
_MARKS = {
    **dict.fromkeys(",/&+", ","), **dict.fromkeys("-–—", "-"), **dict.fromkeys(";•●▪◦*·|", HARD),
    **dict.fromkeys("([", "("), **dict.fromkeys(")]", ")"), **dict.fromkeys(".…!?", "."), ":": ":",
}  # fmt: skip
_BULLETS = frozenset("-–—+*")
_AFTER_NUMBER = re.compile(r"[.)]\s{1,9}(\w)")


class _Spelling(Protocol):
    """What of the registry the words depend on."""

    @property
    def abbreviations(self) -> Mapping[str, tuple[str, ...]]: ...

    @property
    def conjunctions(self) -> frozenset[str]: ...


class _Unit(NamedTuple):
    """A word or mark of a text: its key, what it is, where it stands, whether a token ends here."""

    key: str
    mark: str
    start: int
    end: int
    last: bool = True


def signature(text: str) -> str:
    """The words and marks of a text, to tell an official name from a spelling of it."""
    return " ".join(word_key(token[0]) for token in _TOKEN.finditer(text))


def _pieces(text: str, spelling: _Spelling) -> Iterator[tuple[str, int]]:
    """The tokens of a text and where they begin; `KH&CN` stays whole where it stands for words."""
    for token in _TOKEN.finditer(text):
        if token.lastgroup and word_key(token[0].replace(",", "")) not in spelling.abbreviations:
            for part in _PART.finditer(token[0]):
                yield part[0], token.start() + part.start()
        else:
            yield token[0], token.start()


def units(text: str, spelling: _Spelling) -> Iterator[_Unit]:
    """The words and marks of a text in order; an abbreviation gives the words it stands for."""
    after, words = 0, None
    for piece, start in _pieces(text, spelling):
        gap, after = (after, start), start + len(piece)
        if not piece[0].isalnum():
            if not (piece == "." and words):  # the full stop of `TP. Huế` is none
                mark = HARD if _is_bullet(piece, text, gap) else _MARKS.get(piece)
                if mark:
                    yield _Unit("", mark, start, after)
            continue
        key = word_key(piece.replace(",", ""))
        words = spelling.abbreviations.get(key)
        if words:
            for n, word in enumerate(words, 1):
                yield _Unit(word, WORD, start, after, n == len(words))
        elif key in spelling.conjunctions:
            yield _Unit(key, CONJUNCTION, start, after)
        elif key.isdecimal() and _is_number_of_item(text, after):
            yield _Unit("", HARD, start, after)
        else:
            yield _Unit(key, WORD, start, after)


def _is_bullet(piece: str, text: str, gap: tuple[int, int]) -> bool:
    return piece[0] == "<" or (piece in _BULLETS and _opens(text, gap))


def _is_number_of_item(text: str, after: int) -> bool:
    """Whether `.` or `)` and a capital letter follow: `1. Bộ Tài chính 2. Bộ Công an`."""
    follows = _AFTER_NUMBER.match(text, after)
    return follows is not None and follows[1].isupper()


def _opens(text: str, gap: tuple[int, int]) -> bool:
    """Whether a line of the text begins after the gap."""
    return not gap[0] or "\n" in text[gap[0] : gap[1]]


def brackets(units: list[_Unit]) -> dict[int, int]:
    """Each opening bracket with the one that closes it."""
    pairs, opened = {}, []
    for i, unit in enumerate(units):
        if unit.mark == "(":
            opened.append(i)
        elif unit.mark == ")" and opened:
            pairs[opened.pop()] = i
    return pairs
