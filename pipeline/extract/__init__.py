"""Bytes → pages: one reader per dialect (`dialects`), all returning the same `Page` type.

The dialect is decided by what the file holds, never by its name. Nothing is repaired here.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pipeline.errors import InputError
from pipeline.extract.dialects import Form, form_of
from pipeline.extract.media import may_need_office
from pipeline.extract.office.libreoffice import Conversion, convert_all
from pipeline.model import Extraction, Problem, Reading, Source

Engine = Literal["auto", "pdfium", "pdfplumber", "camelot"]

MAX_BYTES = 512 * 1024 * 1024
"""Largest file that is opened; beyond it a document is refused before it fills the memory."""

_PERHAPS_READABLE = ("damaged", "no-pages")
"""Errors of the first reader of PDFs after which another one may know better."""


_NOTHING_SHOWN = Problem(
    "warning",
    "empty-file",
    "the file shows no text; open it and look (a page that a program fills: save it from there)",
)


def extract(
    source: Source, engine: Engine = "auto", verify: bool = False, prepared: Path | None = None
) -> Extraction:
    """Read one file.

    `engine` chooses the reader of a PDF; `verify` asks a second one for its opinion and notes
    each cell on which the two disagree. `prepared` is a folder that `prepare` has filled. Raises
    `InputError` when the file cannot be read at all; every smaller doubt is in
    `reading.problems`.
    """
    data = _read_bytes(source)
    form = form_of(data)
    if form.dialect == "pdf-ruled":
        reading = _read_pdf(form, source.path, data, engine, verify)
    else:
        reading = form.read(source.path, data, prepared)
    if reading.attached:
        from pipeline.extract.attached import with_attached

        reading = with_attached(reading, source.path)
    if not reading.problems and not any(page.blocks for page in reading.pages):
        reading = replace(reading, problems=(_NOTHING_SHOWN,))
    return Extraction(source, hashlib.sha256(data).hexdigest(), form.media_type, reading)


def prepare(sources: Sequence[Source], folder: Path) -> None:
    """Convert those sources that need LibreOffice together, into `folder`."""
    convert_all(_to_convert(sources), folder)


def _to_convert(sources: Sequence[Source]) -> Iterator[tuple[bytes, Conversion]]:
    for source in sources:
        try:
            data = _read_bytes(source)
            form = form_of(data) if may_need_office(data) else None
        except InputError:
            continue  # told when it is read
        if form is not None and form.conversion is not None:
            yield data, form.conversion


def _read_pdf(form: Form, path: Path, data: bytes, engine: Engine, verify: bool) -> Reading:
    if engine in ("pdfplumber", "camelot"):
        from pipeline.extract import second

        return (
            second.read_with_pdfplumber if engine == "pdfplumber" else second.read_with_camelot
        )(path, data)
    try:
        reading = form.read(path, data)
    except InputError as error:
        if error.code not in _PERHAPS_READABLE:
            raise
        from pipeline.extract.second.again import read_damaged

        return read_damaged(path, data, error)
    if engine == "auto" and reading.problems:
        from pipeline.extract.second.again import read_doubtful_again

        reading = read_doubtful_again(reading, path, data)
    if not verify:
        return reading
    from pipeline.extract.second import second_opinion

    doubts = second_opinion(reading, path, data)
    return replace(reading, problems=(*reading.problems, *doubts))


def _read_bytes(source: Source) -> bytes:
    try:
        found = source.path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InputError("not-a-document", "no file but a pipe, a device or a folder")
        if found.st_size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            raise InputError("too-large", f"the file is over {limit} MB; split it first")
        return source.path.read_bytes()
    except OSError as error:
        raise InputError("unreadable", f"cannot be opened ({error.strerror})") from error
