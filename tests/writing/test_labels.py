"""Labels as printed, and the outline they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.tables.outline import OutlineEntry, outline
from pipeline.writing.labels import Label, bare, follows, parse_label, split_heading

LABELS = [
    ("1", Label("number", (1,)), "1"),
    ("26.", Label("number", (26,)), "26"),
    ("2. ", Label("number", (2,)), "2"),
    ("38.1", Label("number", (38, 1)), "38.1"),
    ("11.10.", Label("number", (11, 10)), "11.10"),
    ("1 . 2", Label("number", (1, 2)), "1.2"),
    ("(14)", Label("paren", (14,)), "14"),
    ("14)", Label("paren", (14,)), "14"),
    ("I", Label("roman", (1,)), "I"),
    ("IV.", Label("roman", (4,)), "IV"),
    ("VIII", Label("roman", (8,)), "VIII"),
    ("XIX.", Label("roman", (19,)), "XIX"),
    ("I.1", Label("roman", (1, 1)), "I.1"),
    ("II.2.1.", Label("roman", (2, 2, 1)), "II.2.1"),
    ("B.3", Label("letter", (2, 3)), "B.3"),
    ("A", Label("letter", (1,)), "A"),
    ("B.", Label("letter", (2,)), "B"),
    ("a)", Label("small", (1,)), "a"),
    ("đ)", Label("small", (5,)), "đ"),
    ("-", Label("bullet", ()), "-"),
    ("", None, ""),
    ("Tổng", None, "Tổng"),
    ("IIX", None, "IIX"),
    ("12/2025", None, "12/2025"),
]


@pytest.mark.parametrize(("printed", "label", "stt"), LABELS)
def test_a_label_is_read(printed: str, label: Label | None, stt: str) -> None:
    assert parse_label(printed) == label
    assert bare(printed) == stt


@given(st.text(max_size=12))
def test_any_text_is_read_without_failing(text: str) -> None:
    parse_label(text)
    split_heading(text)


HEADINGS = [
    ("I. NÂNG CAO NHẬN THỨC", ("I.", "NÂNG CAO NHẬN THỨC")),
    ("II - Hạ tầng số", ("II -", "Hạ tầng số")),
    ("A. Nhiệm vụ chung", ("A.", "Nhiệm vụ chung")),
    ("NHIỆM VỤ CHUNG", None),
    ("Các nhiệm vụ", None),
    ("Vì mục tiêu", None),
]


@pytest.mark.parametrize(("printed", "split"), HEADINGS)
def test_a_heading_in_one_cell_gives_label_and_title(
    printed: str, split: tuple[str, str] | None
) -> None:
    assert split_heading(printed) == split


def entries(*labels: str) -> list[OutlineEntry]:
    """Roman and capital labels as headings, `=` for a row beside the label above."""
    made = []
    for text in labels:
        label = parse_label(text)
        group = label is not None and label.style in ("roman", "letter")
        made.append(OutlineEntry(group, None if text == "=" else label, under_last=text == "="))
    return made


OUTLINES: list[tuple[list[str], list[int | None]]] = [
    (["1", "2", "3"], [None, None, None]),
    (["26.", "(1)", "(2)", "27."], [None, 0, 0, None]),
    (["37.", "38.1", "38.2", "38."], [None, 0, 0, None]),
    (["1", "1.1", "1.1.1", "1.2", "2"], [None, 0, 1, 0, None]),
    (["1.", "a)", "b)", "2."], [None, 0, 0, None]),
    (["1.", "(1)", "a)", "b)", "(2)"], [None, 0, 1, 1, 0]),
    (["12", "=", "=", "13"], [None, 0, 0, None]),
    (["I", "1", "II", "1"], [None, None, None, None]),
    (["", "", ""], [None, None, None]),
    (["11", "11.1", "11.2", "12"], [None, 0, 0, None]),
    (["(1)", "(2)"], [None, None]),
]


@pytest.mark.parametrize(("labels", "parents"), OUTLINES)
def test_parents_follow_the_position(labels: list[str], parents: list[int | None]) -> None:
    assert [position.parent for position in outline(entries(*labels))] == parents


def test_headings_nest_by_style() -> None:
    positions = outline(entries("A", "I", "1", "II", "1", "B", "1"))
    assert [p.group for p in positions] == [None, 0, 1, 0, 3, None, 5]
    assert [p.level for p in positions] == [0, 1, 0, 1, 0, 0, 0]


def test_a_number_of_another_parent_is_said() -> None:
    positions = outline(entries("37.", "38.1", "38.", "38.2", "39.1"))
    assert [p.by_position for p in positions] == [False, True, False, False, True]


@given(st.lists(st.sampled_from(["", "I", "A", "1", "2", "1.1", "1.2", "(1)", "a)", "-", "="])))
def test_parents_stand_above_and_in_the_same_heading(labels: list[str]) -> None:
    positions = outline(entries(*labels))
    for index, position in enumerate(positions):
        if position.parent is not None:
            assert position.parent < index
            assert positions[position.parent].group == position.group
            assert position.level == positions[position.parent].level + 1
        if position.group is not None:
            assert position.group < index


@pytest.mark.parametrize(
    ("label", "before", "is_next"),
    [
        ("5", "4", True), ("5", "3", False), ("II", "I", True), ("E", "D", True), ("Đ", "D", True),
        ("E", "Đ", True), ("F", "E", True), ("G", "F", True), ("G", "E", True), ("G", "D", False),
        ("e)", "d)", True), ("h)", "e)", False),
    ],
)  # fmt: skip
def test_letters_count_by_either_alphabet(label: str, before: str, is_next: bool) -> None:
    this, last = parse_label(label), parse_label(before)
    assert this is not None
    assert last is not None
    assert follows(this, last.numbers[-1]) is is_next
