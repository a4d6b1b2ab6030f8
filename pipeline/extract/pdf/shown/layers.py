"""Layers that are switched off (optional content): what stands on a page and is not painted.

PDFium knows the layers when it paints and forgets them when it reads text. So it is asked to
paint what belongs to a layer, by itself: what leaves no trace is switched off.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from pipeline.extract.pdf.drawn.objects import leaves, top_objects
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.packed import object_streams
from pipeline.extract.pdf.shown.traces import picture_of

MAX_GROUPS = 400
"""Layered parts of a page that are painted to see whether they show."""
_LAYER = b"/OCProperties"

_mark_name = raw.function(
    "FPDFPageObjMark_GetName", raw.INT, raw.PTR, raw.PTR, ctypes.c_ulong, raw.PTR
)

_OC = "OC\0".encode("utf-16-le")
_name = ctypes.create_string_buffer(16)
_name_at = ctypes.addressof(_name)
_length = ctypes.c_ulong()
_length_at = ctypes.addressof(_length)

Group = tuple[int, int]
"""The form that holds an object (0: the page itself), and its layer mark (0: none)."""


def has_layers(data: bytes) -> bool:
    """Whether a file may have layers: its catalogue tells, which may stand in a packed stream."""
    if _LAYER in data or b"/Encrypt" in data:
        return True
    streams = (unpacked for _, unpacked in object_streams(data))
    return any(unpacked is None or _LAYER in unpacked for unpacked in streams)


def hidden_objects(page: int) -> frozenset[int]:
    """The objects of a page, those in forms too, that belong to a layer switched off."""
    groups: dict[Group, list[int]] = {}
    loose: list[int] = []
    for item, group in _grouped(page):
        if group == (0, 0):
            loose.append(item)
        else:
            groups.setdefault(group, []).append(item)
    if not groups or len(groups) > MAX_GROUPS:
        return frozenset()
    everything = [*loose, *(item for items in groups.values() for item in items)]
    for item in everything:
        raw.set_active(item, 0)
    try:
        hidden = [items for items in groups.values() if not _shows(page, items)]
    finally:
        for item in everything:
            raw.set_active(item, 1)
    return frozenset(item for items in hidden for item in items)


def _grouped(page: int) -> Iterator[tuple[int, Group]]:
    """The objects of a page that are no forms, each with what may switch it off."""
    marks: dict[int, int] = {}
    for item, forms in leaves(top_objects(page)):
        for form in forms:
            if form not in marks:
                marks[form] = _layer_mark(form)
        outer = next((mark for form in reversed(forms) if (mark := marks[form])), 0)
        yield item, (forms[-1] if forms else 0, _layer_mark(item) or outer)


def _layer_mark(item: int) -> int:
    """The mark that puts an object into a layer, 0 if none does."""
    for index in range(raw.count_marks(item)):
        mark = raw.get_mark(item, index)
        _name.raw = bytes(16)
        if _mark_name(mark, _name_at, 16, _length_at) and _name.raw[: len(_OC)] == _OC:
            return int(mark)
    return 0


def _shows(page: int, items: list[int]) -> bool:
    """Whether objects leave a trace when nothing but them is painted."""
    for item in items:
        raw.set_active(item, 1)
    try:
        return _paints(page)
    finally:
        for item in items:
            raw.set_active(item, 0)


def _paints(page: int) -> bool:
    picture = picture_of(page)
    return picture is None or any(picture.pixels)
