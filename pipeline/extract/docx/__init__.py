"""Word files to pages: dialect `docx`."""

from __future__ import annotations

from pipeline.extract.docx.reader import read_doc, read_docx

__all__ = ["read_doc", "read_docx"]
