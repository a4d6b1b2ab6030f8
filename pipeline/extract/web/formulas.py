"""Formulas of a web page (MathML Core), set on one line as in Word files: fractions with a stroke,
powers raised, roots with their sign."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Protocol

from lxml import etree

from pipeline.extract.runs import Run
from pipeline.extract.web.look import Look, text_of
from pipeline.writing.fractions import brackets

_RAISED: Final = {"msup": (1,), "msubsup": (2,)}
"""Which parts of an element stand raised."""
FORMULAS: Final = frozenset({*_RAISED, "mfrac", "msqrt", "mroot"})
"""Elements whose parts are not simply printed one behind the other."""


def is_drawing(element: etree._Element) -> bool:
    """Whether an element draws, for the eye alone, the formula written beside it (KaTeX and MathJax
    set a formula twice): `aria-hidden` takes it from those who are read to (WAI-ARIA, 6.6)."""
    return any(_draws(element, other) for other in _beside(element))


def is_drawn(element: etree._Element) -> bool:
    """Whether an element is the formula that stands drawn beside it, so that it is shown though
    its own place is hidden: the drawing may be a picture, or set glyph by glyph."""
    return any(_draws(other, element) for other in _beside(element))


def _draws(drawing: etree._Element, written: etree._Element) -> bool:
    """Whether an element for the eye alone may draw a formula: it prints no letter, figure or sign
    of calculation that the formula lacks (a word beside it is no drawing)."""
    if drawing.get("aria-hidden") != "true" or not _is_written(written):
        return False
    return _signs(drawing) <= _signs(written)


def _signs(element: etree._Element) -> set[str]:
    """The letters, figures and mathematical signs of an element, whatever their style (`𝑚`)."""
    text = unicodedata.normalize("NFKC", text_of(element)).casefold()
    return {sign for sign in text if sign.isalnum() or unicodedata.category(sign) == "Sm"}


def _is_written(element: etree._Element) -> bool:
    """Whether an element holds one formula and nothing else."""
    if element.tag == "math":
        return True
    inner = [part for part in element if isinstance(part.tag, str)]
    texts = (element.text, *(part.tail for part in inner))
    return len(inner) == 1 and inner[0].tag == "math" and not any(t and t.strip() for t in texts)


def _beside(element: etree._Element) -> Iterator[etree._Element]:
    """The elements right before and behind an element, with no word between."""
    before, behind = element.getprevious(), element.getnext()
    if before is not None and not (before.tail or "").strip():
        yield before
    if behind is not None and not (element.tail or "").strip():
        yield behind


class Printer(Protocol):
    """Who prints elements where they stand, and texts."""

    def child(self, element: etree._Element, around: Look) -> Iterator[Run]:
        """Print an element."""

    def text(self, text: str | None, look: Look) -> Iterator[Run]:
        """Print a text."""


def formula(element: etree._Element, look: Look, on: Printer) -> Iterator[Run]:
    """An element of a formula on one line."""
    parts = [part for part in element if isinstance(part.tag, str)]
    if element.tag in ("msqrt", "mroot"):
        index = parts[1:] if element.tag == "mroot" else []
        yield from _raised(index, look, on)
        yield from on.text("√", look)
        for part in parts[: len(parts) - len(index)]:
            yield from on.child(part, look)
    elif element.tag == "mfrac":
        yield from _fraction(element, parts, look, on)
    else:
        up = _RAISED[str(element.tag)]
        for at, part in enumerate(parts):
            yield from _raised([part], look, on) if at in up else on.child(part, look)


def _raised(parts: list[etree._Element], look: Look, on: Printer) -> Iterator[Run]:
    for part in parts:
        yield from on.child(part, replace(look, raised=True))


def _fraction(
    element: etree._Element, parts: list[etree._Element], look: Look, on: Printer
) -> Iterator[Run]:
    before = element.getprevious()
    if before is not None and before.tag == "mn":
        yield Run(" ")  # 1 ½ is no 11/2
    for at, part in enumerate(parts):
        opening, closing = brackets(text_of(part))
        yield from on.text(("/" if at else "") + opening, look)
        yield from on.child(part, look)
        yield from on.text(closing, look)
