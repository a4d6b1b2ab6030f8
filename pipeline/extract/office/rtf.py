"""RTF files before LibreOffice converts them: formulas, which it sets at the beginning of their row
as if they were pictures, and fractions of fields, which it leaves out, put as the text they print.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from lxml import etree

from pipeline.extract.docx.fields import FieldCounts
from pipeline.extract.docx.formulas import FORMULAS
from pipeline.extract.docx.styles import PLAIN, TextLook
from pipeline.extract.docx.xml import MATH

_DRAWN: Final = re.compile(
    rb"\{\s*\\(?:mmath\b|field(?=[^{}]{0,99}\{\\\*\\fldinst[^{}]{0,99}\{?[^{}]{0,99}\bEQ\s))"
)
"""Where a formula begins, or a field that sets one."""
_TWICE: Final = re.compile(rb"\{\s*\\upr\b")
_SECOND: Final = re.compile(rb"\{\s*\\\*\s*\\ud\b\s?(?=\{)")
"""A text written twice, and where its second writing begins, in Unicode (RTF 1.9.1, `\\upr`)."""
_BRACE: Final = re.compile(rb"\\[{}\\]|[{}]")
_TOKENS: Final = (
    rb"(?P<open>\{)|(?P<close>\})|\\u(?P<code>-?\d{1,5}) ?%b|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<word>[a-zA-Z]+)(?:-?\d+)? ?|\\(?P<sign>[^a-zA-Z])|(?P<text>[^\\{}\r\n]+)|[\r\n]+"
)
_INSTEAD: Final = rb"(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?"
"""What programs without Unicode print for a code, one character of it."""
_NONE_INSTEAD: Final = re.compile(rb"\\uc0\b")
_UNSHOWN: Final = ("Pr", "Pict", "fldrslt")
"""Ends of the names of groups that are not printed: properties, a picture of the formula."""
_CODES: Final = 1 << 16
"""Code points beyond half of them are written as negative numbers."""
_FIRST_HALVES: Final = range(0xD800, 0xDC00)
"""Codes that are the first half of a character beyond them (UTF-16)."""
_DEEPEST: Final = 100
"""Groups within groups; formulas of office programs stay under 20."""


def with_formulas(data: bytes) -> bytes:
    """A file with its formulas as text; any other as it is.

    >>> with_formulas(rb"{\\rtf1 A {\\mmath{\\*\\moMath{\\mf{\\mnum{\\mr 1}}{\\mden{\\mr 2}}}}}}")
    b'{\\\\rtf1 A {\\\\uc0 1/2}}'
    """
    return _replaced(data, _DRAWN, _printed)


def with_unicode(data: bytes) -> bytes:
    """A file whose texts written twice, for programs without Unicode first, are written once.

    >>> with_unicode(rb"{\\rtf1 {\\upr{So}{\\*\\ud{S\\u7903?}}}}")
    b'{\\\\rtf1 {S\\\\u7903?}}'
    """
    return _replaced(data, _TWICE, _second_writing)


def _replaced(
    data: bytes, begin: re.Pattern[bytes], instead: Callable[[bytes], bytes | None]
) -> bytes:
    """A file with what stands instead of each of its groups that begin so, and are not inside one
    that was replaced; a group stays as it is where that is None."""
    out: list[bytes] = []
    done = 0
    for match in begin.finditer(data):
        if match.start() < done:
            continue
        end = _end_of(data, match.start())
        if end is None:  # the file ends inside of it, and of all that follow
            break
        new = instead(data[match.start() : end])
        if new is not None:
            out += (data[done : match.start()], new)
            done = end
    return b"".join((*out, data[done:])) if out else data


def _printed(group: bytes) -> bytes | None:
    """A formula, or a field that sets one, as text."""
    shown = _shown(group)
    return None if shown is None else _as_rtf(shown)


def _second_writing(group: bytes) -> bytes:
    """The second writing of a text written twice; all of it where it has none."""
    second = _SECOND.search(group)
    return group if second is None else group[second.end() : _end_of(group, second.end())]


def _end_of(data: bytes, start: int) -> int | None:
    """Where a group ends, None where it is not closed."""
    depth = 0
    for match in _BRACE.finditer(data, start):
        depth += {b"{": 1, b"}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return None


def _shown(group: bytes) -> str | None:
    """What a formula prints, None for a field that sets what is not known here."""
    root = _tree(group)
    instruction = next(root.iter(MATH + "fldinst"), None)
    if instruction is not None:
        return FieldCounts().shown("".join(t.text or "" for t in instruction.iter(MATH + "t")))
    line = _Line()
    line.walk(root)
    return "".join(line.pieces)


@dataclass(slots=True)
class _Line:
    """The line that a formula is printed on."""

    pieces: list[str] = field(default_factory=list)

    def emit(self, text: str, look: TextLook) -> None:
        """Print a text."""
        self.pieces.append(text)

    def walk(self, parent: etree._Element) -> None:
        """Print what an element holds."""
        for element in parent:
            handler = FORMULAS.get(str(element.tag))
            if handler is not None:
                handler(self, element, PLAIN)
            elif not str(element.tag).endswith(_UNSHOWN):
                self.walk(element)

    def ends_in_digit(self) -> bool:
        """Whether what was printed last is a digit."""
        return "".join(self.pieces)[-1:].isdigit()


def _tree(group: bytes) -> etree._Element:
    """A group with the groups in it as elements, each named by its first word as in Word's XML."""
    instead = b"" if _NONE_INSTEAD.search(group) else _INSTEAD
    at = root = etree.Element(MATH + "group")
    open_groups = [root]
    half = 0
    for match in re.finditer(_TOKENS % instead, group):
        kind = match.lastgroup
        if kind == "open" and len(open_groups) < _DEEPEST:
            open_groups.append(etree.SubElement(at, MATH + "group"))
        elif kind == "close" and len(open_groups) > 1:
            open_groups.pop()
        elif kind == "word" and at.tag == MATH + "group":
            at.tag = MATH + match["word"].decode().removeprefix("m")
        elif kind == "code":
            half, char = _character(half, int(match["code"]) % _CODES)
            _type(at, char)
        elif kind in ("text", "sign"):
            _type(at, match[kind].decode("latin-1"))
        at = open_groups[-1]
    return root


def _character(half: int, code: int) -> tuple[int, str]:
    """The character of a code and the `half` of one before it; a first half waits for the other."""
    if code in _FIRST_HALVES:
        return code, ""
    pair = half.to_bytes(2, "big") * bool(half) + code.to_bytes(2, "big")
    return 0, pair.decode("utf-16-be", "ignore")


def _type(element: etree._Element, text: str) -> None:
    """Set a text in an element, and as what it says if it is a property."""
    if text != "*" and text.isprintable():
        etree.SubElement(element, MATH + "t").text = text
        element.set(MATH + "val", element.get(MATH + "val", "") + text)


def _as_rtf(text: str) -> bytes:
    typed = "".join(f"\\{char}" if char in "\\{}" else char for char in text)
    halves = (
        [char]
        if char.isascii()
        else [f"\\u{code} " for code in struct.unpack(f">{len(two) // 2}h", two)]
        for char in typed
        for two in (char.encode("utf-16-be"),)
    )
    return b"{\\uc0 " + "".join(chain.from_iterable(halves)).encode() + b"}"
