"""Which annotations of a file belong to a layer that is switched off (ISO 32000-1, 8.11).

PDFium paints an annotation whether its layer is on or off, so the file itself is asked. Hardly a
file has any; only such a one is opened a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

MAX_DEEP = 8
"""Expressions of layers inside each other that are followed; programs write two or three."""


@dataclass(frozen=True, slots=True)
class _Layers:
    """What the default configuration says of layers, by the numbers of their objects."""

    base: bool
    on: frozenset[int]
    off: frozenset[int]
    by_event: frozenset[int]
    """Layers that the viewer switches by what it does with the file (print, export)."""

    def shows(self, member: Any, deep: int = 0) -> bool | None:
        """Whether what belongs to a layer, or to a membership of several, shows; None where that
        cannot be told."""
        from pdfminer.pdftypes import PDFObjRef, resolve1

        own = resolve1(member)
        if not isinstance(own, Mapping) or deep > MAX_DEEP:
            return None
        if "VE" in own:
            return self._holds(resolve1(own["VE"]), deep)
        if "OCGs" in own:
            groups = resolve1(own["OCGs"])
            listed = groups if isinstance(groups, list) else [own["OCGs"]]
            return _by_policy(_name(own.get("P")), [self.shows(one, deep + 1) for one in listed])
        if not isinstance(member, PDFObjRef) or member.objid in self.by_event:
            return None
        if member.objid in self.off:
            return False
        return self.base or member.objid in self.on

    def _holds(self, expression: Any, deep: int) -> bool | None:
        """Whether an expression holds: `[/And a b]`, `[/Or a b]`, `[/Not a]`, each of a layer or of
        another expression."""
        from pdfminer.pdftypes import resolve1

        if not isinstance(expression, list) or deep > MAX_DEEP:
            return None
        values = [
            self._holds(inner, deep + 1)
            if isinstance(inner := resolve1(one), list)
            else self.shows(one, deep + 1)
            for one in expression[1:]
        ]
        if not values or None in values:
            return None
        return {"And": all(values), "Or": any(values), "Not": not values[0]}.get(
            _name(expression[0])
        )


def _by_policy(policy: str, states: Iterable[bool | None]) -> bool | None:
    """Whether a membership shows by the states of its layers; without any it shows."""
    known = list(states)
    if None in known:
        return None
    if not known:
        return True
    return {
        "AllOn": all(known), "AnyOff": not all(known), "AllOff": not any(known),
    }.get(policy, any(known))  # fmt: skip


@dataclass
class AnnotationLayers:
    """The annotations of a file that belong to a layer."""

    data: bytes = field(repr=False)

    def of_page(self, page: int) -> dict[int, bool]:
        """Whether annotations of a page (counted from 0, as are they) show, for those that belong
        to a layer of which that can be told."""
        return self._pages.get(page, {})

    @cached_property
    def _pages(self) -> dict[int, dict[int, bool]]:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

        try:
            document = PDFDocument(PDFParser(BytesIO(self.data)))
            layers = _layers(document.catalog)
            return {
                at: _states(layers, page.annots)
                for at, page in enumerate(PDFPage.create_pages(document))
                if page.annots
            }
        except Exception:  # of a damaged file pdfminer raises anything; it stays in doubt
            return {}


def _states(layers: _Layers, annotations: Any) -> dict[int, bool]:
    from pdfminer.pdftypes import resolve1

    out = {}
    for index, reference in enumerate(resolve1(annotations)):
        own = resolve1(reference)
        shows = layers.shows(own["OC"]) if isinstance(own, Mapping) and "OC" in own else None
        if shows is not None:
            out[index] = shows
    return out


def _layers(catalog: Mapping[str, Any]) -> _Layers:
    from pdfminer.pdftypes import resolve1

    properties = resolve1(catalog.get("OCProperties")) or {}
    default = resolve1(properties.get("D")) or {}
    events = [resolve1(one) for one in resolve1(default.get("AS")) or ()]
    return _Layers(
        base=_name(default.get("BaseState")) != "OFF",
        on=_numbers(default.get("ON")),
        off=_numbers(default.get("OFF")),
        by_event=frozenset[int]().union(*(_numbers(event.get("OCGs")) for event in events)),
    )


def _numbers(references: Any) -> frozenset[int]:
    """The numbers of the objects of a list."""
    from pdfminer.pdftypes import PDFObjRef, resolve1

    listed = resolve1(references) or ()
    return frozenset(one.objid for one in listed if isinstance(one, PDFObjRef))


def _name(value: Any) -> str:
    """A name of the file as text."""
    from pdfminer.psparser import PSLiteral

    return str(value.name) if isinstance(value, PSLiteral) else ""
