"""The characters of a PDF page, as PDFium gives them: code point, place along the line, style.

A page has thousands of them, so all is read in bulk; what belongs to a whole text object (font,
size, baseline) is asked for once per object.
"""

from __future__ import annotations

import ctypes
import re
import sys
from array import array
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import HALF_TURN, Frame
from pipeline.extract.pdf.letters.glyphs import with_marks, without_halves, without_twins
from pipeline.extract.pdf.letters.overhang import SLANTED, Advances, without_overhang
from pipeline.writing.glyph_numbers import GlyphOrder, glyph_order
from pipeline.writing.legacy_fonts import Decoder, decoder_for
from pipeline.writing.raised import raise_digits

RAISED = 0.22
"""A digit whose outline begins this many ems over the baseline is raised."""
_HYPHEN = "\ufffe"
"""What PDFium writes for a hyphen at the end of a line, and for a code point of zero."""
MAX_CHARS = 1_000_000
"""A page with more characters than this is not read."""
PALE = 250
"""Colour channels from here on count as white."""
MIN_NUMBERS = 8
"""A font without code points that shows fewer different glyphs on a page has bullets, not text."""
UNMAPPED = 0.5
"""Share of the characters of such fonts that PDFium must say it has no code points for."""
BLANK_GLYPH = "\x03"
"""The number of the blank in every common order of glyphs."""
FAINT = 120
"""Text from this lightness on (0 black, 255 white) is faint."""
SPECIAL = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\ufffd\ufffe\uffff\ufb00-\ufb06\ue000-\uf8ff]")
"""Characters that need a second look: control codes, private use, ligatures, soft hyphens."""


class Font(NamedTuple):
    """What a font's name tells, and whether PDFium knows what its codes mean (going by one)."""

    name: str
    bold: bool
    decoder: Decoder | None
    mapped: bool = True
    slanted: bool = False


_LEAST = 0.01
"""Points; a text that is set in less shows nothing."""


class Style(NamedTuple):
    """How text is set: its font, size and direction, and how it shows: not at all, white, or
    faint; `colour` is that of its ink (0xRRGGBB)."""

    font: Font
    size: float
    quarter: int
    hidden: bool
    pale: bool
    faint: bool
    colour: int


class Ink(NamedTuple):
    """A text object: its style and its origin in user space."""

    style: Style
    x: float
    y: float


class Numbers(NamedTuple):
    """Characters of a page that were read from the numbers of glyphs, or could not be (`read`)."""

    font: str
    chars: int
    read: bool


@dataclass(frozen=True, slots=True)
class PageChars:
    """The characters of a page as read: code points and, along the line, where each begins
    and ends in the frame (`starts`, `ends`); those of a text at a right angle to it in the frame
    that sets it upright."""

    text: str
    starts: list[float]
    ends: list[float]
    owners: list[int | None]
    inks: dict[int, Ink]
    frame: Frame
    shown: Frame
    hidden: int
    unmapped: str
    numbers: Numbers | None = None


_matrix = raw.Out("f", 6)
_MATRIX_AT = _matrix.at[0]
_box = raw.Out("d", 4)
_BOX_AT = _box.at
_origin = raw.Out("d", 2)
_ORIGIN_AT = _origin.at
_DIGIT = re.compile("[0-9]")


@dataclass(slots=True)
class Cache:
    """What is known of the fonts and styles of a document, by PDFium's addresses; `order` is the
    glyph order of its fonts without code points, once proven, `advances` how far letters of its
    slanted fonts stand off."""

    fonts: dict[int, Font] = field(default_factory=dict)
    styles: dict[tuple[Any, ...], Style] = field(default_factory=dict)
    order: GlyphOrder | None = None
    advances: Advances = field(default_factory=dict)


def read_chars(page: int, cache: Cache, shown: Frame) -> PageChars | None:
    """Read all characters of a page; None if they are too many.

    `cache` is shared by the pages of a document.
    """
    text_page = raw.load_text(page)
    if not text_page:
        return PageChars("", [], [], [], {}, shown, shown, 0, "")
    try:
        count = raw.count_chars(text_page)
        if count > MAX_CHARS:
            return None
        return _read(text_page, max(count, 0), cache, shown)
    finally:
        raw.close_text(text_page)


def _read(text_page: int, count: int, cache: Cache, shown: Frame) -> PageChars:
    text = _page_text(text_page, count)
    boxes = (ctypes.c_float * (4 * count))()
    base = ctypes.addressof(boxes)
    places = range(base, base + 16 * count, 16)
    deque(map(raw.char_loose_box, repeat(text_page), range(count), places), maxlen=0)
    owners: list[int | None] = list(map(raw.char_object, repeat(text_page), range(count)))
    first = dict(zip(reversed(owners), range(count - 1, -1, -1), strict=True))
    inks = {
        owner: _ink(text_page, index, owner, cache)
        for owner, index in first.items()
        if owner is not None
    }
    text, numbers = _with_letters(text_page, text, owners, inks, cache)
    if not numbers:  # the outline of a glyph that is not known tells nothing
        text = _without_codes(text_page, text, owners, inks)
        text = _with_raised(text_page, text, owners, inks)
    frame = _text_frame(owners, inks, shown)
    starts, ends = _along(memoryview(boxes).cast("B"), frame.quarters)
    for quarters in {ink.style.quarter for ink in inks.values()} - {frame.quarters, -1}:
        own_starts, own_ends = _along(memoryview(boxes).cast("B"), quarters)
        for index, owner in enumerate(owners):
            if owner is not None and inks[owner].style.quarter == quarters:
                starts[index], ends[index] = own_starts[index], own_ends[index]
    if numbers:
        unmapped = "\ufffd" * text.count("\ufffd") if numbers.read else ""
    else:
        unmapped = _unmapped(text_page, text, owners, inks, first)
    _narrow_expanded(text, starts, ends, owners)
    slanted = {owner for owner, ink in inks.items() if ink.style.font.slanted}
    if slanted and not frame.quarters:
        letters = {
            index: ((inks[owner].style.font.name, text[index]), inks[owner].style.size)
            for index, owner in enumerate(owners)
            if owner in slanted and not inks[owner].style.quarter
        }
        without_overhang(letters, partial(_origin_of, text_page), starts, ends, cache.advances)
    text = without_halves(text, starts, ends, owners)
    text = without_twins(text, starts, ends, owners)
    text = with_marks(text, starts, ends, owners, lambda owner: height_of(inks[owner], frame))
    return PageChars(
        text=text,
        starts=starts,
        ends=ends,
        owners=owners,
        inks=inks,
        frame=frame,
        shown=shown,
        hidden=sum(ink.style.hidden for ink in inks.values()),
        unmapped=unmapped,
        numbers=numbers,
    )


def _origin_of(text_page: int, index: int) -> tuple[float, float]:
    """Where a letter stands, in points of user space."""
    raw.char_origin(text_page, index, *_ORIGIN_AT)
    x, y = _origin.read()
    return x, y


def _page_text(text_page: int, count: int) -> str:
    """One code point per character index."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    raw.get_text(text_page, 0, count, ctypes.addressof(buffer))
    text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and "\x00" not in text:
        return _without_zeros(text_page, text) if _HYPHEN in text else text
    codes = map(raw.char_unicode, repeat(text_page), range(count))
    return "".join(chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes)


def _without_zeros(text_page: int, text: str) -> str:
    """The text without the mark for a hyphen where it stands for a letter whose code point the file
    gives as zero."""
    zeros = {i for i, char in enumerate(text) if char == _HYPHEN and not _code(text_page, i)}
    return "".join("\ufffd" if i in zeros else char for i, char in enumerate(text))


def _code(text_page: int, index: int) -> int:
    return int(raw.char_unicode(text_page, index))


def _narrow_expanded(
    text: str, starts: list[float], ends: list[float], owners: list[int | None]
) -> None:
    """Let the letters that one glyph stands for follow each other: PDFium gives each of them the
    place of the glyph. An accented letter given twice is set in two glyphs, letter and mark; any
    other is printed twice (`tt`)."""
    begin = starts[0] if starts else 0.0
    for at in range(1, len(text)):
        same = starts[at] == begin < ends[at] == ends[at - 1]
        begin = starts[at]
        twice = text[at] == text[at - 1] and not text[at].isascii()
        if same and owners[at] == owners[at - 1] and not twice:
            starts[at] = ends[at]


def _ink(text_page: int, index: int, owner: int, cache: Cache) -> Ink:
    raw.char_matrix(text_page, index, _MATRIX_AT)
    *turn, x, y = _matrix.read()
    key = (
        raw.text_font(owner), raw.text_mode(owner), raw.char_size(text_page, index),
        *turn, *raw.fill_of(owner),
    )  # fmt: skip
    style = cache.styles.get(key)
    if style is None:
        style = cache.styles[key] = _style(key, cache, not raw.char_unmapped(text_page, index))
    return Ink(style, x, y)


def _with_letters(
    text_page: int,
    text: str,
    owners: list[int | None],
    inks: dict[int, Ink],
    cache: Cache,
) -> tuple[str, Numbers | None]:
    """The text with the letters of fonts that give glyph numbers alone; U+FFFD for each where
    their order cannot be proven, as the numbers are no text."""
    if all(font.mapped for font in cache.fonts.values()):
        return text, None
    at = [
        index
        for index, owner in enumerate(owners)
        if owner is not None
        and not (font := inks[owner].style.font).mapped
        and font.decoder is None
    ]
    unmapped = sum(map(raw.char_unmapped, repeat(text_page), at))
    if len({text[index] for index in at}) < MIN_NUMBERS or unmapped < UNMAPPED * len(at):
        return text, None
    numbers = {index: text[index] for index in at}
    if cache.order is None:
        cache.order = glyph_order(_words(numbers, owners))
    order = cache.order
    letters = order.decode("".join(numbers.values())) if order else "\ufffd" * len(at)
    chars = list(text)
    for index, letter in zip(at, letters, strict=True):
        chars[index] = letter
    owner = owners[at[0]]
    name = inks[owner].style.font.name if owner is not None else ""
    return "".join(chars), Numbers(name, len(at), order is not None)


def _without_codes(
    text_page: int, text: str, owners: list[int | None], inks: dict[int, Ink]
) -> str:
    """The text with U+FFFD for each letter that the table of code points of its font leaves out.

    PDFium gives the code of such a letter in its place, a number that may be that of another letter
    (`Óiện` for `điện`). Fonts without code points are left: bullets and signs, and fonts whose
    codes are known to be those of letters.
    """
    kinds = {char for char in set(text) if not char.isspace()}
    ends = {find(char) for find in (text.index, text.rindex) for char in kinds}
    if not any(_is_code(text_page, index, text, owners, inks) for index in ends):
        return text
    codes: dict[str, list[int]] = {}
    letters: Counter[str] = Counter()
    for index, owner in enumerate(owners):
        if owner is not None and not text[index].isspace():
            font = inks[owner].style.font.name
            letters[font] += 1
            if _is_code(text_page, index, text, owners, inks):
                codes.setdefault(font, []).append(index)
    chars = list(text)
    for font, places in codes.items():
        if len(places) < UNMAPPED * letters[font]:
            for index in places:
                chars[index] = "\ufffd"
    return "".join(chars)


def _is_code(
    text_page: int, index: int, text: str, owners: list[int | None], inks: dict[int, Ink]
) -> bool:
    """Whether the number of a letter is given in its place, and nothing tells which it is."""
    owner = owners[index]
    return (
        owner is not None
        and bool(raw.char_unmapped(text_page, index))
        and not _decodes(inks[owner], text[index])
    )


def _words(numbers: dict[int, str], owners: list[int | None]) -> str:
    """Glyph numbers as words: one that stands for a blank, and another text, part them."""
    out: list[str] = []
    before = -1
    for index, number in numbers.items():
        if index != before + 1 or owners[index] != owners[before]:
            out.append(" ")
        out.append(" " if number == BLANK_GLYPH else number)
        before = index
    return "".join(out)


def height_of(ink: Ink, frame: Frame) -> tuple[float, float]:
    """Baseline and size of a text object."""
    return frame.point(ink.x, ink.y)[1], ink.style.size


def _with_raised(text_page: int, text: str, owners: list[int | None], inks: dict[int, Ink]) -> str:
    """The text with digits that a font draws raised (its own superior figures) as superscripts.

    They have the size and the baseline of the text around them; only their outline is higher.
    """
    raised = []
    for match in _DIGIT.finditer(text):
        index = match.start()
        owner = owners[index]
        if owner is None or inks[owner].style.quarter:
            continue
        ink = inks[owner]
        raw.char_box(text_page, index, *_BOX_AT)
        _, _, bottom, _ = _box.read()
        if bottom - ink.y > RAISED * ink.style.size:
            raised.append(index)
    if not raised:
        return text
    chars = list(text)
    for index in raised:
        chars[index] = raise_digits(chars[index])
    return "".join(chars)


def _style(key: tuple[Any, ...], cache: Cache, mapped: bool) -> Style:
    handle, mode, size, a, b, c, d, red, green, blue, alpha = key
    font = cache.fonts.get(handle)
    if font is None:
        font = cache.fonts[handle] = _font(handle)._replace(mapped=mapped)
    height = round(size * (c * c + d * d) ** 0.5, 2)
    return Style(
        font,
        max(height, _LEAST),  # nothing is divided by no size at all
        _quarter(a, b),
        mode in (3, 7) or not alpha or not height,
        min(red, green, blue) >= PALE and mode in (0, 4),
        _lightness(red, green, blue, alpha) >= FAINT and mode in (0, 4),
        red << 16 | green << 8 | blue,
    )


def _lightness(red: int, green: int, blue: int, alpha: int) -> float:
    """How light a colour is on white paper, 0 to 255."""
    return 255 - (255 - (0.3 * red + 0.59 * green + 0.11 * blue)) * alpha / 255


def _quarter(a: float, b: float) -> int:
    """Direction of text: 0 to 3 for the four right angles, -1 for a slant."""
    if abs(b) <= 0.02 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.02 * abs(b):
        return 1 if b > 0 else 3
    return -1


_BOLD = re.compile(r"bold|black|heavy|[-,]bd\b", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")


def _font(handle: int | None) -> Font:
    if not handle:
        return Font("", False, None)
    buffer = ctypes.create_string_buffer(256)
    raw.font_name(handle, ctypes.addressof(buffer), 256)
    name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
    slanted = SLANTED.search(name) is not None
    return Font(name, bool(_BOLD.search(name)), decoder_for(name), slanted=slanted)


def _text_frame(owners: list[int | None], inks: dict[int, Ink], shown: Frame) -> Frame:
    quarters = {ink.style.quarter for ink in inks.values()}
    if quarters <= {shown.quarters}:
        return shown
    votes: Counter[int] = Counter()
    for owner, times in Counter(owners).items():
        if owner is not None and inks[owner].style.quarter >= 0:
            votes[inks[owner].style.quarter] += times
    if not votes:
        return shown
    ((turn, _),) = votes.most_common(1)
    return Frame(turn, shown.left, shown.bottom, shown.right, shown.top)


def _along(boxes: memoryview, quarters: int) -> tuple[list[float], list[float]]:
    """Where each character begins and ends along the line, measured in the frame's direction."""
    values = array("f")
    values.frombytes(boxes)
    if quarters == 0:
        return values[0::4].tolist(), values[2::4].tolist()
    if quarters == 1:
        return values[3::4].tolist(), values[1::4].tolist()
    first, last = (2, 0) if quarters == HALF_TURN else (1, 3)
    return [-at for at in values[first::4]], [-at for at in values[last::4]]


def _unmapped(
    text_page: int,
    text: str,
    owners: list[int | None],
    inks: dict[int, Ink],
    first: dict[int | None, int],
) -> str:
    """Characters PDFium has no code point for (a sample per font, and all that show it)."""
    bad = []
    seen: set[str] = set()
    for owner, index in first.items():
        if owner is None or inks[owner].style.font.name in seen or text[index].isspace():
            continue
        seen.add(inks[owner].style.font.name)
        if raw.char_unmapped(text_page, index) and not _decodes(inks[owner], text[index]):
            bad.append(text[index])
    bad += [
        match.group()
        for match in SPECIAL.finditer(text)
        if match.group() not in "\x02\xad\ufffe"
        and not "\ufb00" <= match.group() <= "\ufb06"
        and owners[match.start()] is not None
        and not _decodes(inks[owners[match.start()] or 0], match.group())
    ]
    return "".join(bad)


def _decodes(ink: Ink, char: str) -> bool:
    return ink.style.font.decoder is not None and ink.style.font.decoder.knows(char)
