"""A table read through becomes a fixture with its reader's name; a second one joins or differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.qa.fixtures import read_fixture
from tests.review.conftest import Inside

TABLE = "plan/1"


def see_all(inside: Inside) -> None:
    """Accept both pages of the document, as they stand."""
    opened = inside.site.shelf.open("plan")
    assert opened is not None
    marks = {row.row_id: inside.mark(row.row_id) for row in opened.document.rows}
    assert inside.post("/accept-page", rows=marks).status_code == 200


def test_what_was_not_seen_or_waits_is_no_fixture(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    told = inside.post("/finish", table=TABLE).json()
    assert told["go"].startswith("/d/plan/2?row=plan/1/0001")
    see_all(inside)  # accepts the deadline in doubt: that waits for the next run
    assert inside.post("/finish", table=TABLE).status_code == 409
    again()
    assert inside.post("/finish", table=TABLE).status_code == 200
    (table,) = read_fixture(top / "fixtures" / "plan").tables
    assert table.checked
    assert [name.partition(",")[0] for name in table.readers] == ["Nguyễn Lan"]
    assert table.rows[1].texts[2] == "Tháng 12/205"


def test_a_second_reader_is_named_or_shown_to_differ(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    see_all(inside)
    again()
    inside.post("/finish", table=TABLE)
    other = Inside(inside.site, "Trần Minh")
    see_all(other)
    assert "thứ hai" in other.post("/finish", table=TABLE).json()["said"]
    (table,) = read_fixture(top / "fixtures" / "plan").tables
    assert [name.partition(",")[0] for name in table.readers] == ["Nguyễn Lan", "Trần Minh"]
    before = (top / "fixtures" / "plan" / "1.csv").read_bytes()
    other.decide("edit", "plan/1/0002", "deadline", text="Tháng 12/2025")
    shown = other.get("/?kind=reader").text
    assert "Nguyễn Lan: Tháng 12/205 | Trần Minh: Tháng 12/2025" in shown
    again()
    refused = other.post("/finish", table=TABLE)
    assert refused.status_code == 409
    cell = other.get("/cell?row=plan/1/0002&column=deadline").text
    assert "Nguyễn Lan" in cell
    assert "<mark>12/205</mark>" in cell
    assert (top / "fixtures" / "plan" / "1.csv").read_bytes() == before
    assert other.post("/finish", table=TABLE, replace=True).status_code == 200
    assert (top / "fixtures" / "plan" / "1.csv.old").read_bytes() == before
    (table,) = read_fixture(top / "fixtures" / "plan").tables
    assert table.rows[1].texts[2] == "Tháng 12/2025"


def test_a_broken_fixture_is_in_the_queue_and_stops_nothing(inside: Inside, top: Path) -> None:
    folder = top / "fixtures" / "plan"
    folder.mkdir(parents=True)
    (folder / "1.csv").write_text("row,kind\n", encoding="utf-8")
    (folder / "status.toml").write_text("[tables\n", encoding="utf-8")
    assert inside.get("/").status_code == 200
    assert inside.get("/d/plan/2").status_code == 200
    assert inside.get("/cell?row=plan/1/0002&column=title").status_code == 200
    assert [item.reason for item in inside.site._disputed()] == ["fixture-unreadable"]
