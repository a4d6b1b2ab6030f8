"""Legacy Vietnamese fonts: which font names mean them, and what their codes print.

Before Unicode, Vietnamese was typed in 8-bit fonts that draw `á` where Latin-1 has `¸`. A file
set in them reads as nonsense; the name of the font tells which nonsense. The tables are data in
`legacy_fonts.toml`. Fonts of signs are decoded in the same way, with the table of `symbol_fonts`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.writing.datafiles import load_beside
from pipeline.writing.patterns import compiled
from pipeline.writing.symbol_fonts import is_symbol_font, symbol_codes


class Decoder:
    """Decodes text set in one family of fonts.

    `name` is the encoding as people call it (`TCVN3`, `VNI`); `legacy` is False for a symbol
    font, whose decoding is nothing to warn of.
    """

    __slots__ = ("_codes", "_pattern", "legacy", "name", "upper")

    def __init__(self, name: str, codes: dict[str, str], *, legacy: bool, upper: bool) -> None:
        self.name = name
        self.legacy = legacy
        self.upper = upper
        self._codes = codes
        self._pattern = compiled(r"\L<codes>", codes=codes)

    def decode(self, text: str) -> str:
        """What the text prints. Codes the table does not know stay as they are."""
        decoded = self._pattern.sub(lambda match: self._codes[match.group()], text)
        return decoded.upper() if self.upper else decoded

    def knows(self, char: str) -> bool:
        """Whether the font's table has a code."""
        return char in self._codes


@cache
def _table() -> dict[str, Any]:
    return load_beside(__file__, "legacy_fonts.toml")


@cache
def decoder_for(font_name: str) -> Decoder | None:
    """The decoder for a font by its name (without subset prefix), None for a Unicode font."""
    for name, entry in _table().items():
        if re.match(entry["fonts"], font_name):
            upper = bool(entry.get("capitals")) and bool(re.match(entry["capitals"], font_name))
            return _decoder(name, upper)
    if is_symbol_font(font_name):
        return Decoder(font_name, symbol_codes(font_name), legacy=False, upper=False)
    return None


@cache
def is_legacy(font_name: str) -> bool:
    """Whether a font is one from before Unicode, in whatever case its name is written."""
    decoder = decoder_for(font_name)
    return decoder is not None and decoder.legacy


def may_be_codes(text: str) -> bool:
    """Whether a text may be codes of such a font: it has some beyond ASCII, and none that only
    Unicode has.

    >>> may_be_codes("viÖc lµm"), may_be_codes("việc làm"), may_be_codes("viec")
    (True, False, False)
    """
    return not text.isascii() and max(text) <= "\xff"


def printed_in(text: str, font_name: str) -> str:
    """What a text prints in a font from before Unicode: its codes decoded, its small letters as
    capitals where the font draws them so. As it stands in any other font, or where it is Unicode
    after all.

    >>> printed_in("viÖc", ".VnTime"), printed_in("stt", ".VnTimeH"), printed_in("việc", ".VnTime")
    ('việc', 'STT', 'việc')
    """
    decoder = decoder_for(font_name)
    if decoder is None or not decoder.legacy:
        return text
    if text.isascii():
        return text.upper() if decoder.upper else text
    return decoder.decode(text) if may_be_codes(text) else text


@cache
def legacy_decoders() -> tuple[Decoder, ...]:
    """The decoders of all fonts from before Unicode."""
    return tuple(_decoder(name, upper=False) for name in _table())


@cache
def _decoder(name: str, upper: bool) -> Decoder:
    entry = _table()[name]
    codes = dict(entry["codes"])
    if entry.get("both_cases"):
        codes.update(
            {
                key.upper(): value.upper()
                for key, value in entry["codes"].items()
                if len(key.upper()) == len(key)
            }
        )
    return Decoder(name, codes, legacy=True, upper=upper)
