"""Characters of a page to pieces of text.

A *piece* is a stretch of characters that one text object sets without a gap wider than a space:
a word at least, a printed line at most. Pieces are what the geometry deals out to cells; only
where one crosses a rule is it taken apart again.

Coordinates of a piece are points from the top left corner of the page in its *frame*: turned so
that most of its text stands upright. For all but odd pages that is the page as it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import sub
from typing import NamedTuple

from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.letters.aside import SetAside
from pipeline.extract.pdf.letters.chars import SPECIAL, Ink, PageChars, height_of
from pipeline.writing.legacy_fonts import Decoder

TWIN = 0.1
"""Ems between two prints of one text that make it bold."""
SPACE_GAP = 0.15
"""Gap between two glyphs, in ems, from which they are two words."""

ASCENT, DESCENT = 0.9, 0.23
"""Ems a line reaches over and under its baseline."""
MIDDLE = 0.3
"""Ems over its baseline at which a text is held to stand: the middle of its small letters."""
_WANTED_GAP = 0.6
"""Gap in points above which a stretch of characters is looked at more closely."""
_BACKWARDS = -1.5
"""A step back in points that is looked at more closely."""
_WORD = re.compile(r"\S+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\uffff]")
_LINE_END_HYPHEN = "\x02"
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip


SLANTED = 2
"""The tilt of text that is neither level nor upright."""


class Upright(NamedTuple):
    """Where a piece at a right angle stands in the frame that sets it upright (`own`); `page` is
    the frame of the page."""

    own: Frame
    page: Frame
    x0: float
    x1: float
    base: float


class Piece(NamedTuple):
    """A stretch of text without wide gaps.

    `base` is the baseline; `lead` and `trail` tell of a space glyph before or after it;
    `first` and `last` bound its characters on the page (`last` excluded). `tilt` is 0 for
    upright text, 1 for text at a right angle to it (`upright` has its lines), 2 for slanted
    text. `hang` says that the file sets a space after it, though it may have no width (at the end
    of a line), `struck` that a line is drawn through it.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    lead: bool
    trail: bool
    first: int
    last: int
    tilt: int = 0
    y0: float = 0.0
    y1: float = 0.0
    hang: bool = False
    upright: Upright | None = None
    struck: bool = False

    @property
    def middle(self) -> float:
        """Height at which the piece is held to stand."""
        return self.base - MIDDLE * self.size if not self.tilt else (self.y0 + self.y1) / 2


def middle_of(ink: Ink, frame: Frame) -> float:
    """Height at which a level text object is held to stand in a frame."""
    base, size = height_of(ink, frame)
    return base - MIDDLE * size


def pieces_of(
    chars: PageChars,
    *,
    covered: Callable[[float, float], bool] | None = None,
    hidden: bool = False,
    aside: SetAside | None = None,
) -> list[Piece]:
    """Cut the characters of a page into pieces, in the order the file sets them.

    Text that is not printed (invisible, white where `covered` tells of no shade
    beneath) is left out and put into `aside`; `hidden` asks for the invisible text instead, as
    the text layer under a scan.
    """
    starts, ends, owners = chars.starts, chars.ends, chars.owners
    cuts = [
        index
        for index, (gap, one, other) in enumerate(
            zip(map(sub, starts[1:], ends), owners, owners[1:], strict=False), 1
        )
        if one != other or gap > _WANTED_GAP or gap < _BACKWARDS
    ]
    if owners:
        cuts.append(len(owners))
    special = SPECIAL.search(chars.text) is not None
    pieces: list[Piece] = []
    begin = 0
    spaced = False
    for end in cuts:
        owner = owners[begin]
        if owner is None:
            begin = end
            continue
        ink = chars.inks[owner]
        style = ink.style
        if (
            end < len(owners)
            and owners[end] == owner
            and (style.quarter < 0 or not _is_break(chars, end, style.size))
        ):
            continue
        if style.hidden is hidden:
            piece = _piece(chars, ink, begin, end, special, spaced)
            spaced = piece is None and _is_glyph(chars, begin)
            if piece is not None and (not style.pale or _shows(piece, covered)):
                pieces.append(piece)
            elif piece is not None and aside is not None:
                aside.add("pale", piece.text)
        elif aside is not None:
            aside.add("hidden", chars.text[begin:end])
        begin = end
    return pieces


def chars_in(pieces: list[Piece]) -> int:
    """Printed characters, white space apart."""
    return len("".join("".join([piece.text for piece in pieces]).split()))


def without_twins(pieces: list[Piece]) -> list[Piece]:
    """The pieces without those that print a text again on the same place: made bold so."""
    seen: dict[str, list[Piece]] = {}
    kept: list[Piece] = []
    for piece in pieces:
        others = seen.setdefault(piece.text, [])
        if not any(_is_twin(piece, other) for other in others):
            others.append(piece)
            kept.append(piece)
    return kept


def _is_twin(piece: Piece, other: Piece) -> bool:
    near = TWIN * piece.size
    return (
        abs(piece.x0 - other.x0) < near
        and abs(piece.base - other.base) < near
        and abs(piece.y0 - other.y0) < near
        and piece.tilt == other.tilt
    )


def _is_glyph(chars: PageChars, index: int) -> bool:
    """Whether a blank is set by the file: those PDFium puts in itself have no width."""
    return chars.ends[index] > chars.starts[index]


def _shows(piece: Piece, covered: Callable[[float, float], bool] | None) -> bool:
    return covered is None or covered((piece.x0 + piece.x1) / 2, piece.middle)


def _is_break(chars: PageChars, index: int, size: float) -> bool:
    """Whether a gap inside one text object parts two words."""
    gap = chars.starts[index] - chars.ends[index - 1]
    if gap < 0:
        return gap < -0.5 * size
    return gap > SPACE_GAP * size


def _piece(
    chars: PageChars, ink: Ink, first: int, last: int, special: bool, spaced: bool
) -> Piece | None:
    text = chars.text[first:last]
    stripped = text.strip()
    if not stripped:
        return None
    lead = trail = False
    if len(stripped) != len(text):
        before = len(text) - len(text.lstrip())
        lead = before > 0 and _is_glyph(chars, first)
        trail = before + len(stripped) < len(text) and _is_glyph(chars, last - 1)
        first += before
        last = first + len(stripped)
    font, size, quarter = ink.style[:3]
    frame = chars.frame
    if special or font.decoder is not None:
        stripped = clean(stripped, font.decoder)
    if quarter != frame.quarters:
        if quarter < 0:
            return _slanted(chars, ink, first, last, stripped)
        return _turned(chars, ink, first, last, stripped)._replace(lead=lead or spaced, trail=trail)
    _, base = frame.point(ink.x, ink.y)
    shift = frame.shift
    x0, x1 = chars.starts[first] + shift, chars.ends[last - 1] + shift
    return Piece(
        stripped, x0, x1, base, size, font.bold, lead or spaced, trail, first, last,
        hang=trail or _hangs(chars, last),
    )  # fmt: skip


def _hangs(chars: PageChars, index: int) -> bool:
    """Whether the file itself (not PDFium) sets a space at a position."""
    return (
        index < len(chars.owners)
        and chars.owners[index] is not None
        and chars.text[index] in " \u00a0"
    )


def _slanted(chars: PageChars, ink: Ink, first: int, last: int, text: str) -> Piece:
    """A piece that runs at a slant: placed by its origin."""
    font, size = ink.style[:2]
    x, y = chars.frame.point(ink.x, ink.y)
    half = size / 2
    return Piece(
        text, x - half, x + half, y + half, size, font.bold, True, True, first, last, 2,
        y - half, y + half,
    )  # fmt: skip


def _turned(chars: PageChars, ink: Ink, first: int, last: int, text: str) -> Piece:
    """A piece at a right angle to the page."""
    font, size, quarter = ink.style[:3]
    frame, own = chars.frame, chars.frame.turned(quarter)
    _, base = own.point(ink.x, ink.y)
    x0, x1 = chars.starts[first] + own.shift, chars.ends[last - 1] + own.shift
    box = turned_box(own, frame, x0, base - ASCENT * size, x1, base + DESCENT * size)
    return Piece(
        text, box[0], box[2], box[3], size, font.bold, False, False, first, last, 1,
        box[1], box[3], upright=Upright(own, frame, x0, x1, base),
    )  # fmt: skip


def turned_box(
    own: Frame, page: Frame, x0: float, y0: float, x1: float, y1: float
) -> tuple[float, float, float, float]:
    """A box of one frame in another."""
    return page.box(*own.user_point(x0, y0), *own.user_point(x1, y1))


def clean(text: str, decoder: Decoder | None) -> str:
    """Code points as they are read to those that are printed.

    Legacy fonts are decoded, ligatures taken apart, PDFium's mark for a hyphen at a line's end
    (U+0002) is a hyphen again, what has no code point becomes U+FFFD.
    """
    if decoder is not None:
        return decoder.decode(text.replace(_LINE_END_HYPHEN, "\xad"))
    text = text.translate(_HYPHENS).translate(_LIGATURES)
    if "\xad" in text:
        text = text[:-1].replace("\xad", "-") + text[-1]
    return _CONTROL.sub("\ufffd", text)


def split_piece(chars: PageChars, piece: Piece) -> list[Piece]:
    """The words of an upright piece, each placed for itself."""
    if piece.tilt:
        return [piece]
    source = chars.text[piece.first : piece.last]
    owner = chars.owners[piece.first]
    decoder = chars.inks[owner].style.font.decoder if owner is not None else None
    shift = chars.frame.shift
    words = []
    for match in _WORD.finditer(source):
        first, last = piece.first + match.start(), piece.first + match.end()
        words.append(
            piece._replace(
                text=clean(match.group(), decoder),
                x0=chars.starts[first] + shift,
                x1=chars.ends[last - 1] + shift,
                lead=match.start() > 0 or piece.lead,
                trail=match.end() < len(source) or piece.trail,
                hang=match.end() < len(source) or piece.hang,
                first=first,
                last=last,
            )
        )
    return words
