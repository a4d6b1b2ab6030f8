"""Colours as style sheets write them (CSS Color 4)."""

from __future__ import annotations

import colorsys
import re
from typing import Final, NamedTuple

_NAMES: Final = {"white": "ffffff", "black": "000000", "windowtext": "000000"}
"""Names of colours that pages write for letters that are not seen, and for all others."""
_SHORT: Final = re.compile(r"#([0-9a-f]{3,4})")
_LONG: Final = re.compile(r"#([0-9a-f]{6})([0-9a-f]{2})?")
_CALLED: Final = re.compile(r"(rgb|hsl)a?\(\s*([^()]{1,80})\)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_PARTS: Final = 3
"""Red, green and blue, or hue, saturation and lightness."""
_UNSEEN: Final = 0.05
"""The share of a colour that nobody sees: black letters so faint have the contrast of 1.1 to 1."""


class Colour(NamedTuple):
    """A colour (`rrggbb`) and how much of it covers what is behind, 0 to 1."""

    code: str
    share: float

    @property
    def is_clear(self) -> bool:
        """Whether nobody sees it."""
        return self.share < _UNSEEN


def colour_of(text: str) -> Colour | None:
    """A colour as a sheet writes it; None where it is written another way.

    >>> colour_of("#fff"), colour_of("rgb(0 0 0 / 1%)"), colour_of("hsl(0, 0%, 100%)").code
    (Colour(code='ffffff', share=1.0), Colour(code='000000', share=0.01), 'ffffff')
    """
    plain = text.split("!")[0].strip().lower()
    if plain == "transparent":
        return Colour("000000", 0.0)
    if plain in _NAMES:
        return Colour(_NAMES[plain], 1.0)
    if short := _SHORT.fullmatch(plain):
        plain = "#" + "".join(2 * digit for digit in short[1])
    if long := _LONG.fullmatch(plain):
        return Colour(long[1], int(long[2], 16) / 255 if long[2] else 1.0)
    called = _CALLED.fullmatch(plain)
    return _called(called[1], called[2]) if called else None


def _called(name: str, said: str) -> Colour | None:
    parts = [part for part in re.split(r"[\s,/]+", said.strip()) if part]
    if not _PARTS <= len(parts) <= _PARTS + 1:
        return None
    numbers = [_NUMBER.match(part) for part in parts]
    if not all(numbers):
        return None
    values = [float(number.group()) for number in numbers if number]
    shares = [part.endswith("%") for part in parts]
    alpha = values[3] / (100 if shares[3] else 1) if len(values) > _PARTS else 1.0
    if name == "hsl":
        mixed = [*colorsys.hls_to_rgb(values[0] / 360 % 1, values[2] / 100, values[1] / 100)]
    else:
        each = zip(values[:_PARTS], shares, strict=False)
        mixed = [value / (100 if share else 255) for value, share in each]
    levels = (min(max(round(255 * level), 0), 255) for level in mixed)
    return Colour("".join(f"{level:02x}" for level in levels), min(max(alpha, 0.0), 1.0))
