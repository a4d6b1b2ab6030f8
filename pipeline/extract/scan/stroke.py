"""A piece of a rule in a picture."""

from __future__ import annotations

from typing import NamedTuple

FAINT = 222
"""Grey up to which a pixel may be a rest of a rule."""
MEETS = 1.0
"""Points within which a rule goes on in the next stroke."""


class Stroke(NamedTuple):
    """A piece of a rule: its box in pixels, right and bottom excluded."""

    x0: int
    y0: int
    x1: int
    y1: int
