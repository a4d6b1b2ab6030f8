"""Decisions over the app's own addresses: each is at once an entry, which the next run applies."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.review.conftest import HOSTILE, Inside

FILE = "raw/corrections/plan.txt.toml"
ROWS = {"group": "plan/1/0001", "1": "plan/1/0002", "2": "plan/1/0003",
        "rest": "plan/1/0004", "3": "plan/1/0005"}  # fmt: skip


def entries(top: Path) -> dict[str, Any]:
    path = top / FILE
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def texts(inside: Inside, column: str) -> list[str]:
    opened = inside.site.shelf.open("plan")
    assert opened is not None
    return [cell.text for cell in opened.document.cells if cell.column == column]


def test_the_queue_has_what_the_run_doubts_and_filters_it(inside: Inside) -> None:
    page = inside.get("/").text
    assert "deadline-unparsed" in page or "205" in page
    assert page.count('class="item ') == 3
    assert inside.get("/?kind=table").text.count('class="item ') == 1
    assert inside.get("/?doc=nothing").text.count('class="item ') == 0


def test_an_edited_cell_is_an_entry_at_once_and_the_next_run_has_it(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    done = inside.decide("edit", ROWS["1"], "deadline", text="Tháng 12/2025", why="thiếu số")
    assert done.status_code == 200, done.text
    assert "Tháng 12/2025" in done.json()["rows"]["1-2"]
    assert done.json()["waiting"] == 1
    (entry,) = entries(top)["cell"]
    assert entry["by"] == "Nguyễn Lan"
    assert entry["against"] == "Tháng 12/205"
    again()
    assert texts(inside, "deadline")[1] == "Tháng 12/2025"
    assert "data-waiting>0<" in inside.get("/").text
    row = inside.get("/d/plan/2").text.partition('id="r-1-2"')[2].partition("</tr>")[0]
    assert "edited" in row
    assert "waiting" not in row


def test_the_folder_is_made_with_the_first_decision(inside: Inside, top: Path) -> None:
    for path in ("/", "/documents", "/decisions", "/d/plan/2", "/about/plan", "/rerun"):
        assert inside.get(path).status_code == 200
    assert inside.decide("edit", ROWS["1"], text="x", mark="wrong").status_code == 409
    assert inside.post("/undo").status_code == 409
    assert not (top / "raw" / "corrections").exists()
    inside.decide("edit", ROWS["1"], text="x")
    assert (top / FILE).exists()


def test_a_second_edit_takes_the_place_of_the_first_and_undo_brings_it_back(
    inside: Inside, top: Path
) -> None:
    inside.decide("edit", ROWS["1"], "deadline", text="Tháng 1/2025")
    inside.decide("edit", ROWS["1"], "deadline", text="Tháng 2/2025")
    assert [entry["text"] for entry in entries(top)["cell"]] == ["Tháng 2/2025"]
    assert inside.post("/undo").status_code == 200
    assert [entry["text"] for entry in entries(top)["cell"]] == ["Tháng 1/2025"]
    assert inside.post("/undo").status_code == 200
    assert entries(top) == {}
    assert inside.post("/undo").status_code == 409


def test_a_row_is_joined_and_parted(inside: Inside, top: Path, again: Callable[[], None]) -> None:
    assert inside.decide("join", ROWS["rest"]).status_code == 200
    mark = inside.mark(ROWS["2"])
    assert inside.decide("edit", ROWS["rest"], text="x", mark=mark).status_code == 404
    again()
    assert texts(inside, "title")[2].endswith("</script> và giao dịch điện tử")
    opened = inside.site.shelf.open("plan")
    assert opened is not None
    title = opened.cell(ROWS["2"], "title")
    assert title is not None
    cut = title.raw.index("\n") + 1
    assert inside.decide("part", ROWS["2"], chars={"stt": 1, "title": cut}).status_code == 200
    assert entries(top)["part"][0]["lines"] == {"title": 1}
    again()
    assert texts(inside, "title")[3] == "và giao dịch điện tử"
    assert inside.site.opened("plan") is inside.site.shelf.open("plan")  # nothing waits
    for _ in range(2):
        assert inside.post("/undo").status_code == 200
    again()
    assert len(texts(inside, "title")) == 5
    assert entries(top) == {}


def test_a_row_becomes_a_heading(inside: Inside, again: Callable[[], None]) -> None:
    inside.decide("heading", ROWS["3"])
    again()
    opened = inside.site.shelf.open("plan")
    assert opened is not None
    assert opened.rows[ROWS["3"]].kind == "group"


def test_a_doubt_is_accepted_and_leaves_the_queue(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    before = inside.get("/?code=deadline-unparsed").text.count('class="item ')
    assert before
    inside.decide("accept", ROWS["1"], "deadline")
    assert entries(top)["accept"][0]["code"] == "deadline-unparsed"
    again()
    assert inside.get("/?code=deadline-unparsed").text.count('class="item ') == before - 1


def test_two_tabs_do_not_overwrite_each_other(inside: Inside, top: Path) -> None:
    other = Inside(inside.site, "Trần Minh")
    seen = other.mark(ROWS["1"])
    inside.decide("edit", ROWS["1"], "deadline", text="Tháng 12/2025")
    refused = other.decide("edit", ROWS["1"], "deadline", text="Tháng 12/2050", mark=seen)
    assert refused.status_code == 409
    assert [entry["text"] for entry in entries(top)["cell"]] == ["Tháng 12/2025"]
    assert other.decide("edit", ROWS["3"], "lead", text="Bộ Y tế").status_code == 200
    assert {entry["by"] for entry in entries(top)["cell"]} == {"Nguyễn Lan", "Trần Minh"}
    assert other.post("/undo").status_code == 200  # takes back his own alone
    assert [entry["by"] for entry in entries(top)["cell"]] == ["Nguyễn Lan"]


def test_hostile_text_is_text_everywhere(inside: Inside) -> None:
    pages = [
        inside.get("/").text,
        inside.get("/d/plan/2").text,
        inside.get(f"/cell?row={ROWS['2']}&column=title").text,
        inside.decide("edit", ROWS["3"], "lead", text=HOSTILE).json()["rows"]["1-5"],
        inside.get(f"/cell?row={ROWS['3']}&column=lead").text,
    ]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>document" not in page
    assert any("&lt;img src=x" in page for page in pages)


@pytest.mark.parametrize(
    "path",
    ["/d/nothing/1", "/d/plan/99", "/d/plan/0", "/d/../1", "/cell?row=plan/1/9999&column=title",
     "/cell?row=plan/1/0002&column=nothing", "/d/plan/1/picture", "/static/../app.py"],
)  # fmt: skip
def test_what_is_not_there_is_said_and_nothing_breaks(inside: Inside, path: str) -> None:
    assert inside.get(path).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [{}, {"act": "edit"}, {"act": "nothing", "row": ROWS["1"]}, {"act": "edit", "row": 7},
     {"act": "part", "row": ROWS["1"], "chars": {"title": "x"}},
     {"act": "edit", "row": ROWS["1"], "column": "nothing", "text": "x"},
     {"act": "edit", "row": ROWS["1"], "column": "title", "text": "a\x00b"}],
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(
    inside: Inside, top: Path, asked: dict[str, Any]
) -> None:
    answer = inside.post("/decide", **{"mark": inside.mark(ROWS["1"]), **asked})
    assert answer.status_code in (400, 404, 409)
    assert entries(top) == {}
    assert inside.post("/undo").status_code == 409


def test_facts_columns_and_parents_are_corrected(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    assert inside.get("/about/plan").status_code == 200
    fact = {"doc": "plan", "name": "number"}
    assert inside.post("/fact", value="12/KH-UBND", **fact).status_code == 200
    assert inside.post("/fact", value="13/KH-UBND", **fact).status_code == 200
    wrong = inside.post("/fact", doc="plan", name="issued_date", value="hôm nay")
    assert wrong.status_code == 409
    header = {"table": "plan/1", "header": "Cơ quan chủ trì"}
    assert inside.post("/column", name="coordination", **header).status_code == 200
    assert inside.post("/column", name="nothing", **header).status_code == 409
    assert inside.decide("parent", ROWS["3"], above=ROWS["2"]).status_code == 200
    assert [entry["value"] for entry in entries(top)["fact"]] == ["13/KH-UBND"]
    again()
    opened = inside.site.shelf.open("plan")
    assert opened is not None
    assert opened.document.facts.number == "13/KH-UBND"
    assert "coordination" in opened.document.tables[0].columns
    assert opened.rows[ROWS["3"]].parent_row_id == ROWS["2"]
    assert [p.code for p in opened.document.problems if p.severity == "error"] == []


def test_all_decisions_are_listed_and_any_is_taken_back(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    inside.decide("edit", ROWS["1"], "deadline", text=HOSTILE)
    path = top / FILE
    by_hand = '[[kind]]\nrow = "00"\nkind = "item"\nby = "B"\non = 2026-03-01\nwhy = "w"\n'
    path.write_text(path.read_text(encoding="utf-8") + "\n" + by_hand, encoding="utf-8")
    again()  # what was written by hand fits nothing
    page = inside.get("/decisions").text
    assert page.count("data-take-back=") == 2
    assert "Sửa chữa không còn đúng chỗ" in page
    assert "<img src=x" not in page
    stale = page.partition('data-take-back="')[2].partition('"')[0]
    asked = {"file": "plan.txt.toml", "entry": stale}
    assert inside.post("/take-back", **asked).status_code == 200
    assert inside.post("/take-back", **asked).status_code == 409
    assert inside.post("/take-back", file="../x.toml", entry=stale).status_code == 409
    assert list(entries(top)) == ["cell"]
    assert inside.post("/undo").status_code == 200
    assert list(entries(top)) == ["cell", "kind"]


def test_what_is_decided_leaves_the_queue_at_once(inside: Inside) -> None:
    doubt = "/?code=deadline-unparsed"
    assert inside.get(doubt).text.count('class="item ') == 1
    inside.decide("accept", ROWS["1"], "deadline")
    assert inside.get(doubt).text.count('class="item ') == 0
    assert "1 mục đã quyết định" in inside.get("/").text
    inside.post("/undo")
    assert inside.get(doubt).text.count('class="item ') == 1
    key = inside.get("/").text.partition('data-item="')[2].partition('"')[0]
    assert inside.post("/later", item=key).status_code == 200
    assert inside.get(doubt).text.count('class="item ') == 0
    assert inside.get(doubt + "&later=1").text.count('class="item ') == 1
    inside.post("/later", item=key, take_back=True)
    assert inside.get(doubt).text.count('class="item ') == 1


def test_what_is_decided_goes_by_the_names_that_columns_were_given(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    inside.decide("edit", ROWS["2"], "lead", text="Bộ Y tế")
    header = "Cơ quan chủ trì"
    told = inside.post("/column", table="plan/1", header=header, name="coordination")
    assert told.status_code == 200, told.text
    assert [e["column"] for e in entries(top)["cell"]] == ["coordination"]
    assert 'data-column="coordination"' in inside.get("/d/plan/2").text
    inside.decide("edit", ROWS["1"], "coordination", text="Bộ Nội vụ")
    inside.decide("part", ROWS["3"], chars={"title": 7, "coordination": 0})
    inside.post("/column", table="plan/1", header="Tên nhiệm vụ", name="coordination")
    assert len(entries(top)["column"]) == 1  # one column alone can have a name
    assert [e["column"] for e in entries(top)["cell"]] == ["lead", "lead"]
    inside.post("/undo")
    again()
    opened = inside.site.opened("plan")
    assert [p.message for p in opened.document.problems if p.severity == "error"] == []
    assert texts(inside, "coordination")[1:3] == ["Bộ Nội vụ", "Bộ Y tế"]
