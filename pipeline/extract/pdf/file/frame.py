"""The page as it is shown: its turn, its crop box, and coordinates from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.pdf.file import raw

_bounds = raw.Out("f", 4)


HALF_TURN = 2
"""Quarter turns of a page upside down."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns user space into a page corner: `quarters` clockwise quarter turns over a box.

    `size` is the width and height of the page in this frame, `shift` takes a position along the
    line, as read, to the frame's left edge.
    """

    quarters: int
    left: float
    bottom: float
    right: float
    top: float
    size: tuple[float, float] = field(init=False)
    shift: float = field(init=False)

    def __post_init__(self) -> None:
        """Fill in what follows from the box."""
        width, height = self.right - self.left, self.top - self.bottom
        size = (height, width) if self.quarters % 2 else (width, height)
        shift = (-self.left, -self.bottom, self.right, self.top)[self.quarters]
        object.__setattr__(self, "size", size)
        object.__setattr__(self, "shift", shift)

    def share(self, area: float) -> float:
        """An area, in square points, as a share of the page."""
        return area / max(1.0, self.size[0] * self.size[1])

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in this frame."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == HALF_TURN:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def user_point(self, x: float, y: float) -> tuple[float, float]:
        """A point of this frame in user space."""
        if self.quarters == 0:
            return x + self.left, self.top - y
        if self.quarters == 1:
            return y + self.left, x + self.bottom
        if self.quarters == HALF_TURN:
            return self.right - x, y + self.bottom
        return self.right - y, self.top - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of user space in this frame, corners in order."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        left, right = (ax, bx) if ax <= bx else (bx, ax)  # min and max take twice as long
        return (left, ay, right, by) if ay <= by else (left, by, right, ay)

    def turned(self, quarters: int) -> Frame:
        """The frame of the same page that sets text of another direction upright."""
        return Frame(quarters, self.left, self.bottom, self.right, self.top)


def page_frame(page: int) -> Frame:
    """The frame of a page as it is shown: its /Rotate, its crop box."""
    raw.page_bounds(page, _bounds.at[0])
    left, top, right, bottom = _bounds.read()
    return Frame(raw.page_rotation(page) % 4, left, bottom, right, top)
