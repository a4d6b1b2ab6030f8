"""Tables no person has read count apart, in the page as on the terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.qa.diff import diff
from pipeline.qa.report import report_data
from tests.qa.test_accept import document


def test_the_page_counts_what_the_terminal_counts(tmp_path: Path) -> None:
    (table,) = document().tables
    second = replace(table, ordinal=2, checked=False)
    expected = replace(document(), tables=(table, second))
    (told,) = report_data([diff(expected, expected)], {}, tmp_path)["documents"]
    cells = sum(told["figures"]["cells"])
    assert (sum(told["unread"]["cells"]), told["unchecked"]) == (cells, [2])
    assert cells > 0
