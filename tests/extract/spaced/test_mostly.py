"""Tables most of whose cells are in doubt."""

from __future__ import annotations

from pipeline.extract.spaced.doubts.mostly import add_mostly
from tests.extract.spaced.printed_rows import printed_row

ROWS = [
    printed_row(f"{number}.", "Nạo vét kênh cấp hai", "Sở Xây dựng", "Kênh", "")
    for number in range(1, 9)
]


def why_of(doubtful: int) -> list[dict[int, str]]:
    """Reasons for three cells of each of the first rows."""
    return [dict.fromkeys((1, 2, 3), "x") if at < doubtful else {} for at in range(len(ROWS))]


def test_where_most_cells_are_in_doubt_all_are_blank_ones_too() -> None:
    why = why_of(7)
    add_mostly([ROWS[:5], ROWS[5:]], [why[:5], why[5:]])
    assert [set(row) for row in why] == [set(range(5))] * len(ROWS)
    assert why[0][1] == "x"


def test_where_few_are_the_others_stay_certain() -> None:
    why = why_of(3)
    add_mostly([ROWS], [why])
    assert why == why_of(3)


def test_headings_tell_nothing_of_the_other_cells() -> None:
    headings = [printed_row(number, "Thủy lợi", "", "", "") for number in ("I", "II", "III", "IV")]
    why: list[dict[int, str]] = [*why_of(7), *({} for _ in headings)]
    add_mostly([[*ROWS, *headings]], [why])
    assert all(len(row) == 5 for row in why)


def test_a_few_rows_do_not_tell_it() -> None:
    why: list[dict[int, str]] = [dict.fromkeys((1, 2, 3), "x"), {}]
    add_mostly([ROWS[:2]], [why])
    assert why[1] == {}
