r"""Fields that print without a stored result: Word makes what they show when it draws the page.

`AUTONUM` and `LISTNUM` count, `EQ \f(1,2)` sets a fraction; all other fields print their result.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from pipeline.extract.docx.numbering import format_number
from pipeline.writing.patterns import compiled

_FRACTION: Final = compiled(r"\\[fF]\s*\(\s*([^();,]+)[,;]([^();,]+)\)")
_LEVEL: Final = compiled(r"\\l\s*(\d)")
_START: Final = compiled(r"\\s\s*(\d{1,4})")
_BARE: Final = compiled(r"\\e\b")
_DRAWN: Final = frozenset({"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "EQ"})

_CALCULATED: Final = frozenset({"SEQ", "REF", "DATE", "DOCPROPERTY"})
"""Fields that print a result once Word has been asked for it, besides formulas (`=SUM(ABOVE)`)."""
_UNPRINTED: Final = compiled(r"\\h\b")
"""What hides the result of a field that counts."""

_FORMS: Final = ("decimal", "lowerLetter", "lowerRoman")
"""How the list that Word has ready counts, level by level: `1)`, `a)`, `i)`."""
_LAST: Final = {"lowerLetter": 26, "lowerRoman": 10}
"""How far it is known to count so."""


def unstored(instruction: str) -> str:
    """The instruction of a field that Word draws anew each time, without a stored result even where
    the file parts instruction and result; "" for every other."""
    return instruction if instruction.upper().split()[:1] == ["EQ"] else ""


@dataclass(slots=True)
class FieldCounts:
    """How far the counting fields of a document have come, by level."""

    automatic: int = 0
    listed: Counter[int] = field(default_factory=Counter)

    def shown(self, instruction: str) -> str | None:
        """What a field without a result prints: "" for one that prints nothing, None where it
        prints what is not known here."""
        name, _, rest = instruction.strip().partition(" ")
        name = name.upper()
        if name not in _DRAWN:
            counted = name in _CALCULATED or name.startswith("=")
            return None if counted and not _UNPRINTED.search(rest) else ""
        if name == "AUTONUM":
            self.automatic += 1
            return str(self.automatic) + ("" if _BARE.search(rest) else ".")
        if name == "LISTNUM":
            return self._listed(rest)
        return _equation(rest) if name == "EQ" else None

    def _listed(self, rest: str) -> str | None:
        """The next number of the list that Word has ready."""
        level = _LEVEL.search(rest)
        at = int(level[1]) if level else 1
        first = rest.split()[:1]
        named = bool(first) and not first[0].startswith("\\")
        if at > len(_FORMS) or at < 1 or (named and first[0].strip('"').lower() != "numberdefault"):
            return None
        start = _START.search(rest)
        self.listed[at] = int(start[1]) if start else self.listed[at] + 1
        for deeper in range(at + 1, len(_FORMS) + 1):
            self.listed[deeper] = 0
        number, form = self.listed[at], _FORMS[at - 1]
        if form in _LAST and not 1 <= number <= _LAST[form]:
            return None
        return f"{format_number(number, form)})"


def _equation(rest: str) -> str | None:
    fraction = _FRACTION.fullmatch(rest.strip())
    return f"{fraction[1].strip()}/{fraction[2].strip()}" if fraction else None
