"""Row numbers misread from a picture, known by their sequence.

Numbers of rows follow each other: `6.`, `VỀ`, `8.` cannot be but 6, 7, 8. All rows of a table are
weighed at once: of all ways to number them, the one that costs least counts. It costs to depart
from what was read, the more the surer the reader was and the less the two look alike, and it costs
to leave the sequence. So a number that really is out of sequence stays: what follows speaks for
it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.normalize.ocr.shapes import MARKS, as_digits, as_romans, distance
from pipeline.writing.counting import roman
from pipeline.writing.labels import Label, Style, follows, is_next, letter_at, parse_label
from pipeline.writing.patterns import compiled

RULE = "ocr-label"
_BEAM = 24
"""Ways to number the rows that are kept in mind."""
_SKIP, _JUMP, _RESTART, _BEGIN, _RESUME, _LATE = 1.5, 3.0, 2.0, 0.3, 0.1, 0.8
"""Costs of a number that leaves out a few, of one that leaves out many or goes back, of a count
that begins anew for no reason, of one that begins, of one that begins anew under a row of a higher
kind, and of one that does not begin at its first number."""
_LATE_LETTER, _LATE_ROMAN, _FAR_LETTER = 1.5, 1.3, 2.2
"""Cost of a letter or a roman number that is not the first of its kind: about that of one that
leaves out a few; of a letter far from the first (`H`)."""
_FEW = 3
_MISPLACED = 1.0
"""Cost of a roman number or a letter beside filled cells, or of `38.1` after 37."""
_SEVERAL, _SHARE = 3, 0.25
"""Rows, and share of all, in which a mark behind a number is read that is no speck."""
_NOT_A_LABEL = 1.6
_LONGEST = 8
"""Characters of a reading that may be a number; a longer one is text and stays."""
_WORDS, _DOTS = 4, 3
"""Small letters from which on a reading that is no number is words (`Trong đó:`), and dots that say
that rows go on: no number was misread as either."""
_MARK = 0.05
"""Cost of another full stop or bracket than was read."""
_TOGETHER = 0.5
"""Cost of a bracket and its figure read as one letter (`q)` for `(1)`)."""
_DOT = 0.3
"""Cost of a dot inside a number that was not seen (`51` for `5.1`)."""
_TWO_FIGURES = 10
"""The first number of two figures."""
_ROMAN_ENDS = frozenset(".IVXỊỈ")
"""How a misread roman number ends that shows whether it has a stop: an `L` may be a last stroke
with its stop."""
_PADDED = compiled(r"[(\[]?0\d")
"""A number below ten that is printed with two figures."""
_NO_BARS = compiled(r"(?=[IVX]*[VX])[IVX]++(?:\.\d{1,2})?+\.?\Z|I{1,3}\.\d{1,2}\Z")
"""A roman number that no figures look like, or one with a count below it."""
_COMMA = compiled(r"(?P<number>(?=[IVX]*[VX])[IVX]+|I{2,3})[,;]")
"""A roman number, and the comma that its stop was read as."""
_RUN_TOGETHER = compiled(r"\p{L}\)|[@©®]\)")
_UNREADABLE = 1.1
"""Cost at most of a number that looks like nothing that was read."""
_RANKS: Mapping[Style, int] = {"letter": 0, "roman": 1, "number": 2, "paren": 4, "small": 5}
_EVER = 0.12
"""Share of the read numbers of a table that a kind needs, to be one of the table's."""
_OF_GROUPS: frozenset[Style] = frozenset({"roman", "letter"})
"""Kinds of numbers that groups have, rows of nothing but number and title."""
_WITH_COUNTS: frozenset[Style] = frozenset({"number", "roman", "letter"})
"""Kinds of numbers that may have a count below them: `5.1`, `IV.1`, `A.1`."""
_BELOW = 0.5
"""Cost of a number of those below others (`(4)`, `a)`) seen in something else on such a row."""
_LIKELY, _SURELY = 0.5, 0.9
"""Confidence from which on a bullet is believed, and two roman numbers that follow each other."""


@dataclass(frozen=True, slots=True)
class ReadLabel:
    """What stands in the number column of one row: the text as it stands now, how sure its reader
    was, and whether the row prints nothing but number and title. `fixed` ones were not read from a
    picture."""

    text: str
    sure: float = 1.0
    bare: bool = False
    fixed: bool = False


_Key = tuple[Style, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to number the rows up to here: its cost, the last number of each kind and where it
    stood, and the numbers chosen (None where the reading is no number and stays)."""

    cost: float = 0.0
    last: Mapping[_Key, tuple[int, int]] = field(default_factory=dict)
    chosen: tuple[str | None, ...] = ()


def _key(label: Label) -> _Key:
    return label.style, label.depth, label.numbers[:-1]


def _rank(key: _Key) -> int:
    return _RANKS.get(key[0], 3) + (key[1] - 1)


def numbered(rows: Sequence[ReadLabel]) -> list[str | None]:
    """The number of each row, None where what was read stays as it is."""
    was, rows = rows, _with_groups([_with_stop(row) for row in rows])
    forms = _forms(rows)
    if not forms:
        return [None] * len(rows)
    ways = [_Way()]
    for index, row in enumerate(rows):
        steps = [step for way in ways for step in _steps(way, index, row, forms)]
        ways = _best(steps)
    return [
        text if text is not None and text != row.text and not row.fixed else None
        for row, text in zip(was, ways[0].chosen, strict=True)
    ]


def _with_stop(row: ReadLabel) -> ReadLabel:
    """A row whose roman number ends in a comma, with the full stop that it is: read so it was no
    number, and became the next one of another kind (88., `V,`, 89.)."""
    match = _COMMA.fullmatch(row.text)
    return row if match is None or row.fixed else replace(row, text=f"{match['number']}.")


def _with_groups(rows: Sequence[ReadLabel]) -> list[ReadLabel]:
    """The rows, those that read surely as roman numbers one after the other (`I`, `II`) or as ones
    that are no bars (`IV`, `V.2`) taken for groups though sums stand beside them: the bars of `1`
    and `11` do not follow each other."""
    read = [parse_label(row.text) if row.sure >= _SURELY else None for row in rows]
    romans = [label is not None and label.style == "roman" and label.depth == 1 for label in read]
    firsts = {
        at
        for at, (one, two) in enumerate(pairwise(read))
        if romans[at] and romans[at + 1] and is_next(one, two)
    }
    groups = firsts | {at + 1 for at in firsts}
    groups |= {at for at, row in enumerate(rows) if read[at] and _NO_BARS.match(row.text)}
    return [replace(row, bare=True) if at in groups else row for at, row in enumerate(rows)]


def _best(ways: Iterable[_Way]) -> list[_Way]:
    """The cheapest ways, of those that stand at the same numbers the cheapest only."""
    kept: dict[tuple[tuple[_Key, tuple[int, int]], ...], _Way] = {}
    for way in ways:
        at = tuple(sorted(way.last.items()))
        if at not in kept or way.cost < kept[at].cost:
            kept[at] = way
    return sorted(kept.values(), key=lambda way: way.cost)[:_BEAM]


class _Form(NamedTuple):
    """What stands before and after the count of a number (`(`, `)`), and the figures that it has at
    least: two where `01` is printed for 1. `also` are other marks behind it that were read so often
    that the table prints them too: the rows of one of its sections `1.`, those of another `1`."""

    before: str = ""
    after: str = ""
    figures: int = 1
    also: frozenset[str] = frozenset()


def _forms(rows: Sequence[ReadLabel]) -> dict[tuple[Style, int], _Form]:
    """How the table prints the numbers of each kind that it has, by most of those read."""
    found: dict[tuple[Style, int], Counter[_Form]] = {}
    figures: dict[tuple[Style, int], Counter[int]] = {}
    read = 0
    headed = {label.style for row in rows if row.bare and (label := parse_label(row.text))}
    for row in rows:
        label = parse_label(row.text)
        if label is not None and label.style in _OF_GROUPS & headed and not row.bare:
            read += 1  # a figure read as a letter, as likely as not: it says nothing of the form
            continue
        if label is not None and label.numbers:
            read += 1
            kind, form = (label.style, label.depth), _form_of(row.text.strip())
            found.setdefault(kind, Counter())[form] += 1
            if label.numbers[0] < _TWO_FIGURES:
                figures.setdefault(kind, Counter())[_figures(row.text)] += 1
        elif label is None and _looks_roman(row) and row.text[-1] in _ROMAN_ENDS:
            found.setdefault(("roman", 1), Counter())[_form_of(row.text)] += 1
    forms = {
        kind: counts.most_common(1)[0][0]._replace(
            figures=_usual(figures.get(kind)), also=_also(counts)
        )
        for kind, counts in found.items()
        if counts.total() >= max(1, _EVER * read) or kind[0] in ("roman", "letter", "paren")
    }
    marks = forms.get(("number", 1), _Form("", "."))
    strokes = next((row.text for row in rows if _looks_roman(row)), None)
    if strokes is not None:
        marked = _Form("", ".") if strokes[-1] in "L." else _form_of(strokes)
        forms.setdefault(("roman", 1), marked)
    forms.setdefault(("number", 1), marks)
    if any(map(_begins_below, rows, rows[1:])):
        forms.setdefault(("number", 2), _Form())
    return forms if read else {}


def _begins_below(above: ReadLabel, row: ReadLabel) -> bool:
    """Whether a number may be the first below the one above: `5.1` after 5, `51`, or `SI`."""
    read = row.text.strip(MARKS)
    tight = (read if row.bare else as_digits(read)).replace(".", "")
    return bool(above.text.strip(MARKS)) and tight == above.text.strip(MARKS) + "1"


def _looks_roman(row: ReadLabel) -> bool:
    labels = map(parse_label, as_romans(row.text) if row.bare and row.text else ())
    return any(label is not None and label.style == "roman" for label in labels)


def _form_of(text: str) -> _Form:
    before = "(" if text.startswith(("(", "[")) else ""
    after = text[len(text.rstrip(MARKS)) :]
    return _Form(before, after[:1] if after[:1] in (".", ")", "/") else ("." if after else ""))


def _figures(text: str) -> int:
    """How many figures the first count of a number below ten has."""
    return 2 if _PADDED.match(text) else 1


def _also(counts: Counter[_Form]) -> frozenset[str]:
    """The marks behind numbers that are no specks: read in several rows, and in a good share."""
    least = max(_SEVERAL, _SHARE * counts.total())
    return frozenset(form.after for form, count in counts.items() if form.after and count >= least)


def _usual(counts: Counter[int] | None) -> int:
    """How many figures most of the numbers below ten have."""
    return counts.most_common(1)[0][0] if counts else 1


def _written(label: Label, forms: Mapping[tuple[Style, int], _Form]) -> str | None:
    """A number as the table prints those of its kind, None where it has none of it."""
    form = forms.get((label.style, label.depth))
    if form is None:
        return None
    *heads, last = label.numbers
    if label.style == "roman" and heads:
        core = ".".join((roman(heads[0]), *map(str, label.numbers[1:])))
    elif label.style == "letter" and heads:
        core = ".".join((letter_at(heads[0], upper=True), *map(str, label.numbers[1:])))
    elif label.style == "roman":
        core = roman(last)
    elif label.style in ("letter", "small") and not heads:
        core = letter_at(last, label.style == "letter")
    else:
        core = ".".join((str(label.numbers[0]).zfill(form.figures), *map(str, label.numbers[1:])))
    return f"{form.before}{core}{form.after}"


def _steps(
    way: _Way, index: int, row: ReadLabel, forms: Mapping[tuple[Style, int], _Form]
) -> Iterator[_Way]:
    """Every way to go on with a row."""
    own = parse_label(row.text)
    if not row.text or (own is None and _is_text(row.text)):
        yield _Way(way.cost, way.last, (*way.chosen, None))
        return
    if own is None or not own.numbers:
        bullet = own is not None
        yield _Way(way.cost + (0.0 if bullet else _NOT_A_LABEL), way.last, (*way.chosen, None))
        if bullet and row.sure > _LIKELY:
            return
    else:
        yield _taken(way, index, own, row.text, _order(way, own, row), 0.0)
        written = _written(own, forms)
        stays = row.fixed or _is_own_form(own, row, forms) or _is_bare_number(row, written)
        if written and written != row.text and not stays:
            yield _taken(way, index, own, written, _order(way, own, row), -_MARK)
    if row.fixed:
        return
    for label in (*_expected(way), *_seen_as(row)):
        text = _written(label, forms)
        if text is not None and label != own:
            yield _taken(
                way, index, label, text, _order(way, label, row), _departs(row, label, text)
            )


def _is_bare_number(row: ReadLabel, written: str | None) -> bool:
    """Whether a number was surely read without the full stop that others have: specks are read as
    stops, but of 1,600 numbers of published scans none had lost its own, and four tables print some
    without."""
    return row.sure >= _SURELY and written == row.text + "."


def _is_text(text: str) -> bool:
    """Whether a reading that is no number is text, and stays.

    >>> [_is_text(one) for one in ("Trongđó:", "...", "VỀ", "..", "(viii")]
    [True, True, False, False, False]
    """
    words = sum(map(str.islower, text)) >= _WORDS and not text.startswith("(")
    dots = len(text) >= _DOTS and not text.strip(".…")
    return words or dots or len(text) > _LONGEST


def _is_own_form(own: Label, row: ReadLabel, forms: Mapping[tuple[Style, int], _Form]) -> bool:
    """Whether a number has marks that the table prints beside those of most numbers."""
    text = row.text.strip()
    form, read = forms.get((own.style, own.depth)), _form_of(text)
    if form is None or read.before != form.before or not text.endswith(read.after):
        return False
    return read.after in form.also


def _seen_as(row: ReadLabel) -> Iterator[Label]:
    """The numbers that a reading looks like, whatever comes before."""
    romans = as_romans(row.text) if row.bare else ()
    for text in (*romans, as_digits(row.text)):
        label = parse_label(text)
        if label is not None and label.numbers and label.depth == 1:
            yield label
    head, dot, rest = row.text.strip(MARKS).partition(".")
    below = parse_label(f"{head}.{as_digits(rest)}") if dot and rest else None
    if below is not None and below.style in _OF_GROUPS and below.depth > 1:
        yield below


def _taken(way: _Way, index: int, label: Label, text: str, order: float, read: float) -> _Way:
    last = {**way.last, _key(label): (label.numbers[-1], index)}
    return _Way(way.cost + order + read, last, (*way.chosen, text))


def _expected(way: _Way) -> Iterator[Label]:
    """The numbers that may come next."""
    for (style, _, heads), (count, _) in way.last.items():
        yield Label(style, (*heads, count + 1))
        if style in _WITH_COUNTS and not heads:
            yield Label(style, (count, 1))
    for style in _RANKS:
        yield Label(style, (1,))


def _order(way: _Way, label: Label, row: ReadLabel) -> float:
    """What it costs that a number comes next."""
    key = _key(label)
    rank = _rank(key)
    cost = _MISPLACED if label.style in ("roman", "letter") and not row.bare else 0.0
    count = label.numbers[-1]
    before = way.last.get(key)
    if before is not None:
        if follows(label, before[0]):
            return cost
        above = any(at > before[1] for other, (_, at) in way.last.items() if _rank(other) < rank)
        if count == 1:
            return cost + (_RESUME if above else _RESTART)
        return cost + (_SKIP if 0 < count - before[0] <= _FEW else _JUMP)
    if count != 1:
        return cost + _late(label, bool(way.last))
    if label.depth > 1 and label.style in _WITH_COUNTS:
        top = way.last.get((label.style, label.depth - 1, label.numbers[:-2]))
        return cost + (_BEGIN if top and top[0] == label.numbers[-2] else _MISPLACED)
    return cost + _BEGIN


def _late(label: Label, inside: bool) -> float:
    """What it costs that a kind of number does not begin at its first. A table may begin at any
    number, where pages before it are missing; letters are few, and begin at the first, and so do
    roman numbers among others."""
    if label.style in ("letter", "small"):
        return _LATE_LETTER if label.numbers[-1] <= 1 + _FEW else _FAR_LETTER
    if not inside:
        return 0.0
    return _LATE_ROMAN if label.style == "roman" else _LATE


def _departs(row: ReadLabel, label: Label, text: str) -> float:
    """What it costs that a number was read as it was."""
    core = text.strip(MARKS + "([")
    if label.style == "roman" and label.depth == 1:
        looks = min(distance(text, core) for text in (*as_romans(row.text), row.text.strip(MARKS)))
    elif label.style in ("number", "paren"):
        looks = min(distance(as_digits(row.text), core), distance(row.text.strip(MARKS), core))
        if "." in core and core.replace(".", "") == as_digits(row.text):
            looks = _DOT
        if label.style == "paren" and len(core) == 1 and _RUN_TOGETHER.fullmatch(row.text):
            looks = min(looks, _TOGETHER)
    else:
        looks = distance(row.text.strip(MARKS + "([").lower(), core.lower())
    weight = 0.5 + row.sure
    below = _BELOW if row.bare and label.style in ("paren", "small") else 0.0
    own = parse_label(row.text) if row.sure >= _SURELY else None
    most = math.inf if own is not None and own.style != label.style else _UNREADABLE * weight
    return min(0.15 + looks * weight, most) + below
