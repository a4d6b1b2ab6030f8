"""Text whose columns are mixed line by line is refused."""

from __future__ import annotations

from itertools import zip_longest

from pipeline.extract.layer.doubts.order import INTERLEAVED, Evidence, Order
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid

ROWS = [
    (f"{number}.", ["Xây dựng nền tảng số dùng", "chung của ngành, bảo đảm", "kết nối và chia sẻ"],
     ["Bộ Khoa học", "và Công nghệ"], ["Bộ Tài chính"], ["Tháng 12/2026"])
    for number in range(1, 9)
]  # fmt: skip
HEADER = "TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn thành\n"


def across() -> str:
    """The lines of each row straight across its columns."""
    lines = []
    for number, *cells in ROWS:
        for place, parts in enumerate(zip_longest(*cells, fillvalue="")):
            label = number if place == 0 else ""
            lines.append(" ".join(part for part in (label, *parts) if part))
    return HEADER + "\n".join(lines) + "\n"


def in_order() -> str:
    """The same cells one after the other."""
    lines = []
    for number, *cells in ROWS:
        first, *rest = [line for cell in cells for line in cell]
        lines += [f"{number} {first}", *rest]
    return HEADER + "\n".join(lines) + "\n"


def test_lines_across_the_columns_are_refused() -> None:
    pages, problems = read_layer(list(split_lines(across())))
    assert [(p.severity, p.code) for p in problems] == [("error", "text-interleaved")]
    assert not [block for page in pages for block in page.blocks if isinstance(block, Grid)]


def test_cells_in_order_are_not() -> None:
    pages, problems = read_layer(list(split_lines(in_order())))
    assert not [p for p in problems if p.severity == "error"]
    assert sum(len(b.rows) for p in pages for b in p.blocks if isinstance(b, Grid)) == 9


def test_cells_that_wrap_behind_the_rows_of_their_page_are_refused() -> None:
    """As spreadsheets print them: cells of one line row by row, then all others."""
    short = "".join(f"{number} Bộ Tài chính Tháng {number}/2026\n" for number in range(1, 9))
    long = "".join(
        f"Rà soát quy định về lĩnh vực thứ {word}\ncủa các bộ, ngành và địa phương\n"
        for word in ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám")
    )
    text = f"TT Nhiệm vụ Chủ trì Thời hạn\n{short}{long}"
    _, problems = read_layer(list(split_lines(text)))
    told = [problem for problem in problems if problem.code == INTERLEAVED]
    assert ["behind the rows" in problem.message for problem in told] == [True]


def test_names_of_columns_behind_the_rows_are_refused() -> None:
    text = (
        "TT Tên nhiệm vụ Lưu ý\nI.\nChương trình Thường xuyên\nTháng 9/2026\n"
        "Cơ quan chủ\ntrì\nCơ quan phối\nhợp\nNâng cao nhận thức, đột\nphá về tư duy\n"
        "Xây dựng chương trình\nchuyên biệt\nBộ Khoa học\nvà Công nghệ\nBộ Tài\nchính\n"
    )
    _, problems = read_layer(list(split_lines(text)))
    assert INTERLEAVED in {problem.code for problem in problems}


def test_page_numbers_and_headers_printed_again_are_no_rows_read_across() -> None:
    """A table without numbers, each page headed by its number and the header."""
    cells = "Rà soát quy định số {}\nvề giao dịch điện tử\nBộ Tư pháp\nBộ Nội vụ\nTháng {}/2026\n"
    pages = [
        f"{page}\n{HEADER}" + "".join(cells.format(4 * page + at, at) for at in range(1, 9))
        for page in range(1, 8)
    ]
    _, problems = read_layer(list(split_lines("".join(pages))))
    assert INTERLEAVED not in {problem.code for problem in problems}


def test_rows_that_look_in_order_may_read_poorly() -> None:
    """Few rows of narrow columns teach little: what is in no order looks otherwise too."""
    poor = Evidence(rows=24, lines=180, score=340.0)
    assert poor.is_bad(in_order=False)
    assert not poor.is_bad(in_order=True)
    assert Evidence(rows=24, lines=180, score=200.0).is_bad(in_order=True)
    assert Order(rows=24, begins=0.3).is_in_order
    assert not Order(rows=24, begins=0.7).is_in_order
    assert not Order(rows=6, begins=0.0).is_in_order
