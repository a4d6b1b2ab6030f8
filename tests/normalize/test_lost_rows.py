"""Rows that a table without rules may have lost are told."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Block, Cell, Fragment, Grid, Ground, Page, Place, Prose
from pipeline.normalize.lost_rows import lost_rows
from pipeline.normalize.tables.stitch import stitch

NAMES = ("Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")


def line(page: int, y: float, *texts: str) -> list[Prose]:
    """Texts side by side."""
    return [
        Prose(Fragment(text, Place(page, None, 100.0 * x, y, 100.0 * x + 50, y + 10)))
        for x, text in enumerate(texts)
    ]


def grid(page: int, *rows: tuple[str, ...]) -> Grid:
    cells = [
        tuple(Cell((Fragment(t, Place(page, None, 0, 50, 9, 60)),)) for t in row) for row in rows
    ]
    return Grid(tuple(cells), ground="alignment")


def told(*above: Prose) -> list[tuple[str, str, int | None]]:
    rows = grid(2, NAMES, ("Sửa đổi Luật", "Bộ Nội vụ", "Quý II/2026"))
    pages = (Page(1, above, 50), Page(2, (rows,), 50))
    return [(p.severity, p.code, p.page) for p in lost_rows(stitch(pages))]


def test_names_of_columns_outside_of_every_table_are_told() -> None:
    row = line(1, 90, "Xây dựng Nghị định", "Bộ Công an", "Tháng 3/2026")
    assert told(*line(1, 60, *NAMES), *row) == [("error", "rows-uncertain", 1)]
    assert told(*line(1, 60, "Nơi nhận", "Thủ tướng", "Bộ Nội vụ"), *row) == []


def test_many_lines_side_by_side_in_no_table_are_told_and_contents_are_none() -> None:
    rows = [line(1, 60 + 15 * at, "Trồng rừng", "Sở Công Thương", "Quý I") for at in range(5)]
    pages = [line(1, 60 + 15 * at, f"{at}.", "Trồng rừng", str(3 * at)) for at in range(5)]
    assert told(*(one for row in rows for one in row)) == [("error", "rows-uncertain", 1)]
    assert told(*(one for row in rows[:4] for one in row)) == []
    assert told(*(one for row in pages for one in row)) == []


def test_two_unknown_names_of_several_lines_over_two_columns_are_told() -> None:
    def bold(y: float, *texts: str) -> list[Prose]:
        names = line(1, y, *texts)
        return [replace(one, fragment=replace(one.fragment, bold=True)) for one in names]

    names = [*bold(60, "Mẫu giấy"), *line(1, 63, "", "Nơi cấp")[1:], *bold(70, "và số")]
    names = [replace(one, fragment=replace(one.fragment, bold=True)) for one in names]
    rows = [one for at in range(5) for one in line(1, 90 + 15 * at, "Giấy A", "Xã B")]
    over = Prose(Fragment("Căn cứ Luật", Place(1, None, 0, 80, 500, 90)))
    assert told(*names, *rows) == [("error", "rows-uncertain", 1)]
    assert told(*bold(60, "Mẫu giấy", "Nơi cấp"), *rows) == [("error", "rows-uncertain", 1)]
    assert told(*names, over, *rows) == []
    assert told(*bold(60, "Nơi nhận:", "CHỦ TỊCH"), *rows) == []
    assert told(*names, *rows[:8]) == []


def test_words_in_the_middle_of_a_table_and_in_no_cell_are_told() -> None:
    def cell(text: str, x: float, y: float) -> Cell:
        return Cell((Fragment(text, Place(1, None, x, y, x + 80, y + 10)),))

    names = tuple(cell(name, 100 * at, 50) for at, name in enumerate(NAMES))
    row = tuple(
        cell(text, 100 * at, 90) for at, text in enumerate(("Sửa Luật", "Bộ Y tế", "Quý I"))
    )
    inside, below = line(1, 70, "khoa học"), line(1, 130, "khoa học")
    for extra, codes in ((inside, ["rows-uncertain"]), (below, [])):
        page = Page(1, (Grid((names, row), ground="mixed"), *extra), 50)
        assert [problem.code for problem in lost_rows(stitch((page,)))] == codes


def test_texts_in_the_columns_of_a_table_below_it_or_on_the_next_page_are_told() -> None:
    def row(page: int, y: float, *texts: str) -> tuple[Cell, ...]:
        return tuple(Cell((one.fragment,)) for one in line(page, y, *texts))

    rows = (NAMES, *[("Sửa Luật", "Bộ Y tế", "Quý I")] * 2)
    table = Grid(tuple(row(1, 50 + 20 * at, *texts) for at, texts in enumerate(rows)))
    first, rest = line(2, 40, "Rà soát", "Bộ Nội vụ", "Quý II"), line(2, 55, "chính", "và")
    closing = line(2, 40, "Nơi nhận:", "TM. ỦY BAN", "CHỦ TỊCH")
    for page, extra, codes in (
        (2, [*first, *rest], ["rows-uncertain"]),
        (
            1,
            line(1, 140, "Rà soát", "Bộ Nội vụ", "Quý II") + line(1, 155, "số", "và"),
            ["rows-uncertain"],
        ),
        (2, [*closing, *rest], []),
    ):
        pages = (
            Page(1, (table, *(extra if page == 1 else ())), 50),
            Page(2, tuple(extra if page == 2 else ()), 50),
        )
        assert [problem.code for problem in lost_rows(stitch(pages))] == codes


def test_two_names_in_bold_over_two_columns_in_no_table_are_told() -> None:
    names = [
        Prose(replace(one.fragment, bold=True))
        for one in line(1, 60, "Tên nhiệm vụ", "Cơ quan chủ trì")
    ]
    rows = [line(1, 75 + 15 * at, "Trồng rừng", "Sở Công Thương") for at in range(5)]
    page = Page(1, (*names, *(one for row in rows for one in row)), 50)
    fewer = Page(1, (*names, *(one for row in rows[1:] for one in row)), 50)
    assert [problem.code for problem in lost_rows(stitch((page,)))] == ["rows-uncertain"]
    assert not list(lost_rows(stitch((fewer,))))


def test_a_heading_of_a_group_below_the_table_of_its_page_is_told() -> None:
    def below(*texts: str) -> list[tuple[str, str, int | None]]:
        task = ("", "Sửa đổi Luật", "Bộ Nội vụ", "Quý II")
        cells = [
            tuple(
                Cell((Fragment(text, Place(2, None, 100.0 * x, y, 100.0 * x + 50, y + 10)),))
                for x, text in enumerate(row)
            )
            for y, row in ((40, ("", *NAMES)), (60, task), (80, task))
        ]
        blocks: tuple[Block, ...] = (Grid(tuple(cells), ground="mixed"), *line(2, 95, *texts))
        pages = (Page(2, blocks, 50),)
        return [(p.severity, p.code, p.page) for p in lost_rows(stitch(pages))]

    assert below("IV.", "Phát triển nhân lực") == [("error", "rows-uncertain", 2)]
    assert below("Nơi nhận:", "Phát triển nhân lực") == []
    assert below("IV. Phát triển nhân lực") == []


def test_amounts_in_the_names_of_columns_are_rows_that_were_read_as_names() -> None:
    def codes(*names: str, ground: Ground = "alignment") -> list[str]:
        read = grid(1, names, ("Rà soát", "24.384", "7.971"), ("Xây dựng", "1.703.160", "15.499"))
        read = replace(read, header_rows=1, ground=ground)
        return [problem.code for problem in lost_rows(stitch((Page(1, (read,), 50),)))]

    names = ("Nội dung Tổng cộng", "Chi phí nhân công 26.478.495", "Chi phí dụng cụ 333.055")
    assert codes(*names) == ["rows-uncertain"]
    assert codes(*names, ground="rules") == []
    assert codes(names[0], names[1], "Chi phí dụng cụ năm 2026") == []
    assert codes("Văn bản", "Điều 1.2.3", "Số 333.055/QĐ-UBND ngày 1.12.2026") == []
