"""What selectors of a style sheet find, what is said of unknown ones, which are not asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.extract.web import selectors
from pipeline.extract.web.reader import page_of
from pipeline.extract.web.selectors import may_find, selected
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


PAGE = html.fromstring(
    '<div id="all" class="a"><p class="b c" title="x).d">một</p><p id="đ" class="đỏ\tb">hai'
    '<b class="a-1"></b></p><ul><li class="c"></li><li></li></ul></div>'
)
PARTS = st.sampled_from([
    *("p", "*", ".a", ".b", ".c", ".d", "#all", "#no", "#đ", ".đỏ", ".a-1", ".a-", ".B", " ", ">"),
    *(":not(.d)", ":not(.b)", ":is(.b, .d)", ":where(.d)", ":where(.b)", ":not(:is(.b).d)"),
    *('[class~="b"]', '[title="x).d"]', "[title='x).d']", '[class*=".d"]', ":hover", ":has(.d)"),
    *(":first-child", "::before", ", .b", "\\.d", "(", "[", '"', "12.5%", ":nth-child(2n+1)"),
])  # fmt: skip


@given(st.lists(PARTS, max_size=6).map("".join))
def test_what_a_page_lacks_is_left_out_and_nothing_else(selector: str) -> None:
    assert list(selected(PAGE, [(selector, "x")])) == list(
        dict.fromkeys(selectors._found(PAGE, selector) or ())
    )


def test_a_page_is_not_asked_for_classes_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def found(_: object, selector: str) -> list[object]:
        asked.append(selector)
        return []

    monkeypatch.setattr(selectors, "_found", found)
    names = (".b", "p.d", ".d:not(.b)", ":where(.a) .d", ".b:not(.d)", "#no .b", ":is(.d, .b)")
    selected(PAGE, [(name, "display: none") for name in names])
    assert asked == [".b", ".b:not(.d)", ":is(.d, .b)"]


def test_no_more_unknown_selectors_are_asked_for_than_known_ones() -> None:
    page = html.fromstring(f"<div>{'<p></p>' * 1_000}</div>")
    assert len(may_find(page, ["p:dir(ltr)"] * 5_000)) <= selectors._MOST_FOUND + 1_000
    assert not may_find(page, ["b:dir(ltr)"] * selectors._MOST + ["p:dir(ltr)"])
