"""Reading on a cluster: a real scheduler and two real workers, on this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from pipeline.batch import machines
from pipeline.batch.options import Options
from pipeline.batch.progress import Silent
from pipeline.batch.run import run
from pipeline.batch.settle import settle_here
from pipeline.errors import ConfigError
from pipeline.link.corpus import corpus, shelf
from pipeline.link.corpus.due import CorpusChange
from tests.batch.test_run import GOOD, files_of, put, run_on
from tests.link.programme.test_arrivals import PROGRAMME
from tests.support.published import next_state, put_into


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", protocol="tcp://"
    ) as started:
        yield started


def folder_of(top: Path) -> Path:
    """Good and bad files, in a folder below too."""
    folder = put(top / "in", a__txt=GOOD, b__txt=GOOD.replace("1", "3"), bad__pdf=b"%PDF-1.4 x")
    put(folder / "deeper", a__txt=GOOD.replace("2", "4"), none__txt="")
    return folder


def test_a_cluster_reads_the_same_bytes_though_a_worker_is_killed(
    cluster: Any, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path)
    with Client(cluster, set_as_default=False) as client:
        victim = client.run(os.getpid).popitem()[1]

    class Killing(Silent):
        def begin(self, name: str) -> None:
            if name == "a.txt":
                os.kill(victim, signal.SIGKILL)

    options = Options(tmp_path / "there", cluster=cluster.scheduler_address)
    there = run([folder], options, Killing())
    here = run_on(folder, tmp_path / "here")
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")
    assert there.errors == here.errors
    again = run_on(folder, tmp_path / "there")
    assert not again.news.documents, "what a cluster has read is not read again"


def test_no_scheduler_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.machines._PATIENCE", "0.3s")
    folder = put(tmp_path / "in", a__txt=GOOD)
    with pytest.raises(ConfigError, match="no Dask scheduler answers"):
        run_on(folder, tmp_path / "out", cluster="tcp://127.0.0.1:9")


def test_links_settled_on_a_cluster_are_those_settled_here(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each document passes by itself; claims wait for some, and titles read alike in others."""
    monkeypatch.setattr(shelf, "CHUNK", 1)
    monkeypatch.setattr(corpus, "CHUNK", 0)
    some, met = PROGRAMME[1:5], list[object]()
    done = machines._chunks_done

    def counted(client: Client, work: Any, chunks: Sequence[Any]) -> Iterator[Any]:
        met.extend(chunks)
        yield from done(client, work, chunks)

    monkeypatch.setattr(machines, "_chunks_done", counted)
    for name, address in (("there", cluster.scheduler_address), ("here", None)):
        with next_state(tmp_path / name) as draft:
            put_into(draft, *some)
            change = CorpusChange(frozenset(draft.doc_ids()))
            settle_here(draft, change, 1, cluster=address)
    assert len(met) == len(some)
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")
