"""Pieces of text to printed lines: what stands on one baseline, with the right spaces.

Raised digits become Unicode superscripts here, because only here their size and height show.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple
from unicodedata import combining

from pipeline.extract.pdf.letters.pieces import ASCENT, DESCENT, SPACE_GAP, Piece, turned_box
from pipeline.extract.pdf.lines.stacked import unstacked
from pipeline.writing.patterns import compiled
from pipeline.writing.raised import RAISED, raise_digits
from pipeline.writing.syllables import is_syllable

SAME_BASE = 0.25
"""Baselines nearer than this many ems are one line."""
SMALL = 0.84
"""A raised character is at most this large beside the text it belongs to: browsers set one at 5/6
(HTML, rendering of `sup`; CSS Fonts 4, `smaller`)."""
MAX_NEAR = 500
"""Pieces looked at for the one a raised mark belongs to."""
BLANK = 0.24
"""The narrowest blank, in ems: digits nearer than this may be one number set wide."""
COLUMN_GAP = 2.5
"""A gap of this many ems in prose parts two columns (a letterhead), not two words."""

NARROW_GAP = 0.08
"""A gap from this many ems may part two words where spelling says so."""

_LAST_WORD = compiled(r"(?<!\p{L})\p{L}++$")
_FIRST_WORD = compiled(r"^\p{L}++")
_DIGITS = re.compile(r"[\d,;()\[\]*\s]*\d[\d,;()\[\]*\s]*")
_AMOUNT = re.compile(r"\d[\d.,]*%?")
_SIGNED = re.compile(rf"([-−–])\s{{2,}}({_AMOUNT.pattern})")
_MINUS = frozenset("-−–")
"""What programs print for a minus."""
_POWER = re.compile(r"[-−–+]\d{1,2}")
_RAISED_SIGN = str.maketrans("-−–+", "⁻⁻⁻⁺")
_DEGREE = "o"
"""How the sign of degrees is typed, raised."""
_SOFT_HYPHEN = "\xad"


LONGEST_MARK = 8
"""Letters of what may be raised: calls of several notes, units."""
ABOVE, BELOW = (0.1, 0.75), (-0.4, -0.08)
"""Ems by which a small piece stands over the base of its line, or below it."""
LEVEL = 0.05
"""Ems by which the bases of the pieces of one raised text differ at most."""
INSIDE = 0.3
"""Ems by which a raised piece may reach into its neighbour."""
FULL_RISE, TOUCHING = (0.3, 0.65), (-0.1, 0.15)
"""Ems by which a number of the full size stands over the base of the text that it touches, and from
the end of that, where it is a call that its program only raised: no line begins so high over
another, and so near to where that ends."""
SIGN_APART = 0.6
"""Ems from which on the white between a minus and its number is none of a list's dash: two blanks
are narrower."""
SPACED = 3
"""Single characters from which on even gaps are letter spacing."""
MOSTLY_SINGLE = 0.75
"""Share of the pieces of a spaced line that are single characters: two narrow ones may be one."""
PITCH = 0.12
"""Ems by which steps between characters in places of one width (the comb of a form) differ at
most."""


class PrintedLine(NamedTuple):
    """A printed line of a cell or of prose, with its box.

    `raised` counts the superscript digits it begins with; `soft` tells that it ends in a soft
    hyphen (which is not part of the text), `trail` that a space glyph stands at its end, `struck`
    that a line is drawn through all of it.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    raised: int = 0
    soft: bool = False
    trail: bool = False
    struck: bool = False
    overlaid: bool = False


def lines_of(pieces: list[Piece], column_gap: float = 0.0) -> list[PrintedLine]:
    """The printed lines of some pieces, top to bottom.

    With a `column_gap` (in ems) a wider gap ends a line: what follows is a line of its own.
    """
    if len(pieces) == 1:
        return [_line_of_one(pieces[0])]
    if any(piece.upright for piece in pieces):
        return _lines_of_turned(pieces, column_gap)
    rows, raised = _rows(pieces)
    struck = any(map(_struck, pieces))
    out = []
    for row in rows:
        row.sort(key=_left)
        for part in _parted(row, column_gap) if column_gap else (row,):
            for own in _by_strikes(part) if struck else (part,):
                out.append(_line(own, raised) if len(own) > 1 else _line_of_one(own[0]))
    return out if column_gap else unstacked(out)


_struck = attrgetter("struck")


def _by_strikes(row: list[Piece]) -> list[list[Piece]]:
    """The pieces of a line, what is struck out apart from what is not."""
    return [list(own) for _, own in groupby(row, key=_struck)]


def _lines_of_turned(pieces: list[Piece], column_gap: float) -> list[PrintedLine]:
    """The lines of pieces of which some stand at a right angle: each direction by itself."""
    level = [piece for piece in pieces if piece.upright is None]
    lines = lines_of(level, column_gap) if level else []
    for quarter in range(4):
        turned = [
            (piece, piece.upright)
            for piece in pieces
            if piece.upright and piece.upright.own.quarters == quarter
        ]
        if not turned:
            continue
        stood = [
            piece._replace(x0=at.x0, x1=at.x1, base=at.base, tilt=0, upright=None)
            for piece, at in turned
        ]
        own, page = turned[0][1].own, turned[0][1].page
        for line in lines_of(stood, column_gap):
            x0, y0, x1, y1 = turned_box(own, page, line.x0, line.y0, line.x1, line.y1)
            lines.append(line._replace(x0=x0, y0=y0, x1=x1, y1=y1, base=y1))
    return lines


def _line_of_one(piece: Piece) -> PrintedLine:
    text, x0, x1, base, size = piece[:5]
    if text[0] in _MINUS and (signed := _SIGNED.fullmatch(text)):
        text = "".join(signed.groups())
    text = " ".join(text.split())
    soft = text[-1] == _SOFT_HYPHEN
    y0, y1 = (piece.y0, piece.y1) if piece.tilt else (base - ASCENT * size, base + DESCENT * size)
    return PrintedLine(
        text.rstrip(_SOFT_HYPHEN) if soft else text, x0, y0, x1, y1, base, size, piece.bold,
        _raised_digits(text), soft, piece.hang, piece.struck,
    )  # fmt: skip


def _left(piece: Piece) -> float:
    return piece.x0


def _base(piece: Piece) -> float:
    return piece.base


def _rows(pieces: list[Piece]) -> tuple[list[list[Piece]], frozenset[int]]:
    """Pieces by baseline; the second value names those that are raised (by first character)."""
    largest = max(piece.size for piece in pieces)
    numbers = [p for p in pieces if p.text.isdecimal() and _is_full(p, largest)]
    if min(piece.size for piece in pieces) > SMALL * largest and not numbers:
        return _by_base(pieces), frozenset()
    small = [piece for piece in pieces if _may_be_raised(piece, largest)]
    ordered = sorted(pieces, key=_base)
    bases = [piece.base for piece in ordered]
    marks = {}
    for piece in small:
        first = bisect_left(bases, piece.base - 0.4 * largest)
        last = bisect_right(bases, piece.base + 0.75 * largest, first)
        host = _host(piece, ordered[first : min(last, first + MAX_NEAR)])
        if host is not None:
            marks[id(piece)] = host
    _chain(small, marks)
    for number in numbers:
        first = bisect_left(bases, number.base)
        last = bisect_right(bases, number.base + FULL_RISE[1] * largest, first)
        near = ordered[first : min(last, first + MAX_NEAR)]
        host = next((piece for piece in near if _touches(number, piece)), None)
        if host is not None:
            marks[id(number)] = host
            small.append(number)
    rows = _by_base([piece for piece in ordered if id(piece) not in marks])
    row_of = {id(piece): row for row in rows for piece in list(row)}
    raised = set()
    for piece in small:
        host = marks.get(id(piece))
        if host is None:
            continue
        while id(host) in marks:
            host = marks[id(host)]
        row_of[id(host)].append(piece)
        if piece.base < host.base:
            raised.add(piece.first)
    return rows, frozenset(raised)


def _chain(small: list[Piece], marks: dict[int, Piece]) -> None:
    """Let what goes on right behind a raised piece on its height be raised with it: `[`, `12`, `]`
    are pieces of one call, and the last of them stands far from the text."""
    ordered = sorted(small, key=attrgetter("x0"))
    for at, piece in enumerate(ordered):
        if id(piece) in marks:
            continue
        for before in reversed(ordered[max(0, at - LONGEST_MARK) : at]):
            level = abs(before.base - piece.base) <= LEVEL * piece.size
            near = -INSIDE <= (piece.x0 - before.x1) / piece.size <= INSIDE
            if level and near and id(before) in marks and before.size == piece.size:
                marks[id(piece)] = before
                break


def _may_be_raised(piece: Piece, largest: float) -> bool:
    return piece.size <= SMALL * largest and len(piece.text) <= LONGEST_MARK and not piece.tilt


def _is_full(number: Piece, largest: float) -> bool:
    """Whether a number is nearly as large as the text around it."""
    return number.size > SMALL * largest and len(number.text) <= LONGEST_MARK and not number.tilt


def _touches(number: Piece, piece: Piece) -> bool:
    """Whether a number stands over the end of a word and touches it."""
    rise, gap = (piece.base - number.base) / piece.size, (number.x0 - piece.x1) / piece.size
    near = FULL_RISE[0] <= rise <= FULL_RISE[1] and TOUCHING[0] <= gap <= TOUCHING[1]
    return near and not piece.tilt and not piece.text[-1].isdigit() and piece.size >= number.size


def _host(mark: Piece, pieces: list[Piece]) -> Piece | None:
    """The larger piece a small one stands beside, higher or lower than its baseline."""
    best, nearest = None, 1.0
    for piece in pieces:
        size = piece.size
        if mark.size > SMALL * size or piece.tilt:
            continue
        rise = (piece.base - mark.base) / size
        if not (ABOVE[0] <= rise <= ABOVE[1] or BELOW[0] <= rise <= BELOW[1]):
            continue
        gap = max(mark.x0 - piece.x1, piece.x0 - mark.x1) / size
        if -INSIDE <= gap < nearest:
            best, nearest = piece, max(gap, 0.0)
    return best


def _by_base(pieces: list[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    base = 0.0
    for piece in sorted(pieces, key=_base):
        if rows and piece.base - base <= SAME_BASE * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
            base = piece.base
    return rows


def _parted(row: list[Piece], column_gap: float) -> Iterable[list[Piece]]:
    part = [row[0]]
    for piece in row[1:]:
        if piece.x0 - part[-1].x1 > column_gap * piece.size:
            yield part
            part = []
        part.append(piece)
    yield part


def _line(row: list[Piece], raised: frozenset[int]) -> PrintedLine:
    text = " ".join(_joined(row, raised).split())
    soft = text.endswith(_SOFT_HYPHEN)
    head = max(row, key=lambda piece: (piece.size, len(piece.text)))
    base, size = head.base, head.size
    if head.tilt:
        y0, y1 = min(piece.y0 for piece in row), max(piece.y1 for piece in row)
    else:
        y0, y1 = base - ASCENT * size, base + DESCENT * size
    return PrintedLine(
        text.rstrip(_SOFT_HYPHEN).replace(_SOFT_HYPHEN, "-") if soft else text,
        min(piece.x0 for piece in row),
        y0,
        max(piece.x1 for piece in row),
        y1,
        base,
        size,
        all(piece.bold for piece in row),
        _raised_digits(text),
        soft,
        max(row, key=lambda piece: piece.x1).hang,
        all(piece.struck for piece in row),
        _is_overlaid(row, size),
    )


def _is_overlaid(row: list[Piece], size: float) -> bool:
    """Whether two texts are printed over one another: together they are wider than their line."""
    wide = sum([piece.x1 - piece.x0 for piece in row])
    return wide > max([piece.x1 for piece in row]) - min([piece.x0 for piece in row]) + size


def _joined(row: list[Piece], raised: frozenset[int]) -> str:
    """The text of a line, blanks where glyphs or gaps show them."""
    if _is_signed(row):
        return "".join(piece.text.strip() for piece in row)
    texts = [_text_of(row[0], raised)]
    narrow: list[int] = []
    tracked = _tracking(row)
    end, space = row[0].x1, row[0].trail
    for index, piece in enumerate(row[1:], 1):
        gap = (piece.x0 - end) / piece.size - tracked.get(index, 0.0)
        shown = space or piece.lead
        if shown or (gap > SPACE_GAP and piece.first not in raised):
            texts.append("" if combining(piece.text[0]) else " ")
        elif gap > NARROW_GAP and piece.first not in raised:
            narrow.append(len(texts))
        texts.append(_text_of(piece, raised))
        end = max(end, piece.x1)
        space = piece.trail
    return "".join(_parted_words(texts, narrow) if narrow else texts)


def _is_signed(row: list[Piece]) -> bool:
    """Whether a line is a number alone whose minus stands apart, at the other side of its cell: so
    amounts are set in accounts."""
    if row[0].text.strip() not in _MINUS or row[1].x0 - row[0].x1 < SIGN_APART * row[1].size:
        return False
    return _AMOUNT.fullmatch("".join([piece.text for piece in row[1:]]).strip()) is not None


def _text_of(piece: Piece, raised: frozenset[int]) -> str:
    if piece.first in raised and (_DIGITS.fullmatch(piece.text) or piece.text == _DEGREE):
        return raise_digits(piece.text)
    if piece.first in raised and _POWER.fullmatch(piece.text):
        return raise_digits(piece.text).translate(_RAISED_SIGN)
    return piece.text


def _parted_words(texts: list[str], narrow: list[int]) -> list[str]:
    """Put blanks into gaps narrower than one where spelling says so: a squeezed line.

    Only where both sides are syllables and together they are none.
    """
    out: list[str] = []
    bounds = [0, *narrow, len(texts)]
    for begin, cut, end in zip(bounds, narrow, bounds[2:], strict=False):
        before, after = "".join(texts[begin:cut]), "".join(texts[cut:end])
        out += [*texts[begin:cut], " " if _are_two_words(before, after) else ""]
    return out + texts[narrow[-1] :]


def _are_two_words(before: str, after: str) -> bool:
    one, other = _LAST_WORD.search(before), _FIRST_WORD.search(after)
    if one is not None and after[:1].isdigit():
        return len(one[0]) > 1 and is_syllable(one[0])
    if one is None or other is None or not (is_syllable(one[0]) and is_syllable(other[0])):
        return False
    return not is_syllable(one[0] + other[0])


def _raised_digits(text: str) -> int:
    """How many superscript digits a text begins with."""
    return 0 if text[0] not in RAISED else len(text) - len(text.lstrip(RAISED))


def _tracking(row: list[Piece]) -> dict[int, float]:
    """Letter spacing, in ems, before the pieces that are set with wide even gaps.

    A number printed `2 0 2 6` by spacing alone has single characters and no space glyph. A whole
    line so set is spaced, and so is one whose characters stand in places of one width each, where a
    narrow stroke has more white beside it than a digit, and no two touch as those of a word do that
    a font of outlines sets letter by letter; inside of a line only digits are, and only less than a
    blank apart.
    """
    if len(row) < SPACED:
        return {}
    single = [len(piece.text) == 1 for piece in row]
    if sum(single) >= MOSTLY_SINGLE * len(row) and (found := _even_throughout(row)):
        return found
    out: dict[int, float] = {}
    start = 0
    for index in range(1, len(row) + 1):
        if index < len(row) and single[index] and single[index - 1] and not _spaced(row, index):
            continue
        if index - start >= SPACED:
            out.update(_even(row, start, index))
        start = index
    return out


def _spaced(row: list[Piece], index: int) -> bool:
    return row[index].lead or row[index - 1].trail


def _gaps(row: list[Piece], places: Iterable[int]) -> list[float]:
    """The white before some pieces of a line, in ems."""
    return [(row[i].x0 - row[i - 1].x1) / row[i].size for i in places]


def _even_throughout(row: list[Piece]) -> dict[int, float]:
    """The spacing of a line of letters set with even gaps, in which blanks part the words."""
    inside = [index for index in range(1, len(row)) if not _spaced(row, index)]
    if len(inside) in (0, len(row) - 1) or len(row) <= SPACED:
        return {}
    gaps = _gaps(row, inside)
    middle = sorted(gaps)[len(gaps) // 2]
    even = middle > 0 and 0.5 * middle < min(gaps) and max(gaps) < 2 * middle
    return dict.fromkeys(inside, middle) if even else {}


def _even(row: list[Piece], start: int, end: int) -> dict[int, float]:
    gaps = _gaps(row, range(start + 1, end))
    middle = sorted(gaps)[len(gaps) // 2]
    whole = end - start == len(row) > SPACED
    if whole and min(gaps) > NARROW_GAP and _is_comb(row):
        return dict(zip(range(start + 1, end), gaps, strict=True))
    digits = all(piece.text in "0123456789.," for piece in row[start:end])
    if middle <= 0 or min(gaps) <= 0.5 * middle:
        return {}
    if not whole and not (digits and max(gaps) < BLANK):
        return {}
    return dict.fromkeys(range(start + 1, end), middle)


def _is_comb(row: list[Piece]) -> bool:
    """Whether the pieces of a line stand in places of one width each: at the middle of these, or
    where they begin."""
    return any(
        max(steps) - min(steps) <= PITCH * row[0].size
        for share in (0.0, 0.5)
        if (steps := [_at(piece, share) - _at(before, share) for before, piece in pairwise(row)])
    )


def _at(piece: Piece, share: float) -> float:
    """A place between the ends of a piece, in points."""
    return piece.x0 + share * (piece.x1 - piece.x0)


_ROMAN = re.compile(r"[IVXLC]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(r"(?:.*\D)?(?:19|20)\d\d")
_LETTERS_AND_DIGITS = re.compile(rf"[\W{RAISED}]")
_SHORT = re.compile(r"\d{1,2}")


def is_glued(line: PrintedLine, after: PrintedLine, room: float) -> bool:
    """Whether the last word of a line goes on in the next one, cut by a column too narrow.

    `room` is the width the column leaves to text. A word is cut only where it does not fit
    into a line of its own, and only where the line is full.
    """
    if line.soft:
        return True
    if line.x1 - line.x0 < room - line.size:
        return False
    head, tail = line.text.rpartition(" ")[2], after.text.partition(" ")[0]
    if not head or not tail:
        return False
    letter = (after.x1 - after.x0) / len(after.text)
    if line.x1 - line.x0 + letter < room - 0.05 * line.size:
        return False
    width = (line.x1 - line.x0) * len(head) / len(line.text) + letter * len(tail)
    if width < room:
        return False
    return _reads_on(head, tail)


def _reads_on(head: str, tail: str) -> bool:
    """Whether two ends of lines can be one word or number."""
    last, first = head[-1], tail[0]
    if last.isdigit() and first.isdigit():
        whole = _DATED.fullmatch(head) or (_SHORT.fullmatch(head) and _YEAR.match(tail))
        return not whole
    if last.isdigit() or first.isdigit():
        return last.isdigit() and first in "/.,-" and len(tail) > 1
    if first in ".,;:)/" or (first == "%" and last.isdigit()):
        return True
    if _ROMAN.fullmatch(head) and _ROMAN.fullmatch(tail.rstrip(".)")):
        return True
    if last.isalpha() and first.isalpha():
        one, other = _LETTERS_AND_DIGITS.split(head)[-1], _LETTERS_AND_DIGITS.split(tail)[0]
        parts = is_syllable(one) and is_syllable(other)
        return is_syllable((one + other).lower()) and not parts
    return False
