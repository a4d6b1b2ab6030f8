"""Facts of the published files against what a person reads on their first pages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.sources import discover
from pipeline.data.records import Document
from pipeline.normalize.facts import UNCERTAIN_FACT
from tests.conftest import CASES, SHARED
from tests.support.once import reading
from tests.support.scans import first_page

TRUTH: dict[str, dict[str, Any]] = tomllib.loads(
    (CASES / "published-facts.toml").read_text(encoding="utf-8")
)
SCANS = {end: facts for end, facts in TRUTH.items() if facts.get("scan")}
TOLD_AS = {"number": "number", "issued_date": "date", "kind": "kind", "issuer": "body"}
FACTS = tuple(TOLD_AS)
LEAST = 0.95
LEAST_OF_SCANS = 7
"""Facts of the three scans that are found; what is written there by hand is not."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here"),
]


def published(end: str) -> Path:
    """The one published file whose name ends so."""
    (path,) = sorted(Path(SHARED).glob(f"[pr]*/*{end}"))
    return path


def read(path: Path) -> Document:
    """What is read of one file."""
    return reading(discover([path])[0])


def wrong(end: str) -> list[tuple[str, object, object]]:
    """The facts of one file that are not as printed."""
    facts = read(published(end)).facts
    pairs = ((name, getattr(facts, name) or "", TRUTH[end][name]) for name in FACTS)
    return [(name, found, printed) for name, found, printed in pairs if found != printed]


def test_each_fact_is_right_in_nearly_all_files() -> None:
    printed = TRUTH.keys() - SCANS
    faults = {end: found for end in sorted(printed) if (found := wrong(end))}
    for name in FACTS:
        missed = sum(fault[0] == name for found in faults.values() for fault in found)
        assert missed <= (1 - LEAST) * len(printed) + 1, (name, faults)


def test_a_fact_of_a_scan_is_as_printed_or_told_to_be_missing() -> None:
    pytest.importorskip("tesserocr")
    found = 0
    for end, printed in SCANS.items():
        document = read(first_page(published(end)))
        told = [p.message for p in document.problems if p.code == UNCERTAIN_FACT]
        for name, word in TOLD_AS.items():
            value = getattr(document.facts, name)
            found += value is not None
            assert value == printed[name] or (
                value is None and any(word in message for message in told)
            ), (end, name, value, told)
    assert found >= LEAST_OF_SCANS
