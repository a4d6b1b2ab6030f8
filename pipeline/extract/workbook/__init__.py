"""Workbooks to pages: dialects `workbook` and `csv`."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Reading


def read_workbook(path: Path, data: bytes) -> Reading:
    """Read a workbook from its bytes; `path` is not opened. Raises `InputError`."""
    from pipeline.extract.workbook.reader import read_workbook as read  # loads openpyxl

    return read(path, data)


__all__ = ["read_workbook"]
