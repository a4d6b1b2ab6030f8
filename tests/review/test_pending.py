"""Rows are decided about as the next run will make them: cut, joined and corrected in one go."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.data.generations import place
from tests.review.conftest import Inside
from tests.review.test_app import ROWS, entries
from tests.review.test_reshape import errors, plan

Again = Callable[[], None]


def shown(inside: Inside) -> list[tuple[str, ...]]:
    """The texts of the rows as the app has them now."""
    opened = inside.site.opened("plan")
    return [
        tuple(cell.text for cell in opened.cells_of[row.row_id]) for row in opened.document.rows
    ]


def keys(inside: Inside) -> list[str]:
    return [row.row_id for row in inside.site.opened("plan").document.rows]


def test_rows_over_breaks_are_cut_joined_and_corrected_before_anything_is_read_again(
    inside: Inside, again: Again, top: Path
) -> None:
    """The end of 1 stands in 2, that of 2 in 3: each is cut, and its head joined with the row
    above."""
    for row, cut in (("2", len("Rà soát")), ("3", len("Sơ kết"))):
        chars = {"stt": 0, "title": cut, "lead": 0, "deadline": 0}
        assert inside.decide("part", ROWS[row], chars=chars).status_code == 200
    assert len(keys(inside)) == 7
    assert inside.decide("join", ROWS["2"]).status_code == 200  # its head, with 1
    assert inside.decide("join", ROWS["rest"]).status_code == 200  # what had been cut off, with 2
    assert inside.decide("join", ROWS["3"]).status_code == 200  # the head of 3, with that
    assert inside.decide("edit", keys(inside)[2], "lead", text="Bộ Y tế").status_code == 200
    now = shown(inside)
    assert [row[0] for row in now] == ["I", "1", "2", "3"]
    assert now[1][1] == "Xây dựng Nghị định về dữ liệu Rà soát"
    assert now[2][1].endswith("và giao dịch điện tử Sơ kết")
    page = inside.get("/d/plan/2").text
    assert "nối lên trên" in page
    assert "tách đôi" in page
    again()
    assert errors(inside) == []
    edited = [list(row) for row in now]
    edited[2][2] = "Bộ Y tế"
    assert [list(row) for row in shown(inside)] == edited
    assert inside.site.opened("plan") is plan(inside)  # nothing waits any more


def test_what_waits_is_undone_step_by_step(inside: Inside, top: Path) -> None:
    before = shown(inside)
    inside.decide("part", ROWS["1"], chars={"title": len("Xây dựng")})
    inside.decide("join", keys(inside)[2])
    inside.decide("remove", ROWS["group"])
    assert [row[0] for row in shown(inside)] == ["1", "2", "", "3"]
    for _ in range(3):
        assert inside.post("/undo").status_code == 200
    assert shown(inside) == before
    assert entries(top) == {}


def test_a_row_that_was_left_out_does_not_take_its_twin_along(
    inside: Inside, top: Path, again: Again
) -> None:
    path = top / "raw" / "plan.txt"
    line = "4\tHọp\tBộ Nội vụ\tQuý IV/2026\n"
    path.write_text(path.read_text(encoding="utf-8") + line + line, encoding="utf-8")
    again()
    twins = keys(inside)[-2:]
    assert inside.decide("remove", twins[0]).status_code == 200
    assert [row[0] for row in shown(inside)][-2:] == ["3", "4"]
    again()
    assert [row[0] for row in shown(inside)][-2:] == ["3", "4"]
    assert inside.decide("edit", keys(inside)[-1], text="Họp báo").status_code == 200
    assert place(top / "out").exists()


def test_rows_are_added_one_below_the_other_also_after_a_run(inside: Inside, again: Again) -> None:
    for number in ("1a", "1b"):
        cells = {"stt": number, "title": number}
        assert inside.decide("add", ROWS["1"], cells=cells).status_code == 200
    again()
    assert inside.decide("add", ROWS["1"], cells={"stt": "1c", "title": "x"}).status_code == 200
    assert len(keys(inside)) == 8
    assert inside.decide("edit", keys(inside)[4], text="Lập danh mục").status_code == 200
    again()
    assert errors(inside) == []
    assert [row[:2] for row in shown(inside)][3:5] == [("1b", "1b"), ("1c", "Lập danh mục")]
    assert inside.site.opened("plan") is plan(inside)


def test_what_is_shown_is_what_the_next_run_makes(inside: Inside, again: Again) -> None:
    """Rows of a small table decided about at random, again and again what came of it too."""
    dice = random.Random(7)
    done = 0
    for number in range(30):
        opened = inside.site.opened("plan")
        row = dice.choice(opened.document.rows)
        act = dice.choice(["join", "part", "remove", "add"])
        cells = [cell for cell in opened.cells_of[row.row_id] if cell.raw and not cell.merged]
        chosen: dict[str, dict[str, Any]] = {
            "part": {"chars": {c.column: dice.randint(0, len(c.raw)) for c in cells}},
            "add": {"cells": {"title": f"mới {number}"}, "above": dice.random() < 0.5},
        }
        more = chosen.get(act, {})
        done += inside.decide(act, row.row_id, **more).status_code == 200
    assert done >= 10  # the others make no sense, and are refused
    expected = shown(inside)
    again()
    assert errors(inside) == []
    assert shown(inside) == expected
    assert inside.site.opened("plan") is plan(inside)


def test_a_part_of_which_nothing_stays_above_is_none(inside: Inside) -> None:
    chars = {"stt": 0, "title": 0, "lead": 0, "deadline": 0}
    assert inside.decide("part", ROWS["1"], chars=chars).status_code == 409
