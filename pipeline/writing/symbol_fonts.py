"""Symbol fonts (Symbol, Wingdings) to Unicode: the table is `symbol_fonts.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from pipeline.writing.datafiles import load_beside

_PRIVATE_FIRST: Final = 0xF000
_PRIVATE_LAST: Final = 0xF0FF
_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")
_LATIN_1: Final = 0xA0
"""The first code that is no sign of ASCII."""
_MAKER: Final = re.compile(r"(mt|ps|neu|std)$")
"""What makers of fonts put behind the name of their Symbol: SymbolMT, SymbolNeu."""


@cache
def _fonts() -> dict[str, dict[int, str]]:
    table = load_beside(__file__, "symbol_fonts.toml")
    return {
        _squeezed(font): {int(code, 16): text for code, text in codes.items()}
        for font, codes in table.items()
    }


@cache
def _signs_of(font: str) -> Mapping[int, str]:
    """What the codes of a font stand for, by its name as a document or a PDF has it."""
    name = _squeezed(re.split("[-,]", font)[0])
    return _fonts().get(name) or _fonts().get(_MAKER.sub("", name), {})


def _squeezed(name: str) -> str:
    return name.casefold().replace(" ", "")


def has_private(text: str) -> bool:
    """Whether a text holds a character of the range symbol fonts are stored in.

    >>> has_private("a"), has_private(chr(0xF0B7))
    (False, True)
    """
    return _PRIVATE.search(text) is not None


def symbol(font: str, code: int) -> str | None:
    """The Unicode character of a font's own code, None where the table does not know it.

    >>> symbol("Symbol", 0xF0B7), symbol("Wingdings", 0xFC), symbol("Arial", 0x41)
    ('•', '✓', None)
    """
    own = code - _PRIVATE_FIRST if _PRIVATE_FIRST <= code <= _PRIVATE_LAST else code
    return _signs_of(font).get(own)


def is_symbol_font(font: str) -> bool:
    """Whether a font shows signs where others show letters.

    >>> is_symbol_font("Wingdings"), is_symbol_font("SymbolMT"), is_symbol_font("Symbola")
    (True, True, False)
    """
    return bool(_signs_of(font))


@cache
def symbol_codes(font: str) -> dict[str, str]:
    """What the characters of a text in a symbol font print, where all that is known of them is
    their code: those of the private use area and, unless the font has that character for a sign
    of its own, those with the plain code. Below U+00A0 a font that has letters (Symbol has the
    Greek ones) may be named by a file that means Latin ones.

    >>> codes = symbol_codes("SymbolMT")
    >>> codes["\\uf0b3"], codes["\\u00b3"], codes.get("\\u00d7"), codes.get("a")
    ('≥', '≥', None, None)
    """
    signs = _signs_of(font)
    shown = {sign.casefold() for sign in signs.values()}  # the sign for micro folds to mu
    first = _LATIN_1 if any(sign.isalpha() for sign in signs.values()) else 0
    plain = {
        chr(code): sign
        for code, sign in signs.items()
        if code >= first and not chr(code).isspace() and chr(code).casefold() not in shown
    }
    return {chr(_PRIVATE_FIRST + code): sign for code, sign in signs.items()} | plain


def translate(text: str, font: str) -> tuple[str, str]:
    """A text with its private characters put into Unicode, in a symbol font the letters and signs
    of Latin-1 too, and those that stay unknown.

    >>> translate("\u00fe có", "Wingdings 9"), translate("\u00fe", "Wingdings")
    (('þ có', ''), ('☑', ''))
    """
    shown, unknown = [], []
    signs = is_symbol_font(font)
    for char in text:
        if "\uf000" <= char <= "\uf0ff" or (signs and " " < char <= "\u00ff"):
            known = symbol(font, ord(char))
            if known is None:
                unknown.append(char)
            shown.append(known or char)
        else:
            shown.append(char)
    return "".join(shown), "".join(unknown)


def all_symbols(text: str, font: str) -> str:
    """A text that is known to be set in a symbol font (a bullet), in Unicode.

    >>> all_symbols("-", "Arial"), all_symbols("\u00a7", "Wingdings")
    ('-', '▪')
    """
    return "".join(symbol(font, ord(char)) or char for char in text)
