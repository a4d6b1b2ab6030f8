"""Marks of notes typed on the line: `(*)` or `(1)` at the end of a cell, and below the table a line
that begins with the same mark; or a number behind the last letter of a cell (`hoàn thành)4`), as
programs leave it that do not keep what is raised. They stay in their cells, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import EVIDENCE, Problem
from pipeline.normalize.tables.stitch import Stitched
from pipeline.writing.patterns import compiled

_MARK = r"\(\*{1,3}\)|\*{1,3}|\(\d{1,2}\)|\[\d{1,2}\]"
_CALLS = compiled(rf"\p{{L}}[\p{{L}}\p{{M}}.,;:”\")\]]*+\s?+({_MARK})\Z")
"""A mark behind words: one alone in its cell is the value of the cell."""
_GLUED = compiled(r"[\p{L}\p{M})”\"](\d{1,2})\Z")
_BEGINS = compiled(rf"\s*+({_MARK}|\d{{1,2}}(?=\s))[\s:.]*+(?=\p{{L}})")


def typed_marks(stitched: Stitched) -> Iterator[Problem]:
    """A problem for each cell of a row that ends with the mark of a note typed below."""
    lines = (prose.fragment.text for prose, _ in stitched.prose if not prose.running)
    begun = {found.group(1) for line in lines if (found := _BEGINS.match(line))}
    if not begun:
        return
    for table in stitched.tables:
        for row in table.rows:
            label = row.cells[0].raw.strip() if row.cells else ""
            for cell, header in zip(row.cells, table.header.printed, strict=False):
                raw = cell.raw.rstrip()
                called = None if cell.merged else _CALLS.search(raw) or _GLUED.search(raw)
                if called is not None and called.group(1) in begun:
                    mark = called.group(1)
                    message = f"{mark} calls a note typed below the table; it stays in the cell"
                    evidence = cell.raw.strip()[-EVIDENCE:]
                    yield Problem(
                        "warning", "note-mark", message, evidence, row.page, label, header
                    )
