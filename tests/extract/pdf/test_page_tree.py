"""What the page tree of a file says of itself."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from pipeline.extract.pdf.file.page_tree import PageTree, page_tree
from pipeline.extract.pdf.reader import read_pdf


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (b"<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2>>", PageTree(0, 0)),
        (b"<</Type /Pages /Count 1 /Kids [3 0 R 4 0 R]>>", PageTree(1, 0)),
        (b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", PageTree(0, 1)),
        (b"<</Type /Pages /Kids [3 0 R] /Count 9>>", PageTree(0, 0)),
        (b"<</Type /Pages /Kids [3 0 R 4 0 R 7 0 R] /Count 2 0 R>>", PageTree(0, 0)),
        (b"<</Type /Pages /Kids [" + b"1" * 300_000 + b"] /Count 1>>", PageTree(0, 0)),
        (b"<</FT /Tx /Kids [3 0 R 3 0 R]>>", PageTree(0, 0)),
    ],
)
def test_nodes_that_miscount_their_pages(node: bytes, found: PageTree) -> None:
    assert page_tree(b"%PDF-1.7\n1 0 obj\n" + node + b"\nendobj\n") == found


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>", PageTree(0, 0)),
        (b"<</Type/Pages/Count 1/Kids[3 0 R 4 0 R]>>", PageTree(1, 0)),
        (b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", PageTree(0, 1)),
    ],
)
@pytest.mark.parametrize("after", [b"", b" <</Type/Catalog/Pages 2 0 R>>"])
def test_nodes_in_packed_objects(node: bytes, found: PageTree, after: bytes) -> None:
    head = b"9 0 2 %d " % (len(b"<</Count 7>> ")) + (
        b"1 %d " % len(b"<</Count 7>> " + node) if after else b""
    )
    packed = zlib.compress(head + b"<</Count 7>> " + node + after)
    entries = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (
        2 + bool(after), len(head), len(packed),
    )  # fmt: skip
    stream = b"\n5 0 obj\n" + entries + b"stream\n" + packed + b"\nendstream\nendobj\n"
    assert page_tree(b"%PDF-1.7" + stream) == found
    for end in range(len(stream)):  # cut off anywhere, it is no node or the same
        assert page_tree(stream[:end]) in (found, PageTree(0, 0))


def test_pages_that_are_not_counted_are_an_error(tmp_path: Path) -> None:
    pages = b"".join(
        b"%d 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\n" % number
        for number in (3, 4, 5)
    )
    data = (
        b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 1>> endobj\n"
        + pages
        + b"trailer <</Root 1 0 R /Size 6>>\n%%EOF\n"
    )
    (problem,) = (p for p in read_pdf(tmp_path / "a.pdf", data).problems if p.severity == "error")
    assert problem.code == "page-unreadable"
    assert "2 more pages" in problem.message
