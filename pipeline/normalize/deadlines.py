"""The deadline of a task: a printed cell → its kind, last day, first day and recurrence.

A cell is read as a whole or not at all: a number or word without a place in the reading makes it
`unparsed`. Words and forms are in `deadlines.toml`. What the fields say:

- *day*, *month*, *quarter*, *year*: how finely the end is printed; `due_date` is the last day of
  that period. Half years (`6 tháng đầu năm 2025`) are counted in months: kind *month*. Of a range
  the end decides, and its first day is `start_date`.
- *Trước* a day is that day, as the offices use it; before a month, quarter or year it is the day
  before that begins. *Cuối* and *hết*: its last day. *Đầu* and *giữa* print no last day: None.
- *open_ended* has only a beginning; *sau* a date begins the day after it.
- *recurring* takes the shortest period printed, None when that has no name (`6 tháng/lần`); its
  dates come only from years in the cell (`Hằng năm, giai đoạn 2026 - 2030`).
- *conditional*: tied to another text or an event; dates inside are not deadlines. A date followed
  by its ground (`Quý I/2026 theo kế hoạch …`) stays a date.
- *compound*: several deadlines. `due_date` is the day by which all are over: the latest one, None
  when one of them has no last day, unless a "no later than" closes the cell. `start_date` is the
  earliest printed beginning, `recurrence` that of a recurring part.
- Words in brackets are remarks: a date there counts when it lies in the printed period
  (`Quý IV/2025 (trước 15/11/2025)`) or after it (compound); other words change nothing.
- A missing year comes from a neighbouring deadline of the cell, then from the document. A
  two-digit year is never 20: `12/20` is also what a cut leaves of `12/2025`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.datafiles import load_beside

DeadlineKind = Literal[
    "day", "month", "quarter", "year", "recurring", "open_ended", "conditional", "compound",
    "blank", "unparsed",
]  # fmt: skip
Recurrence = Literal["continuous", "weekly", "monthly", "quarterly", "yearly"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A parsed cell: `due_date` is the last day by which, `start_date` a printed beginning."""

    kind: DeadlineKind
    due_date: date | None = None
    start_date: date | None = None
    recurrence: Recurrence | None = None


_UNPARSED = Deadline("unparsed")
_CONDITIONAL = Deadline("conditional")
_DATED = ("day", "month", "quarter", "year")
_LONGEST_CELL = 2_000  # characters; the longest printed one has about 150
_MOST_WORDS = 12  # of what is to be done by a date; more is a sentence, not a deadline
_LEAP_YEAR = 2000

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_MAP = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹" + _INVISIBLE, "")}
)


def plain_lower(text: str) -> str:
    """`text` in lower-case NFC with ASCII forms, hyphens and single spaces; raised digits
    (footnote marks) left out."""
    compatible = unicodedata.normalize("NFKC", text.translate(_MAP)).casefold()
    return " ".join(unicodedata.normalize("NFC", compatible).translate(_MAP).split())


def without_accents(text: str) -> str:
    """Each letter of NFC `text` as its base letter; the length stays the same."""
    return "".join(map(_base_letter, text))


@cache
def _base_letter(char: str) -> str:
    if char == "đ":
        return "d"
    return unicodedata.normalize("NFD", char)[0] if char.isalpha() else char


@dataclass(frozen=True, slots=True)
class _Point:
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


def _point(found: re.Match[str]) -> _Point:
    """The point a pattern of `deadlines.toml` found, from the names of its groups."""
    groups = {name: text for name, text in found.groupdict().items() if text is not None}
    year = _number(groups.get("year"))
    year = year + 2000 if year is not None and year < 100 else year
    if "end" in groups:
        months = _number(groups.get("half", "6")) or 0
        return _Point("half", year, months if groups["end"] == "dau" else -months)
    if "day" in groups:
        return _Point("day", year, _number(groups.get("month")), _number(groups["day"]))
    if bare := groups.get("bare", groups.get("number")):
        return _Point("", year, _number(bare), lone="number" in groups)
    for unit in ("quarter", "month"):
        if unit in groups:
            return _Point(unit, year, _number(groups[unit]))
    return _Point("year", year, edge=groups.get("edge", ""))


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
    (1, "tuan"): "weekly", (1, "thang"): "monthly", (1, "quy"): "quarterly",
    (3, "thang"): "quarterly", (1, "nam"): "yearly", (12, "thang"): "yearly",
}  # fmt: skip
_REST = re.compile(r"[a-z]+(?!\w)|[,;.:+&•/-]|[^\s,;]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Token:
    tag: str
    value: str = ""
    point: _Point | None = None


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
def _forms() -> _Forms:
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


def _lex(plain: str) -> Iterator[_Token]:
    text, at = without_accents(plain), 0
    while at < len(text):
        token, at = _token_at(plain, text, at)
        if token is not None:
            yield token


def _token_at(plain: str, text: str, at: int) -> tuple[_Token | None, int]:
    """The token of `text` at `at` and where it ends; None for what says nothing."""
    if text[at] == " ":
        return None, at + 1
    for kind, patterns in _forms().patterns.items():
        for pattern in patterns:
            if found := pattern.match(text, at):
                return _pattern_token(kind, found, text[:at][-1:]), found.end()
    return _phrase_or_rest(plain, text, at)


def _pattern_token(kind: str, found: re.Match[str], before: str) -> _Token | None:
    """A date is X when there is no such date, or when it stands inside a longer sign."""
    if kind == "silent":
        return None
    if kind == "label":
        return _Token(":")
    if kind == "recurring":
        return _Token("R", _period(found))
    point = _point(found)
    try:
        if point.unit and point.number is not None:
            point.span(None)
    except ValueError:
        return _Token("X")
    return _Token("X") if before.isalnum() or before == "/" else _Token("P", point=point)


def _phrase_or_rest(plain: str, text: str, at: int) -> tuple[_Token, int]:
    forms = _forms()
    if found := forms.phrase.match(text, at):
        phrase, end = found.group(), found.end()
        if " " in phrase or plain[at:end] in forms.spellings[phrase]:
            name = forms.lists[phrase]
            value = {"basis": name, "event": name, "continuous": name, "periodic": ""}
            return _Token(_TAGS[name], value.get(name, phrase)), end
    found = _REST.match(text, at)
    rest = found.group() if found else text[at]
    return _Token(_PUNCTUATION.get(rest) or ("W" if rest.isalpha() else "X")), at + len(rest)


def _period(found: re.Match[str]) -> str:
    """The shortest period a recurrence names; "other" when one of them has no name here."""
    periods = {
        _PERIODS.get((_number(count or "1") or 0, unit), "other")
        for count, unit in _forms().counted.findall(found["every"])
    }
    once = _number(found.groupdict().get("times") or "1") == 1
    return (once and _shortest(periods)) or "other"


def _shortest(periods: set[str]) -> Recurrence | None:
    if "other" in periods and "continuous" not in periods:
        return None
    return next((name for name in _SHORTEST_FIRST if name in periods), None)


def _attach(tokens: Sequence[_Token]) -> list[_Token]:
    """Edges and prepositions joined to the point after them; without one, edges and beginnings
    tie to an event (`trước Tết`, `kể từ ngày ký`) or are words like any other."""
    done: list[_Token] = []
    for token in reversed(tokens):
        point = done[-1].point if done else None
        if point and token.tag == "E" and not (point.unit or point.year):
            point = None  # "sau 03 tháng" is a duration
        if token.tag in "iE" and point:
            edge = token.value if token.tag == "E" else point.edge
            done[-1] = replace(done[-1], point=replace(point, edge=edge, cued=True))
        elif token.value in ("truoc", "sau", "ke tu", "tinh tu") and done and not point:
            done.append(_Token("C", "event"))
        elif token.tag in "EFT" and not point and not (done and done[-1].tag == "N"):
            done.append(_Token("W"))
        elif token.tag != "i":
            done.append(token)
    return done[::-1]


def _resolve(tokens: list[_Token]) -> list[_Token]:
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


def _borrow_units(points: list[_Point], near: list[bool]) -> None:
    """`Quý II, IV/2026` from the left, `7 - 8/2025` from the right; `7/2025` alone is a month."""
    for k, point in enumerate(points):
        if not point.unit and k and near[k - 1] and points[k - 1].year is None:
            points[k] = _in_unit_of(point, points[k - 1])
        if not points[k].unit and point.lone:
            points[k] = replace(point, unit="month")
    for k in reversed(range(len(points) - 1)):
        if not points[k].unit and near[k]:
            points[k] = _in_unit_of(points[k], points[k + 1])


def _in_unit_of(bare: _Point, other: _Point) -> _Point:
    if other.unit == "day":
        return replace(bare, unit="day", day=bare.number, number=other.number)
    return replace(bare, unit=other.unit) if other.unit in ("month", "quarter") else bare


def _borrow_date(point: _Point, other: _Point, *, of_year: bool) -> _Point:
    if point.unit == other.unit == "day" and point.number is None:
        point = replace(point, number=other.number)
    if point.year is None and (of_year or other.unit != "year"):
        point = replace(point, year=other.year)
    return point


_RUN = re.compile(r"[,-]*[:AW][:AW,-]*|,+(?!O)")
_KNOWN_RUN = re.compile(r"[,-]*(?::[,-]*)*(?:A[:AW,-]*)?|,+")
_ITEM = re.compile(r"(?P<open>F?P,?O|FP|P[-T]PO|FPTPO)|(?P<range>F?P[-T]P)|(?:FN[-T]|T)?P")


def _items(tokens: Sequence[_Token]) -> list[list[_Token]]:
    """The deadlines listed, words of what is to be done left out. Raises ValueError when some
    word or sign has no place in the reading."""
    kept = [token for token in tokens if token.tag != "L"]
    tags = "".join(token.tag for token in kept)
    items, begin = [], 0
    for run in _RUN.finditer(tags):
        words, after = run.group(), [token.point for token in kept[run.end() : run.end() + 1]]
        cited = words.endswith("W") and after and after[0] and _is_cited(after[0])
        if cited or words.count("W") > _MOST_WORDS or not _KNOWN_RUN.fullmatch(words):
            raise ValueError(words)
        items.append(kept[begin : run.start()])
        begin = run.end()
    items.append(kept[begin:])
    return [item for item in items if any(token.tag != "-" for token in item)]


def _is_cited(point: _Point) -> bool:
    """A bare day after words may be the date of the document they name."""
    return point.unit == "day" and not point.cued


def _item(tokens: Sequence[_Token], year: int | None) -> Deadline:
    """One deadline: a point, a range or a beginning. Raises ValueError when it is none."""
    tags = "".join(token.tag for token in tokens)
    form = _ITEM.fullmatch(tags.strip("-"))
    points = [token.point for token in tokens if token.point]
    if form is None:
        raise ValueError(tags)
    if form["open"]:
        return Deadline("open_ended", None, _beginning(points[0], year))
    end = _single(points[-1], year)
    if not form["range"]:
        return end
    start = _beginning(points[0], year)
    if end.kind == "open_ended" or (start and end.due_date and start > end.due_date):
        raise ValueError(tags)
    return replace(end, start_date=start)


def _single(point: _Point, year: int | None) -> Deadline:
    kind: DeadlineKind = "month" if point.unit == "half" else point.unit or "unparsed"
    span = point.span(year)
    if point.edge == "sau":
        return Deadline("open_ended", None, _beginning(point, year))
    if span is None or point.edge in ("dau", "giua"):
        return Deadline(kind)
    before = point.edge == "truoc" and kind != "day"
    return Deadline(kind, span[0] - timedelta(days=1) if before else span[1])


def _beginning(point: _Point, year: int | None) -> date | None:
    """The day a period begins on; None where the print leaves it open (`từ giữa năm`)."""
    span = point.span(year)
    if span is None or point.edge in ("giua", "cuoi", "truoc"):
        return None
    return span[1] + timedelta(days=1) if point.edge in ("sau", "het") else span[0]


def _dated(tokens: Sequence[_Token], year: int | None) -> Deadline:
    try:
        return _combine([_item(item, year) for item in _items(tokens)])
    except (ValueError, OverflowError):
        return _UNPARSED


def _recurring(tokens: Sequence[_Token], year: int | None) -> Deadline:
    """Recurring, between the dates printed; `… và hằng năm` after a date is a second deadline."""
    period = _shortest({token.value for token in tokens if token.tag == "R"})
    deadline = Deadline("recurring", recurrence=period)
    rest = [token for token in tokens if token.tag != "R"]
    if not any(token.point and token.point.year for token in rest):
        return deadline
    bounds = _dated(rest, year)
    if bounds.kind == "unparsed":
        return deadline
    order = "".join("&" if t.value in ("va", "sau do") else t.tag for t in tokens if t.tag in ",PR")
    order = order.replace(",", "")
    if "P&R" in order or "R&P" in order:
        return _combine([bounds, deadline])
    return replace(deadline, due_date=bounds.due_date, start_date=bounds.start_date)


def _segment(tokens: Sequence[_Token], year: int | None) -> Deadline:
    """The part of a cell between two semicolons."""
    tie = next((k for k, token in enumerate(tokens) if token.tag == "C"), len(tokens))
    head = tokens[:tie]
    if any(token.tag == "R" for token in head):
        return _recurring(head, year)
    if tie == len(tokens):
        return _dated(head, year)
    if not any(token.point and token.point.unit for token in head):
        return _conditional(tokens[tie:], year)
    deadline = _dated(head, year)
    joined = tokens[tie].value == "event" or head[-1].value in ("va", "hoac")
    return _combine([deadline, _CONDITIONAL]) if joined else deadline


def _conditional(tokens: Sequence[_Token], year: int | None) -> Deadline:
    """Tied to something else, unless closed by a day it must not pass (`…, chậm nhất 31/12`)."""
    limits = [k for k, token in enumerate(tokens) if token.tag == "L"]
    latest = _dated(tokens[limits[-1] :], year) if limits else _UNPARSED
    return replace(latest, kind="compound") if latest.due_date else _CONDITIONAL


def _combine(parts: Sequence[Deadline]) -> Deadline:
    """Several deadlines as one; the head of the module says what a compound tells."""
    kinds = {part.kind for part in parts}
    if not parts or "unparsed" in kinds:
        return _UNPARSED
    periods: set[str] = {part.recurrence for part in parts if part.recurrence}
    if len(parts) == 1 or kinds == {"conditional"}:
        return parts[0]
    if kinds <= {"recurring", "conditional"}:
        return Deadline("recurring", recurrence=_shortest(periods))
    ends = [part.due_date for part in parts if part.due_date]
    starts = [part.start_date for part in parts if part.start_date]
    due = max(ends) if len(ends) == len(parts) else None
    return Deadline("compound", due, min(starts, default=None), _shortest(periods))


def _read(tokens: Sequence[_Token], year: int | None) -> Deadline:
    """The deadline of a text without brackets."""
    ends = [k for k, token in enumerate(tokens) if token.tag == ";"]
    parts: list[Deadline] = []
    segment: Sequence[_Token] = ()
    for begin, end in pairwise([-1, *ends, len(tokens)]):
        words_only = all(token.tag in "AW,:-" for token in tokens[begin + 1 : end])
        if end == begin + 1 or (words_only and parts and parts[-1].kind == "conditional"):
            continue  # "theo kế hoạch của Bộ A; Bộ B" goes on with the condition
        segment = tokens[begin + 1 : end]
        parts.append(_segment(segment, year))
    deadline = _combine(parts)
    closed = deadline.kind == "compound" and any(token.tag == "L" for token in segment)
    return replace(deadline, due_date=parts[-1].due_date) if closed else deadline


def _refine(main: Deadline, remark: Deadline, *, bare: bool) -> Deadline:
    """`main` with what a bracketed remark adds; `bare` says that it holds nothing but dates."""
    if main.kind == "recurring" and remark.start_date and bare:
        return replace(main, due_date=remark.due_date, start_date=remark.start_date)
    if main.kind not in _DATED or remark.kind not in _DATED:
        return main
    if main.due_date is None or remark.due_date is None:
        return main
    if remark.due_date > main.due_date:
        return main if _opening(remark) <= _opening(main) else _combine([main, remark])
    inside = _opening(main) <= remark.due_date < main.due_date
    return remark if bare and inside else main


def _opening(deadline: Deadline) -> date:
    """The first day of the period a dated deadline ends with."""
    due = deadline.due_date or date.max
    months = {"day": 0, "month": 1, "quarter": 3, "year": 12}[deadline.kind]
    first = due.replace(month=due.month - months + 1, day=1) if months else due
    return deadline.start_date or first


_BRACKETS = re.compile(r"\(([^()]*)\)?")
_SLASH = re.compile(r" ?/ ?")


def parse_deadline(text: str, year: int | None = None) -> Deadline:
    """The deadline a cell prints.

    `text` is the cell as printed, in any Unicode form and case. `year` is that of the document,
    used only where the cell names none; without it such a cell has its kind but no dates. Never
    raises: what has no certain reading is `unparsed`, also a cell of over 2,000 characters.
    """
    if len(text := text.strip()) > _LONGEST_CELL:
        return _UNPARSED if text.strip("- ") else Deadline("blank")
    plain = _SLASH.sub("/", plain_lower(text))
    if not plain.strip("- "):
        return Deadline("blank")
    remarks = _BRACKETS.findall(plain)
    outside = _BRACKETS.sub(" ", plain).strip(" .,;-")
    if not outside and remarks:
        outside, remarks = remarks[0], []
    deadline = _read(_resolve(_attach(list(_lex(outside)))), year)
    for remark in remarks:
        tokens = _resolve(_attach(list(_lex(remark))))
        near = deadline.due_date.year if deadline.due_date else year
        bare = all(token.tag in "PFTL,-" for token in tokens)
        deadline = _refine(deadline, _read(tokens, near), bare=bare)
    return deadline
