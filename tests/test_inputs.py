"""Small inputs of every kind, value by value; one that is wrong must at least say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.inputs import Case, cases

OPEN = pytest.mark.xfail(strict=True, reason="not read right yet (case.json: open)")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.folder.name, marks=() if case.right else (OPEN,))
        for case in cases()
    ],
)
def test_input_is_read_as_a_person_reads_it(case: Case, tmp_path: Path) -> None:
    result = case.read(tmp_path / "out")
    assert result.tables() == case.expected()
    if "exit" in case.facts:
        assert result.exit_code == int(case.facts["exit"])
