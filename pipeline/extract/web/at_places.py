"""Web pages that set their lines at places, as those made of a PDF do (pdftohtml, pdf2htmlEX,
PyMuPDF, pdfminer)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from pipeline.extract.set_at_places import told_of_places
from pipeline.extract.web.look import text_of
from pipeline.model import Problem
from pipeline.writing.letters import printed_chars

_LEFT: Final = re.compile(r"(?<![\w-])left\s*:\s*(-?\d+(?:\.\d+)?)")
_HEIGHT: Final = re.compile(r"(?<![\w-])(?:top|bottom)\s*:\s*(-?\d+(?:\.\d+)?)")


def told_places(
    root: etree._Element, style: Callable[[etree._Element], str], number: int
) -> tuple[Problem, ...]:
    """What is said of a page without tables most of whose text is set at places; `style` gives the
    declarations of an element."""
    if next(root.iter("td"), None) is not None:
        return ()
    placed = [
        (element, left, height)
        for element in root.iter("p", "div", "span")
        if (declared := style(element))
        and (left := _LEFT.search(declared))
        and (height := _HEIGHT.search(declared))
    ]
    around = {id(parent) for element, _, _ in placed for parent in element.iterancestors()}
    lowest = [
        (float(left.group(1)), float(height.group(1)), " ".join(text_of(element).split()))
        for element, left, height in placed
        if id(element) not in around
    ]
    body = root.find("body")
    whole = printed_chars(text_of(root if body is None else body))
    return told_of_places(lowest, whole, number)
