"""Rows that are divided side by side, as arrays, against rows divided one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import borders, found_cells
from pipeline.extract.layer.lines.lines import LinePiece, read_pieces
from pipeline.extract.layer.names.headers import find_headers
from pipeline.extract.layer.numbered.rows import CAPITAL, UndividedRow, cut_rows, find_labels
from pipeline.extract.layer.search import segment
from pipeline.extract.layer.search.catalogue import catalogue_of
from pipeline.extract.layer.search.scoring import Scoring
from pipeline.extract.layer.search.segment import divide_rows
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import ink
from pipeline.extract.layer.uncounted.cycle import rows_of
from pipeline.extract.layer.uncounted.offers import HIGHEST
from pipeline.extract.text.lines import split_lines
from tests.conftest import ROOT
from tests.support import slow_cycle, slow_pages
from tests.support.slow_rows import divided_slowly

TEXT = "thong-ke-nhiem-vu-2025.txt"
BEHIND = tuple(
    LinePiece(f"Nơi nhận: các cơ quan và đơn vị nêu trên; lưu: VT ({n}).", 10**6 + n, "\n")
    for n in range(3)
)
"""Lines behind a table, which go on with no row where they may."""
LINES = ["Bộ Tài chính", "và", "tháng 12/2025", "-", "(1) Hoàn thành", "ngày 3;"]


@cache
def rows_and_model(shares: bool) -> tuple[list[UndividedRow], TableModel]:
    """Some short rows of a text, one of them read as a heading and one as the last of its table,
    and what their header promises."""
    lines = list(split_lines((ROOT / "raw" / TEXT).read_text(encoding="utf-8")))
    pieces = read_pieces(lines)
    header = find_headers(pieces)[1]
    below = pieces[header.end :]
    rows = [
        row
        for row in cut_rows(below, find_labels(below))
        if len(row.parts) == 1 and 0 < len(row.parts[0]) <= 16 and not row.tail
    ][:10]
    rows += [replace(rows[0], style=CAPITAL), replace(rows[1], tail=True)]
    ground = Background.of(piece.text for piece in pieces)
    return rows, TableModel(header.roles, ground, Counter(piece.sign for piece in below), shares)


def taught(model: TableModel, rows: Sequence[UndividedRow]) -> TableModel:
    """What the rows teach."""
    divided = zip(rows, divide_rows(model, rows), strict=True)
    done = [(row, division) for row, (division, _) in divided if division is not None]
    new = model.learn(
        (cell for row, division in done for cell in found_cells(row, division)),
        ((column, False, not any(runs)) for _, division in done
         for column, runs in enumerate(division.cells)),
    )  # fmt: skip
    new.count_borders(pair for _, division in done for pair in borders(division))
    return new


@pytest.mark.parametrize("shares", [False, True])
def test_rows_side_by_side_are_divided_as_one_after_another(shares: bool) -> None:
    rows, model = rows_and_model(shares)
    for _ in range(2):
        for row, (division, steps) in zip(rows, divide_rows(model, rows), strict=True):
            slow = divided_slowly(model, row)
            assert slow is not None
            score, taken, others, taken_steps = slow
            assert division is not None
            assert (division.score, steps) == (score, taken_steps)
            assert [run for (run,) in division.cells] == taken
            assert division.margins == tuple(score - other for other, _ in others)
            assert division.others == tuple(" ".join(run.lines) if run else "" for _, run in others)
        model = taught(model, rows)


def test_rows_whose_figures_cannot_stand_where_they_seem_to_are_divided_without_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows, model = rows_and_model(shares=True)
    beyond = [{1: 10**6} for _ in rows]  # no cell begins there
    monkeypatch.setattr(segment, "_fences", lambda model, rows: beyond[: len(rows)])
    assert all(division is not None for division, _ in divide_rows(model, rows))


@pytest.mark.parametrize("cuts", [(3,), (2, 4)])
def test_rows_on_several_pages_are_divided_as_move_by_move(cuts: tuple[int, ...]) -> None:
    rows, model = rows_and_model(shares=True)
    model = taught(model, rows)
    tall = [row for row in rows if len(row.parts[0]) > cuts[-1] and not row.tail][:4]
    ends = (0, *cuts, None)
    cut = [
        replace(row, parts=tuple(row.parts[0][slice(*pair)] for pair in pairwise(ends)))
        for row in tall
    ]
    for row, (division, steps) in zip(cut, divide_rows(model, cut), strict=True):
        slow = slow_pages.divided_slowly(model, row)
        assert slow is not None
        assert division is not None
        score, taken, others, taken_steps = slow
        assert (division.score, steps) == (score, taken_steps)
        assert list(division.cells) == taken
        assert division.margins == tuple(score - other for other, _ in others)
        assert division.others == tuple(
            " ".join(line for run in runs if run for line in run.lines) for _, runs in others
        )


@pytest.mark.parametrize("shares", [False, True])
def test_rows_of_pages_side_by_side_are_found_as_page_by_page(shares: bool) -> None:
    """Also where a page may begin with the rest of a row, begins under a heading, has a line in
    capitals or no lines at all, and where lines that fit no cell may stand behind the table or
    not."""
    rows, model = rows_and_model(shares)
    lines = [row.parts[0] for row in rows]
    capitals = tuple(replace(piece, text=piece.text.upper()) for piece in lines[2])
    parts = (*lines[:2], capitals + lines[3], *lines[4:6])
    whole = UndividedRow((), "", parts, tail=True)
    stretches = [
        whole,
        replace(whole, style=CAPITAL, tail=False),
        replace(rows[0], parts=((),)),
        replace(whole, parts=parts[2:]),
        replace(whole, parts=(lines[0] + BEHIND[:1], lines[1], lines[3] + BEHIND, BEHIND)),
        replace(whole, parts=(lines[0] + BEHIND,)),
        replace(whole, parts=(lines[0] + BEHIND,), tail=False),
    ]
    for inside in (parts[-1][1].line, 0):
        found = rows_of(model, stretches, inside)
        for stretch, told in zip(stretches, found, strict=True):
            assert told == slow_cycle.rows_of(model, stretch, inside)
        model = taught(model, rows)


def test_steps_of_a_page_without_breaks_grow_with_its_lines_alone() -> None:
    """A text that shows no page breaks is one page: each line could be the first of a cell that has
    all lines behind it."""
    _, model = rows_and_model(shares=False)
    words = ["triển khai", "đề án", "nhiệm vụ", "hệ thống", "dữ liệu", "cơ sở", "nền tảng"]
    lines = [f"và {words[n % 7]} {words[n % 5]} {words[n % 3]}," for n in range(4 * HIGHEST)]

    def steps(count: int) -> int:
        page = tuple(LinePiece(text, n, "\n") for n, text in enumerate(lines[:count]))
        [(_, _, taken)] = rows_of(model, [UndividedRow((), "", (page,))])
        return taken

    assert 0 < steps(4 * HIGHEST) < 2.5 * steps(2 * HIGHEST)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=6))
def test_scores_of_many_lines_are_those_of_each(texts: list[str]) -> None:
    rows, model = rows_and_model(shares=False)
    model = taught(model, rows)
    catalogue = catalogue_of(model.ground)
    lines = [ink(text * 3) if text != "-" else ink(text) for text in texts]
    scoring = Scoring(model, catalogue)
    numbers = np.array([catalogue.line(line) for line in lines])
    scoring.read(numbers)
    for column in scoring.columns:
        assert scoring.line(column, numbers).tolist() == [model.line(column, one) for one in lines]
        assert scoring.wrap(column, numbers[:-1], numbers[1:]).tolist() == [
            model.wrap(column, one, other) for one, other in pairwise(lines)
        ]
