"""Each stage runs again when its own code changes, and no other does."""

from __future__ import annotations

from pathlib import Path

import grimp
import pytest

import pipeline
from pipeline.batch import digest, stages
from pipeline.batch.digest import JOIN, LINK, PICTURES, PROGRAMME, READ, ROOMS
from pipeline.data.store import Store
from tests.batch.test_archive import other
from tests.batch.test_run import files_of, put, run_on

TOP = Path(pipeline.__file__).parent
MAKERS = {
    PICTURES: ("extract.scan.kept", "extract.scan.tesseract"),
    READ: ("extract", "normalize", "link.claims.amendments", "batch.agreement", "data.bundle"),
    JOIN: ("batch.parts", "batch.same", "batch.rekey", "batch.renditions", "data.layout"),
    LINK: ("link.corpus.corpus", "link.corpus.keyed"),
    PROGRAMME: ("link.programme.build", "link.programme.renewed"),
}
"""Stage → the modules that make what it makes; where it is read from and put to is apart."""
APART = {"pipeline", "pipeline.workers", "pipeline.data.store", "pipeline.data.slices",
         "pipeline.data.generations", "pipeline.data.draft", "pipeline.data.datapackage",
         "pipeline.data.datasets"}  # fmt: skip


@pytest.mark.parametrize("stage", ROOMS)
def test_the_rooms_of_a_stage_are_all_that_its_makers_import(stage: str) -> None:
    graph = grimp.build_graph("pipeline")
    names = list(ROOMS)
    rooms = [TOP / room for name in names[: names.index(stage) + 1] for room in ROOMS[name]]
    waiting = [f"pipeline.{name}" for name in MAKERS[stage]]
    seen = set(waiting)
    while waiting:
        module = waiting.pop()
        path = TOP.joinpath(*module.split(".")[1:])
        places = (path, path.with_suffix(".py"), *path.parents)
        assert any(place in rooms for place in places), f"{stage} rests on {module}"
        near = graph.find_modules_directly_imported_by(module) - APART - seen
        waiting += near
        seen |= near


def test_every_room_is_there() -> None:
    assert [room for rooms in ROOMS.values() for room in rooms if not (TOP / room).exists()] == []


def test_a_digest_is_of_the_bytes_of_its_rooms_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "mine", code__py="a = 1\n", facts__toml="b = 1\n")
    put(tmp_path, other__py="c = 1\n")
    (tmp_path / "mine" / "__pycache__").mkdir()
    monkeypatch.setattr(pipeline, "__file__", str(tmp_path / "__init__.py"))
    digests = [digest._digest(("mine",), ())]
    made = "mine/__pycache__/code.patterns"
    for name in ("mine/code.py", "mine/facts.toml", "other.py", made):
        (tmp_path / name).write_text("d = 2\n")
        digests.append(digest._digest(("mine",), ()))
    assert len(set(digests[:3])) == 3
    assert digests[4] == digests[3] == digests[2]


@pytest.mark.parametrize("stage", [JOIN, LINK, PROGRAMME])
def test_a_stage_that_changed_runs_again_without_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    folder, out = put(tmp_path / "in", a__txt=other("Huế"), b__txt=other("Vinh")), tmp_path / "out"
    run_on(folder, out)
    before = files_of(out)
    bundles = {path: path.stat().st_mtime_ns for path in (out / ".work" / "read").iterdir()}
    monkeypatch.setattr(stages, "stage_digests", lambda: digest.stage_digests() | {stage: "new"})
    number = Store(out).folder.name
    run_on(folder, out)
    assert Store(out).folder.name != number
    assert {path: path.stat().st_mtime_ns for path in (out / ".work" / "read").iterdir()} == bundles
    assert files_of(out) == before
    run_on(folder, out)
    assert Store(out).folder.name == str(int(number) + 1)


@pytest.mark.parametrize(
    ("noted", "name", "version"),
    [
        ("Some_Reader-2.3.1.dist-info", "some-reader", "2.3.1"),
        ("Some.Reader-1.24.2-py3.11.egg-info", "some_reader", "1.24.2"),  # as systems install
        ("some_readers-2.0.dist-info", "some-reader", ""),
    ],
)
def test_versions_are_told_by_the_names_that_installers_leave(
    noted: str, name: str, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / noted).mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    digest._installed.cache_clear()
    told = digest._version(name)
    digest._installed.cache_clear()
    assert told == version
