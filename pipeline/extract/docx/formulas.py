"""Formulas of Word, set on one line: fractions, roots, brackets, sums, raised figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from lxml import etree

from pipeline.extract.docx.styles import TextLook
from pipeline.extract.docx.xml import MATH
from pipeline.writing.fractions import brackets
from pipeline.writing.raised import raise_digits


class Printer(Protocol):
    """Who prints a line: texts one after another, and what elements within elements print."""

    def emit(self, text: str, look: TextLook) -> None:
        """Print a text."""

    def walk(self, parent: etree._Element) -> None:
        """Print what an element holds."""

    def ends_in_digit(self) -> bool:
        """Whether what was printed last on the line is a digit."""


def _text(on: Printer, element: etree._Element, look: TextLook) -> None:
    on.emit(element.text or "", look)


def _fraction(on: Printer, element: etree._Element, look: TextLook) -> None:
    if on.ends_in_digit():
        on.emit(" ", look)  # 1 ½ is no 11/2
    for name, mark in (("num", ""), ("den", "/")):
        part = element.find(MATH + name)
        if part is None:
            continue
        opening, closing = brackets("".join(t.text or "" for t in part.iter(MATH + "t")))
        on.emit(mark + opening, look)
        on.walk(part)
        on.emit(closing, look)


def _delimited(on: Printer, element: etree._Element, look: TextLook) -> None:
    marks = element.find(MATH + "dPr")
    begin, end = ("(", ")") if marks is None else _delimiters(marks)
    on.emit(begin, look)
    for at, part in enumerate(element.iterfind(MATH + "e")):
        on.emit("|" if at else "", look)
        on.walk(part)
    on.emit(end, look)


def _root(on: Printer, element: etree._Element, look: TextLook) -> None:
    degree = "".join(t.text or "" for t in element.iterfind(f"{MATH}deg//{MATH}t"))
    on.emit(raise_digits(degree) + "√", look)
    part = element.find(MATH + "e")
    if part is not None:
        on.walk(part)


def _sum(on: Printer, element: etree._Element, look: TextLook) -> None:
    char = element.find(f"{MATH}naryPr/{MATH}chr")
    on.emit("∫" if char is None else char.get(MATH + "val", ""), look)
    on.walk(element)


def _raised(on: Printer, element: etree._Element, look: TextLook) -> None:
    for text in element.iter(MATH + "t"):
        on.emit(raise_digits(text.text or ""), look)


def _delimiters(marks: etree._Element) -> tuple[str, str]:
    begin, end = marks.find(MATH + "begChr"), marks.find(MATH + "endChr")
    return (
        "(" if begin is None else begin.get(MATH + "val", ""),
        ")" if end is None else end.get(MATH + "val", ""),
    )


FORMULAS: Final[Mapping[str, Callable[[Printer, etree._Element, TextLook], None]]] = {
    MATH + "t": _text,
    MATH + "sup": _raised,
    MATH + "f": _fraction,
    MATH + "d": _delimited,
    MATH + "rad": _root,
    MATH + "nary": _sum,
}
"""How each element of a formula is printed."""
