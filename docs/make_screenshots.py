"""The pictures of the review app in the README, taken anew: `python docs/make_screenshots.py`.

Runs over raw/ into a folder of its own, serves the app and photographs the queue, a page beside its
table (of a PDF made for it), its rows below their print, and a link to decide. Needs the packages
of development and Chromium.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
ANNEX = [sys.executable, "-m", "pipeline"]
SIZE: Any = {"width": 1360, "height": 780}
COLOURS = 255
"""Colours of a picture: enough for text and marks, and half of the size."""

STYLE = """<meta charset=utf-8><style>
body { font: 12px/1.4 "Liberation Serif", serif } h3, p { text-align: center; font-weight: bold }
table { border-collapse: collapse; width: 100% }
td, th { border: 1px solid; padding: 5px } td:first-child { text-align: center }
</style>"""
TITLE = "<p>Phụ lục I</p><h3>NHIỆM VỤ VỀ DỮ LIỆU NĂM 2026</h3>"
HEADS = ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả",
         "Thời gian hoàn thành")  # fmt: skip
ROWS = (
    ("1", "Xây dựng Cơ sở dữ liệu quốc gia về đất đai, kết nối với các địa phương",
     "Bộ Nông nghiệp và Môi trường", "Các bộ, ngành, địa phương",
     "Cơ sở dữ liệu được đưa vào sử dụng", "Tháng 12/2026"),
    ("2", "Hoàn thiện quy định về định danh và xác thực điện tử", "Bộ Công an", "Bộ Tư pháp",
     "Nghị định của Chính phủ", "Quý III/2026"),
    ("3", "Đào tạo kỹ năng số cho cán bộ, công chức cấp xã", "Bộ Nội vụ", "Các địa phương",
     "100% cán bộ được đào tạo", "Tháng 6/226"),
    ("4", "Rà soát, cắt giảm thủ tục hành chính trên Cổng Dịch vụ công quốc gia",
     "Văn phòng Chính phủ", "Các bộ, ngành", "Báo cáo Thủ tướng Chính phủ", "Thường xuyên"),
)  # fmt: skip


def main() -> None:
    """Write docs/review-*.png."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        shutil.copytree(ROOT / "raw", top / "raw")
        make_pdf(top / "raw" / "ke-hoach-du-lieu.pdf")
        out = top / "out"
        subprocess.run([*ANNEX, "run", top / "raw", "--out", out, "--quiet"], check=False)
        with served(top) as address, browser() as page:
            page.goto(address)
            shoot(page, "queue")
            home = address.partition("?")[0]
            page.goto(f"{home}go?doc=ke-hoach-du-lieu&row=ke-hoach-du-lieu/1/0003&column=deadline")
            page.wait_for_selector(".detail .acts")
            shoot(page, "page")
            page.keyboard.press("v")
            page.wait_for_selector("tr.strip canvas")
            shoot(page, "rows")
            page.keyboard.press("v")
            page.goto(f"{home}?kind=link")
            page.click(".item a >> nth=1")
            shoot(page, "link")


def make_pdf(path: Path) -> None:
    """A short annex printed by Chromium, with a slip in a deadline."""
    rows = [f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS]
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    with browser() as page:
        page.set_content(f"{STYLE}{TITLE}<table><tr>{heads}</tr>{''.join(rows)}</table>")
        edges = dict.fromkeys(("top", "bottom", "left", "right"), "18mm")
        page.pdf(path=str(path), format="A4", margin=edges)


@contextmanager
def served(top: Path) -> Iterator[str]:
    """The address of the app over a run."""
    command = [*ANNEX, "review", "--out", top / "out", "--fixtures", top / "fixtures",
               "--no-browser", "--reader", "Nguyễn Lan", "--language", "vi"]  # fmt: skip
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@contextmanager
def browser() -> Iterator[Any]:
    """A page of Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened.new_page(viewport=SIZE)
        opened.close()


def shoot(page: Any, name: str) -> None:
    """Photograph what is shown, small enough for a repository."""
    page.wait_for_selector("html[data-ready]")
    page.wait_for_timeout(600)
    path = ROOT / "docs" / f"review-{name}.png"
    page.screenshot(path=str(path))
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(path, optimize=True)
    print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main()
