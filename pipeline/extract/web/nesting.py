"""The rules of a style sheet that hold on a screen, also those that stand inside others, and values
that it names once, as a browser takes them (CSS Nesting 1; CSS Custom Properties 1)."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import Final

_RULE: Final = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
"""What is no rule; a comment that is not closed goes on to the end (CSS Syntax 3, 4.3.2)."""
_STATEMENT: Final = re.compile(r"@(?:charset|import|namespace)\b[^;{}]{0,500};", re.IGNORECASE)
"""Rules without a body, which stand before all others (`@charset "utf-8";`)."""
_OTHER_MEDIA: Final = re.compile(
    r"@media\b(?:(?!\s*+(?:only\s++|[^{}@]*?,\s*+)?(?:screen|all)\b|\s*+\(\s*+min-(?:device-)?width"
    r"|\s*+not\s++print\b)"
    r"|(?=[^{}@]*?(?:max-(?:device-)?width|prefers-)))[^{}@]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}"
)
"""Rules for print, for programs that read aloud, for narrow screens and for those who ask for other
colours."""
_NESTED: Final = re.compile(r"(?:\A|[{};])\s*[^@{};\s][^{};]*\{[^{}]*\{")
"""A rule that begins inside one that is none of a medium or a layer."""
_PARTS: Final = re.compile(r"([^{};]*)([{};]|\Z)")
_MARK: Final = re.compile(r"[(),]")
_MOST: Final = 200
"""Selectors that one rule inside others comes to; beyond, the sheet is hostile."""
_LONGEST: Final = 300
"""Characters of a selector, and of a value that has a name."""
_GROWS: Final = 20
"""Times its length that a sheet comes to without nesting; beyond, it is hostile and left so."""
_DEEPEST: Final = 20
"""Rules inside rules; people write three or four."""
_NAMED: Final = re.compile(r"(?<![\w-])(--[\w-]++)\s*+:\s*+([^;{}]*+)")
_USED: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


def rules_of(sheet: str, medium: str) -> list[tuple[str, str]]:
    """Selectors and declarations of the rules of a sheet for a medium that hold on a screen."""
    if _OTHER_MEDIA.match(f"@media {medium}{{}}"):
        return []
    text = _STATEMENT.sub(" ", _COMMENT.sub(" ", sheet))
    return _RULE.findall(unnested(with_values(_OTHER_MEDIA.sub(" ", text))))


def unnested(sheet: str) -> str:
    """A style sheet whose rules all stand by themselves.

    >>> unnested("td { color: red; & .x, b { display: none } }")
    'td{ color: red;}td .x,td b{ display: none }'
    """
    if _NESTED.search(sheet) is None:
        return sheet
    out: list[str] = []
    around: list[list[str]] = []
    left = _GROWS * len(sheet)
    for match in _PARTS.finditer(sheet):
        text, sign = match.groups()
        if sign == "{":
            above = around[-1] if around else []
            deep = len(around) >= _DEEPEST
            around.append([] if deep else _joined(above, text.strip()))
            left -= sum(map(len, around[-1]))
        elif text.strip() and around and around[-1]:
            out.append(f"{','.join(around[-1])}{{{text}{';' if sign == ';' else ''}}}")
            left -= len(out[-1])
        if left < 0:
            return sheet
        if sign == "}" and around:
            around.pop()
    return "".join(out)


def _joined(above: list[str], selectors: str) -> list[str]:
    """The selectors of a rule inside those above; a rule of a medium or a layer keeps theirs."""
    if selectors.startswith("@"):
        return above
    own = [one.strip() for one in parted(selectors)]
    if not above:
        return own
    pairs = islice(product(above, own), _MOST)
    short = (pair for pair in pairs if len(pair[1]) + pair[1].count("&") * len(pair[0]) < _LONGEST)
    return [one.replace("&", up) if "&" in one else f"{up} {one}" for up, one in short]


def parted(selectors: str) -> list[str]:
    """The selectors of a rule: a comma inside brackets is one of their own lists.

    >>> parted("td, :is(.x, :not(b)) i")
    ['td', ' :is(.x, :not(b)) i']
    """
    found: list[str] = []
    depth = start = 0
    for match in _MARK.finditer(selectors):
        if match.group() == "," and depth == 0:
            found.append(selectors[start : match.start()])
            start = match.end()
        depth = max(0, depth + (match.group() == "(") - (match.group() == ")"))
    return [*found, selectors[start:]]


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


def _value(used: re.Match[str], values: dict[str, set[str]], hops: int = _DEEPEST) -> str:
    """What a name stands for, also where that is another name."""
    known = values.get(used[1], set())
    if len(known) == 1:
        value = next(iter(known))
        other = _USED.fullmatch(value) if hops else None
        value = value if other is None else _value(other, values, hops - 1)
        return value if len(value) <= _LONGEST else used.group()
    return used.group() if known or used[2] is None else used[2].strip()
