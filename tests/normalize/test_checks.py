"""Doubts a table raises about itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.read import read_document_from
from pipeline.batch.sources import discover
from pipeline.model import Fragment, Place
from pipeline.normalize.checks import deadlines_on_pages
from pipeline.normalize.tables.outline import Position
from pipeline.normalize.tables.rows import TableCell, TableRow

HEADER = "STT | Nhiệm vụ | Cơ quan chủ trì\n--- | --- | ---\n"


def told(folder: Path, rows: str) -> set[str]:
    (folder / "a.md").write_text(HEADER + rows, encoding="utf-8")
    (source,) = discover([folder])
    return {problem.code for problem in read_document_from(source).problems}


@pytest.mark.parametrize(
    ("number", "several"),
    [
        ("1 2 3", True),
        ("1.1 1.2", True),
        ("I II", True),
        ("I 1", True),
        ("D E F", True),
        ("1", False),
        ("1 000", False),
    ],
)
def test_several_numbers_in_a_cell_are_several_rows(
    tmp_path: Path, number: str, several: bool
) -> None:
    assert ("rows-in-one" in told(tmp_path, f"{number} | Việc A | Bộ Y tế\n")) == several


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        ("1 | Việc A | Bộ Y tế\n2 | Việc B | Bộ Y tế\n| | 3 Việc C | Bộ Y tế |\n", True),
        ("1 | Việc A | Bộ Y tế\n| | 2 xã vùng cao | Bộ Y tế |\n2 | Việc B | Bộ Y tế\n", False),
        ("1 | Việc A | Bộ Y tế\n| | 5 xã vùng cao | Bộ Y tế |\n", False),
    ],
)
def test_a_number_that_stands_in_the_text_of_its_row_is_told(
    tmp_path: Path, rows: str, lost: bool
) -> None:
    assert ("label-gap" in told(tmp_path, rows)) == lost


@pytest.mark.parametrize(
    ("task", "misspelled"),
    [
        ("Xây dựng Đề án phát triển kinh tế số", False),
        ("Xâzy dựqng Đfề ánx phzát trixển kinh tfế sxố", True),
        ("XÃ¢y dá»±ng Ä\x91á»\x81 Ã¡n phÃ¡t triá»ƒn kinh táº¿ sá»‘", False),  # decoded
        ("Xây dự ng Đề án phát triể n kin h tế số", True),
        ("Nghiên cứu công nghệ blockchain tại Đắk Lắk, Kon Tum", False),
    ],
)
def test_a_table_whose_words_are_no_vietnamese_is_an_error(
    tmp_path: Path, task: str, misspelled: bool
) -> None:
    rows = "".join(f"{n} | {task} | Bộ Y tế\n" for n in range(1, 9))
    assert ("text-implausible" in told(tmp_path, rows)) == misspelled


@pytest.mark.parametrize(
    ("rows", "moved"),
    [
        ("37. | Việc A | Bộ Y tế\n38.1 | Việc B | Bộ Y tế\n", ["38.1 stands under 37."]),
        ("37. | Việc A | Bộ Y tế\n37.1 | Việc B | Bộ Y tế\n", []),
    ],
)
def test_a_number_that_names_another_parent_is_told(
    tmp_path: Path, rows: str, moved: list[str]
) -> None:
    (tmp_path / "a.md").write_text(HEADER + rows, encoding="utf-8")
    (source,) = discover([tmp_path])
    document = read_document_from(source)
    told = [p.message for p in document.problems if p.code == "parent-by-position"]
    assert [message.partition(";")[0] for message in told] == moved
    assert document.tasks[1].parent_row_id == document.tasks[0].row_id


def test_a_list_of_annexes_lacks_no_header(tmp_path: Path) -> None:
    fields = ("Quốc phòng", "Y tế", "Tài chính", "Thủy lợi", "Xây dựng", "Công an")
    for name, label in (("a.txt", "Phụ lục I."), ("b.txt", "Nhóm việc ")):
        rows = (f"{label}{n}\t{field}\n" for n, field in enumerate(fields, 1))
        (tmp_path / name).write_text("".join(rows), encoding="utf-8")
    codes = [
        "header-missing" in {problem.code for problem in read_document_from(source).problems}
        for source in discover([tmp_path])
    ]
    assert codes == [False, True]


def row_on_pages(label: str, *deadlines: str) -> TableRow:
    """A row with lines of its deadline on one page after the other."""
    lines = [Fragment(text, Place(page, line=page)) for page, text in enumerate(deadlines, start=1)]
    cell = TableCell(" ".join(deadlines), tuple(lines))
    return TableRow("item", label, None, (cell,), Position(None, None, 0), (1, len(lines)))


@pytest.mark.parametrize(
    ("row", "two"),
    [
        (row_on_pages("", "Tháng 9/2025", "Hằng năm"), True),
        (row_on_pages("", "Tháng", "9/2025"), False),
        (row_on_pages("7.", "Tháng 9/2025", "Hằng năm"), False),
        (row_on_pages("", "Tháng 9/2025"), False),
        (row_on_pages("", "-", "Hằng năm"), False),
    ],
)
def test_a_row_with_a_whole_deadline_on_each_page_may_be_two(row: TableRow, two: bool) -> None:
    assert bool([*deadlines_on_pages([row], 0)]) == two
