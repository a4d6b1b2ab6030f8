"""Lines that pages print around their tables, and those that head them."""

from __future__ import annotations

from pipeline.model import Fragment, Grid, Page, Place, Prose
from pipeline.normalize.tables.running import running_lines

HEADS = ("CHÍNH PHỦ", "DANH MỤC NHIỆM VỤ")
FEET = ("Bản in thử", "Phòng Kế hoạch", "Lưu hành nội bộ")


def _page(number: int, heads: tuple[str, ...], feet: tuple[str, ...]) -> Page:
    """A page with a table between lines at heights of their own."""
    above = [_line(number, text, 40.0 + 20 * at) for at, text in enumerate(heads)]
    below = [_line(number, text, 700.0 + 20 * at) for at, text in enumerate(feet)]
    return Page(number, (*above, Grid(()), *below), chars=1)


def _line(page: int, text: str, y0: float) -> Prose:
    return Prose(Fragment(text, Place(page, x0=50.0, y0=y0, x1=90.0, y1=y0 + 12)))


def test_below_the_first_line_of_pages_stand_titles_though_all_print_them() -> None:
    assert running_lines([_page(number, HEADS, ()) for number in (1, 2)]) == {"chính phủ"}


def test_the_feet_of_pages_have_several_lines() -> None:
    pages = [_page(number, (f"Mục {'ab'[number - 1]}",), FEET) for number in (1, 2)]
    assert len(running_lines(pages)) == len(FEET)
