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
_HIDDEN_WORDS: Final = TEXT + "hidden-text"
_CONDITIONS: Final = (_HIDDEN_WORDS, TEXT + "hidden-paragraph")
"""Fields that hide words, and the paragraph they stand in, where their condition holds."""
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


def with_hidden_texts(data: bytes) -> bytes:
    """A packed text whose sections, paragraphs and words that are not shown hold hidden letters:
    Word has no such conditions, and LibreOffice writes their text as if it were shown. Raises as
    `with_content`."""
    return with_content(data, _hide_texts)


def _hide_texts(root: etree._Element) -> bool:
    """Set what is not shown in a style that hides it; whether there is any."""
    sections = [s for s in root.iter(TEXT + "section") if s.get(TEXT + "display") == "none"]
    unshown = [one for one in root.iter(*_CONDITIONS) if one.get(TEXT + "is-hidden") == "true"]
    styles = next(root.iter(OFFICE + "automatic-styles"), None)
    if not (sections or unshown) or styles is None:
        return False
    style = etree.SubElement(styles, _STYLE + "style")
    style.set(_STYLE + "name", _HIDDEN)
    style.set(_STYLE + "family", "text")
    etree.SubElement(style, _STYLE + "text-properties").set(TEXT + "display", "none")
    for section in sections:
        del section.attrib[TEXT + "display"]
        for paragraph in [one for one in section.iter() if one.tag in _PARAGRAPHS]:
            _hide(paragraph)
    for field in unshown:
        if field.tag == _HIDDEN_WORDS:
            _as_hidden_words(field)
        elif (around := next(field.iterancestors(*_PARAGRAPHS), None)) is not None:
            _hide(around)
    return True


def _as_hidden_words(field: etree._Element) -> None:
    """Make a field of words that a condition hides the words themselves, hidden."""
    words = "".join(map(str, field.itertext())) or field.get(TEXT + "string-value", "")
    tail = field.tail
    field.clear()
    field.tag, field.text, field.tail = TEXT + "span", words, tail
    field.set(TEXT + "style-name", _HIDDEN)


def _hide(paragraph: etree._Element) -> None:
    span = etree.Element(TEXT + "span")
    span.set(TEXT + "style-name", _HIDDEN)
    span.text, paragraph.text = paragraph.text, None
    span.extend(list(paragraph))
    paragraph.append(span)
