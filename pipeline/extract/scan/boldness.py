"""How thick the strokes of print are: what tells bold from plain."""

from __future__ import annotations

import numpy as np

from pipeline.extract.scan.marks import Marks
from pipeline.extract.scan.print import Line


def strokes_of(marks: Marks) -> np.ndarray:
    """How thick the strokes of each mark are: its ink by the runs across that it comes in."""
    ink = marks.labels > 0
    starts = ink.copy()
    starts[:, 1:] &= ~ink[:, :-1]
    runs = np.bincount(marks.labels[starts], minlength=int(marks.labels.max()) + 1)
    areas = np.zeros(len(runs))
    for mark in marks.marks:
        areas[mark.label] = mark.area
    out: np.ndarray = areas / np.maximum(runs, 1)
    return out


def boldness_of(line: Line, thick: np.ndarray) -> float:
    """How thick the strokes of the marks of a line are, in pixels, by those of each mark."""
    return float(np.median(thick[[mark.label for mark in line.marks]]))
