"""Which reader for which content: the one table of dialects.

A new dialect is a module with a reader and a line here. The first form that recognises a file's
content reads it; the name of a file is never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from pipeline.extract import media
from pipeline.extract.text import dialect as text
from pipeline.model import Dialect, Reading

Reader = Callable[[Path, bytes], Reading]
"""Reads the bytes of a file. Raises `InputError` where nothing of it can be read."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form in which annexes are published.

    `tell` recognises its content; `reader` is `module:function`, imported when a file needs it,
    so that a run loads no reader it has no use for.
    """

    dialect: Dialect
    media_type: str
    tell: Callable[[bytes], bool]
    reader: str

    def read(self, path: Path, data: bytes) -> Reading:
        """What the file holds. Raises `InputError`."""
        module, _, name = self.reader.partition(":")
        return cast(Reader, getattr(import_module(module), name))(path, data)


FORMS: tuple[Form, ...] = (
    Form("pdf-ruled", "application/pdf", media.is_pdf, "pipeline.extract.pdf:read_pdf"),
    Form("docx", "application/msword", media.is_ole, "pipeline.extract.docx:read_doc"),
    Form("docx", media.DOCX, media.is_docx, "pipeline.extract.docx:read_docx"),
    Form("text-tsv", "text/plain", text.is_tsv, "pipeline.extract.text.tsv:read"),
    Form("text-cells", "text/plain", text.is_cells, "pipeline.extract.text.cells:read"),
    Form("text-layer", "text/plain", text.is_bare, "pipeline.extract.layer.reader:read"),
)

TRUST: tuple[Dialect, ...] = (
    "pdf-ruled",
    "docx",
    "text-tsv",
    "text-cells",
    "pdf-scan",
    "text-layer",
)
"""Dialects from the most to the least trustworthy rendition of one document."""


def form_of(data: bytes) -> Form:
    """The form of a file by its content.

    Raises `InputError`: `empty-file`, `damaged`, or `not-a-document` with what it is instead.
    """
    media.refuse_others(data)
    return next(form for form in FORMS if form.tell(data))
