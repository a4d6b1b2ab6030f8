"""Texts levelled for comparing: every way there is, each named by what it levels.

Two printings of one thing differ in what says nothing: the Unicode form, a no-break space, where
the tone mark of `hoà` sits. What says nothing depends on the question, so there are several ways;
all begin with `map_characters`, so that none forgets the Unicode form or a look-alike letter.

| way | levels, besides characters | for |
| --- | --- | --- |
| `plain` | white space | running text |
| `unspaced` | white space, all of it | cells cut into lines differently |
| `fold` | letter case, punctuation, white space | headers, titles, quotations |
| `lower_forms` | letter case, compatible forms, dashes, raised digits | deadlines, targets |
| `word_key` | letter case, tone place, every i for y, `&` and `-` | words of agencies |
| `syllable_key` | tone place, i for a final y after a consonant | syllables of titles |
| `without_tones` | tones | spelling |
| `without_marks` | tones, hats and hooks, đ | misprints, letters lost |
| `without_accents` | the same, letter for letter: positions stay | patterns of deadlines |
| `slug` | all but ASCII letters and digits | names |
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.writing.characters import compose, map_characters
from pipeline.writing.raised import RAISED

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The five tone marks, as combining characters."""

_NO_TONES = dict.fromkeys(map(ord, TONES))
_NOT_WORD = re.compile(r"[\W_]+")
_FINAL_Y = re.compile(r"(?:(?<=[bcdđghklmnpqrstvx])|(?<=qu))y\Z")
_JOINTS = "&-"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_FORMS = str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(RAISED, "")})


def plain(text: str) -> str:
    """`text` for reading and comparing: characters mapped, white space runs as one space."""
    return " ".join(map_characters(text).split())


def unspaced(text: str) -> str:
    """`text` without any white space, characters mapped."""
    return "".join(map_characters(text).split())


def printed_chars(text: str) -> int:
    """How many characters of `text` are printed: everything but white space."""
    return sum(map(len, text.split()))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` without letter case, punctuation and runs of white space.

    >>> fold("Cơ quan\\nCHỦ TRÌ:")
    'cơ quan chủ trì'
    """
    return " ".join(_NOT_WORD.sub(" ", map_characters(text).casefold()).split())


def lower_forms(text: str) -> str:
    """`text` in lower case with ASCII forms, hyphens for all dashes and single spaces; raised
    digits (footnote marks) left out.

    >>> lower_forms("Tháng ６ – 12/2025³")
    'tháng 6 - 12/2025'
    """
    mapped = map_characters(text).translate(_FORMS)
    compatible = unicodedata.normalize("NFKC", mapped).casefold()
    return " ".join(compose(compatible).translate(_FORMS).split())


@lru_cache(maxsize=8192)
def word_key(word: str) -> str:
    """A word without letter case, tone placement, the choice of i or y, and the `&` of `KH&CN`.

    The tone goes to the end, so that `Hoà` and `hòa` meet.

    >>> word_key("Quý") == word_key("quí")
    True
    """
    base, tones = _tone_apart(map_characters(word).casefold())
    kept = "".join(char for char in base if char not in _JOINTS)
    return compose(kept.replace("y", "i")) + tones


@lru_cache(maxsize=65536)
def syllable_key(syllable: str) -> str:
    """A syllable in lower case with its tone at the end and i for a final y after a consonant
    (`qu` is one).

    Elsewhere i and y tell syllables apart (`tai`, `tay`; `thúi`, `thúy`), which names of agencies
    can do without and titles cannot: `word_key` goes further.

    >>> syllable_key("tỷ") == syllable_key("tỉ"), syllable_key("tay") == syllable_key("tai")
    (True, False)
    """
    base, tones = _tone_apart(syllable)
    return compose(_FINAL_Y.sub("i", base)) + tones


def _tone_apart(word: str) -> tuple[str, str]:
    """The letters of a word, decomposed, without their tones, and the tones."""
    letters = unicodedata.normalize("NFD", word)
    base = letters.translate(_NO_TONES)
    if len(base) == len(letters):
        return letters, ""
    return base, "".join([char for char in letters if char in TONES])


def without_tones(text: str) -> str:
    """`text` without tones: `thuế` → `thuê`."""
    return compose(_tone_apart(text)[0])


@lru_cache(maxsize=65536)
def without_marks(text: str) -> str:
    """Lower-case `text` without any mark on its letters, levelled or not: `đường` → `duong`."""
    letters = unicodedata.normalize("NFD", text)
    for mark in filter(unicodedata.combining, set(letters)):  # a text has few of them, many times
        letters = letters.replace(mark, "")
    return letters.replace("đ", "d")


def without_accents(text: str) -> str:
    """Each letter of lower-case NFC `text` as its base letter; the length stays the same."""
    return "".join(map(_base_letter, text))


@cache
def _base_letter(char: str) -> str:
    if char == "đ":
        return "d"
    return unicodedata.normalize("NFD", char)[0] if char.isalpha() else char


def slug(text: str) -> str:
    """An ASCII name for a header or number: `Văn bản giao` → `van_ban_giao`."""
    ascii_text = map_characters(text).replace("đ", "d").replace("Đ", "D")
    letters = unicodedata.normalize("NFKD", ascii_text).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", letters.lower()))
