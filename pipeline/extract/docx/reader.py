"""Word files to pages: dialect `docx`.

One pass over the XML parts with lxml, linear in their size. What is read, and how, stands in the
modules beside this one::

    package         the zip container and its parts, within limits
    styles          what styles make of a run
    numbering       automatic numbers as printed
    notes           footnote and endnote marks
    flow            pages, paragraphs, the ledger
    inline          runs to printed lines
    tables          rows and cells to a grid
    story           all of it, in reading order
    small_calls     calls of notes that are small and not raised
    printed_lines   lines of a page that a program wrote as runs
    at_places       lines that stand in boxes at places of a page
    flat, word2003  Word files in one XML file

Places carry the page (of Word's last layout, as far as the file keeps it; every page break an
author set counts) and, as `line`, the paragraph counted from the start of the document body;
there are no boxes. A table is one grid on the page where it starts, its lines may stand on later
pages. Running heads and feet appear once, where their section starts, marked as running; page
numbers in them leave no trace.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.errors import InputError
from pipeline.extract import comments
from pipeline.extract.docx.at_places import told_places
from pipeline.extract.docx.bound import Filled, fill_bound
from pipeline.extract.docx.controls import blank_prompts, fields_balance
from pipeline.extract.docx.flat import packed
from pipeline.extract.docx.flow import Flow
from pipeline.extract.docx.foreign import try_chunk, try_object
from pipeline.extract.docx.inline import ParagraphReader
from pipeline.extract.docx.notes import NOTE_KINDS, NoteMarks, NoteTexts
from pipeline.extract.docx.numbering import Numbering
from pipeline.extract.docx.package import Package, open_package
from pipeline.extract.docx.pictures import EmbeddedPicture, read_shown, told_of, unread_pictures
from pipeline.extract.docx.printed_lines import part_lines, told_of_lines
from pipeline.extract.docx.small_calls import raise_calls
from pipeline.extract.docx.story import Story, contents
from pipeline.extract.docx.styles import Styles
from pipeline.extract.docx.tabbed import with_tab_tables
from pipeline.extract.docx.table_styles import TableStyles
from pipeline.extract.docx.word2003 import unpacked
from pipeline.extract.docx.xml import REL, W, flag, of_several_runs, value
from pipeline.extract.whole_words import with_whole_words
from pipeline.model import EVIDENCE, Aside, Block, Page, Reading

ENGINE: Final = "docx"
MAX_PAGES: Final = 100_000
MAX_WITHIN: Final = 3
"""Word files inside each other that are read."""
_PAGE_FIELDS: Final = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_SAME_PAGE: Final = frozenset({"continuous", "nextColumn"})


def read_docx(path: Path, data: bytes, depth: int = 0) -> Reading:
    """Read a Word file (.docx) from its bytes; `path` only names it, `depth` counts the Word files
    it stands in.

    Raises:
        InputError: `empty-file`, `not-docx`, `encrypted`, `damaged`, `too-large`, `too-deep`.
    """
    package = open_package(data)
    root = package.main()
    body = root.find(W + "body")
    if body is None:
        raise InputError("damaged", f"{path.name} has no document body; save the file again")
    try:
        return _read(package, root, body, depth)
    except RecursionError as error:
        raise InputError("too-deep", "nested too deeply for a document; not read") from error


def read_flat(path: Path, data: bytes) -> Reading:
    """Read a Word file whose parts stand in one XML file.

    Raises:
        InputError: as `read_docx`.
    """
    return read_docx(path, packed(data))


def read_word_2003(path: Path, data: bytes) -> Reading:
    """Read a Word document in the XML of Word 2003.

    Raises:
        InputError: as `read_docx`.
    """
    return read_docx(path, unpacked(data))


def _read(package: Package, root: etree._Element, body: etree._Element, depth: int) -> Reading:
    paragraphs = of_several_runs(root)
    raise_calls(paragraphs)
    parted = part_lines(paragraphs)
    story = _story(package, root, depth)
    sections = _Sections(package, story, _section_properties(body))
    sections.enter()
    for child in contents(body):
        story.read_block(child)
        if child.tag == W + "p" and child.find(f"{W}pPr/{W}sectPr") is not None:
            sections.enter()
    story.end()
    story.blocks = with_tab_tables(story.blocks, story.parted)
    if parted:
        story.blocks = with_whole_words(story.blocks)
    pages = _pages(story, sections.feet)
    pictures = unread_pictures(story.unread, [block for _, block in story.blocks])
    pictures += told_of(story.read_from)
    remarks = comments.told_of(_remarks(package, root))
    lines = (told_of_lines(parted),) if parted else ()
    told = (*pictures, *remarks, *lines, *told_places(root))
    problems = (*story.flow.problems.values(), *told)
    return Reading("docx", ENGINE, pages, problems, paged=_stores_pages(root))


def _remarks(package: Package, root: etree._Element) -> list[str]:
    """The comments of readers that the text calls."""
    called = {call.get(W + "id") for call in root.iter(W + "commentReference")}
    part = package.part("comments") if called else None
    found = () if part is None else part.iterfind(W + "comment")
    return [
        " ".join(text.text or "" for text in remark.iter(W + "t"))
        for remark in found
        if remark.get(W + "id") in called
    ]


def _stores_pages(root: etree._Element) -> bool:
    """Whether Word kept where its last layout broke the pages. The breaks an author set are not
    all there are: without the others no page is known, that of a file of one page neither."""
    return next(root.iter(W + "lastRenderedPageBreak"), None) is not None


def _story(package: Package, root: etree._Element, depth: int) -> Story:
    styles = Styles(package.part("styles"))
    flow = Flow()
    calls = {kind: sum(1 for _ in root.iter(f"{W}{kind}Reference")) for kind in NOTE_KINDS}
    marks = NoteMarks(package.part("settings"), calls)
    sound = fields_balance(root)
    if not sound:
        flow.problem(
            "info", "field-open", "a field has no end or no start; its text is read as printed"
        )
    for filled in fill_bound(package, root):
        flow.problem("warning", "print-unread", *_told_of_bound(filled))
    if blank_prompts(root):
        message = "content controls still show their prompt; they are read as blank"
        flow.problem("info", "hidden-left-out", message)
    reader = ParagraphReader(flow, styles, marks, sound)
    reader.keep_space(root)
    return Story(
        flow=flow,
        reader=reader,
        styles=styles,
        table_styles=TableStyles(styles),
        numbering=Numbering(package.part("numbering"), styles),
        marks=marks,
        notes=NoteTexts(package.part("footnotes"), package.part("endnotes")),
        others=_Others(package, depth),
        blocks=[],
    )


def _told_of_bound(filled: Filled) -> tuple[str, str]:
    """Message and evidence about a control whose text is not that of its XML."""
    if filled.shown is None:
        message = "a control shows what its XML says, not the text kept in it; look at the page"
        return message, filled.kept[:EVIDENCE]
    message = "a control kept an older text than its XML, which Word shows and which is read"
    return message, f"{filled.kept} | {filled.shown}"[:EVIDENCE]


@dataclass(frozen=True, slots=True)
class _Others:
    """The documents inside a Word file, by relationship; `depth` bounds files within files."""

    package: Package
    depth: int

    def chunk(self, ident: str) -> Reading | None:
        """A document taken over into the text, None where it cannot be read."""
        data = self.package.raw_by_id(ident)
        if data is None or self.depth >= MAX_WITHIN:
            return None
        return try_chunk(data, partial(read_docx, depth=self.depth + 1))

    def object(self, ident: str) -> Reading | None:
        """A workbook shown in the text, None for anything else."""
        data = self.package.raw_by_id(ident)
        return None if data is None else try_object(data)

    def picture(self, shown: EmbeddedPicture) -> Reading | None:
        """What is written in a picture, None where nothing is."""
        data = self.package.raw_by_id(shown.ident)
        return None if data is None else read_shown(data, shown)


def _section_properties(body: etree._Element) -> list[etree._Element | None]:
    """The properties of each section in order; a section's stand at its end."""
    inner = (child.find(f"{W}pPr/{W}sectPr") for child in contents(body) if child.tag == W + "p")
    return [found for found in inner if found is not None] + [body.find(W + "sectPr")]


@dataclass(slots=True)
class _Sections:
    """The sections of the body: where pages break, notes count anew and running heads change."""

    package: Package
    story: Story
    properties: list[etree._Element | None]
    feet: list[tuple[int, Block]] = field(default_factory=list)
    _entered: int = 0
    _seen: set[str] = field(default_factory=set)

    def enter(self) -> None:
        """Begin the next section."""
        here = self.properties[min(self._entered, len(self.properties) - 1)]
        if self._entered and value(here, "type") not in _SAME_PAGE:
            self.story.flow.break_page()
        self._entered += 1
        self.story.marks.enter_section(here)
        self.story.blocks += self._running(here, "headerReference")
        self.feet += self._running(here, "footerReference")

    def _running(self, section: etree._Element | None, name: str) -> list[tuple[int, Block]]:
        """The running heads (or feet) of a section that no earlier section has shown."""
        found: list[tuple[int, Block]] = []
        for reference in () if section is None else section.iterfind(W + name):
            ident = reference.get(REL + "id", "")
            part = self.package.part_by_id(ident) if self._is_shown(section, reference) else None
            if part is None or ident in self._seen:
                continue
            self._seen.add(ident)
            _blank_page_fields(part)
            found += self.story.running(part)
        return found

    def _is_shown(self, section: etree._Element | None, reference: etree._Element) -> bool:
        """Heads of first and of even pages print only where the file asks for them."""
        kind = reference.get(W + "type")
        if kind == "first":
            return flag(section, "titlePg")
        return kind != "even" or flag(self.story.marks.settings, "evenAndOddHeaders")


def _blank_page_fields(part: etree._Element) -> None:
    """Empty the results of page number fields: the number stored is that of some other page."""
    for simple in part.iter(W + "fldSimple"):
        if _is_page_field(simple.get(W + "instr", "")):
            for text in simple.iter(W + "t"):
                text.text = ""
    instructions: list[str] = []
    for element in part.iter(W + "fldChar", W + "instrText", W + "t", W + "pgNum"):
        if element.tag == W + "instrText" and instructions:
            instructions[-1] += element.text or ""
        elif element.get(W + "fldCharType") == "begin":
            instructions.append("")
        elif element.get(W + "fldCharType") == "end" and instructions:
            instructions.pop()
        elif element.tag == W + "t" and any(map(_is_page_field, instructions)):
            element.text = ""


def _is_page_field(instruction: str) -> bool:
    return instruction.upper().split()[:1] in [[name] for name in _PAGE_FIELDS]


def _pale(story: Story, page: int) -> tuple[Aside, ...]:
    count = story.flow.pale.get(page, 0)
    return (Aside("pale", count),) if count else ()


def _pages(story: Story, feet: list[tuple[int, Block]]) -> tuple[Page, ...]:
    """Blocks by the page they stand on, every page with its count of printed characters."""
    blocks: dict[int, list[Block]] = {}
    for page, block in [*story.blocks, *feet]:
        blocks.setdefault(page, []).append(block)
    chars = story.flow.chars
    last = max([1, story.flow.page, *blocks, *chars])
    if last > MAX_PAGES:
        raise InputError("too-large", f"the file breaks into {last} pages: not a document")
    return tuple(
        Page(
            number, tuple(blocks.get(number, ())), chars.get(number, 0), aside=_pale(story, number)
        )
        for number in range(1, last + 1)
    )
