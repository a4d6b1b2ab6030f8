"""What the page tree of a file says of itself: that it counts fewer pages than it lists, so that a
reader stops before its end, or that it lists a page twice.

Nodes are looked for in the bytes of the file, not in packed streams: programs that pack them count
by themselves, and a wrong count is the work of who edits a file by hand or by a script.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NODE = re.compile(rb"/Kids\s*\[([\d\sR]*)\]")
_KID = re.compile(rb"(\d+)\s+\d+\s+R")
_COUNT = re.compile(rb"/Count\s+(\d+)")
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
    for number, node in enumerate(_NODE.finditer(data)):
        if number >= _MAX_NODES:
            break
        kids = _KID.findall(node.group(1))
        start = data.rfind(b"obj", max(0, node.start() - _REACH), node.start())
        end = data.find(b"endobj", node.end(), node.end() + _REACH)
        around = data[start : node.start()] + data[node.end() : end] if start >= 0 <= end else b""
        count = _COUNT.search(around) if b"/Pages" in around else None
        if count is not None:
            uncounted = max(uncounted, len(kids) - int(count.group(1)))
            repeated = max(repeated, len(kids) - len(set(kids)))
    return PageTree(uncounted, repeated)
