"""Blank cells of rows without a number: some have a merged cell over them."""

from __future__ import annotations

from pipeline.model import UNCERTAIN
from tests.extract.spaced.test_spaced import document

HEAD = ["TT     Tên đường phố         Mặt cắt               Giá cũ    Giá mới"]


def _street(number: int, name: tuple[str, str], more: int) -> list[str]:
    """A street whose name takes three lines about its figures, and rows below that go without."""
    first = [
        f"{'':7}{name[0]}",
        f"{number:<7}{'đoạn trong phường':22}{'40m':22}{'12.000':>6}    {'13.000':>6}",
        f"{'':7}{name[1]}",
    ]
    others = [["", f"{'':29}{20 + k}m{'':19}{'11.000':>6}    {'12.500':>6}"] for k in range(more)]
    return [*first, *(line for other in others for line in other), ""]


def _page(counts: tuple[int, ...]) -> str:
    streets = [
        _street(number, ("Khu đô thị mới", "Mỹ Đình cũ"), more)
        for number, more in enumerate(counts, start=1)
    ]
    return "\n".join([*HEAD, *(line for street in streets for line in street)])


def _may_be_merged(counts: tuple[int, ...]) -> bool:
    problems = document(_page(counts)).problems
    return any(one.code == UNCERTAIN and "merged" in one.message for one in problems)


def test_names_about_their_own_figures_stand_over_no_row_below() -> None:
    assert not _may_be_merged((2, 1, 2, 1, 3, 1, 2))


def test_two_of_them_show_too_little() -> None:
    assert _may_be_merged((2, 0, 0, 0, 0, 1, 0))
