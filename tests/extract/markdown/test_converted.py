"""What converters and scripts leave in a text, where a document may mean just that."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.data.records import Document
from pipeline.extract import extract
from pipeline.extract.markdown.broken_rows import whole_rows
from pipeline.extract.markdown.titled_pipes import with_own_rules
from pipeline.extract.text.lines import NumberedLine
from pipeline.model import Source
from pipeline.normalize import normalize


def document(folder: Path, name: str, text: str) -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return normalize(extract(Source(path, name)))


def numbered(texts: list[str]) -> list[NumberedLine]:
    return [NumberedLine(at, text) for at, text in enumerate(texts, start=1)]


def test_a_number_behind_a_figure_is_part_of_a_name(tmp_path: Path) -> None:
    text = "TT,Tên,Mục 1,Mục 1.1,Giá,Giá.1\n1,Đất ở,12,13,5,6\n2,Đất rừng,15,16,7,8\n"
    (table,) = document(tmp_path, "a.csv", text).tables
    assert table.headers[2:] == ("Mục 1", "Mục 1.1", "Giá", "Giá")


@pytest.mark.parametrize(
    ("cells", "read"),
    [(("1.0", "bản thử", "2.0"), ["1.0", "bản thử", "2.0"]), (("1.0", "", "2.0"), ["1", "", "2"])],
)
def test_whole_numbers_of_a_frame_stand_in_columns_of_numbers(
    tmp_path: Path, cells: tuple[str, ...], read: list[str]
) -> None:
    rows = "".join(f"{at},{at + 1},Kho dữ liệu,{cell}\n" for at, cell in enumerate(cells))
    found = document(tmp_path, "a.csv", f",TT,Phần mềm,Phiên bản\n{rows}")
    column = found.tables[0].columns[-1]
    assert [cell.text for cell in found.cells if cell.column == column] == read


@pytest.mark.parametrize(
    ("behind", "cell"), [("và 7/2026", "6/2026<br>và 7/2026"), ("Nơi nhận:", "6/2026")]
)
def test_the_last_row_keeps_what_goes_on(behind: str, cell: str) -> None:
    rows = ["TT | Việc | Hạn", "1 | Đo đạc", "bản đồ | 3/2026", "2 | In | 6/2026", behind]
    found = [line.text for line in whole_rows(numbered(rows))]
    assert f"| 2 | In | {cell} |" in found


def test_dashes_again_and_again_take_no_longer_than_their_lines() -> None:
    lines = numbered(["a  ", "---  "] * 3000)
    start = time.perf_counter()
    assert with_own_rules(lines) == lines
    assert time.perf_counter() - start < 5  # each looked on to the last line: a minute
