"""Where headers without a name for their numbers are looked for."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced import heads
from pipeline.extract.spaced.lines.words import SpacedLine, words_of
from pipeline.extract.spaced.names.header import HeaderLines, find_headers

HIGH = (
    ("                                                          Thời", 1),
    ("                             Cơ quan                      gian", 1),
    ("TT   Tên nhiệm vụ                           Kết quả", 0),
    ("                             chủ trì                      hoàn", 0),
    ("                                                          thành", 1),
    ("1.   Xây dựng kế hoạch       Bộ Y tế        Báo cáo       2026", 1),
)
"""The lines of a header and of a row, with the blank ones above each: programs that keep the
height of a page leave such inside the name of the last column."""
ALONE = [
    ("                                                          Thời", 1, "Thời gian hoàn thành"),
    ("                                                          Thời", 2, "gian hoàn thành"),
    ("                                                          theo", 1, "gian hoàn thành"),
    ("                             Đơn vị                       Thời", 1, "gian hoàn thành"),
    ("              KẾ HOẠCH THỰC HIỆN CÁC NHIỆM VỤ NĂM 2026 CỦA BỘ", 1, "gian hoàn thành"),
]
"""What stands above, how many blank lines below it, and the name of the last column."""


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


@pytest.mark.parametrize(("above", "blanks", "name"), ALONE)
def test_a_name_that_goes_on_behind_a_blank_line_begins_above_it(
    above: str, blanks: int, name: str
) -> None:
    texts = [(above, 1), (HIGH[1][0], blanks), *HIGH[2:]]
    rows = [
        SpacedLine(at, tuple(words_of(text)), blanks=own) for at, (text, own) in enumerate(texts)
    ]
    (found,) = find_headers(rows, {0})
    assert found.titles == ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Kết quả", name)


def test_the_name_of_the_number_column_does_not_tell_the_case_of_the_others() -> None:
    """`T` over `T` stands on lines of its own: the names go on in small letters behind it."""
    texts = [
        "T",
        "     Tên nhiệm vụ       Kết quả       Cơ quan đánh",
        "T",
        "                                           giá",
        "1    Lập báo cáo        Báo cáo       Bộ Y tế",
    ]
    rows = [SpacedLine(at, tuple(words_of(text))) for at, text in enumerate(texts)]
    (found,) = find_headers(rows, {0})
    assert found.titles[-1] == "Cơ quan đánh giá"
