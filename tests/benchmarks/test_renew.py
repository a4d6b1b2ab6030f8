"""Figures in the docs: where they stand, what they were measured on, how they are renewed."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest

from tests.conftest import ROOT

STAMP = re.compile(r"Measured on \d{4}-\d\d-\d\d; .+, \d+ cores, Python [\d.]+; commit \S+\.\n\n")
PAGE = """\
before
<!-- figures: one.py --runs 3 -->
<!-- end of figures -->
between
<!-- figures: two.py -->
old figures
<!-- end of figures -->
after
"""


@pytest.fixture
def renew(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    spec = importlib.util.spec_from_file_location("renew", ROOT / "benchmarks" / "renew.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures_stand_where_they_stood(renew: ModuleType) -> None:
    page = renew.renewed(PAGE, [], lambda script, options: f"{script}{options} says")
    assert STAMP.sub("", page) == PAGE.replace(
        "--runs 3 -->\n", "--runs 3 -->\none --runs 3 says\n"
    ).replace("old figures", "two says")


def test_only_the_figures_asked_for_are_measured(renew: ModuleType) -> None:
    asked: list[str] = []

    def measure(script: str, _: str) -> str:
        asked.append(script)
        return "new"

    page = renew.renewed(PAGE, ["one"], measure)
    assert asked == ["one"]
    assert "old figures" in page


def test_figures_that_cannot_be_measured_stay(renew: ModuleType) -> None:
    def measure(script: str, _: str) -> str:
        if script == "two":
            raise renew.NotMeasuredError("not here")
        return "new"

    page = renew.renewed(PAGE, ["all"], measure)
    assert STAMP.sub("", page) == PAGE.replace("--runs 3 -->\n", "--runs 3 -->\nnew\n")


def test_a_script_that_fails_is_told(renew: ModuleType) -> None:
    with pytest.raises(renew.NotMeasuredError, match="unrecognized arguments: --no-such-option"):
        renew.measure("run", " --no-such-option")


def test_every_figure_says_what_it_was_measured_on(renew: ModuleType) -> None:
    blocks = [
        (path.name, block)
        for path in renew.pages()
        for block in renew.BLOCK.finditer(path.read_text(encoding="utf-8"))
    ]
    assert {name for name, _ in blocks} >= {"README.md", "benchmark-tables.md"}
    for name, block in blocks:
        assert (ROOT / "benchmarks" / f"{block['script']}.py").is_file(), name
        stamped = STAMP.match(block["figures"]) or block["figures"] == "Not measured yet.\n"
        assert stamped, (name, block["script"])
