"""What is guessed of an input before it is read."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.pages import Guess, guessed
from pipeline.model import Source


def test_a_text_without_tabs_takes_longer_than_one_with(tmp_path: Path) -> None:
    texts = {"bare.txt": "Bộ Y tế\n" * 2000, "tabs.txt": "1\tBộ\t2026\n" * 2000}
    guesses = {}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        guesses[name] = guessed(Source(tmp_path / name, name))
    assert guesses["tabs.txt"].effort == guesses["tabs.txt"].pages > 1
    assert guesses["bare.txt"].effort > guesses["bare.txt"].pages > 1


def test_of_what_cannot_be_opened_nothing_is_known(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.pdf"):
        assert guessed(Source(path, path.name)) == Guess(1, 1)
