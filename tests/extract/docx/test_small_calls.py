"""Calls of notes that a Word file sets in small print and does not raise."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml import etree

from pipeline.extract.docx.small_calls import raise_calls
from pipeline.extract.docx.xml import VAL, W, of_several_runs

Sized = Sequence[tuple[str, int]]


def document(*paragraphs: Sized) -> etree._Element:
    """A body of paragraphs of runs, each with its size in half points."""
    root = etree.Element(W + "body")
    for runs in paragraphs:
        paragraph = etree.SubElement(root, W + "p")
        for text, size in runs:
            run = etree.SubElement(paragraph, W + "r")
            etree.SubElement(etree.SubElement(run, W + "rPr"), W + "sz").set(VAL, str(size))
            etree.SubElement(run, W + "t").text = text
    return root


def raised(root: etree._Element) -> list[str]:
    """What is raised, in order."""
    runs = (mark.getparent().getparent() for mark in root.iter(W + "vertAlign"))
    return ["".join(text.text or "" for text in run.iter(W + "t")) for run in runs]


@pytest.mark.parametrize("note", [[("7", 14), ("Điều chỉnh", 20)], [("7 ", 20), ("Sửa", 20)]])
def test_a_note_that_begins_with_the_number_says_that_it_is_a_call(note: Sized) -> None:
    root = document([("Tháng 12/2025", 22), ("7", 13)], note)
    raise_calls(of_several_runs(root))
    assert raised(root) == ["7", note[0][0]]


def test_numbers_that_count_on_are_calls() -> None:
    root = document(*([("Bộ Tài chính", 22), (str(at), 13)] for at in (1, 2, 3)))
    raise_calls(of_several_runs(root))
    assert raised(root) == ["1", "2", "3"]


def test_powers_of_units_are_raised() -> None:
    root = document([("1.200 m", 22), ("2", 13)], [("km", 22), ("2", 13)])
    raise_calls(of_several_runs(root))
    assert raised(root) == ["2", "2"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        [[("Tháng 12/2025", 22), ("7", 13)]],  # no note, and nothing counts on
        [[("nhóm", 22), ("2", 13)]] * 4,
        [[("năm ", 28), ("2026", 20)], [("1 ", 20), ("Ghi chú", 20)]],
        [[("Bộ ", 22), ("1", 13)], [("1", 14), ("Sửa đổi", 20)]],  # a blank before it
        [[("Tháng 12/202", 22), ("5", 22)], [("5 ", 20), ("Sửa đổi", 20)]],  # as large as the text
    ],
)
def test_other_numbers_stay_as_they_are(paragraphs: Sequence[Sized]) -> None:
    root = document(*paragraphs)
    raise_calls(of_several_runs(root))
    assert raised(root) == []


def test_what_the_file_lowers_itself_is_no_call() -> None:
    root = document([("khí CO", 26), ("2", 16)], [("2 ", 20), ("Ghi chú", 20)])
    lowered = etree.SubElement([*root.iter(W + "rPr")][1], W + "vertAlign")
    lowered.set(VAL, "subscript")
    raise_calls(of_several_runs(root))
    assert [mark.get(VAL) for mark in root.iter(W + "vertAlign")] == ["subscript"]
