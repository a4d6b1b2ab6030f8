"""The words that a page prints in the place of a row that was missed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.review.painter import Painter
from tests.support.make_pdfs import Sheet, build


def test_a_word_that_reaches_over_an_edge_is_of_one_column(tmp_path: Path) -> None:
    sheet = Sheet().text(20, 50, "one two").text(80, 50, "three").text(20, 65, "more")
    path = tmp_path / "a.pdf"
    path.write_bytes(build([sheet]))
    boxes = {"left": (10, 30, 49, 80), "right": (49, 30, 200, 80), "below": (10, 90, 200, 99)}
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    painter = Painter()
    found = painter.texts(path, sha256, 1, boxes)  # "two" ends at 55
    assert found == {"left": "one two more", "right": "three", "below": ""}
    assert painter.texts(path, sha256, 2, boxes) == {}
    painter.close()
