"""Rows without a number among those that have one, told by the figures their lines end with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.figures.figure_lines import numbered_rows
from pipeline.extract.layer.lines.lines import read_pieces
from pipeline.extract.layer.numbered.rows import find_labels
from pipeline.extract.text.lines import split_lines
from tests.extract.layer.test_text_layer import document

HEADER = "STT\nNội dung chi\nChi phí nhân công\nChi phí vật liệu\nThành tiền\n"
SUMS = "Tổng cộng 90.000 30.000 120.000\nNội nghiệp 40.000 10.000 50.000\n"
COSTS = (
    "{n} {title}\nTổng 9.{n}00 3.000 12.{n}00\nNội nghiệp 4.{n}00 1.000 5.{n}00\n"
    "Ngoại nghiệp - - -\n"
)
TITLES = ("Lập hồ sơ", "Đo vẽ bản đồ", "Kiểm tra sổ sách", "In bản đồ")
TABLE = HEADER + SUMS + "".join(COSTS.format(n=n, title=t) for n, t in enumerate(TITLES, start=1))


def test_lines_of_figures_are_rows_below_the_title_of_their_item() -> None:
    found = document(TABLE)
    cells = {(cell.row_id, cell.column): cell.text for cell in found.cells}
    [table] = found.tables
    read = [
        (row.label, *(cells[row.row_id, column] for column in table.columns[1:]))
        for row in found.rows
    ]
    assert read[:5] == [
        ("", "Tổng cộng", "90.000", "30.000", "120.000"),
        ("", "Nội nghiệp", "40.000", "10.000", "50.000"),
        ("1", "Lập hồ sơ", "", "", ""),
        ("", "Tổng", "9.100", "3.000", "12.100"),
        ("", "Nội nghiệp", "4.100", "1.000", "5.100"),
    ]
    assert [label for label, *_ in read].count("") == 2 + 3 * len(TITLES)


def test_figures_on_the_last_line_of_a_cell_end_no_row() -> None:
    """Each item has one line of figures."""
    rows = "".join(f"{n} {title}\ntheo quy định 9.{n}00 3.000 12.{n}00\n"
                   for n, title in enumerate(TITLES, start=1))  # fmt: skip
    assert [row.label for row in document(HEADER + rows).rows] == ["1", "2", "3", "4"]


@given(
    st.lists(st.sampled_from(("Tổng", "Nội nghiệp", "- Vật tư", "thửa", "3.000", "12")), max_size=9)
)
def test_no_line_is_lost(words: list[str]) -> None:
    lines = [*TABLE.splitlines()[5:], *words]
    pieces = list(read_pieces(list(split_lines("\n".join(lines)))))
    before, rows = numbered_rows(pieces, find_labels(pieces))
    kept = [piece.text for piece in before]
    for row in rows:
        kept += [" ".join([row.text, *(piece.text for piece in row.pieces)]).strip()]
    assert " ".join(kept).split() == " ".join(lines).split()
