"""Two texts with the words that differ marked, as the pages show them."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from pipeline.qa.edits import marked_words

_PAIR = re.compile(r"read: (?P<read>.*) \| or: (?P<other>.*)", re.DOTALL)
_BLANK = "(blank)"


def marked(text: str, other: str, tag: str = "mark") -> Markup:
    """A text as HTML, the words that another text has otherwise marked."""
    done, parts = 0, []
    for span in marked_words(text, other):
        piece = text[span.start : span.end]
        start = span.end - len(piece.lstrip())
        end = start + len(piece.strip())
        parts.append(escape(text[done:start]))
        if start < end:
            parts.append(Markup("<{0}>{1}</{0}>").format(Markup(tag), text[start:end]))
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def reading_pair(evidence: str) -> tuple[str, str] | None:
    """The reading of a cell and the other one that a doubt offers."""
    found = _PAIR.fullmatch(evidence)
    if found is None:
        return None
    read, other = ("" if text == _BLANK else text for text in found.groups())
    return read, other
