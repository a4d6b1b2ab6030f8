"""Row labels as printed in the number column: `I.`, `I.2.1`, `26.`, `38.1`, `(14)`, `a)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from pipeline.frozen import dataclass
from pipeline.writing.counting import roman
from pipeline.writing.patterns import compiled

Style = Literal["roman", "letter", "number", "paren", "small", "bullet"]

_ROMAN = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_SECTION = re.compile(r"(?P<head>[IVXLC]+|[A-HK-Z])(?P<rest>(?:\s?\.\s?\d{1,3})+)\Z")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMBER = re.compile(r"\d{1,4}(?:\s?[.,]\s?\d{1,4})*\Z")
_CORE = compiled(
    r"(?P<open>[(\[]?)\s*+(?P<core>(?>[\w.,\s]*[\w,])?)\s*+(?P<close>[)\]]?)[\s.):/-]*+\Z"
)
_LETTERS = "abcdđeghiklmnopqrstuvxyfjwzăâêôơư"
"""The order of lettered points in Vietnamese documents; letters it does not use come last."""
_BULLETS = frozenset({"-", "–", "+", "•", "▪", "*", "·"})
LABEL_START = compiled(
    r"(?P<label>(?:\d{1,3}|[IVXL]{1,6})(?:\.\d{1,3}){0,3}[.)]?|\(\d{1,3}\)|[A-HĐ][.)])(?=\s|\Z)"
)
"""What a line may begin with as the label of a row, where no number column says so: narrower than
`parse_label`, which reads a cell that holds nothing else."""
HEADING_LETTER = compiled(r"[A-HĐ](?=\s+\p{Lu})")
"""A letter without a stop before a capital: the label of a heading, or any letter."""
LONE_LETTER = compiled(r"[A-HĐ]")
"""A whole line of one capital: the label of a heading, or a value of one letter."""
CUT_START = re.compile(r"(?:[IVXL]+|\d+(?:\.\d+)*\.?|\(\d+)\Z")
"""A line that may be the first part of a label cut by a narrow column."""
POINT_START = compiled(r"(?:\(\d{1,3}\)|\(\d{3}|[a-zđ]\))(?=\s|\Z)")
"""What a line may begin with as a point of a list inside a row."""
FIRST_START = re.compile(r"(?:[1IA]|0?1)[.)]?(?=\s|$)")
"""What a line begins with that may be the first row of a table."""
_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,2}|[A-Z])[)\]]?")
_LEADING = compiled(
    r"(?:(?P<label>(?:[IVXLC]++|[A-HK-Z])(?:\.\d{1,3})*)(?P<mark>\s*+[.):/]|\s++[-–])"
    r"|(?P<label>\d{1,2}(?:\.\d{1,2})*)(?P<mark>[.)](?!\d)))\s*+(?P<rest>\S.*)\Z"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A parsed label.

    `numbers` are its counters: `38.1` → (38, 1), `(14)` → (14,), `IV.` → (4,), `b)` → (2,), and
    `II.1` → (2, 1), which has the style of its first one.
    """

    style: Style
    numbers: tuple[int, ...]

    @property
    def depth(self) -> int:
        """How many counters it has."""
        return len(self.numbers)


FIRST_LABELS = (Label("number", (1,)), Label("roman", (1,)), Label("letter", (1,)))
"""The numbers and letters that the rows of a table begin with."""


@lru_cache(maxsize=4096)
def parse_label(text: str) -> Label | None:
    """The label printed in a number cell, or None where the cell holds something else."""
    plain = text.strip()
    if plain in _BULLETS:
        return Label("bullet", ())
    match = _CORE.match(plain)
    if match is None or not match.group("core"):
        return None
    core = match.group("core").strip(" .")
    if _NUMBER.match(core):
        numbers = tuple(int(part) for part in re.split(r"\s?[.,]\s?", core))
        enclosed = bool(match.group("open") or match.group("close")) and len(numbers) == 1
        return Label("paren" if enclosed else "number", numbers)
    return _letter_label(core)


def _letter_label(core: str) -> Label | None:
    section = _SECTION.match(core)
    if section:
        head = _letter_label(section.group("head"))
        counts = tuple(int(part) for part in re.findall(r"\d+", section.group("rest")))
        return head and Label(head.style, head.numbers + counts)
    if core.isupper() and _ROMAN.match(core):
        return Label("roman", (_roman_value(core),))
    if len(core) == 1 and core.isalpha():
        position = _LETTERS.find(core.lower()) + 1
        return Label("letter" if core.isupper() else "small", (position,))
    return None


def _roman_value(numeral: str) -> int:
    values = [_ROMAN_VALUES[char] for char in numeral]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def letter_at(number: int, upper: bool) -> str:
    """The letter that counts `number`, "" beyond the last."""
    letter = _LETTERS[number - 1 : number]
    return letter.upper() if upper else letter


def bare(text: str) -> str:
    """The label without brackets and closing marks: `(14)` → `14`, `26.` → `26`."""
    return "".join(text.split()).strip("()[].:-/") if text.strip() not in _BULLETS else text.strip()


def is_column_number(text: str) -> bool:
    """Whether a text is one of those that count columns: `A`, `1`, `(2)`, `[3]`."""
    return _COLUMN_NUMBER.fullmatch(text) is not None


def are_column_numbers(texts: Sequence[str]) -> bool:
    """Whether the texts of a row count its columns: `A B 1 2`, `(1) (2) (3)`, `I II 1 2`."""
    return all(map(is_column_number, behind_numerals(texts)))


def behind_numerals(texts: Sequence[str]) -> Sequence[str]:
    """The texts of a row behind the Roman numerals that count its first columns, from I on and
    ahead of numbers from 1 on, if there are any; rows are numbered by Roman numerals too.

    >>> behind_numerals(["I", "II", "1", "2"]), behind_numerals(["II", "1", "2"])
    (['1', '2'], ['II', '1', '2'])
    """
    count = next((at for at, text in enumerate(texts) if text != roman(at + 1)), len(texts))
    return texts[count:] if "".join(texts[count : count + 1]).strip("()[]") == "1" else texts


def follows(label: Label, before: int) -> bool:
    """Whether a label comes next after one of its style that counts `before`. Lists of letters go
    by the Vietnamese alphabet or by the Latin one (`D`, `E`; `E`, `F`)."""
    number = label.numbers[-1]
    if number == before + 1:
        return True
    if label.style not in ("letter", "small") or not 0 < before <= len(_LETTERS) >= number > 0:
        return False
    return ord(_LETTERS[number - 1]) == ord(_LETTERS[before - 1]) + 1


def is_next(one: Label | None, other: Label | None) -> bool:
    """Whether a label comes right after one of its kind: `4` after `3`, `38.2` after `38.1`."""
    if one is None or other is None or not one.numbers or not other.numbers:
        return False
    same = (one.style, one.numbers[:-1]) == (other.style, other.numbers[:-1])
    return same and follows(other, one.numbers[-1])


def split_heading(text: str) -> tuple[str, str] | None:
    """A heading printed in one cell over the whole row (`I. NÂNG CAO …`) as label and title."""
    match = _LEADING.match(text.strip())
    if match is None or parse_label(match.group("label")) is None:
        return None
    return (match.group("label") + match.group("mark")).strip(), match.group("rest")
