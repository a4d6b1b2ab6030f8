"""The weights of words as they are shipped are those a fit would write: what is set by hand too."""

from __future__ import annotations

import importlib
import tomllib
from types import ModuleType

import pytest

from pipeline.normalize.ocr.signs import SIGNS
from tests.conftest import ROOT


@pytest.fixture
def confidence(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("scan_confidence")


def test_what_is_set_by_hand_is_no_part_of_the_fit(confidence: ModuleType) -> None:
    shipped = tomllib.loads(confidence.TARGET.read_text(encoding="utf-8"))["words"]
    fit = [1.0, *range(len(confidence.FITTED))]
    written = confidence.weights_of(fit)
    assert list(written) == list(shipped) == ["bias", *SIGNS]
    assert written["bias"] == 0.5
    assert all(shipped[name] == written[name] for name in confidence.BY_HAND)
    assert [written[name] for name in confidence.FITTED] == fit[1:]


def test_the_shipped_weights_say_what_was_set_by_hand(confidence: ModuleType) -> None:
    shipped = confidence.TARGET.read_text(encoding="utf-8")
    head = shipped[: shipped.index("[words]")].split("Set by hand", 1)[1]
    assert all(f'"{name}"' in head for name in confidence.BY_HAND)
    assert f"{confidence.LOWERED} lower than fitted" in " ".join(head.replace("#", " ").split())
    assert confidence.LABELS_HEAD in shipped  # from there on a fit leaves it as it stands
