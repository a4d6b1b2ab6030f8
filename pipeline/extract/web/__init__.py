"""Web pages to pages: dialect `html`, as files of their own or packed as MHTML."""

from __future__ import annotations

from pipeline.extract.web.reader import read_html, read_mhtml

__all__ = ["read_html", "read_mhtml"]
