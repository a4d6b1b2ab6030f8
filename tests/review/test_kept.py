"""No decision that was answered is ever lost: not to a kill, not to another writer; and the first
screen of a long queue comes at once."""

from __future__ import annotations

import json
import os
import signal
import time
import tomllib
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pipeline.data.parquet import write_parquet
from pipeline.data.records import ProblemRecord
from pipeline.review.shelf import Shelf
from pipeline.review.site import Site
from tests.review.conftest import Inside

# a process killed in the middle is a fork of this one: what threads it has are of no matter
pytestmark = pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")

FILE = "raw/corrections/plan.txt.toml"
MOMENTS = 20


def entries(top: Path) -> list[dict[str, Any]]:
    """The edited cells on file; it is always a whole file."""
    path = top / FILE
    found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return list(found.get("cell", []))


def served(top: Path, by: str) -> Inside:
    return Inside(Site(Shelf(top / "out"), top / "fixtures", by, "vi"), by)


def in_a_process(work: Callable[[Callable[[Any], object]], None]) -> tuple[int, int]:
    """Run work in a process of its own; what it tells comes out of the pipe, line by line."""
    out, told = os.pipe()
    child = os.fork()
    if child:
        os.close(told)
        return child, out
    try:
        work(lambda line: os.write(told, json.dumps(line).encode() + b"\n") and None)
    finally:
        os._exit(0)


def whole_lines(out: int) -> list[str]:
    with os.fdopen(out) as file:
        return [line for line in file if line.endswith("\n")]


def test_a_server_killed_at_twenty_moments_loses_no_decision(top: Path) -> None:
    inside = served(top, "Nguyễn Lan")
    kept = 0
    for moment in range(MOMENTS):

        def decide(tell: Callable[[Any], object], moment: int = moment) -> None:
            for n in count():
                row = f"plan/1/000{2 + n % 4}"
                answer = inside.decide("edit", row, text=f"{moment} {n}")
                tell([row, n, answer.status_code])

        child, out = in_a_process(decide)
        first = os.read(out, 1)
        time.sleep(moment * 0.003)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert first == b"["
        answered = [json.loads(f"[{line}".replace("[[", "[")) for line in whole_lines(out)]
        assert {status for _, _, status in answered} == {200}
        texts = {entry["text"] for entry in entries(top)}
        last = answered[-1][1]
        missing = [n for n in range(max(0, last - 3), last + 1) if f"{moment} {n}" not in texts]
        # each of the four rows has its last answer, but for one that was decided anew and killed
        assert missing in ([], [last - 3])
        assert not missing or f"{moment} {last + 1}" in texts
        kept += len(answered)
    assert kept >= MOMENTS
    assert inside.decide("edit", "plan/1/0002", text="after all").status_code == 200
    assert inside.post("/undo").status_code == 200
    assert "after all" not in {entry["text"] for entry in entries(top)}
    assert not list((top / "raw/corrections").glob(".*.tmp"))


def test_two_people_on_one_folder_keep_both_their_decisions(top: Path) -> None:
    def work(by: str, rows: Sequence[int]) -> Callable[[Callable[[Any], object]], None]:
        inside = served(top, by)

        def decide(tell: Callable[[Any], object]) -> None:
            for n in range(4):
                for row in rows:
                    key = f"plan/1/000{row}"
                    answer = inside.decide("edit", key, text=f"{by} {n} {row}")
                    tell([answer.status_code, row, n])

        return decide

    people = [in_a_process(work("An", (2, 3))), in_a_process(work("Bình", (4, 5)))]
    answers = [[json.loads(line) for line in whole_lines(out)] for _, out in people]
    for child, _ in people:
        os.waitpid(child, 0)
    assert all(status == 200 for told in answers for status, _, _ in told)
    assert sorted(entry["text"] for entry in entries(top)) == [
        "An 3 2", "An 3 3", "Bình 3 4", "Bình 3 5",
    ]  # fmt: skip


def test_the_first_screen_of_ten_thousand_doubts(top: Path) -> None:
    doubts = [
        ProblemRecord("plan", "plan/1", f"plan/1/{n % 5 + 1:04}", "title", "warning",
                      "column-uncertain", f"page 2: doubt {n}", f"read: a {n} | or: b {n}", 2)
        for n in range(10_000)
    ]  # fmt: skip
    write_parquet(top / "out" / "problems" / "plan.parquet", "problems", doubts)
    inside = served(top, "Nguyễn Lan")
    begun = time.process_time()
    page = inside.get("/").text
    assert time.process_time() - begun < 1
    assert page.count('class="item ') <= 50
    begun = time.process_time()
    inside.get("/?page=2&code=column-uncertain")
    assert time.process_time() - begun < 0.3
