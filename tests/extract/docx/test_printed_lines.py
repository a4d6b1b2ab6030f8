"""Word files that a program made of a PDF: runs that are lines, and people's own, which are not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.extract.docx.printed_lines import part_lines
from pipeline.extract.docx.xml import W, of_several_runs

WORDS = [
    "cơ",
    "sở",
    "dữ",
    "liệu",
    "gia",
    "về",
    "Bộ",
    "Nông",
    "nghiệp",
    "trường",
    "trì",
    "quý",
    "xã",
]


def paragraph(runs: Sequence[tuple[str, str]]) -> etree._Element:
    """A paragraph of runs, each with its font."""
    found = etree.Element(W + "p")
    for text, font in runs:
        run = etree.SubElement(found, W + "r")
        look = etree.SubElement(etree.SubElement(run, W + "rPr"), W + "rFonts")
        look.set(W + "ascii", font)
        etree.SubElement(run, W + "t").text = text
    return found


def document(paragraphs: Sequence[Sequence[tuple[str, str]]]) -> etree._Element:
    """A body of paragraphs."""
    root = etree.Element(W + "body")
    root.extend(paragraph(runs) for runs in paragraphs)
    return root


def lines_of(root: etree._Element) -> list[str]:
    """The text of each paragraph, a stroke where a line breaks."""
    parts = ([*found.iter(W + "br", W + "t")] for found in root.iter(W + "p"))
    return ["".join("|" if p.tag == W + "br" else p.text or "" for p in found) for found in parts]


def as_pdf2docx(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Lines as pdf2docx writes them: a blank behind letters of ASCII, none behind others."""
    ends = (" " if line[-1].isascii() else "" for line in lines)
    return [(line + end, "A") for line, end in zip(lines, ends, strict=True)]


LINES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=2)


@given(st.lists(LINES, min_size=1, max_size=6))
def test_runs_that_are_lines_are_parted_at_their_ends_alone(cells: list[list[str]]) -> None:
    glued = [["Bộ Công nghệ", "và cơ sở"]] * 3
    root = document([as_pdf2docx(lines) for lines in [*glued, *cells]])
    assert part_lines(of_several_runs(root)) >= len(glued)
    whole = [line.replace(" |", "|").rstrip() for line in lines_of(root)]
    assert whole == ["|".join(lines) for lines in [*glued, *cells]]


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30), st.data())
def test_runs_that_people_leave_behind_are_no_lines(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    ends = data.draw(st.sets(st.integers(1, len(text) - 1), max_size=12))
    cuts = [0, *sorted(ends), len(text)]
    runs = [(text[one:other], "A") for one, other in pairwise(cuts)]
    root = document([runs])
    before = etree.tostring(root)
    assert part_lines(of_several_runs(root)) == 0
    assert etree.tostring(root) == before


@pytest.mark.parametrize(
    ("runs", "whole"),
    [
        ([("Chính ph", "A"), ("ủ", "B"), ("s", "A"), ("ố", "B")], "Chính phủ|số"),
        ([("Th", "A"), ("ủ", "B"), ("t", "A"), ("ướ", "B"), ("ng", "A")], "Thủ|tướng"),
        ([("VNeI", "A"), ("D", "B")], "VNeID"),
        ([("tỷ l", "A"), ("ệ", "B"), (" h", "A"), ("ộ", "B")], "tỷ lệ hộ"),
    ],
)
def test_letters_of_another_font_end_a_line_where_two_syllables_stand_glued(
    runs: list[tuple[str, str]], whole: str
) -> None:
    root = document([*[as_pdf2docx(["Bộ Công nghệ", "và cơ sở"])] * 3, runs])
    part_lines(of_several_runs(root))
    assert lines_of(root)[-1] == whole


def test_two_words_glued_once_may_be_a_slip() -> None:
    root = document([[("Bộ Công nghệ", "A"), ("và cơ sở", "A")]])
    assert part_lines(of_several_runs(root)) == 0
