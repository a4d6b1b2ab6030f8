"""MHTML: a web page and what belongs to it as one mail message (RFC 2557)."""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from typing import Final

from pipeline.errors import InputError

MAX_PARTS: Final = 2000


def html_parts(data: bytes) -> list[tuple[bytes, str | None]]:
    """The web pages in a message in their order, each with the charset its header names.

    Raises:
        InputError: `damaged` where there is none, `too-large`.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    parts: list[tuple[bytes, str | None]] = []
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            raise InputError("too-large", f"the web archive has over {MAX_PARTS} parts; not read")
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            parts.append((_payload(part), part.get_content_charset()))
    if not parts:
        raise InputError("damaged", "the web archive holds no web page; save it again")
    return parts


def _payload(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
