"""OpenDocument spreadsheets before LibreOffice converts them: what a file shows its values as,
where no style of it says so.

Programs that write such files (pandas, odfpy) give a cell its value, its kind and the text that it
shows, and no style for numbers. LibreOffice then shows the number of days for a date and 0,125 for
12,5 %; the text is what the author saw.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

from pipeline.extract.archive import open_archive, unpack

_CONTENT, _STYLES = "content.xml", "styles.xml"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_NUMBER_STYLE: Final = b"data-style-name"
_KINDS: Final = frozenset({"date", "time", "percentage", "currency", "boolean"})
"""Kinds of values that are shown otherwise than the number they are stored as."""


def with_shown_texts(data: bytes) -> bytes:
    """A packed spreadsheet whose dates, shares and sums are the texts that the file shows for them,
    where it has no style for numbers; any other as it is.

    Raises:
        InputError: `damaged`, `encrypted`, `too-large`.
    """
    if not data.startswith(b"PK"):
        return data
    archive = open_archive(data)
    names = archive.namelist()
    parts = {name: unpack(archive, name) for name in (_CONTENT, _STYLES) if name in names}
    content = parts.get(_CONTENT, b"")
    if any(_NUMBER_STYLE in part for part in parts.values()) or b"value-type" not in content:
        return data
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return data  # LibreOffice says what is wrong with it, or reads an encrypted one
    if not sum(map(_as_text, root.iter(_TABLE + "table-cell"))):
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in names:
            changed.writestr(name, etree.tostring(root) if name == _CONTENT else archive.read(name))
    return buffer.getvalue()


def _as_text(cell: etree._Element) -> bool:
    """Make a cell the text it shows, where that is more than its number; whether it was."""
    shown = cell.find(_TEXT + "p")
    if cell.get(_OFFICE + "value-type") not in _KINDS or shown is None:
        return False
    for name in [str(name) for name in cell.attrib if str(name).startswith(_OFFICE)]:
        del cell.attrib[name]
    cell.set(_OFFICE + "value-type", "string")
    return True
