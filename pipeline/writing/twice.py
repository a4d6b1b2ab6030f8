"""Text encoded twice: its UTF-8 was read as Windows-1252, Windows-1258 or Latin-1 and saved so
(`Bá»™` for `Bộ`), or its letters stand as the escapes of a program (`B\\u1ed9`).

The bytes prove it: no other text is valid UTF-8 when its letters are written as one byte each.
"""

from __future__ import annotations

import re
from typing import Final

_BYTES: Final = {
    ord(char): byte
    for byte in range(256)
    for char in (bytes([byte]).decode("cp1252", "ignore"), chr(byte))
    if char
} | {ord("Ă"): 0xC3}
"""Code point → its byte in Windows-1252, or in Latin-1, which shows control characters there; of
the bytes that letters of Vietnamese begin with Windows-1258 shows one otherwise."""
_LEADS, _FOLLOWS = r"\u00c2-\u00c6\u0102\u00e1\u00e2", r"\u0080-\u00bf\u0152-\u0192\u02c6-\u2122"
"""First and further bytes of the letters of Vietnamese in UTF-8, as Windows-1252 shows them."""
_SIGN: Final = re.compile(f"[{_LEADS}][{_FOLLOWS}]")
_TYPED: Final = re.compile(
    r"(?<![a-z])[\u00c2\u00c3\u0102](?:[\u2018-\u2022](?!\w)|[\u00a0\u2013\u2014\u2026])"
)
"""A capital before a mark or a blank that people type behind one (`XÃ”`); it proves nothing."""
_WORD: Final = re.compile(r"[^ \t\r\n]+")
_ESCAPED: Final = re.compile(r"(?<![:\\])\\u(?=00[a-f]|0[123]|1e|20)[\da-f]{4}", re.IGNORECASE)
"""A letter of Vietnamese, or a mark between words, as JSON may write it (RFC 8259, 7); behind a
colon or another stroke it is a part of the name of a file, or no escape."""
_NO_BREAK: Final = "\u00a0"


def decode_twice(text: str) -> str:
    """The text with the words that are encoded twice decoded; others stay as they are.

    >>> decode_twice("Bá»™ CÃ´ng an"), decode_twice("Bộ Công an")
    ('Bộ Công an', 'Bộ Công an')
    >>> decode_twice("“TÊN XÃ”")
    '“TÊN XÃ”'
    """
    if "\\u" in text:
        text = _ESCAPED.sub(lambda code: chr(int(code.group()[2:], 16)), text)
    proven = _SIGN.search(text) and _SIGN.search(_TYPED.sub(" ", text))
    return _WORD.sub(_decoded, text) if proven else text


def _decoded(word: re.Match[str]) -> str:
    text = word.group()
    if text.isascii():
        return text
    # `à` ends in a blank that does not break, which readers take from the end of a line
    whole = text + _NO_BREAK if text.endswith(("Ã", "Ă")) else text
    codes = [_BYTES.get(ord(char)) for char in whole]
    if None in codes:
        return text
    try:
        return bytes(code for code in codes if code is not None).decode("utf-8")
    except UnicodeDecodeError:
        return text
