"""Cells that a spreadsheet has put in quotes because a line break, a tab or a quote stands in them.

Excel and Calc copy such cells as `"…"`, quotes inside doubled. What only looks like it (a title in
quotes) has nothing inside that would need them, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.text.lines import NumberedLine

MAX_LINES: Final = 200
"""Lines of one quoted cell; a quote that is not closed within them is a quote."""
MAX_TRIES: Final = 4
"""Lines with a lone quote that are asked whether it closes the cell."""
_OPENING: Final = re.compile(r'(?:^|(?<=\t))"')
_QUOTED: Final = re.compile(r'(?:^|(?<=\t))"((?:[^"]|"")*)"(?=\t|\Z)')
_SPECIAL: Final = re.compile(r'""|\n|\t')


def unquoted(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines with quoted cells opened; a line break inside one stays in its line's text."""
    if not any('"' in line.text for line in lines):
        return list(lines)
    everywhere = _quotes_everything(lines)
    return [
        replace(line, text=_opened(line.text, everywhere)) if '"' in line.text else line
        for line in _joined(lines)
    ]


def _quotes_everything(lines: Sequence[NumberedLine]) -> bool:
    """Whether the writer puts every cell in quotes."""
    cells = [c for line in lines if "\t" in line.text for c in line.text.split("\t") if c.strip()]
    quoted = sum(len(c) > 1 and c[0] == c[-1] == '"' for c in cells)
    return bool(cells) and quoted > 0.9 * len(cells)


def _joined(lines: Sequence[NumberedLine]) -> Iterator[NumberedLine]:
    """Lines put together where a quoted cell goes on over a line break."""
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        text = "\n".join(line.text for line in lines[at:end])
        yield lines[at] if end == at + 1 else replace(lines[at], text=text)
        at = end


def _end(lines: Sequence[NumberedLine], start: int) -> int:
    """One past the last line of the row that begins at `start`."""
    if lines[start].text.count('"') % 2 == 0 or not _is_open(lines[start].text):
        return start + 1
    tries = 0
    for end in range(start + 1, min(len(lines), start + MAX_LINES)):
        if lines[end].new_page or tries == MAX_TRIES:
            break
        if lines[end].text.count('"') % 2 == 0:
            continue
        tries += 1
        text = "\n".join(line.text for line in lines[start : end + 1])
        if not _is_open(text):
            return end + 1 if "\t" in text else start + 1
    return start + 1


def _is_open(text: str) -> bool:
    """Whether a cell begins with a quote that is not closed at the end of a cell."""
    rest = _QUOTED.sub("", text)
    opening = [match.start() for match in _OPENING.finditer(rest)]
    return bool(opening)


def _opened(text: str, everywhere: bool) -> str:
    def bare(match: re.Match[str]) -> str:
        inner = match.group(1)
        if inner and not everywhere and not _SPECIAL.search(inner):
            return match.group()
        return inner.replace('""', '"').replace("\t", " ")

    return _QUOTED.sub(bare, text)
