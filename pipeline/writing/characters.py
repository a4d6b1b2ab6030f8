"""Characters that look right on paper and are wrong in data, mapped to those that are meant."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.frozen import dataclass
from pipeline.writing.datafiles import load_beside
from pipeline.writing.patterns import Match, Pattern, compiled
from pipeline.writing.twice import decode_twice

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f"
_MAY_SLIP = re.compile(r"\A[\x00-\xff]*[\xa1-\xff][\x00-\xff]*\Z")
"""Text without the letters of Vietnamese that Latin-1 lacks: hardly any is, unless in old codes."""
_SPANS = range(0x2160, 0x2180), range(0xFF01, 0xFF5F), range(0x1D400, 0x1D800)
"""Characters that Unicode has for Roman numerals (`Ⅳ`) and for letters and digits of a width or a
type face of their own (full-width, mathematical): fonts name their glyphs so, and the letter is
meant."""
_STYLED = "".join(f"{chr(span[0])}-{chr(span[-1])}" for span in _SPANS)
"""The same as a pattern."""
_SHAPES = "\u0302\u0306\u031b"
_SHAPE = re.compile(f"[{_SHAPES}]")
_OVERLAY = "\u0335"
"""The stroke through a letter (`đ` in two characters)."""
_SHAPE_AFTER_TONE = compiled(rf"\w[\u0300\u0301\u0303\u0309\u0323]*[{_SHAPES}]")
"""A circumflex, breve or horn that stands after its letter, tone marks perhaps between them."""


@dataclass(frozen=True, slots=True)
class _CharacterMap:
    """What characters.toml says: what each character is mapped to, which only beside a Latin
    letter, and a pattern for any of them."""

    always: dict[int, str]
    beside_latin: dict[str, str]
    suspect: re.Pattern[str]


@cache
def _characters() -> _CharacterMap:
    data = load_beside(__file__, "characters.toml")
    control = dict.fromkeys(re.findall(f"[{_CONTROL}]", "".join(map(chr, range(160)))), "")
    always = data["lookalike"] | data["slip"] | data["symbol_font"] | data["invisible"] | control
    beside_latin = dict(data["cyrillic_greek"])
    styled = (chr(code) for span in _SPANS for code in span)
    plain = {char: unicodedata.normalize("NFKC", char) for char in styled} | always
    return _CharacterMap(
        {ord(char): to for char, to in plain.items()},
        beside_latin,
        re.compile(f"[{re.escape(''.join((*always, *beside_latin)))}{_STYLED}]"),
    )


@cache
def _foreign_letters() -> Pattern:
    """Letters of another alphabet that look Latin: one beside a Latin letter, or several.

    A word that has other letters of that alphabet too is foreign and stays.
    """
    foreign = "".join(_characters().beside_latin)
    other = r"[\p{Greek}\p{Cyrillic}]"
    return compiled(
        rf"(?<!{other})(?:(?<=\p{{Latin}})[{foreign}]++|[{foreign}]{{2,}}+|[{foreign}](?=\p{{Latin}}))"
        rf"(?!{other})"
    )


def _latin_letters(match: Match) -> str:
    latin = _characters().beside_latin
    return "".join(latin[char] for char in match.group())


_SHORT = 200
"""Characters of a text that is remembered: what is longer hardly comes again."""
_REMEMBERED = 1 << 14
"""Texts that are remembered with what they are mapped to: the words and cells of a document are
asked about by each room, three times out of four for what was mapped before."""


def map_characters(text: str) -> str:
    """`text` in NFC, look-alike characters mapped, control and invisible ones removed; text in the
    codes of a font from before Unicode, and text encoded twice, decoded."""
    return _remembered(text) if len(text) <= _SHORT else _mapped(text)


def _mapped(text: str) -> str:
    known = _characters()
    text = decode_twice(text)
    if _MAY_SLIP.search(text) is not None:
        from pipeline.writing.slips import decode_slip  # asks for syllables, and they for letters

        text = decode_slip(text) or text
    if known.suspect.search(text) is None:  # so is nearly every text
        return compose(text)
    mapped = compose(text.translate(known.always))
    return _foreign_letters().sub(_latin_letters, mapped)


_remembered = lru_cache(maxsize=_REMEMBERED)(_mapped)


def compose(text: str) -> str:
    """`text` in NFC, also where a tone mark stands before the mark that makes the letter.

    >>> compose("e\u0300\u0302")
    'ề'
    """
    if text.isascii():  # a third of all words is
        return text
    composed = unicodedata.normalize("NFC", text)
    if _OVERLAY in composed:  # Unicode has no decomposition of đ
        composed = composed.replace(f"d{_OVERLAY}", "đ").replace(f"D{_OVERLAY}", "Đ")
    return _SHAPE_AFTER_TONE.sub(_shape_first, composed) if _SHAPE.search(composed) else composed


def _shape_first(match: Match) -> str:
    marks = unicodedata.normalize("NFD", match.group())
    shape = marks[-1]
    return unicodedata.normalize("NFC", f"{marks[0]}{shape}{marks[1:-1]}")
