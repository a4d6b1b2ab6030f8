"""Names of communes whose accents were misread."""

from __future__ import annotations

import pytest

from pipeline.model import Fragment
from pipeline.normalize.ocr.evidence import Evidence
from pipeline.normalize.ocr.pieces import fixed
from pipeline.normalize.ocr.places import misread_places, place_fixes
from pipeline.normalize.ocr.suspects import suspects_of
from tests.normalize.ocr.lines import line, rivalled


@pytest.mark.parametrize(
    ("read", "word", "near", "meant"),
    [
        ("UBND xã Không Lào", "Không", "Khổng", "UBND xã Khổng Lào"),
        ("Phường Tân Phỏng, tỉnh", "Phỏng,", "Phong,", "Phường Tân Phong, tỉnh"),
        ("xã Mù Cá", "Cá", "Ca", "xã Mù Cá"),  # nothing that was nearly read
        ("xã Khổng Lào", "Khổng", "Không", "xã Khổng Lào"),
        ("xã không Lào", "không", "khổng", "xã không Lào"),  # no name
        ("bản Không Lào", "Không", "Khổng", "bản Không Lào"),
        ("xã Không, Lào", "Không,", "Khổng,", "xã Không, Lào"),
        ("xã Mù Cá", "Cá", "Cảng", "xã Mù Cá"),  # another word
        ("xã Đăk Tơ Lung", "Tơ", "Tô", "xã Đăk Tơ Lung"),  # what begins a longer name is none
        ("xã Đại Ân 2", "Ân", "An", "xã Đại Ân 2"),
    ],
)
def test_a_commune_is_what_was_nearly_read_where_no_other_looks_so(
    read: str, word: str, near: str, meant: str
) -> None:
    lines = (rivalled(read, word, near, 0.4),)
    assert [one.text for one in fixed(lines, place_fixes(lines))] == [meant]


def test_a_commune_of_which_the_reader_was_sure_stays() -> None:
    lines = (rivalled("xã Không Lào", "Không", "Khổng", 0.05),)
    assert not place_fixes(lines)
    assert [word for _, word, _ in misread_places(lines)] == ["Khổng"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("UBND xã Mù Cá", "Cả"),
        ("UBND xã Mù Cả", None),
        ("xã Đâu Đó", None),
        ("xã An Vĩnh Ngãi", None),
    ],
)
def test_a_commune_that_is_none_but_for_its_marks_is_suspected(
    text: str, meant: str | None
) -> None:
    lines: tuple[Fragment, ...] = (line(text),)
    found = [word for _, word, _ in misread_places(lines)]
    told = [one.better for one in suspects_of(lines, Evidence(), ("t", "r", "lead"))]
    assert found == ([meant] if meant else [])
    assert [one.split()[-1] for one in told] == found
