"""Comments of readers beside a document: no text of it, but told, for they may ask for changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.model import EVIDENCE, Problem

LEFT_OUT: Final = "comment-left-out"


def told_of(comments: Sequence[str], page: int | None = None) -> list[Problem]:
    """The problem that names the comments of a document, or of a page of it; none without."""
    said = [" ".join(text.split()) for text in comments if text.strip()]
    if not said:
        return []
    message = f"{len(said)} comments of readers are no text of the document and were left out"
    return [Problem("warning", LEFT_OUT, message, " | ".join(said)[:EVIDENCE], page)]
