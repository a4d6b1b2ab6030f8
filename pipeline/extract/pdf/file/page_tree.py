"""What the page tree of a file says of itself: that it counts fewer pages than it lists, so that a
reader stops before its end, or that it lists a page twice.

Nodes are looked for in the bytes of the file and in its packed objects: a file edited by a script
may have been packed after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from pipeline.extract.pdf.file.packed import packed_objects

_NODE = re.compile(rb"/Kids\s*\[([\d\sR]*)\]")
_KID = re.compile(rb"(?<!\d)(\d++)\s++\d++\s++R")
_COUNT = re.compile(rb"/Count\s++(\d++)(?!\s++\d++\s++R)")
"""How many pages a node counts, where it says so itself: what stands elsewhere (`/Count 5 0 R`) is
not looked up. Digits are never given back, of which a file may have any number."""
_REACH = 2_000
"""Bytes before and behind its list of pages in which a node says how many they are."""
_MAX_NODES = 10_000
"""Nodes that are looked at."""


class PageTree(NamedTuple):
    """Pages that are listed beyond those counted, and how many are listed again."""

    uncounted: int
    repeated: int


def page_tree(data: bytes) -> PageTree:
    """What the nodes of a file say.

    >>> page_tree(b"1 0 obj <</Type/Pages /Kids [3 0 R 4 0 R 4 0 R] /Count 2>> endobj")
    PageTree(uncounted=1, repeated=1)
    """
    uncounted = repeated = 0
    for kids, count in islice(chain(_plain(data), _packed(data)), _MAX_NODES):
        uncounted = max(uncounted, len(kids) - count)
        repeated = max(repeated, len(kids) - len(set(kids)))
    return PageTree(uncounted, repeated)


def _plain(data: bytes) -> Iterator[tuple[list[bytes], int]]:
    """What each node in the bytes of a file lists and how many pages it counts."""
    for node in islice(_NODE.finditer(data), _MAX_NODES):
        start = data.rfind(b"obj", max(0, node.start() - _REACH), node.start())
        end = data.find(b"endobj", node.end(), node.end() + _REACH)
        if start >= 0 <= end:
            yield from _counted(node, data[start : node.start()] + data[node.end() : end])


def _packed(data: bytes) -> Iterator[tuple[list[bytes], int]]:
    """The same of the nodes among the packed objects of a file."""
    for item in packed_objects(data):
        node = _NODE.search(item)
        if node is not None:
            yield from _counted(node, item[: node.start()] + item[node.end() :])


def _counted(node: re.Match[bytes], around: bytes) -> Iterator[tuple[list[bytes], int]]:
    count = _COUNT.search(around) if b"/Pages" in around else None
    if count is not None:
        yield _KID.findall(node.group(1)), int(count.group(1))
