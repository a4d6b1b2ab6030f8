"""The XML of Word 2003 as the parts of a Word file: what it names otherwise is renamed.

It is one file with nearly the same elements. Lists are `w:listDef`s, notes stand inside the text,
tracked changes in annotations, and sections in wrappers of their own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Iterator
from typing import Final

from lxml import etree

from pipeline.errors import InputError
from pipeline.extract.archive import MAX_PART
from pipeline.extract.docx.xml import REL, XML_SPACE, W

_OLD_NAMESPACE: Final = b"http://schemas.microsoft.com/office/word/2003/wordml"
_NAMESPACE: Final = W[1:-1].encode()
_AML: Final = "{http://schemas.microsoft.com/aml/2001/core}"
_WX: Final = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_RENAMED: Final = {
    W + "vmerge": W + "vMerge",
    W + "hmerge": W + "hMerge",
}
_FORMATS: Final = {
    "0": "decimal",
    "1": "upperRoman",
    "2": "lowerRoman",
    "3": "upperLetter",
    "4": "lowerLetter",
    "22": "decimalZero",
    "23": "bullet",
    "255": "none",
}
_OFFICE: Final = REL[1:-1]
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOTES: Final = ("footnote", "endnote")


def unpacked(data: bytes) -> bytes:
    """The bytes of a .docx file that says the same.

    Raises:
        InputError: `damaged`, `too-large`.
    """
    if len(data) > MAX_PART:
        raise InputError("too-large", f"the file is over {MAX_PART >> 20} MB; split it")
    root = _parse(data)
    body = root.find(W + "body")
    if body is None:
        raise InputError("damaged", "the file has no document body; save it again")
    _rename(root)
    _accept_changes(body)
    _open_wrappers(body)
    notes = {kind: _take_notes(body, kind) for kind in _NOTES}
    parts = {
        "document": _under("document", [body]),
        "styles": _under("styles", list(root.iterfind(f"{W}styles/{W}style"))),
        "numbering": _under("numbering", list(_numbering(root))),
        **{f"{kind}s": _under(f"{kind}s", notes[kind]) for kind in _NOTES},
    }
    return _zipped(parts)


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(data.replace(_OLD_NAMESPACE, _NAMESPACE), parser)
    except etree.XMLSyntaxError as error:
        message = f"the file is not valid XML (line {error.lineno or 0}); save it again"
        raise InputError("damaged", message) from error


def _rename(root: etree._Element) -> None:
    for element in root.iter(*_RENAMED):
        element.tag = _RENAMED[str(element.tag)]
    for style in root.iter(W + "style"):
        if style.get(W + "default") == "on":
            style.set(W + "default", "1")
    known = {used.get(W + "ilfo") for used in root.iterfind(f"{W}lists/{W}list")}
    for place in list(root.iter(W + "listPr")):
        _number(place, known)


def _number(place: etree._Element, known: Container[str | None]) -> None:
    """A paragraph's place in a list: the list is named by `w:ilfo`. Where the file does not define
    it, what Word noted of the number it printed is typed at the head of the paragraph."""
    used = place.find(W + "ilfo")
    noted = place.find(_WX + "t")
    if noted is not None and used is not None and used.get(W + "val") not in known:
        _type(place, noted.get(_WX + "val", ""))
    place.tag = W + "numPr"
    for child in list(place):
        if child.tag == W + "ilfo":
            child.tag = W + "numId"
        elif child.tag != W + "ilvl":
            place.remove(child)


def _type(place: etree._Element, text: str) -> None:
    """A text as the first of the paragraph that has this place in a list, a blank behind it where
    Word sets a tab."""
    paragraph = next(place.iterancestors(W + "p"), None)
    if paragraph is not None:
        run = etree.Element(W + "r")
        typed = etree.SubElement(run, W + "t")
        typed.set(XML_SPACE, "preserve")
        typed.text = f"{text} "
        paragraph.insert(1, run)  # behind its properties


def _accept_changes(body: etree._Element) -> None:
    """Insertions stay, deletions and all other annotations (comments, bookmarks) leave."""
    for note in list(body.iter(_AML + "annotation")):
        parent = note.getparent()
        if parent is None:
            continue
        kept: list[etree._Element] = []
        if note.get(W + "type", "").startswith("Word.Insertion"):
            kept = [child for content in note.iterfind(_AML + "content") for child in content]
        _replace(parent, note, kept)


def _open_wrappers(body: etree._Element) -> None:
    for wrapper in list(body.iter(_WX + "sect", _WX + "sub-section", _WX + "pBdrGroup")):
        parent = wrapper.getparent()
        if parent is not None:
            _replace(parent, wrapper, [c for c in wrapper if not str(c.tag).startswith(_WX + "b")])


def _replace(parent: etree._Element, element: etree._Element, by: list[etree._Element]) -> None:
    at = parent.index(element)
    parent.remove(element)
    for child in reversed(by):
        parent.insert(at, child)


def _take_notes(body: etree._Element, kind: str) -> list[etree._Element]:
    """The notes of a kind, each replaced in the text by a call of its own."""
    notes = []
    for ident, note in enumerate(list(body.iter(W + kind)), start=1):
        parent = note.getparent()
        if parent is None:
            continue
        call = etree.Element(f"{W}{kind}Reference")
        call.set(W + "id", str(ident))
        parent.replace(note, call)
        note.set(W + "id", str(ident))
        notes.append(note)
    return notes


def _numbering(root: etree._Element) -> Iterator[etree._Element]:
    for definition in root.iterfind(f"{W}lists/{W}listDef"):
        definition.tag = W + "abstractNum"
        definition.set(W + "abstractNumId", definition.get(W + "listDefId", ""))
        for code in definition.iter(W + "nfc"):
            code.tag = W + "numFmt"
            code.set(W + "val", _FORMATS.get(code.get(W + "val", ""), "decimal"))
        for suffix in definition.iter(W + "suff"):
            suffix.set(W + "val", suffix.get(W + "val", "").lower())
        yield definition
    for used in root.iterfind(f"{W}lists/{W}list"):
        used.tag = W + "num"
        used.set(W + "numId", used.get(W + "ilfo", ""))
        for link in used.iter(W + "ilst"):
            link.tag = W + "abstractNumId"
        yield used


def _under(name: str, children: list[etree._Element]) -> bytes:
    root = etree.Element(W + name, nsmap={"w": W[1:-1]})
    root.extend(children)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    links = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    main = f'<Relationship Id="main" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("_rels/.rels", _relations(main))
        archive.writestr("word/_rels/document.xml.rels", _relations(links))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
