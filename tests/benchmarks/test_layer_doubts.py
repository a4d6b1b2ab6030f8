"""The fit of the weights by which a cell of bare text is in doubt."""

from __future__ import annotations

import importlib
from types import ModuleType

import numpy as np
import pytest

from tests.conftest import ROOT, TESTS

SAMPLE = TESTS / "samples" / "layers" / "indicators-centred.txt"


@pytest.fixture
def fit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("layer_doubts")


def test_weights_that_made_cells_wrong_are_found_again(fit: ModuleType) -> None:
    chance = np.random.default_rng(1)
    signs = chance.uniform(0, 3, (4_000, 2))
    wrong = chance.random(4_000) < 1 / (1 + np.exp(3 - 2 * signs[:, 0]))
    base, told, nothing = fit.fitted(signs, wrong.astype(float))
    assert (round(base), round(told), round(nothing)) == (-3, 2, 0)


def test_as_many_right_cells_are_in_doubt_as_asked(fit: ModuleType) -> None:
    values, wrong = np.arange(100.0), np.array([0.0] * 90 + [1.0] * 10)
    least, named = fit.named(values, wrong, 0.1)
    assert (round(least), named) == (80, 1.0)


def test_values_are_written_into_their_group_alone(fit: ModuleType) -> None:
    text = "[a]\nbase = { value = 1, x }\n[doubt]\nbase = { value = 1, x }\n[left]\n"
    assert fit.written(text, {"base": -2.5}) == text[:31] + text[31:].replace("1,", "-2.5,")


def test_the_cells_of_a_text_that_is_right_are_all_right(fit: ModuleType) -> None:
    cells = list(fit.seen("a", SAMPLE, None))
    assert len(cells) > 50
    assert not any(cell.wrong for cell in cells)
