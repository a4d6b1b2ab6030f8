"""Rules of a style sheet that stand inside others, and values that it names once, as a browser
takes them (CSS Nesting 1; CSS Custom Properties 1)."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

_NESTED: Final = re.compile(r"(?:\A|[{};])\s*[^@{};\s][^{};]*\{[^{}]*\{")
"""A rule that begins inside one that is none of a medium or a layer."""
_PARTS: Final = re.compile(r"([^{};]*)([{};]|\Z)")
COMMAS: Final = re.compile(r",(?![^()]*\))")
"""What parts selectors: a comma inside brackets is one of their own lists."""
_MOST: Final = 200
"""Selectors that one rule inside others comes to; beyond, the sheet is hostile."""
_DEEPEST: Final = 20
"""Rules inside rules; people write three or four."""
_NAMED: Final = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]*)")
_USED: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


def unnested(sheet: str) -> str:
    """A style sheet whose rules all stand by themselves.

    >>> unnested("td { color: red; & .x, b { display: none } }")
    'td{ color: red;}td .x,td b{ display: none }'
    """
    if _NESTED.search(sheet) is None:
        return sheet
    out: list[str] = []
    around: list[list[str]] = []
    for match in _PARTS.finditer(sheet):
        text, sign = match.groups()
        if sign == "{":
            above = around[-1] if around else []
            deep = len(around) >= _DEEPEST
            around.append([] if deep else _joined(above, text.strip()))
        elif text.strip() and around and around[-1]:
            out.append(f"{','.join(around[-1])}{{{text}{';' if sign == ';' else ''}}}")
        if sign == "}" and around:
            around.pop()
    return "".join(out)


def _joined(above: list[str], selectors: str) -> list[str]:
    """The selectors of a rule inside those above; a rule of a medium or a layer keeps theirs."""
    if selectors.startswith("@"):
        return above
    own = [one.strip() for one in COMMAS.split(selectors)]
    if not above:
        return own[:_MOST]
    pairs = product(above[:_MOST], own[:_MOST])
    found = [one.replace("&", up) if "&" in one else f"{up} {one}" for up, one in pairs]
    return found[:_MOST]


def with_values(sheet: str) -> str:
    """A style sheet with the values that it names, where a name has one value alone.

    >>> with_values(":root{--off:none} .x{display:var(--off)} .y{display:var(--none,block)}")
    ':root{--off:none} .x{display:none} .y{display:block}'
    """
    if "var(" not in sheet:
        return sheet
    values: dict[str, set[str]] = {}
    for name, value in _NAMED.findall(sheet):
        values.setdefault(name, set()).add(value.strip())
    return _USED.sub(lambda used: _value(used, values), sheet)


def _value(used: re.Match[str], values: dict[str, set[str]]) -> str:
    known = values.get(used[1], set())
    if len(known) == 1:
        return next(iter(known))
    return used.group() if known or used[2] is None else used[2].strip()
