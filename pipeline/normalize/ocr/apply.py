"""Mends what was misread from pictures: words of the pages first, then what columns know.

Only lines that carry their read words are touched; all else is handed back as it came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model import Block, Cell, Grid, Note, Page, Prose
from pipeline.normalize.ocr.accents import with_accents
from pipeline.normalize.ocr.cited import citation_fixes
from pipeline.normalize.ocr.columns import column_mends
from pipeline.normalize.ocr.evidence import Evidence, gather
from pipeline.normalize.ocr.folios import with_folios
from pipeline.normalize.ocr.header_walls import with_walls
from pipeline.normalize.ocr.headers import header_mends, voted_names
from pipeline.normalize.ocr.joined import joined_fixes
from pipeline.normalize.ocr.lexical import lexical_fixes, repeated_fixes
from pipeline.normalize.ocr.marks import mark_fixes
from pipeline.normalize.ocr.misfits import misfit_fixes
from pipeline.normalize.ocr.pieces import fixed, is_read
from pipeline.normalize.ocr.places import place_fixes
from pipeline.normalize.ocr.scanned import Lines, is_scan, texts_of
from pipeline.normalize.ocr.signs import Seen, at_home
from pipeline.normalize.ocr.steady import own_of
from pipeline.normalize.ocr.written import (
    Habits,
    character_fixes,
    habits_of,
    kind_fixes,
    written_fixes,
)
from pipeline.normalize.tables.raw_table import PhysicalRow, RawTable


def mend_pages(pages: Sequence[Page]) -> tuple[tuple[Page, ...], Seen]:
    """The pages with those words mended of which words and grammar alone tell that they are
    misread (accents, numbers of documents and annexes, quarters, days), and what was seen of the
    document as a whole."""
    if not is_scan(pages):
        return tuple(pages), Seen()
    pages = with_folios(tuple(map(_with_walls, pages)))
    texts = [lines for page in pages for lines in texts_of(page)]
    evidence = gather(texts)
    habits = habits_of(texts)
    made = {lines: _mended_text(lines, evidence, habits) for lines in texts}
    out = _with_voted_names([_with_headers(_with_texts(page, made)) for page in pages])
    return out, seen_of([lines for page in out for lines in texts_of(page)])


def _with_walls(page: Page) -> Page:
    """A page whose headers are parted where a wall between two names was not seen."""
    blocks = tuple(with_walls(b) if isinstance(b, Grid) else b for b in page.blocks)
    return replace(page, blocks=blocks) if blocks != page.blocks else page


def seen_of(texts: Sequence[Lines]) -> Seen:
    """What texts show of the document as a whole."""
    sure = [word.confidence for lines in texts for line in lines for word in line.words]
    evidence = gather(texts)
    mean = sum(sure) / len(sure) if sure else 1.0
    return Seen(evidence, mean, at_home(texts, evidence), own_of(texts))


def _with_headers(page: Page) -> Page:
    """A page whose grids have the names of their columns mended."""
    blocks = []
    for block in page.blocks:
        made = dict(header_mends(block)) if isinstance(block, Grid) else {}
        blocks.append(_with_cells(block, made) if isinstance(block, Grid) and made else block)
    return replace(page, blocks=tuple(blocks))


def _with_voted_names(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Pages with names of columns as the headers of other pages have them."""
    made = dict(voted_names([b for page in pages for b in page.blocks if isinstance(b, Grid)]))
    return tuple(
        replace(
            page,
            blocks=tuple(_with_cells(b, made) if isinstance(b, Grid) else b for b in page.blocks),
        )
        for page in pages
    )


def _mended_text(lines: Lines, evidence: Evidence, habits: Habits) -> Lines:
    spelled = fixed(lines, character_fixes(lines))
    spelled = fixed(spelled, misfit_fixes(spelled))
    spelled = fixed(spelled, kind_fixes(spelled))
    spelled = fixed(spelled, mark_fixes(spelled, evidence))
    spelled = fixed(spelled, citation_fixes(spelled))
    accented = with_accents(spelled, evidence)
    worded = fixed(accented, lexical_fixes(accented, evidence))
    accented = with_accents(worded, evidence) if worded != accented else accented
    again = fixed(accented, repeated_fixes(accented, evidence))
    again = fixed(again, list(joined_fixes(again, evidence)))
    again = fixed(again, place_fixes(again))
    return fixed(again, written_fixes(again, habits))


def _with_texts(page: Page, made: Mapping[Lines, Lines]) -> Page:
    blocks: list[Block] = []
    run: list[Prose] = []
    for block in (*page.blocks, None):
        if isinstance(block, Prose):
            run.append(block)
            continue
        if run:
            lines = made[tuple(prose.fragment for prose in run)]
            blocks += [replace(p, fragment=line) for p, line in zip(run, lines, strict=True)]
            run = []
        if isinstance(block, Note):
            blocks.append(replace(block, fragments=made[block.fragments]))
        elif isinstance(block, Grid):
            blocks.append(_with_cells(block, made))
    return replace(page, blocks=tuple(blocks))


def _with_cells(grid: Grid, made: Mapping[Lines, Lines]) -> Grid:
    return grid.with_cells(lambda cell: _with_lines(cell, made.get(cell.fragments, cell.fragments)))


def _with_lines(cell: Cell, lines: Lines) -> Cell:
    return cell if lines is cell.fragments else replace(cell, fragments=lines)


def mend_tables(tables: Sequence[RawTable]) -> tuple[RawTable, ...]:
    """The tables with what their columns tell to be misread: row numbers, values that repeat."""
    return tuple(_mended_table(table) for table in tables)


def _mended_table(table: RawTable) -> RawTable:
    lines = (line for row in table.rows for cell in row.cells for line in cell.fragments)
    if not any(map(is_read, lines)):
        return table
    made: dict[tuple[int, Lines], Lines] = {}
    for column, before, after in column_mends(table):
        made[column, before] = after
    return replace(table, rows=tuple(_mended_row(row, made) for row in table.rows))


def _mended_row(row: PhysicalRow, made: Mapping[tuple[int, Lines], Lines]) -> PhysicalRow:
    cells = tuple(
        _with_lines(cell, made.get((column, cell.fragments), cell.fragments))
        for column, cell in enumerate(row.cells)
    )
    return replace(row, cells=cells)
