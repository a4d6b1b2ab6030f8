"""A document in one file: what was written comes back, and damage is known."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.data.bundle import Bundle, DamagedError, document_tables, write_bundle
from pipeline.data.files import sha256_of, write_text_whole, written_whole
from pipeline.data.parquet import to_arrow
from tests.conftest import raw_document
from tests.extract.text.test_text_sources import BODY, HEAD, document_of

TEXTS = st.text(st.characters(exclude_categories=())) | st.just("\ud800 half a pair")


def test_a_whole_document_comes_back(tmp_path: Path) -> None:
    document = raw_document("ke-hoach-2026-phu-luc-ii.txt")
    write_bundle(tmp_path / "a", document_tables(document), {"seconds": 1})
    bundle = Bundle(tmp_path / "a")
    assert bundle.document() == document
    assert bundle.facts == {"seconds": 1}
    assert bundle.records("cells") == document.cells, "one dataset without the others"


@given(TEXTS, st.none() | st.dates())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_and_day_comes_back(tmp_path: Path, title: str, due: date | None) -> None:
    (task, *_) = document_of(HEAD + BODY).tasks
    task = replace(task, title=title, due_date=due)
    write_bundle(tmp_path / "a", {"tasks": [task]})
    assert Bundle(tmp_path / "a").records("tasks") == (task,)


@given(st.sampled_from(["", "Bộ Y tế", "II\n1"]), st.none() | st.dates(), st.integers(0, 2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arrow_is_given_what_it_makes_of_records(
    tmp_path: Path, title: str, due: date | None, count: int
) -> None:
    (task, *_) = document_of(HEAD + BODY).tasks
    tables = document_tables(raw_document("ke-hoach-2026-phu-luc-ii.txt"))
    tables["tasks"] = [replace(task, title=title, due_date=due)] * count
    write_bundle(tmp_path / "a", tables)
    bundle = Bundle(tmp_path / "a")
    for table in tables:
        rows = to_arrow(table, bundle.records(table))
        assert bundle.arrow(table).equals(rows, check_metadata=True), table


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_anywhere_is_known(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "a"
    write_bundle(path, {"tasks": document_of(HEAD + BODY).tasks})
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.booleans())
    path.write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    with pytest.raises(DamagedError):
        Bundle(path)


def test_a_file_that_could_not_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    write_text_whole(tmp_path / "a", "before")
    with suppress(ZeroDivisionError), written_whole(tmp_path / "a") as path:
        path.write_text("half")
        raise ZeroDivisionError
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "before"


def test_what_is_no_file_has_no_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_of(tmp_path / "a").startswith("ba7816bf")
    assert sha256_of(tmp_path) == sha256_of(tmp_path / "none") == ""
