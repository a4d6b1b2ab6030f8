"""The weights of the text layer: a disturbed one loses cells, and the search finds it again."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from pipeline.extract.layer.signs.weights import Weights, stored
from tests.conftest import ROOT, TESTS

SAMPLE = TESTS / "samples" / "layers" / "indicators-centred.txt"
DISTURBED = [
    ("end_border", "word", 0.05),
    ("start", "known", 0.001),
    ("cut", "cost", 4.0),
    ("border", "same_line", 0.05),
    ("form", "promised", 0.05),
    ("search", "no_cut", 0.05),
]


@pytest.fixture
def learn(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("learn_layer")


@pytest.mark.parametrize(("group", "name", "factor"), DISTURBED)
def test_a_disturbed_weight_loses_cells_and_is_found_again(
    group: str, name: str, factor: float, learn: ModuleType
) -> None:
    lesson = learn.Lesson("a", learn.excerpt(SAMPLE, 2_000), learn.truth("03-nq-cp-2025", {}))
    disturbed = learn.moved(stored(), group, name, factor)
    lost = learn.right([lesson], stored()) - learn.right([lesson], disturbed)
    assert lost > 0
    (gain,) = learn.search(disturbed, [lesson], [(group, name)], [0.25, 1 / factor])
    assert max(gain.gains) >= lost
    assert abs(gain.after - disturbed[group][name]) > 0


def test_the_gains_stand_beside_their_weight(learn: ModuleType) -> None:
    text = '[cut]  # …\ncost = { value = 1.5, moved = [0, 0], why = "a" }\nother = { value = 2 }\n'
    gain = learn.Gain("cut", "cost", 1.5, (-3, 1), 1.875)
    assert "cost = { value = 1.5, moved = [-3, 1], why" in learn.written(text, [gain], adopt=False)
    assert "cost = { value = 1.875, moved = [-3, 1]" in learn.written(text, [gain], adopt=True)


def test_a_weight_that_nobody_asks_for_and_one_that_is_missing_are_told() -> None:
    with pytest.raises(TypeError):
        Weights.of({**stored(), "cut": {**stored()["cut"], "more": 1.0}})
    with pytest.raises(TypeError):
        Weights.of({name: group for name, group in stored().items() if name != "cut"})
