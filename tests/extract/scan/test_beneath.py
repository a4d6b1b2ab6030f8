"""Walls that go on beneath a black seal."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.extract.scan.beneath import through_seals
from pipeline.extract.scan.picture import Sheet
from pipeline.extract.scan.stroke import Stroke
from pipeline.extract.scan.strokes import Strokes
from pipeline.extract.scan.upright import Projection

SCALE = 200 / 72
"""Pixels a point at 200 dpi."""
LEFT, RIGHT = Stroke(50, 200, 250, 203), Stroke(550, 200, 750, 203)


def sheet(line: bool, print_: bool = False) -> Sheet:
    """A seal over the gap between two strokes: with the line that joins them, letters in it."""
    gray = np.full((400, 800), 255, np.uint8)
    stamped = np.zeros_like(gray)
    cv2.circle(stamped, (400, 200), 160, 255, -1)
    for radius in (150, 130):
        cv2.circle(gray, (400, 200), radius, 0, 5)
    if line:
        cv2.line(gray, (50, 201), (750, 201), 0, 2)
    if print_:
        for x in range(270, 530, 22):
            cv2.ellipse(gray, (x, 200), (9, 12), 0, 0, 360, 0, 4)
    ink = ((gray < 128) * np.uint8(255)).astype(np.uint8)
    return Sheet(gray, ink, SCALE, True, Projection.identity(), stamped)


def test_a_line_that_shows_beneath_a_seal_is_a_wall() -> None:
    found = through_seals(Strokes((LEFT, RIGHT), ()), sheet(line=True))
    assert found.across == (LEFT, RIGHT, Stroke(250, 200, 550, 203))


def test_a_wall_down_parts_what_is_joined() -> None:
    wall = Stroke(399, 50, 402, 350)
    found = through_seals(Strokes((LEFT, RIGHT), (wall,)), sheet(line=True))
    joined = (Stroke(250, 200, 400, 203), Stroke(400, 200, 550, 203))
    assert found.across == (LEFT, RIGHT, *joined)


def test_white_and_print_beneath_a_seal_are_no_wall() -> None:
    strokes = Strokes((LEFT, RIGHT), ())
    assert through_seals(strokes, sheet(line=False)) == strokes
    assert through_seals(strokes, sheet(line=False, print_=True)) == strokes


def test_a_gap_beside_the_seal_stays_one() -> None:
    strokes = Strokes((LEFT, Stroke(700, 200, 750, 203)), ())
    assert through_seals(strokes, sheet(line=True)) == strokes


def test_a_wall_that_begins_beneath_a_seal_reaches_the_rule_that_crosses_there() -> None:
    """The row above is merged, so that no wall comes from there."""
    crossing = Stroke(299, 50, 302, 350)
    found = through_seals(Strokes((RIGHT,), (crossing,)), sheet(line=True))
    assert found.across == (RIGHT, Stroke(300, 200, 550, 203))
    beyond = Stroke(249, 50, 252, 350)  # which the seal does not reach
    assert through_seals(Strokes((RIGHT,), (beyond,)), sheet(line=False)).across == (RIGHT,)
