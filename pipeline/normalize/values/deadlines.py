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
  dates are bounds with a year in the cell (`Hằng năm, giai đoạn 2026 - 2030`). A date that is no
  bound is a second deadline (`Tháng 12/2025 và hằng năm`).
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
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from pipeline.frozen import dataclass
from pipeline.normalize.values.deadline_words import (
    Point,
    Recurrence,
    Token,
    attach,
    lex,
    resolve,
    shortest,
)
from pipeline.normalize.values.durations import is_duration
from pipeline.writing.letters import lower_forms

DeadlineKind = Literal[
    "day", "month", "quarter", "year", "recurring", "open_ended", "conditional", "compound",
    "duration", "blank", "unparsed",
]  # fmt: skip


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

_RUN = re.compile(r"[,-]*[:AW][:AW,-]*|,+(?!O)")
_KNOWN_RUN = re.compile(r"[,-]*(?::[,-]*)*(?:A[:AW,-]*)?|,+")
_ITEM = re.compile(r"(?P<open>F?P,?O|FP|P[-T]PO|FPTPO)|(?P<range>F?P[-T]P)|(?:FN[-T]|T)?P")


def _items(tokens: Sequence[Token]) -> list[list[Token]]:
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


def _is_cited(point: Point) -> bool:
    """A bare day after words may be the date of the document they name."""
    return point.unit == "day" and not point.cued


def _item(tokens: Sequence[Token], year: int | None) -> Deadline:
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


def _single(point: Point, year: int | None) -> Deadline:
    kind: DeadlineKind = "month" if point.unit == "half" else point.unit or "unparsed"
    span = point.span(year)
    if point.edge == "sau":
        return Deadline("open_ended", None, _beginning(point, year))
    if span is None or point.edge in ("dau", "giua"):
        return Deadline(kind)
    before = point.edge == "truoc" and kind != "day"
    return Deadline(kind, span[0] - timedelta(days=1) if before else span[1])


def _beginning(point: Point, year: int | None) -> date | None:
    """The day a period begins on; None where the print leaves it open (`từ giữa năm`)."""
    span = point.span(year)
    if span is None or point.edge in ("giua", "cuoi", "truoc"):
        return None
    return span[1] + timedelta(days=1) if point.edge in ("sau", "het") else span[0]


def _dated(tokens: Sequence[Token], year: int | None) -> Deadline:
    try:
        return _combine([_item(item, year) for item in _items(tokens)])
    except (ValueError, OverflowError):
        return _UNPARSED


def _recurring(tokens: Sequence[Token], year: int | None) -> Deadline:
    """Recurring, between the bounds printed: a beginning, a period, `đến …` or a whole year. A
    date that is no bound (`Tháng 12/2025 và hằng năm`) is a second deadline."""
    period = shortest({token.value for token in tokens if token.tag == "R"})
    deadline = Deadline("recurring", recurrence=period)
    rest = [token for token in tokens if token.tag != "R"]
    if not any(token.point and token.point.year for token in rest):
        return deadline
    dated = _dated(rest, year)
    if dated.kind == "unparsed":
        return deadline
    order = "".join("&" if t.value in ("va", "sau do") else t.tag for t in tokens)
    order = re.sub("[^PRT&-]", "", order)
    joined = re.search("P&R|R&P|P-R|R-P", order)
    bounds = dated.start_date or "T" in order or dated.kind == "year"
    if bounds and not (joined and not dated.start_date):
        return replace(deadline, due_date=dated.due_date, start_date=dated.start_date)
    return _combine([dated, deadline])


def _segment(tokens: Sequence[Token], year: int | None) -> Deadline:
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


def _conditional(tokens: Sequence[Token], year: int | None) -> Deadline:
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
        return Deadline("recurring", recurrence=shortest(periods))
    ends = [part.due_date for part in parts if part.due_date]
    starts = [part.start_date for part in parts if part.start_date]
    due = max(ends) if len(ends) == len(parts) else None
    return Deadline("compound", due, min(starts, default=None), shortest(periods))


def _read(tokens: Sequence[Token], year: int | None) -> Deadline:
    """The deadline of a text without brackets."""
    ends = [k for k, token in enumerate(tokens) if token.tag == ";"]
    parts: list[Deadline] = []
    segment: Sequence[Token] = ()
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
    plain = _SLASH.sub("/", lower_forms(text))
    if not plain.strip("- "):
        return Deadline("blank")
    if is_duration(plain):  # before dates: `1/2 ngày` is half a day
        return Deadline("duration")
    remarks = _BRACKETS.findall(plain)
    outside = _BRACKETS.sub(" ", plain).strip(" .,;-")
    if not outside and remarks:
        outside, remarks = remarks[0], []
    deadline = _read(resolve(attach(list(lex(outside)))), year)
    for remark in remarks:
        tokens = resolve(attach(list(lex(remark))))
        near = deadline.due_date.year if deadline.due_date else year
        bare = all(token.tag in "PFTL,-" for token in tokens)
        deadline = _refine(deadline, _read(tokens, near), bare=bare)
    return deadline
