"""Where headers without a name for their numbers are looked for."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced import heads
from pipeline.extract.spaced.header import HeaderLines
from pipeline.extract.spaced.words import SpacedLine, words_of


def test_every_line_is_asked_once_for_an_annex_however_many_headers_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def is_annex(text: str) -> bool:
        asked.append(text)
        return text == "PHỤ LỤC"

    monkeypatch.setattr(heads, "is_annex_heading", is_annex)
    texts = ["TT Tên", "a", "TT Tên", "b", "PHỤ LỤC", "c", "TT Tên", "d"]
    rows = [SpacedLine(at, tuple(words_of(text))) for at, text in enumerate(texts)]
    headers = [HeaderLines(at, at + 1, ()) for at in (0, 2, 6)]
    assert heads._free_of(rows, headers, set()) == {0, 1, 2, 3, 6, 7}
    assert asked == texts
