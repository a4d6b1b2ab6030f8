"""Content controls bound to XML: Word shows what the XML says, not the text kept in the control.

A control names a part of the package (`customXml/item1.xml`, the properties of the document) and a
path in it. Programs that fill in templates write the XML alone; the text beside it is that of the
template until Word has opened the file and saved it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.extract.docx.controls import CHECKED, UNCHECKED
from pipeline.extract.docx.package import Package
from pipeline.extract.docx.xml import VAL, XML_SPACE, W, child, value
from pipeline.writing.patterns import compiled

_STEP: Final = r"/(?:@?[\w.-]+(?::[\w.-]+)?|\*|text\(\))(?:\[\d{1,6}\])?"
_PATH: Final = compiled(rf"(?:{_STEP}){{1,40}}")
"""The paths that Word writes: names and positions. Others could ask for anything of the parser."""
_MAPPING: Final = compiled(r"xmlns:([\w.-]+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")
_DAY: Final = compiled(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_DATE_TOKEN: Final = compiled(r"'([^']*)'|d{1,4}|M{1,4}|y{1,4}|[^dMy']+")
_TRUE: Final = frozenset({"1", "true"})
"""What XML Schema has for yes."""
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_BOX: Final = _W14 + "checkbox"


@dataclass(frozen=True, slots=True)
class Filled:
    """A control whose text was another than that of its XML: `kept` in the file, `shown` by Word;
    `shown` is None where the XML says something that is not understood here."""

    kept: str
    shown: str | None


def fill_bound(package: Package, root: etree._Element) -> Iterator[Filled]:
    """Give the controls of a part the text of the XML they are bound to; those that differed."""
    bindings = list(root.iter(W + "dataBinding"))
    if not bindings:
        return
    stores = package.stores()
    for binding in bindings:
        properties = binding.getparent()
        control = None if properties is None else properties.getparent()
        content = child(control, "sdtContent")
        if properties is None or content is None:
            continue
        texts = list(content.iter(W + "t"))
        kept = " ".join("".join(text.text or "" for text in texts).split())
        path = binding.get(W + "xpath", "").strip()
        if path and not _PATH.fullmatch(path):
            yield Filled(kept, None)
            continue
        stored = _stored(binding, path, stores)
        if stored is None:
            continue
        shown = _shown(properties, stored)
        if shown is not None and " ".join(shown.split()) == kept:
            continue
        if shown is None or not _write(properties, content, texts, shown):
            if properties.find(_BOX) is not None or kept == " ".join(stored.split()):
                continue
            shown = None
        yield Filled(kept, shown)


def _stored(binding: etree._Element, path: str, stores: dict[str, etree._Element]) -> str | None:
    """What the XML says at the place a control is bound to, None where nothing is there."""
    if not path:
        return None
    names = {
        prefix: single or double
        for prefix, single, double in _MAPPING.findall(binding.get(W + "prefixMappings", ""))
    }
    store = binding.get(W + "storeItemID", "").upper()
    found = [stores[store]] if store in stores else [] if store else list(stores.values())
    for part in found:
        try:
            nodes = part.getroottree().xpath(path, namespaces=names)
        except etree.XPathError:
            return None
        if isinstance(nodes, list) and nodes:
            first = nodes[0]
            if isinstance(first, etree._Element):
                return "".join(map(str, first.itertext()))
            return str(first)
    return None


def _shown(properties: etree._Element, stored: str) -> str | None:
    """What a control shows for a value: the entry of a list, a date in its form, else the value."""
    for name in ("dropDownList", "comboBox"):
        for item in properties.iterfind(f"{W}{name}/{W}listItem"):
            if item.get(W + "value") == stored:
                return item.get(W + "displayText") or stored
    date = child(properties, "date")
    if date is not None and (day := _DAY.fullmatch(stored.strip())):
        return _dated(value(date, "dateFormat") or "", *day.groups())
    box = properties.find(_BOX)
    return stored if box is None else _sign(box, stored)


def _sign(box: etree._Element, stored: str) -> str | None:
    """The sign of a check box that is bound, None where it already shows what it should."""
    state = box.find(_W14 + "checked")
    on = stored.strip().lower() in _TRUE
    if state is not None and (state.get(_W14 + "val", "") in _TRUE) == on:
        return None
    return CHECKED if on else UNCHECKED


def _dated(form: str, year: str, month: str, day: str) -> str | None:
    """A day in a form of Word (`dd/MM/yyyy`), None for one that spells names of days or months.

    >>> _dated("'ngày' d/M/yyyy", "2027", "04", "09")
    'ngày 9/4/2027'
    """
    parts = {
        "d": str(int(day)), "dd": day, "M": str(int(month)), "MM": month,
        "yy": year[2:], "yyyy": year,
    }  # fmt: skip
    found = []
    for token in _DATE_TOKEN.finditer(form):
        if token[1] is not None:
            found.append(token[1])
        elif token[0][0] in "dMy":
            if token[0] not in parts:
                return None
            found.append(parts[token[0]])
        else:
            found.append(token[0])
    return "".join(found) or None


def _write(
    properties: etree._Element, content: etree._Element, texts: list[etree._Element], shown: str
) -> bool:
    """Put a text into a control in place of the one it has; whether there is a place for it."""
    if not texts:
        paragraph = next(content.iter(W + "p"), None)
        # A control within a paragraph holds runs alone.
        if paragraph is None and content.find(W + "tc") is not None:
            return False
        run = etree.SubElement(content if paragraph is None else paragraph, W + "r")
        texts = [etree.SubElement(run, W + "t")]
    texts[0].text = shown
    texts[0].set(XML_SPACE, "preserve")
    for text in texts[1:]:
        text.text = ""
    placeholder = child(properties, "showingPlcHdr")
    if shown and placeholder is not None:
        placeholder.set(VAL, "0")
    return True
