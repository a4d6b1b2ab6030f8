"""The whole way in a real browser: from a fresh run to a corrected cell, a run that keeps it, a
table read through, a fixture, and `annex qa` at 100 %.

Skipped where Chromium or Playwright is missing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.qa.test_qa_html import CHROMIUM, FLAGS
from tests.review.conftest import PLAN

ANNEX = [sys.executable, "-m", "pipeline"]


@pytest.fixture
def address(top: Path) -> Iterator[str]:
    """The app as the command serves it."""
    command = [*ANNEX, "review", "--out", top / "out", "--fixtures", top / "fixtures",
               "--no-browser", "--reader", "Nguyễn Lan", "--language", "vi"]  # fmt: skip
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        yield served.stdout.readline().strip()
        served.terminate()


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """The queue; what the page complains of, or asks of elsewhere, fails the test."""
    api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    home = address.partition("?")[0]
    wrong: list[str] = []
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1400, "height": 900})
        opened.on("request", lambda r: wrong.extend([r.url] * (not r.url.startswith(home))))
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        opened.on("console", lambda message: wrong.append(message.text))
        opened.goto(address)
        ready(opened)
        yield opened
        browser.close()
    assert wrong == []


def ready(page: Any) -> None:
    page.wait_for_selector("html[data-ready]")


def focus(page: Any, row: int, column: str) -> None:
    page.click(f"#c-1-{row}-{column}")
    page.wait_for_selector(f"#c-1-{row}-{column}.lit")
    page.wait_for_selector(f".detail h2 small:has-text('/000{row}')")


def press(page: Any, key: str) -> None:
    """Press a key and wait until what it does is done and said."""
    page.evaluate("document.querySelector('.toast').hidden = true")
    page.keyboard.press(key)
    page.wait_for_selector(".toast:not([hidden])")


def read_again(page: Any) -> None:
    page.keyboard.press("R")
    page.wait_for_selector("[data-run-start]:not([disabled])")
    page.click("[data-run-start]")
    page.wait_for_selector("[data-rerun]:not(.waits)", timeout=60_000)
    page.wait_for_selector("html[data-ready] dialog.run:not([open])", state="attached")


ROLES = "a[href], button, input, select, textarea, progress, img"
NAMELESS = """(roles) => [...document.querySelectorAll(roles)]
  .filter((e) => e.type !== 'hidden' && !e.closest('[aria-hidden=true]'))
  .filter((e) => ![e.ariaLabel, e.alt, e.labels?.[0]?.textContent, e.textContent].join('').trim())
  .map((e) => e.outerHTML.slice(0, 120))"""
TWICE = """[...document.querySelectorAll('[id]')].map((e) => e.id)
  .filter((id, i, all) => all.indexOf(id) !== i)"""
FOCUS = "[document.activeElement.id, document.activeElement.tabIndex]"


def barriers(page: Any) -> list[tuple[str, str]]:
    """What axe finds serious or worse on a page: the rule, and the element."""
    api = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = api.Axe().run(page).response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def heard(page: Any) -> str:
    """What a screen reader is told of a page; what has no name, or stands twice, fails the test."""
    assert barriers(page) == []
    assert page.evaluate(NAMELESS, ROLES) == []
    assert page.evaluate(TWICE) == []
    for only in ("h1", "main", "[role=status][aria-live=polite]"):
        assert page.locator(only).count() == 1, only
    assert page.evaluate("document.documentElement.lang") == "vi"
    return str(page.locator("body").aria_snapshot())


def test_the_whole_way(page: Any, top: Path) -> None:
    assert 'link "Chưa hiểu thời hạn' in heard(page)
    page.click(".item a >> nth=0")  # the deadline in doubt
    ready(page)
    assert page.inner_text("#c-1-2-deadline") == "Tháng 12/205"
    page.wait_for_selector(".detail .acts")
    told = heard(page)
    for role in ('columnheader "Tên nhiệm vụ"', 'cell "Tháng 12/205"', 'region "Bản gốc"'):
        assert role in told
    assert page.evaluate(FOCUS) == ["c-1-2-deadline", 0]
    page.wait_for_selector("[data-heard]:has-text('Chưa hiểu thời hạn')")
    page.keyboard.press("v")  # row by row under its print
    page.wait_for_selector("tr.strip[aria-hidden=true] .told:has-text('12/205')")
    page.keyboard.press("v")
    page.wait_for_selector("tr.strip", state="detached")
    page.keyboard.press("e")
    page.fill("textarea", "Tháng 12/2025")
    press(page, "Enter")
    page.wait_for_selector("[data-heard]:has-text('Đã ghi sửa chữa')")
    assert page.inner_text("#c-1-2-deadline").startswith("Tháng 12/2025")
    focus(page, 4, "title")
    press(page, "j")
    page.wait_for_function("document.querySelectorAll('tr[data-row]').length === 4")  # at once
    assert page.inner_text("[data-waiting]") == "1"
    read_again(page)
    assert page.inner_text("#c-1-2-deadline") == "Tháng 12/2025"
    assert page.locator("tr[data-row]").count() == 4
    focus(page, 3, "title")
    page.keyboard.press("p")  # where one column is cut, the others follow
    page.wait_for_selector("dialog[open] input[aria-label='Tên nhiệm vụ']:focus")
    page.keyboard.press("ArrowUp")
    assert page.input_value("input[aria-label='Cơ quan chủ trì']") == str(len("Bộ Tư pháp"))
    page.keyboard.press("ArrowUp")
    assert page.input_value("input[aria-label='Cơ quan chủ trì']") == "0"
    page.keyboard.press("Escape")
    press(page, "f")  # leads to the first cell not seen
    ready(page)
    assert "ô chưa xem" in page.inner_text(".toast")
    press(page, "A")
    page.wait_for_selector("progress[value='16']")
    page.click("[data-finish]")
    page.wait_for_selector("caption .ok")
    assert "Nguyễn Lan" in page.inner_text("caption .ok")
    assert "<img" not in page.inner_html("tbody")
    assert page.title() != "run"
    home = page.url.partition("/d/")[0]
    for place in ("documents", "decisions", "about/plan", "twins?row=plan/1/0002"):
        page.goto(f"{home}/{place}")
        heard(page)
    judged = subprocess.run(
        [*ANNEX, "qa", "--out", top / "out", "--fixtures", top / "fixtures"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert "100.00 %" in judged.stdout
    assert "unchecked" not in judged.stdout
    assert (top / "raw" / "plan.txt").read_text(encoding="utf-8") == PLAN
