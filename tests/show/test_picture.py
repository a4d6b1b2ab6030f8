"""Pages with what was recovered drawn on them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.batch.sources import discover
from pipeline.data.records import Document, ProblemRecord
from pipeline.errors import ConfigError, InputError
from pipeline.show.picture import GUTTER, SCALE, STRIP, draw_pages
from tests.conftest import RAW, TESTS
from tests.support.once import reading

SAMPLES = TESTS / "samples" / "pdf"


def document(path: Path) -> Document:
    """A file as the pipeline reads it."""
    return reading(discover([path])[0])


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a picture."""
    with Image.open(path) as picture:
        return picture.size


def colors_in(path: Path, box: tuple[float, float, float, float]) -> set[tuple[int, ...]]:
    """The colours inside a box of the page, in points."""
    x0, y0, x1, y1 = (round(SCALE * edge) for edge in box)
    with Image.open(path) as picture:
        part = picture.convert("RGB").crop((x0 + GUTTER, y0 + STRIP, x1 + GUTTER, y1 + STRIP))
        return {tuple(color) for row in np.asarray(part).tolist() for color in row}


# (file, pages drawn, size of the first page in points)
DRAWN = [
    ("plain", [1], (400, 300)),
    ("turned", [1, 2, 3, 4], (400, 300)),
    ("cropped", [1], (380, 190)),
    ("several", [1, 2, 3], (400, 300)),
    ("no-text", [2], (400, 300)),
]


@pytest.mark.parametrize(("name", "pages", "size"), DRAWN)
def test_pages_with_tables_are_drawn(
    name: str, pages: list[int], size: tuple[int, int], tmp_path: Path
) -> None:
    path = SAMPLES / f"{name}.pdf"
    files = draw_pages(path, document(path), tmp_path / "png")
    assert [file.name for file in files] == [f"page-{number:04}.png" for number in pages]
    width, height = size_of(files[0])
    assert width == SCALE * size[0] + GUTTER
    assert height >= SCALE * size[1] + STRIP


@pytest.mark.parametrize("name", ["plain", "turned", "cropped"])
def test_a_cell_is_filled_where_it_stands(name: str, tmp_path: Path) -> None:
    path = SAMPLES / f"{name}.pdf"
    found = document(path)
    file = draw_pages(path, found, tmp_path, 1)[0]
    bare = draw_pages(path, replace(found, cells=()), tmp_path / "bare", 1)[0]
    cell = next(c for c in found.cells if c.column == "title" and c.places)
    place = cell.places[0]
    assert place.x0 is not None
    assert place.y0 is not None
    assert place.x1 is not None
    assert place.y1 is not None
    box = (place.x0, place.y0, place.x1, place.y1)
    assert (255, 255, 255) in colors_in(bare, box)
    assert (255, 255, 255) not in colors_in(file, box)


def test_one_page_alone(tmp_path: Path) -> None:
    path = SAMPLES / "no-text.pdf"
    files = draw_pages(path, document(path), tmp_path, 1)
    assert [file.name for file in files] == ["page-0001.png"]


def test_a_join_and_a_problem_show(tmp_path: Path) -> None:
    path = SAMPLES / "plain.pdf"
    found = document(path)
    last = found.rows[-1]
    joined = replace(found, rows=(*found.rows[:-1], replace(last, last_page=2)))
    problem = ProblemRecord(
        found.doc_id, last.table_id, last.row_id, "title", "warning", "engines-disagree", "look", ""
    )
    plain, marked, doubtful = (
        draw_pages(path, shown, tmp_path / name)[0]
        for name, shown in (
            ("plain", found),
            ("marked", joined),
            ("doubtful", replace(found, problems=(*found.problems, problem))),
        )
    )
    assert size_of(marked) == size_of(plain)
    assert marked.read_bytes() != plain.read_bytes()
    assert size_of(doubtful)[1] > size_of(plain)[1]


def test_a_problem_of_a_page_shows_on_it_however_it_is_worded(tmp_path: Path) -> None:
    path = SAMPLES / "plain.pdf"
    found = replace(document(path), problems=())
    problem = ProblemRecord(
        found.doc_id, None, None, None, "warning", "covered-text", "look", "", page=1
    )
    elsewhere = replace(problem, page=2)
    heights = [
        size_of(draw_pages(path, replace(found, problems=shown), tmp_path / str(number))[0])[1]
        for number, shown in enumerate(((), (elsewhere,), (problem,)))
    ]
    assert heights[0] == heights[1] < heights[2]


def test_the_same_picture_every_time(tmp_path: Path) -> None:
    path = SAMPLES / "raised.pdf"
    found = document(path)
    one, two = (draw_pages(path, found, tmp_path / name)[0] for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_text_has_no_pictures(tmp_path: Path) -> None:
    path = RAW / "ke-hoach-2026-phu-luc-ii.txt"
    with pytest.raises(InputError) as caught:
        draw_pages(path, document(path), tmp_path)
    assert caught.value.code == "no-pictures"
    assert "\n" not in caught.value.message


def test_no_such_page(tmp_path: Path) -> None:
    path = SAMPLES / "plain.pdf"
    with pytest.raises(ConfigError, match="no page 9"):
        draw_pages(path, document(path), tmp_path, 9)
