"""What a style sheet counts and prints before or behind elements (CSS Lists 3, 4 and 5: `counter`,
`counters`), as the pages of office programs in a browser number their lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from pipeline.writing.counting import letters, roman

_PART: Final = re.compile(
    r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|counter\(\s*(?P<name>[\w-]+)\s*(?:,\s*(?P<style>[\w-]+)\s*)?\)"
    r"|counters\(\s*(?P<names>[\w-]+)\s*,\s*(?P<by>\"[^\"]*\"|'[^']*')\s*"
    r"(?:,\s*(?P<styles>[\w-]+)\s*)?\)"
    r"|attr\(\s*(?P<attribute>[\w-]+)\s*\)",
    re.IGNORECASE,
)
_CONTENT: Final = re.compile(r"(?<![\w-])content\s*:\s*([^;]*)", re.IGNORECASE)
_UNSHOWN: Final = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]))"
)
"""What a rule adds to words that show only where a reader points."""
_SET: Final = re.compile(r"(?<![\w-])counter-(reset|increment|set)\s*:\s*([^;]*)", re.IGNORECASE)
_NAMED: Final = re.compile(r"([A-Za-z_-][\w-]*)(?:\s+(-?\d+))?")
_DEEPEST: Final = 400
"""Elements in one another that are walked: deeper ones are no page that anybody reads."""
_LAST_LETTER, _LAST_ROMAN = 26, 39
"""The largest numbers that are written as a letter and in Roman numerals."""

Counted = dict[tuple[etree._Element, str], str]
"""What is printed `before` and `after` elements."""


def counts(body: str) -> bool:
    """Whether the declarations of a rule print a counter or what an attribute says, and show it."""
    found = _CONTENT.search(body)
    made = found is not None and re.search(r"counters?\(|attr\(", found.group(1).lower())
    return bool(made) and _UNSHOWN.search(body.lower()) is None


def counted(
    root: etree._Element,
    style: Callable[[etree._Element], str],
    made: Mapping[tuple[etree._Element, str], str],
) -> Counted:
    """The words that `made` (an element and a place, the declarations for it) come to where
    counters stand in them; `style` has the declarations that set and raise counters."""
    out: Counted = {}
    walk: list[tuple[etree._Element, int]] = [(root, 0)]
    scopes: list[dict[str, int]] = [{}]
    while walk:
        element, depth = walk.pop()
        del scopes[depth + 1 :]
        _step(scopes, style(element), _begun(element))
        for place in ("before", "after"):
            body = made.get((element, place))
            if body is not None:
                _step(scopes, body)
                out[element, place] = _text(body, scopes, element)
        if depth < _DEEPEST:
            scopes.append({})
            below = [child for child in element if isinstance(child.tag, str)]
            walk += [(child, depth + 1) for child in reversed(below)]
    return out


def _begun(element: etree._Element) -> int:
    """What the list of an item begins behind. A counter that nothing set begins anew in each cell
    of a table; the list itself says how far its author had counted."""
    parent = element.getparent()
    start = "" if parent is None or element.tag != "li" else parent.get("start") or ""
    return int(start) - 1 if start.isdecimal() else 0


def _step(scopes: list[dict[str, int]], style: str, begun: int = 0) -> None:
    """Set and raise the counters that an element names: a new one holds for it, for what stands in
    it and for what follows it in its parent; one that nothing set begins behind `begun`."""
    orders = [(kind.lower(), named) for kind, named in _SET.findall(style)]
    for wanted in ("reset", "increment", "set"):
        given = [named for kind, named in orders if kind == wanted]
        for name, number in _NAMED.findall(given[-1].lower()) if given else ():
            if name == "none":
                continue
            scope = next((s for s in reversed(scopes) if name in s), scopes[-1])
            if wanted == "reset":
                scopes[-1][name] = int(number or 0)
            elif wanted == "set":
                scope[name] = int(number or 0)
            else:
                scope[name] = scope.get(name, begun) + int(number or 1)


def _text(body: str, scopes: list[dict[str, int]], element: etree._Element) -> str:
    found = list(_CONTENT.finditer(body))[-1:]
    parts = (part for content in found for part in _PART.finditer(content.group(1)))
    return "".join(_part(part, scopes, element) for part in parts)


def _part(part: re.Match[str], scopes: list[dict[str, int]], element: etree._Element) -> str:
    if part["attribute"]:
        return element.get(part["attribute"].lower()) or ""
    name = part["name"] or part["names"]
    if name is None:
        return str(part["double"] if part["double"] is not None else part["single"])
    values = [scope[name.lower()] for scope in scopes if name.lower() in scope] or [0]
    kind = (part["style"] or part["styles"] or "decimal").lower()
    shown = [number_in(value, kind) for value in values]
    return shown[-1] if part["name"] else (part["by"] or "")[1:-1].join(shown)


def number_in(number: int, kind: str) -> str:
    """A number as a list style writes it (`decimal`, `lower-alpha`, `upper-roman`, …)."""
    upper = kind.startswith("upper")
    if kind.endswith(("alpha", "latin")) and 1 <= number <= _LAST_LETTER:
        return letters(number).upper() if upper else letters(number)
    if kind.endswith("roman") and 1 <= number <= _LAST_ROMAN:
        return roman(number) if upper else roman(number).lower()
    if kind == "decimal-leading-zero":
        return f"{number:02d}"
    return "" if kind == "none" else str(number)
