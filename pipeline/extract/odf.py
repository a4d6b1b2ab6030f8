"""OpenDocument files before LibreOffice converts them: what it would show otherwise, put right."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Final

from lxml import etree

from pipeline.extract.archive import open_archive, unpack

CONTENT: Final = "content.xml"
OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_HIDDEN: Final = "annex-hidden"
_PARAGRAPHS: Final = frozenset({TEXT + "p", TEXT + "h"})
"""Elements that hold letters: paragraphs and headings."""


def with_content(data: bytes, change: Callable[[etree._Element], bool]) -> bytes:
    """A packed file with its content changed, as it stands where `change` says that it changed
    nothing, and where it is not packed.

    Raises:
        InputError: `damaged`, `encrypted`, `too-large`.
    """
    content = parts_of(data, CONTENT).get(CONTENT, b"")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return data  # LibreOffice says what is wrong with it, or reads an encrypted one
    if not change(root):
        return data
    archive = open_archive(data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in archive.namelist():
            part = etree.tostring(root) if name == CONTENT else unpack(archive, name)
            changed.writestr(name, part)
    return buffer.getvalue()


def parts_of(data: bytes, *names: str) -> dict[str, bytes]:
    """Those of the parts that a file has, unpacked; none of one that is not packed.

    Raises:
        InputError: `damaged`, `encrypted`, `too-large`.
    """
    if not data.startswith(b"PK"):
        return {}
    archive = open_archive(data)
    known = archive.namelist()
    return {name: unpack(archive, name) for name in names if name in known}


def with_hidden_sections(data: bytes) -> bytes:
    """A packed text whose sections that are not shown hold hidden letters: Word has no such
    sections, and LibreOffice writes their text as if it were shown. Raises as `with_content`."""
    return with_content(data, _hide_sections)


def _hide_sections(root: etree._Element) -> bool:
    """Set what hidden sections hold in a style that hides it; whether there are any."""
    hidden = [s for s in root.iter(TEXT + "section") if s.get(TEXT + "display") == "none"]
    styles = next(root.iter(OFFICE + "automatic-styles"), None)
    if not hidden or styles is None:
        return False
    style = etree.SubElement(styles, _STYLE + "style")
    style.set(_STYLE + "name", _HIDDEN)
    style.set(_STYLE + "family", "text")
    etree.SubElement(style, _STYLE + "text-properties").set(TEXT + "display", "none")
    for section in hidden:
        del section.attrib[TEXT + "display"]
        for paragraph in [one for one in section.iter() if one.tag in _PARAGRAPHS]:
            _hide(paragraph)
    return True


def _hide(paragraph: etree._Element) -> None:
    span = etree.Element(TEXT + "span")
    span.set(TEXT + "style-name", _HIDDEN)
    span.text, paragraph.text = paragraph.text, None
    span.extend(list(paragraph))
    paragraph.append(span)
