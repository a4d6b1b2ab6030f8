"""The lines of a document outside its tables."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.frozen import dataclass
from pipeline.model import Prose
from pipeline.writing.letters import plain


@dataclass(frozen=True, slots=True)
class ProseLine:
    """A line outside tables: its text, its page, and the annex it stands in."""

    text: str
    page: int
    annex: str | None


def lines_of(prose: Iterable[tuple[Prose, str | None]]) -> list[ProseLine]:
    """The lines of a document outside tables, running heads left out."""
    return [
        ProseLine(plain(one.fragment.text), one.fragment.place.page, annex)
        for one, annex in prose
        if not one.running
    ]
