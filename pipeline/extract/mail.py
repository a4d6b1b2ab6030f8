"""Mail messages (RFC 5322): the text of the letter, then the files attached to it.

Of a letter in several renditions the web page is read, else its plain text, in the form that its
content has. Files attached to it are parts of the document, as those of a PDF are.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message, MIMEPart
from pathlib import Path
from typing import Final

from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.extract.runs import Run, fragments, text_blocks
from pipeline.extract.web.reader import read_page
from pipeline.model import Attached, Page, Place, Reading
from pipeline.writing.letters import printed_chars

ENGINE: Final = "email"
MAX_PARTS: Final = 2000
"""Parts of a message: hostile ones have more."""
_PAGES: Final = ("text/html", "application/xhtml+xml")
"""Media types of web pages."""
_FILES: Final = ("message", "application")
"""Kinds of parts that are files even where nothing calls them attached; pictures stand in the
letter, and calendars and cards are no documents."""


def read_mail(path: Path, data: bytes) -> Reading:
    """Read a mail message from its bytes; `path` is not opened.

    Raises:
        InputError: `too-large`, `too-deep`, and as the reader of its text.
    """
    try:
        return _read(data)
    except RecursionError as error:  # headers hold comments in comments
        raise InputError("too-deep", "nested too deeply for a message; not read") from error


def _read(data: bytes) -> Reading:
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    parts = list(_parts(message))
    letter = [part for part in parts if not _is_file(part)]
    files = tuple(_attached(part, n) for n, part in enumerate(parts, 1) if _is_file(part))
    pages = [part for part in letter if part.get_content_type() in _PAGES]
    reading = Reading("html", ENGINE, ())
    for part in pages or [part for part in letter if part.get_content_type() == "text/plain"]:
        reading = _with(reading, part)
    return replace(reading, attached=files)


def _parts(message: MIMEPart) -> Iterator[MIMEPart]:
    """The parts of a message that hold something; a message attached to it is one part."""
    stack = [message]
    count = 0
    while stack:
        part = stack.pop()
        count += 1
        if count > MAX_PARTS:
            raise InputError("too-large", f"the message has over {MAX_PARTS} parts; not read")
        if part.get_content_maintype() == "multipart":
            stack += reversed(list(part.iter_parts()))
        else:
            yield part


def _is_file(part: MIMEPart) -> bool:
    """Whether a part is a file of its own: one that is called so, a message that was forwarded
    whole, or what no letter consists of."""
    return part.is_attachment() or (
        part.get_content_maintype() in _FILES and part.get_content_type() not in _PAGES
    )


def _attached(part: MIMEPart, number: int) -> Attached:
    name = part.get_filename() or f"part {number}"
    return Attached(name, _bytes(part))


def _bytes(part: MIMEPart) -> bytes | None:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else None
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else None


def _with(reading: Reading, part: MIMEPart) -> Reading:
    """A reading with what a part of the letter says, as its next page."""
    number = len(reading.pages) + 1
    data = _bytes(part) or b""
    charset = part.get_content_charset()
    if part.get_content_type() in _PAGES:
        page, problems = read_page(data, charset, number)
    elif number == 1 and data.strip():
        text = _decoded(data, charset).encode()
        return form_of(text).read(Path(), text)
    else:
        page, problems = _text_page(_decoded(data, charset), number), ()
    return replace(reading, pages=(*reading.pages, page), problems=(*reading.problems, *problems))


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8", "replace")
    except LookupError:  # a charset that does not exist
        return data.decode("utf-8", "replace")


def _text_page(text: str, number: int) -> Page:
    pieces = (
        piece
        for line, said in enumerate(text.splitlines(), 1)
        for piece in fragments([Run(said)], Place(number, line=line))
    )
    return Page(number, tuple(text_blocks(pieces)), printed_chars(text))
