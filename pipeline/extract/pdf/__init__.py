"""Born-digital PDF to pages: dialect `pdf-ruled`."""

from __future__ import annotations

from pipeline.extract.pdf.reader import read_pdf

__all__ = ["read_pdf"]
