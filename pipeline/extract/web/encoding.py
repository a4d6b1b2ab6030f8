"""Bytes of a web page to text: by its byte-order mark, by what it says of itself, by its form."""

from __future__ import annotations

import codecs
import re
from typing import Final

from pipeline.extract.text.decode import decode
from pipeline.model import Problem

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_XML: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)[\"']", re.IGNORECASE)
_HEAD: Final = 8192
_SILENT: Final = frozenset({"utf-8", "utf8", "unicode", "x-user-defined"})
_WIDE: Final = ("utf-16", "utf-32", "utf16", "ucs-2")


def page_text(data: bytes, charset: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """The text of a page and what is doubtful of its encoding; `charset` is what a mail header
    says. Raises `InputError('not-text')`.

    A page that names a single-byte code page is believed unless it is UTF-8 after all; one that
    says nothing, or UTF-8, is read as any text.
    """
    named = (charset or _named(data) or "").lower()
    if named and named not in _SILENT and not named.startswith(_WIDE) and not _is_utf8(data):
        try:
            return codecs.lookup(named).decode(data, "strict")[0], ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _named(data: bytes) -> str | None:
    match = _XML.search(data[:_HEAD]) or _CHARSET.search(data[:_HEAD])
    return match.group(1).decode("ascii") if match else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
