"""What a dry run says is what the next run does."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.options import Options
from pipeline.batch.plan import plan
from pipeline.workers import Limits
from tests.batch.test_corrections import BODY
from tests.batch.test_run import GOOD, put, run_on


def test_own_bodies_make_nothing_to_read_where_they_stand(tmp_path: Path) -> None:
    folder, out = put(tmp_path / "in", a__txt=GOOD), tmp_path / "out"
    (folder / "corrections").mkdir()
    (folder / "corrections" / "agencies.toml").write_text(BODY, encoding="utf-8")
    run_on(folder, out)
    assert plan([folder], Options(out)).read == ()


def test_inputs_that_rest_are_not_announced(tmp_path: Path) -> None:
    long = GOOD * 300  # read at once it would be done before anybody looks at its time
    folder, out = put(tmp_path / "in", a__txt=long), tmp_path / "out"
    limits = Limits(seconds=0.001)
    for _ in range(3):
        assert plan([folder], Options(out, limits=limits)).read == ("a.txt",)
        run_on(folder, out, limits=limits)
    assert plan([folder], Options(out, limits=limits)).read == ()


@pytest.mark.parametrize("change", ["none", "changed", "added", "removed", "damaged"])
def test_a_plan_reads_what_the_run_reads(tmp_path: Path, change: str) -> None:
    folder, out = put(tmp_path / "in", a__txt=GOOD), tmp_path / "out"
    run_on(folder, out)
    match change:
        case "changed":
            put(folder, a__txt=GOOD.replace("2.\t", "4.\t"))
        case "added":
            put(folder, b__txt=GOOD.replace("2.\t", "4.\t"))
        case "removed":
            put(folder, b__txt=GOOD.replace("2.\t", "4.\t"))
            (folder / "a.txt").unlink()
        case "damaged":
            next((out / "rows").glob("*.parquet")).write_bytes(b"")
    told = plan([folder], Options(out))
    done = run_on(folder, out)
    assert len(told.read) == sum(document.fresh for document in done.documents)
