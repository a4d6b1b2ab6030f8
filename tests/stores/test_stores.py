"""Folders on a real S3 server, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

import pipeline
from pipeline.data.generations import place as state_of
from pipeline.data.remote import Place, open_place, pointed
from pipeline.errors import AnnexError, ConfigError, NothingError
from pipeline.stores.pull import RECORD, pull
from pipeline.stores.push import push
from tests.batch.test_run import GOOD, put, run_on


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    started = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    yield f"http://{host}:{port}"
    started.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, request: Any) -> str:
    """The address of a bucket of its own."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "some", "AWS_SECRET_ACCESS_KEY": "one",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": server,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    name = request.node.name.replace("_", "-")[:60].strip("-")
    open_place(f"s3://{name}").store.mkdir(name)
    return f"s3://{name}"


def lay(place: Place, **files: str) -> None:
    for name, text in files.items():
        place.store.pipe_file(
            place.under(name.replace("__", ".").replace("_in_", "/")), text.encode()
        )


def states(place: Place) -> set[str]:
    return {name.split("/")[1] for name in place.objects() if name.startswith("states/")}


def test_what_is_new_comes_and_what_is_gone_goes(bucket: str, tmp_path: Path) -> None:
    place, raw = open_place(f"{bucket}/raw"), tmp_path / "raw"
    lay(place, a__txt=GOOD, deep_in_b__txt="b", c__txt="c")
    assert [one.state for one in pull(place, raw)] == ["new"] * 3
    assert (raw / "deep" / "b.txt").read_text() == "b"
    assert [one.state for one in pull(place, raw)] == ["unchanged"] * 3
    lay(place, deep_in_b__txt="B")
    place.store.rm(place.under("c.txt"))
    assert {one.name: one.state for one in pull(place, raw)} == {
        "a.txt": "unchanged", "deep/b.txt": "changed", "c.txt": "removed",
    }  # fmt: skip
    assert sorted(path.name for path in raw.rglob("*.txt")) == ["a.txt", "b.txt"]


def test_a_file_of_a_person_is_left_alone(bucket: str, tmp_path: Path) -> None:
    place, raw = open_place(f"{bucket}/raw"), tmp_path / "raw"
    lay(place, a__txt="theirs", b__txt="theirs")
    put(raw, a__txt="mine")
    found = {one.name: one for one in pull(place, raw)}
    assert (found["a.txt"].state, (raw / "a.txt").read_text()) == ("failed", "mine")
    (raw / "b.txt").write_text("corrected")
    assert {one.state for one in pull(place, raw)} == {"failed"}
    assert (raw / "b.txt").read_text() == "corrected"


def test_a_record_cut_off_in_its_last_line_tells_of_the_others(bucket: str, tmp_path: Path) -> None:
    place, raw = open_place(f"{bucket}/raw"), tmp_path / "raw"
    lay(place, a__txt="a", b__txt="b")
    list(pull(place, raw))
    (raw / RECORD).write_bytes((raw / RECORD).read_bytes()[:-9])
    assert [one.state for one in pull(place, raw)] == ["unchanged", "new"]
    assert [one.state for one in pull(place, raw)] == ["unchanged", "unchanged"]


def test_a_name_that_leads_out_is_refused(bucket: str, tmp_path: Path) -> None:
    place = open_place(f"{bucket}/raw")
    place.store.pipe_file(f"{place.path}/x/../../evil.txt", b"x")
    lay(place, __hidden="x", a__txt="a")
    found = {one.name: one.state for one in pull(place, tmp_path / "deep" / "raw")}
    assert found.pop("a.txt") == "new"
    assert set(found.values()) == {"failed"}
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_lost_folder_takes_nothing_away(bucket: str, tmp_path: Path) -> None:
    place, raw = open_place(f"{bucket}/raw"), tmp_path / "raw"
    lay(place, a__txt="a", b__txt="b", c__txt="c")
    list(pull(place, raw))
    place.store.rm(place.path, recursive=True)
    with pytest.raises(NothingError):
        list(pull(place, raw))
    lay(place, a__txt="a")
    with pytest.raises(NothingError):
        list(pull(place, raw))
    assert len(list(raw.glob("*.txt"))) == 3


def test_datasets_on_a_store_are_read_as_one_state(bucket: str, tmp_path: Path) -> None:
    folder, out, place = put(tmp_path / "in", a__txt=GOOD), tmp_path / "out", open_place(bucket)
    with pytest.raises(ConfigError, match="no datasets there"):
        pipeline.read("tasks", bucket)
    run_on(folder, out)
    first = push(out, place)
    assert pipeline.read("tasks", bucket).equals(pipeline.read("tasks", out))
    assert push(out, place).sent == 0
    put(folder, b__txt=GOOD.replace("a", "e"))
    run_on(folder, out)
    second = push(out, place)
    assert second.copied > 0, "what the store has is not sent again"
    assert pipeline.read("tasks", bucket, as_="arrow").equals(
        pipeline.read("tasks", out, as_="arrow")
    )
    with pipeline.snapshot(bucket) as state:
        assert set(state.read("rows").doc_id) == {"a", "b"}
    put(folder, c__txt=GOOD.replace("n", "m"))
    run_on(folder, out)
    third = push(out, place)
    assert states(place) == {second.name, third.name}, first
    assert not [name for name in place.objects() if name.endswith("manifest.json")]


def test_a_push_that_is_cut_off_leaves_the_state_before(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out, place = put(tmp_path / "in", a__txt=GOOD), tmp_path / "out", open_place(bucket)
    run_on(folder, out)
    first = push(out, place)
    put(folder, b__txt=GOOD.replace("a", "e"))
    run_on(folder, out)
    whole = place.store.put

    def cut_off(sources: list[str], targets: list[str]) -> None:
        whole(sources[:3], targets[:3])
        raise OSError("connection reset")

    monkeypatch.setattr(place.store, "put", cut_off)
    with pytest.raises(AnnexError, match="connection reset"):
        push(out, place)
    assert pointed(place) == first.name
    assert set(pipeline.read("rows", bucket).doc_id) == {"a"}
    monkeypatch.undo()


def test_an_address_that_nobody_knows_is_one_line() -> None:
    for address in ("raw", "nothing://x/y"):
        with pytest.raises(ConfigError):
            open_place(address)


def test_a_store_that_does_not_answer_is_one_line(bucket: str, tmp_path: Path) -> None:
    with pytest.raises(AnnexError, match="no-such-bucket"):
        list(pull(open_place("s3://no-such-bucket/raw"), tmp_path / "raw"))
    assert state_of(tmp_path) == tmp_path
