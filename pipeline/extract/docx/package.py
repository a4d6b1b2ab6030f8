"""The zip container of a Word file: its parts, parsed, within limits.

A part is found as Word finds it, through the relationships, never by its usual name. Everything
that can be wrong with the container or its XML becomes one `InputError`.
"""

from __future__ import annotations

import posixpath
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.errors import InputError
from pipeline.extract.archive import member, open_archive, unpack

MAX_TAGS: Final = 12_000_000
"""Tags in one XML part: what bounds the memory a tree takes, up to 150 bytes each."""

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""ISO/IEC 29500 strict namespaces and the transitional ones that mean the same."""

_ITEM_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
_PROPERTIES: Final = {
    "core-properties": "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
    "extended-properties": "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
}
"""The names under which controls are bound to the properties of the document."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A line of a relationships part: `kind` is the last word of its type."""

    ident: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """An opened Word file: where the document part is, and what it refers to."""

    archive: zipfile.ZipFile
    document: str
    relations: tuple[Relation, ...]

    def main(self) -> etree._Element:
        """The root of the document part."""
        return _parse(self.archive, self.document)

    def part(self, kind: str) -> etree._Element | None:
        """The root of the first part related as `kind` (`styles`, `footnotes`), None without."""
        for relation in self.relations:
            if relation.kind == kind:
                return self._optional(relation.target)
        return None

    def part_by_id(self, ident: str) -> etree._Element | None:
        """The root of the part with this relationship id, None where it leads nowhere."""
        for relation in self.relations:
            if relation.ident == ident:
                return self._optional(relation.target)
        return None

    def raw_by_id(self, ident: str) -> bytes | None:
        """The bytes of the part with this relationship id, None where it leads nowhere.

        Raises `InputError`: `encrypted`, `damaged`, `too-large`.
        """
        for relation in self.relations:
            if relation.ident == ident and _has(self.archive, relation.target):
                return unpack(self.archive, relation.target)
        return None

    def stores(self) -> dict[str, etree._Element]:
        """The XML that controls can be bound to, by its name in capitals: parts of its own, and
        the properties of the document, which have names of their own."""
        found = {}
        with suppress(InputError):  # what is broken beside the text is not what is read
            for relation in _relations(self.archive, ""):
                if relation.kind in _PROPERTIES:
                    found[_PROPERTIES[relation.kind]] = self._optional(relation.target)
        for relation in self.relations:
            if relation.kind == "customXml":
                with suppress(InputError):
                    found[self._name_of(relation.target)] = self._optional(relation.target)
        return {ident: part for ident, part in found.items() if part is not None}

    def _name_of(self, store: str) -> str:
        """The name that controls give a part of XML, "" where it has none."""
        for line in _relations(self.archive, store):
            about = self._optional(line.target)
            if about is not None:
                return about.get(_ITEM_ID, "").upper()
        return ""

    def _optional(self, name: str) -> etree._Element | None:
        try:
            return _parse(self.archive, name)
        except KeyError:
            return None


def open_package(data: bytes) -> Package:
    """Open the bytes of a Word file.

    Raises:
        InputError: `encrypted`, `damaged`, `too-large`, `not-docx`, `empty-file`.
    """
    if not data:
        raise InputError("empty-file", "the file is empty; fetch it again")
    if data.startswith(_OLE_MAGIC):
        raise _ole_error(data)
    if not data.startswith(b"PK"):
        raise InputError("not-docx", "not a Word file (no zip container); check what it really is")
    archive = open_archive(data)
    document = _document_name(archive)
    return Package(archive, document, _relations(archive, document))


def _ole_error(data: bytes) -> InputError:
    if _ENCRYPTED_STREAM in data:
        return InputError("encrypted", "the Word file has a password; save it without one")
    return InputError("not-docx", "an old Word file (.doc) under the name .docx; rename it to .doc")


def _document_name(archive: zipfile.ZipFile) -> str:
    for relation in _relations(archive, ""):
        if relation.kind == "officeDocument" and _has(archive, relation.target):
            return relation.target
    if _has(archive, "word/document.xml"):
        return "word/document.xml"
    raise InputError("not-docx", "a zip file without a Word document in it; check what it is")


def _has(archive: zipfile.ZipFile, name: str) -> bool:
    return member(archive, name) in archive.NameToInfo


def _relations(archive: zipfile.ZipFile, part: str) -> tuple[Relation, ...]:
    """What a part refers to; the package itself is the part ""."""
    folder, name = posixpath.split(part)
    try:
        root = _parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return ()
    found = []
    for line in root.iter("{*}Relationship"):
        target = line.get("Target", "")
        if line.get("TargetMode") == "External" or not target:
            continue
        path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        found.append(Relation(line.get("Id", ""), line.get("Type", "").rpartition("/")[2], path))
    return tuple(found)


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Parse a part: no entities, no network, no DTD, libxml2's own bounds on depth and size.

    Raises KeyError where the archive has no such part.
    """
    data = unpack(archive, name)
    for strict, transitional in _STRICT:
        if strict in data:
            data = data.replace(strict, transitional)
    if data.count(b"<") > MAX_TAGS:
        raise InputError("too-large", f"{name} has over {MAX_TAGS} tags; split the file")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _broken_xml(name, error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("damaged", f"{name} declares a document type, which no Word file does")
    return root


def _broken_xml(name: str, error: etree.XMLSyntaxError) -> InputError:
    if "depth" in str(error).lower():
        return InputError("too-deep", f"{name} is nested too deeply for a document; not read")
    line = error.lineno or 0
    return InputError("damaged", f"{name} is not valid XML (line {line}); save the file again")
