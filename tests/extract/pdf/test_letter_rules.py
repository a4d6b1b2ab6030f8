"""Rules that are letters, on pages set to be slow or with blanks around their signs."""

from __future__ import annotations

from time import perf_counter

import pytest

from pipeline.extract.pdf.drawn.letter_rules import with_letter_rules
from pipeline.extract.pdf.drawn.rules import PageRules
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.letters.chars import Font, Ink, PageChars, Style

EM = 10.0
IN_TIME = 2.0


def typed(*lines: str) -> PageChars:
    """Lines of a font of one width, each a text object of its own; letters half an em wide."""
    style = Style(Font("Mono", False, None), EM, 0, False, False, False, 0)
    frame = Frame(0, 0.0, 0.0, 500.0, 800.0)
    inks = {row: Ink(style, 0.0, 780.0 - 1.2 * EM * row) for row in range(len(lines))}
    places = [(row, column) for row, line in enumerate(lines) for column in range(len(line))]
    starts = [0.5 * EM * column for _, column in places]
    ends = [start + 0.5 * EM for start in starts]
    owners: list[int | None] = [row for row, _ in places]
    text = "".join(lines)
    return PageChars(text, starts, ends, owners, inks, frame, frame, 0, "\x00" * len(text))


@pytest.mark.parametrize("hostile", ["-" * 5_000 + "x", " " * 2_500 + "-" * 2_500 + "x"])
def test_a_line_that_is_nearly_a_rule_is_read_in_time(hostile: str) -> None:
    rules = PageRules()
    begun = perf_counter()
    with_letter_rules(typed("| 1 | 2 |", "| 3 | 4 |", "| 5 | 6 |", hostile), rules)
    assert perf_counter() - begun < IN_TIME
    assert not rules.drawn.horizontal


@pytest.mark.parametrize(
    ("line", "is_rule"),
    [("|---|---|", True), ("+===+===+", True), ("  |:--:|---:|  ", True), ("|-- |-- |", False),
     ("| - | 5 |", False)],
)  # fmt: skip
def test_lines_that_are_rules_across(line: str, is_rule: bool) -> None:
    rules = PageRules()
    with_letter_rules(typed("| 1 | 2 |", line, "| 3 | 4 |", "| 5 | 6 |"), rules)
    assert len(rules.drawn.horizontal) == is_rule


def test_blanks_around_lines_of_signs_are_no_part_of_them() -> None:
    signs = "_" * 40
    alone, among = PageRules(), PageRules()
    with_letter_rules(typed(*["    " + signs] * 3), alone)
    found = with_letter_rules(typed(*[f"    {signs}{' ' * blanks}" for blanks in (0, 3, 9)]), among)
    assert among.drawn.horizontal == alone.drawn.horizontal
    assert [(rule.lo, rule.hi) for rule in among.drawn.horizontal] == [(20.0, 220.0)] * 3
    assert not found.text.strip()
