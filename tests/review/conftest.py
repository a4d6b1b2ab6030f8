"""A small output folder to review, and the app over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.data.generations import place
from pipeline.data.store import MANIFEST
from pipeline.review.app import app_of
from pipeline.review.guard import SIGN, Guard
from pipeline.review.shelf import Shelf
from pipeline.review.site import Site
from tests.support.asgi import Client

HOSTILE = (
    "<img src=x onerror=\"document.title='run'\"></script><script>document.title='run'</script>"
)
PLAN = f"""\
KẾ HOẠCH
Phụ lục I
TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành
I\tHOÀN THIỆN THỂ CHẾ\t\t
1\tXây dựng Nghị định về dữ liệu\tBộ Công an\tTháng 12/205
2\tRà soát quy định về {HOSTILE}\tBộ Tư pháp\tKhi có hướng dẫn
\tvà giao dịch điện tử\t\t
3\tSơ kết thực hiện\tBộ Nội vụ\tQuý IV/2026
"""


class Inside:
    """A reader whom the app has let in."""

    def __init__(self, site: Site, by: str = "Nguyễn Lan") -> None:
        self.site = site
        self.client = Client(Guard(app_of(site), "secret", 8765), "http://127.0.0.1:8765")
        self.client.cookies.set("annex-reader", quote(by))
        page = self.client.get("/?token=secret").text
        self.sign = page.partition('name="annex-sign" content="')[2].partition('"')[0]

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **asked: Any) -> Any:
        return self.client.post(path, json=asked, headers={SIGN: self.sign})

    def mark(self, row_id: str) -> str:
        """What the page says a row was when it was shown."""
        opened = self.site.opened(row_id.split("/")[0])
        from pipeline.review.decide import mark_of

        row = opened.rows[row_id]
        return mark_of(
            opened, row, self.site.desk.entries(self.site.desk.input_of(opened, row).corrections)
        )

    def decide(self, act: str, row_id: str, column: str = "title", **more: Any) -> Any:
        mark = more.pop("mark", None) or self.mark(row_id)
        return self.post("/decide", act=act, row=row_id, column=column, mark=mark, **more)


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an input `raw` and the output `out` of a run over it."""
    top = tmp_path_factory.mktemp("review")
    (top / "raw").mkdir()
    (top / "raw" / "plan.txt").write_text(PLAN, encoding="utf-8")
    run([top / "raw"], Options(top / "out", workers=1))
    return top


@pytest.fixture
def top(read_once: Path, tmp_path: Path) -> Path:
    """The same, for one test to change."""
    shutil.copytree(read_once, tmp_path, dirs_exist_ok=True, symlinks=True)
    manifest = place(tmp_path / "out") / MANIFEST
    manifest.write_text(manifest.read_text().replace(str(read_once), str(tmp_path)))
    return tmp_path


@pytest.fixture
def inside(top: Path) -> Iterator[Inside]:
    site = Site(Shelf(top / "out"), top / "fixtures", "Nguyễn Lan", "vi")
    yield Inside(site)
    site.close()


@pytest.fixture
def again(top: Path) -> Callable[[], object]:
    """Run again over the same folder."""
    return lambda: run([top / "raw"], Options(top / "out", workers=1)) and None
