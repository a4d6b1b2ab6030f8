"""Two rows beside each other: decided in the app, held by the next run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.data.records import AmendmentRecord
from pipeline.data.store import Store
from pipeline.review.shelf import Shelf
from pipeline.review.site import Site
from tests.link.corpus.test_link_corpus import DATES, NUMBERS, text_of
from tests.review.conftest import Inside

NEW, OLD = "11-nq-cp-2026", "71-nq-cp-2025"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Inside]:
    """Two documents; the first row of the newer one waits beside two of the older one."""
    raw = tmp_path / "raw"
    raw.mkdir()
    old = text_of(NUMBERS[2], DATES[2], [0, 1, 2], NUMBERS[0], None)
    new = text_of(NUMBERS[1], DATES[3], [1, 5, 2], NUMBERS[2], (NUMBERS[2], 0))
    (raw / "old.txt").write_text(old, encoding="utf-8")
    (raw / "new.txt").write_text(new, encoding="utf-8")
    run([raw], Options(tmp_path / "out", workers=1))
    site = Site(Shelf(tmp_path / "out"), tmp_path / "fixtures", "Nguyễn Lan", "vi")
    yield Inside(site)
    site.close()


def again(inside: Inside) -> dict[tuple[str, str], str]:
    """Run again; the links of the newer document and what became of them."""
    out = inside.site.shelf.out
    run([out.parent / "raw"], Options(out, workers=1))
    found = Store(out).read(NEW, "links")
    return {(k.row_id[-1], k.other_row_id[-1]): k.status for k in found}


def decide(inside: Inside, other: str, status: str) -> int:
    row = f"{NEW}/1/0001"
    asked = {"row": row, "other": f"{OLD}/1/000{other}", "mark": inside.mark(row)}
    code: int = inside.post("/link", status=status, relation="same", **asked).status_code
    return code


def test_a_link_is_accepted_and_rejected_beside_both_rows(pair: Inside) -> None:
    queue = pair.get("/?kind=link").text
    assert queue.count(f"/link?row={NEW}%2F1%2F0001") == 1  # two pairs and a dispute of one row
    page = pair.get(f"/link?row={NEW}/1/0001&other={OLD}/1/0002")
    assert page.status_code == 200
    assert page.text.count("<mark>") >= 1
    assert decide(pair, "2", "accepted") == 200
    assert again(pair)["1", "2"] == "accepted"
    assert "Đã nhận" in pair.get(f"/link?row={NEW}/1/0001&other={OLD}/1/0002").text
    assert decide(pair, "2", "rejected") == 200  # somebody thinks better of it
    assert ("1", "2") not in again(pair)
    assert pair.post("/undo").status_code == 200
    assert again(pair)["1", "2"] == "accepted"


def test_what_is_no_decision_about_two_rows_is_refused(pair: Inside) -> None:
    assert decide(pair, "2", "perhaps") == 409
    assert decide(pair, "9", "accepted") == 404


def test_the_original_of_an_amendment_is_named_and_rejected(pair: Inside) -> None:
    def claim() -> AmendmentRecord:
        return Store(pair.site.shelf.out).read(NEW, "amendments")[0]

    def ask(other: str, status: str, mark: str = "") -> int:
        page = pair.get(f"/original?claim={claim().amendment_id}").text
        mark = mark or page.partition('data-mark="')[2].partition('"')[0]
        asked = {"claim": claim().amendment_id, "other": f"{OLD}/1/000{other}"}
        return int(pair.post("/original", **asked, status=status, mark=mark).status_code)

    first = claim().original_row_id
    page = pair.get(f"/original?claim={claim().amendment_id}").text
    assert page.count("data-original=") == 6
    assert ask("2", "accepted", "wrong") == 409
    assert ask("2", "perhaps") == 409
    assert ask("2", "accepted") == 200
    assert ask("3", "accepted") == 200  # one row is the original
    page = pair.get(f"/original?claim={claim().amendment_id}").text
    assert page.count("người đọc đã nhận") == 1
    again(pair)
    assert (first, claim().original_row_id) != (f"{OLD}/1/0003", first)
    assert claim().original_row_id == f"{OLD}/1/0003"
    assert ask("3", "rejected") == 200
    again(pair)
    assert claim().original_row_id != f"{OLD}/1/0003"
    assert pair.post("/undo").status_code == 200
    again(pair)
    assert claim().original_row_id == f"{OLD}/1/0003"
    row = claim().row_id
    assert "/original?claim=" in pair.get(f"/cell?row={row}&column=title").text
    assert pair.get("/original?claim=nothing/fn/1").status_code == 404
