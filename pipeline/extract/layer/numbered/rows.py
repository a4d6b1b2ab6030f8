"""Rows of a table in a text layer: found by their labels, the numbers that count up.

A line may begin with a number for many reasons. The rows are the best chain of such lines: labels
that follow each other as an outline does (`I.`, `1.`, `2.`, `2.1`, `3.`), each weighed by how much
it looks like a label. A heading in capitals before a label is a row without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from itertools import chain

from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.signs.weights import WEIGHTS, Labels
from pipeline.frozen import dataclass
from pipeline.writing.cuts import is_cut_figure
from pipeline.writing.label_cuts import MOST_LINES
from pipeline.writing.labels import (
    CUT_START,
    HEADING_LETTER,
    LABEL_START,
    Label,
    follows,
    parse_label,
)
from pipeline.writing.patterns import compiled

CAPITAL = "capital"
HEADING_STYLES = frozenset({"roman", "letter", CAPITAL})
"""Styles of the rows that head others: they have a title, and little else."""
_SHORTEST_HEADING = 8
_WINDOW = 400


_MOST_AHEAD = 3
"""How far a number may be ahead of the one before: two rows may have lost theirs."""
_FAR_AHEAD = 30
"""The same where several numbers follow it: a page may have lost its number column."""
_FEWEST_BRACKETED, _SPREAD = 4, 0.5
"""Numbers in brackets from which on they may count rows, not the points of a cell, and the share of
the lines they stand over then."""
_BRACKETED = re.compile(r"\((\d{1,3})\)(?=\s|\Z)")
_CUT_ENDS = (
    (re.compile(r"[IVXL]+"), re.compile(r"[IVX]{1,2} +(?P<title>\S.*)")),
    (re.compile(r"\d+(?:\.\d+)*\."), compiled(r"\d{1,2} +(?P<title>\p{Lu}.*)")),
    (re.compile(r"[1-9]"), compiled(r"\d +(?P<title>\p{Lu}.*)")),
    (re.compile(r"[IVXL]+|\d+(?:\.\d+)*"), compiled(r"\. +(?P<title>\p{Lu}.*)")),
)
"""The beginning of a number that a narrow column cuts (`VII`, `38.`, `1`, `69`), and the line that
begins with its end, of the last its stop, and goes on with the title."""
_HEADING_LINES = 3
"""Lines of a heading before the number of the first row under it."""


@dataclass(frozen=True, slots=True)
class UndividedRow:
    """A row before its cells are known: label, and the pieces after it, part by part. A label
    of several pieces was cut by a narrow column; a heading may have none.

    A new part begins where a page does. `tail` marks the last row of a table, whose pieces go on
    into whatever stands after the table; `early` one whose label stands on the page behind that on
    which its first lines do.
    """

    label: tuple[LinePiece, ...]
    style: str
    parts: tuple[tuple[LinePiece, ...], ...]
    tail: bool = False
    early: bool = False

    @property
    def text(self) -> str:
        """The label as one text."""
        return "".join(piece.text for piece in self.label)

    @property
    def pieces(self) -> tuple[LinePiece, ...]:
        """Its lines, those of all pages."""
        return tuple(piece for part in self.parts for piece in part)

    @property
    def height(self) -> int:
        """How many lines it has."""
        return sum(map(len, self.parts))

    @property
    def is_one_line(self) -> bool:
        """Whether all its cells stand on one line."""
        return len(self.parts) == 1 and len(self.parts[0]) == 1

    @property
    def is_blank(self) -> bool:
        """Whether nothing is left of it: all its lines stand behind the table."""
        return not self.label and not any(self.parts)

    @property
    def line(self) -> int:
        """The line it begins on. A row without a label may have no piece on the first of its pages:
        the header stands at the end of that one."""
        if self.early:
            return self.parts[0][0].line
        return next(chain(self.label, *self.parts)).line


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that may begin a row: piece index, the label's text, its reading (None for a
    heading without one) and its weight."""

    index: int
    text: str
    label: Label | None
    weight: float
    span: int = 1


@dataclass(frozen=True, slots=True)
class _Outline:
    """The last label of each style on the way to a mark."""

    numbers: tuple[int, ...] = ()
    roman: int = 0
    letter: int = 0
    point: int = 0
    under: bool = False
    section: tuple[int, ...] = ()
    """The last heading below a Roman one: `II.3` → (2, 3)."""


@dataclass(frozen=True, slots=True)
class Apart:
    """How many paragraphs stand before each piece, how many a whole row takes, its label among
    them, and how much better (log odds) two pieces are labels one after the other that stand so far
    apart."""

    places: Sequence[int]
    row: int
    worth: float

    def between(self, one: int, other: int) -> float:
        """How much better two pieces are labels one after the other."""
        return self.worth if self.places[other] - self.places[one] == self.row else 0.0


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label: the piece it begins in, its text, and how many a narrow column cuts it into."""

    index: int
    text: str
    span: int = 1


def find_labels(
    pieces: Sequence[LinePiece],
    weights: Labels = WEIGHTS.label,
    apart: Apart | None = None,
) -> list[FoundLabel]:
    """The labels of the pieces that begin the rows of a table: numbers, and numbers in brackets
    where rows are counted by these before the first other number. `apart` says how far from each
    other they stand, if that tells anything."""
    chain = _chain(pieces, weights, apart=apart)
    run = _bracketed(pieces)
    if len(run) < _FEWEST_BRACKETED or any(
        _counts(label.text) and label.index < run[0] for label in chain
    ):
        return chain
    behind = [label for label in chain if label.index > run[-1]]
    end = behind[0].index if behind else len(pieces)
    if run[-1] - run[0] < _SPREAD * end:
        return chain
    return [*_chain(pieces[:end], weights, True), *behind]


def _counts(text: str) -> bool:
    label = parse_label(text)
    return label is not None and label.style == "number"


def _bracketed(pieces: Sequence[LinePiece]) -> list[int]:
    """The longest run of lines that begin with numbers in brackets which count on."""
    runs: dict[int, list[int]] = {}
    for index, piece in enumerate(pieces):
        match = _BRACKETED.match(piece.text)
        if match:
            number = int(match.group(1))
            before = [runs.get(number - ahead, []) for ahead in range(1, _MOST_AHEAD + 1)]
            runs[number] = [*max(before, key=len), index]
    return max(runs.values(), key=len, default=[])


def _chain(
    pieces: Sequence[LinePiece],
    weights: Labels,
    bracketed: bool = False,
    apart: Apart | None = None,
) -> list[FoundLabel]:
    """The best chain of labels, numbers in brackets among them where rows are `bracketed`.

    Each goes back to the one before it that scores best, the earliest of equal ones. Those are not
    looked at that score less than what is found even with the best step there is: columns of
    numbers have hundreds in reach."""
    starts = (
        mark for index in range(len(pieces)) for mark in _marks(pieces, index, weights, bracketed)
    )
    marks = [*_in_style(_beside_cut(list(starts), weights)), *_bare_letters(pieces, weights)]
    marks = sorted([*marks, *_headings(pieces, marks)], key=lambda mark: mark.index)
    most = max(astuple(weights)) + (apart.worth if apart else 0.0)
    best: list[tuple[float, int, _Outline]] = []
    for place, mark in enumerate(marks):
        found, way = weights.first + _first(mark.label, weights), -1
        for back in range(place - 1, max(0, place - _WINDOW) - 1, -1):
            score, _, outline = best[back]
            if score + most < found or marks[back].index + marks[back].span > mark.index:
                continue
            step = _step(outline, mark.label, weights)
            if step is None:
                continue
            score += step + (apart.between(marks[back].index, mark.index) if apart else 0.0)
            if score > found or (score == found and way >= 0):
                found, way = score, back
        outline = best[way][2] if way >= 0 else _Outline()
        best.append((found + mark.weight, way, _after(outline, mark.label)))
    chain: list[FoundLabel] = []
    place = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while place >= 0:
        mark = marks[place]
        chain.append(FoundLabel(mark.index, mark.text, mark.span))
        place = best[place][1]
    return chain[::-1]


def _headings(pieces: Sequence[LinePiece], marks: Sequence[_Mark]) -> Iterator[_Mark]:
    """Headings in capitals that stand right before a label, or before another heading's end."""
    labelled = {mark.index for mark in marks}
    for end in sorted(labelled):
        start = found = end
        while start and pieces[start - 1].text.isupper() and start - 1 not in labelled:
            start -= 1
            found = start if is_capital(pieces[start].text) else found
        if found < end and not (start - 1 in labelled and _goes_on(pieces[start - 1].text)):
            yield _Mark(found, "", None, 0.0, 0)


def is_capital(text: str) -> bool:
    """Whether a line is in capitals as a heading is: words of the language, no abbreviations."""
    if len(text) < _SHORTEST_HEADING or not text.isupper() or " " not in text:
        return False
    return any(char.isalpha() and not char.isascii() for char in text)


def _goes_on(text: str) -> bool:
    """Whether a line that begins with a label goes on with capitals on the next line: it is in
    capitals itself, or the label stands alone."""
    return text.isupper() or LABEL_START.fullmatch(text) is not None


def _marks(
    pieces: Sequence[LinePiece], index: int, weights: Labels, bracketed: bool
) -> Iterator[_Mark]:
    """The labels a piece may begin with: one of its own, or one cut into the next piece."""
    text = pieces[index].text
    if pieces[index].opens_page:  # the first lines of its row may stand on the page before
        weights = replace(weights, lower=0.0)
    match = LABEL_START.match(text)
    if match is None or (index and is_cut_figure(pieces[index - 1].text, match.group("label"))):
        return  # no label: the rest of a year (`12/202` over `5`) or an amount (`950.00` over `0`)
    if match.end() == len(text) and CUT_START.match(text):
        yield from _cut_marks(pieces, index, weights, bracketed)
    rest = text[match.end() :].strip() or _text_at(pieces, index + 1)
    mark = _mark(index, match.group("label"), rest, weights, bracketed)
    if mark is not None:
        yield mark


def _cut_marks(
    pieces: Sequence[LinePiece], index: int, weights: Labels, bracketed: bool
) -> Iterator[_Mark]:
    """The labels that a piece and those below it may be, cut by a narrow column: `3` over `8.`, of
    two levels also `3` over `8.` over `1`, with its stop alone `V` over `II` over `.`."""
    whole = pieces[index].text
    for last in range(index + 1, min(index + MOST_LINES, len(pieces))):
        stopped = whole.endswith(".")
        goes_on = last == index + 1 or stopped or pieces[last].text == "."
        if CUT_START.match(whole) is None or not goes_on:
            return
        rest = _behind_cut_label(whole, pieces[last].text)
        end = pieces[last].text.removesuffix(rest).rstrip()
        if stopped and not end.isdecimal():
            return
        # A number alone is no title of the one above, which its stop closes.
        cost = 0.0 if stopped and not rest and last == index + 1 else weights.cut
        whole += end
        rest = rest or _text_at(pieces, last + 1)
        cost += weights.lower if whole.endswith(".") and rest.isdecimal() else 0.0
        mark = _mark(index, whole, rest, weights, bracketed)
        if LABEL_START.fullmatch(whole) and mark is not None:
            yield replace(mark, weight=mark.weight + cost, span=last + 1 - index)


def _behind_cut_label(text: str, other: str) -> str:
    """The title behind a number of which a narrow column sets the end on the line of the title
    (`VII` over `I Một số nhiệm vụ`, `38.` over `1 Đề án`)."""
    for begins, ends in _CUT_ENDS:
        match = ends.match(other) if begins.fullmatch(text) else None
        if match:
            return match["title"]
    return ""


def _bare_letters(pieces: Sequence[LinePiece], weights: Labels) -> Iterator[_Mark]:
    """Letters without a stop that head numbered rows (`A Phân loại tại nguồn`, then `1`), where
    both A and B do, or C if B is cut from its title: one alone may stand in any text."""
    found = [(at, piece.text[0]) for at, piece in enumerate(pieces) if _heads_rows(pieces, at)]
    letters = "".join(letter for _, letter in found)
    if "A" not in letters or not set("BC") & set(letters[letters.find("A") + 1 :]):
        return
    for at, letter in found:
        yield _Mark(at, letter, parse_label(letter), weights.upper)


def _heads_rows(pieces: Sequence[LinePiece], index: int) -> bool:
    below = pieces[index + 1 : index + 1 + _HEADING_LINES]
    return HEADING_LETTER.match(pieces[index].text) is not None and any(
        (start := LABEL_START.match(piece.text)) and start.group()[0].isdigit() for piece in below
    )


def _text_at(pieces: Sequence[LinePiece], index: int) -> str:
    """The text of a piece on the same page as the one before it; blank where there is none."""
    if index >= len(pieces) or pieces[index].opens_page:
        return ""
    return pieces[index].text


def _mark(index: int, text: str, rest: str, weights: Labels, bracketed: bool) -> _Mark | None:
    label = parse_label(text)
    if label is not None and label.style == "paren" and bracketed and text[0] == "(":
        label = replace(label, style="number")
    if label is None or label.style in ("paren", "small"):
        return None
    weight = weights.stop if text[-1] in ".)" else 0.0
    if rest and (rest[0].islower() or rest[0] in ",.;:)%-–"):
        weight += weights.lower
    elif rest and rest[0].isupper():
        weight += weights.upper
    return _Mark(index, text, label, weight)


def _beside_cut(marks: Sequence[_Mark], weights: Labels) -> list[_Mark]:
    """The marks, those that may be the end of one a narrow column cuts (`8.` of `1` over `8.`) with
    its cost: else the ends of cut numbers count on as a list that costs less than the numbers."""
    ends = {at for mark in marks for at in range(mark.index + 1, mark.index + mark.span)}
    return [
        replace(mark, weight=mark.weight + weights.cut) if mark.index in ends else mark
        for mark in marks
    ]


def _in_style(marks: list[_Mark]) -> list[_Mark]:
    """Numbers set as most numbers of the table are: with a full stop, or without."""
    numbers = [mark for mark in marks if mark.label and mark.label.style == "number"]
    numbers = [mark for mark in numbers if mark.label and mark.label.depth == 1]
    stopped = sum(mark.text.endswith(".") for mark in numbers)
    starts = [mark for mark in numbers if mark.label and mark.label.numbers == (1,)]
    dotted = bool(starts) and starts[0].text.endswith(".") and 2 * stopped > len(starts)
    return [
        mark
        for mark in marks
        if mark.label is None
        or mark.label.style != "number"
        or mark.label.depth > 1
        or mark.text.endswith(".") == dotted
        or not dotted
    ]


def _first(label: Label | None, weights: Labels) -> float:
    return weights.one if label is None or label.numbers[-1:] == (1,) else 0.0


def _after(outline: _Outline, label: Label | None) -> _Outline:
    if label is None:
        return replace(outline, point=0, under=True)
    last = label.numbers[-1]
    if _is_section(label):
        return replace(outline, point=0, under=True, section=label.numbers)
    if label.style == "roman":
        return replace(outline, roman=last, point=0, under=True)
    if label.style == "letter":
        return replace(outline, letter=last, point=0, under=True)
    if label.style == "paren":
        return replace(outline, point=last, under=False)
    return replace(outline, numbers=label.numbers, point=0, under=False)


def _step(outline: _Outline, label: Label | None, weights: Labels) -> float | None:
    """How well a label follows; None where it cannot."""
    if label is None:
        return weights.heading
    last = label.numbers[-1]
    if _is_section(label):
        return weights.next if label.numbers in _next_sections(outline) else None
    if label.style == "roman":
        if last == outline.roman + 1:
            return weights.next
        if not outline.roman or last == outline.roman + 2:
            return weights.cut_off
        return weights.again if last == 1 and outline.letter else None
    if label.style == "letter":
        if follows(label, outline.letter):
            return weights.letter
        if last == outline.letter + 2:
            return weights.letter + weights.skipped
        return weights.again if last == 1 else None
    if label.style == "paren":
        return weights.next if last == outline.point + 1 else None
    return _number_step(outline, label.numbers, weights)


def _is_section(label: Label) -> bool:
    """Whether a label is that of a heading below a Roman one: `II.3`."""
    return label.style == "roman" and label.depth > 1


def _next_sections(outline: _Outline) -> Iterator[tuple[int, ...]]:
    """The headings that may follow below a Roman one: the first below the last of them, and the
    next on each level."""
    head = (outline.roman,)
    last = outline.section if outline.section[:1] == head else head
    yield (*last, 1)
    yield from ((*last[:depth], last[depth] + 1) for depth in range(1, len(last)))


def _number_step(outline: _Outline, numbers: tuple[int, ...], weights: Labels) -> float | None:
    before = outline.numbers
    if not before:
        if set(numbers) == {1}:
            return weights.next
        return weights.again if max(outline.roman, outline.letter) > 1 else weights.late
    ahead = numbers[0] - before[0]
    if not 0 <= ahead <= _FAR_AHEAD and numbers != (1,):
        return None
    for depth in range(len(before)):
        if numbers == (*before[:depth], before[depth] + 1):
            return weights.next
    if numbers == (*before, 1):
        return weights.next
    if len(before) > 1 and numbers == before[:1]:
        return weights.repeated
    if numbers == (1,):
        return weights.anew if outline.under else weights.anew_alone
    if len(numbers) > 1 and numbers[-1] == 1 and ahead == 1:
        return weights.again
    if len(numbers) == 1 and 1 < ahead <= _MOST_AHEAD:
        return weights.skipping + weights.skipped * ahead
    if len(numbers) == 1 and _MOST_AHEAD < ahead <= _FAR_AHEAD:
        return weights.far
    if numbers == before:
        return weights.same
    return None


def numbers_heading(text: str) -> bool:
    """Whether a text is the number of a heading."""
    label = parse_label(text)
    return label is not None and label.style in HEADING_STYLES


def cut_rows(pieces: Sequence[LinePiece], labels: Sequence[FoundLabel]) -> list[UndividedRow]:
    """The rows that begin at the labels, the last one open to the end."""
    rows = []
    ends = [label.index for label in labels[1:]] + [len(pieces)]
    for place, (label, end) in enumerate(zip(labels, ends, strict=True)):
        start = label.index + label.span
        stream = list(pieces[start:end])
        printed = list(pieces[label.index : start])
        if label.span:
            own = label.text[sum(len(piece.text) for piece in printed[:-1]) :]
            rest = printed[-1].text[len(own) :].strip()
            printed[-1] = replace(printed[-1], text=own)
            if rest:
                stream.insert(0, LinePiece(rest, printed[-1].line, SAME_LINE))
        parsed = parse_label(label.text)
        style = parsed.style if parsed else "" if label.text else CAPITAL
        rows.append(UndividedRow(tuple(printed), style, parts_of(stream), place == len(ends) - 1))
    return rows


def parts_of(stream: Sequence[LinePiece]) -> tuple[tuple[LinePiece, ...], ...]:
    """Lines page by page."""
    parts: list[list[LinePiece]] = [[]]
    for piece in stream:
        if piece.opens_page:
            parts.append([])
        parts[-1].append(piece)
    return tuple(tuple(part) for part in parts)
