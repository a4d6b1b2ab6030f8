"""The machines of a Dask cluster, and work on partitions of documents dealt out to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.batch.digest import program_digest
from pipeline.errors import AnnexError, ConfigError
from pipeline.link.corpus.due import Spread, Travels, Work

if TYPE_CHECKING:
    from distributed import Client, Future

Task = TypeVar("Task")
_PATIENCE = "10s"
"""How long to wait for the scheduler."""
_TRIES = 3
"""How many machines may be lost over one errand before its files are told as crashed."""
_AHEAD = 2
"""Errands a core has waiting beside the one it is on: they hold the bytes of their files."""


def spread_over(address: str, otherwise: Spread) -> Spread:
    """Does work that `Travels` on the machines of a cluster, chunk by chunk, and `otherwise` all
    other work.

    What it gives raises `ConfigError` where there is no scheduler, no machine, or one of another
    program, and `AnnexError` where a chunk failed.
    """

    def spread(work: Work, chunks: Sequence[Any]) -> Iterator[Any]:
        if not isinstance(work, Travels) or len(chunks) <= 1:
            yield from otherwise(work, chunks)
            return
        with cluster_client(address) as client:
            yield from _chunks_done(client, work, chunks)

    return spread


def _chunks_done(client: Client, work: Travels, chunks: Sequence[Sequence[str]]) -> Iterator[Any]:
    there = client.scatter(work.there, broadcast=True)

    def hand_out(chunk: Sequence[str]) -> Future[Any]:
        return client.submit(_do, there, work.packed(chunk), pure=False)

    for _, future in answered(client, chunks, hand_out):
        if future.exception() is not None:
            raise AnnexError(f"on the cluster: {future.exception()}")
        yield work.unpacked(future.result())


def answered(
    client: Client, tasks: Iterable[Task], hand_out: Callable[[Task], Future[Any]]
) -> Iterator[tuple[Task, Future[Any]]]:
    """Tasks as their answers come: so many are handed out ahead as keep all cores at work."""
    from distributed import as_completed

    ahead = _cores(client) * (1 + _AHEAD)
    waiting = iter(tasks)
    running: dict[Future[Any], Task] = {}
    coming = as_completed(loop=client.loop)
    while True:
        for task in islice(waiting, ahead - len(running)):
            future = hand_out(task)
            running[future] = task
            coming.add(future)
        if not running:
            return
        future = next(coming)
        yield running.pop(future), future


def _do(there: Callable[[Any], Any], packed: Any) -> Any:
    return there(packed)


@contextmanager
def cluster_client(address: str) -> Iterator[Client]:
    """A client of a scheduler. Raises `ConfigError` where there is none, no machine, or one of
    another program."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ConfigError(
            "--cluster needs Dask: pip install 'distributed' into the environment of annex"
        ) from error
    told = {
        "distributed.scheduler.allowed-failures": _TRIES,
        "distributed.admin.large-graph-warning-threshold": "1TB",  # errands carry their files
    }
    with dask.config.set(told):
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConfigError(f"{address}: no Dask scheduler answers there") from error
        with client:
            _check_machines(client, address)
            yield client


def _check_machines(client: Client, address: str) -> None:
    """Raises `ConfigError` where there is no machine or one that would read otherwise."""
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise ConfigError(f"{address}: no workers there; start some with `dask worker {address}`")
    found = client.run(program_digest, on_error="return")
    for worker, program in sorted(found.items()):
        if program != program_digest():
            raise ConfigError(f"{worker}: another version of annex than here, or none")


def _cores(client: Client) -> int:
    """How many threads all machines have."""
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))
