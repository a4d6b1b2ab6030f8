"""The commands of the README are run, and both languages show the same ones."""

from __future__ import annotations

import re
import shlex
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RAW, ROOT, TESTS
from tests.support.command import annex
from tests.support.published import published

LANGUAGES = ("README.md", "README.vi.md")
COMMAND = ".venv/bin/annex "
PLACES = {"my/documents": "raw", "my/out": "my-out"}
"""What a reader would put there → what is here."""
MORE = {"watch": ["--once", "--settle", "1", "--interval", "0.5"], "fetch": ["--help"]}
"""What is added so that a command ends, and asks no other machine (tests/intake does both)."""


def commands(page: str) -> list[str]:
    """The commands in the code blocks of a page, without comments."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = (line.partition(" #")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line]


def annex_commands() -> list[str]:
    return [line for line in commands("README.md") if line.startswith(COMMAND)]


@cache
def clone(folder: Path) -> Path:
    """A folder as it is after `./dev run`: the documents, the fixtures, the datasets."""
    (folder / "raw").symlink_to(RAW)
    (folder / "tests").symlink_to(TESTS)
    shutil.copytree(published(), folder / "out")
    return folder


@pytest.fixture(scope="module")
def after_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("clone"))


def test_both_languages_show_the_same_commands() -> None:
    first, second = (commands(page) for page in LANGUAGES)
    assert first == second
    assert len(annex_commands()) > 4


@pytest.mark.parametrize("line", annex_commands())
def test_the_command_works_as_shown(line: str, after_run: Path) -> None:
    shown = line.removeprefix(COMMAND).partition(" > ")[0]
    words = [PLACES.get(word, word) for word in shlex.split(shown)]
    words += MORE.get(words[0], [])
    done = annex(*words, cwd=after_run)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", LANGUAGES)
def test_the_first_snippet_counts_nothing_twice(
    page: str, after_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 482 tasks due by then 242 stand in drafts, 10 in what was superseded, 8 in a report."""
    text = (ROOT / page).read_text(encoding="utf-8")
    (snippet, *_) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(after_run)
    names: dict[str, Any] = {}
    exec(compile(snippet, page, "exec"), names)
    due, tasks = names["due"], names["tasks"]
    assert due.thread_id.is_unique
    assert set(due.status) == {"issued"}
    assert due.superseded_by.isna().all()
    assert (len(due), (tasks.due_date <= "2026-06-30").sum()) == (222, 482)
