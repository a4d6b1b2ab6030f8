"""What a printed text says, and whether two printings say the same: one answer for all who ask.

Spelling says nothing: letter case, Unicode form, the place of a tone mark, i for y, abbreviations,
punctuation, bullets, a nought before a number (`Tháng 05`). Words, numbers, units and signs say
something: `> 80%` is not `< 80%`, `1,5` not `15`, `-5` not `5`, and `2025-2030` no list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from pipeline.writing.characters import map_characters
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import syllable_key
from pipeline.writing.numbers import DATE_IN_DIGITS
from pipeline.writing.patterns import Match, compiled
from pipeline.writing.raised import RAISED, lower_digits

_WORDS_REMEMBERED = 200_000
_SIGNS = str.maketrans("‐‑‒–—−⁄∼⩾⩽˂˃", "------/~≥≤<>")
_PAIRS = compiled(r"(?P<least>>\s?=|=\s?>)|(?P<most><\s?=|=\s?<)")
_THOUSANDS = r"\d{1,3}(?:\.\d{3})++(?:,\d++)?(?![.,]?\d)"
_DECIMAL = r"(?<!\d[.,])\d++[.,]\d++(?![.,]?\d)"
_TOKEN = compiled(
    rf"(?P<date>{DATE_IN_DIGITS})|(?P<number>{_THOUSANDS}|{_DECIMAL}|\d++)|(?P<word>\p{{L}}[\p{{L}}\p{{M}}]*+)"
    rf"|(?P<power>[⁺⁻]?[{RAISED}]++)"
    # between numbers: a range, a fraction, a sum; before one: its sign. Elsewhere they are bullets
    r"|(?P<joint>(?<=[\d%‰]\s*)[-/+:](?=\s*\d)|(?<![^\s(\[])[-+](?=\d)|(?<=\w)\+(?!\w))"
    r"|(?P<sign>[%‰°\p{No}\p{Sc}]|[^\P{Sm}+|→⇒])"
)
_NOUGHTS = compiled(r"(?<!\d)0++(?=\d)")


@cache
def _abbreviations() -> Mapping[str, tuple[str, ...]]:
    data = load_beside(__file__, "spellings.toml")
    return {short: tuple(text.split()) for short, text in data["abbreviations"].items()}


@cache
def _spellings() -> Mapping[str, str]:
    data = load_beside(__file__, "spellings.toml")
    return {syllable_key(one): syllable_key(other) for one, other in data["spellings"].items()}


@lru_cache(maxsize=_WORDS_REMEMBERED)
def spelled_out(word: str) -> str:
    """A printed word in lower case as it is compared: its syllables levelled, one space between
    them; an abbreviation gives those it stands for.

    >>> spelled_out("tỷ") == spelled_out("tỉ"), len(spelled_out("cntt").split())
    (True, 4)
    """
    parts = _abbreviations().get(word, (word,))
    levels = [syllable_key(part) for part in parts]
    return " ".join(_spellings().get(level, level) for level in levels)


@lru_cache(maxsize=_WORDS_REMEMBERED)
def levelled(word: str) -> str:
    """One printed word as it is compared; an abbreviation stays one word."""
    level = syllable_key(map_characters(word).casefold())
    return _spellings().get(level, level)


def differs(before: str, after: str) -> bool:
    """Whether two printed texts say different things.

    >>> differs("Tỷ lệ hòa giải: > 80%.", "Tỉ lệ hoà giải > 80 %")
    False
    >>> differs("> 80%", "< 80%")
    True
    """
    return before != after and saying(before) != saying(after)


def saying(text: str) -> tuple[str, ...]:
    """The words, numbers and signs of a text, levelled, in printed order.

    >>> saying("≥ 05 xe, -3%;")
    ('≥', '5', 'xe', '-', '3', '%')
    """
    plain = map_characters(text).translate(_SIGNS).casefold()
    plain = _PAIRS.sub(lambda pair: "≥" if pair["least"] else "≤", plain)
    return tuple(part for match in _TOKEN.finditer(plain) for part in _said(plain, match))


def _said(text: str, match: Match) -> Iterator[str]:
    found = match.group()
    if match["word"]:
        yield from spelled_out(found).split(" ")
    elif match["date"]:
        yield _NOUGHTS.sub("", found.replace(".", "/").replace("-", "/"))
    elif match["number"]:
        yield found if not found.isdigit() else str(int(found))
    elif match["power"]:  # `m²` is printed `m2` too, `10³` is not 103
        after_digit = text[: match.start()][-1:].isdigit()
        yield f"^{lower_digits(found)}" if after_digit else lower_digits(found)
    else:
        yield found
