"""Word files to pages: dialect `docx`."""

from __future__ import annotations

from pipeline.extract.docx.reader import read_docx, read_flat, read_word_2003

__all__ = ["read_docx", "read_flat", "read_word_2003"]
