"""Documents stay published where what they say of each other cannot be settled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import settle, stage
from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.data.store import Store
from pipeline.link.corpus.keyed import Keying
from pipeline.link.corpus.shelf import Shelf
from tests.batch.test_run import files_of, put
from tests.link.corpus.test_link_corpus import DATES, NUMBERS, text_of


def _fails(*_: Any) -> Any:
    raise RuntimeError("the links fail")


@pytest.mark.parametrize("step", ["settle_links", "write_programme"])  # before links are, and after
def test_documents_are_published_and_settled_by_the_next_run(tmp_path: Path, step: str) -> None:
    old = text_of(NUMBERS[2], DATES[2], [0, 2, 5], NUMBERS[0], None)
    new = text_of(NUMBERS[1], DATES[3], [1, 3, 6], NUMBERS[2], (NUMBERS[2], 5))
    folder = put(tmp_path / "in", new__txt=new, old__txt=old)
    out = tmp_path / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settle, step, _fails)
        summary = run([folder], Options(out))
    assert not any(Store(out).read(doc_id, "links") for doc_id in Store(out).doc_ids())
    assert [len(Store(out).read(doc_id, "tasks")) for doc_id in Store(out).doc_ids()] == [3, 3]
    assert summary.exit_code() == 1
    assert any("could not be settled" in line for line in summary.errors)
    again = run([folder], Options(out))
    assert again.exit_code() == 0, again.errors
    assert len(Store(out).read("11-nq-cp-2026", "links")) == 2
    run([folder], Options(tmp_path / "at once"))
    assert files_of(out) == files_of(tmp_path / "at once")


def test_rows_that_meet_in_further_processes_give_the_same_files(tmp_path: Path) -> None:
    old = text_of(NUMBERS[2], DATES[2], [0, 2, 5], NUMBERS[0], None)
    new = text_of(NUMBERS[1], DATES[3], [1, 3, 6], NUMBERS[2], (NUMBERS[2], 5))
    folder = put(tmp_path / "in", new__txt=new, old__txt=old)
    run([folder], Options(tmp_path / "one", workers=2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settle, "_LITTLE", 0)
        run([folder], Options(tmp_path / "several", workers=2))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "several")


def test_documents_are_read_with_the_keys_that_settling_makes(tmp_path: Path) -> None:
    old = text_of(NUMBERS[2], DATES[2], [0, 2, 5], NUMBERS[0], None)
    new = text_of(NUMBERS[1], DATES[3], [1, 3, 6], NUMBERS[2], (NUMBERS[2], 5))
    folder = put(tmp_path / "in", new__txt=new, old__txt=old)
    out = tmp_path / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Keying, "__call__", _fails)  # nothing is left for it to do
        assert run([folder], Options(out)).exit_code() == 0
    shelf = Shelf(out)
    (made,) = map(Keying(shelf), shelf.chunks(shelf.entries))
    assert [len(keys) for _, keys in made] == [6, 5]
    assert all(shelf.records("keys", doc_id) == keys for doc_id, keys in made)


def test_keys_that_other_code_made_are_made_anew(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=text_of(NUMBERS[2], DATES[2], [0, 2], NUMBERS[0], None))
    run([folder], Options(tmp_path / "one"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "keyed_by", lambda _: "other code")
        patch.setattr(stage, "keys_of_document", lambda *_: ())
        run([folder], Options(tmp_path / "other"))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")
