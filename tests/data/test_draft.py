"""A state that is being built reads as it will be."""

from __future__ import annotations

from pathlib import Path

from pipeline.data.draft import Draft
from pipeline.data.store import Store
from tests.data.test_crash_points import documents


def test_what_is_set_aside_anew_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    """In a document that comes more than once, rows that were looked at are not the last ones."""
    first, _, other = documents()
    draft = Draft(Store(tmp_path))
    for found in (first, other):
        draft.put("a", draft.set_aside("a", {"tasks": found.tasks}))
        rows = draft.columns("a", "tasks", ["title"])
        assert [row["title"] for row in rows] == [task.title for task in found.tasks]
    draft.fold()
    assert draft.read("a", "tasks") == other.tasks
