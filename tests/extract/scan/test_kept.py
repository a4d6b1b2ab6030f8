"""What was recognised in a picture is kept, and says the same when it is taken again."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.batch.options import Options
from pipeline.batch.read import read_document_from
from pipeline.batch.run import run
from pipeline.data.reading import read
from pipeline.data.recognitions import Recognitions
from pipeline.data.work import Work
from pipeline.extract.ruled.lines import Rule
from pipeline.extract.scan.kept import key_of, packed, unpacked
from pipeline.extract.scan.page import Picture, ReadLine, ReadPage
from pipeline.extract.scan.upright import Projection
from pipeline.model import Alternative, ReadWord, Source
from tests.extract.scan.test_reading import ROWS, XS, as_pdf
from tests.support.printed import sheet, table

RIVAL = Alternative("Bô", 0.25)
WORD = ReadWord("Bộ", 0.9, 1.5, 2.25, 3.0, 4.0, (Alternative("Bồ", 0.5),), RIVAL)
PAGE = ReadPage(
    lines=(ReadLine((WORD, WORD._replace(alternatives=(), rival=None)), 1, 2, 3, 4, 4, 11, True),),
    across=(Rule(1.5, 0.0, 9.0),),
    down=(),
    size=(595.0, 842.0),
    back=Projection.scale(0.5),
    coarse=True,
    letters=7,
    unread=1,
    lost=((12.5, 20.0),),
)
LEAD = """[[cell]]
column = "lead"
against = "Bộ Nội vụ"
text = "Bộ Tư pháp"
by = "Lan"
on = 2026-03-01
why = "known better"
"""


def test_a_page_is_the_same_again() -> None:
    again = unpacked(packed(PAGE))
    assert again is not None
    assert np.array_equal(again.back.matrix, PAGE.back.matrix)
    assert replace(again, back=PAGE.back) == PAGE


@pytest.mark.parametrize(
    "data",
    [b"", packed(PAGE)[:-9], zlib.compress(b"{}"), zlib.compress(b"[1]"), zlib.compress(b"\xff")],
)
def test_spoiled_bytes_are_no_page(data: bytes) -> None:
    assert unpacked(data) is None


def test_other_pixels_another_fineness_another_look_have_other_keys() -> None:
    pixels = np.full((20, 30), 255, np.uint8)
    black = pixels.copy()
    black[3, 4] = 0
    pictures = [Picture(pixels, 2.0), Picture(black, 2.0), Picture(pixels, 3.0)]
    pictures.append(Picture(pixels.reshape(30, 20), 2.0))
    keys = [key_of(picture, sample) for picture in pictures for sample in (False, True)]
    assert len(set(keys)) == len(keys)
    assert key_of(replace(pictures[0], x=5.0, y=7.0), sample=False) == keys[0]


def test_what_a_reading_does_not_ask_for_goes_with_its_end(tmp_path: Path) -> None:
    first = Recognitions(tmp_path / "input")
    first.put("a", b"1")
    first.put("b", b"2")
    first.close()
    cut_off = Recognitions(tmp_path / "input")
    assert cut_off.get("b") == b"2"
    second = Recognitions(tmp_path / "input")
    assert (second.get("a"), second.get("c")) == (b"1", None)
    second.put("c", b"3")
    second.close()
    assert {path.name for path in (tmp_path / "input").iterdir()} == {"a", "b", "c"}
    third = Recognitions(tmp_path / "input")
    assert third.get("c") == b"3"
    third.close()
    assert {path.name for path in (tmp_path / "input").iterdir()} == {"c"}
    assert Recognitions(tmp_path / "input", anew=True).get("c") is None


def test_what_another_version_recognised_and_what_inputs_are_gone_had_is_not_kept(
    tmp_path: Path,
) -> None:
    work = Work(tmp_path)
    for reader, name in (("old", "a.pdf"), ("new", "a.pdf"), ("new", "gone.pdf")):
        work.recognitions(reader, "", name).put("key", b"")
    work.open()
    work.keep_recognitions("new", [("", "a.pdf")])
    (version,) = work.pictures.iterdir()
    assert (version.name, len(list(version.iterdir()))) == ("new", 1)


def a_scan() -> bytes:
    image = sheet(330, 120)
    table(image, [["STT", "Nhiệm vụ", "Chủ trì"], *ROWS[1:]], XS, 20)
    return as_pdf(image)


def leads(out: Path) -> list[str]:
    return [row["lead"] for row in read("tasks", out, as_="arrow").to_pylist()]


def test_a_corrected_scan_is_not_recognised_anew(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    (folder / "corrections").mkdir(parents=True)
    (folder / "scan.pdf").write_bytes(a_scan())
    run([folder], Options(out))
    assert leads(out) == ["Bộ Nội vụ", "Bộ Tài chính"]
    (kept,) = (path for path in (out / ".work" / "pictures").rglob("*") if path.is_file())
    text = zlib.decompress(kept.read_bytes()).decode()
    assert "chính" in text
    kept.write_bytes(zlib.compress(text.replace("chính", "chánh").encode()))
    (folder / "corrections" / "scan.pdf.toml").write_text(LEAD, encoding="utf-8")
    run([folder], Options(out))
    assert leads(out) == ["Bộ Tư pháp", "Bộ Tài chánh"], "what is kept counts"


def test_a_scan_that_was_read_is_shown_without_being_recognised_anew(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    (folder / "2026").mkdir(parents=True)
    file = folder / "2026" / "scan.pdf"
    file.write_bytes(a_scan())
    run([folder], Options(out))
    (kept,) = (path for path in (out / ".work" / "pictures").rglob("*") if path.is_file())
    text = zlib.decompress(kept.read_bytes()).decode()
    kept.write_bytes(zlib.compress(text.replace("chính", "chánh").encode()))
    shown = [cell.text for cell in read_document_from(Source(file, file.name), out).cells]
    assert "Bộ Tài chánh" in shown
    assert kept.exists(), "what a run kept is left as it is"
