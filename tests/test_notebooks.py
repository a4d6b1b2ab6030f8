"""The notebooks run from the first cell to the last, and are committed clean."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.data.generations import place
from pipeline.data.parquet import write_parquet
from pipeline.data.records import ChangeRecord
from tests.conftest import RAW, ROOT
from tests.support.published import published

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAX_BYTES = 220_000
VIETNAMESE = re.compile(r"[ạảấầẩậắằẳặẹẻếềểệịỉọỏốồổộớờởợụủứừửựỳỷỹđư]")

Done = tuple[dict[str, dict[str, Any]], str]
"""Results by path below the folder of projects; everything printed."""

# Runs the code cells as a notebook does, shown results included; one JSON line per notebook.
RUNNER = """
import json, os, sys, matplotlib
matplotlib.use("Agg")
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot
shell = InteractiveShell.instance()
for path in sys.argv[1:]:
    shell.reset()
    pyplot.close("all")
    os.chdir(os.path.dirname(path))
    error = None
    for cell in json.load(open(path, encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code" and error is None:
            done = shell.run_cell("".join(cell["source"]))
            error = None if done.success else repr(done.error_before_exec or done.error_in_exec)
    facts = {"path": path, "error": error, "figures": len(pyplot.get_fignums())}
    print("\\nDONE", json.dumps(facts))
"""

CHANGED = next(path for path in NOTEBOOKS if path.stem.startswith("3"))
DOC_ID = "11-nq-cp-2026"


def project(folder: Path, out: Path) -> Path:
    """A folder laid out as the project is: notebooks beside datasets and documents."""
    folder.mkdir()
    (folder / "out").symlink_to(out)
    (folder / "raw").symlink_to(RAW)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    return folder / "notebooks"


def with_changes(out: Path, changes: list[ChangeRecord]) -> Path:
    """A copy of the datasets in which the dataset `changes` has exactly these rows."""
    shutil.copytree(published(), out)
    write_parquet(place(out) / "changes" / f"{DOC_ID}.parquet", "changes", changes)
    return out


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Every notebook run once, the third also with and without rows in `changes`."""
    folder = tmp_path_factory.mktemp("projects")
    row = f"{DOC_ID}/2/0008"
    some = [
        ChangeRecord(row, DOC_ID, "deadline", "Tháng 9/2025", "Tháng 6/2026", None),
        ChangeRecord(row, DOC_ID, "title", "<b>Tên cũ</b>", "", f"{DOC_ID}/fn/ii/1"),
    ]
    main = project(folder / "main", published())
    paths = [main / path.name for path in NOTEBOOKS]
    for name, changes in (("some", some), ("none", [])):
        out = with_changes(folder / f"out-{name}", changes)
        paths.append(project(folder / name, out) / CHANGED.name)
    ran = subprocess.run(
        [sys.executable, "-c", RUNNER, *map(str, paths)],
        capture_output=True, text=True, timeout=180, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / "ipython")},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    lines = [line for line in ran.stdout.splitlines() if line.startswith("DONE ")]
    found = [json.loads(line.removeprefix("DONE ")) for line in lines]
    results = {
        Path(result["path"]).relative_to(folder).as_posix(): result for result in found
    }  # fmt: skip
    return results, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, done: Done) -> None:
    assert done[0][f"main/notebooks/{path.name}"]["error"] is None


def test_plots_are_drawn_with_every_vietnamese_letter(done: Done) -> None:
    results, printed = done
    assert [r["figures"] for r in results.values()] == [1, 2, 3, 0, 1, 3, 3]
    assert "missing from font" not in printed


def test_changes_are_taken_from_their_dataset_and_otherwise_from_the_notes(done: Done) -> None:
    results, printed = done
    for name in ("some", "none"):
        assert results[f"{name}/notebooks/{CHANGED.name}"]["error"] is None
    assert "2 changed fields, from changes" in printed
    found = re.search(r"(\d+) changed fields, from the footnotes", printed)
    assert found is not None
    assert int(found[1]) > 40


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_clean(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    assert len(text.encode()) < MAX_BYTES
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    assert not any(place in text for place in ("/home/", "/tmp/", "/root/", "C:\\\\"))
    assert cells[0]["cell_type"] == "markdown"
    assert [cell for cell in cells if not "".join(cell["source"]).strip()] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_says_stands_in_both_languages(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in (cell for cell in cells if cell["cell_type"] == "markdown"):
        heading, *rest = [part for part in "".join(cell["source"]).split("\n\n") if part]
        body = [heading, *rest] if not heading.startswith("#") else rest
        assert not heading.startswith("#") or " / " in heading
        english = [part for part in body if part.startswith(">")]
        assert len(english) * 2 == len(body), heading
        assert all(VIETNAMESE.search(part) for part in body if part not in english), heading


def test_there_are_five_notebooks() -> None:
    assert [path.name[0] for path in NOTEBOOKS] == ["1", "2", "3", "4", "5"]


def test_each_of_the_ten_questions_is_answered_in_five_lines_at_most() -> None:
    (path,) = (path for path in NOTEBOOKS if path.stem.startswith("5"))
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    asked = [at for at, cell in enumerate(cells) if "".join(cell["source"]).startswith("## ")]
    answers = [cells[at + 1] for at in asked]
    assert len(answers) == 10
    assert all(cell["cell_type"] == "code" and len(cell["source"]) <= 5 for cell in answers)
