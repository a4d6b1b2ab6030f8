"""Which of several declarations of a property counts for an element (CSS Cascade 4, 6.1)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_PROPERTY: Final = re.compile(r"\s*([\w-]+)\s*:")
"""How a declaration begins; a part without it belongs to the value before it (`url(data:…;…)`)."""
_SHORTHANDS: Final = {
    "background": ("background-color", "background-image", "background-clip"),
    "font": ("font-size", "font-family", "font-weight", "font-variant"),
    "text-decoration": ("text-decoration-line",),
}
"""What sets further properties that are asked for here, whatever was said of these before."""
_KEPT: Final = 4096
"""Styles remembered: a page has few for all its cells."""


@lru_cache(maxsize=_KEPT)
def settled(style: str) -> str:
    """The declarations that count, of each property the last, those that are important behind all
    others; `style` has all of them in lower case, the strongest last.

    >>> settled("color:red;opacity:0;color:#fff!important;opacity:1;color:blue")
    'opacity:1;color:#fff!important'
    """
    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for name, said in _declared(style):
        own = important if "!" in said and said.rstrip().endswith("important") else plain
        for one in (name, *_SHORTHANDS.get(name, ())):
            own.pop(one, None)
        own[name] = said
    over = {one for name in important for one in (name, *_SHORTHANDS.get(name, ()))}
    kept = [said for name, said in plain.items() if name not in over]
    return ";".join((*kept, *important.values()))


def _declared(style: str) -> list[tuple[str, str]]:
    """The declarations of a style, each with the name of its property."""
    found: list[tuple[str, str]] = []
    for part in style.split(";"):
        begun = _PROPERTY.match(part)
        if begun is not None:
            found.append((begun[1], part))
        elif part.strip():
            name, said = found.pop() if found else ("", "")
            found.append((name, f"{said};{part}"))
    return found
