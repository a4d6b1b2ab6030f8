"""The HTML report in a real browser: it opens, filters, steps, shows pictures, runs nothing.

Skipped where Chromium or Playwright is missing.
"""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.data.records import (
    CellRecord,
    Document,
    DocumentRecord,
    PartRecord,
    PlaceRecord,
    ProblemRecord,
    RepairRecord,
    RowRecord,
    TableRecord,
)
from pipeline.errors import ConfigError
from pipeline.qa.diff import diff
from pipeline.qa.outputs import as_fixture
from pipeline.qa.pictures import Album, Paper
from pipeline.qa.report import Wanted, report_data, report_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = (
    "<img src=x onerror=\"document.title='run'\"></script><script>document.title='run'</script>"
)
COLUMNS = ("title", "lead", "deadline")


# A document with pages: each cell is a black box on its page, so that a picture can be checked.


def box_of_row(number: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a row's title on the page as it is shown (400 by 300 points)."""
    return 120.0, 40.0 + 50 * number, 180.0, 60.0 + 50 * number


def pdf(rotate: int) -> bytes:
    """One page shown 400 by 300 points, with a black box for each of three rows."""
    boxes = []
    for number in (1, 2, 3):
        x0, y0, x1, y1 = box_of_row(number)
        if rotate:  # turned by 90° clockwise: what is shown at (x, y) is drawn at (y, x)
            boxes.append(f"{y0} {x0} {y1 - y0} {x1 - x0} re f")
        else:
            boxes.append(f"{x0} {300 - y1} {x1 - x0} {y1 - y0} re f")
    content = "\n".join(boxes).encode()
    media = "0 0 300 400" if rotate else "0 0 400 300"
    page = f"/MediaBox [{media}] /Rotate {rotate} /Contents 4 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    parts = [b"%PDF-1.4\n"]
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 5\n0000000000 65535 f \n" + table)
    parts.append(b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)


def record(record_type: type, /, **given: object) -> Any:
    """A record with the fields that matter here; all others are null."""
    names = [field.name for field in dataclasses.fields(record_type)]
    return record_type(**{**dict.fromkeys(names), **given})


def document(doc_id: str, rows: int, content: bytes = b"") -> Document:
    """A table of tasks; its titles stand in the boxes of `pdf`."""
    keys = {"doc_id": doc_id, "table_id": f"{doc_id}/1"}
    row_ids = [f"{doc_id}/1/{n:04d}" for n in range(1, rows + 1)]
    facts = record(DocumentRecord, doc_id=doc_id, source=f"{doc_id}.pdf", dialect="pdf-ruled",
                   sha256=hashlib.sha256(content).hexdigest())  # fmt: skip
    return Document(
        documents=(facts,),
        tables=(record(TableRecord, **keys, ordinal=1, columns=("stt", *COLUMNS)),),
        rows=tuple(
            record(RowRecord, **keys, row_id=key, ordinal=n, kind="item", label=f"{n}.")
            for n, key in enumerate(row_ids, start=1)
        ),
        cells=tuple(
            record(CellRecord, **keys, row_id=key, column=column, footnotes=(),
                   text=f"{column} việc số {n} " * 3, raw=f"{column} việc\nsố {n} " * 3,
                   merged=False, places=place(n, column))
            for n, key in enumerate(row_ids, start=1)
            for column in COLUMNS
        ),
        repairs=(
            record(RepairRecord, doc_id=doc_id, row_id=row_ids[0], column="title",
                   rule="row-joined", before="việc", after="việc số 1", reason="cut"),
        ),
        problems=(
            record(ProblemRecord, **keys, row_id=row_ids[min(1, rows - 1)], column="lead",
                   severity="warning", code="agency-unknown", message="not in the registry",
                   evidence=HOSTILE),
        ),
    )  # fmt: skip


def place(number: int, column: str) -> tuple[PlaceRecord, ...]:
    if column != "title" or number > 3:
        return ()
    return (PlaceRecord(1, *box_of_row(number), None),)


def changed(before: Document, texts: dict[tuple[int, str], str]) -> Document:
    """The document with other texts in some cells."""
    cells = [
        replace(cell, text=texts.get((int(cell.row_id[-4:]), cell.column), cell.text))
        for cell in before.cells
    ]
    return replace(before, cells=tuple(cells))


def without_row(before: Document, number: int) -> Document:
    key = f"{before.tables[0].table_id}/{number:04d}"
    rows = tuple(row for row in before.rows if row.row_id != key)
    cells = tuple(cell for cell in before.cells if cell.row_id != key)
    return replace(before, rows=rows, cells=cells)


# The report and the browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents with pages, one of them turned; five rows differ."""
    raw = tmp_path_factory.mktemp("raw")
    diffs = []
    found = {}
    for doc_id, rotate in (("upright", 0), ("turned", 90)):
        content = pdf(rotate)
        (raw / f"{doc_id}.pdf").write_bytes(content)
        before = document(doc_id, 30, content)
        after = changed(before, {(1, "title"): "title viêc số 1 " * 3, (2, "lead"): HOSTILE})
        if doc_id == "upright":
            after = without_row(after, 3)
        found[doc_id] = after
        diffs.append(diff(as_fixture(before), as_fixture(after)))
    path = raw / "report.html"
    path.write_text(report_html(diffs, found, raw), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Any, report: Path) -> Iterator[Any]:
    """The page, opened; whatever it asks the network for or complains of fails the test."""
    opened = browser.new_page(viewport={"width": 1300, "height": 800})
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda r: asked.append(r.url))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.goto(report.as_uri())
    opened.wait_for_selector("html[data-ready]")
    yield opened
    opened.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []


def count(page: Any) -> str:
    return str(page.inner_text("#count"))


def test_it_opens_on_the_first_difference(page: Any) -> None:
    assert count(page) == "1 of 5"
    assert "2 documents" in page.inner_text("#verdict")
    assert page.inner_text("#detail h2") == "upright · table 1 · row 1 · 1."
    assert page.locator(".row").count() == 5


def test_a_differing_cell_shows_both_texts_raw_repairs_and_place(page: Any) -> None:
    card = page.locator(".card").first
    text = card.inner_text()
    for part in ("fixture", "extraction", "raw", "repair", "row-joined", "page 1, box 120 90"):
        assert part in text
    assert card.locator("mark.lost").all_inner_texts()[:3] == ["việc", "việc", "việc"]
    assert card.locator("mark.added").all_inner_texts()[:3] == ["viêc", "viêc", "viêc"]


FILTERS = [  # select, option's value, rows left
    ("document", "0", 3),
    ("document", "1", 2),
    ("column", "title", 3),
    ("column", "deadline", 1),  # the lost row has one too
    ("kind", "row missing", 1),
    ("kind", "cell differs", 4),
    ("kind", "all", 60),
    ("problem", "agency-unknown", 2),
]


@pytest.mark.parametrize(("name", "value", "left"), FILTERS)
def test_filters(page: Any, name: str, value: str, left: int) -> None:
    page.select_option(f"#{name}", value)
    assert count(page) == f"1 of {left}"


def test_filters_together_and_search(page: Any) -> None:
    page.select_option("#document", "1")
    page.select_option("#column", "lead")
    assert count(page) == "1 of 1"
    page.select_option("#column", "")
    page.select_option("#kind", "all")
    page.fill("#search", "VIỆC SỐ 17")
    assert count(page) == "1 of 1"
    page.fill("#search", "nowhere")
    assert count(page) == "none"
    assert "No row chosen" in page.inner_text("#detail")


def test_keys_step_through_the_differences(page: Any) -> None:
    seen = []
    for key in ("j", "ArrowDown", "k", "ArrowUp", "ArrowUp", "End", "j", "Home"):
        page.keyboard.press(key)
        seen.append(count(page).split()[0])
    assert seen == ["2", "3", "2", "1", "1", "5", "5", "1"]
    page.click("#next")
    assert count(page).startswith("2 ")
    assert page.locator('.row[aria-selected="true"]').inner_text().startswith("upright · table 1")


def test_keys_belong_to_the_search_while_it_is_typed_in(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.input_value("#search") == "jk"
    page.keyboard.press("Escape")


DARK = """image => {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
  const context = canvas.getContext("2d", {willReadFrequently: true});
  context.drawImage(image, 0, 0);
  const box = image.parentElement.querySelector(".box").style;
  const share = (text) => parseFloat(text) / 100;
  const at = (x, y) => context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data[0];
  const [left, top] = [share(box.left), share(box.top)];
  const [width, height] = [share(box.width), share(box.height)];
  return {
    inside: [0.1, 0.5, 0.9].map((part) => at(left + part * width, top + part * height)),
    outside: [at(left - 0.05, top + height / 2), at(left + width / 2, top - 0.05), at(0, 0)],
  };
}"""


@pytest.mark.parametrize("number", ["0", "1"], ids=["upright", "turned"])
def test_the_picture_shows_the_cell_at_its_place(page: Any, number: str) -> None:
    page.select_option("#document", number)
    image = page.locator(".card figure img").first
    image.wait_for()
    grey = image.evaluate(DARK)
    assert max(grey["inside"]) < 60
    assert min(grey["outside"]) > 200


def test_a_lost_row_shows_where_it_should_be(page: Any) -> None:
    page.select_option("#kind", "row missing")
    assert "beside the rows marked" in page.inner_text("figcaption")
    assert page.locator("#detail img").count() == 1
    sides = page.locator(".card .side > span").all_inner_texts()
    assert set(sides) == {"fixture"}


def test_a_hostile_cell_stays_text(page: Any) -> None:
    page.keyboard.press("j")
    shown = page.locator(".card .text").all_inner_texts()
    assert HOSTILE in shown
    assert page.locator(".problem .raw").inner_text() == HOSTILE
    assert page.locator('img[src="x"]').count() == 0
    assert page.title() == "annex qa"


def test_ten_thousand_rows_open_and_scroll(browser: Any, tmp_path: Path) -> None:
    before = document("large", 10_000)
    after = without_row(changed(before, {(n, "lead"): "x" for n in range(1, 10_000, 7)}), 5_000)
    compared = diff(as_fixture(before), as_fixture(after))
    path = tmp_path / "large.html"
    path.write_text(report_html([compared], {"large": after}, tmp_path), encoding="utf-8")
    assert path.stat().st_size < 30_000_000
    opened = browser.new_page()
    started = time.monotonic()
    opened.goto(path.as_uri())
    opened.wait_for_selector("html[data-ready]")
    assert time.monotonic() - started < 10  # about 1 s where nothing else runs
    opened.select_option("#kind", "all")
    assert count(opened) == "1 of 10000"
    opened.keyboard.press("End")
    assert opened.inner_text("#detail h2").startswith("large · table 1 · row 10000")
    assert opened.locator(".row").count() < 60
    opened.close()


# Pictures without a browser


def paper(of: Document) -> Paper:
    return Paper(of.facts.source, of.facts.sha256)


def test_only_the_file_that_was_extracted_is_pictured(tmp_path: Path) -> None:
    content = pdf(0)
    facts = paper(document("a", 1, content))
    places = place(1, "title")
    assert Album(tmp_path).of(facts, places) == []
    (tmp_path / "a.pdf").write_bytes(content)
    assert len(Album(tmp_path).of(facts, places)) == 1
    (tmp_path / "a.pdf").write_bytes(content + b"%changed\n")
    assert Album(tmp_path).of(facts, places) == []


def test_pictures_are_bounded_in_number_and_size(tmp_path: Path) -> None:
    content = pdf(0)
    (tmp_path / "a.pdf").write_bytes(content)
    facts = paper(document("a", 1, content))
    for album, most in ((Album(tmp_path, most=2), 2), (Album(tmp_path, most_bytes=1), 1)):
        made = [album.of(facts, place(n, "title")) for n in (1, 2, 3)]
        assert sum(map(len, made)) == most
        album.close()


@pytest.mark.parametrize("page", [0, 2, 99])
def test_a_place_on_no_page_has_no_picture(page: int, tmp_path: Path) -> None:
    content = pdf(0)
    (tmp_path / "a.pdf").write_bytes(content)
    facts = paper(document("a", 1, content))
    assert Album(tmp_path).of(facts, [PlaceRecord(page, 1.0, 1.0, 5.0, 5.0, None)]) == []


def test_rows_that_were_asked_for_are_pictured_where_nothing_differs(tmp_path: Path) -> None:
    content = pdf(0)
    (tmp_path / "a.pdf").write_bytes(content)
    read = document("a", 3, content)
    same = diff(as_fixture(read), as_fixture(read))
    for names, pictured in (([], 0), (["unchecked"], 0), (["a/1"], 3), (["a"], 3), (["all"], 3)):
        wanted = Wanted.of(["differences", *names], [same])
        entries = report_data([same], {"a": read}, tmp_path, wanted=wanted)["entries"]
        pictures = [picture for entry in entries for picture in entry.get("pictures", [])]
        assert [picture["names"] for picture in pictures] == [["title"]] * pictured
    with pytest.raises(ConfigError, match="a/2"):
        Wanted.of(["a/2"], [same])


def test_a_table_of_another_file_is_pictured_from_that_file(tmp_path: Path) -> None:
    content, other = pdf(0), pdf(90)
    read = document("a", 1, other)
    part = PartRecord(
        "b.pdf", hashlib.sha256(content).hexdigest(), "application/pdf", None, 1, None
    )
    facts = replace(read.facts, parts=(part,))
    read = replace(read, documents=(facts,), tables=(replace(read.tables[0], source="b.pdf"),))
    (tmp_path / "b.pdf").write_bytes(content)
    same = diff(as_fixture(read), as_fixture(read))
    (entry,) = report_data([same], {"a": read}, tmp_path, wanted=Wanted(frozenset({"all"})))[
        "entries"
    ]
    assert len(entry["pictures"]) == 1
