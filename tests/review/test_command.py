"""The command itself: what is missing is one line that says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WITHOUT = "import sys; sys.modules['starlette'] = None; from pipeline.cli import main; main()"


def annex(
    *words: str | Path, code: str = "from pipeline.cli import main; main()"
) -> tuple[int, str]:
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_without_the_extra_the_install_command_is_named(tmp_path: Path) -> None:
    status, said = annex("review", "--out", tmp_path, code=WITHOUT)
    assert status == 2
    assert said.startswith(
        "error: annex review needs starlette: pip install 'annex-tables[review]'"
    )
    assert "./dev review" in said


def test_nothing_to_review_is_said(tmp_path: Path) -> None:
    status, said = annex("review", "--out", tmp_path, "--no-browser")
    assert status == 2
    assert said.count("\n") == 1
    assert "annex run --out" in said
