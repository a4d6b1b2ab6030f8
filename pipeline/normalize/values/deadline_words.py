"""The words of a deadline: dates, quarters, years and the words that tie them, as tokens.

The words and forms are in `deadlines.toml`; `deadlines` reads what the tokens say together.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.frozen import dataclass
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import without_accents

Recurrence = Literal["continuous", "weekly", "monthly", "quarterly", "yearly"]

_LEAP_YEAR = 2000


_CENTURY, _SHORT_YEARS = 2000, 100
"""What a year of two digits leaves out, and the years that have two."""


@dataclass(frozen=True, slots=True)
class Point:
    """A printed date or period. `number` is the month, the quarter, or of a half the months
    counted from the beginning (+) or the end (-) of the year; unit "" is a bare number, `lone`
    when it is a month unless its neighbour says otherwise."""

    unit: Literal["day", "month", "quarter", "half", "year", ""]
    year: int | None = None
    number: int | None = None
    day: int | None = None
    edge: str = ""
    cued: bool = False
    lone: bool = False

    def span(self, year: int | None) -> tuple[date, date] | None:
        """First and last day; None when no year is known. Raises ValueError: no such date."""
        known = self.year or year
        first, last = self._days(known or _LEAP_YEAR)
        return (first, last) if known else None

    def _days(self, year: int) -> tuple[date, date]:
        n = self.number or 0
        if self.unit == "day":
            return date(year, n, self.day or 0), date(year, n, self.day or 0)
        months = {
            "month": (n, n),
            "quarter": (3 * n - 2, 3 * n),
            "half": (1, n) if n > 0 else (13 + n, 12),
            "year": (1, 12),
        }
        first, last = months.get(self.unit, (0, 0))
        return date(year, first, 1), date(year, last, monthrange(year, max(last, 1))[1])


_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4,
             "sau": 6, "chin": 9}  # fmt: skip


def _number(text: str | None) -> int | None:
    return None if text is None else _NUMERALS.get(text) or int(text)


def _point(found: re.Match[str]) -> Point:
    """The point a pattern of `deadlines.toml` found, from the names of its groups."""
    groups = {name: text for name, text in found.groupdict().items() if text is not None}
    year = _number(groups.get("year"))
    year = year + _CENTURY if year is not None and year < _SHORT_YEARS else year
    if "end" in groups:
        months = _number(groups.get("half", "6")) or 0
        return Point("half", year, months if groups["end"] == "dau" else -months)
    if "day" in groups:
        return Point("day", year, _number(groups.get("month")), _number(groups["day"]))
    if bare := groups.get("bare", groups.get("number")):
        return Point("", year, _number(bare), lone="number" in groups)
    for unit in ("quarter", "month"):
        if unit in groups:
            return Point(unit, year, _number(groups[unit]))
    return Point("year", year, edge=groups.get("edge", ""))


# A cell as tokens: P a point, R a recurrence, C what ties the deadline to something else, A what
# is to be done, F T N O E L i the phrases below, W another word, ":" a label with its colon,
# "," "-" ";" the joints, X a sign with no reading.

_TAGS = {
    "from": "F", "to": "T", "now": "N", "open": "O", "edge": "E", "joint": ",", "limit": "L",
    "preposition": "i", "action": "A", "basis": "C", "event": "C", "periodic": "R",
    "continuous": "R",
}  # fmt: skip
_PUNCTUATION = {**dict.fromkeys(",+&/", ","), **dict.fromkeys(".:", ":"), ";": ";", "•": ";",
                "-": "-"}  # fmt: skip
_SHORTEST_FIRST: tuple[Recurrence, ...] = (
    "continuous", "weekly", "monthly", "quarterly", "yearly",
)  # fmt: skip
_PERIODS = {
    (1, "tuan"): "weekly", (1, "thang"): "monthly",
    (1, "quy"): "quarterly", (1, "qui"): "quarterly",
    (3, "thang"): "quarterly", (1, "nam"): "yearly", (12, "thang"): "yearly",
}  # fmt: skip
_REST = re.compile(r"[a-z]+(?!\w)|[,;.:+&•/-]|[^\s,;]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a deadline: its part of speech as a letter, its form, the date it names."""

    tag: str
    value: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class _Forms:
    """`deadlines.toml` ready for use: by kind of token its patterns, which are tried in order; by
    folded phrase its list and its spellings."""

    patterns: dict[str, tuple[re.Pattern[str], ...]]
    counted: re.Pattern[str]
    phrase: re.Pattern[str]
    lists: dict[str, str]
    spellings: dict[str, set[str]]


@cache
def deadline_forms() -> _Forms:
    """The facts of deadlines.toml, read once."""
    data = load_beside(__file__, "deadlines.toml")
    part = data["parts"]

    def pattern(form: str) -> re.Pattern[str]:
        for _ in range(2):  # a part may hold another
            form = re.sub("«([A-Z]+)»", lambda name: part[name[1]], form)
        return re.compile(form, re.ASCII)

    lists: dict[str, str] = {}
    spellings: dict[str, set[str]] = {}
    for name, phrases in data["phrases"].items():
        for phrase in phrases:
            folded = without_accents(phrase)
            lists[folded] = name
            spellings.setdefault(folded, {folded}).add(phrase)
    ends = {"date": r"(?![\w/]|\.\d)"}
    return _Forms(
        {
            kind: tuple(pattern(form["pattern"] + ends.get(kind, "")) for form in data[kind])
            for kind in ("silent", "recurring", "date", "label")
        },
        pattern("(?:(«COUNT») )?(«UNIT»)"),
        pattern(rf"(?:{'|'.join(sorted(lists, key=len, reverse=True))})(?!\w)"),
        lists,
        spellings,
    )


@cache
def written_words() -> frozenset[str]:
    """The syllables that deadlines are written with, but for those of what is to be done and of
    what they hang on.

    >>> {"quý", "tháng", "thường", "trước"} <= written_words(), "nghị" in written_words()
    (True, False)
    """
    data = load_beside(__file__, "deadlines.toml")
    named = (name for name in data["phrases"] if name not in ("action", "basis", "event"))
    phrases = (phrase for name in named for phrase in data["phrases"][name])
    return frozenset(data["words"]["written"]).union(*(phrase.split() for phrase in phrases))


def lex(plain: str) -> Iterator[Token]:
    """The tokens of a cell in lower case, dates and known phrases recognised."""
    text, at = without_accents(plain), 0
    while at < len(text):
        token, at = _token_at(plain, text, at)
        if token is not None:
            yield token


def _token_at(plain: str, text: str, at: int) -> tuple[Token | None, int]:
    """The token of `text` at `at` and where it ends; None for what says nothing."""
    if text[at] == " ":
        return None, at + 1
    for kind, patterns in deadline_forms().patterns.items():
        for pattern in patterns:
            if found := pattern.match(text, at):
                return _pattern_token(kind, found, text[:at][-1:]), found.end()
    return _phrase_or_rest(plain, text, at)


def _pattern_token(kind: str, found: re.Match[str], before: str) -> Token | None:
    """A date is X when there is no such date, or when it stands inside a longer sign."""
    if kind == "silent":
        return None
    if kind == "label":
        return Token(":")
    if kind == "recurring":
        return Token("R", _period(found))
    point = _point(found)
    try:
        if point.unit and point.number is not None:
            point.span(None)
    except ValueError:
        return Token("X")
    return Token("X") if before.isalnum() or before == "/" else Token("P", point=point)


def _phrase_or_rest(plain: str, text: str, at: int) -> tuple[Token, int]:
    forms = deadline_forms()
    if found := forms.phrase.match(text, at):
        phrase, end = found.group(), found.end()
        if " " in phrase or plain[at:end] in forms.spellings[phrase]:
            name = forms.lists[phrase]
            value = {"basis": name, "event": name, "continuous": name, "periodic": ""}
            return Token(_TAGS[name], value.get(name, phrase)), end
    found = _REST.match(text, at)
    rest = found.group() if found else text[at]
    return Token(_PUNCTUATION.get(rest) or ("W" if rest.isalpha() else "X")), at + len(rest)


def _period(found: re.Match[str]) -> str:
    """The shortest period a recurrence names; "other" when one of them has no name here."""
    periods = {
        _PERIODS.get((_number(count or "1") or 0, unit), "other")
        for count, unit in deadline_forms().counted.findall(found["every"])
    }
    once = _number(found.groupdict().get("times") or "1") == 1
    return (once and shortest(periods)) or "other"


def shortest(periods: set[str]) -> Recurrence | None:
    """The shortest of the named periods; None where one of them has no name."""
    if "other" in periods and "continuous" not in periods:
        return None
    return next((name for name in _SHORTEST_FIRST if name in periods), None)


def attach(tokens: Sequence[Token]) -> list[Token]:
    """Edges and prepositions joined to the point after them; without one, edges and beginnings
    tie to an event (`trước Tết`, `kể từ ngày ký`) or are words like any other."""
    done: list[Token] = []
    for token in reversed(tokens):
        point = done[-1].point if done else None
        if point and token.tag == "E" and not (point.unit or point.year):
            point = None  # "sau 03 tháng" is a duration
        if token.tag in "iE" and point:
            edge = token.value if token.tag == "E" else point.edge
            done[-1] = replace(done[-1], point=replace(point, edge=edge, cued=True))
        elif token.value in ("truoc", "sau", "ke tu", "tinh tu") and done and not point:
            done.append(Token("C", "event"))
        elif token.tag in "EFT" and not point and not (done and done[-1].tag == "N"):
            done.append(Token("W"))
        elif token.tag != "i":
            done.append(token)
    return done[::-1]


def resolve(tokens: list[Token]) -> list[Token]:
    """Bare numbers given the unit, and points the month and year, of the points beside them."""
    at = [index for index, token in enumerate(tokens) if token.point]
    points = [token.point for token in tokens if token.point]
    near = [all(t.tag in ",-TF" for t in tokens[a + 1 : b]) for a, b in pairwise(at)]
    _borrow_units(points, near)
    for k in reversed(range(len(points) - 1)):
        points[k] = _borrow_date(points[k], points[k + 1], of_year=False)
    for k in range(1, len(points)):
        points[k] = _borrow_date(points[k], points[k - 1], of_year=True)
    resolved = iter(points)
    return [replace(t, point=next(resolved)) if t.point else t for t in tokens]


def _borrow_units(points: list[Point], near: list[bool]) -> None:
    """`Quý II, IV/2026` from the left, `7 - 8/2025` from the right; `7/2025` alone is a month."""
    for k, point in enumerate(points):
        if not point.unit and k and near[k - 1] and points[k - 1].year is None:
            points[k] = _in_unit_of(point, points[k - 1])
        if not points[k].unit and point.lone:
            points[k] = replace(point, unit="month")
    for k in reversed(range(len(points) - 1)):
        if not points[k].unit and near[k]:
            points[k] = _in_unit_of(points[k], points[k + 1])


def _in_unit_of(bare: Point, other: Point) -> Point:
    if other.unit == "day":
        return replace(bare, unit="day", day=bare.number, number=other.number)
    return replace(bare, unit=other.unit) if other.unit in ("month", "quarter") else bare


def _borrow_date(point: Point, other: Point, *, of_year: bool) -> Point:
    if point.unit == other.unit == "day" and point.number is None:
        point = replace(point, number=other.number)
    if point.year is None and (of_year or other.unit != "year"):
        point = replace(point, year=other.year)
    return point
