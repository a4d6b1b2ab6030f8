"""Class names by which linked style sheets show and hide text."""

from __future__ import annotations

import pytest

from pipeline.extract.web.frameworks import hides


@pytest.mark.parametrize(
    "names",
    [
        "visible-sm visible-md visible-lg",
        "hidden visible-lg-block",
        "sr-only md:not-sr-only",
        "hidden lg:flow-root",
        "d-none d-md-table-cell",
    ],
)
def test_names_that_show_on_a_wide_screen_hide_nothing(names: str) -> None:
    assert not hides(names.split())


@pytest.mark.parametrize(
    "names",
    ["visible-xs-block", "visible-sm visible-md", "visible-print-inline", "hidden md:flex-1"],
)
def test_names_that_show_on_others_alone_hide(names: str) -> None:
    assert hides(names.split())


def test_signs_are_no_text_on_any_screen() -> None:
    assert hides(["material-icons", "visible-lg"])
    assert hides(["material-icons", "d-md-block"])
