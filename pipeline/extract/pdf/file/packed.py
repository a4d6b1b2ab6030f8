"""The packed objects of a file (ISO 32000-1, 7.5.7): what a search of its bytes does not see."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

_OBJECTS = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_FIRST = re.compile(rb"/First\s+(\d+)")
_REACH = 2_000
"""Bytes behind its type, and before it, in which a stream says where it begins."""
_PIECE = 1 << 16
"""Bytes that are unpacked at once."""
MAX_STREAM = 1 << 24
"""Bytes of an object stream that are looked through."""
MAX_ALL = 1 << 26
"""Bytes of all object streams of a file that are parted into objects."""


def object_streams(data: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Each object stream of a file: where its first object begins, and what it unpacks to; None
    where that is not known (encrypted, packed otherwise, damaged)."""
    for match in _OBJECTS.finditer(data):
        start = _STREAM.search(data, match.end(), match.end() + _REACH)
        if start is None:
            continue
        begin = max(0, data.rfind(b"obj", max(0, match.start() - _REACH), match.start()))
        first = _FIRST.search(data, begin, start.start())
        try:
            unpacked = _unpacked(data, start.end())
        except zlib.error:
            yield 0, None
        else:
            yield int(first.group(1)) if first else 0, unpacked


def _unpacked(data: bytes, at: int) -> bytes:
    """What a stream that begins at a place unpacks to. It is unpacked piece by piece: what lies
    behind its end may be most of the file. Raises zlib.error."""
    unpacking, out = zlib.decompressobj(), bytearray()
    while at < len(data) and not unpacking.eof and len(out) < MAX_STREAM:
        out += unpacking.decompress(data[at : at + _PIECE], MAX_STREAM - len(out))
        at += _PIECE
    return bytes(out)


def packed_objects(data: bytes) -> Iterator[bytes]:
    """The objects of the object streams of a file, each by itself."""
    left = MAX_ALL
    for first, unpacked in object_streams(data):
        left -= len(unpacked or b"")
        if left < 0:
            return
        numbers = (unpacked or b"")[:first].split()
        if not unpacked or not all(map(bytes.isdigit, numbers)):
            continue
        places = [first + int(number) for number in numbers[1::2]]
        for begin, end in pairwise([*sorted(places), len(unpacked)]):
            yield unpacked[begin:end]
