"""Headers, kinds and annexes of published files, against what a person reads on their pages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.data.records import Document, TableRecord
from pipeline.model import Source
from tests.conftest import SHARED
from tests.support.once import reading

TRUTH = tomllib.loads(Path(__file__).with_name("published_headers.toml").read_text("utf-8"))
CASES = [(table, what) for table in TRUTH["table"] for what in ("headers", "kind", "annex")]


@cache
def read(name: str) -> Document:
    path = next(iter(SHARED.glob(f"*/{name}")))
    return reading(Source(path, name))


def table_of(case: dict[str, Any]) -> TableRecord:
    tables = read(case["file"]).tables
    if "n" in case:
        return tables[case["n"] - 1]
    page = case["page"]
    return next(table for table in tables if table.first_page <= page <= table.last_page)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no published files beside the project")
@pytest.mark.parametrize(
    ("case", "what"), CASES, ids=[f"{case['file'][:40]}-{what}" for case, what in CASES]
)
def test_a_table_is_what_a_person_reads(
    case: dict[str, Any], what: str, request: pytest.FixtureRequest
) -> None:
    if what in case.get("wrong", ()):
        request.applymarker(pytest.mark.xfail(strict=True, reason="not read right yet"))
    found = getattr(table_of(case), what)
    expected = tuple(case[what]) if what == "headers" else case.get(what)
    assert found == expected


def test_every_table_is_on_one_side() -> None:
    halves = {table["half"] for table in TRUTH["table"]}
    assert halves == {"tuned", "judging"}
