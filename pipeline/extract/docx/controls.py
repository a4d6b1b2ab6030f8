"""What stands around the runs of a paragraph: renditions, text boxes, fields, controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.extract.docx.styles import TextLook
from pipeline.extract.docx.xml import MATH, MC, VAL, W, flag, is_on, number
from pipeline.extract.docx.xml import child as named

_TEXT: Final = W + "t"
_BOX: Final = W + "txbxContent"
_TEXT_PATH: Final = "{urn:schemas-microsoft-com:vml}textpath"
_WATERMARK: Final = "WaterMark"
"""In the names that Word gives to the shapes of its watermarks."""
_CHOICES: Final = frozenset({MC + "Choice", MC + "Fallback"})

_OFFICE: Final = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
)
"""How the namespaces begin that Word knows."""
_REMOVED: Final = frozenset({W + "del", W + "moveFrom"})
_HIDDEN: Final = frozenset({W + "vanish", W + "specVanish"})
CHECKED: Final = "☒"
UNCHECKED: Final = "☐"


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """Of several renditions of one thing the first that prints text, None where none does; one that
    needs what Word does not know only where no other does (ECMA-376 part 3, 7.6)."""
    printing = [
        choice
        for choice in alternatives
        if choice.tag in _CHOICES and any(True for _ in choice.iter(_TEXT, MATH + "t"))
    ]
    return next(filter(_is_understood, printing), printing[0] if printing else None)


def _is_understood(choice: etree._Element) -> bool:
    """Whether Word knows all namespaces that a rendition needs."""
    needed = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
    return all(name.startswith(_OFFICE) for name in needed)


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes within a drawing, each once, however many renditions it has."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag == MC + "AlternateContent":
            choice = chosen(child)
            if choice is not None:
                yield from text_boxes(choice)
        else:
            yield from text_boxes(child)


def word_art(element: etree._Element) -> Iterator[str]:
    """The texts that the shapes of a drawing are made of, those of watermarks left out."""
    for path in element.iter(_TEXT_PATH):
        shape = path.getparent()
        name = "" if shape is None else shape.get("id", "")
        if _WATERMARK not in name:
            yield path.get("string", "")


def paragraph_end_removed(mark: etree._Element | None) -> bool:
    """Whether the end of a paragraph is deleted or hidden, so that the next one goes on with it.

    `mark` are the run properties of the paragraph's end.
    """
    if mark is None:
        return False
    return any(prop.tag in _REMOVED or (prop.tag in _HIDDEN and is_on(prop)) for prop in mark)


def is_drop_cap(frame: etree._Element | None) -> bool:
    """Whether the frame of a paragraph sets its letters as the first ones of the next, over several
    lines of it (ECMA-376, 17.3.1.11)."""
    return frame is not None and frame.get(W + "dropCap", "none") != "none"


def fields_balance(root: etree._Element) -> bool:
    """Whether every field of a part that begins also ends."""
    depth = 0
    for char in root.iter(W + "fldChar"):
        kind = char.get(W + "fldCharType")
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0


def form_field(begin: etree._Element) -> str | None:
    """What a form field shows whose value stands in its properties: the entry chosen in a list, a
    box that is checked or not; None for any other field."""
    data = named(begin, "ffData")
    choices = named(data, "ddList")
    if choices is not None:
        entries = [entry.get(VAL, "") for entry in choices.iterfind(W + "listEntry")]
        chosen_entry = number(choices, "result")
        at = chosen_entry if chosen_entry is not None else number(choices, "default") or 0
        return entries[at] if 0 <= at < len(entries) else ""
    box = named(data, "checkBox")
    if box is None:
        return None
    checked = named(box, "checked")
    on = is_on(checked) if checked is not None else flag(box, "default")
    return CHECKED if on else UNCHECKED


def blank_prompts(root: etree._Element) -> int:
    """Empty the content controls that show a prompt (`Click to enter text`); how many there are.

    What stands there is no content: nobody has filled it in.
    """
    count = 0
    for control in root.iter(W + "sdt"):
        content = named(control, "sdtContent")
        if content is None or not flag(named(control, "sdtPr"), "showingPlcHdr"):
            continue
        count += 1
        for text in content.iter(W + "t"):
            text.text = ""
    return count


def bold_of(look: TextLook, mark: etree._Element | None) -> bool:
    """Whether an automatic number is bold: its level says so, else the paragraph's end does."""
    return look.bold or flag(mark, "b")
