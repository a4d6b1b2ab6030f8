"""Pictures of pages through the real engine to the blocks every dialect returns."""

from __future__ import annotations

import io
import mmap
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.errors import PASSING
from pipeline.extract.pdf import read_pdf
from pipeline.extract.scan import engine as engines
from pipeline.extract.scan import pool
from pipeline.extract.scan.engine import EngineWord, Gray, Look, shared_engine
from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.page import SAMPLE, Page, Picture, read_picture
from pipeline.extract.scan.picture import sheet_of
from pipeline.extract.scan.reading import OTHER_LOOKS, doubtful, is_doubted, seen_again, weighed
from pipeline.extract.scan.wanted import Result, Wanted
from pipeline.model import Alternative, Grid, Reading, ReadWord
from pipeline.workers import Limits
from tests.support.make_pdfs import Sheet, build
from tests.support.printed import DPI, PER_POINT, pixels, sheet, table, write

ROWS = [
    ["STT", "Nhiệm vụ", "Cơ quan"],
    ["1", "Rà soát dữ liệu", "Bộ Nội vụ"],
    ["2", "Lập báo cáo\nhằng năm", "Bộ Tài chính"],
]
XS = [20, 60, 190, 300]


def page() -> Image.Image:
    """A page with a heading and a table."""
    image = sheet(330, 180)
    write(image, 100, 12, "DANH MỤC NHIỆM VỤ", 12)
    table(image, ROWS, XS, 40)
    return image


def as_pdf(image: Image.Image) -> bytes:
    """The picture as a page of a PDF."""
    buffer = io.BytesIO()
    image.save(buffer, "PDF", resolution=DPI)
    return buffer.getvalue()


def grid_of(reading: Reading) -> list[list[str]]:
    """The texts of the one table."""
    (grid,) = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    return [[cell.raw for cell in row] for row in grid.rows]


def test_a_page_that_is_a_picture_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was recognised as the page and as a part of it: twice where two processes did it."""
    asked: list[tuple[int, str]] = []

    def noted(wanted: Sequence[Wanted], take: pool.Take) -> dict[int, Result]:
        asked.extend((one.number, one.look) for one in wanted)
        return read_pages(wanted, take)

    read_pages = pool.read_pages
    monkeypatch.setattr(pool, "read_pages", noted)
    assert grid_of(read_pdf(Path("scan.pdf"), as_pdf(page()))) == ROWS
    assert asked == [(1, "picture")]


def test_a_page_on_its_side_under_a_seal() -> None:
    image, seal = page().convert("RGB"), Image.new("RGB", page().size, "white")
    ImageDraw.Draw(seal).ellipse([560, 150, 860, 450], outline=(225, 60, 60), width=7)
    image = ImageChops.multiply(image, seal)
    reading = read_pdf(Path("scan.pdf"), as_pdf(image.rotate(90, expand=True)))
    assert reading.dialect == "pdf-scan"
    assert reading.engine.startswith("pdfium, tesseract-")
    assert grid_of(reading) == ROWS
    words = [w for b in reading.pages[0].blocks if isinstance(b, Grid) for r in b.rows
             for c in r for f in c.fragments for w in f.words]  # fmt: skip
    assert all(0 < word.confidence <= 1 for word in words)
    under = [word for word in words if word.text in ("Nội", "vụ") and word.x0 < 200]
    assert words[0].x0 < words[0].x1 <= 180  # placed on the page as it lies
    assert not under or min(word.confidence for word in under) < 0.9


def test_a_parent_with_much_address_space_leaves_its_pages_room() -> None:
    large = Image.new("RGB", (3000, 4000), "white")
    large.paste(page())
    with mmap.mmap(-1, 4 * 1024**3):
        assert grid_of(read_pdf(Path("scan.pdf"), as_pdf(large))) == ROWS


def test_pages_that_cannot_be_read_are_told_and_stop_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "PAGE", Limits(seconds=0.0))
    reading = read_pdf(Path("scan.pdf"), as_pdf(page()))
    told = [(problem.severity, problem.code) for problem in reading.problems]
    assert told == [("error", "picture-not-read"), ("warning", "page-without-text")]
    assert reading.problems[0].message.endswith("could not be read (timeout)")


def test_a_page_that_fails_says_of_what_and_takes_no_other_with_it() -> None:
    """On the first, a piece of a circular, Tesseract has a choice without a text for a letter."""
    pieces = {
        1: pixels(Image.open(Path(__file__).with_name("choice_without_text.png"))),
        2: np.zeros((0, 5), np.uint8),
        3: pixels(page()),
    }
    wanted = [Wanted(number) for number in pieces]
    found = pool.read_pages(wanted, lambda one: [Picture(pieces[one.number], PER_POINT)])
    texts = [[line.text for own in found[n].pages for line in own.lines] for n in pieces]
    assert texts[0][0].startswith("Phụ lục IV ban hành kèm theo Thông")
    assert (found[1].failure, found[3].failure) == ("", "")
    assert texts[2][0] == "DANH MỤC NHIỆM VỤ"
    assert found[2].pages == ()
    assert re.fullmatch(r"crashed: \w+: \S.*", found[2].failure)


def hidden(text: str) -> bytes:
    """A page that is a picture, with invisible text over it."""
    image = page()
    width, height = image.width / PER_POINT, image.height / PER_POINT
    raw = pixels(image).tobytes().hex()
    picture = (
        f"q {width} 0 0 {height} 0 0 cm BI /W {image.width} /H {image.height} /CS /G /BPC 8"
        f" /F /AHx ID {raw}> EI Q"
    )
    paper = Sheet(width, height).add(picture)
    for at, line in enumerate(text.splitlines()):
        paper.text(65, 56 + 25 * at, line, extra="3 Tr")
    return build([paper])


def test_a_text_layer_is_trusted_where_fresh_reading_agrees() -> None:
    told = [p.code for p in read_pdf(Path("a"), hidden("DANH MỤC NHIỆM VỤ\nNhiệm vụ")).problems]
    assert told == ["text-unseen"]  # it has less than the picture: read anew
    whole = "STT Nhiệm vụ Cơ quan 1\nRà soát dữ liệu Bộ Nội vụ\nDANH MỤC NHIỆM VỤ\nLập báo cáo"
    layer = read_pdf(Path("a"), hidden(f"{whole} hằng năm 2 Bộ Tài chính"))
    assert [problem.code for problem in layer.problems] == ["text-layer-hidden"]


def test_a_layer_of_nonsense_is_read_anew() -> None:
    reading = read_pdf(Path("a"), hidden("Nhiem vu Ra soat du lieu\nBo Noi vu Co quan"))
    assert grid_of(reading) == ROWS


def test_where_no_engine_is_it_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    monkeypatch.delitem(sys.modules, "pipeline.extract.scan.tesseract", raising=False)
    shared_engine.cache_clear()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.pdf").write_bytes(as_pdf(page()))
    for _ in range(2):  # another run tries again: it is not the document's fault
        summary = run([tmp_path / "in"], Options(tmp_path / "out"))
        assert summary.exit_code() == 1
        assert "pip install tesserocr" in "\n".join(summary.errors)
    assert engines.MISSING in PASSING


class Blind:
    """An engine that reads one word in every line: any class with these two members will do."""

    name = "blind"

    def read(self, line: Gray, look: Look = "first") -> list[EngineWord]:
        """One word over the whole line."""
        assert line.dtype == np.uint8
        return [EngineWord("chữ", 0.95, 14, line.shape[1] - 14)]


class Dizzy(Blind):
    """An engine that is less sure of the way a page stands first than of the other, and reads
    something else at each look."""

    def __init__(self, first: float, then: float) -> None:
        self.first, self.then, self.count = first, then, 0

    def read(self, line: Gray, look: Look = "first") -> list[EngineWord]:
        """One word over the whole line."""
        self.count += 1
        sure = self.first if self.count <= SAMPLE * (1 + len(OTHER_LOOKS)) else self.then
        return [EngineWord(f"chữ{self.count}", sure, 14, line.shape[1] - 14)]


@pytest.mark.parametrize(
    ("first", "then", "stays"), [(0.72, 0.96, False), (0.84, 0.86, True), (0.86, 0.99, True)]
)
def test_a_page_that_reads_badly_is_tried_the_other_way_up(
    first: float, then: float, stays: bool
) -> None:
    found = Page(sheet_of(pixels(page()), PER_POINT))
    assert (found.upright(Dizzy(first, then)) is found) == stays


def test_another_engine_can_be_plugged_in() -> None:
    read = read_picture(Picture(pixels(page()), PER_POINT), Blind())
    assert {line.text for line in read.lines} == {"chữ"}
    assert len(read.lines) == 1 + sum(cell.count("\n") + 1 for row in ROWS for cell in row)


class Unsure(Blind):
    """An engine that is sure of nothing, and notes how wide each line was that it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def read(self, line: Gray, look: Look = "first") -> list[EngineWord]:
        """One word over the whole line, in doubt."""
        self.asked.append(line.shape[1])
        return [EngineWord("chữ", 0.7, 14, line.shape[1] - 14)]


def test_a_line_of_a_paragraph_is_read_once_and_all_others_as_often_as_in_doubt() -> None:
    image = sheet(420, 200)
    table(image, ROWS, XS, 70)
    looks = [0, 0]
    for at, text in enumerate(
        ["Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;", "Điều 1"]
    ):
        own = image.copy()
        write(own, 20, 12, text, 14)
        engine = Unsure()
        read_picture(Picture(pixels(own), PER_POINT), engine)
        looks[at] = len(engine.asked)
    assert looks[1] == looks[0] + 2


def test_a_word_with_a_letter_that_may_be_another_one_is_looked_at_again() -> None:
    word = ReadWord("thế", 0.97, 0, 0, 10, 10)
    assert not is_doubted(word)
    assert is_doubted(word._replace(rival=Alternative("thể", 0.7)))
    assert not is_doubted(word._replace(rival=Alternative("thể", 0.2)))


def test_the_engine_tells_which_letter_may_be_another_one() -> None:
    image = sheet(200, 40)
    write(image, 20, 12, "thế thể thê chế chể chỉ chi")
    small = image.resize((image.width // 4, image.height // 4)).resize(image.size)
    (line,) = read_picture(Picture(pixels(small), PER_POINT), shared_engine()).lines
    rivals = [(word.text, word.rival) for word in line.words if word.rival]
    assert rivals
    for text, rival in rivals:
        assert rival.text != text
        assert 0 < rival.confidence <= 1


def test_print_of_which_nothing_is_read_is_told() -> None:
    read = read_picture(Picture(pixels(page()), PER_POINT), Silent())
    assert read.unread == sum(cell.count("\n") + 1 for row in ROWS for cell in row)


def test_words_beside_a_line_that_could_not_be_read_are_less_sure() -> None:
    found = Page(sheet_of(pixels(page()), PER_POINT))
    tall = [line for line, walls in found.lines if walls and abs(walls[0] - XS[1]) < 2]
    found.known[id(max(tall, key=lambda line: line.base))] = []  # `hằng năm`
    read = found.read(Blind(), PER_POINT)
    beside = [line for line in read.lines if line.words[0].confidence < 0.9]
    assert read.unread == 1
    assert [XS[1] < line.x0 < XS[2] and 90 < line.y0 < 110 for line in beside] == [True]


class Silent(Blind):
    """An engine that reads nothing."""

    def read(self, line: Gray, look: Look = "first") -> list[EngineWord]:
        """No word."""
        return []


def test_looks_that_agree_are_surer_than_one_those_that_differ_are_kept() -> None:
    word = ReadWord("tố", 0.8, 0, 0, 10, 10)
    same, other = Alternative("tố", 0.7), Alternative("tổ", 0.95)
    assert weighed(word, [same, same]).confidence > 0.9
    settled = weighed(word, [other, same])
    assert (settled.text, settled.alternatives) == ("tổ", (Alternative("tố", 0.8),))
    assert settled.confidence < 0.9


@pytest.mark.parametrize(
    ("others", "meant"),
    [(["2026-"], "2026"), (["2026.-"], None), (["2026", "-"], "2026"), (["20", "26", "-"], None)],
)
def test_another_look_that_runs_words_together_has_the_same_letters(
    others: list[str], meant: str | None
) -> None:
    def placed(texts: list[str]) -> list[ReadWord]:
        ends = {"2026": (0, 40), "-": (50, 60), "20": (0, 20), "26": (20, 40)}
        return [ReadWord(t, 0.8, *_across(ends.get(t, (0, 60)))) for t in texts]

    words = placed(["2026", "-"])
    found = seen_again(words[0], words, placed(others))
    assert (found.text if found else None) == meant


@pytest.mark.parametrize(
    ("sure", "shown"),
    [
        ("99994999", [[3, 4, 5]]),
        ("49999994", [[0, 1], [6, 7]]),
        ("99494999", [[1, 2, 3, 4, 5]]),
        ("949949", [[0, 1, 2, 3, 4, 5]]),  # most of the line: all of it
    ],
)
def test_words_in_doubt_are_looked_at_again_beside_their_neighbours(
    sure: str, shown: list[list[int]]
) -> None:
    words = [ReadWord("từ", int(s) / 10, 50 * at, 0, 50 * at + 40, 20) for at, s in enumerate(sure)]
    lefts = [50 * at + letter for at in range(len(words)) for letter in (0, 25)]
    marks = [Mark(label, x, 0, x + 15, 20, 99) for label, x in enumerate(lefts)]
    parts = doubtful(words, marks)
    assert [sorted({int(mark.x // 50) for mark in part}) for part in parts] == shown
    assert len({mark for part in parts for mark in part}) == sum(map(len, parts))


def _across(ends: tuple[int, int]) -> tuple[float, float, float, float]:
    return ends[0], 0, ends[1], 20
