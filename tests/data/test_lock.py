"""One writer at a time: refused with the holder's name, free when the holder is dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from pipeline.data.lock import HOLDER, LOCK, sole_writer
from pipeline.errors import INTERRUPTED, LockedError
from tests.batch.test_run import GOOD, put
from tests.conftest import RAW
from tests.support.command import annex

HOLD = """
import multiprocessing, sys, time
from pathlib import Path
from pipeline.data.lock import sole_writer

with sole_writer(Path(sys.argv[1])):
    child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(20,), daemon=True)
    child.start()
    print("held", flush=True)
    time.sleep(60)
"""

FORK = """
import os, sys, time
from pathlib import Path

os.register_at_fork(after_in_child=lambda: time.sleep(1.5))  # before the hook that lets go
from pipeline.data.lock import sole_writer

with sole_writer(Path(sys.argv[1])):
    if os.fork():
        print("held", flush=True)
        time.sleep(60)
    os._exit(0)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds `tmp_path/out`, with a worker of its own."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_is_refused_and_told_who_holds(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    put(tmp_path / "raw", a__txt=GOOD)
    done = annex("run", cwd=tmp_path)
    assert done.returncode == LockedError.exit_code == 5
    assert done.stderr.startswith("error: out is being written by process ")
    assert str(holder.pid) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_death_releases_though_a_worker_lives_on(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    put(tmp_path / "raw", a__txt=GOOD)
    holder.kill()
    holder.wait()
    assert annex("run", cwd=tmp_path).returncode == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_process_half_forked_when_the_holder_died_is_waited_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORK, str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
        process.wait()
        with pytest.raises(Timeout):
            FileLock(tmp_path / "out" / LOCK).acquire(timeout=0)
        with sole_writer(tmp_path / "out"):
            assert str(process.pid) not in (tmp_path / "out" / HOLDER).read_text()


def test_the_holder_is_named_only_while_it_holds(tmp_path: Path) -> None:
    with sole_writer(tmp_path / "out"):
        assert (tmp_path / "out" / HOLDER).exists()
    assert not (tmp_path / "out" / HOLDER).exists()
    with sole_writer(tmp_path / "out"):
        pass


def ctrl_c_works() -> None:
    """A shell that runs the tests in the background has its children ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_is_exit_code_130_and_one_line(tmp_path: Path, sign: signal.Signals) -> None:
    command = [sys.executable, "-m", "pipeline", "run", str(RAW), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, preexec_fn=ctrl_c_works
    ) as run:
        until = time.monotonic() + 30
        while not (tmp_path / "out" / HOLDER).exists() and time.monotonic() < until:
            time.sleep(0.02)
        run.send_signal(sign)
        _, errors = run.communicate(timeout=60)
    assert run.returncode == INTERRUPTED
    assert "Traceback" not in errors
    assert errors.splitlines()[-1].startswith("error: interrupted")


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the processes of a run")
def test_workers_die_with_their_run(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "run", str(RAW), "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        until = time.monotonic() + 30
        while not (workers := children_of(run.pid)) and time.monotonic() < until:
            time.sleep(0.01)
        run.kill()
    until = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert workers
    assert not any(map(alive, workers))


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has waited for yet does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
