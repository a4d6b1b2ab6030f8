"""Words taken over a border where that makes a cell one that other rows of its column have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from time import process_time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.corridors import Cut, Told
from pipeline.extract.spaced.doubts.usual import with_usual_cells
from pipeline.extract.spaced.lines.words import text_of, words_of

BORDERS = (3.5, 33.5, 45.5)
BODY = (
    ("1.  Tổ chức tập huấn              Bộ Công an  Bộ Tài chính", (1, 5, 8)),
    ("2.  Rà soát quy định              Bộ Công an  Bộ Nội vụ", (1, 5, 8)),
    ("3.  Hoàn thiện cơ sở dữ liệu      Bộ Công an  Bộ Nội vụ", (1, 7, 10)),
    ("4.  Xây dựng cơ chế               Bộ Công an  Bộ Nội vụ", (1, 5, 8)),
    ("66. Xây dựng tài liệu kỹ thuật và Bộ Công     Văn phòng", (1, 8, 10)),
    ("    ban hành hướng dẫn đồng bộ    an          Chính phủ", (0, 6, 7)),
    ("    kết quả trên VNeID                        Bộ Tư pháp", (0, 4, 4)),
)
ROWS = (Span(0, 1, 0), Span(1, 2, 1), Span(2, 3, 2), Span(3, 4, 3), Span(4, 7, 4))


def page(body: Sequence[tuple[str, tuple[int, ...]]]) -> Sheet:
    told, cuts = [], []
    for text, ends in body:
        words = words_of(text)
        path = np.array(BORDERS)
        told.append(Told(words, np.zeros((len(BORDERS), len(words) + 1)), path))
        cuts.append(Cut(ends))
    return Sheet(
        None, tuple(range(len(body))), tuple(cuts), (False,) * len(body), tuple(told),
        margins=((20.0,) * (len(BORDERS) + 1),) * len(body),
    )  # fmt: skip


def cells(sheet: Sheet, span: Span) -> list[str]:
    parts: list[list[str]] = [[] for _ in range(len(BORDERS) + 1)]
    for at in range(span.start, span.end):
        words = sheet.told[at].words
        for column, (begin, end) in enumerate(pairwise((0, *sheet.cuts[at].ends, len(words)))):
            parts[column] += [text_of(words[begin:end])] if begin < end else []
    return [" ".join(own) for own in parts]


def test_the_rest_of_a_usual_cell_comes_back_from_the_title_beside_it() -> None:
    line, ends = BODY[5]
    close = (line.replace("bộ    an", "bộ an   "), (0, 7, 7))
    (sheet,) = with_usual_cells([page((*BODY[:5], close, BODY[6]))], [ROWS])
    assert cells(sheet, ROWS[-1])[1:3] == [
        "Xây dựng tài liệu kỹ thuật và ban hành hướng dẫn đồng bộ kết quả trên VNeID",
        "Bộ Công an",
    ]
    assert sheet.margins[5] == (20.0, 0.0, 0.0, 20.0)  # both cells are told to be in doubt
    assert ends == sheet.cuts[5].ends


def test_what_white_space_parts_stays() -> None:
    sheet = page(BODY)
    assert with_usual_cells([sheet], [ROWS]) == [sheet]


def test_a_longer_cell_than_the_usual_one_keeps_its_last_words() -> None:
    longer = [
        ("5.  Kết nối                        Bộ Công an  Bộ Tài chính", (1, 3, 6)),
        ("    dữ liệu                        và Bộ Tư    phòng, chống", (0, 2, 5)),
    ]
    rows = [*ROWS[:4], Span(4, 6, 4)]
    sheet = page((*BODY[:4], *longer))
    assert with_usual_cells([sheet], [rows]) == [sheet]


def test_a_cell_that_as_many_rows_have_stays() -> None:
    rare = [
        (text.replace("Bộ Công an", "Bộ Công   "), (e[0], e[1], e[2] - 1)) for text, e in BODY[:3]
    ]
    line = BODY[5][0].replace("bộ    an", "bộ an   ")
    sheet = page((*rare, BODY[3], BODY[4], (line, (0, 7, 7)), BODY[6]))
    assert with_usual_cells([sheet], [ROWS]) == [sheet]


@given(st.lists(st.integers(0, 3), min_size=7, max_size=7), st.integers(1, 2))
def test_no_word_is_lost_or_comes_twice(shifts: list[int], blanks: int) -> None:
    body = []
    for (text, ends), shift in zip(BODY, shifts, strict=True):
        moved = (ends[0], max(ends[0], ends[1] - shift), ends[2])
        body.append((" " * (blanks - 1) + text, moved))
    before = page(body)
    (after,) = with_usual_cells([before], [ROWS])
    for span in ROWS:
        assert sorted(" ".join(cells(after, span)).split()) == sorted(
            " ".join(cells(before, span)).split()
        )
    assert all(list(cut.ends) == sorted(cut.ends) for cut in after.cuts)


def test_a_row_as_tall_as_a_page_does_not_make_it_slow() -> None:
    tall = ("    kết quả trên cơ sở của A        Bộ nội vụ", (0, 6, 9))
    sheet = page([*BODY, *([tall] * 150)])
    begin = process_time()
    with_usual_cells([sheet], [[*ROWS[:4], Span(4, len(BODY) + 150, 4)]])
    assert process_time() - begin < 5.0
