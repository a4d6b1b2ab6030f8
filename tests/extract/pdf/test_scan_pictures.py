"""Pictures of pages as files hold them: cut off, with their print in a mask, no print at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from pipeline.extract.pdf.drawn.pictured import cut_off
from pipeline.extract.pdf.drawn.pictures import page_pixels
from pipeline.extract.pdf.drawn.rules import read_rules
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import page_frame
from pipeline.extract.pdf.scanned import Scan
from pipeline.extract.scan.page import ReadLine, ReadPage
from pipeline.extract.scan.upright import Projection
from pipeline.model import ReadWord

SIZE = 200
DICTIONARY = (
    "/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
)


def jpeg() -> bytes:
    grain = np.random.default_rng(1).integers(0, 256, (SIZE, SIZE), np.uint8)
    packed = BytesIO()
    Image.fromarray(grain).save(packed, "JPEG")
    return packed.getvalue()


def pdf(*streams: tuple[str, bytes], head: str = DICTIONARY % (SIZE, SIZE)) -> bytes:
    """A page of one picture: the stream that is drawn, and others that it names, from object 6."""
    content = b"q 100 0 0 100 0 0 cm /I Do Q"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    for entries, data in streams:
        facts = (head + entries).encode()
        bodies.append(b"<<%s/Length %d>>stream\n%s\nendstream" % (facts, len(data), data))
    made = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(bodies, 1))
    return b"%PDF-1.7\n" + made + b"trailer<</Root 1 0 R>>\n%%EOF"  # found by its objects


@pytest.mark.parametrize(("part", "cut"), [(1.0, False), (0.5, True)])
def test_a_picture_that_is_not_all_there_is_told(tmp_path: Path, part: float, cut: bool) -> None:
    whole = jpeg()
    data = pdf(("/Filter/DCTDecode", whole[: int(part * len(whole))]))
    with raw.open_document(data) as document:
        page = raw.load_page(document, 0)
        assert cut_off(read_rules(page, page_frame(page)).painted) is cut
        raw.close_page(page)


def fax(part: float, with_end: bool, group: int = 4) -> tuple[str, bytes]:
    """A picture with blank rows at its end as a fax, a part of its data."""
    pixels = np.random.default_rng(1).integers(0, 2, (SIZE, SIZE), np.uint8)
    pixels[SIZE - SIZE // 4 :] = 1
    packed = BytesIO()
    Image.fromarray(pixels * 255).convert("1").save(packed, "TIFF", compression=f"group{group}")
    with Image.open(packed) as made:
        assert isinstance(made, TiffImageFile)
        at, size = made.tag_v2[273][0], made.tag_v2[279][0]  # where its one strip stands
    data = packed.getvalue()[at : at + size]
    entries = (
        f"/Type/XObject/Subtype/Image/Width {SIZE}/Height {SIZE}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 1/Filter/CCITTFaxDecode"
        f"/DecodeParms<</K {-1 if group == 4 else 0}/Columns {SIZE}/Rows {SIZE}>>"
    )
    return entries, data[: int(part * len(data))] if with_end else data.rstrip(b"\0")[:-3]


@pytest.mark.parametrize(
    ("part", "with_end", "group", "cut"),
    [(1.0, True, 4, False), (0.5, True, 4, True), (1.0, False, 4, False), (1.0, True, 3, False)],
)
def test_a_fax_that_ends_too_early_is_told(
    part: float, with_end: bool, group: int, cut: bool
) -> None:
    """One that does not say where it ends is whole where its blank rows are all there; of group 3
    nothing is told."""
    with raw.open_document(pdf(fax(part, with_end, group), head="")) as document:
        page = raw.load_page(document, 0)
        assert cut_off(read_rules(page, page_frame(page)).painted) is cut
        raw.close_page(page)


def test_other_pictures_do_not_say_where_they_end() -> None:
    with raw.open_document(pdf(("", bytes(SIZE * SIZE)))) as document:
        page = raw.load_page(document, 0)
        assert not cut_off(read_rules(page, page_frame(page)).painted)
        assert not cut_off([])
        raw.close_page(page)


def test_print_in_the_mask_of_a_black_picture_is_seen() -> None:
    mask = np.zeros((SIZE, SIZE), np.uint8)
    mask[50:60, 20:150] = 255
    data = pdf(("/SMask 6 0 R", bytes(SIZE * SIZE)), ("", mask.tobytes()))
    assert len(pypdfium2.PdfDocument(data)) == 1
    with raw.open_document(data) as document:
        page = raw.load_page(document, 0)
        frame = page_frame(page)
        shown = page_pixels(page, frame, read_rules(page, frame))
        raw.close_page(page)
    assert shown is not None
    dark = (shown.pixels < 128).mean()
    assert 0.02 < dark < 0.05


@pytest.mark.parametrize(("sure", "mumbles"), [(0.4, True), (0.8, False)])
def test_what_hardly_reads_as_print_is_told(sure: float, mumbles: bool) -> None:
    word = ReadWord("nguệch", sure, 10, 10, 50, 20)
    line = ReadLine((word,), 10, 10, 50, 20, 20, 10, False)
    page = ReadPage((line,), (), (), (100, 100), Projection.identity())
    assert Scan(page).mumbles is mumbles
    assert not Scan(ReadPage((), (), (), (100, 100), Projection.identity())).mumbles
