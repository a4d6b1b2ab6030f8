"""Every number and list that decides something says why, and the page of them has it."""

from __future__ import annotations

import runpy

import pytest

from tests.conftest import ROOT

MADE = runpy.run_path(str(ROOT / "docs" / "make_thresholds.py"))


def test_no_number_or_list_without_a_reason() -> None:
    assert MADE["without_reason"]() == [], "say why beside it, or in docs/thresholds.toml"


def test_no_entry_for_what_is_gone() -> None:
    assert MADE["stale"]() == []


def test_the_page_has_a_section_for_every_room_and_every_data_file() -> None:
    made = MADE["text"]()
    assert all(f"`{path.relative_to(ROOT)}`" in made for path in MADE["data_files"]())
    modules = {one.module.removeprefix("pipeline.") for one in MADE["constants"]()}
    assert all(f"\n## {module}\n" in made for module in modules)


def test_the_page_is_that_of_the_code() -> None:
    page = MADE["TARGET"].read_text(encoding="utf-8")
    assert page == MADE["text"](), "run python docs/make_thresholds.py"


CODE = [
    ("_MOST = 3\n", ["_MOST"]),
    ('_MOST = 3\n"""Rows of a header."""\n', []),
    ("_MOST = 3  # rows of a header\n", []),
    ("# rows of a header\n_MOST = 3\n", []),
    ('_FEW = 2\n_MOST = 3\n"""Rows of a header."""\n', []),
    ('_FEW = 2\n\n_MOST = 3\n"""Rows of a header."""\n', ["_FEW"]),
    ('_NAMES = ("a", "b")\n', ["_NAMES"]),
    ('CODE = "no-table"\n', []),
    ("_LOW, _HIGH = 1, 2\n", ["_LOW", "_HIGH"]),
]


@pytest.mark.parametrize(("code", "silent"), CODE)
def test_what_counts_as_a_reason(code: str, silent: list[str]) -> None:
    path = ROOT / "pipeline" / "writing" / "_tried.py"
    found = MADE["constants_of"](path, code)
    assert [one.name for one in found if not one.reason and one.kind != "pattern"] == silent


def test_every_data_file_says_where_its_facts_are_from() -> None:
    silent = [path.name for path in MADE["data_files"]() if not MADE["source_of"](path)]
    assert silent == []
