"""Rows missed and rows that are none, tables, marks, cuts inside a line: decided in the app,
carried out by the next run, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.review.shelf import Opened
from tests.review.conftest import Inside
from tests.review.test_app import ROWS, entries

Again = Callable[[], None]


def plan(inside: Inside) -> Opened:
    opened = inside.site.shelf.open("plan")
    assert opened is not None
    return opened


def labels(inside: Inside) -> list[str]:
    return [row.label for row in plan(inside).document.rows]


def errors(inside: Inside) -> list[str]:
    return [p.message for p in plan(inside).document.problems if p.severity == "error"]


def test_a_row_is_added_edited_and_left_out_again(inside: Inside, top: Path, again: Again) -> None:
    cells = {"stt": "1a", "title": "Lập  danh mục", "lead": ""}
    assert inside.decide("add", ROWS["1"], cells=cells).status_code == 200
    assert inside.decide("add", ROWS["1"], cells={"stt": "1b", "title": "x"}).status_code == 200
    assert inside.decide("add", ROWS["1"], cells={"title": " "}).status_code == 409
    head = inside.decide("add", ROWS["group"], cells={"title": "Đầu"}, above=True, kind="group")
    assert head.status_code == 200
    assert inside.get("/d/plan/2").text.count(">thêm dòng<") == 3
    again()
    assert errors(inside) == []
    assert labels(inside)[:5] == ["", "I", "1", "1a", "1b"]
    new = "plan/1/0004"
    assert inside.decide("add", ROWS["1"], cells=cells).status_code == 409  # it is there
    assert inside.decide("edit", new, "lead", text="Bộ Y tế").status_code == 200
    again()
    assert errors(inside) == []
    edited = plan(inside).cell(new, "lead")
    assert edited is not None
    assert edited.text == "Bộ Y tế"
    assert 'class="tag"' not in inside.get("/d/plan/2").text  # nothing waits
    assert inside.decide("remove", new).status_code == 200
    assert "cell" not in entries(top)
    again()
    assert errors(inside) == []
    assert labels(inside)[:4] == ["", "I", "1", "1b"]  # what stood below it stays
    assert inside.post("/undo").status_code == 200
    assert [entry["cells"].get("stt") for entry in entries(top)["add"]] == [None, "1a", "1b"]


def test_a_row_that_is_none_leaves_with_what_was_decided_about_it(
    inside: Inside, top: Path, again: Again
) -> None:
    inside.decide("edit", ROWS["rest"], text="x")
    done = inside.decide("remove", ROWS["rest"])
    assert done.status_code == 200
    assert "bỏ dòng" in inside.get("/d/plan/2").text
    assert list(entries(top)) == ["remove"]
    mark = inside.mark(ROWS["2"])
    assert inside.decide("edit", ROWS["rest"], text="y", mark=mark).status_code == 404
    again()
    assert labels(inside) == ["I", "1", "2", "3"]
    assert inside.post("/undo").status_code == 200
    assert list(entries(top)) == ["cell"]


def test_a_table_is_cut_and_joined(inside: Inside, top: Path, again: Again) -> None:
    assert inside.decide("unite", ROWS["group"]).status_code == 409
    assert inside.decide("divide", ROWS["2"], title="PHẦN HAI").status_code == 200
    again()
    assert [table.title for table in plan(inside).document.tables][1] == "PHẦN HAI"
    assert inside.decide("unite", "plan/2/0001").status_code == 200  # takes the cut back
    assert entries(top) == {}
    again()
    assert len(plan(inside).document.tables) == 1
    assert errors(inside) == []


def test_the_marks_of_a_cell_are_what_the_reader_says(
    inside: Inside, top: Path, again: Again
) -> None:
    path = top / "raw" / "plan.txt"
    text = path.read_text(encoding="utf-8").replace("Bộ Công an", "Bộ Công an ⁷")
    path.write_text(text + "\n⁷ Nhiệm vụ mới\n", encoding="utf-8")
    again()
    assert inside.decide("marks", ROWS["1"], "lead", marks="").status_code == 200
    assert entries(top)["mark"][0]["to_row"] == ""
    assert inside.decide("marks", ROWS["1"], "title", marks="7, 9").status_code == 200
    assert [(e["number"], e["column"]) for e in entries(top)["mark"]] == [(7, "lead"), (9, "")]
    again()
    assert errors(inside) == []
    cells = {c.column: c.footnotes for c in plan(inside).cells_of[ROWS["1"]]}
    assert (cells["title"], cells["lead"]) == ((7, 9), ())
    assert 'class="tag"' not in inside.get("/d/plan/2").text  # nothing waits


def test_a_row_is_parted_inside_a_line(inside: Inside, top: Path, again: Again) -> None:
    cut = len("Xây dựng Nghị định")
    assert inside.decide("part", ROWS["1"], chars={"title": 0, "x": 1}).status_code == 409
    assert inside.decide("part", ROWS["1"], chars={"title": 99}).status_code == 409
    assert inside.decide("part", ROWS["1"], chars={"title": cut, "stt": 1}).status_code == 200
    assert entries(top)["part"][0]["chars"] == {"title": cut}
    again()
    titles = [c.text for c in plan(inside).document.cells if c.column == "title"]
    assert titles[1:3] == ["Xây dựng Nghị định", "về dữ liệu"]


def test_what_was_decided_about_two_rows_stays_with_the_one_they_become(
    inside: Inside, top: Path, again: Again
) -> None:
    inside.decide("edit", ROWS["2"], "deadline", text="Tháng 6/2026")
    inside.decide("edit", ROWS["rest"], "title", text="và giao dịch số")
    inside.decide("edit", ROWS["2"], "title", text="Rà soát quy định")
    assert inside.decide("join", ROWS["rest"]).status_code == 200
    assert sorted(entries(top)) == ["cell", "join"]
    again()
    assert errors(inside) == []
    cells = {c.column: c.text for c in plan(inside).cells_of[ROWS["2"]]}
    assert cells["title"] == "Rà soát quy định và giao dịch số"
    assert cells["deadline"] == "Tháng 6/2026"
    assert inside.post("/undo").status_code == 200
    assert sorted(entries(top)) == ["cell"]
