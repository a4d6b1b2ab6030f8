"""Signs of comparison that stand behind their numbers, where they were set in another font.

A font that lacks `≥` has a program take it from another one. LibreOffice draws such signs after
the rest of their line, so that a text in the order of the content has them there: `3 Đông Nam
Á;  50 ≤ ≤`, or on the next line (`pdftotext -raw`), and PDFium puts all of them before the first
(`≤ ≤ 3 Đông Nam Á; 50`). No sign stands behind its number otherwise. Each goes back before its own
where as many numbers stand on the line as signs behind it: pypdf shows their places by two blanks,
else every number is one but that of the row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.text.lines import NumberedLine
from pipeline.writing.patterns import compiled

_SIGNS = "≥≤≈"
_SIGN = re.compile(f"[{_SIGNS}]")
_BEHIND = re.compile(rf"(?<![\s{_SIGNS}])\s*+[{_SIGNS}](?:\s*+[{_SIGNS}])*+(?!\s*+\d)")
"""Signs with no number behind them on their line; looked for once for each stretch of them."""
_AHEAD = re.compile(
    rf"(?<![{_SIGNS}])(?<![{_SIGNS}]\s)(?P<signs>[{_SIGNS}](?:\s?[{_SIGNS}])++)(?=\s*+\d)"
)
"""Several signs before one number."""
_RANGE = re.compile(r"\s*+[^\W\d][^\d<>≤≥]{0,40}[<>≤≥]\s*+\d")
"""What goes on behind the first sign of a range: a few words and its other end (`≤ điểm < 85`)."""
_SMALL = compiled(r"\s*+\p{Ll}")
_GAP = re.compile(r"(?:(?<=\S)  |^ )(?=\d)")
"""The place of a sign between two blanks."""
_NUMBER = re.compile(r"(?<![^\s(])\d[\d.,]*")
_LABEL = compiled(r"\s*\d+(?:\.\d+)*[.)]?\s+\p{Lu}")
"""The number of a row before its title."""
_HABIT = 2
"""Lines with signs behind their numbers from which on the program writes them so."""


def with_signs_before(lines: Sequence[NumberedLine]) -> tuple[list[NumberedLine], int]:
    """The lines with their signs before their numbers, and how many were put there; all as they
    are where hardly any has them behind."""
    if not any(_SIGN.search(line.text) for line in lines):
        return list(lines), 0
    found: list[NumberedLine] = []
    changed = 0
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        before = found[-1] if found and not line.new_page else None
        behind = below.text.lstrip() if below is not None and not below.new_page else ""
        text, above = _put_back(line.text, before.text if before is not None else "", behind)
        if above is not None and before is not None:
            found[-1] = replace(before, text=above)
        changed += text != line.text
        if text == line.text:
            found.append(line)
        elif text:
            found.append(replace(line, text=text))
    return (found, changed) if changed >= _HABIT else (list(lines), 0)


def _put_back(text: str, before: str, below: str) -> tuple[str, str | None]:
    """A line with its signs before their numbers, and the line `before` it where they go there;
    `below` is the next line."""
    if _SIGN.search(text) is None:
        return text, None
    text, above = _spread(text), None
    parts: list[str] = []
    start, last = 0, len(text.rstrip())
    for found in _BEHIND.finditer(text):
        signs = _SIGN.findall(found.group())
        ends = found.end() >= last
        if ends and below[:1].isdigit():
            break  # the number follows on the next line
        if _goes_on(text, found.end(), below if ends else ""):
            continue  # it is the sign of a range, or of a comparison with words
        own = text[start : found.start()]
        placed = _placed(own, signs) if own.strip() else None
        if placed is None and not own.strip() and not parts and before.strip():
            above = _placed(before, signs)
            placed = "" if above is not None else None
        parts.append(text[start : found.end()] if placed is None else placed)
        start = found.end()
    whole = "".join((*parts, text[start:]))
    return (whole if above is None else whole.lstrip()), above


def _goes_on(text: str, end: int, below: str) -> bool:
    """Whether the words behind a sign belong to it: small letters on its line, or a range."""
    if below:
        return _RANGE.match(below) is not None
    return _SMALL.match(text, end) is not None or _RANGE.match(text, end) is not None


def _placed(text: str, signs: Sequence[str], begins_row: bool = True) -> str | None:
    """A text with signs before its numbers, None where these are not as many; its first one may be
    that of a row.

    >>> _placed("Thứ bậc  3 Đông Nam Á;  50", "≤≤"), _placed("10 Quy mô % GDP 30", "≥")
    ('Thứ bậc ≤ 3 Đông Nam Á; ≤ 50', '10 Quy mô % GDP ≥ 30')
    """
    places = [found.end() for found in _GAP.finditer(text)]
    if len(places) != len(signs):
        label = _LABEL.match(text) if begins_row else None
        every = [found.start() for found in _NUMBER.finditer(text)]
        places = [at for at in every if label is None or at >= label.end()]
    if len(places) != len(signs):
        return None
    parts = []
    for before, at, sign in zip((0, *places), places, signs, strict=False):
        head = text[before:at]
        parts.append(f"{head[:-1] if head.endswith('  ') else head}{sign} ")
    return "".join((*parts, text[places[-1] :]))


def _spread(text: str) -> str:
    """A text with the signs that stand before one number each before its own.

    >>> _spread("Thứ bậc ≤ ≤ 3 Đông Nam Á; 50")
    'Thứ bậc ≤ 3 Đông Nam Á; ≤ 50'
    """
    found = _AHEAD.search(text)
    if found is None:
        return text
    signs = _SIGN.findall(found["signs"])
    rest = _placed(text[found.end() :].lstrip(), signs, begins_row=False)
    return text if rest is None else text[: found.start()] + rest
