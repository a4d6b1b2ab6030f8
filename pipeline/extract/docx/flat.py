"""Word files in one XML file (`pkg:package`), their parts packed as a Word file has them."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from typing import Final

from lxml import etree

from pipeline.errors import InputError

_PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def packed(data: bytes) -> bytes:
    """The bytes of a .docx file with the same parts.

    Raises:
        InputError: `damaged`.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for part in root.iterfind(_PKG + "part"):
                archive.writestr(part.get(_PKG + "name", "").lstrip("/"), _content(part))
    except (etree.XMLSyntaxError, binascii.Error) as error:
        raise InputError("damaged", "the file is not valid XML; save it again") from error
    return buffer.getvalue()


def _content(part: etree._Element) -> bytes:
    inner = part.find(_PKG + "xmlData")
    if inner is not None and len(inner):
        return bytes(etree.tostring(inner[0], encoding="utf-8", xml_declaration=True))
    return base64.b64decode(part.findtext(_PKG + "binaryData") or "")
