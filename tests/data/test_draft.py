"""A state that is being built reads as it will be."""

from __future__ import annotations

from pathlib import Path

from pipeline.data.bundle import document_tables
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


def test_what_does_not_change_any_more_is_written_beside_what_does(tmp_path: Path) -> None:
    """The files are those of a draft that was written at once."""
    contents = []
    for workers in (1, 2):
        draft = Draft(Store(tmp_path / str(workers)))
        for doc_id, found in zip("abc", documents(), strict=True):
            draft.put(doc_id, draft.set_aside(doc_id, document_tables(found)))
        draft.remove("b")

        def work(draft: Draft = draft) -> str:
            draft.write("a", {"links": ()})
            return "done"

        assert draft.fold_beside(work, ["links"], workers) == "done"
        draft.fold()
        paths = sorted(draft.folder.rglob("*.parquet"))
        contents.append({p.relative_to(draft.folder): p.read_bytes() for p in paths})
    assert contents[0] == contents[1]
    assert {path.name for path in contents[0]} == {"a.parquet", "c.parquet"}


def test_what_was_written_beside_and_changes_after_all_is_written_again(tmp_path: Path) -> None:
    first, _, other = documents()
    draft = Draft(Store(tmp_path))
    draft.put("a", draft.set_aside("a", document_tables(first)))
    draft.fold_beside(lambda: draft.write("a", {"tasks": other.tasks}), ["links"], 2)
    draft.fold()
    assert draft.read("a", "tasks") == other.tasks != first.tasks
