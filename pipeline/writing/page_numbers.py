"""Lines that hold a page number and nothing else."""

from __future__ import annotations

from pipeline.writing.patterns import compiled

_BARE = compiled(r"\s*+[-–]?\s*+\d{1,4}\s*+[-–]?\s*+\Z")
_IN_MARGIN = compiled(
    r"[-–—|\s]*+(?:[Tt]rang\s*+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|trên)\s*+\d{1,4})?"
    r"[-–—|\s]*+"
)
_OF_PAGES = compiled(
    r"[-–]?\s*+(?P<word>(?:[Tt]rang|[Pp]age)\s*+)?(?P<page>\d{1,4})"
    r"(?:\s*+(?:/|trên)\s*+(?P<all>\d{1,3}))?\s*+[-–]?\Z"
)
_DIGITS = compiled(r"\d+")
_LONGEST = 23


def is_page_number(text: str) -> bool:
    """Whether a line of a text holds nothing but a page number (`12`, `- 12 -`)."""
    return _BARE.match(text) is not None


def is_named_number(text: str) -> bool:
    """Whether a line says itself that it is the number of a page: `Trang 3`, or `3/12`, which is a
    day or a share elsewhere: only lines that count up from page to page are meant so."""
    match = _OF_PAGES.match(text) if len(text) <= _LONGEST else None
    if match is None:
        return False
    every = match.group("all")
    return int(match.group("page")) <= int(every) if every else match.group("word") is not None


def named_total(text: str) -> str:
    """The number of all pages that a line names beside that of its own (`3/12`); blank if none.

    >>> named_total("Trang 3/12"), named_total("Trang 3")
    ('12', '')
    """
    match = _OF_PAGES.match(text) if len(text) <= _LONGEST else None
    return (match.group("all") if match else None) or ""


def number_in(text: str) -> int:
    """The first number that a line names, 0 where it names none.

    >>> number_in("Trang 3/12")
    3
    """
    digits = _DIGITS.search(text)
    return int(digits.group()) if digits else 0


def is_margin_number(text: str) -> bool:
    """Whether a line in the margin holds a page number and nothing else. The margin vouches for
    what anywhere else may be a cell: `Trang 3/12`, `iv`."""
    return len(text) <= _LONGEST and _IN_MARGIN.fullmatch(text) is not None
