"""The same task in another document, found by a reader where no link was proposed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.review import pages
from tests.review.conftest import PLAN, Inside
from tests.review.test_app import ROWS, entries

OLDER = PLAN.replace("Xây dựng Nghị định về dữ liệu", "Ban hành văn bản về chia sẻ thông tin")


def test_a_link_that_was_missed_is_made(
    inside: Inside, top: Path, again: Callable[[], None]
) -> None:
    (top / "raw" / "cu.txt").write_text(f"Hà Nội, ngày 5 tháng 3 năm 2024\n{OLDER}", "utf-8")
    (top / "raw" / "plan.txt").write_text(f"Hà Nội, ngày 5 tháng 3 năm 2025\n{PLAN}", "utf-8")
    run([top / "raw"], Options(top / "out", workers=1))
    older = next(key for key in inside.site.shelf.doc_ids() if key != "plan")
    page = inside.get(f"/twins?row={ROWS['1']}").text
    assert page.count("data-open") == 5
    assert inside.get(f"/twins?row={ROWS['1']}&doc=nothing").text.count("data-open") == 0
    assert f'<option value="{older}" selected>' in page
    assert '<option value="plan"' not in page
    same = f"{older}/1/0002"
    assert f"/link?row={ROWS['1']}&amp;other={same}" in page
    assert f"/link?row={ROWS['1']}&amp;other={same}" in inside.get(f"/twins?row={same}").text
    mark = inside.mark(ROWS["1"])
    done = inside.post("/link", row=ROWS["1"], other=same, mark=mark, status="accepted")
    assert done.status_code == 200
    assert entries(top)["link"][0]["document"] == older
    again()
    opened = inside.site.shelf.open("plan")
    assert opened is not None
    link = opened.link(ROWS["1"], same)
    assert link is not None
    assert link.status == "accepted"
    cell = inside.get(f"/cell?row={ROWS['1']}&column=title").text
    assert "Ban hành văn bản về chia sẻ thông tin" in cell
    assert "thuộc:" in cell  # and what it stands under


def test_the_document_looked_in_is_offered_however_many_there_are(
    inside: Inside, top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, of in (("a", "TỈNH NINH BÌNH"), ("b", "TỈNH LAI CHÂU")):
        said = f"ỦY BAN NHÂN DÂN\n{of}\nSố: 7/KH-UBND\nNgày 5 tháng 3 năm 2024\n{OLDER}"
        (top / "raw" / f"{name}.txt").write_text(said, "utf-8")
    run([top / "raw"], Options(top / "out", workers=1))
    monkeypatch.setattr(pages, "_LISTED", 0)
    keys = [key for key in inside.site.shelf.doc_ids() if key != "plan"]
    names = inside.site.shelf.names()
    print(names)
    for key in keys:
        page = inside.get(f"/twins?row={ROWS['1']}&doc={key}").text
        assert f'<option value="{key}" selected>{names[key]}</option>' in page
