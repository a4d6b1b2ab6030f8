"""Bytes of a text file to text: the encodings Vietnamese documents are found in.

UTF-8 and UTF-16 (with or without a byte-order mark) are recognised by their form. What is
neither is tried as Windows-1258, the code page Vietnamese Windows wrote before Unicode, which
keeps tone marks as combining characters; it is believed only when the result looks Vietnamese.
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
_LATER_MARK = re.compile(r"^\ufeff", re.MULTILINE)
"""A byte-order mark at the start of a later line: files that were put together each had one."""
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
    if not _looks_vietnamese(text):
        raise InputError(
            "not-text", "the encoding is not UTF-8, UTF-16 or Windows-1258; save it as UTF-8"
        )
    note = Problem(
        "info", "encoding-guessed", "read as Windows-1258: not valid UTF-8, and Vietnamese so"
    )
    return text, (note,)


def _looks_vietnamese(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    wrong = text.count("\ufffd") + len(_CONTROL.findall(text))
    return (
        letters > 0
        and len(_VIETNAMESE.findall(text)) >= _MIN_VIETNAMESE_SHARE * letters
        and wrong <= _MAX_CONTROL_SHARE * len(text)
    )
