"""Lines of print to words: the picture of a line made as the engine likes it, its answer placed.

A line is painted from its own marks alone: no rule, no neighbour, no speck stands in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, pairwise

import cv2
import numpy as np

from pipeline.extract.scan.bars import SURE, Shapes, only_bars, roman, slashed
from pipeline.extract.scan.brackets import in_brackets
from pipeline.extract.scan.calls import NEAR, calls_among
from pipeline.extract.scan.cases import with_case
from pipeline.extract.scan.crossed import uncrossed
from pipeline.extract.scan.dots import dotted
from pipeline.extract.scan.engine import Engine, EngineWord, Gray, Look
from pipeline.extract.scan.figures import eight, lettered, numbered
from pipeline.extract.scan.marks import Mark, Marks
from pipeline.extract.scan.picture import Sheet
from pipeline.extract.scan.print import Line
from pipeline.extract.scan.signs import with_signs
from pipeline.extract.scan.specks import without_specks
from pipeline.extract.scan.stops import decimal, hung, listed, roman_stop, stopped
from pipeline.model import Alternative, ReadWord
from pipeline.writing.raised import raise_digits

X_HEIGHT = 24
"""Pixels of small letters in the picture of a line."""
MARGIN = 14
"""Pixels of white around it."""
DOUBTED = 0.9
"""Words less sure than this are looked at again, …"""
RIVALLED = 0.5
"""… and those of which a letter may as well be another one."""
OTHER_LOOKS: tuple[tuple[Look, int], ...] = (("first", 6), ("second", 6))
"""How: with less white around, and otherwise altogether."""
BESIDE, MOST = 1, 0.75
"""Words on each side of one in doubt that another look is shown, and share of the words of a line
beyond which it is shown all: whole lines took half as much again of the time of these looks and
told no more."""
AGAIN = 0.03
"""What it counts beside the best confidence that another look has the same."""
AGREED, UNSETTLED = 0.92, 0.88
"""How sure a word is at least on which all looks agree, and at most where they do not."""
SMALLEST_CALL = 9
"""Pixels of a raised digit that can be told from half a letter."""
LOOSE = ".,'`‘’:*~ "
"""What a free reading may have beside the digits of a call."""
LONGEST = 12_000
"""Pixels a line may be wide, as it is read; a longer one is made smaller."""
BLUR = 0.45
"""Of a bilevel picture, in pixels of it for each 10 of x-height: greys for its stairs."""


LARGE_PRINT = 22
"""Pixels of small letters from which on their soft edge is two pixels wide."""
LONGEST_CALL = 3
"""Digits of a call of a note."""


@dataclass(frozen=True)
class Drawn:
    """What the marks of a page are painted from."""

    sheet: Sheet
    marks: Marks

    @cached_property
    def labels(self) -> int:
        """One more than the highest label of a mark."""
        return int(self.marks.labels.max(initial=0)) + 1


def read_line(line: Line, drawn: Drawn, engine: Engine, once: bool = False) -> list[ReadWord]:
    """The words of a line, boxes in pixels of the sheet; raised numbers end or begin a word. Of a
    line to be read `once` words in doubt stay as they are."""
    if (blank := dotted(line.marks, line.x_height)) is not None:
        return [blank]
    bracketed = in_brackets(
        line.marks, drawn.marks, lambda own: _read_twice(own, line.x_height, drawn, engine)
    )
    if bracketed is not None:
        return bracketed
    calls = calls_among(line.marks, line.base, line.x_height)
    raised: list[ReadWord] = []
    open_calls: list[list[Mark]] = []
    left = list(line.marks)
    for call in calls:
        word = _read_call(call, drawn, engine)
        if word is not None:
            raised.append(word)
            left = [mark for mark in left if mark not in call]
        else:
            open_calls.append(call)
    words = _read_twice(left, line.x_height, drawn, engine, once) if left else []
    shapes = Shapes(drawn.marks)
    if not words and (number := only_bars(line.marks, shapes)):
        x0, y0, x1, y1 = line.box
        return [ReadWord(number, SURE, x0, y0, x1, y1)]
    words = [roman(slashed(word, left, shapes), left, shapes) for word in words]
    words = [eight(word, left, shapes) for word in words]
    figures = partial(_read_figures, line.x_height, drawn, engine)
    words = [numbered(w, left, shapes, figures, is_doubted(w)) for w in words]
    words = [lettered(word, left, line.x_height) for word in words]
    words = without_specks(words, left, line.x_height)
    words = [uncrossed(word, left, drawn.marks, line.base) for word in words]
    words = with_signs(words, left, line.x_height)
    nexts = [*(word.text for word in words[1:]), ""] if words else []
    words = [
        shaped(word, after, left, line.base, line.x_height)
        for word, after in zip(words, nexts, strict=True)
    ]
    words = [part for word in words for part in listed(word, left, line.base, line.x_height)]
    found = [word for word in words if _is_call(word, open_calls)]
    words = [word for word in words if word not in found]
    raised += [w._replace(text=raise_digits(w.text.strip(LOOSE)), alternatives=()) for w in found]
    for call_word in raised:
        words = _with_call(words, call_word, line.x_height)
    return words


def _is_call(word: ReadWord, calls: Sequence[Sequence[Mark]]) -> bool:
    """Whether a number read among the words is one of the raised marks that were not sure enough
    by themselves."""
    digits = word.text.strip(LOOSE)
    return digits.isdigit() and any(
        len(digits) == len(call)
        and word.x0 - 2 <= call[0].x <= call[-1].x <= word.x1 + 2
        and all(mark.height >= SMALLEST_CALL for mark in call)
        for call in calls
    )


def shaped(word: ReadWord, after: str, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A word with its last stop and its first letter as their marks are; `after` follows it."""
    comma = decimal(hung(word, after, marks, base, unit), marks, base, unit)
    stop = roman_stop(stopped(comma, marks, base, unit), marks, base, unit)
    return with_case(stop, marks, base, unit)


def _read_twice(
    marks: Sequence[Mark], x_height: float, drawn: Drawn, engine: Engine, once: bool = False
) -> list[ReadWord]:
    """The words of some marks, those in doubt as several looks have them; as the first that tells
    something, where they are read `once` and no heading in capitals."""
    words = _read_marks(marks, x_height, drawn, engine)
    is_heading = "".join(word.text for word in words).isupper()
    if words and ((once and not is_heading) or not any(map(is_doubted, words))):
        return words
    parts = doubtful(words, marks)
    others = [
        [word for own in parts for word in _read_marks(own, x_height, drawn, engine, look, margin)]
        for look, margin in OTHER_LOOKS
    ]
    if not words:
        words, others = others[0], others[1:]
    return [
        weighed(word, [seen_again(word, words, o) for o in others]) if is_doubted(word) else word
        for word in words
    ]


def doubtful(words: Sequence[ReadWord], marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks that another look is taken at: of the words in doubt and those beside them, which
    tell the engine what it reads; all where these are most of a line, or none was read."""
    shown = [
        any(map(is_doubted, words[max(0, at - BESIDE) : at + BESIDE + 1]))
        for at in range(len(words))
    ]
    if sum(shown) > MOST * len(shown) or not words:
        return [list(marks)]
    walls = [(one.x1 + two.x0) / 2 for one, two in pairwise(words)]
    run_of = list(accumulate(one and not before for before, one in pairwise([False, *shown])))
    parts: dict[int, list[Mark]] = {}
    for mark in marks:
        at = bisect_right(walls, mark.x)
        if shown[at]:
            parts.setdefault(run_of[at], []).append(mark)
    return list(parts.values())


def is_doubted(word: ReadWord) -> bool:
    """Whether a word is worth another look."""
    near = word.rival is not None and word.rival.confidence >= RIVALLED
    return near or word.confidence < DOUBTED


def seen_again(
    word: ReadWord, words: Sequence[ReadWord], others: Sequence[ReadWord]
) -> Alternative | None:
    """What another look at a line of `words` has where one of them stands; None where it parts the
    words otherwise, unless it has the letters of several as one (`2026-` for `2026 -`)."""
    over = [w for w in others if min(w.x1, word.x1) - max(w.x0, word.x0) > 0]
    middle = [w for w in over if word.x0 <= _middle(w) <= word.x1]
    if len(middle) != 1:
        return None
    (other,) = middle
    under = [w for w in words if other.x0 <= _middle(w) <= other.x1]
    if len(under) <= 1:
        return Alternative(other.text, other.confidence)
    told = "".join(w.text for w in under)
    return Alternative(word.text, other.confidence) if told == other.text else None


def _middle(word: ReadWord) -> float:
    return (word.x0 + word.x1) / 2


def weighed(word: ReadWord, others: Sequence[Alternative | None]) -> ReadWord:
    """A word as the surest look has it, the others kept as alternatives, the surest first.

    Where all looks agree the word is as sure as they are together.
    """
    best, seen = {word.text: word.confidence}, Counter([word.text])
    for other in others:
        if other is not None:
            best[other.text] = max(best.get(other.text, 0.0), other.confidence)
            seen[other.text] += 1
    text = max(best, key=lambda one: best[one] + AGAIN * seen[one])
    if seen[text] == len(others) + 1:
        return word._replace(confidence=max(AGREED, best[text]))
    kept = sorted((t for t in best if t != text), key=lambda one: -best[one])
    alternatives = tuple(Alternative(one, best[one]) for one in kept)
    sure = min(best[text], UNSETTLED)
    return word._replace(text=text, confidence=sure, alternatives=alternatives)


def _read_marks(
    marks: Sequence[Mark],
    x_height: float,
    drawn: Drawn,
    engine: Engine,
    look: Look = "first",
    margin: int = MARGIN,
) -> list[ReadWord]:
    picture, factor, x, _ = picture_of(marks, x_height, drawn, margin)
    found = engine.read(picture, look)
    y0, y1 = min(m.y0 for m in marks), max(m.y1 for m in marks)
    return [_placed(word, factor, x - margin / factor, y0, y1) for word in found]


def _read_figures(
    x_height: float, drawn: Drawn, engine: Engine, marks: Sequence[Mark]
) -> list[ReadWord]:
    """The words of some marks, where they are nothing but figures."""
    return _read_marks(marks, x_height, drawn, engine, "digits")


def _placed(word: EngineWord, factor: float, x: float, y0: int, y1: int) -> ReadWord:
    return ReadWord(
        word.text, word.confidence, x + word.x0 / factor, y0, x + word.x1 / factor, y1,
        word.alternatives, word.rival,
    )  # fmt: skip


def picture_of(
    marks: Sequence[Mark], x_height: float, drawn: Drawn, margin: int = MARGIN
) -> tuple[Gray, float, int, int]:
    """The picture of some marks as the engine reads it, how much larger it is than they are, and
    the pixel of the sheet at its corner (inside of the margin)."""
    sheet = drawn.sheet
    height, width = sheet.gray.shape
    grow = 1 if x_height < LARGE_PRINT else 2
    x0 = max(0, min(m.x0 for m in marks) - grow)
    y0 = max(0, min(m.y0 for m in marks) - grow)
    x1 = min(width, max(m.x1 for m in marks) + grow)
    y1 = min(height, max(m.y1 for m in marks) + grow)
    labels = drawn.marks.labels[y0:y1, x0:x1]
    of_line = np.zeros(drawn.labels, dtype=np.uint8)
    of_line[[m.label for m in marks]] = 1
    own = of_line[labels]
    near = cv2.dilate(own, np.ones((2 * grow + 1, 2 * grow + 1), np.uint8))
    shown = (near > 0) & ((labels == 0) | (own > 0))
    picture = np.where(shown, sheet.gray[y0:y1, x0:x1], np.uint8(255))
    factor = min(X_HEIGHT / x_height, LONGEST / max(1, x1 - x0))
    pad = int(np.ceil(margin / factor))
    picture = cv2.copyMakeBorder(picture, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=255)
    if sheet.bilevel:
        picture = cv2.GaussianBlur(picture, (0, 0), BLUR * x_height / 10 + 0.01)
    shrinks = factor < 1
    picture = cv2.resize(
        picture, None, fx=factor, fy=factor,
        interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC,
    )  # fmt: skip
    extra = max(0, round(pad * factor) - margin)
    inner = picture[extra : picture.shape[0] - extra, extra : picture.shape[1] - extra]
    return np.ascontiguousarray(inner), factor, x0, y0


def _read_call(call: Sequence[Mark], drawn: Drawn, engine: Engine) -> ReadWord | None:
    """A raised number; None where it is none after all."""
    digit = max(mark.height for mark in call)
    if digit < SMALLEST_CALL:
        return None
    words = _read_marks(call, digit / 1.45, drawn, engine, "digits")
    text = "".join(word.text for word in words)
    if not text.isdigit() or len(text) > LONGEST_CALL or len(text) != len(call):
        return None
    # Half a broken letter is read as a digit too where nothing else is allowed.
    free = _read_marks(call, digit / 1.45, drawn, engine)
    if "".join(word.text for word in free).strip(LOOSE) != text:
        return None
    box = words[0]._replace(x1=words[-1].x1)
    sure = min(word.confidence for word in words)
    return box._replace(text=raise_digits(text), confidence=sure, alternatives=())


def _with_call(words: list[ReadWord], call: ReadWord, x_height: float) -> list[ReadWord]:
    """The words with a raised number: at the end of the word before it, or a word of its own."""
    at = next((i for i, word in enumerate(words) if word.x0 >= call.x0), len(words))
    if at and call.x0 - words[at - 1].x1 <= NEAR * x_height:
        before = words[at - 1]
        sure = min(before.confidence, call.confidence)
        joined = ReadWord(
            before.text + call.text, sure, before.x0, min(before.y0, call.y0),
            max(before.x1, call.x1), max(before.y1, call.y1),
        )  # fmt: skip
        return [*words[: at - 1], joined, *words[at:]]
    return [*words[:at], call, *words[at:]]
