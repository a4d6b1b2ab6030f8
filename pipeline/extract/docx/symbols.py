"""Symbol fonts (Symbol, Wingdings) to Unicode: the table is `symbols.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.writing.datafiles import load_beside

_PRIVATE_FIRST: Final = 0xF000
_PRIVATE_LAST: Final = 0xF0FF
_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")


@cache
def _fonts() -> dict[str, dict[int, str]]:
    table = load_beside(__file__, "symbols.toml")
    return {
        font.casefold(): {int(code, 16): text for code, text in codes.items()}
        for font, codes in table.items()
    }


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
    return _fonts().get(font.casefold(), {}).get(own)


def is_symbol_font(font: str) -> bool:
    """Whether a font shows signs where others show letters.

    >>> is_symbol_font("Wingdings"), is_symbol_font("Arial")
    (True, False)
    """
    return font.casefold() in _fonts()


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
