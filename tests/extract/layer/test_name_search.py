"""Names of columns are looked for with bounds: they find what looking at everything finds."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate, combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.names.name_search import divided, divided_into, division_score
from pipeline.extract.layer.signs.words import lexicon, role_of
from pipeline.writing.letters import fold

WORDS = tuple(
    re.findall(
        r"\S+",
        "Cơ quan chủ trì thực hiện Thời hạn hoàn thành Sản phẩm Kết quả Nhiệm vụ, giải pháp Ghi chú"
        " Đơn vị phối hợp NSNN Năm 2026 Bộ Công Thương (nếu có) tỷ đồng và của - ĐVT",
    )
)


@cache
def searched(header: str) -> str:
    """The role of a header by the longest of all beginnings, each compared; none where none is."""
    plain = fold(header)
    known = [(len(fold(start)), -place, role.name)
             for place, role in enumerate(lexicon().roles) for start in role.headers
             if f"{plain} ".startswith(f"{fold(start)} ")]  # fmt: skip
    return max(known)[2] if known else ""


@given(
    st.sampled_from([start for role in lexicon().roles for start in role.headers]),
    st.lists(st.sampled_from([word for word in WORDS if not word.isdigit()]), max_size=4),
)
def test_the_longest_beginning_tells_the_role(start: str, more: list[str]) -> None:
    header = " ".join([start, *more])

    assert role_of(header).name == searched(header)


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), min_size=1, max_size=9),
    st.booleans(),
)
def test_bounds_leave_the_best_division(printed: list[tuple[str, bool]], in_lines: bool) -> None:
    words, line = [], 0
    for word, breaks in printed:
        line += breaks
        words.append((line, word))
    best = [0.0]
    for end in range(1, len(words) + 1):
        every = (
            best[begin] + division_score(words, begin, end, in_lines, float("-inf"))
            for begin in range(end)
        )
        best.append(max(every))

    assert [score for score, _ in divided(words, in_lines)] == best


def as_texts(names: list[list[tuple[int, str]]]) -> list[str]:
    return [" ".join(word for _, word in name) for name in names]


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), min_size=1, max_size=7),
    st.integers(1, 7),
)
def test_a_division_into_so_many_names_is_the_best_of_these(
    printed: list[tuple[str, bool]], count: int
) -> None:
    words, line = [], 0
    for word, breaks in printed:
        line += breaks
        words.append((line, word))
    found = divided_into(words, count)
    if count > len(words):
        assert found == []
        return
    cuts = ((0, *inner, len(words)) for inner in combinations(range(1, len(words)), count - 1))
    scores = [sum(scored(words, *pair) for pair in pairwise(cut)) for cut in cuts]
    assert [word for name in found for word in name] == words
    ends = [0, *accumulate(map(len, found))]
    assert sum(scored(words, *pair) for pair in pairwise(ends)) == pytest.approx(max(scores))


def scored(words: list[tuple[int, str]], begin: int, end: int) -> float:
    return division_score(words, begin, end, True, float("-inf"))


def test_a_year_belongs_to_the_word_before_it() -> None:
    words = list(enumerate(["Chỉ tiêu", "Thực hiện năm", "2025", "Kế hoạch năm", "2026", "2027"]))
    lines = [(line, word) for line, text in words for word in text.split()]
    names = as_texts(divided(lines, in_lines=True)[-1][1])
    assert names[:2] == ["Chỉ tiêu", "Thực hiện năm 2025"]
    assert names[-2:] == ["2026", "2027"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (
            ["Chi phí quản lý chung (Nội nghiệp 15%;", "Ngoại nghiệp 20%)", "Đơn giá"],
            ["Chi phí quản lý chung (Nội nghiệp 15%; Ngoại nghiệp 20%)", "Đơn giá"],
        ),
        (["NĂM 2026 MỤC TIÊU ĐẾN", "NĂM 2030"], ["NĂM 2026", "MỤC TIÊU", "ĐẾN NĂM 2030"]),
        (["Đoạn đường", "Từ", "Đến", "Giá đất ở"], ["Đoạn đường", "Từ", "Đến", "Giá đất ở"]),
    ],
)
def test_a_name_goes_on_in_brackets_and_before_its_year(lines: list[str], names: list[str]) -> None:
    words = [(at, word) for at, line in enumerate(lines) for word in line.split()]
    found = divided(words, in_lines=True)[-1][1]
    assert [" ".join(word for _, word in name) for name in found] == names
