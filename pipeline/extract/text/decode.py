"""Bytes of a text file to text: the encodings Vietnamese documents are found in.

UTF-8 and UTF-16 (with or without a byte-order mark) are recognised by their form. What is
neither is tried as Windows-1258, the code page Vietnamese Windows wrote before Unicode, which
keeps tone marks as combining characters, and as the codes of the fonts from before Unicode (TCVN3,
VNI); one is believed only when the result looks Vietnamese, syllable by syllable.
"""

from __future__ import annotations

import codecs
import re

from pipeline.errors import InputError
from pipeline.model import Problem
from pipeline.writing.characters import compose
from pipeline.writing.patterns import compiled

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\n]\x08")
"""What steers a terminal: colours and places of what it prints, a letter struck over by the next
(bold and underlined in the output of printers)."""
_LATER_MARK = re.compile(r"^\ufeff", re.MULTILINE)
"""A byte-order mark at the start of a later line: files that were put together each had one."""
_MOST_PADDING = 0.5
"""Share of a text that may be NUL characters: a text in two bytes a letter is known by then."""
_CODES_SAMPLE = 20_000
"""Characters whose syllables tell the encoding."""
_MOST_WRONG = 0.1
"""Share of words that are no Vietnamese in a text of such codes, at most: foreign names."""
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_LETTER = compiled(r"\p{L}")
_MAX_CONTROL_SHARE = 0.01
_MIN_VIETNAMESE_SHARE = 0.05  # running Vietnamese has about 0.25; tables of names still 0.1
_MAX_DAMAGE_SHARE = 0.1  # of the non-ASCII characters


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of `data`, without a byte-order mark, and what is doubtful about it.

    Raises `InputError('not-text')` when no encoding gives readable text.
    """
    text, problems = _decode(data)
    if "\ufeff" in text:
        text = _LATER_MARK.sub("", text)
    if 0 < (padded := text.count("\x00")) <= _MOST_PADDING * len(text):
        text = text.replace("\x00", "")
        message = f"{padded} NUL characters, with which programs pad cells, are left out"
        problems = (*problems, Problem("info", "characters-mapped", message))
    if "\x1b" in text or "\x08" in text:
        text, steered = _STEERING.subn("", text)
        if steered:
            message = f"{steered} codes that steer a terminal or printer are left out"
            problems = (*problems, Problem("info", "characters-mapped", message))
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise InputError("not-text", "the file is neither text nor a PDF or Word document")
    return text, problems


def _decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _replacing(data, wide)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _not_utf8(data)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows in the zero bytes of its ASCII half: all on one side."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if many < len(sample) / 8 or few > many / 20:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _replacing(data: bytes, encoding: str) -> tuple[str, tuple[Problem, ...]]:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if not lost:
        return text, ()
    return text, (_damage(lost, encoding),)


def _damage(lost: int, encoding: str) -> Problem:
    message = f"{lost} byte sequences are not valid {encoding} and are shown as \ufffd"
    return Problem("warning", "encoding-damaged", message)


def _not_utf8(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    lenient = data.decode("utf-8", errors="replace")
    lost = lenient.count("\ufffd")
    foreign = sum(1 for char in lenient if char > "\x7f")
    if lost <= _MAX_DAMAGE_SHARE * foreign:
        return lenient, (_damage(lost, "utf-8"),)
    text = compose(data.decode("cp1258", errors="replace"))
    if (coded := _codes_of_fonts(data, text)) is not None:
        return coded
    if not _looks_vietnamese(text):
        raise InputError(
            "not-text",
            "the encoding is not UTF-8, UTF-16, Windows-1258, TCVN3 or VNI; save it as UTF-8",
        )
    note = Problem(
        "info", "encoding-guessed", "read as Windows-1258: not valid UTF-8, and Vietnamese so"
    )
    return text, (note,)


def _codes_of_fonts(data: bytes, otherwise: str) -> tuple[str, tuple[Problem, ...]] | None:
    """A text in the codes of a font from before Unicode, where its words are Vietnamese so and not
    in the code page (`otherwise`)."""
    from pipeline.writing.legacy_fonts import legacy_decoders  # which few texts need

    typed = data.decode("latin-1")
    least, name, found = min(
        (
            (_wrong(decoded[:_CODES_SAMPLE]), decoder.name, decoded)
            for decoder in legacy_decoders()
            for decoded in (decoder.decode(typed),)
        ),
        key=lambda one: one[0],
    )
    if least > _MOST_WRONG or _wrong(otherwise[:_CODES_SAMPLE]) <= max(least, _MOST_WRONG):
        return None
    note = Problem("info", "encoding-guessed", f"read as {name}: Vietnamese only so")
    return found, (note,)


def _wrong(text: str) -> float:
    """How much of a text is no Vietnamese: all of it where it has no letter of its own."""
    from pipeline.writing.syllables import wrong_share  # loads the syllables, which few texts need

    return wrong_share(text) if _VIETNAMESE.search(text) else 1.0


def _looks_vietnamese(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    wrong = text.count("\ufffd") + len(_CONTROL.findall(text))
    return (
        letters > 0
        and len(_VIETNAMESE.findall(text)) >= _MIN_VIETNAMESE_SHARE * letters
        and wrong <= _MAX_CONTROL_SHARE * len(text)
    )
