"""ZIP containers of office files, opened within limits; what kind of office file they hold."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Final

from pipeline.errors import InputError

MAX_MEMBERS: Final = 10_000
"""Parts in one file. An office file has tens; pictures make it hundreds."""
MAX_TOTAL: Final = 1 << 30
"""Declared size of all parts together, unpacked, in bytes."""
MAX_PART: Final = 192 << 20
"""Size of one XML part, unpacked, in bytes."""

_MAIN_PART: Final = re.compile(
    rb'<(?:\w+:)?Relationship\b[^>]*?Type\s*=\s*["\'][^"\']*/officeDocument["\'][^>]*>'
)
_TARGET: Final = re.compile(rb'\bTarget\s*=\s*["\']([^"\']+)["\']')
_BY_ROOT: Final = (
    (re.compile(rb"<(?:\w+:)?document[\s>]"), "word"),
    (re.compile(rb"<(?:\w+:)?workbook[\s>]"), "workbook"),
    (re.compile(rb"<(?:\w+:)?presentation[\s>]"), "presentation"),
)
_BY_FOLDER: Final = (
    ("word/document.xml", "word"),
    ("xl/workbook.xml", "workbook"),
    ("xl/workbook.bin", "workbook-binary"),
    ("ppt/presentation.xml", "presentation"),
)
_ODF: Final = "application/vnd.oasis.opendocument."
_HEAD: Final = 4096
_SPOILED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    NotImplementedError,
)  # fmt: skip
"""What reading a container raises whose sizes, places or contents are not as it says."""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open the bytes of a ZIP file.

    Raises:
        InputError: `damaged`, `too-large`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _SPOILED as error:
        raise InputError(
            "damaged", f"the file is cut off or damaged ({error}); fetch it again"
        ) from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise InputError("too-large", f"the file has {len(members)} parts: not an office file")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise InputError("too-large", "the file unpacks to over 1 GB: not an office file")
    if any("\\" in member.filename for member in members):
        return _with_slashes(archive)
    return archive


def _with_slashes(archive: zipfile.ZipFile) -> zipfile.ZipFile:
    """The container with the names of its parts as they have to be: some programs for Windows write
    backslashes (ECMA-376, part 2, 6.2.2 and 7.3.4)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name.replace("\\", "/"), unpack(archive, name))
    return zipfile.ZipFile(buffer)


def unpack(archive: zipfile.ZipFile, name: str, size: int = MAX_PART) -> bytes:
    """One member, `size` bytes of it at most. Raises KeyError where there is none.

    Raises:
        InputError: `encrypted`, `damaged`, `too-large`.
    """
    info = archive.getinfo(member(archive, name))
    if info.flag_bits & 1:
        raise InputError("encrypted", "the zip container has a password; save it without one")
    if info.file_size > MAX_PART:
        raise InputError("too-large", f"{name} unpacks to over {MAX_PART >> 20} MB; split the file")
    try:
        with archive.open(info) as stream:
            return stream.read(size)
    except _SPOILED as error:
        raise InputError("damaged", f"{name} cannot be unpacked; fetch the file again") from error


def member(archive: zipfile.ZipFile, name: str) -> str:
    """The name of a part as the archive spells it: names of parts that differ in the case of their
    letters alone are the same (ECMA-376, part 2, 6.2.2). One that is not there stays as it is."""
    if name in archive.NameToInfo:
        return name
    small = name.lower()
    return next((other for other in archive.namelist() if other.lower() == small), name)


def kind_of(archive: zipfile.ZipFile) -> str | None:
    """`word`, `workbook`, `workbook-binary`, `presentation`, an OpenDocument type (`text`,
    `spreadsheet`), or None for an archive of another kind.

    The relationships name the main part, whatever it is called; its root says what it is.
    """
    names = set(archive.namelist())
    if "mimetype" in names:
        mimetype = unpack(archive, "mimetype", _HEAD).decode("ascii", "replace").strip()
        if mimetype.startswith(_ODF):
            return mimetype[len(_ODF) :].removesuffix("-template")
    main = _main_part(archive) if member(archive, "_rels/.rels") in names else ""
    if member(archive, main) in names:
        if main.endswith(".bin"):
            return "workbook-binary"
        head = unpack(archive, main, _HEAD)
        found = next((kind for root, kind in _BY_ROOT if root.search(head)), None)
        if found:
            return found
    return next((kind for name, kind in _BY_FOLDER if member(archive, name) in names), None)


def _main_part(archive: zipfile.ZipFile) -> str:
    relation = _MAIN_PART.search(unpack(archive, "_rels/.rels"))
    target = _TARGET.search(relation.group()) if relation else None
    if target is None:
        return ""
    return posixpath.normpath("/" + target.group(1).decode("utf-8", "replace")).lstrip("/")
