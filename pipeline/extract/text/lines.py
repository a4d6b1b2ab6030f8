"""A text as numbered lines, and the marks that text dialects share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Fragment, Place

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line of a text file: its number from 1, its text without the line end.

    `new_page` says that a form feed stands before it.
    """

    number: int
    text: str
    new_page: bool = False

    @property
    def blank(self) -> bool:
        """Nothing at all or nothing but white space other than a tab (a tab makes a cell)."""
        return not self.text.strip() and "\t" not in self.text


def split_lines(text: str) -> Iterator[NumberedLine]:
    """The lines of `text` as an editor counts them; a form feed opens a page and leaves."""
    feeds = 0
    for number, raw in enumerate(_BREAK.split(text), start=1):
        feeds += raw.count("\f")
        bare = raw.replace("\f", "")
        yield NumberedLine(number, bare, new_page=feeds > 0)
        feeds = 0


def fragment(text: str, line: int, page: int) -> Fragment:
    """A fragment of a text file."""
    return Fragment(text, Place(page, line=line))
