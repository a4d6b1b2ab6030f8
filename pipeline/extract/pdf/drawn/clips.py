"""Clip boxes: the part of the page a text is shown in.

Spreadsheets print a text longer than its cell in one piece and clip it where its neighbour
begins: the clip box says whose text it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame

Box = tuple[float, float, float, float]
MAX_PATHS = 40
"""Clips within clips looked at."""

_get_clip = raw.function("FPDFPageObj_GetClipPath", raw.PTR, raw.PTR)
_count_paths = raw.function("FPDFClipPath_CountPaths", raw.INT, raw.PTR)
_count_segments = raw.function("FPDFClipPath_CountPathSegments", raw.INT, raw.PTR, raw.INT)
_get_segment = raw.function("FPDFClipPath_GetPathSegment", raw.PTR, raw.PTR, raw.INT, raw.INT)
_point = raw.Out("f", 2)


def clip_boxes(items: Sequence[int], frame: Frame) -> dict[int, Box]:
    """The clip box of each object that has one, in the frame. Only for objects of the page
    itself: those in forms have their own coordinates."""
    clips = list(map(_get_clip, items))
    counts = list(map(_count_paths, clips))
    if max(counts, default=0) <= 0:
        return {}
    return {
        item: box
        for item, clip, count in zip(items, clips, counts, strict=True)
        if count > 0 and (box := _clip_box(clip, count, frame)) is not None
    }


def _clip_box(clip: int, count: int, frame: Frame) -> Box | None:
    boxes = [box for box in map(_path_box, repeat(clip), range(min(count, MAX_PATHS))) if box]
    if not boxes:
        return None
    left, bottom = max(box[0] for box in boxes), max(box[1] for box in boxes)
    right, top = min(box[2] for box in boxes), min(box[3] for box in boxes)
    if left >= right or bottom >= top:
        x, y = frame.point(left, top)
        return x, y, x, y
    return frame.box(left, bottom, right, top)


def _path_box(clip: int, index: int) -> Box | None:
    count = _count_segments(clip, index)
    if count <= 1:
        return None
    xs, ys = [], []
    for at in range(min(count, 1000)):
        raw.segment_point(_get_segment(clip, index, at), *_point.at)
        x, y = _point.read()
        xs.append(x)
        ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)
