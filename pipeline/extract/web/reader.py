"""Web pages to pages: dialect `html`.

The page is parsed by lxml and read as a browser shows it; nothing is run and nothing fetched. A
place is the line of the file on which an element stands. A table that only arranges text is read
through; a table in a cell of another becomes further lines of that cell. A note's text follows the
block that calls it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.errors import InputError
from pipeline.extract.frames import sheet_of
from pipeline.extract.placed import SheetRow, grid_of
from pipeline.extract.repeated import as_one
from pipeline.extract.runs import Run, count_chars, fragments, text_blocks
from pipeline.extract.titled import under_titles
from pipeline.extract.web.at_places import told_places
from pipeline.extract.web.boxes_in_rows import may_hold_rows, name_rows
from pipeline.extract.web.copies import is_set_over, without_copies
from pipeline.extract.web.encoding import page_text
from pipeline.extract.web.fostered import fostered
from pipeline.extract.web.inline import BLOCKS, Inline
from pipeline.extract.web.look import (
    PLAIN,
    Look,
    is_ruled,
    look_of,
    style_sheet,
    text_of,
)
from pipeline.extract.web.mhtml import PackedPage, link_styles, unpacked
from pipeline.extract.web.notes import NoteLinks, note_links
from pipeline.extract.web.order import ORDERS, from_left, is_from_right, put_in_order
from pipeline.extract.web.preformatted import read_kept
from pipeline.extract.web.prints import is_icon, is_template, shows_print
from pipeline.extract.web.rulers import without_rulers
from pipeline.extract.web.shown_tables import may_show_tables, name_tables
from pipeline.extract.web.tables import (
    WebRow,
    folded_columns,
    header_rows,
    is_layout,
    place,
    rows_of,
    without_columns,
)
from pipeline.extract.web.tree import as_html, parse, told_cut_off
from pipeline.extract.web.unseen import is_shaded, is_unseen, told_unsure
from pipeline.extract.workbook.blocks import blocks_of
from pipeline.extract.workbook.regions import is_drawn_sheet
from pipeline.model import (
    EVIDENCE,
    NESTED,
    NESTED_MESSAGE,
    UNCERTAIN,
    Block,
    Fragment,
    Grid,
    Note,
    Page,
    Place,
    Problem,
    Reading,
    with_places,
)
from pipeline.writing.letters import printed_chars
from pipeline.writing.raised import raise_digits

ENGINE: Final = "lxml"
MAX_CELLS: Final = 2_000_000
_FRAME = "dataframe"
"""The class of the tables that pandas writes."""
_MIN_COLUMNS: Final = 2

_XML_PAGES: Final = frozenset({".xhtml", ".xht"})
"""Names of pages that a browser reads as XML."""


def read_html(path: Path, data: bytes) -> Reading:
    """Read a web page from its bytes; `path` is not opened.

    Raises:
        InputError: `not-text`, `too-large`, `too-deep`.
    """
    text, problems = page_text(data)
    if path.suffix.lower() in _XML_PAGES:
        text = as_html(text)
    page, problems = page_of(text, 1, problems)
    return Reading("html", ENGINE, (page,), problems)


def read_mhtml(path: Path, data: bytes) -> Reading:
    """Read a web archive (.mht, .mhtml): every page in it is a page.

    Raises:
        InputError: as `read_html`, and `damaged`.
    """
    pages: list[Page] = []
    problems: list[Problem] = []
    parts, styles = unpacked(data)
    for part in parts:
        page, found = _packed_page(part, styles, len(pages) + 1)
        problems += found
        if page.blocks or not pages:
            pages.append(page)
    return Reading("html", ENGINE, tuple(pages), tuple(problems))


def read_page(data: bytes, charset: str | None, number: int) -> tuple[Page, tuple[Problem, ...]]:
    """One web page. Raises `InputError`."""
    text, problems = page_text(data, charset)
    return page_of(text, number, problems)


def _packed_page(
    part: PackedPage, styles: Mapping[str, str], number: int
) -> tuple[Page, tuple[Problem, ...]]:
    """One web page of a message."""
    text, problems = page_text(part.data, part.charset)
    root = parse(text)
    if root is not None:
        link_styles(root, part.location, styles)
    return _page_of_tree(root, text, number, problems)


def page_of(
    text: str, number: int = 1, problems: Sequence[Problem] = ()
) -> tuple[Page, tuple[Problem, ...]]:
    """The text of a web page as a page, `problems` with those that reading it adds."""
    root = parse(text)
    return _page_of_tree(root, text, number, (*problems, *_other_files(root, number)))


def _other_files(root: etree._Element | None, number: int) -> list[Problem]:
    """What to say of a page that only frames others: what it shows is files of their own."""
    frames = [] if root is None else [frame.get("src") or "" for frame in root.iter("frame")]
    if not any(frames):
        return []
    message = "what the page shows in its frames is other files, not read; add them to the inputs"
    return [Problem("error", "embedded-part", message, " | ".join(frames)[:EVIDENCE], number)]


def _page_of_tree(
    root: etree._Element | None, text: str, number: int, problems: Sequence[Problem]
) -> tuple[Page, tuple[Problem, ...]]:
    if root is None:
        return Page(number, (), 0), tuple(problems)
    links = note_links(root)
    walk = _Walk(number, links)
    sheet = style_sheet(root)
    if ORDERS.search(text):
        put_in_order(root, sheet.style)
    if may_show_tables(text):
        name_tables(root, sheet)
    if may_hold_rows(text):
        name_rows(root, sheet)
    walk.inline = Inline(sheet, links, walk.nested)
    try:
        walk.flow(root, PLAIN)
        walk.flush()
    except RecursionError as error:
        raise InputError("too-deep", "nested too deeply for a page; not read") from error
    placed = told_places(root, sheet.style, number)
    blocks, chars, copies = without_copies(walk.blocks, walk.over, number)
    found = (*problems, *walk.problems(), *copies, *told_cut_off(text, number), *placed)
    return Page(number, tuple(blocks), walk.inline.chars - chars), found


def _is_in_table(element: etree._Element) -> bool:
    return element.tag in ("tbody", "thead", "tfoot", "table")


def _line(element: etree._Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None


@dataclass(slots=True)
class _Walk:
    """The walk over a page: the runs of the block being read, and the blocks so far."""

    number: int
    links: NoteLinks
    inline: Inline = field(init=False)
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    inner: list[Grid] = field(default_factory=list)
    line: int | None = None
    cells: int = 0
    hidden: list[str] = field(default_factory=list)
    within: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    over: list[Grid] = field(default_factory=list)
    """Tables that lie over others."""
    row: tuple[etree._Element, Look] | None = None
    """The row read last, and the look of what stands in it."""

    def flow(self, element: etree._Element, around: Look) -> None:
        """Read the content of an element that may hold tables."""
        look = look_of(element, self.inline.sheet.style(element), around)
        self.runs += self.inline.text(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, look)
            self.runs += self.inline.text(child.tail, look)

    def _child(self, child: etree._Element, look: Look) -> None:
        style = self.inline.sheet.style(child)
        if is_unseen(child, style, self.inline.sheet):
            self._hide(child)
        elif child.tag == "table":
            self.flush()
            self._table(child, look)
        elif child.tag == "iframe" and child.get("srcdoc"):
            self.flush()
            self._framed(child)
        elif child.tag == "pre" and (kept := read_kept(child, _line(child))) is not None:
            self.flush()
            self._take(kept)
        elif child.tag in BLOCKS and child not in self.links.texts:
            self.flush()
            self.line = _line(child)
            self.flow(child, look)
            self.flush()
        elif child.find(".//table") is not None:
            self.flow(child, look)
        else:
            self.line = self.line or _line(child)
            self.runs += self.inline.child(child, look)

    def _framed(self, frame: etree._Element) -> None:
        """Add the page that a frame holds as its own text (`srcdoc`)."""
        page, told = page_of(frame.get("srcdoc") or "", self.number)
        place = Place(self.number, line=_line(frame))
        self.blocks += [with_places(block, lambda _: place) for block in page.blocks]
        self.inline.chars += page.chars
        self.within += told

    def _take(self, reading: Reading) -> None:
        """Add what a text of its own spacing holds, where it stands."""
        for page in reading.pages:
            self.blocks += page.blocks
            self.inline.chars += page.chars
        self.within += [replace(problem, page=self.number) for problem in reading.problems]

    def _hide(self, element: etree._Element) -> None:
        """Only what hides tables is told: every page hides menus."""
        if element.tag != "head" and element.find(".//td") is not None:
            self.hidden.append(" ".join(text_of(element).split()))

    def flush(self) -> None:
        """End a block of text."""
        runs, self.runs = self.runs, []
        self.blocks += text_blocks(fragments(runs, Place(self.number, line=self.line)))
        self.line = None
        self._notes()

    def _notes(self) -> None:
        called, self.inline.called = self.inline.called, []
        for block in called:
            number = self.links.texts[block]
            runs, place = self.inline.runs(block), Place(self.number, line=_line(block))
            lines = fragments(runs, place)
            if not lines:
                continue
            if not lines[0].text.startswith(raise_digits(str(number))):
                mark = Run(raise_digits(str(number)) + " ")
                self.inline.chars += len(str(number))
                lines = fragments([mark, *runs], place)
            self.blocks.append(Note(number, lines))

    def _lines(self, element: etree._Element) -> tuple[Fragment, ...]:
        place = Place(self.number, line=_line(element))
        return fragments(self.inline.runs(element, self._look_of_row(element)), place)

    def _look_of_row(self, cell: etree._Element) -> Look:
        """The look that the row of a cell, its body and its table give to what stands in it."""
        row = cell.getparent()
        if row is None or row.tag != "tr":
            return PLAIN
        if self.row is None or self.row[0] is not row:
            look = PLAIN
            for element in reversed([row, *takewhile(_is_in_table, row.iterancestors())]):
                look = look_of(element, self.inline.sheet.style(element), look)
            self.row = (row, look)
        return self.row[1]

    def _cell(self, element: etree._Element) -> tuple[Fragment, ...]:
        self.cells += 1
        style = self.inline.sheet.style(element)
        if is_unseen(element, style, self.inline.sheet):
            return ()
        lines = self._lines(element)
        if not lines:
            self._look_for_print(element)
        self.unread += (f"a template: {p.text}" for p in lines if is_template(p.text))
        drawn = [" ".join(text_of(words).split()) for words in element.iter("text")]
        if any(drawn) and printed_chars("".join(drawn)) < printed_chars(text_of(element)):
            self.drawn.append(" ".join(drawn))
        return lines

    def _look_for_print(self, cell: etree._Element) -> None:
        """Note what a cell without text shows all the same."""
        for picture in cell.iter("img"):
            if shows_print(picture):
                self.unread.append(f"a picture: {picture.get('alt') or picture.get('src') or ''}")
        if any(map(is_icon, cell.iter("i", "span", "em", "svg"))):
            self.unread.append("an icon")
        if any("document.write" in text_of(script) for script in cell.iter("script")):
            self.unread.append("text that a script writes")
        if any(self.inline.sheet.generates(element) for element in cell.iter(etree.Element)):
            self.unread.append("text made by the style sheet")

    def _table(self, table: etree._Element, look: Look) -> None:
        sheet = self.inline.sheet
        rows = rows_of(table, sheet)
        behind = self._fostered(table, look)
        for caption in table.iterchildren("caption"):
            self.flow(caption, look)
            self.flush()
        if is_layout(table, rows, sheet):
            for row in rows:
                for cell in row.cells:
                    self.flow(cell, look)
                    self.flush()
        else:
            blocks = self._blocks(table, rows)
            if is_set_over(table, self.inline.sheet):
                self.over += [block for block in blocks if isinstance(block, Grid)]
            self._tell_hidden_rows(table, rows)
            inner, self.inner = self.inner, []
            self.blocks += blocks
            for one in inner:
                self._add(one)
            self._notes()
        for other in behind:
            self._child(other, look)

    def _fostered(self, table: etree._Element, look: Look) -> list[etree._Element]:
        """Read what stands in a table outside of its cells, which is shown before it, and give the
        tables there: the first one has no end, and browsers end it where they begin."""
        behind: list[etree._Element] = []
        for loose in fostered(table):
            if isinstance(loose, str):
                self.runs += self.inline.text(loose, look)
            elif loose.tag == "table":
                behind.append(loose)
            else:
                self._child(loose, look)
        self.flush()
        return behind

    def _placed(
        self, table: etree._Element, rows: Sequence[WebRow]
    ) -> tuple[list[SheetRow], int | None]:
        """The rows of a table with their cells on columns, and how many of them the page declares
        to be the header."""
        gone = folded_columns(table, self.inline.sheet)
        ruled = self._is_ruled(table)
        drawn = place(rows, self._cell, self._is_shaded, lambda e: ruled or self._is_ruled(e))
        placed, rulers = without_rulers(drawn)
        self.inline.chars -= count_chars([p for cell in rulers for p in cell.fragments])
        hidden = [cell for row in placed for cell in row.cells if cell.column in gone]
        self.hidden += [cell.text for cell in hidden if cell.span == 1 and cell.text]
        self.inline.chars -= count_chars([p for c in hidden if c.span == 1 for p in c.fragments])
        return without_columns(placed, gone), None if rulers else header_rows(rows)

    def _blocks(self, table: etree._Element, rows: Sequence[WebRow]) -> list[Block]:
        """What a table holds: a grid, or the tables and lines of the sheet that it shows."""
        placed, header = self._placed(table, rows)
        if not self._is_ruled(table) and is_drawn_sheet(placed):
            return list(blocks_of(placed))
        return self._of_grid(self._grid(table, placed, header))

    def _grid(
        self, table: etree._Element, placed: list[SheetRow], header: int | None
    ) -> Grid | None:
        classes = (table.get("class") or "").split()
        if (frame := sheet_of(placed, _FRAME in classes)) is not None:
            merged = as_one(frame.rows, frame.header)
            self.inline.chars -= frame.chars + merged.chars
            return grid_of(*under_titles(merged.rows, merged.header))
        if is_from_right(table, self.inline.sheet.style):
            placed = from_left(placed)
        return grid_of(placed, header, drawn=True)

    def _is_ruled(self, element: etree._Element) -> bool:
        return is_ruled(element, self.inline.sheet.style(element))

    def _is_shaded(self, cell: etree._Element) -> bool:
        """Whether a shade stands behind a cell: its own or that of its row."""
        row = cell.getparent()
        around = (cell,) if row is None else (cell, row)
        return any(is_shaded(element, self.inline.sheet.style(element)) for element in around)

    def _add(self, grid: Grid) -> None:
        self.blocks += self._of_grid(grid)

    def _of_grid(self, grid: Grid | None) -> list[Block]:
        if grid is None:
            return []
        if len(grid.rows[0]) >= _MIN_COLUMNS:
            return [grid]
        return list(text_blocks(p for row in grid.rows for p in row[0].fragments))

    def _tell_hidden_rows(self, table: etree._Element, rows: Sequence[object]) -> None:
        sheet = self.inline.sheet
        for cell in table.iter("td", "th"):
            row = cell.getparent()
            around = (cell,) if row is None else (cell, row)
            if any(is_unseen(part, sheet.style(part), sheet) for part in around):
                self.hidden.append(" ".join(text_of(cell).split()))
        self.hidden += self.inline.hidden
        self.inline.hidden.clear()

    def nested(self, table: etree._Element) -> list[Run]:
        """A table in a cell: its cells as further lines, row by row; where it has rows and columns
        of its own nothing, for it is a table behind the one it stands in, and told."""
        sheet = self.inline.sheet
        rows = rows_of(table, sheet)
        parted = len(rows) > 1 and max(len(row.cells) for row in rows) > 1
        if parted and not is_layout(table, rows, sheet):
            at = len(self.inner)
            grid = self._grid(table, *self._placed(table, rows))
            if grid is not None:
                cells = (" ".join(text_of(cell).split()) for row in rows for cell in row.cells)
                told = " | ".join(cells)[:EVIDENCE]
                self.within.append(Problem("info", NESTED, NESTED_MESSAGE, told, self.number))
                self.inner.insert(at, replace(grid, apart=True))
            return []
        runs: list[Run] = []
        for row in rows:
            for cell in row.cells:
                runs += [Run("\n"), *self.inline.runs(cell), Run("\n")]
        return runs

    def problems(self) -> list[Problem]:
        """What the page holds and does not show, and the tables inside cells."""
        told = [text for text in self.hidden if text]
        unsure = told_unsure(self.inline.sheet, self.number)
        found = [*self._told_unread(), *self._told_drawn(), *self._told_fonts(), *unsure]
        found += self.within
        if not told:
            return found
        message = f"{len(told)} pieces of tables are hidden on the page and left out"
        evidence = " | ".join(told)[:EVIDENCE]
        hidden = Problem("warning", "hidden-left-out", message, evidence, self.number)
        return [hidden, *found]

    def _told_fonts(self) -> list[Problem]:
        unknown = "a character of a symbol font has no known meaning; look at the page"
        message = "text in the font {} was decoded from its codes; compare it with the page"
        return [
            Problem("warning", "symbol-unmapped", unknown, sign, self.number)
            for sign in sorted(set(self.inline.signs))
        ] + [
            Problem("info", "legacy-font", message.format(font), font, self.number)
            for font in sorted(self.inline.fonts)
        ]

    def _told_unread(self) -> list[Problem]:
        if not self.unread:
            return []
        message = f"{len(self.unread)} cells show what is no text of the page and was not read"
        evidence = self.unread[0][:EVIDENCE]
        return [Problem("warning", "print-unread", message, evidence, self.number)]

    def _told_drawn(self) -> list[Problem]:
        """What is said of words of drawings beside those of their cells: where a drawing stands
        decides whether they are seen and what they belong to."""
        if not self.drawn:
            return []
        message = f"{len(self.drawn)} cells hold words of a drawing beside their own"
        return [Problem("warning", UNCERTAIN, message, self.drawn[0][:EVIDENCE], self.number)]
