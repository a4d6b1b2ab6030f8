"""Lines outside tables that name a number column beside others: headers that no reader of text
found a table below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import EVIDENCE, Problem
from pipeline.normalize.prose_lines import ProseLine
from pipeline.writing.columns import LONGEST_HEADER, are_names, is_known, is_number_header, is_usual
from pipeline.writing.labels import parse_label
from pipeline.writing.patterns import compiled

CODE = "rows-uncertain"
_TEXTS: frozenset[str | None] = frozenset({"text-layer", "text-spaced", "text-lined"})
"""Dialects whose tables are found by their headers."""
_BELOW = 20
"""Lines of a header and of the first rows below it."""
_NAMES = 2
"""Known names beside that of the number column."""
_SENTENCE = compiled(r"[;:]|[.,](?:\s|$)")
"""What a sentence has and names have not."""
_MOST_WORDS = 30
"""Words of a line of names: a longer one is prose."""
_FEW_WORDS = 12
"""The same where none of the names is known, and rows are numbered below."""


def headers_outside(lines: Sequence[ProseLine], dialect: str | None) -> Iterator[Problem]:
    """The doubt about such lines, one for all of them; a table whose header is not known has its
    rows among the prose, or among the rows of the table above."""
    if dialect not in _TEXTS:
        return
    found = [line for at, line in enumerate(lines) if _heads(lines[at : at + _BELOW])]
    if found:
        message = (
            f"{len(found)} lines name a number column beside others, as headers do, and stay "
            f"outside of tables: no table was read there; compare with the page"
        )
        yield Problem("warning", CODE, message, found[0].text[:EVIDENCE], page=found[0].page)


def _heads(lines: Sequence[ProseLine]) -> bool:
    """Whether a line begins with the name of a number column and goes on with names of others, on
    it or each on a line below, and a row is numbered below them."""
    words = lines[0].text.split()
    count = next((n for n in (2, 1) if is_number_header(" ".join(words[:n]))), 0)
    if not count or len(words) > _MOST_WORDS or _SENTENCE.search(lines[0].text):
        return False
    rest = words[count:]
    if rest:
        below = lines[1:]
        begun = sum(word[0].isupper() for word in rest)
        counted = (
            rest[0][0].isupper()
            and begun >= _NAMES
            and any(_is_numbered(line.text, 2) for line in below)
        )
        named = _names_in(rest) >= _NAMES or (counted and len(rest) <= _FEW_WORDS)
    else:
        end = next(
            (at for at, one in enumerate(lines[1:], 1) if not _is_name(one.text)), len(lines)
        )
        named = end > _NAMES and are_names([one.text for one in lines[1:end]])
        below = lines[end:]
    return named and any(_is_numbered(line.text) for line in below)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_HEADER and parse_label(text) is None


def _is_numbered(text: str, value: int = 1) -> bool:
    """Whether a line begins with the number of a row: 1 or I as the first one of a table does."""
    label = parse_label(text.split()[0]) if text.split() else None
    return label is not None and label.depth == 1 and label.numbers[:1] == (value,)


def _names_in(words: Sequence[str]) -> int:
    """How many known names of columns, each begun with a capital, stand among some words."""
    count, start = 0, 0
    while start < len(words):
        ends = range(start + 1, len(words) + 1) if words[start][0].isupper() else range(0)
        texts = ((end, " ".join(words[start:end])) for end in ends)
        end = next((end for end, text in texts if is_known(text) or is_usual(text)), None)
        count, start = (count + 1, end) if end else (count, start + 1)
    return count
