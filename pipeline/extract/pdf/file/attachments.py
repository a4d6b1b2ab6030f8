"""Files that a PDF carries: an annex attached to its decision, the parts of a portfolio."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

from pipeline.extract.pdf.file import raw
from pipeline.model import Attached

MAX_FILES = 100
"""Attached files looked at."""
MAX_BYTES = 128 * 1024 * 1024
"""Bytes of attached files taken in all."""
_FILE_ATTACHMENT = 17

_count = raw.function("FPDFDoc_GetAttachmentCount", raw.INT, raw.PTR)
_get = raw.function("FPDFDoc_GetAttachment", raw.PTR, raw.PTR, raw.INT)
_of_annotation = raw.function("FPDFAnnot_GetFileAttachment", raw.PTR, raw.PTR)
_name = raw.function("FPDFAttachment_GetName", ctypes.c_ulong, raw.PTR, raw.PTR, ctypes.c_ulong)
_relation = raw.function(
    "FPDFAttachment_GetAFRelationship", ctypes.c_ulong, raw.PTR, raw.PTR, ctypes.c_ulong
)
_file = raw.function("FPDFAttachment_GetFile", raw.INT, raw.PTR, raw.PTR, ctypes.c_ulong, raw.PTR)
_SAME = frozenset({"Source", "Alternative"})
"""Relations (PDF 2.0) of a file that holds the same document in another form."""


def attached_to_document(document: int) -> Iterator[Attached]:
    """The files in a document's list of attachments."""
    for index in range(min(_count(document), MAX_FILES)):
        yield from _read(_get(document, index))


def attached_to_page(page: int) -> Iterator[Attached]:
    """The files pinned to a page as annotations."""
    for index in range(min(raw.count_annotations(page), MAX_FILES)):
        annotation = raw.get_annotation(page, index)
        if not annotation:
            continue
        if raw.annotation_subtype(annotation) == _FILE_ATTACHMENT:
            yield from _read(_of_annotation(annotation))
        raw.close_annotation(annotation)


def _read(attachment: int | None) -> Iterator[Attached]:
    if not attachment:
        return
    size = ctypes.c_ulong()
    name = _string(_name, attachment)
    if not _file(attachment, None, 0, ctypes.addressof(size)) or size.value > MAX_BYTES:
        yield Attached(name, None)
        return
    buffer = ctypes.create_string_buffer(size.value or 1)
    read = _file(attachment, ctypes.addressof(buffer), size.value, ctypes.addressof(size))
    data = buffer.raw[: size.value] if read else None
    yield Attached(name, data, _string(_relation, attachment) in _SAME)


def _string(ask: Callable[..., int], attachment: int) -> str:
    buffer = ctypes.create_string_buffer(1024)
    size = ask(attachment, ctypes.addressof(buffer), 1024)
    return buffer.raw[: max(0, min(size, 1024) - 2)].decode("utf-16-le", "replace")
