"""Word files that set their lines in boxes at places, as those made of a PDF do where no table was
looked for (LibreOffice draws each line of the page as a box)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.extract.docx.xml import MC, W, whole
from pipeline.extract.set_at_places import told_of_places
from pipeline.model import Problem
from pipeline.writing.letters import printed_chars

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU: Final = 12_700
"""English metric units, in which drawings are placed, of a point."""
_TWIPS: Final = 20
"""Twentieths of a point, in which frames are placed."""


def told_places(root: etree._Element) -> tuple[Problem, ...]:
    """What is said of a file without tables most of whose text stands in boxes at places."""
    if next(root.iter(W + "tbl"), None) is not None:
        return ()
    found = [*_boxes(root), *_frames(root)]
    return told_of_places(found, printed_chars(_text_of(root)), 1) if found else ()


def _boxes(root: etree._Element) -> Iterator[tuple[float, float, str]]:
    """Left edge, height in points and text of each text box."""
    for anchor in root.iter(_DRAWING + "anchor"):
        left = whole(anchor.findtext(f"{_DRAWING}positionH/{_DRAWING}posOffset"))
        top = whole(anchor.findtext(f"{_DRAWING}positionV/{_DRAWING}posOffset"))
        if left is not None and top is not None and (text := _text_of(anchor).strip()):
            yield left / _EMU, top / _EMU, text


def _frames(root: etree._Element) -> Iterator[tuple[float, float, str]]:
    """The same of each paragraph in a frame."""
    for frame in root.iter(W + "framePr"):
        left, top = whole(frame.get(W + "x")), whole(frame.get(W + "y"))
        properties = frame.getparent()
        paragraph = None if properties is None else properties.getparent()
        if left is not None and top is not None and paragraph is not None:
            yield left / _TWIPS, top / _TWIPS, _text_of(paragraph)


def _text_of(element: etree._Element) -> str:
    """The text of an element, that for programs that know no drawings left out."""
    again = {text for old in element.iter(MC + "Fallback") for text in old.iter(W + "t")}
    return "".join(text.text or "" for text in element.iter(W + "t") if text not in again)
