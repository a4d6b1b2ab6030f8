"""The target of an indicator: a printed cell → comparator and value, and the year it is for.

A value is given only where the whole cell says one thing about one number; everything else is
`text`, with no value, so that a number in the data is never half of what the cell prints:

- a bare number is `=`; `40 - 50` and `từ 40 đến 50` are a `range` (both ends included);
- several thresholds (`≤ 3 Đông Nam Á; ≤ 50 Thế giới`) are `text`: either one alone would hide the
  other. One threshold with words after it (`≥ 3% và tăng dần …`, `≤ 3 Đông Nam Á`) keeps its value;
- about, rank and change (`Khoảng 50`, `Top 3`, `Tăng 10%`) are `text`: the number is no level;
- numbers are Vietnamese: a point parts thousands (`15.000`), a comma decimals (`2,5`). A point
  that cannot part thousands parts decimals (`0.7`). `1,500` reads both ways and is `text`;
- a percent sign or unit is not applied: `30%` is 30, as where the column of units says `%`. A
  magnitude belongs to the number: `1,5 triệu` is 1500000.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pipeline.frozen import dataclass
from pipeline.writing.letters import lower_forms, without_accents
from pipeline.writing.patterns import Match, compiled
from pipeline.writing.raised import RAISED

Comparator = Literal[">=", ">", "<=", "<", "=", "range", "text"]


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed target cell; `value_high` is the upper end of a range."""

    comparator: Comparator
    value: float | None = None
    value_high: float | None = None


_TEXT = Target("text")
_LONGEST_CELL = 2_000  # characters; the longest printed one has about 130

_SIGNS: dict[Comparator, tuple[str, ...]] = {
    ">=": ("≥", ">=", "> =", "=>", "⩾", "≧", "tối thiểu", "ít nhất", "không dưới",
           "không thấp hơn", "không ít hơn", "không nhỏ hơn"),
    "<=": ("≤", "<=", "< =", "=<", "⩽", "≦", "tối đa", "nhiều nhất", "không quá",
           "không vượt quá", "không cao hơn", "không lớn hơn", "không nhiều hơn"),
    ">": (">", "trên", "hơn", "lớn hơn", "cao hơn", "nhiều hơn"),
    "<": ("<", "dưới", "nhỏ hơn", "thấp hơn", "ít hơn"),
    "=": ("=", "bằng"),
}  # fmt: skip
_COMPARATORS = {sign: comparator for comparator, signs in _SIGNS.items() for sign in signs}
_MAGNITUDES = {
    "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
    "nghìn tỷ": 10**12, "nghìn tỉ": 10**12, "ngàn tỷ": 10**12, "triệu tỷ": 10**15,
}  # fmt: skip


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = (
    r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,6})?"
    r"|[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}|[0-9]{1,15}(?:[.,][0-9]{1,6})?)"
    r"(?![\w:/]|[.,][0-9]| [0-9]{3}(?![0-9]))"
)
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:[. ][0-9]{3})+(?:,[0-9]+)?")
_AMBIGUOUS = re.compile(r"-?0*[1-9][0-9]*[.,][0-9]{3}")
_UNIT = rf" ?(?:%|(?P<{{}}>{_one_of(_MAGNITUDES)})(?! lệ)(?!\w))?"
_ATTAINED = (
    r"(?:(?:phấn đấu|đạt|duy trì|ở mức|bảo đảm|đảm bảo|hoàn thành|mức|tỷ lệ|tỉ lệ|là|có) ){0,3}"
)
_ONE = compiled(
    rf"{_ATTAINED}(?:(?P<sign>{_one_of(_COMPARATORS)}) ?(?:đạt )?|(?P<since>từ ))?"
    rf"(?P<low>{_NUMBER}){_UNIT.format('unit')}(?P<rest>.*)"
)
_RANGE = compiled(
    rf"{_ATTAINED}(?:trong khoảng )?(?:từ )?(?P<low>{_NUMBER}){_UNIT.format('low_unit')}"
    rf" ?(?:-|~|÷|đến|tới) ?(?P<high>{_NUMBER}){_UNIT.format('unit')}(?P<rest>.*)"
)
_AND_BEYOND = compiled(r" ?trở (lên|xuống)")
# Numbers after the value that set no second threshold: a year, a count of the whole, a name.
_HARMLESS = compiled(
    r"(?:vào |đến |trong |từ )?(?:cuối |hết )?năm [0-9]{4}(?![\w/])"
    r"|\([0-9]{1,6}/[0-9]{1,6}(?![\w/])|[^\W\d]+[0-9]+[^\W\d]*|(?<!\w)[0-9]+\p{L}+"
)


_POWER_OF_TEN = re.compile(rf"(?<!\d)10[⁻⁺-]?[{RAISED}]")


def parse_target(text: str) -> Target:
    """The comparator and value a target cell prints; `text` with no value where it prints no one
    number. `text` is the cell as printed, in any Unicode form and case. Never raises."""
    text = text.strip()
    if len(text) > _LONGEST_CELL or _POWER_OF_TEN.search(text):
        return _TEXT
    plain = lower_forms(text).rstrip(" .;,")
    if found := _RANGE.fullmatch(plain):
        return _range(found)
    found = _ONE.fullmatch(plain)
    return _TEXT if found is None else _one(found)


def _one(found: Match) -> Target:
    """A number with a comparator before it, or with `trở lên` after it, or alone."""
    beyond = _AND_BEYOND.match(found["rest"])
    rest = found["rest"][beyond.end() :] if beyond else found["rest"]
    value = _value(found["low"], found["unit"])
    comparator = _COMPARATORS.get(found["sign"] or "=", "=")
    if beyond:
        comparator = ">=" if beyond[1] == "lên" else "<="
    contradicts = bool(beyond and found["sign"]) or bool(found["since"] and not beyond)
    if value is None or contradicts or _says_more(rest):
        return _TEXT
    return Target(comparator, value)


def _range(found: Match) -> Target:
    """Two numbers in rising order; a magnitude after the second belongs to both."""
    low = _value(found["low"], found["low_unit"] or found["unit"])
    high = _value(found["high"], found["unit"])
    years = re.fullmatch(r"(?:19|20)[0-9]{2} (?:19|20)[0-9]{2}", f"{found['low']} {found['high']}")
    if low is None or high is None or low > high or years or _says_more(found["rest"]):
        return _TEXT
    return Target("range", low, high)


def _value(number: str, magnitude: str | None) -> float | None:
    """The value of a printed number; None when its separator reads both ways."""
    if _THOUSANDS.fullmatch(number):
        number = re.sub("[. ]", "", number)
    elif _AMBIGUOUS.fullmatch(number):
        return None
    return float(Decimal(number.replace(",", ".")) * _MAGNITUDES.get(magnitude or "", 1))


def _says_more(rest: str) -> bool:
    """Whether the words after a value hold another number, or make it a difference."""
    return "so với" in rest or any(char.isdigit() for char in _HARMLESS.sub("", rest))


_OUTLOOK = re.compile(r"(?:tam nhin|dinh huong|so voi)(?: den| toi)?(?: het)?(?: nam)? \d{4}")
_CITED = compiled(
    r"(?<!den )(?<!truoc )(?:ngay \d{1,2} thang \d{1,2} nam \d{4}"
    r"|(?<![\w/])(?:ngay )?\d{1,2}/\d{1,2}/\d{4})"
)
_YEARS = compiled(
    r"(?<![\w.-])(?:\d{1,2}/){0,2}(?:(?:19|20)\d{2} ?(?:-|den|toi) ?(?:nam )?)?"
    r"((?:19|20)\d{2})(?![\w/]|-[a-z]|[.,]\d)"
)


def parse_target_year(heading: str) -> int | None:
    """The year the targets under a heading are for: `Đến năm 2030`, the last of a period
    (`Giai đoạn 2026 - 2030`). None when it names none, or several.

    An outlook (`tầm nhìn đến năm 2045`), a year compared with and the date of a cited document
    are not counted.
    """
    if len(heading) > _LONGEST_CELL:
        return None
    folded = _CITED.sub("", _OUTLOOK.sub("", without_accents(lower_forms(heading))))
    years = {int(year) for year in _YEARS.findall(folded)}
    return years.pop() if len(years) == 1 else None
