"""The words that a page prints in the place of a row that was missed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.review.gaps import Gap
from pipeline.review.missed import Word, row_in
from pipeline.review.painter import Painter
from tests.support.make_pdfs import Sheet, build


def test_a_word_that_reaches_over_an_edge_is_of_one_column(tmp_path: Path) -> None:
    sheet = Sheet().text(20, 50, "one two").text(80, 50, "three").text(20, 65, "more")
    path = tmp_path / "a.pdf"
    path.write_bytes(build([sheet]))
    boxes = {"left": (10, 30, 49, 80), "right": (49, 30, 200, 80), "below": (10, 90, 200, 99)}
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    painter = Painter()
    found = painter.texts(path, sha256, 1, Gap(boxes))  # "two" ends at 55
    assert found == {"left": "one two more", "right": "three", "below": ""}
    assert painter.texts(path, sha256, 2, Gap(boxes)) == {}
    painter.close()


def line(y: float, *placed: tuple[str, float]) -> list[Word]:
    return [Word(f"{text} ", x, y, x + 6 * len(text), y + 10) for text, x in placed]


BOXES = {"stt": (0, 0, 40, 300), "title": (40, 0, 140, 300), "lead": (140, 0, 240, 300)}
PAGE = [
    *line(10, ("12", 90)),  # the number of the page
    *line(40, ("một", 50), ("Bộ", 150)),  # a row that was read
    *line(60, ("việc", 50)),
    *line(72, ("8.", 10), ("hai", 50), ("Bộ", 150), ("Y", 165)),
    *line(84, ("của", 50)),
    *line(110, ("9.", 10), ("ba", 50), ("Sở", 150)),
    *line(200, ("7", 10), ("Nhiệm", 50), ("vụ", 84), ("mới", 100), ("trong", 119), ("năm", 150)),
]


def test_the_words_of_a_missed_row_are_no_other_ones() -> None:
    taken = [(45, 38, 200, 52)]
    first = {"stt": "8. ", "title": "việc hai của ", "lead": "Bộ Y "}
    assert row_in(PAGE, BOXES, taken, "") == first
    second = {"stt": "9. ", "title": "ba ", "lead": "Sở "}
    assert row_in(PAGE, BOXES, taken, "8.") == second
    assert row_in(PAGE, BOXES, taken, "9.") == {"stt": "", "title": "", "lead": ""}
