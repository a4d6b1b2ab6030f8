"""Facts that are kept: what is loaded is what the file says, whatever lies beside the bytecode."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.writing import kept_files
from pipeline.writing.datafiles import facts_of

SAID = 'name = "Bộ Y tế"\nsince = 2025-03-01\nshare = 0.1\n[[form]]\nkinds = ["sở", "ban"]\n'
FACTS = {
    "name": "Bộ Y tế",
    "since": date(2025, 3, 1),
    "share": 0.1,
    "form": [{"kinds": ["sở", "ban"]}],
}


@pytest.fixture(autouse=True)
def _bytecode_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_facts_come_back_as_the_file_says_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "folder" / "kept"
    assert facts_of(SAID.encode(), place) == FACTS
    monkeypatch.setattr(tomllib, "loads", lambda text: {})
    assert facts_of(SAID.encode(), place) == FACTS, "it was not read again"
    assert os.listdir(place.parent) == ["kept"]


def test_a_file_that_somebody_has_changed_is_read_anew(tmp_path: Path) -> None:
    facts_of(SAID.encode(), tmp_path / "kept")
    changed = SAID.replace("0.1", "0.2").encode()
    for _ in range(2):
        assert facts_of(changed, tmp_path / "kept") == FACTS | {"share": 0.2}
    assert facts_of(SAID.encode(), tmp_path / "kept") == FACTS


@pytest.mark.parametrize("size", [0, 7, 32, 40, -1])
def test_what_is_cut_off_counts_as_nothing(tmp_path: Path, size: int) -> None:
    place = tmp_path / "kept"
    facts_of(SAID.encode(), place)
    place.write_bytes(place.read_bytes()[:size])
    assert facts_of(SAID.encode(), place) == FACTS


def test_where_nothing_can_be_written_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for _ in range(2):
        assert facts_of(SAID.encode(), tmp_path / "file" / "kept") == FACTS


@pytest.mark.parametrize(("told_not_to", "any_kept"), [("", True), ("1", False)])
def test_facts_lie_where_python_keeps_bytecode(
    tmp_path: Path, told_not_to: str, any_kept: bool
) -> None:
    asked = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": told_not_to}
    code = "from pipeline.normalize.values.agency_registry import load_registry; load_registry()"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **asked}, check=True)
    found = [path.name for path in tmp_path.rglob("*.facts")]
    tag = sys.implementation.cache_tag
    assert (f"agencies.{tag}.facts" in found) is any_kept
    assert kept_files.place_beside(Path("a/b.toml"), "facts").name == f"b.{tag}.facts"
