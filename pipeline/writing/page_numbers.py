"""Lines that hold a page number and nothing else."""

from __future__ import annotations

from pipeline.writing.patterns import compiled

_BARE = compiled(r"\s*+[-–]?\s*+\d{1,4}\s*+[-–]?\s*+\Z")
_IN_MARGIN = compiled(
    r"[-–—|\s]*+(?:[Tt]rang\s*+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|trên)\s*+\d{1,4})?"
    r"[-–—|\s]*+"
)
_LONGEST = 23


def is_page_number(text: str) -> bool:
    """Whether a line of a text holds nothing but a page number (`12`, `- 12 -`)."""
    return _BARE.match(text) is not None


def is_margin_number(text: str) -> bool:
    """Whether a line in the margin holds a page number and nothing else. The margin vouches for
    what anywhere else may be a cell: `Trang 3/12`, `iv`."""
    return len(text) <= _LONGEST and _IN_MARGIN.fullmatch(text) is not None
