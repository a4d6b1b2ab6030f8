"""Runs to printed lines: what a paragraph of a Word file prints.

Tracked changes count as accepted, hidden text is out, a field prints its result. Text boxes are
handed on, for they stand beside the paragraph.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Final

from lxml import etree

from pipeline.extract.docx.controls import chosen, form_field, text_boxes, word_art
from pipeline.extract.docx.fields import FieldCounts, unstored
from pipeline.extract.docx.flow import Flow, FlowLine, NoteKind, Struck, Tab
from pipeline.extract.docx.formulas import FORMULAS
from pipeline.extract.docx.notes import NoteMarks
from pipeline.extract.docx.pictures import EmbeddedPicture, pictures
from pipeline.extract.docx.styles import Styles, TextLook, is_of_ground, is_shaded
from pipeline.extract.docx.xml import (
    MATH,
    MC,
    REL,
    XML_SPACE,
    W,
    head,
)
from pipeline.model import EVIDENCE, Fragment
from pipeline.writing.legacy_fonts import decoder_for, printed_in
from pipeline.writing.letters import printed_chars
from pipeline.writing.raised import raise_digits
from pipeline.writing.symbol_fonts import has_private, is_symbol_font, symbol, translate

MAX_DEPTH: Final = 100
"""Elements within elements inside one story; Word's own files stay under 60."""

_RUN: Final = W + "r"
_TEXT: Final = W + "t"
_LATIN_END: Final = "\u024f"
"""Letters beyond are Vietnamese in Unicode or no letters: fonts before Unicode have neither."""
_XML_BLANK: Final = " \t\r\n"
_BLANKS: Final = str.maketrans({"\n": " ", "\r": " ", "\t": " "})
_SOFT_HYPHEN: Final = "\u00ad"
_LOOSE_HYPHEN: Final = re.compile(r"(?<![\u00c2-\u00c6\u00ba\u00bb])\u00ad")
"""Not one behind the first bytes of a letter of UTF-8 that was read as Windows-1252."""
_RUN_PROPERTIES: Final = W + "rPr"
_IN_RUN: Final = frozenset({W + "ruby", W + "rubyBase"})

_WITHOUT_TEXT: Final = """
    pPr rPr sdtPr sdtEndPr smartTagPr customXmlPr rubyPr tblPr tblGrid
    del moveFrom delText delInstrText rt
    bookmarkStart bookmarkEnd proofErr permStart permEnd separator continuationSeparator
    commentRangeStart commentRangeEnd commentReference annotationRef
"""
_SKIPPED: Final = frozenset(W + name for name in _WITHOUT_TEXT.split()) | frozenset(
    MATH + name
    for name in ("rPr", "ctrlPr", "oMathParaPr", "sSupPr", "fPr", "dPr", "radPr", "naryPr")
)

_MARK: Final = re.compile(r"[\s\d,;()*\[\]]+")
_GRAPHIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_DIAGRAMS: Final = ("/chart", "/chartex", "/diagram")
"""Ends of the names (`uri`) of graphics whose words stand in parts of their own."""
_OLE_OBJECT: Final = "{urn:schemas-microsoft-com:office:office}OLEObject"

Handler = Callable[["ParagraphReader", etree._Element, TextLook], None]


_LAST_OF_A_BYTE = 0xFF
"""Codes of symbol fonts that are no code points of their own."""
_SURROGATES = range(0xD800, 0xE000)
"""Code points that are no characters."""
_FIRST_PRINTED = 0x20
"""The first code point that is no control character."""


def _is_character(code: int) -> bool:
    return _FIRST_PRINTED <= code <= sys.maxunicode and code not in _SURROGATES


class ParagraphReader:
    """Reads the content of one paragraph after another, keeping what reaches across them."""

    def __init__(self, flow: Flow, styles: Styles, marks: NoteMarks, fields_sound: bool) -> None:
        self.flow = flow
        self.boxes: list[etree._Element] = []
        self._styles = styles
        self._marks = marks
        self._fields_sound = fields_sound
        self.objects: list[str] = []
        self.pictures: list[EmbeddedPicture] = []
        self._fields: list[bool] = []
        self._forms: list[bool] = []
        self._instructions: list[str] = []
        self._counts = FieldCounts()
        self._style = ""
        self._table: frozenset[str] = frozenset()
        self._lines: list[FlowLine] = []
        self._line = FlowLine(None, 1)
        self._custom: tuple[NoteKind, str] | None = None
        self._depth = 0
        self._space_kept = False

    def keep_space(self, root: etree._Element) -> None:
        """Note whether the whole part keeps the blanks at the ends of its texts."""
        self._space_kept = root.get(XML_SPACE) == "preserve"

    def begin(
        self, style: str, carried: FlowLine | None, table: frozenset[str] = frozenset()
    ) -> None:
        """Begin a paragraph of a style; `carried` is what a removed paragraph end leaves over,
        `table` are the toggles the style of its table sets."""
        self._style, self._table = style, table
        self._lines = []
        self._line = carried or FlowLine(self.flow.line, self.flow.page)

    def label(self, text: str, gap: str, bold: bool) -> None:
        """Print the automatic number in front."""
        if self._line.pieces:
            carried = self._line.pieces
            self._line.pieces = []
            self.flow.print_on(self._line, text + gap, bold)
            self._line.pieces += carried
        else:
            self.flow.print_on(self._line, text + gap, bold)

    def walk(self, parent: etree._Element) -> None:
        """Print the content of a paragraph, or of an element within it."""
        self._depth += 1
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag not in _SKIPPED:
                self._other(child, None)
        self._depth -= 1

    def take(self) -> FlowLine:
        """The line being printed, taken out: its paragraph goes on in the next one."""
        return self._line

    def lines(self) -> list[FlowLine]:
        """The lines of the paragraph before they become fragments."""
        return [*self._lines, self._line]

    def finish(self) -> list[Fragment]:
        """The printed lines of the paragraph; a line with nothing on it is none."""
        if self._lines:
            return fragments(self.lines())
        return self._line.fragments() if self._line.begun else []

    def finished(self) -> list[Fragment]:
        """The lines before the one being printed."""
        return fragments(self._lines)

    def _run(self, run: etree._Element) -> None:
        properties = head(run, _RUN_PROPERTIES)
        look = self._styles.run_look(self._style, properties, self._table)
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                self._text(child, look)
            elif tag not in _SKIPPED:
                self._other(child, look)

    def _other(self, element: etree._Element, look: TextLook | None) -> None:
        handler = _HANDLERS.get(element.tag)
        if handler is not None:
            handler(self, element, look or self._styles.base_look(self._style, "", self._table))
            return
        if self._depth < MAX_DEPTH:
            if look is not None and element.tag.startswith(W) and element.tag not in _IN_RUN:
                return
            self.walk(element)
            return
        self.flow.problem(
            "error", "too-deep", "elements nested too deeply were left out; open and save in Word"
        )

    def _text(self, element: etree._Element, look: TextLook) -> None:
        text = element.text
        if not text:
            return
        if not self._space_kept and element.get(XML_SPACE) != "preserve":
            text = text.strip(_XML_BLANK)
        white = look.white and not look.shaded and not is_shaded(element, self._styles)
        if white or look.unseen or is_of_ground(element, look):
            self._pale(text, "white text on white" if white else "text of no size or of its ground")
            return
        if look.plain and not self._fields and self._custom is None and text.isprintable():
            self._line.after_call = False
            self.flow.print_on(self._line, text, look.bold)
        else:
            self.emit(text, look)

    def emit(self, text: str, look: TextLook) -> None:
        """Print text with a look, unless it is hidden or stands in a field's instruction."""
        if look.hidden or (self._fields and not all(self._fields)):
            return
        if self._fields and text.strip():
            self._instructions = [""] * len(self._fields)  # those around it have a stored result
        if look.legacy:
            text = self._legacy(text, look.font)
        if not text.isprintable():
            text = text.translate(_BLANKS)
            if _SOFT_HYPHEN in text and (text == _SOFT_HYPHEN or _is_unicode(text)):
                text = _LOOSE_HYPHEN.sub("", text)  # else it may be an `ư` from before Unicode
        if not text:
            return
        if has_private(text) or (look.font and is_symbol_font(look.font)):
            text = self._symbols(text, look.font)
        if look.caps:
            text = text.upper()
        if self._custom is not None:
            self._custom_call(text, look.bold)
            return
        if look.raised or (look.lifted and _MARK.fullmatch(text)):
            text = raise_digits(text)
        self._line.after_call = False
        self.flow.print_on(self._line, Struck(text) if look.struck else text, look.bold)

    def _pale(self, text: str, what: str) -> None:
        count = printed_chars(text)
        if count:
            self.flow.pale[self.flow.page] += count
            message = f"{what} is left out: nobody sees it on the page"
            self.flow.problem("warning", "hidden-left-out", message, text.strip()[:EVIDENCE])

    def _symbols(self, text: str, font: str) -> str:
        text, unknown = translate(text, font)
        if unknown:
            self._unknown_symbol(font, ord(unknown[0]))
        return text

    def _unknown_symbol(self, font: str, code: int) -> None:
        self.flow.problem(
            "warning",
            "symbol-unmapped",
            "a character of a symbol font has no known meaning; look at the page",
            f"{font} {code & 0xFF:02X}",
        )

    def _legacy(self, text: str, font: str) -> str:
        """Text of a font from before Unicode, decoded unless it is Unicode after all."""
        decoder = decoder_for(font)
        if decoder is None or _is_unicode(text):
            return text
        printed = printed_in(text, font) if text.isascii() else decoder.decode(text)
        if printed == text:
            return text
        self.flow.problem(
            "info",
            "legacy-font",
            f"text in the font {font} was decoded from {decoder.name}; compare it with the page",
            font,
        )
        return printed

    def _call(self, element: etree._Element, look: TextLook, kind: NoteKind) -> None:
        if look.hidden:
            return
        ident = element.get(W + "id", "")
        if element.get(W + "customMarkFollows") in {"1", "true", "on"}:
            self._custom = (kind, ident)
            return
        mark = self._marks.next(kind, self.flow.page)
        self._print_call(kind, ident, mark, look.bold)

    def _custom_call(self, text: str, bold: bool) -> None:
        if self._custom is None or not text.strip():
            self.flow.print_on(self._line, text, bold)
            return
        kind, ident = self._custom
        self._custom = None
        self._print_call(kind, ident, text.strip(), bold)

    def _print_call(self, kind: NoteKind, ident: str, mark: str, bold: bool) -> None:
        # Two calls side by side would read as one number.
        text = (" " if self._line.after_call else "") + raise_digits(mark)
        self.flow.print_on(self._line, text, bold)
        self._line.after_call = True
        self._marks.called(self.flow, kind, ident, mark, self._line)

    def _break(self, element: etree._Element, look: TextLook) -> None:
        if look.hidden:
            return
        kind = element.get(W + "type")
        if kind == "page":
            self.flow.break_page()
        self._lines.append(self._line)
        self._line = FlowLine(self.flow.line, self.flow.page)

    def _rendered_break(self, element: etree._Element, look: TextLook) -> None:
        self.flow.rendered_break()

    def _symbol(self, element: etree._Element, look: TextLook) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
        except ValueError:
            return
        font = element.get(W + "font", "") or look.font
        text = symbol(font, code)
        if text is None:
            text = chr(code) if _is_character(code) else ""
            if has_private(text) or code <= _LAST_OF_A_BYTE:
                self._unknown_symbol(font, code)
            # The character is known to be unknown; emit() must not report it again.
            self.emit("\ufffd" if has_private(text) else text, look)
            return
        self.emit(text, look)

    def _field_char(self, element: etree._Element, look: TextLook) -> None:
        if not self._fields_sound:
            return
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            shown = form_field(element)
            if shown is not None:
                self.emit(shown, look)
            self._fields.append(False)
            self._forms.append(shown is not None)
            self._instructions.append("")
        elif kind == "separate" and self._fields:
            self._fields[-1] = not self._forms[-1]
            self._instructions[-1] = unstored(self._instructions[-1])
        elif kind == "end" and self._fields:
            self._fields.pop()
            self._forms.pop()
            self._without_result(self._instructions.pop(), look)

    def _instruction(self, element: etree._Element, look: TextLook) -> None:
        if self._instructions and not self._fields[-1]:
            self._instructions[-1] += element.text or ""

    def _without_result(self, instruction: str, look: TextLook) -> None:
        """Print what Word makes of a field whose result the file does not store."""
        shown = self._counts.shown(instruction) if instruction.strip() else ""
        if shown is None:
            message = "a field prints what the file does not store; it is not read"
            self.flow.problem("warning", "print-unread", message, instruction.strip()[:EVIDENCE])
        elif shown:
            self.emit(shown, look)

    def _simple_field(self, element: etree._Element, look: TextLook) -> None:
        """Print a field that is one element: its result, or what Word makes of it without one."""
        if element.find(f".//{_TEXT}") is None:
            self._without_result(element.get(W + "instr", ""), look)
        self.walk(element)

    def _object(self, element: etree._Element, look: TextLook) -> None:
        """Note a document of another program that is shown here as a picture of it."""
        for embedded in element.iter(_OLE_OBJECT):
            if embedded.get("Type", "Embed") == "Embed":
                self.objects.append(embedded.get(REL + "id", ""))
        self._drawing(element, look)

    def _alternate(self, element: etree._Element, look: TextLook) -> None:
        choice = chosen(element)
        if choice is not None:
            self._drawing(choice, look)

    def _drawing(self, element: etree._Element, look: TextLook) -> None:
        """Hand on the text boxes of a drawing; other content of a run within it is printed."""
        boxes = list(text_boxes(element))
        if not look.hidden:
            self.boxes += boxes
            self.pictures += pictures(element, self.flow.page)
        if self.flow.in_row:
            if not look.hidden and any(map(_is_diagram, element.iter(_GRAPHIC))):
                message = "a chart or diagram stands in a cell; what it says is not read"
                self.flow.problem("warning", "print-unread", message, "")
            for text in word_art(element):
                self.emit(text, look)
        if boxes or not element.tag.startswith(MC):
            return
        for child in element:
            if child.tag == _TEXT:
                self._text(child, look)
            elif child.tag == _RUN:
                self._run(child)
            elif child.tag not in _SKIPPED:
                self._other(child, look)

    def _tab(self, element: etree._Element, look: TextLook) -> None:
        """Print a tab as a blank, known for a tab outside of tables: there it may part cells."""
        self.emit(" ", look)
        pieces = self._line.pieces
        if pieces and pieces[-1] == " " and not self.flow.in_row:
            pieces[-1] = Tab(" ")

    def _other_file(self, element: etree._Element, look: TextLook) -> None:
        """Tell of a part of a master document that is a file of its own."""
        if not look.hidden:
            message = (
                "a part of the document is another file, which is not read; add it to the inputs"
            )
            self.flow.problem("error", "embedded-part", message)

    def ends_in_digit(self) -> bool:
        """Whether what was printed last on the line is a digit."""
        return self.last_printed().isdigit()

    def last_printed(self) -> str:
        """The last character on the line."""
        return self._line.pieces[-1][-1:] if self._line.pieces else ""

    def _sdt(self, element: etree._Element, look: TextLook) -> None:
        for content in element.iterfind(W + "sdtContent"):
            self.walk(content)


def _is_diagram(graphic: etree._Element) -> bool:
    return graphic.get("uri", "").endswith(_DIAGRAMS)


def _is_unicode(text: str) -> bool:
    """Whether a text has letters that fonts before Unicode have not."""
    return any(char > _LATIN_END for char in text)


def fragments(lines: list[FlowLine]) -> list[Fragment]:
    """Lines as fragments, those with nothing on them left out."""
    return [fragment for line in lines for fragment in line.fragments()]


def _printing(text: str) -> Handler:
    def handle(reader: ParagraphReader, element: etree._Element, look: TextLook) -> None:
        reader.emit(text, look)

    return handle


def _calling(kind: NoteKind) -> Handler:
    def handle(reader: ParagraphReader, element: etree._Element, look: TextLook) -> None:
        reader._call(element, look, kind)

    return handle


def _soft_hyphen(reader: ParagraphReader, element: etree._Element, look: TextLook) -> None:
    """Print nothing, or what has the code of that hyphen in text that is not Unicode: the `ư` of
    fonts from before it, a byte of a letter of UTF-8 that was read as Windows-1252; programs that
    convert files write the one for the other."""
    run = element.getparent()
    text = "" if run is None else "".join(t.text or "" for t in run.iterfind(_TEXT))
    if look.legacy and not _is_unicode(text):
        reader.emit(_SOFT_HYPHEN, look)
        return
    before = reader.last_printed()
    coded = not _is_unicode(text) and not text.isascii()
    if not look.hidden and (coded or not _LOOSE_HYPHEN.search(before + _SOFT_HYPHEN)):
        reader.flow.print_on(reader._line, _SOFT_HYPHEN, look.bold)


def _own_mark(reader: ParagraphReader, element: etree._Element, look: TextLook) -> None:
    mark = reader._marks.current
    if mark:
        reader.flow.print_on(reader._line, raise_digits(mark) + " ", look.bold)


_HANDLERS: Final[dict[str, Handler]] = {
    W + "tab": ParagraphReader._tab,
    W + "ptab": _printing(" "),
    W + "noBreakHyphen": _printing("-"),
    W + "softHyphen": _soft_hyphen,
    W + "br": ParagraphReader._break,
    W + "cr": ParagraphReader._break,
    W + "lastRenderedPageBreak": ParagraphReader._rendered_break,
    W + "sym": ParagraphReader._symbol,
    W + "fldChar": ParagraphReader._field_char,
    W + "fldSimple": ParagraphReader._simple_field,
    W + "instrText": ParagraphReader._instruction,
    W + "footnoteReference": _calling("footnote"),
    W + "endnoteReference": _calling("endnote"),
    W + "footnoteRef": _own_mark,
    W + "endnoteRef": _own_mark,
    W + "drawing": ParagraphReader._drawing,
    W + "subDoc": ParagraphReader._other_file,
    W + "pict": ParagraphReader._drawing,
    W + "object": ParagraphReader._object,
    W + "sdt": ParagraphReader._sdt,
    MC + "AlternateContent": ParagraphReader._alternate,
    **FORMULAS,
}
