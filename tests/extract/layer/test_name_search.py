"""Names of columns are looked for with bounds: they find what looking at everything finds."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.name_search import divided, division_score
from pipeline.extract.layer.words import lexicon, role_of
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
