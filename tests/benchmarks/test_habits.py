"""Files in habits drawn at random hold what their document holds."""

from __future__ import annotations

import importlib
import random
from types import ModuleType

import pytest

from tests.conftest import ROOT, raw_document
from tests.support.forms import PrintedTable, printed


@pytest.fixture
def habits(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("habits")


def words(cells: list[str]) -> list[str]:
    """The words of cells, one by one."""
    return " ".join(cells).split()


@pytest.mark.parametrize("seed", range(12))
def test_a_table_laid_out_in_any_habit_has_the_words_and_calls_of_its_rows(
    habits: ModuleType, seed: int
) -> None:
    rng = random.Random(seed)
    way = habits.drawn(rng)
    for table in printed(raw_document("03-nq-cp-2025.txt")):
        laid = habits.laid_out(table, way, rng)
        cells = [one.cell for page in laid.pages for row in page for one in row]
        found = sorted(word.rstrip(".") for word in words([cell.text for cell in cells]))
        wanted = sorted(word.rstrip(".") for word in words(texts_of(table)))
        assert [word for word in found if word] == [word for word in wanted if word]
        calls = [call for cell in cells for call in cell.calls]
        assert sorted(calls) == sorted(c for row in table.rows for cell in row for c in cell.calls)


def texts_of(table: PrintedTable) -> list[str]:
    return [cell.text for row in table.rows for cell in row]
