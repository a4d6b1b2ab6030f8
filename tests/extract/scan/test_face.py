"""What the letters of a page look like, by its own print."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.extract.scan.face import face_of
from pipeline.extract.scan.marks import Mark, Marks
from pipeline.extract.scan.print import Line
from pipeline.model import ReadWord

UNIT = 20
WIDE, HIGH = 200, 60


def printed(strokes: list[int]) -> tuple[list[tuple[Line, list[ReadWord]]], Marks]:
    """Lines that say `lo`, each in strokes of some pixels, and the marks of their page."""
    labels = np.zeros((HIGH * len(strokes), WIDE), np.int32)
    told = []
    marks: list[Mark] = []
    for at, stroke in enumerate(strokes):
        base, own = HIGH * at + 45, []
        for x in (20, 40):
            ink = np.zeros(labels.shape, np.uint8)
            if x == 20:
                ink[base - 30 : base, x : x + stroke] = 1
            else:
                cv2.rectangle(ink, (x, base - 19), (x + 12, base - 1), 1, stroke)
            label = len(marks) + 1
            labels[ink > 0] = label
            rows, columns = np.nonzero(ink)
            box = int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
            own.append(Mark(label, *box, int(ink.sum())))
            marks.append(own[-1])
        line = Line(tuple(own), base - 20.0, float(base), float(UNIT))
        x0, y0, x1, y1 = line.box
        told.append((line, [ReadWord("lo", 0.97, x0, y0, x1, y1)]))
    return told, Marks(labels, tuple(marks), float(UNIT))


def test_letters_are_those_of_most_lines_not_of_the_bold_ones_at_the_top() -> None:
    face = face_of(*printed([7] * 13 + [3] * 15))
    plain = face_of(*printed([3, 3, 3]))
    assert set(face.letters) == {"l", "o"}
    for letter, shape in plain.letters.items():
        assert int(face.letters[letter].sum()) == int(shape.sum())
