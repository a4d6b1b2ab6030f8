"""Formulas typed as TeX inside a text (`$\\ge 80\\,\\%$`), as the signs they print.

Programs that turn documents into Markdown write signs and powers so. What is more than a line of
signs and numbers stays as it is typed, and says so by its marks.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from pipeline.writing.raised import raise_digits

_MATH: Final = re.compile(
    r"\$\$(?P<shown>[^$\n]+)\$\$|(?<![\\$\w])\$(?=\S)(?P<inline>[^$\n]*?[^\s\\$])\$(?![\w$])"
    r"|\\\((?P<round>(?:(?!\\\().)+?)\\\)"
)
_SIGNS: Final = {
    **dict.fromkeys(("geq", "ge", "geqslant"), "≥"),
    **dict.fromkeys(("leq", "le", "leqslant"), "≤"),
    **dict.fromkeys(("neq", "ne"), "≠"),
    **dict.fromkeys(("rightarrow", "to", "longrightarrow"), "→"),
    "times": "×", "cdot": "·", "pm": "±", "div": "÷", "approx": "≈", "sim": "~", "infty": "∞",
    "circ": "°", "mu": "μ", "alpha": "α", "beta": "β", "gamma": "γ", "Delta": "Δ", "Omega": "Ω",
    "ldots": "…", "dots": "…", "quad": " ", "qquad": " ", "checkmark": "✓", "square": "☐",
}  # fmt: skip
"""Commands of TeX and the signs they print: those of numbers and units, which annexes have."""
_FRACTION: Final = re.compile(r"\\[dt]?frac\s*\{([^{}]+)\}\s*\{([^{}]+)\}")
_WORDS: Final = re.compile(r"\\(?:text(?:bf|it|rm)?|mbox)\s*\{([^{}]*)\}")
_LETTERS: Final = re.compile(r"\\(?:math(?:rm|bf|it|sf)|operatorname)\s*\{([^{}]*)\}")
"""Words, in which blanks print, and letters of a formula, in which they do not."""
_APART: Final = re.compile(r"\d \d|\d [.,](?=\s|\Z)")
_BETWEEN_SIGNS: Final = re.compile(r"(?<=[\d.,]) (?=[\d.,]|\\?%)")
"""Blanks between the figures of a number, as models of formulas write them (`9 1 , 5`)."""
_POWER: Final = re.compile(r"\s?\^\s*(?:\{\s*(-?\d+|\\circ)\s*\}|(\d)|(\\circ))")
_INDEX: Final = re.compile(r"_\s*(?:\{(\w+)\}|(\w))")
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)\s*")
_MARK: Final = re.compile(r"\\([%&#_{}$])|\{([,.])\}|\\([,;:! ])|(~)")
_ESCAPED: Final = re.compile(r"\\[-.+]")
"""Marks that nobody has to escape: a program did that escapes brackets as well (Mammoth)."""
_LONGEST_NUMBER: Final = 3
"""Letters of the longest row number in brackets."""
_BETWEEN_TAGS: Final = re.compile(r"(?<=>)[^<>]+(?=<)")
_UNREAD: Final = re.compile(r"[\\{}^_]")
"""Marks that are left where a formula is more than signs and numbers."""


def without_math(text: str) -> str:
    """A text with its formulas as they print, those that are not read as they are typed.

    >>> without_math("Đạt $\\\\geq 80\\\\%$ và $10^{3}$ m, $5 và $6")
    'Đạt ≥ 80% và 10³ m, $5 và $6'
    """
    if "$" not in text and "\\(" not in text:
        return text
    return _MATH.sub(partial(_printed, escaped=_ESCAPED.search(text) is not None), text)


def math_between_tags(text: str) -> str:
    """HTML with the formulas inside its texts as they print, as programs write it in Markdown."""
    return _BETWEEN_TAGS.sub(lambda between: without_math(between.group()), text)


def _printed(match: re.Match[str], escaped: bool) -> str:
    typed = next(filter(None, match.groups()), "")
    if match["round"] and _is_bracketed(match["round"], match.start() == 0, escaped):
        return f"({match['round']})"
    if _APART.search(typed):
        typed = _BETWEEN_SIGNS.sub("", typed)
    typed = _LETTERS.sub(lambda m: "".join(m[1].split()), typed)
    shown = _WORDS.sub(r"\1", _FRACTION.sub(r"\1/\2", typed))
    shown = _MARK.sub(lambda m: m[1] or m[2] or " ", shown)
    shown = _POWER.sub(lambda m: _raised(m[1] or m[2] or m[3]), shown)
    shown = _COMMAND.sub(lambda m: _sign(m.group(1), m.group()), _INDEX.sub(r"\1\2", shown))
    return match.group() if _UNREAD.search(shown) else " ".join(shown.split())


def _is_bracketed(text: str, begins: bool, escaped: bool) -> bool:
    """Whether what stands between `\\(` and `\\)` are words or a row number in brackets, which
    Pandoc and Mammoth escape, and no formula: it has no sign of one, and several letters or the
    text begins with it, or other marks are `escaped` that formulas do not have."""
    words = sum(char.isalpha() for char in text)
    plain = all(char.isalnum() or char in " .,;:/-–" for char in text)
    return plain and (escaped or words > 1 or (begins and len(text) <= _LONGEST_NUMBER))


def _raised(power: str) -> str:
    return "°" if power == "\\circ" else raise_digits(power)


def _sign(name: str, typed: str) -> str:
    sign = _SIGNS.get(name)
    if sign is None:
        return typed
    return sign + (" " if typed.endswith(" ") and sign.strip() else "")
