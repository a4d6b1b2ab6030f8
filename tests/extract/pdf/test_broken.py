"""Words broken anywhere at the ends of lines."""

from __future__ import annotations

import pytest

from pipeline.extract.pdf.lines.broken import across_break, is_anywhere, torn, with_torn_rows
from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.pdf.lines.wraps import Wraps
from pipeline.model import Cell, Fragment, Grid, Place


@pytest.mark.parametrize(
    ("text", "below", "verdict"),
    [
        ("Bộ Thông tin và Tr", "uyền thông", "torn"),
        ("CHÍNH PH", "Ủ", "torn"),
        ("Tháng 9/202", "6", "torn"),
        ("Quyết định số 15", "/NQ-CP", "torn"),
        ("Thông tư số 04/2026/TT-B", "TC", "torn"),
        ("chip I", "oT", "torn"),
        ("phát triển Bộ chỉ số", ", hệ thống", "torn"),
        ("xây dựng kế", "hoạch", "apart"),
        ("Bộ Tài chính, Bộ", "Y tế", "apart"),
        ("các bộ và VTV", "và VOV", "apart"),
        ("hoàn thành năm 2026", "theo kế hoạch", "apart"),
        ("Kế hoạch số 12/KH-UBND", "Nghị quyết số 5", "apart"),
        ("Quyết định số 142/QĐ-T", "Tg ngày", "torn"),
        ("đổi mới tư du", "y, xác định", "either"),
        ("hạ tầng 5", "G", "either"),
        ("VTV, VO", "V", "either"),
        ("Quyết định số 142/QĐ-TTg", "của Thủ tướng", "hardly"),
        ("dịch vụ internet", "vạn vật", "hardly"),
    ],
)
def test_what_a_break_parts_is_told_by_how_words_are_spelled(
    text: str, below: str, verdict: str
) -> None:
    assert across_break(text, below) == verdict


def test_lines_that_end_between_words_tear_nothing() -> None:
    pairs = [("Xây dựng kế", "hoạch chuyển"), ("đổi số và", "công nghệ thông"), ("tin", "quốc gia")]
    assert torn(pairs) == (0, 3)
    assert not is_anywhere((4, 5))
    assert is_anywhere((5, 50))
    assert not is_anywhere((5, 51))


def _line(text: str, wide: float) -> PrintedLine:
    return PrintedLine(text, 100.0, 50.0, 100.0 + wide, 60.0, 58.0, 9.0, bold=False)


def _cell(*texts: str, wide: float = 20.0) -> list[PrintedLine]:
    return [_line(text, wide) for text in texts]


LONG = [_cell("Thườn", "g", "xuyê", "n"), _cell("nghiê", "n cứu"), _cell("hoàn", "thiệ", "n")] * 3
WIDE = [_cell("Xây dựng kế hoạch chuyển", "đổi số của các bộ, cơ", "quan ngang bộ", wide=90.0)] * 60


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("03- TB/ BC ĐT W ngà y 06/ 3/2 025", "03-|TB/|BCĐTW ngày 06/3/2025"),
        ("15- TB/ TGV ngà y 28/ 4/2 025", "15-|TB/|TGV ngày 28/4/2025"),
        ("Thườ ng xuy ên", "Thường xuyên"),  # what goes on below is no rest of what is whole
        ("Văn phò ng Bộ Y tế", "Văn phòng Bộ Y tế"),
    ],
)
def test_words_too_long_for_a_column_are_cut_in_files_whose_wide_columns_cut_none(
    lines: str, whole: str
) -> None:
    """A symbol keeps what of it stands above; where `-` and `/` end a line the word goes on anyway
    (`|`)."""
    wraps = Wraps()
    wraps.learn(WIDE + LONG)
    assert wraps.cuts_long
    assert not wraps.anywhere
    read = "".join(
        end.line.text + ("" if end.is_cut else " ")
        for end in wraps.ends(_cell(*lines.split()), room=22.0, edge=0.0)
    )
    assert read.replace("- ", "-").replace("/ ", "/").strip() == whole.replace("|", "")


def test_a_line_of_several_words_ends_between_two_where_only_long_words_are_cut() -> None:
    wraps = Wraps()
    wraps.learn(LONG * 2)
    assert wraps.cuts_long
    ends = list(wraps.ends(_cell("ngàn", "h, địa", "phươ", "ng"), room=22.0, edge=0.0))
    assert [end.is_cut for end in ends] == [True, False, True, False]


@pytest.mark.parametrize(
    ("above", "below", "glued"),
    [
        (["Thư", "ờng"], ["xuy", "ên"], False),
        (["Thư"], ["ờng", "xuyên"], True),
        (["15-", "TB/", "TGV", "ngà"], ["y", "28/"], True),
        (["Bộ", "Tài"], ["chính"], False),
    ],
)
def test_a_word_cut_by_the_end_of_the_page_is_read_with_its_rest(
    above: list[str], below: list[str], glued: bool
) -> None:
    def cell(texts: list[str], page: int) -> Cell:
        torn = {"Thư", "xuy", "TB/"} - {texts[-1]}
        places = [Place(page, None, 0.0, 10.0 * at, 20.0, 10.0) for at in range(len(texts))]
        made = zip(texts, places, strict=True)
        return Cell(tuple(Fragment(text, at, glued=text in torn) for text, at in made))

    first, second = (
        Grid(((Cell(), cell(texts, page)),)) for page, texts in ((1, above), (2, below))
    )
    full = {first.rows[0][1].fragments[-1].place}
    (read,), _ = with_torn_rows([[first], [second]], full)
    assert isinstance(read, Grid)
    assert read.rows[0][1].fragments[-1].glued is glued


def test_files_that_cut_words_within_lines_do_not_cut_long_ones_alone() -> None:
    wraps = Wraps()
    wraps.learn([*LONG * 2, *[_cell("Bộ Thông tin và Tr", "uyền thông", wide=90.0)] * 9])
    assert not wraps.cuts_long
