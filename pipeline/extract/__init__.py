"""Bytes → pages: one reader per dialect (`dialects`), all returning the same `Page` type.

The dialect is decided by what the file holds, never by its name. Nothing is repaired here.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pipeline.errors import InputError
from pipeline.extract.dialects import Form, form_of
from pipeline.model import Extraction, Reading, Source

Engine = Literal["auto", "pdfium", "pdfplumber", "camelot"]

MAX_BYTES = 512 * 1024 * 1024
"""Largest file that is opened; beyond it a document is refused before it fills the memory."""


def extract(source: Source, engine: Engine = "auto", verify: bool = False) -> Extraction:
    """Read one file.

    `engine` chooses the reader of a PDF; `verify` asks a second one for its opinion and notes
    each cell on which the two disagree. Raises `InputError` when the file cannot be read at
    all; every smaller doubt is in `reading.problems`.
    """
    data = _read_bytes(source)
    form = form_of(data)
    if form.dialect == "pdf-ruled":
        reading = _read_pdf(form, source.path, data, engine, verify)
    else:
        reading = form.read(source.path, data)
    return Extraction(source, hashlib.sha256(data).hexdigest(), form.media_type, reading)


def _read_pdf(form: Form, path: Path, data: bytes, engine: Engine, verify: bool) -> Reading:
    if engine in ("pdfplumber", "camelot"):
        from pipeline.extract import second

        return (
            second.read_with_pdfplumber if engine == "pdfplumber" else second.read_with_camelot
        )(path, data)
    reading = form.read(path, data)
    if not verify:
        return reading
    from pipeline.extract.second import second_opinion

    doubts = second_opinion(reading, path, data)
    return replace(reading, problems=(*reading.problems, *doubts))


def _read_bytes(source: Source) -> bytes:
    try:
        if source.path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            raise InputError("too-large", f"the file is over {limit} MB; split it first")
        return source.path.read_bytes()
    except OSError as error:
        raise InputError("unreadable", f"cannot be opened ({error.strerror})") from error
