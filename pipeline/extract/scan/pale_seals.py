"""Seals in grey that are paler than the print: on scans in greys no colour tells them, their
greyness does.

What is paler than print and is no edge of it is looked through for rings; where one is, all that is
as pale around it is made paper. What lies under it stays, for print and seal together are darker.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.picture import Sheet
from pipeline.extract.scan.seals import AROUND, Circle, find_bare_seals, large_in

DARKER = 40
"""Greys by which print is as dark as most of a page's, its strokes' edges left out."""
PAPER = 205
"""Grey from which on nothing is seen on paper."""
FEWEST = 150.0
"""Square points of pale ink that a seal has at least: its ring alone, at its smallest and thinnest,
has 36 * 2π * 0.7."""
PIECE = 2.5
"""Points that a piece of a seal reaches at least: the pale rests of letters reach less."""
PALEST = 5
"""Of a hundred pixels of a ring so many are darker than what is made paper: its ink is uneven."""
LEAST = 25
"""Greys by which a ring is paler than print at least."""
BLACK = 160
"""Grey from which on what is left is no ink."""


def without_pale_seals(sheet: Sheet) -> Sheet:
    """A sheet whose seals paler than its print are made paper, and `stamped`."""
    if sheet.bilevel or not sheet.ink.any():
        return sheet
    print_ = float(np.median(sheet.gray[sheet.ink > 0]))
    pale = _pale(sheet.gray, print_)
    if np.count_nonzero(pale) < FEWEST * sheet.per_point**2:
        return sheet
    for circle in find_bare_seals(pale, sheet.per_point):
        sheet = _made_paper(sheet, pale, circle, print_)
    return sheet


def _pale(gray: Gray, print_: float) -> Gray:
    """255 where something is paler than print and no edge of it."""
    dark = ((gray < print_ + DARKER) * np.uint8(255)).astype(np.uint8)
    near = cv2.dilate(dark, np.ones((3, 3), np.uint8))
    out: Gray = (((gray < PAPER) & (near == 0)) * np.uint8(255)).astype(np.uint8)
    return out


def _made_paper(sheet: Sheet, pale: Gray, circle: Circle, print_: float) -> Sheet:
    """A sheet with what is pale in and around a ring made paper."""
    middle, radius = (round(circle.x), round(circle.y)), round(circle.radius)
    ring, disc = np.zeros_like(pale), np.zeros_like(pale)
    cv2.circle(ring, middle, radius, 255, max(2, round(sheet.per_point)))
    cv2.circle(disc, middle, round(radius + AROUND * sheet.per_point), 255, -1)
    own = sheet.gray[(ring > 0) & (pale > 0)]
    seal = float(np.percentile(own, PALEST)) if own.size else 0.0
    if seal < print_ + LEAST:
        return sheet
    pieces = large_in(pale & disc, PIECE * sheet.per_point)
    over = cv2.dilate(pieces, np.ones((5, 5), np.uint8)) > 0
    lit = print_ + (sheet.gray - print_) * ((255 - print_) / (seal - print_))
    gray = np.where(over, np.clip(lit, 0, 255).astype(np.uint8), sheet.gray)
    ink = np.where(over & (gray > BLACK), np.uint8(0), sheet.ink)
    stamped = disc if sheet.stamped is None else sheet.stamped | disc
    return replace(sheet, gray=gray, ink=ink, stamped=stamped)
