"""Small inputs of every kind, value by value; one that is wrong must at least say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.inputs import Case, cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.folder.name)
def test_input_is_read_as_a_person_reads_it(case: Case, tmp_path: Path) -> None:
    result = case.read(tmp_path / "out")
    if case.right:
        assert result.tables() == case.expected()
    else:
        assert result.tables() != case.expected(), "it is read right: change its state"
        assert result.doubts(), "it is read wrong, and nothing says so"
    if "exit" in case.facts:
        assert result.exit_code == int(case.facts["exit"])
