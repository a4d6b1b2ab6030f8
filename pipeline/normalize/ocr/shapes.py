"""Which characters look alike in print: how far a reading is from what it may be.

Read off what Tesseract's Vietnamese model made of lines typeset in several fonts and spoiled as
scans are (benchmarks/scan_pages.py, the half to learn on).
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.writing.letters import without_marks

_STROKES = {"L": "I.", "H": "II", "N": "II", "U": "II", "K": "II", "Y": "V", "v": "V", "x": "X"}
"""Capitals that are romans pressed together or cut short."""
_ROMAN_STROKES = str.maketrans(_STROKES | dict.fromkeys("l|1!T¡iJj[]íỊỈĨÌ", "I") | {"ï": "I"})
_DIGITS = str.maketrans(
    dict.fromkeys("lI|!T¡iJ[]", "1")
    | dict.fromkeys("SsŠ§$", "5")
    | dict.fromkeys("OoQDĐđ", "0")
    | dict.fromkeys("BẸ", "8")
    | dict.fromkeys("ZzẼ", "2")
    | dict.fromkeys("GbÓ", "6")
    | dict.fromkeys("gq", "9")
    | {"A": "4", "Ả": "4", "?": "7", "E": "3", "Ê": "3"}
)
_CERTAIN = str.maketrans({"l": "1", "I": "1", "|": "1", "S": "5", "O": "0", "B": "8", "Z": "2"})
MARKS = ".,:;)]}-'’\"*·_ "
_ALIKE = tuple(
    map(frozenset, ("17", "38", "56", "58", "59", "06", "08", "69", "89", "27", "14", "35", "47"))
)
_NEAR = 0.6
"""What it costs to read one digit as one that looks like it; as any other it costs 1."""


def as_roman(text: str) -> str:
    """A reading as the roman number it looks like, marks that follow it left out.

    >>> as_roman("IH"), as_roman("IL"), as_roman("VỊ.")
    ('III', 'II', 'VI')
    """
    core = text.rstrip(MARKS) or text[:1].strip(".,")
    return core.translate(_ROMAN_STROKES).rstrip(MARKS)


def as_romans(text: str) -> tuple[str, str]:
    """The roman numbers a reading may be: an L is a last stroke with its full stop, or that full
    stop alone."""
    return as_roman(text), as_roman(text.rstrip(MARKS).rstrip("L"))


def as_certain_digits(text: str) -> str:
    """A reading with those letters as digits that look like one digit alone.

    >>> as_certain_digits("S5l"), as_certain_digits("o3")
    ('551', 'o3')
    """
    return text.translate(_CERTAIN)


def as_digits(text: str) -> str:
    """A reading as the digits it looks like, marks around it left out.

    >>> as_digits("S2:"), as_digits("4A.")
    ('52', '44')
    """
    return text.strip(MARKS + "([{").translate(_DIGITS)


@lru_cache(maxsize=4096)
def distance(one: str, other: str) -> float:
    """How far two short texts look from each other: 0 where they are the same, 1 for each character
    lost, added or taken for one that looks unlike it."""
    row = [float(n) for n in range(len(other) + 1)]
    for at, char in enumerate(one, start=1):
        above, row = row, [float(at)]
        for place, wanted in enumerate(other, start=1):
            change = above[place - 1] + _unlike(char, wanted)
            row.append(min(change, above[place] + 1, row[place - 1] + 1))
    return row[-1]


@lru_cache(maxsize=16_384)
def _unlike(one: str, other: str) -> float:
    """What it costs to take a character for another: a document has a few hundred of them."""
    if one == other:
        return 0.0
    if without_marks(one.lower()) == without_marks(other.lower()):
        return _NEAR / 2
    return _NEAR if any(one in group and other in group for group in _ALIKE) else 1.0
