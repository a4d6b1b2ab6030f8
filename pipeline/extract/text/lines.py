"""A text as numbered lines, and the marks that text dialects share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.frozen import dataclass
from pipeline.model import Block, Fragment, Page, Place

_WORD_MARKS = str.maketrans({"\x0b": " ", "\x1e": "-", "\x1f": None})
"""What programs for writing leave in plain text: a line break inside a paragraph, a hyphen that
does not break, and one that shows only where it does."""


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line of a text file: its number from 1, its text without the line end.

    `new_page` says that a form feed stands before it, and no other line that holds anything since.
    """

    number: int
    text: str
    new_page: bool = False

    @property
    def blank(self) -> bool:
        """Nothing at all or nothing but white space other than a tab (a tab makes a cell)."""
        return not self.text.strip() and "\t" not in self.text


def split_lines(text: str) -> Iterator[NumberedLine]:
    """The lines of `text` as an editor counts them; a form feed ends one and opens a page.

    What stands before and behind it on a line are two lines of one number: pages are put together
    with a form feed alone between them, where their texts end without a line break.
    """
    opens = False
    is_marked = any(chr(mark) in text for mark in _WORD_MARKS)
    for number, raw in enumerate(_with_line_feeds(text).split("\n"), start=1):
        if not opens and "\f" not in raw:  # so is nearly every line
            yield NumberedLine(number, raw.translate(_WORD_MARKS) if is_marked else raw)
            continue
        parts = raw.split("\f")
        for place, part in enumerate(parts):
            opens = opens or place > 0
            if place == len(parts) - 1 or part.strip():
                line = NumberedLine(number, part.translate(_WORD_MARKS))
                yield replace(line, new_page=True) if opens and not line.blank else line
                opens = opens and line.blank


def _with_line_feeds(text: str) -> str:
    """A text each line of which ends with a line feed: what other systems end theirs with, too."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fragment(text: str, line: int, page: int) -> Fragment:
    """A fragment of a text file."""
    return Fragment(text, Place(page, line=line))


def pages_in_order(
    blocks: Iterable[tuple[int, int, Block]], chars: Mapping[int, int]
) -> Iterator[Page]:
    """The pages of a text with their blocks in the order of the lines: blocks come as line, page
    and block, those of one line in their order; `chars` counts what each page prints."""
    found: dict[int, list[tuple[int, Block]]] = {}
    for line, page, block in blocks:
        found.setdefault(page, []).append((line, block))
    for page in range(1, max(chars, default=1) + 1):
        ordered = sorted(found.get(page, ()), key=lambda entry: entry[0])
        yield Page(page, tuple(block for _, block in ordered), chars.get(page, 0))
