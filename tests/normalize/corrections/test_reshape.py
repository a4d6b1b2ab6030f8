"""Rows that were missed or are none, tables that are one or two, marks, cuts inside a line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.records import Document
from pipeline.model import Fragment, Mend, Place, ReadWord
from pipeline.normalize.corrections.match import added_print
from pipeline.normalize.corrections.parts import _cut_at
from tests.normalize.corrections.test_corrections import (
    HEAD,
    PLAIN,
    TEXT,
    TOP,
    codes,
    corrected,
    entry,
    mark,
    read,
    text,
)

TEXTS = (("stt", "1a."), ("title", "Lập danh mục"), ("lead", "Bộ Nội vụ"))


def lost(document: Document) -> int:
    return sum(page.chars_unplaced for page in document.pages)


def titles(document: Document) -> list[str]:
    return [task.title or "" for task in document.tasks]


def test_a_row_is_added_and_another_below_it_and_its_cells_are_corrected() -> None:
    first = entry("add", row=mark(PLAIN, 2), cells=TEXTS)
    own = added_print(("1a.", "Lập danh mục", "Bộ Nội vụ", ""))
    second = entry("add", 2, row=own, cells=(("title", "Nữa"),), value="item")
    due = entry("cell", row=own, column="deadline", against="", value="Tháng 3/2026")
    document = read([second, first, due])  # the order is nothing
    assert codes(document) == []
    assert titles(document)[:3] == ["Xây dựng Đề án", "Lập danh mục", "Nữa"]
    row = document.rows[2]
    assert (row.label, row.fingerprint, row.first_page) == ("1a.", own, 1)
    assert text(document, 3, "deadline") == "Tháng 3/2026"
    assert str(document.tasks[1].due_date) == "2026-03-31"
    assert [a.agency for a in document.assignments if a.row_id == row.row_id] == ["Bộ Nội vụ"]
    assert (None, "", "1a. | Lập danh mục | Bộ Nội vụ") in corrected(document)
    assert lost(document) == 0


def test_a_row_is_added_above_another_and_between_two() -> None:
    above = entry("add", against=mark(PLAIN, 1), cells=TEXTS)
    under = entry("add", 2, row=mark(PLAIN, 2), cells=(("title", "A"),))
    over = entry("add", 3, against=mark(PLAIN, 3), cells=(("title", "B"),))
    document = read([over, under, above])
    assert codes(document) == []
    assert [row.label for row in document.rows] == ["1a.", "I", "1.", "", "", "2.", "3.", "4."]
    assert [text(document, n, "title") for n in (4, 5)] == ["A", "B"]
    twice = read([above, replace(above, cells=(("title", "C"),))])
    assert codes(twice) == ["correction-ambiguous"] * 2


def test_rows_that_print_the_same_are_told_apart_by_where_they_stand() -> None:
    again = TEXT.replace("4.\t", "3.\t")
    plain = read(text=again)
    line = next(c.places[0].line for c in plain.cells if c.row_id == plain.rows[4].row_id)
    gone = entry("remove", row=mark(plain, 2))
    second = entry("kind", row=mark(plain, 5), at=f"l{line}", value="total")
    document = read([gone, second], again)
    assert codes(document) == []
    assert [row.kind for row in document.rows][-2:] == ["item", "total"]
    assert codes(read([gone, replace(second, at="1/0005")], again)) == ["correction-ambiguous"]


def test_a_row_that_is_none_leaves_and_no_character_is_lost() -> None:
    document = read([entry("remove", row=mark(PLAIN, 1))])
    assert codes(document) == []
    assert [row.label for row in document.rows] == ["1.", "2.", "3.", "4."]
    assert document.rows[0].group_row_id is None
    assert corrected(document) == [(None, "I | NHÓM MỘT", "")]
    assert lost(document) == 0
    moved = document.pages[0].chars_in_prose - PLAIN.pages[0].chars_in_prose
    assert moved == len("INHÓMMỘT")


def test_a_table_is_cut_and_put_together_again() -> None:
    cut = entry("divide", row=mark(PLAIN, 4), value="PHẦN HAI")
    two = read([cut])
    assert codes(two) == []
    assert [(table.rows, table.title) for table in two.tables][1] == (2, "PHẦN HAI")
    assert two.tables[1].columns == two.tables[0].columns
    assert lost(two) == 0
    whole = read([cut, entry("unite", row=mark(PLAIN, 4), against=mark(PLAIN, 3))])
    assert codes(whole) == []
    assert whole.tasks == PLAIN.tasks
    assert whole.cells == PLAIN.cells


def test_two_tables_that_are_one_go_together_by_name() -> None:
    other = "TT\tTên nhiệm vụ\tThời hạn\n4.\tRà soát\tTháng 5/2026\n5.\tTổng kết\tTháng 6/2026\n"
    source = f"{TEXT.rsplit('4.', 1)[0]}\n\nDANH MỤC TIẾP\n\n{other}"
    plain = read(text=source)
    assert [table.rows for table in plain.tables] == [4, 2]
    one = read([entry("unite", row=mark(plain, 5), against=mark(plain, 4))], source)
    assert codes(one) == []
    assert [table.rows for table in one.tables] == [6]
    assert text(one, 5, "deadline") == "Tháng 5/2026"
    assert text(one, 5, "lead") == ""
    assert lost(one) == lost(plain) == 0
    rest = entry("join", row=mark(one, 5), against=mark(plain, 4))
    join = read([rest, entry("unite", row=mark(plain, 5), against=mark(plain, 4))], source)
    assert codes(join) == []  # a row is joined that stands in the same table only then
    assert [table.rows for table in join.tables] == [5]
    wrong = entry("unite", row=mark(plain, 6), against=mark(plain, 4))
    assert codes(read([wrong], source)) == ["correction-stale"]


MARKED = TEXT.replace("Bộ Tài chinh", "Bộ Tài chinh ⁷") + "\n⁷ Nhiệm vụ mới\n"


def marks(document: Document, row: int) -> dict[str, tuple[int, ...]]:
    own = document.rows[row - 1].row_id
    return {c.column: c.footnotes for c in document.cells if c.row_id == own and c.footnotes}


@pytest.mark.parametrize(
    ("row", "column", "to_row", "to_column", "first", "second"),
    [
        (2, "lead", 2, "title", {"title": (7,)}, {}),
        (2, "lead", 3, "deadline", {}, {"deadline": (7,)}),
        (2, "lead", 0, "", {}, {}),
        (0, "", 3, "lead", {"lead": (7,)}, {"lead": (7,)}),
    ],
)
def test_a_footnote_mark_moves(
    row: int, column: str, to_row: int, to_column: str,
    first: dict[str, tuple[int, ...]], second: dict[str, tuple[int, ...]],
) -> None:  # fmt: skip
    plain = read(text=MARKED)
    rows = {0: "", 2: mark(plain, 2), 3: mark(plain, 3)}
    moved = entry("mark", row=rows[row], column=column, other=rows[to_row], value=to_column)
    moved = replace(moved, number=7)
    document = read([moved], MARKED)
    assert codes(document) == []
    assert (marks(document, 2), marks(document, 3)) == (first, second)
    if row and to_row:
        (note,) = document.footnotes
        assert (note.row_id, note.column) == (document.rows[to_row - 1].row_id, to_column)
    assert codes(read([replace(moved, number=8)], MARKED)) == ["correction-stale"] * bool(row)


def test_a_row_is_parted_inside_a_line() -> None:
    source = TOP + HEAD + "1.\tXây dựng Đề án2. Báo cáo\tBộ Y tế, Bộ Nội vụ\tTháng 1/2026\n"
    plain = read(text=source)
    cut = entry("part", row=mark(plain, 1), chars=(("lead", 9), ("title", 14)), lines=(("stt", 1),))
    document = read([cut], source)
    assert codes(document) == []
    assert titles(document) == ["Xây dựng Đề án", "2. Báo cáo"]
    assert [t.lead for t in document.tasks] == ["Bộ Y tế,", "Bộ Nội vụ"]
    assert lost(document) == 0
    for wrong in (("title", 99), ("nothing", 1), ("title", 24)):
        assert codes(read([replace(cut, chars=(wrong,), lines=())], source)) == ["correction-stale"]


@given(st.lists(st.text("ab ", max_size=6), max_size=4), st.integers(0, 30))
def test_a_cut_keeps_every_character(lines: list[str], at: int) -> None:
    fragments = [Fragment(line, Place(1, x0=0, x1=10)) for line in lines]
    above, below = _cut_at(fragments, at)
    whole = "\n".join(lines)
    first, second = ("\n".join(f.text for f in part) for part in (above, below))
    assert (first + second).replace("\n", "") == whole.replace("\n", "")
    if at < len(whole):
        assert whole.startswith(first)
        assert len(first) in (at, at - 1)


def test_words_read_from_a_picture_are_cut_with_their_boxes_and_mends() -> None:
    words = tuple(
        ReadWord(t, 0.9, x, 0, x + 8, 5) for t, x in (("chỉ", 0), ("tiết", 10), ("dãx", 20))
    )
    mends = (Mend(0, 1, "chi", "ocr-accent", "w"), Mend(2, 1, "dã", "ocr-accent", "w"))
    line = Fragment("chi tiết dã", Place(1, x0=0, x1=28), words=words, mends=mends)
    (above,), (below,) = _cut_at([line], 4)
    assert (above.text, below.text) == ("chi", "tiết dã")
    assert (above.place.x1, below.place.x0) == (8, 10)
    (above,), (below,) = _cut_at([line], 6)
    assert (above.text, above.printed, below.text, below.printed) == (
        "chi ti", "chỉ ti", "ết dã", "ết dãx",
    )  # fmt: skip
