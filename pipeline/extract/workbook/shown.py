"""Values of cells as their number formats show them (ECMA-376 part 1, 18.8.30 and 18.8.31).

A format has up to four sections: for positive and negative numbers, zero and text. Widths are not
known here, so nothing is cut to `####`, and a number in the format `General` keeps all its digits.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from openpyxl.utils.datetime import from_excel, to_excel

from pipeline.frozen import dataclass

Language = Literal["vi", "en"]

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<ampm>AM/PM|A/P)"
    r"|(?P<exponent>[Ee][+-])|(?P<date>y+|m+|d+|h+|s+|e+|g+)|(?P<digit>[0#?])|(?P<mark>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")
_ELAPSED: Final = re.compile(r"h+|m+|s+", re.IGNORECASE)
_FRACTION: Final = re.compile(r"(?P<whole>[#0?]+\s+)?(?P<over>[#0?]+)/(?P<under>[#?0-9]+)")
_LOCALE: Final = re.compile(r"\$(?P<symbol>[^-\]]*)(?:-(?P<code>[0-9A-Fa-f]+))?")
_SYSTEM_DATES: Final = {"mm-dd-yy": "dd/mm/yyyy", "m/d/yy h:mm": "dd/mm/yyyy h:mm"}
"""Built-in formats 14 and 22 follow the system's region, whatever the file writes for them."""
_VIETNAMESE: Final = 0x2A
_PRECISION: Final = 15
_GENERAL_DIGITS: Final = 10

_GENERAL_WIDTH: Final = 11
"""Characters a small number may have in the format `General` before it is shown with a power."""
_MAX_DIGITS: Final = 60
_DAYS: Final = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "vi": tuple(
        f"Tháng {name}"
        for name in (
            *("Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy"),
            *("Tám", "Chín", "Mười", "Mười Một", "Mười Hai"),
        )
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
_SEPARATORS: Final[dict[Language, tuple[str, str]]] = {"vi": (",", "."), "en": (".", ",")}


_NUMBERS = 3
"""Sections of a number format for numbers: above zero, below, zero; a fourth is for text (ECMA-376,
18.8.31)."""
_LONGEST_CODE = 8
"""Digits of a locale code ([MS-LCID])."""
_ENGLISH = 0x09
"""Primary language of English locales ([MS-LCID])."""
_WHOLE = 1e15
"""Whole numbers below are exact in a workbook."""
_LARGE = 1e9
"""Numbers from here on are shown with all their digits: counts, sums."""
_NOON = 12  # hours before it are AM
_NAMED, _INITIAL = 3, 5
"""Letters of a date code: below three a number, three the short name, five the first letter
(ECMA-376, 18.8.31)."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


_TEXT, _POINT, _GROUP, _PERCENT = (_Token("mark", sign) for sign in "@.,%")


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: its tokens, the condition it holds under, its language."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None
    language: Language | None

    @property
    def is_date(self) -> bool:
        return any(token.kind in ("date", "elapsed", "ampm") for token in self.tokens)

    @property
    def is_text(self) -> bool:
        """Whether it shows texts, and no number."""
        return _TEXT in self.tokens


def shown(value: object, number_format: str, language: Language, epoch: datetime) -> str:
    """A cell's value as a person sees it.

    `value` is text, a number or a truth value as the file stores it; dates are numbers of days
    since `epoch`, or dates where the file writes them so (cells of type `d`). A number that its
    format cannot show is shown plainly.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date) and any(s.is_date for s in _sections(number_format)):
        value = _days(value, epoch)
    if isinstance(value, int | float):
        return _number(value, number_format, language, epoch)
    text = str(value)
    sections = _sections(number_format)
    if len(sections) > _NUMBERS or sections[-1].is_text:
        return _literals(sections[-1], text)
    return text


def _days(moment: datetime | date, epoch: datetime) -> float:
    """The number of days that stands for a moment."""
    days: float = to_excel(moment, epoch)  # type: ignore[no-untyped-call]
    return days


def depends_on_language(value: object, number_format: str, epoch: datetime) -> bool:
    """Whether the separators of a language show in a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    vietnamese = shown(value, number_format, "vi", epoch)
    return vietnamese != shown(value, number_format, "en", epoch)


def _number(value: float, number_format: str, language: Language, epoch: datetime) -> str:
    number_format = _SYSTEM_DATES.get(number_format, number_format)
    sections = _sections(number_format)
    section, signed = _section_for(value, sections)
    if section is None:
        return _general(value, language)
    language = section.language or language
    try:
        if section.is_date:
            return _date(value, section.tokens, language, epoch)
        return _plain_number(abs(value) if signed else value, section, language)
    except (ValueError, OverflowError, InvalidOperation, ZeroDivisionError):
        return _general(value, language)


def _section_for(value: float, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """The section that shows a number, and whether it shows the sign itself; none where all are for
    texts: a number in a cell of the format `@` is shown as in `General`."""
    numeric = [section for section in sections[:_NUMBERS] if not section.is_text]
    if not numeric:
        return None, False
    for at, section in enumerate(numeric):
        if section.condition is not None and _holds(value, section.condition):
            return section, at > 0 and value < 0
    if any(section.condition for section in numeric):
        return next((s for s in reversed(numeric) if s.condition is None), None), False
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    if value == 0 and len(numeric) >= _NUMBERS:
        return numeric[2], False
    return numeric[0], False


def _holds(value: float, condition: tuple[str, float]) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[sign]


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[_Section, ...]:
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(number_format):
        kind = match.lastgroup or "mark"
        text = match.group(kind)
        if kind == "mark" and text == ";":
            sections.append([])
        elif kind == "bracket" and _ELAPSED.fullmatch(text):
            sections[-1].append(_Token("elapsed", text.lower()))
        else:
            sections[-1].append(_Token(kind, text))
    return tuple(_section(tokens) for tokens in sections[:4])


def _section(tokens: list[_Token]) -> _Section:
    condition: tuple[str, float] | None = None
    language: Language | None = None
    kept: list[_Token] = []
    for token in tokens:
        if token.kind != "bracket":
            kept.append(_as_literal(token))
            continue
        found = _CONDITION.fullmatch(token.text)
        condition = (found[1], float(found[2])) if found else condition
        local = _LOCALE.fullmatch(token.text)
        if local:
            kept.append(_Token("literal", local["symbol"]))
            language = _language(local["code"]) or language
    return _Section(tuple(kept), condition, language)


def _as_literal(token: _Token) -> _Token:
    if token.kind in ("quoted", "escaped"):
        return _Token("literal", token.text)
    if token.kind in ("space", "fill"):
        return _Token("literal", " " if token.kind == "space" else "")
    return token


def _language(code: str | None) -> Language | None:
    """The language of a locale code ([MS-LCID]): the low bits name it."""
    if not code or len(code) > _LONGEST_CODE:
        return None
    primary = int(code, 16) & 0x3FF
    return "vi" if primary == _VIETNAMESE else "en" if primary == _ENGLISH else None


def languages_named(number_format: str) -> set[Language]:
    """The languages a format names in brackets (`[$-42A]`)."""
    return {section.language for section in _sections(number_format) if section.language}


def _literals(section: _Section, text: str) -> str:
    """A text in its section: `@` is the text, everything else stands around it."""
    if not section.tokens:
        return ""
    return "".join(
        text if token == _TEXT or token.kind == "general" else token.text
        for token in section.tokens
    ).strip()


def _general(value: float, language: Language) -> str:
    """A number in the format `General`, all digits of its whole part kept."""
    if value == int(value) and abs(value) < _WHOLE:
        return str(int(value))
    digits = _GENERAL_DIGITS - (abs(value) < 1)  # the zero before the mark takes a place too
    text = f"{value:.{digits}g}" if abs(value) < _LARGE else f"{value:.{_PRECISION}g}"
    if "e-" in text and len(plain := f"{Decimal(text):f}") <= _GENERAL_WIDTH + (value < 0):
        text = plain
    return text.upper().replace(".", _SEPARATORS[language][0])


def _plain_number(value: float, section: _Section, language: Language) -> str:
    kinds = [token.kind for token in section.tokens]
    if "general" in kinds:
        return _around(section, "general", _general(value, language))
    if "digit" not in kinds:
        return "".join(token.text for token in section.tokens).strip()
    pattern = "".join(token.text for token in section.tokens if token.kind != "literal")
    if "exponent" in kinds:
        return _scientific(value, section, language)
    fraction = _FRACTION.search(pattern)
    if fraction:
        return _fraction(value, fraction)
    return _decimal(value, section.tokens, language)


def _around(section: _Section, kind: str, text: str) -> str:
    return "".join(text if token.kind == kind else token.text for token in section.tokens).strip()


def _scientific(value: float, section: _Section, language: Language) -> str:
    before = next(i for i, token in enumerate(section.tokens) if token.kind == "exponent")
    text = "".join(token.text for token in section.tokens[:before])
    places = len(text.partition(".")[2])
    return f"{value:.{places}E}".replace(".", _SEPARATORS[language][0])


def _fraction(value: float, pattern: re.Match[str]) -> str:
    exact = Fraction(Decimal(repr(value)))
    under = pattern["under"]
    if under.isdigit() and under.strip("0"):
        bottom = int(under)
        nearest = Fraction(round(exact * bottom), 1)
        top = int(nearest)
    else:
        nearest = exact.limit_denominator(10 ** len(under) - 1)
        top, bottom = nearest.numerator, nearest.denominator
    if not pattern["whole"]:
        return f"{top}/{bottom}"
    whole, rest = divmod(abs(top), bottom)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return sign + (f"{whole} {rest}/{bottom}" if whole else f"{rest}/{bottom}")


def _decimal(value: float, tokens: tuple[_Token, ...], language: Language) -> str:
    """A number in a mask of digits: grouping, decimal places, percent, scaling by thousands."""
    point, group = _SEPARATORS[language]
    first = next(i for i, token in enumerate(tokens) if token.kind == "digit")
    last = max(i for i, token in enumerate(tokens) if token.kind == "digit")
    dot = next((i for i, t in enumerate(tokens) if t == _POINT), None)
    commas = [i for i, token in enumerate(tokens) if token == _GROUP]
    whole_end = dot if dot is not None and dot > first - 1 else last + 1
    decimal_mask = "" if dot is None else "".join(t.text for t in tokens[dot:] if t.kind == "digit")
    places, least = len(decimal_mask), decimal_mask.rfind("0") + 1
    scaled = _scaled(value, tokens, sum(i > last or i == whole_end - 1 for i in commas))
    number = scaled.quantize(Decimal(1).scaleb(-min(places, _MAX_DIGITS)), ROUND_HALF_UP)
    whole, _, decimals = f"{abs(number):f}".partition(".")
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    grouped = any(first < i < whole_end and i <= last for i in commas)
    mask = [t for i, t in enumerate(tokens[:whole_end]) if i not in commas]
    text = _masked(whole.lstrip("0"), mask, group if grouped else "")
    text += (point + decimals) if decimals or (dot is not None and least) else ""
    tail = tokens[whole_end:] if dot is None else tokens[dot + 1 :]
    text += "".join(t.text for t in tail if t.kind != "digit" and t.text != ",")
    return ("-" if number < 0 else "") + text.strip()


def _scaled(value: float, tokens: tuple[_Token, ...], thousands: int) -> Decimal:
    percents = sum(token == _PERCENT for token in tokens)
    number = Decimal(f"{value:.{_PRECISION}g}")
    return number.scaleb(2 * percents - 3 * thousands)


def _masked(digits: str, mask: list[_Token], group: str) -> str:
    """Digits set into the places of a mask, from the right; the first place takes the rest."""
    out: list[str] = []
    rest = digits
    count = 0
    places = [i for i, token in enumerate(mask) if token.kind == "digit"]
    for at in range(len(mask) - 1, -1, -1):
        token = mask[at]
        if token.kind != "digit":
            out.append(token.text)
            continue
        taken = rest if at == places[0] else rest[-1:]
        rest = "" if at == places[0] else rest[:-1]
        for digit in reversed(taken or ("0" if token.text == "0" else "")):
            if group and count and count % 3 == 0:
                out.append(group)
            out.append(digit)
            count += 1
    return "".join(reversed([piece[::-1] if len(piece) == 1 else piece for piece in out]))


def _date(value: float, tokens: tuple[_Token, ...], language: Language, epoch: datetime) -> str:
    moment = _moment(value, tokens, epoch)
    twelve = any(token.kind == "ampm" for token in tokens)
    out = []
    for at, token in enumerate(tokens):
        if token.kind == "elapsed":
            out.append(_elapsed(value, token.text))
        elif token.kind == "ampm":
            out.append("AM" if moment.hour < _NOON else "PM")
        elif token.kind == "date":
            out.append(_date_part(token.text.lower(), moment, twelve, language, tokens, at))
        elif token.kind not in ("general", "digit"):
            out.append(token.text)
    return "".join(out).strip()


def _moment(value: float, tokens: tuple[_Token, ...], epoch: datetime) -> datetime:
    """The moment a number of days stands for, rounded to the second."""
    if value < 0:
        raise ValueError("no date before the epoch")
    found = from_excel(value, epoch)
    if not isinstance(found, datetime):  # less than a day: a time of day
        found = epoch + timedelta(days=value)
    return (found + timedelta(microseconds=500_000)).replace(microsecond=0)


def _elapsed(value: float, unit: str) -> str:
    seconds = round(value * 86400)
    size = {"h": 3600, "m": 60, "s": 1}[unit[0]]
    return str(seconds // size).zfill(len(unit))


def _date_part(
    part: str,
    moment: datetime,
    twelve: bool,
    language: Language,
    tokens: tuple[_Token, ...],
    at: int,
) -> str:
    if part[0] == "m" and _is_minute(tokens, at):
        return str(moment.minute).zfill(min(2, len(part)))
    if part[0] in "ye":
        return f"{moment:%y}" if len(part) < _NAMED and part[0] == "y" else f"{moment.year:04}"
    if part[0] == "m":
        return _month(moment.month, len(part), language)
    if part[0] == "d":
        return _day(moment, len(part), language)
    if part[0] == "h":
        hour = moment.hour % 12 or 12 if twelve else moment.hour
        return str(hour).zfill(min(2, len(part)))
    return str(moment.second).zfill(min(2, len(part))) if part[0] == "s" else ""


def _month(month: int, letters: int, language: Language) -> str:
    if letters < _NAMED:
        return str(month).zfill(letters)
    name = _MONTHS[language][month - 1]
    if letters == _NAMED:
        return f"Thg{month}" if language == "vi" else name[:3]
    return name[:1] if letters == _INITIAL else name


def _day(moment: datetime, letters: int, language: Language) -> str:
    if letters < _NAMED:
        return str(moment.day).zfill(letters)
    name = _DAYS[language][moment.weekday()]
    return name[:3] if letters == _NAMED and language == "en" else name


def _is_minute(tokens: tuple[_Token, ...], at: int) -> bool:
    """Whether an `m` stands for minutes: after hours or before seconds."""
    timed = [
        (i, token.text[:1].lower())
        for i, token in enumerate(tokens)
        if token.kind in ("date", "elapsed")
    ]
    place = next(n for n, (i, _) in enumerate(timed) if i == at)
    before = timed[place - 1][1] if place else ""
    after = timed[place + 1][1] if place + 1 < len(timed) else ""
    return before == "h" or after == "s"
