"""Page numbers between lines, where nothing else shows the pages."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.lines.lines import LinePiece, read_pieces
from pipeline.extract.layer.lines.pages import with_page_numbers
from pipeline.extract.text.lines import split_lines

HEADERS = (
    ["Cơ quan, đơn      Năm 2027           Năm 2028", "STT", "vị      Nhiệm vụ   Kinh phí"],
    ["Cơ quan, đơn        Năm 2027         Năm 2028", "STT", "vị     Nhiệm vụ    Kinh phí"],
)
ROWS = [f"Sở {name}     Tập huấn     2.000,0" for name in ("Y tế", "Nội vụ", "Tư pháp", "Công an")]


def test_numbers_above_a_header_of_two_lines_count_pages_whatever_its_blanks() -> None:
    texts = [*HEADERS[0], *ROWS, *ROWS]
    for page in range(2, 6):
        texts += [str(page), *HEADERS[page % 2], *ROWS, *ROWS]
    pieces = [LinePiece(text, line, "") for line, text in enumerate(texts, start=1)]
    paged, numbers = with_page_numbers(pieces)
    assert [paged[index].text for index in sorted(numbers)] == ["2", "3", "4", "5"]


def _numbers(texts: list[str]) -> list[str]:
    pieces = [LinePiece(text, line, "") for line, text in enumerate(texts, start=1)]
    paged, numbers = with_page_numbers(pieces)
    return [paged[index].text for index in sorted(numbers)]


def test_a_number_behind_the_last_cell_of_its_page_is_found_between_two_others() -> None:
    page = ["khai thác", "sử dụng", *(f"Cơ sở dữ liệu {name}" for name in "abcdef")]
    texts = [*page, "1", *page, "2", *page, "Tháng 12/2026 3", *page, "4", *page, "5"]
    assert _numbers(texts) == ["1", "2", "3", "4", "5"]


def test_lines_that_end_with_the_missing_number_twice_tell_nothing() -> None:
    page = ["khai thác", *(f"cơ sở dữ liệu {name}" for name in "abcdefg")]
    texts = [*page, "1", *page, "2", *page, "Điều 3", *page, "Mẫu 3", *page, "4", *page, "5"]
    assert _numbers(texts) == []


def test_numbers_of_rows_that_begin_anew_under_each_heading_count_no_pages() -> None:
    rows = [text for number in range(1, 8) for text in (str(number), "Rà soát", "Bộ Y tế", "2026")]
    texts = ["ST", "T", "Nhiệm vụ", "A", "Thể chế", *rows, "B", "Hạ tầng", *rows]
    assert _numbers(texts) == []


def test_numbers_above_a_header_whose_first_name_is_cut_count_pages() -> None:
    header, rows = ["S", "TT", "Nhiệm vụ cụ thể"], ["Rà soát", "Bộ Y tế", "2026"] * 4
    texts = [*header, *rows, "1", *header, *rows, "Quý II/2026 2", *header, *rows, "3", *header]
    assert _numbers([*texts, *rows]) == ["1", "2", "3"]


def test_a_missing_number_that_has_a_line_of_its_own_is_parted_from_nothing() -> None:
    page = ["khai thác", "sử dụng", *(f"Cơ sở dữ liệu {name}" for name in "abcdef")]
    texts = [*page, "Trang 1", *page, "Trang 2", *page, "3", *page, "Trang 4", *page, "Trang 5"]
    assert "3" not in _numbers(texts)


def test_a_number_whose_stop_stands_on_the_next_line_is_that_of_a_row() -> None:
    page = ["khai thác", "sử dụng", *(f"cơ sở dữ liệu {name}" for name in "abcdef")]
    pages = [line for number in range(3, 7) for line in (str(number), *page)]
    texts = ["1", *page, "2", "II", *page, "1", ".", "tổ chức", *page, "2", ".", "tổ chức", *pages]
    pieces = [LinePiece(text, line, "") for line, text in enumerate(texts, start=1)]
    assert min(with_page_numbers(pieces)[1] - {0}) == texts.index("II") - 1


def test_rows_that_follow_each_other_and_begin_alike_count_no_pages() -> None:
    other = [text for at in range(1, 20) for text in (str(at), f"Rà soát {at}", "đề án", "Bộ Y tế")]
    alike = [text for at in range(20, 24) for text in (str(at), "Tham mưu ban hành", "đề án", "Bộ")]
    assert _numbers(["STT", "Nhiệm vụ", *other, *alike]) == []


def test_months_cut_from_their_year_are_no_pages_of_twenty() -> None:
    page = ["khai thác", *(f"cơ sở dữ liệu {name}" for name in "abcdefg")]
    texts = [line for number in range(1, 9) for line in (str(number), *page)]
    months = [text for month in ("10", "11", "12") for text in (f"{month}/20", "25", *page[:6])]
    assert _numbers([*texts[:40], *months, *texts[40:]]) == list("12345678")


def test_numbers_of_rows_whose_titles_begin_in_few_ways_count_no_pages() -> None:
    begins = ("Xây dựng kế hoạch", "Kiểm tra việc", "Tổ chức hội nghị", "Biên soạn tài liệu")
    texts = ["TT Nội dung"]
    for n in range(1, 13):
        texts += [
            str(n),
            begins[n % 4],
            f"việc thứ {n}",
            "Sở Y tế",
            "Sở Nội vụ",
            "Quý I",
            "Tờ trình",
        ]
    assert _numbers(texts) == []


def test_numbers_above_one_of_two_heads_count_pages() -> None:
    texts = ["TT Nội dung"]
    for n in range(1, 13):
        texts += [str(n), ("CÔNG BÁO", "Số 12 ngày")[n % 2], *(f"việc {n}{k}" for k in range(6))]
    assert _numbers(texts) == [str(n) for n in range(1, 13)]


def _page(number: int) -> list[str]:
    return [f"Bộ {name} rà soát {number * name}" for name in "abcdefghijklmnop"]


@pytest.mark.parametrize(
    "torn",
    [{5: ["4", "9"]}, {6: ["5", "0"]}, {at: [" ".join(str(44 + at))] for at in range(7)}],
)
def test_a_number_whose_digits_are_torn_counts_its_page(torn: dict[int, list[str]]) -> None:
    texts = ["NGHỊ QUYẾT"]
    for at in range(7):
        texts += [*(line.lower() for line in _page(at)), *torn.get(at, [str(44 + at)])]
    assert _numbers(texts) == ["44", "45", "46", "47", "48", "49", "50"]


def test_numbers_torn_beside_that_of_all_pages_count_pages() -> None:
    numbers = [[f"{number} / 1 2"] for number in range(1, 10)]
    numbers += [["1 0 / 1 2"], ["1 1", "/1 2"], ["1 2 / 1 2"]]
    texts = [line for at, number in enumerate(numbers) for line in (*number, *_page(at))]
    assert _numbers(texts) == [f"{n} / 12" for n in range(1, 11)] + ["11/12", "12 / 12"]


def test_figures_that_stand_one_below_the_other_are_no_torn_number() -> None:
    rows = [line for number in range(1, 15) for line in (str(number), "Rà soát", "Bộ", "1", "2")]
    assert _numbers(["STT", "Nhiệm vụ", *rows]) == []
    pieces = [LinePiece(text, line, "") for line, text in enumerate(rows, start=1)]
    assert [piece.text for piece in with_page_numbers(pieces)[0]] == rows


def test_numbers_from_above_the_first_table_on_that_stand_apart_as_pages_do_count_pages() -> None:
    texts = ["1", "NGHỊ QUYẾT", *_page(1), "2", "STT", "Nhiệm vụ", *_page(2), *_page(20)]
    for number in range(3, 8):
        texts += [str(number), *_page(number), "STT", "Nhiệm vụ", *_page(number + 20)]
    assert _numbers(texts) == [str(number) for number in range(1, 8)]


def test_numbers_that_name_all_pages_are_the_longest_run_of_them() -> None:
    texts = [line for number in range(1, 7) for line in (f"{number}/6", *_page(number))]
    assert _numbers([*texts[:18], "PHỤ LỤC I", *texts[18:]]) == [f"{n}/6" for n in range(1, 7)]


def test_the_number_of_a_page_above_an_annex_is_not_lost_among_numbers_of_rows() -> None:
    rows = "".join(f"{n}\nĐường {'ABCDEF'[n % 6]}, đoạn\nqua chợ 5.000\n" for n in range(1, 10))
    more = "".join(f"{n} Đường {'ABCDEF'[n % 6]}\nqua chợ 5.000\n" for n in range(10, 20))
    header = "STT Tên đường Mức giá\n"
    text = (
        f"QUYẾT ĐỊNH\nĐiều 1.\n1\nPHỤ LỤC I\n{header}{rows}2\n{header}{more}3\n{header}20 Đường A\n"
    )
    pieces = read_pieces(list(split_lines(text)))
    _, numbers = with_page_numbers(pieces)
    assert sorted(numbers)[0] == 2


def test_figures_on_one_line_that_count_no_page_stay_apart() -> None:
    texts = ["NGHỊ QUYẾT"]
    for number in range(1, 13):
        page = [line.lower() for line in _page(number)]
        figures = {10: ["1 0"], 11: ["1 1"]}.get(number, [])
        texts += [*page, *figures, *page, str(number)]
    pieces = [LinePiece(text, line, "") for line, text in enumerate(texts, start=1)]
    paged, numbers = with_page_numbers(pieces)
    assert [paged[at].text for at in sorted(numbers)] == [str(n) for n in range(1, 13)]
    assert [piece.text for piece in paged] == texts
