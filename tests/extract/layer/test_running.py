"""Running heads and feet of texts that keep no places: what stands at the edges of their pages."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.doubts.feet import TAKEN_OUT
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.numbered_heads import with_heads_apart
from pipeline.extract.layer.lines.pages import with_page_numbers
from pipeline.extract.layer.names.headers import find_headers
from pipeline.extract.layer.names.running import opening_headers, running_lines
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid, Prose

HEAD = "Kèm theo Nghị quyết số 15/NQ-CP"
WORDS = ("khai thác", "sử dụng", "Bộ Y tế", "Cơ sở dữ liệu", "Quý II/2026", "Thường xuyên")


def _lines(page: int) -> list[str]:
    """Lines of cells, which stand anywhere; the first one goes on from the page before."""
    return [f"và câu {page}b", *WORDS[page % len(WORDS) :], *WORDS, f"hết {page}c"]


def _running(pages: list[list[str]], *, feeds: bool) -> list[str]:
    """The running lines of pages of lines, in order."""
    pieces = [
        LinePiece(text, number * 100 + at, "", opens_page=feeds and not at and number > 0)
        for number, page in enumerate(pages)
        for at, text in enumerate(page)
    ]
    paged, numbers = with_page_numbers(pieces)
    return [paged[at].text for at in sorted(running_lines(paged, numbers, (), feeds))]


@pytest.mark.parametrize("feeds", [True, False])
@pytest.mark.parametrize("order", ["head, number, lines", "lines, head, number", "number last"])
def test_a_line_printed_beside_each_number_is_a_running_head(feeds: bool, order: str) -> None:
    pages, marks = [], []
    for number in range(1, 6):
        lines, mark = _lines(number), [HEAD, str(number)]
        around = {"head, number, lines": [*mark, *lines], "lines, head, number": [*lines, *mark]}
        pages.append(around.get(order, [HEAD, *lines, str(number)]))
        marks += mark
    assert _running(pages, feeds=feeds) == marks


def test_a_head_with_the_number_of_the_page_in_it_is_one() -> None:
    pages = [[f"Công báo/Số 15 + 16 {page}", *_lines(page)] for page in range(7, 12)]
    assert _running(pages, feeds=True) == [page[0] for page in pages]


@pytest.mark.parametrize("edge", ["Thường xuyên", "Điều 4", "Bảng 2", "2026", "Phụ lục 3"])
def test_words_at_the_edges_of_pages_that_stand_elsewhere_or_count_others_are_none(
    edge: str,
) -> None:
    count = edge[-1].isdigit() and edge != "2026"
    edges = [f"{edge[:-1]}{page}" if count else edge for page in range(1, 6)]
    pages = [[*_lines(page), last] for page, last in enumerate(edges)]
    assert _running(pages, feeds=True) == []


@pytest.mark.parametrize(
    "form", ["{head} - {page} -", "- {page} -{head}", "{page}/9{head}", "{head} {page}/9"]
)
@pytest.mark.parametrize("at_top", [True, False])
def test_a_head_on_the_line_of_the_number_is_one_where_pages_are_not_marked(
    form: str, at_top: bool
) -> None:
    """It stood in the cells that the page breaks cut, silently: nothing else shows the pages."""
    heads = {page: [form.format(head=HEAD, page=page)] for page in range(1, 9)}
    pages = [
        [*head, *_lines(page)] if at_top else [*_lines(page), *head] for page, head in heads.items()
    ]
    pieces = [
        LinePiece(text, at, "")
        for at, text in enumerate((one for page in pages for one in page), 1)
    ]
    paged, numbers = with_page_numbers(pieces)
    assert len(numbers) == 8
    running = [paged[at].text for at in sorted(running_lines(paged, numbers, (), marked=False))]
    assert running.count(HEAD) == 8
    assert sum(piece.opens_page for piece in paged) == 7
    assert Counter("".join(piece.text for piece in paged).replace(" ", "")) == Counter(
        "".join(piece.text for piece in pieces).replace(" ", "")
    )


@pytest.mark.parametrize(
    "titles",
    [
        [f"Danh mục nhiệm vụ {number}" for number in (1, 2, 4, 5)],
        [f"Danh mục nhiệm vụ {number}" for number in (1, 2)],
        [f"Bảng biểu {number}" for number in (1, 2, 3, 4)],
    ],
)
def test_words_beside_numbers_that_count_no_pages_are_no_head(titles: list[str]) -> None:
    texts = [line for at, title in enumerate(titles) for line in (title, *_lines(at))]
    pieces = [LinePiece(text, at, "") for at, text in enumerate(texts, 1)]
    assert with_page_numbers(pieces) == (pieces, set())


@pytest.mark.parametrize(
    ("numbered", "rest", "end"),
    [
        *product(("{at}", "{at} Bảo trì đường", ""), (3,), ("{at}", "{at}/2026", "{at}/8")),
        *product(("{at}", "{at} Bảo trì đường"), (40,), ("{at}", "{at}/2026")),
    ],
)
def test_titles_of_rows_that_end_with_counting_numbers_are_no_heads(
    numbered: str, rest: int, end: str
) -> None:
    """They were taken out of all rows, silently."""
    rows = [
        [numbered.format(at=at), "Xây dựng tuyến đường số " + end.format(at=at)]
        + ["UBND xã Tân Lập"] * rest
        for at in range(1, 9)
    ]
    texts = [text for row in rows for text in row if text]
    pieces = [LinePiece(text, at, "") for at, text in enumerate(texts, 1)]
    assert with_heads_apart(pieces, 3) == (pieces, [])


@pytest.mark.parametrize("at_top", [True, False])
def test_a_bare_number_behind_a_head_counts_pages_that_are_as_high(at_top: bool) -> None:
    texts = [
        text
        for page in range(4, 9)
        for text in (
            *([f"{HEAD} {page}"] * at_top),
            *(f"{2 * page + row} Thông tin" if row < 2 else "và câu" for row in range(35)),
            *([f"{HEAD} {page}"] * (not at_top)),
        )
    ]
    pieces = [LinePiece(text, at, "") for at, text in enumerate(texts, 1)]
    assert [parted.text for parted in with_heads_apart(pieces, 3)[0]].count(HEAD) == 5


def test_the_heading_of_an_annex_on_each_of_its_pages_stays_where_it_is_first() -> None:
    pages = [["Phụ lục II", *_lines(page)] for page in range(5)]
    assert _running(pages, feeds=True) == ["Phụ lục II"] * 4


def test_headings_of_an_annex_over_tables_of_their_own_are_none() -> None:
    tops = {0: "Phụ lục II", 4: "Phụ lục II", 8: "Phụ lục II"}
    pages = [[*([tops[page]] if page in tops else []), *_lines(page)] for page in range(14)]
    assert _running(pages, feeds=True) == []


def test_a_head_is_one_above_the_heading_of_a_table_too() -> None:
    header = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    pages = [
        [
            HEAD,
            *(["Biểu 2", "Đợt 2"] if at == 4 else []),
            *header,
            *(f"{n} Ý {at}x" for n in "1234"),
        ]
        for at in range(9)
    ]
    pieces = [LinePiece(text, at, "") for at, text in enumerate(text for p in pages for text in p)]
    headers = find_headers(pieces)
    assert len(headers) == len(pages)
    found = running_lines(pieces, set(), headers, marked=False)
    assert [pieces[at].text for at in sorted(found)] == [HEAD] * len(pages)


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=8, max_size=12), min_size=5, max_size=9),
    st.booleans(),
)
def test_a_running_head_costs_no_line_of_any_page(pages: list[list[str]], on_top: bool) -> None:
    around = [[HEAD, *page] if on_top else [*page, HEAD] for page in pages]
    assert _running(around, feeds=True).count(HEAD) == len(pages)
    assert set(_running(around, feeds=True)) <= {HEAD, *WORDS}


def test_a_running_head_is_no_line_of_the_row_that_its_page_cuts() -> None:
    header = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    names = ["Y tế", "Nội vụ", "Tư pháp", "Công an", "Tài chính", "Xây dựng", "Công Thương"]
    lines: list[str] = []
    for at, name in enumerate(names * 4, start=1):
        row = [str(at), f"Rà soát các quy định về {name}", "và", f"Bộ {name}", "Quý II/2026"]
        page = [HEAD, f"Trang {at // 4 + 1}", *header]
        lines += page if at == 1 else []
        lines += [*row[:2], *(page if at % 4 == 0 else ()), f"đề xuất sửa đổi, {row[2]} bổ sung"]
        lines += row[3:]
    pages, problems = read_layer(list(split_lines("\n".join(lines))))
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    cells = [
        piece.text for grid in grids for row in grid.rows for c in row for piece in c.fragments
    ]
    assert not [text for text in cells if HEAD in text or text.startswith("Trang")]
    told = [block for page in pages for block in page.blocks if isinstance(block, Prose)]
    assert [block.fragment.text for block in told if block.running][::2] == [HEAD] * 8
    assert not [problem for problem in problems if problem.severity == "error"]


def _rows_of_pages(last: str) -> tuple[list[str], list[str]]:
    """Why the products of the last rows of six pages are in doubt, which end with the same words,
    and the running lines."""
    header = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm"]
    kinds = ("Báo cáo", "Nghị định", "Tờ trình")
    bodies = ("Sở Y tế", "Sở Nội vụ", "Bộ Tài chính", "Sở Xây dựng", "Sở Tư pháp")
    pages = []
    for page in range(6):
        rows = [
            [str(at), f"Xây dựng kế hoạch số {at} về", f"lĩnh vực {chr(96 + at)}", bodies[at % 5],
             last if at % 3 == 0 else kinds[at % 3]]
            for at in range(3 * page + 1, 3 * page + 4)
        ]  # fmt: skip
        pages.append("\n".join([*header, *(text for row in rows for text in row)]))
    read, _ = read_layer(list(split_lines("\n\f".join(pages))))
    blocks = [block for page in read for block in page.blocks]
    doubts = [r[-1].doubt for b in blocks if isinstance(b, Grid) for r in b.rows[3:4]]
    running = [b.fragment.text for b in blocks if isinstance(b, Prose) and b.running]
    return doubts, running


def test_rows_that_all_lack_the_cell_above_a_running_foot_are_in_doubt() -> None:
    last = "Quyết định của Thủ tướng Chính phủ"
    doubts, running = _rows_of_pages(last)
    assert running == [last] * 6
    assert doubts.count(TAKEN_OUT) >= 4


@pytest.mark.parametrize("time", ["Tháng 12/2026", "Năm 2026", "Thường xuyên, hàng năm"])
def test_a_time_at_the_end_of_each_page_is_a_cell(time: str) -> None:
    pages = [[HEAD, f"và câu {page}b", *WORDS[:3], f"hết {page}c", time] for page in range(6)]
    assert _running(pages, feeds=True) == [HEAD] * 6


def test_a_header_printed_again_inside_a_page_begins_none() -> None:
    """reportlab prints it once more above a row that goes on on the next page. Were each of these
    taken for a page, a head would stand on too few of all to be one."""
    header = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    pieces: list[LinePiece] = []
    for page in range(9):
        lines = [HEAD, str(page + 1), *header, *_lines(page), *WORDS, *header, *_lines(page)[:4]]
        for at, text in enumerate(lines):
            pieces.append(LinePiece(text, len(pieces), "", opens_page=at == 0 and page > 0))
    paged, numbers = with_page_numbers(pieces)
    headers = find_headers(paged)
    assert len(headers) == 18
    found = running_lines(paged, numbers, headers, marked=True)
    assert [paged[at].text for at in sorted(found)].count(HEAD) == 9
    assert opening_headers(paged, headers[1:-1]) <= {headers[1].start}
