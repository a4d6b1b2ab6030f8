"""Bytes → pages: one extractor per dialect, all returning the same `Page` type.

The dialect is decided by what the file holds, never by its name. Nothing is repaired here.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Literal

from pipeline.errors import InputError
from pipeline.extract.decode import decode
from pipeline.extract.lines import Line, split_lines
from pipeline.extract.media import MEDIA_TYPES, media_of
from pipeline.extract.text_cells import read_cells
from pipeline.extract.text_tsv import read_tsv
from pipeline.model import Dialect, Extraction, Reading, Source

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
    media = media_of(data)
    if media == "pdf":
        reading = _read_pdf(source, data, engine, verify)
    elif media in ("docx", "doc"):
        from pipeline.extract.docx import read_doc, read_docx

        reading = (read_docx if media == "docx" else read_doc)(source.path, data)
    else:
        reading = read_text(data)
    return Extraction(source, hashlib.sha256(data).hexdigest(), MEDIA_TYPES[media], reading)


def _read_pdf(source: Source, data: bytes, engine: Engine, verify: bool) -> Reading:
    if engine in ("pdfplumber", "camelot"):
        from pipeline.extract import second

        return (
            second.read_with_pdfplumber if engine == "pdfplumber" else second.read_with_camelot
        )(source.path, data)
    from pipeline.extract.pdf import read_pdf

    reading = read_pdf(source.path, data)
    if not verify:
        return reading
    from pipeline.extract.second import second_opinion

    doubts = second_opinion(reading, source.path, data)
    return replace(reading, problems=(*reading.problems, *doubts))


def _read_bytes(source: Source) -> bytes:
    try:
        if source.path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            raise InputError("too-large", f"the file is over {limit} MB; split it first")
        return source.path.read_bytes()
    except OSError as error:
        raise InputError("unreadable", f"cannot be opened ({error.strerror})") from error


def read_text(data: bytes) -> Reading:
    """Read a plain text in whatever text dialect it holds.

    Raises `InputError('not-text')`.
    """
    text, problems = decode(data)
    lines = list(split_lines(text))
    dialect = text_dialect(lines)
    if dialect == "text-layer":
        from pipeline.extract.text_layer import read_layer

        pages, doubts = read_layer(lines)
        return Reading(dialect, "text", pages, (*problems, *doubts))
    pages = (read_tsv if dialect == "text-tsv" else read_cells)(lines)
    return Reading(dialect, "text", pages, problems)


def text_dialect(lines: list[Line]) -> Dialect:
    """Tab-separated rows, one tab-led cell per line, or no tabs at all.

    Tab-separated tables also have lines with one leading tab (a heading row whose trailing
    blanks were trimmed), so the kind of line that there is more of decides.
    """
    cells = sum(1 for line in lines if line.text.rfind("\t") == 0)
    rows = sum(1 for line in lines if line.text.count("\t") > 1)
    if rows and rows >= cells:
        return "text-tsv"
    if cells > 2:
        return "text-cells"
    return "text-tsv" if any("\t" in line.text.strip() for line in lines) else "text-layer"
