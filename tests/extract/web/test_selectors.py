"""What selectors of a style sheet find, and what is said of those that are not known."""

from __future__ import annotations

import pytest

from pipeline.extract.web.reader import page_of
from pipeline.model import Grid

TABLE = (
    "<style>{rule}</style><table border=1><tr><th>STT</th><th>Nhiệm vụ</th><th>Hạn</th></tr>"
    "<tr><td>1</td><td>Xây cầu</td><td><i class=cu>Năm 2025</i> <b class=nay>Năm 2026</b></td></tr>"
    "<tr><td>2</td><td>Xây chợ</td><td>Năm 2027</td></tr></table>"
)


def read(rule: str) -> tuple[str, set[str]]:
    """The last cell of the first row, and the codes of what is said of the page."""
    page, told = page_of(TABLE.replace("{rule}", rule))
    (grid,) = (block for block in page.blocks if isinstance(block, Grid))
    return " ".join(grid.rows[1][2].raw.split()), {problem.code for problem in told}


@pytest.mark.parametrize(
    "selector",
    [
        ".cu:first-of-type",
        "td > *:nth-of-type(1):not(.nay)",
        "td > :not(.nay, .x)",
        "td:has(.nay) .cu",
    ],
)
def test_what_a_known_selector_finds_is_hidden(selector: str) -> None:
    assert read(f"{selector} {{display:none}}") == ("Năm 2026", {"hidden-left-out"})


@pytest.mark.parametrize("selector", ["td > :nth-child(1 of .cu)", ".cu:dir(ltr)", ".cu:defined"])
def test_a_rule_that_may_hide_is_told(selector: str) -> None:
    assert read(f"{selector} {{display:none}}") == ("Năm 2025 Năm 2026", {"text-unseen"})


@pytest.mark.parametrize(
    "rule",
    [
        ".cu:hover {display:none}",  # nobody points there
        ".cu::selection {display:none}",  # no element
        ".khac:dir(ltr) {display:none}",  # nothing in the page may be meant
        ".cu:dir(ltr) {color:red}",  # hides nothing
    ],
)
def test_a_rule_that_hides_nothing_of_the_page_at_rest_is_not_told(rule: str) -> None:
    assert read(rule) == ("Năm 2025 Năm 2026", set())
