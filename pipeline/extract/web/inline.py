"""The text of an element of a web page as runs: white space as a browser shows it, lines at
breaks and blocks, raised digits, struck-out text, numbers of ordered lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, takewhile
from typing import Final

from lxml import etree

from pipeline.extract.runs import Run
from pipeline.extract.web.counters import number_in
from pipeline.extract.web.formulas import FORMULAS, formula, is_drawing, is_drawn
from pipeline.extract.web.look import (
    PLAIN,
    UNTOLD_TAGS,
    Look,
    StyleSheet,
    is_backwards,
    is_closed,
    is_quoted,
    look_of,
    text_of,
)
from pipeline.extract.web.notes import NoteLinks
from pipeline.extract.web.unseen import is_unseen
from pipeline.writing.legacy_fonts import printed_in
from pipeline.writing.letters import printed_chars
from pipeline.writing.raised import raise_digits
from pipeline.writing.symbol_fonts import has_private, is_symbol_font, translate

_BLOCK_NAMES: Final = """
    address article aside blockquote body caption center dd details dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav
    ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_BYTE: Final = 0xFF
"""The last code that a font of signs has of its own; text with letters beyond is Unicode."""
_PRIVATE: Final = 0xE000
"""The first code point without a meaning of its own."""
_BREAKING: Final = re.compile(r"[\t\r\f]+")
_WORD: Final = re.compile(r"(?<![\w\u0300-\u036f])[^\W\d_]")
_CASES: Final[dict[str, Callable[[str], str]]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: _WORD.sub(lambda first: first.group().upper(), text),
}
"""What `text-transform` makes of letters (CSS Text, 2.1)."""


_BESIDE: Final = frozenset({"rt", "rp"})
"""How what stands below them is spoken (ruby), in small print above it."""
_INLINE_BOX: Final = re.compile(r"(?<![\w-])display\s*:\s*inline-")
_APART: Final = re.compile(
    r"(?<![\w-])(?:padding|margin|border)(?:-(?:left|right|inline|width|style))*\s*:"
    r"(?!(?:\s*+(?:0[a-z%]*+|none|hidden|auto)(?![\w.-]))*+\s*+(?:[;!]|\Z))"
)
"""Boxes in a line, and what gives room at the sides of their words (CSS 2, 8 and 9.2.2): a distance
of nothing and an edge that is not drawn do not."""
_LIST_STYLE: Final = re.compile(
    r"(?<![\w-])list-style(?:-type)?\s*:[^;]*?(none|disc|circle|square|decimal(?:-leading-zero)?"
    r"(?!-)|(?:lower|upper)-(?:roman|alpha|latin))"
)
_WITHOUT_TEXT: Final = frozenset(
    ["hidden", "password", "submit", "reset", "file", "image", "range", "color"]
)
"""Kinds of fields of forms that do not show their value as text, or send the form."""
_QUOTES: Final = (("\u201c", "\u201d"), ("\u2018", "\u2019"))
"""The marks of a quotation, and of one inside another, as Vietnamese has them (CLDR)."""
_LETTER: Final = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]", re.DOTALL)
_UNCOUNTED: Final = frozenset({"none", "disc", "circle", "square"})
_LIST_TYPES: Final = {
    "i": "lower-roman",
    "I": "upper-roman",
    "a": "lower-alpha",
    "A": "upper-alpha",
}
"""Values of the attribute `type` as `list-style-type` (CSS Lists 3) has them."""


@dataclass(slots=True)
class Inline:
    """Walks elements and prints their text as runs.

    `hidden` collects text that is not shown, `called` the blocks of notes called on the way;
    `fonts` the fonts from before Unicode, `signs` unknown ones of fonts of signs; `chars` counts
    what is printed.
    """

    sheet: StyleSheet
    links: NoteLinks
    table: Callable[[etree._Element], list[Run]]
    hidden: list[str] = field(default_factory=list)
    called: list[etree._Element] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)
    signs: list[str] = field(default_factory=list)
    chars: int = 0

    def runs(self, element: etree._Element, look: Look = PLAIN) -> list[Run]:
        """The text of an element that is shown, without the element's own place in the flow."""
        style = self.sheet.style(element)
        return list(self._directed(element, style, look_of(element, style, look)))

    def _content(self, element: etree._Element, look: Look) -> Iterator[Run]:
        closed = is_closed(element)
        yield from self.text(self.sheet.words(element, "before"), look)
        yield from () if closed else self.text(element.text, look)
        for child in element:
            if isinstance(child.tag, str) and (not closed or child.tag == "summary"):
                yield from self.child(child, look)
            yield from () if closed else self.text(child.tail, look)
        yield from self.text(self.sheet.words(element, "after"), look)
        if closed:
            self.note_hidden(element)

    def text(self, text: str | None, look: Look) -> Iterator[Run]:
        """Text between elements."""
        if not text:
            return
        text = _BREAKING.sub(" ", text) if look.kept else _SPACE.sub(" ", text)
        text = self._decoded(text, look.font) if look.font else text
        if not text.isascii() and has_private(text):
            self.signs += [f"U+{ord(char):04X}" for char in text if has_private(char)]
        text = _CASES.get(look.case, str)(text)
        yield self._printed(raise_digits(text) if look.raised else text, look)

    def _decoded(self, text: str, font: str) -> str:
        """Text of a font of signs or of one from before Unicode, unless it is Unicode after all."""
        if is_symbol_font(font):
            if any(_BYTE < ord(char) < _PRIVATE for char in text):
                return text
            shown, unknown = translate(text, font)
            plain = (char for char in unknown if not has_private(char))
            self.signs += [f"{font} {ord(char):02X}" for char in plain]
            return shown
        decoded = printed_in(text, font)
        if decoded != text:
            self.fonts.add(font)
        return decoded

    def _printed(self, text: str, look: Look) -> Run:
        """A run, entered in the ledger."""
        self.chars += printed_chars(text)
        return Run(text, look.bold, look.struck)

    def child(self, element: etree._Element, around: Look) -> Iterator[Run]:
        """An element in the flow of its parent."""
        style = self.sheet.style(element)
        if is_drawing(element):
            return  # its formula is written beside it
        if is_unseen(element, style, self.sheet) and not is_drawn(element):
            self.note_hidden(element)
            return
        if element in self.links.texts or element.tag in _BESIDE:
            return  # a note is printed where it is called
        look = look_of(element, style, around)
        if self._is_box(element, style) and self._is_box_before(element):
            yield Run(" ")
        if element.tag == "sup" and _is_numerator(element):
            look = replace(look, raised=around.raised)
            yield Run(" " if _text_before(element)[-1:].isdigit() else "")
        tag = element.tag
        if tag == "br":
            yield Run("\n")
        elif tag == "table":
            yield Run("\n")
            yield from self.table(element)
            yield Run("\n")
        elif tag in ("select", "input", "textarea"):
            yield from self.text(_shown_value(element), look)
        elif tag == "svg":
            for drawn in _drawn_texts(element):
                whole = drawn.tag == "foreignobject"
                yield from self._content(drawn, look) if whole else self.text(text_of(drawn), look)
        elif tag in FORMULAS:
            yield from formula(element, look, self)
        elif element in self.links.calls or element in self.links.marks:
            yield from self._call(element, look)
        elif tag in BLOCKS:
            yield Run("\n")
            yield from self._numbered(element, look)
            yield from self._directed(element, style, look)
            yield Run("\n")
        else:
            yield from self._directed(element, style, look)

    def _directed(self, element: etree._Element, style: str, look: Look) -> Iterator[Run]:
        """The content of an element in the order in which it is shown, a quotation in its marks."""
        runs = self._content(element, look)
        if is_quoted(element, style, self.sheet):
            opening, closing = _QUOTES[sum(1 for _ in element.iterancestors("q")) % len(_QUOTES)]
            runs = chain(self.text(opening, look), runs, self.text(closing, look))
        yield from _turned(runs) if is_backwards(element, style) else runs

    def _is_box_before(self, element: etree._Element) -> bool:
        """Whether a box stands right before an element, or words before a button."""
        before = element.getprevious()
        if _text_before(element) or before is None:
            return element.tag == "button"
        return self._is_box(before, self.sheet.style(before))

    def _is_box(self, element: etree._Element, style: str) -> bool:
        """Whether an element in a line stands apart from its neighbours: by its edge or distance,
        without a blank between the words."""
        if element.tag == "button":
            return True
        return bool(_INLINE_BOX.search(style) and _APART.search(style))

    def _call(self, element: etree._Element, look: Look) -> Iterator[Run]:
        number = self.links.calls.get(element, self.links.marks.get(element))
        yield self._printed(raise_digits(str(number)), look)
        block = self.links.called.get(element)
        if block is not None:
            self.called.append(block)

    def note_hidden(self, element: etree._Element) -> None:
        """Keep the text of an element that is not shown, for the problem that tells of it."""
        if element.tag not in UNTOLD_TAGS:
            text = " ".join(text_of(element).split())
            if text:
                self.hidden.append(text)

    def _numbered(self, element: etree._Element, look: Look) -> Iterator[Run]:
        """The number a browser prints before an item of an ordered list."""
        parent = element.getparent()
        if element.tag != "li" or parent is None or parent.tag != "ol":
            return
        style = self.sheet.style(parent) + ";" + self.sheet.style(element)
        kind = _list_kind(style, element.get("type") or parent.get("type") or "1")
        if kind not in _UNCOUNTED:
            number = _item_number(element, parent)
            yield self._printed(f"{number_in(number, kind)}. ", look)


def _drawn_texts(drawing: etree._Element) -> Iterator[etree._Element]:
    """The texts of a drawing; those inside a part that is a page of its own are that part's."""
    for drawn in drawing.iter("text", "foreignobject"):
        inner = takewhile(lambda parent: parent is not drawing, drawn.iterancestors())
        if all(parent.tag != "foreignobject" for parent in inner):
            yield drawn


def _turned(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs whose letters are shown from right to left, line by line, marks with their letters."""
    for line in _lines(runs):
        for run in reversed(line):
            yield replace(run, text="".join(reversed(_LETTER.findall(run.text))))


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs line by line, each line with its end in front of the next."""
    line: list[Run] = []
    for run in runs:
        if run.text == "\n":
            yield line
            yield [run]
            line = []
        else:
            line.append(run)
    yield line


def _text_before(element: etree._Element) -> str:
    """The text right before an element, in its parent."""
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    return text or ""


def _is_numerator(element: etree._Element) -> bool:
    """Whether a raised number stands over a lowered one, a stroke between them: a fraction."""
    below = element.getnext()
    stroke = (element.tail or "").strip() in ("/", "\u2044")
    return stroke and below is not None and below.tag == "sub"


def _list_kind(style: str, otherwise: str) -> str:
    """The list style that the items of a list are counted in; `otherwise` is its attribute `type`,
    which counts where no style is named."""
    named = _LIST_STYLE.findall(style)
    return str(named[-1]) if named else _LIST_TYPES.get(otherwise, "decimal")


def _shown_value(element: etree._Element) -> str:
    """What a field of a form shows."""
    if element.tag == "textarea":
        return text_of(element)
    if element.tag == "input":
        return _input_value(element)
    options = list(element.iter("option"))
    chosen = [o for o in options if o.get("selected") is not None] or options[:1]
    return ", ".join((option.get("label") or text_of(option)).strip() for option in chosen)


def _input_value(element: etree._Element) -> str:
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "☐"
    return "" if kind in _WITHOUT_TEXT else element.get("value") or ""


def _item_number(item: etree._Element, parent: etree._Element) -> int:
    step = 1 if parent.get("reversed") is None else -1
    first = 1 if step > 0 else sum(1 for _ in parent.iterchildren("li"))
    number = _whole(parent.get("start"), first) - step
    for other in parent.iterchildren("li"):
        number = _whole(other.get("value"), number + step)
        if other is item:
            break
    return number


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
