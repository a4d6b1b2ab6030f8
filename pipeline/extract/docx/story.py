"""A walk through the stories of a Word file: body, text boxes, notes, running heads, to blocks.

Reading order is that of the file. A note follows the block that calls it, so that numbering
which starts again in the next annex cannot be mistaken; a text box follows the block it is
anchored in, unless it lies over a blank cell and is what that cell says. A table inside a cell
becomes further lines of that cell, row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final, Protocol

from lxml import etree

from pipeline.extract.docx.controls import bold_of, chosen, is_drop_cap, paragraph_end_removed
from pipeline.extract.docx.erased import erased_lines, without_erased
from pipeline.extract.docx.flow import Call, Flow, FlowLine
from pipeline.extract.docx.foreign import set_down
from pipeline.extract.docx.inline import ParagraphReader, fragments
from pipeline.extract.docx.notes import NoteMarks, NoteTexts, note_number, raise_mark
from pipeline.extract.docx.numbering import Numbering
from pipeline.extract.docx.pictures import EmbeddedPicture
from pipeline.extract.docx.styles import Styles, numbered
from pipeline.extract.docx.table_styles import TableStyles
from pipeline.extract.docx.tables import (
    CellDraft,
    RowDraft,
    build_grid,
    cell_bounds,
    column_widths,
    draws_row_lines,
    is_header,
    is_layout,
    is_mirrored,
    printed_cells,
    put_below_names,
    rows_of,
)
from pipeline.extract.docx.xml import MC, REL, W, head
from pipeline.model import (
    EVIDENCE,
    NESTED,
    NESTED_MESSAGE,
    Block,
    Fragment,
    Grid,
    Note,
    Place,
    Prose,
    Reading,
)
from pipeline.writing.note_starts import raised_number
from pipeline.writing.raised import raise_digits
from pipeline.writing.symbol_fonts import all_symbols

_PARAGRAPH: Final = W + "p"
_TABLE: Final = W + "tbl"
_PARAGRAPH_PROPERTIES: Final = W + "pPr"
_STYLE: Final = W + "pStyle"
_BREAK: Final = W + "pageBreakBefore"
_NUMBERED: Final = W + "numPr"
_END_MARK: Final = W + "rPr"
_FRAME: Final = W + "framePr"
_WRAPPERS: Final = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_CHUNK: Final = W + "altChunk"

_FEWEST_NESTED: Final = 2
"""Rows and columns of the smallest table inside a cell."""


@dataclass(slots=True)
class Story:
    """The walk and what it has found: `blocks` with the page each stands on, in reading order."""

    flow: Flow
    reader: ParagraphReader
    styles: Styles
    table_styles: TableStyles
    numbering: Numbering
    marks: NoteMarks
    notes: NoteTexts
    others: Others
    blocks: list[tuple[int, Block]]
    parted: dict[int, list[str]] = field(default_factory=dict)
    """The texts between the tabs of a block that has some, by its place."""
    in_note: str | None = None
    unread: list[EmbeddedPicture] = field(default_factory=list)
    read_from: list[EmbeddedPicture] = field(default_factory=list)
    _carried: FlowLine | None = None
    _in_table: int = 0
    _within: list[Grid] = field(default_factory=list)
    """Tables inside cells of the one being read."""

    def read(self, container: etree._Element) -> None:
        """Read the paragraphs and tables of a container into blocks."""
        for child in contents(container):
            self.read_block(child)
        self.end()

    def read_block(self, element: etree._Element) -> None:
        """Read one child of a container, and what follows from it."""
        if element.tag == _PARAGRAPH:
            lines = self.paragraph(element)
            self._prose(lines)
            if len(lines) == 1 and not self._in_table:
                self._note_tabs(self.reader.lines()[0])
        elif element.tag == _TABLE:
            self._prose(self._left_over())
            self._table(element)
        elif element.tag == _CHUNK:
            self._prose(self._left_over())
            self.blocks += self._chunk(element)
        self._follow_up()

    def _note_tabs(self, line: FlowLine) -> None:
        texts = line.between_tabs()
        if len(texts) > 1:
            self.parted[len(self.blocks) - 1] = texts

    def end(self) -> None:
        """End a container: nothing is left waiting for a next paragraph."""
        self._prose(self._left_over())
        self._follow_up()

    def running(self, part: etree._Element) -> list[tuple[int, Block]]:
        """The lines of a running head or foot, as it stands in the file, without page numbers."""
        self.in_note = ""
        with self.flow.aside(self.flow.page, None):
            lines = self._lines(part)
            boxes, self.reader.boxes = self.reader.boxes, []
            for box in boxes:
                lines += self._lines(box)
        self.in_note = None
        return [(line.place.page, Prose(line, running=True)) for line in lines]

    def paragraph(self, element: etree._Element) -> list[Fragment]:
        """The printed lines of a paragraph, its automatic number in front."""
        flow, reader = self.flow, self.reader
        if self.in_note is None:
            flow.paragraphs += 1
            flow.line = flow.paragraphs
        found = head(element, _PARAGRAPH_PROPERTIES)
        properties = {} if found is None else {prop.tag: prop for prop in found}
        style = self.styles.paragraph_style(properties.get(_STYLE))
        if not self._in_table and self.styles.page_break_before(style, properties.get(_BREAK)):
            flow.break_page(only_if_printed=True)
        carried, self._carried = self._carried, None
        reader.begin(style, carried, self.table_styles.toggles(element))
        mark = properties.get(_END_MARK)
        if paragraph_end_removed(mark) or is_drop_cap(properties.get(_FRAME)):
            reader.walk(element)
            self._carried = reader.take() if reader.take().begun else None
            return reader.finished()
        own = properties.get(_NUMBERED)
        if own is not None or self.styles.numbering(style) is not None:
            self._label(own, style, mark)
        reader.walk(element)
        if self.in_note:
            self._mark_note(reader.lines()[0])
        return reader.finish()

    def _label(self, own: etree._Element | None, style: str, mark: etree._Element | None) -> None:
        label = self.numbering.label(numbered(own), style)
        if label is None:
            return
        text = all_symbols(label.text, label.look.font) if label.bullet else label.text
        text = raise_digits(text) if label.look.raised else text
        self.reader.label(text, label.gap, bold_of(label.look, mark))
        if not label.known:
            self.flow.problem(
                "warning",
                "numbering-format",
                "an automatic number has a format that is not known; read it on the page",
                text,
            )

    def _mark_note(self, line: FlowLine) -> None:
        """Only the first line of a note begins with its mark."""
        mark, self.in_note = self.in_note or "", ""
        raise_mark(line, mark)

    def _prose(self, lines: list[Fragment]) -> None:
        number = raised_number(lines[0].text) if lines else None
        if number is not None:  # a note typed under its table
            self.blocks.append((lines[0].place.page, Note(number, tuple(lines))))
            return
        self.blocks += [(line.place.page, Prose(line)) for line in lines]

    def _left_over(self) -> list[Fragment]:
        """What a removed paragraph end left over where no paragraph follows."""
        carried, self._carried = self._carried, None
        return [] if carried is None else fragments([carried])

    def _follow_up(self) -> None:
        """Put the text boxes and notes of a block behind it."""
        waiting = self.reader.objects or self.reader.pictures
        if not self.reader.boxes and not self.flow.calls and not waiting:
            return
        carried, self._carried = self._carried, None
        self.blocks += self._objects()
        self.blocks += self._pictures(alone=False)
        boxes, self.reader.boxes = self.reader.boxes, []
        for box in boxes:
            with self.flow.aside(self.flow.page, self.flow.line):
                self.read(box)
        calls, self.flow.calls = self.flow.calls, []
        for call in calls:
            self._note(call)
        self._carried = carried

    def _chunk(self, element: etree._Element) -> list[tuple[int, Block]]:
        """The blocks of a document of another kind that stands here."""
        reading = self.others.chunk(element.get(REL + "id", ""))
        if reading is None:
            self.flow.problem(
                "error",
                "embedded-part",
                "a document embedded in this one is not read; open the file in Word and save it",
            )
            return []
        return self._taken_over(reading)

    def _objects(self) -> list[tuple[int, Block]]:
        """The blocks of the workbooks shown in what was read last."""
        idents, self.reader.objects = self.reader.objects, []
        readings = (self.others.object(ident) for ident in idents)
        return [block for found in readings if found for block in self._taken_over(found)]

    def _pictures(self, alone: bool) -> list[tuple[int, Block]]:
        """The blocks written in the pictures met last: in those where a table has room, and in
        one of any size that stands `alone` in its cell."""
        pictures, self.reader.pictures = self.reader.pictures, []
        found: list[tuple[int, Block]] = []
        for picture in pictures:
            wanted = picture.large or (alone and picture.legible)
            reading = self.others.picture(picture) if wanted else None
            if reading is None:
                self.unread.append(picture)
            else:
                self.read_from.append(picture)
                found += self._taken_over(reading)
        return found

    def _taken_over(self, reading: Reading) -> list[tuple[int, Block]]:
        flow = self.flow
        for problem in reading.problems:
            flow.problem(problem.severity, problem.code, problem.message, problem.evidence)
        flow.chars[flow.page] += sum(page.chars for page in reading.pages)
        place = Place(flow.page, flow.line)
        return [(flow.page, set_down(b, place)) for page in reading.pages for b in page.blocks]

    def _note(self, call: Call) -> None:
        """Read a note's text to the page of its call."""
        element = self.notes.find(call)
        if element is None:
            return
        self.in_note, self.marks.current = call.mark, call.mark
        with self.flow.aside(call.page, call.line):
            lines = self._lines(element)
        self.in_note, self.marks.current = None, ""
        number = note_number(call.mark)
        if not lines:
            return
        if number is None:
            self._prose(lines)
        else:
            self.blocks.append((call.page, Note(number, tuple(lines))))

    def _lines(self, container: etree._Element) -> list[Fragment]:
        """All printed lines of a cell or a note, tables inside it row by row."""
        lines: list[Fragment] = []
        for child in contents(container):
            if child.tag == _PARAGRAPH:
                lines += self.paragraph(child)
            elif child.tag == _TABLE:
                lines += self._left_over()
                lines += self._nested(child)
            elif child.tag == _CHUNK:
                lines += self._left_over()
                lines += _lines_of(self._chunk(child))
        lines += self._left_over() if self._carried else []
        return lines

    def _nested(self, table: etree._Element) -> list[Fragment]:
        """The lines of a table inside a cell, row by row; none where it has rows and columns of its
        own: then it is a table behind the one it stands in, and told."""
        at = len(self._within)
        elements = list(rows_of(contents(table)))
        arranges = is_layout(table, elements, self.styles)
        widths = column_widths(table)
        rows = self._rows(elements, widths)
        cells = [cell for row in rows for cell in row if not cell.merged]
        lines = [line for cell in cells for line in cell.fragments]
        if (
            sum(any(cell.fragments for cell in row) for row in rows) < _FEWEST_NESTED
            or max(len(row) for row in rows) < _FEWEST_NESTED
        ):
            return lines
        evidence = " | ".join(line.text for line in lines)[:EVIDENCE]
        if arranges or not self._in_table or self.in_note is not None:
            return lines
        self.flow.problem("info", NESTED, NESTED_MESSAGE, evidence)
        declared = len(list(takewhile(is_header, elements)))
        grid = build_grid(rows, widths, declared or None, is_mirrored(table))
        self._within.insert(at, replace(grid, apart=True))
        return []

    def _table(self, table: etree._Element) -> None:
        rows = list(rows_of(contents(table)))
        if is_layout(table, rows, self.styles):
            self._layout(rows)
            return
        page = self.flow.page
        widths = column_widths(table)
        erased = erased_lines(rows, contents, widths, draws_row_lines(table, self.styles))
        drafts, kept = without_erased(self._rows(rows, widths), erased)
        rows = [rows[at] for at in kept]
        first = next((cell.fragments[0] for row in drafts for cell in row if cell.fragments), None)
        declared = len(list(takewhile(is_header, rows)))
        grid = build_grid(drafts, widths, declared or None, is_mirrored(table))
        within, self._within = self._within, []
        page = page if first is None else first.place.page
        hidden = "" if first is not None else _text_in(table)
        if hidden:
            message = "a table of which nothing shows is left out"
            self.flow.problem("warning", "hidden-left-out", message, hidden[:EVIDENCE])
        elif drafts and any(drafts):
            self.blocks.append((page, grid))
        self.blocks += [(page, inner) for inner in within]

    def _layout(self, rows: list[etree._Element]) -> None:
        """Read the cells of a table that only arranges text as if they stood in the body."""
        for row in rows:
            self._enter_row()
            for facts in printed_cells(contents(row)):
                self.flow.enter_cell()
                self.read(facts.element)
                self.flow.leave_cell(reaches_down=False)
            self._leave_row()

    def _rows(self, rows: Iterable[etree._Element], widths: list[int | None]) -> list[RowDraft]:
        above: dict[int, CellDraft] = {}
        drafts: list[RowDraft] = []
        heads = False
        for row in rows:
            draft, above = self._row(row, widths, above)
            heads, headed = is_header(row), heads
            if heads and headed:
                put_below_names(drafts[-1], draft, len(widths))
            drafts.append(draft)
        return drafts

    def _row(
        self,
        row: etree._Element,
        widths: list[int | None],
        above: dict[int, CellDraft],
    ) -> tuple[RowDraft, dict[int, CellDraft]]:
        """Read a row; `above` are the cells that may reach down into it, by first column."""
        cells = printed_cells(contents(row))
        draft: RowDraft = []
        below: dict[int, CellDraft] = {}
        self._enter_row()
        for facts, (start, end) in zip(cells, cell_bounds(row, cells, widths), strict=True):
            cell, merge = facts.element, facts.merge
            if merge == "continue" and start in above:
                self._covered(cell)
                read = CellDraft(start, end, above[start].fragments, merged=True)
                below[start] = above[start]
            else:
                printed = self._cell(cell, merge is not None)
                read = CellDraft(start, end, printed, shaded=facts.shaded)
                if merge is not None:
                    below[start] = read
            if facts.continues_left and draft:
                draft[-1].end, draft[-1].fragments = end, draft[-1].fragments + read.fragments
            else:
                draft.append(read)
        self._leave_row()
        return draft, below

    def _enter_row(self) -> None:
        self._in_table += 1
        self.flow.enter_row()

    def _leave_row(self) -> None:
        self._in_table -= 1
        self.flow.leave_row()

    def _cell(self, cell: etree._Element, reaches_down: bool) -> tuple[Fragment, ...]:
        self.flow.enter_cell()
        outside, self.reader.boxes = self.reader.boxes, []
        lines = self._lines(cell)
        lines += _lines_of(self._objects())
        lines += _lines_of(self._pictures(alone=not lines))
        boxes, self.reader.boxes = self.reader.boxes, outside
        if lines:  # a box beside the cell's own text says something else
            self.reader.boxes += boxes
            boxes = []
        for box in boxes:
            with self.flow.aside(self.flow.page, self.flow.line):
                lines += self._lines(box)
        self.flow.leave_cell(reaches_down)
        return tuple(lines)

    def _covered(self, cell: etree._Element) -> None:
        """A cell covered by one above it prints nothing; text found in it is reported."""
        text = _text_in(cell)
        self.flow.paragraphs += sum(1 for _ in cell.iter(_PARAGRAPH))
        if text:
            self.flow.problem(
                "warning",
                "covered-text",
                "a merged cell hides text under it, which Word does not print",
                text[:EVIDENCE],
            )


class Others(Protocol):
    """The documents of other kinds inside the file, by relationship id."""

    def chunk(self, ident: str) -> Reading | None:
        """A document taken over into the text."""

    def object(self, ident: str) -> Reading | None:
        """A workbook shown in the text."""

    def picture(self, shown: EmbeddedPicture) -> Reading | None:
        """What is written in a picture."""


def _text_in(element: etree._Element) -> str:
    """All letters in an element, shown or not."""
    return "".join(piece.text or "" for piece in element.iter(W + "t")).strip()


def _lines_of(blocks: Iterable[tuple[int, Block]]) -> list[Fragment]:
    """The lines of blocks that stand in a cell, row by row."""
    lines: list[Fragment] = []
    for _, block in blocks:
        if isinstance(block, Grid):
            lines += [p for row in block.rows for c in row if not c.merged for p in c.fragments]
        else:
            lines += block.fragments if isinstance(block, Note) else [block.fragment]
    return lines


def contents(container: etree._Element) -> Iterator[etree._Element]:
    """The children of a container as printed: wrappers opened, removed parts left out."""
    for child in container:
        if child.tag in _WRAPPERS:
            yield from contents(child)
        elif child.tag == MC + "AlternateContent":
            choice = chosen(child)
            if choice is not None:
                yield from contents(choice)
        else:
            yield child
