"""Compound files, as Office wrote before 2007: what stands in their root storage.

Layout after [MS-CFB]: a header of 512 bytes, a table of sectors (FAT), a directory of entries of
128 bytes each, the first of them the root, whose children form a red-black tree.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY: Final = 128
_LAST_SECTOR: Final = 0xFFFFFFFA
_SECTOR_SIZES: Final = {9: 512, 12: 4096}
_MAX_ENTRIES: Final = 100_000


def is_ole(data: bytes) -> bool:
    """Whether it is a compound file."""
    return data.startswith(MAGIC)


def root_streams(data: bytes) -> frozenset[str]:
    """The names in the root storage; of a damaged file those that can be found."""
    try:
        entries = list(_entries(data))
    except (struct.error, IndexError):
        return frozenset()
    if not entries:
        return frozenset()
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [entries[0][3]]
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        name, left, right, _ = entries[at]
        found.add(name)
        waiting += [left, right]
    return frozenset(found)


def _entries(data: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Name, left and right neighbour and first child of every directory entry."""
    size = _SECTOR_SIZES.get(struct.unpack_from("<H", data, 30)[0], 0)
    if not size:
        return
    fat_sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _LAST_SECTOR]
    per_sector = size // 4
    sector = struct.unpack_from("<I", data, 48)[0]
    for _ in range(_MAX_ENTRIES * _ENTRY // size):
        if sector >= _LAST_SECTOR:
            return
        start = (sector + 1) * size
        for at in range(start, min(start + size, len(data) - _ENTRY + 1), _ENTRY):
            length = struct.unpack_from("<H", data, at + 64)[0]
            name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<3I", data, at + 68)
            yield name, left, right, child
        table = fat_sectors[sector // per_sector]
        sector = struct.unpack_from("<I", data, (table + 1) * size + 4 * (sector % per_sector))[0]
