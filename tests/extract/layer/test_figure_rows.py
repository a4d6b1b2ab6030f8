"""Figures side by side in bare text: lines of their own, whole, in groups, as ends of rows."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.signs.grouped import best, is_amount, may_be_read, taught, together
from pipeline.extract.layer.signs.words import one_text
from pipeline.model import UNCERTAIN
from tests.extract.layer.test_text_layer import document

STREETS = ("Lê Lợi", "Trần Phú", "Nguyễn Huệ", "Hùng Vương", "Quang Trung", "Lý Thái Tổ")
LAND = "STT Tên đường, đoạn đường Vị trí 1 Vị trí 2 Vị trí 3 Vị trí 4\n"
DRUGS = (
    "PHỤ LỤC\nDANH MỤC THUỐC TRÚNG THẦU\n"
    "Tên hoạt chất Dạng bào chế Số lượng Đơn giá (đồng) Thành tiền (đồng)\n"
)
KINDS = ("Viên nén", "Thuốc hít", "Bột pha tiêm")


def streets(cut: bool, count: int = 6) -> str:
    """Rows whose third price is blank in turn; the last price `cut` by its column."""
    rows = []
    for n in range(1, count + 1):
        third = "-" if n % 2 else "4.100.000"
        last = f"1.{n}50.00\n0" if cut else f"1.{n}50.000"
        title = f"Đường {STREETS[n % 6]}: đoạn từ cầu\nđến Trường THPT số 2"
        rows.append(f"{n} {title} 2{n % 10}.700.000 4.800.000 {third} {last}")
    return LAND + "\n".join(rows) + "\n"


def cells(text: str) -> list[dict[str, str]]:
    """The cells of each row by column, without its number."""
    found = document(text)
    rows: dict[str, dict[str, str]] = {row.row_id: {} for row in found.rows}
    for cell in found.cells:
        rows[cell.row_id][cell.column] = cell.text
    return list(rows.values())


def test_figures_behind_a_title_and_dashes_among_them_are_cells() -> None:
    for row in cells(streets(cut=False)):
        assert row["vi_tri_1"].endswith(".700.000")
        assert row["vi_tri_2"] == "4.800.000"
        assert row["vi_tri_3"] in ("-", "4.100.000")
        assert row["title" if "title" in row else "ten_duong_doan_duong"].endswith("THPT số 2")


def test_an_amount_that_its_column_cuts_is_one_cell() -> None:
    assert [row["vi_tri_4"] for row in cells(streets(cut=True))] == [
        f"1.{n}50.000" for n in range(1, 7)
    ]


def test_numbers_of_rows_that_their_column_cuts_are_no_page_numbers() -> None:
    text = streets(cut=True, count=30)
    for n in range(10, 31):
        text = text.replace(f"\n{n} ", f"\n{n // 10}\n{n % 10}\n")
    assert len(cells(text)) == 30


def drugs(count: int) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            f"Hoạt chất {'ABCDEFGHIJKL'[n % 12]}",
            KINDS[n % 3],
            f"{n * 37 % 700 + 20} {n * 100 % 1000:03}",
            f"{n * 13 % 90 + 1} {n * 70 % 1000:03}",
            f"{n % 9 + 1} {n * 131 % 1000:03} {n * 17 % 1000:03}",
        )
        for n in range(1, count + 1)
    ]


def test_amounts_in_groups_tell_the_rows_of_a_table_without_numbers() -> None:
    rows = drugs(16)
    read = cells(DRUGS + "\n".join(map(" ".join, rows)) + "\n")
    assert len(read) == 16
    for row, (_, _, count, price, amount) in zip(read, rows, strict=True):
        assert row["so_luong"] == count
        assert row["don_gia_dong"] == price
        assert row["thanh_tien_dong"] == amount


def test_prose_with_figures_below_words_like_names_is_no_table() -> None:
    lines = "\n".join(
        f"Xã {name} thu {n} 250 triệu đồng, chi {n} 100 triệu đồng và còn {n}0 hộ nghèo."
        for n, name in enumerate(STREETS * 3, 1)
    )
    assert not document(DRUGS.replace("Dạng bào chế", "và") + lines).tables


amounts = st.integers(1, 10**9).map(lambda n: f"{n:,}".replace(",", " "))


def readings(run: list[str], count: int) -> list[tuple[int, ...]]:
    """Every way to read figures as so many amounts, by how many groups each has."""
    return [
        sizes
        for sizes in product(range(1, 6), repeat=count)
        if sum(sizes) == len(run)
        and all(
            is_amount(words) if len(words) > 1 else words[0] == "0" or words[0][0] != "0"
            for words in map(str.split, together(run, sizes))
        )
    ]


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=4, max_size=6))
def test_the_likeliest_reading_is_that_of_all_readings(rows: list[tuple[str, ...]]) -> None:
    runs = [" ".join(row).split() for row in rows]
    groups = taught(runs, 3)
    for run in runs:
        assert may_be_read(run, 3)
        for shares in groups:
            score = {
                sizes: sum(own[size - 1] for own, size in zip(shares, sizes, strict=True))
                for sizes in readings(run, 3)
            }
            sizes, is_sure = best(run, (shares,))
            assert score[sizes] == max(score.values())
            assert is_sure == all(
                score[sizes] - worth >= 2 for other, worth in score.items() if other != sizes
            )


@given(st.lists(st.sampled_from(("7", "25", "120", "400", "050", "000", "0")), max_size=9))
def test_figures_may_be_read_where_there_is_a_reading(run: list[str]) -> None:
    for count in range(1, 4):
        assert may_be_read(run, count) == bool(readings(run, count))


def test_rows_with_many_amounts_of_many_groups_are_read_though_their_ways_are_countless() -> None:
    runs = [[str(n + at) for at in range(100, 136)] for n in range(20)]
    groups = taught(runs, 12)
    assert sum(best(runs[0], groups)[0]) == 36


def test_amounts_with_as_many_groups_in_each_row_are_sure_and_others_are_not() -> None:
    runs = [f"{n} 800 {n} 650 {n} 403 000".split() for n in range(11, 21)]
    groups = taught(runs, 3)
    assert best(runs[0], groups) == ((2, 2, 3), True)
    assert best(["120", "800", "199", "650", "472", "403", "000"], groups) == ((2, 2, 3), True)
    alike = taught([f"{n} 800 {n + 100} 650 {n} 403 000".split() for n in range(11, 21)], 3)
    assert not best(["11", "800", "111", "650", "11", "403", "000"], alike)[1]
    assert not taught([["1", "2", "3"]] * 9, 3)


def doubted(text: str) -> list[set[str | None]]:
    """The columns in doubt of each row."""
    found = document(text)
    told = [(one.row_id, one.column) for one in found.problems if one.code == UNCERTAIN]
    return [{column for at, column in told if at == row.row_id} for row in found.rows]


def test_a_row_with_fewer_figures_than_columns_is_in_doubt_in_all_of_these() -> None:
    rows = [
        f"{n} Đường {STREETS[n % 6]} 2{n}.700.000 4.800.000 3.100.000 90{n}.000"
        for n in range(1, 9)
    ]
    rows[4] = rows[4].replace(" 4.800.000", "")
    told = [
        len(own & {f"vi_tri_{n}" for n in range(1, 5)}) for own in doubted(LAND + "\n".join(rows))
    ]
    assert told[4] >= 3
    assert not any(told[:4] + told[5:-1])


def test_figures_below_a_name_of_words_show_that_the_names_are_not_understood() -> None:
    header = "STT Tên đơn vị Giao năm 2025 Ghi chú Tổng số Viên chức\n"
    rows = "\n".join(
        f"{n} Trường {STREETS[n % 6]} {n + 30} {n + 20} {n + 10} {n}" for n in range(1, 9)
    )
    told = [one.code for one in document(header + rows).problems]
    assert "header-uncertain" in told


def test_the_code_of_a_procedure_that_its_column_cuts_is_one_text() -> None:
    assert one_text(["1.00204", "7"]) == "1.002047"
    assert one_text(["2.00", "0815"]) == "2.000815"
    assert one_text(["1.5", "2"]) == "1.5 2"


def test_a_row_that_is_nothing_but_its_number_is_read() -> None:
    text = "TT Tên thuốc Số lượng Đơn giá (đồng) Ghi chú\n1 A 5 6\n2\n3 B 5 6\n"
    assert [row.label for row in document(text).rows] == ["1", "2", "3"]
