"""A sample of the bench of faults: an early and two late calls, one of what settles, and a kill."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import ROOT


def test_after_a_fault_the_next_run_gives_what_one_from_scratch_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    faults = importlib.import_module("faults")
    bench = faults.Bench.made(tmp_path)
    assert bench.before != bench.after
    for kind, number, ends in (("cut", 8, faults.CUT), ("power", 156, -9), ("EIO", 150, 1)):
        fault = faults.Fault(kind, number)
        assert bench.put_through(bench.meeting(fault)) == (ends, ""), fault
    settling = faults.Fault("EIO", 120, in_worker=True)
    assert bench.put_through(bench.meeting(settling), in_worker=True) == (0, "")
    kill = partial(faults.killed, bench.inputs, how="group", after=0.3)
    assert bench.put_through(kill)[1] == ""
