"""What outlives states: keys that inputs had, what was taken out, what was tried in vain."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.data.state import STATE, Attempt, KnownInput, State

FIRST = KnownInput("raw", "a.pdf", "m1", "a")
SECOND = KnownInput("raw", "b.pdf", "m2", "b")
TRIED = Attempt("c1", 2, "damaged", "2026-01-01")


def test_an_input_that_went_keeps_its_key_and_the_day(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.follow("one", [FIRST, SECOND])
    state.follow("two", [replace(FIRST, mark="m3")])
    first, second = state.inputs()
    assert first == replace(FIRST, mark="m3")
    assert second.doc_id == "b"
    assert second.gone is not None
    state.follow("three", [])
    assert state.inputs()[1].gone == second.gone, "the day it went is not told anew"
    state.follow("four", [SECOND])
    assert state.inputs()[1] == SECOND, "what came back stands again"


def test_it_follows_the_last_state_alone(tmp_path: Path) -> None:
    state = State(tmp_path)
    assert not state.follows("one")
    state.follow("one", [])
    state.follow("two", [])
    assert [state.follows(name) for name in ("one", "two")] == [False, True]


def test_tries_are_noted_and_forgotten_once_read(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.tried({("raw", "a.pdf"): TRIED, ("raw", "b.pdf"): TRIED})
    state.tried({("raw", "a.pdf"): None, ("raw", "b.pdf"): replace(TRIED, tries=3)})
    assert state.attempts() == {("raw", "b.pdf"): replace(TRIED, tries=3)}


def test_nothing_to_note_makes_no_database(tmp_path: Path) -> None:
    State(tmp_path).tried({})
    assert list(tmp_path.iterdir()) == []


def spoil(path: Path) -> None:
    path.write_bytes(b"no database " * 100)


def of_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.executescript("drop table inputs; create table inputs (x); pragma user_version = 9;")


@pytest.mark.parametrize("harm", [spoil, of_another_version])
def test_one_that_cannot_be_read_says_nothing_and_is_begun_anew(
    tmp_path: Path, harm: object
) -> None:
    state = State(tmp_path)
    state.follow("one", [FIRST])
    harm(tmp_path / STATE)  # type: ignore[operator]
    assert state.inputs() == []
    state.follow("two", [SECOND])
    assert state.inputs() == [SECOND]
    assert state.follows("two")


def test_one_that_another_process_holds_is_the_machines_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.data.state._PATIENCE", 0.01)
    state = State(tmp_path)
    state.follow("one", [FIRST])
    with closing(sqlite3.connect(tmp_path / STATE, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(OSError, match="locked"):
            state.follow("two", [])
    assert state.inputs() == [FIRST], "it was not begun anew"
