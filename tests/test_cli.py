"""The command: exit codes, one-line errors, help that teaches."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli import main
from tests.batch.test_run import GOOD, put
from tests.conftest import RAW, ROOT, TESTS
from tests.support.command import annex
from tests.support.published import published


def test_run_takes_raw_and_out_by_default(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD)
    done = annex("run", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "out" / "tasks" / "a.parquet").exists()
    assert "1 document " in done.stdout
    assert "[1/1] a.txt" in done.stderr


def test_a_bad_input_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD, bad__txt=b"\x00\x01\x02" * 50)
    done = annex("run", cwd=tmp_path)
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert len(errors) == 1
    assert "bad.txt" in errors[0]
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "tasks" / "a.parquet").exists()


_ENDING = """
import atexit, sys
import pipeline.cli
from pipeline.__main__ import annex
class Held:
    def __del__(self): print("taken apart")
held, command = Held(), pipeline.cli.main
pipeline.cli.main = lambda: (atexit.register(print, "last words"), command())
sys.argv = ["annex", "schema", *sys.argv[1:]]
annex()
"""


@pytest.mark.parametrize(("table", "code"), [("tasks", 0), ("nosuch", 2)])
def test_the_command_leaves_at_once_when_it_is_done(table: str, code: int) -> None:
    command = [sys.executable, "-c", _ENDING, table]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout.endswith("last words\n")  # what is to be done at the end is done
    assert ("there is no dataset" in done.stderr) == bool(code)


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_full_disk_is_one_line(option: str) -> None:
    command = [sys.executable, "-m", "pipeline", option]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error: No space left")
    assert len(done.stderr.splitlines()) == 1


def test_a_closed_output_is_no_error() -> None:
    command = 'exec "$0" -m pipeline --version >&-'
    shell = ["/bin/sh", "-c", command, sys.executable]
    done = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


USAGE = [
    ("run", "nowhere"),
    ("run", "--workers", "-1"),
    ("schema", "nonsense"),
    ("inspect", "nowhere.txt"),
    ("qa", "--out", "nowhere"),
    ("trace", "x/1/0001", "--out", "nowhere"),
    ("nonsense",),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = annex(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_folder_without_documents_is_no_success(tmp_path: Path) -> None:
    put(tmp_path / "raw", sources__toml="")
    done = annex("run", cwd=tmp_path)
    assert done.returncode == 4
    assert "no document found" in done.stderr


def test_what_was_passed_over_is_told_where_nothing_is_left(tmp_path: Path) -> None:
    put(tmp_path / "raw", sources__toml="", a__json="[]")
    done = annex("run", cwd=tmp_path)
    assert done.returncode == 4
    assert "1 .json" in done.stderr


def test_a_warning_is_no_failure_unless_strict(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD.replace("2.\t", "4.\t"))
    assert annex("run", cwd=tmp_path).returncode == 0
    assert annex("run", "--strict", cwd=tmp_path).returncode == 1


def test_strict_turns_an_error_in_a_document_into_exit_code_1(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD)
    assert annex("run", "--strict", cwd=tmp_path).returncode == 0
    put(tmp_path / "raw", b__txt="")
    assert annex("run", "--strict", cwd=tmp_path).returncode == 1


def test_schema_prints_every_column_with_its_meaning() -> None:
    done = annex("schema", "tasks")
    assert done.returncode == 0
    assert "due_date" in done.stdout
    assert "Last day by which it is due." in done.stdout
    assert "cells" in annex("schema").stdout


def test_inspect_prints_the_recovered_table() -> None:
    done = annex("inspect", RAW / "11-nq-cp-2026.txt", "--page", "5", "--width", "2000")
    assert done.returncode == 0
    assert "Table 11-nq-cp-2026/2" in done.stdout
    assert "10." in done.stdout
    assert "tái cấu trúc" in done.stdout
    assert "12." not in done.stdout.split("Footnotes")[0]


def test_inspect_shows_one_row_with_its_footnote_original_and_twin() -> None:
    file = RAW / "11-nq-cp-2026.txt"
    done = annex("inspect", file, "--row", "16", "--out", published(), "--width", "200")
    assert done.returncode == 0
    assert "footnote 7 [amended] on title" in done.stdout
    assert "original: 71/NQ-CP, Phụ lục II, 65" in done.stdout
    assert "ke-hoach-2025-du-thao/2/0033" in done.stdout
    assert "repaired: row-joined" in done.stdout
    assert annex("inspect", file, "--row", "nothing").returncode == 2


def test_trace_prints_the_history_of_a_task() -> None:
    done = annex("trace", "11-nq-cp-2026/2/0019", "--out", published())
    assert done.returncode == 0
    assert done.stdout.index("ke-hoach-2025-du-thao") < done.stdout.index("11/NQ-CP (2026-01-14)")
    assert annex("trace", "nothing/1/0001", "--out", published()).returncode == 2


def test_help_names_every_command_and_option() -> None:
    top = annex("--help").stdout
    for command in main.list_commands(click.Context(main)):
        assert f"annex {command} " in top
    for command in ("run", "inspect", "schema", "qa", "trace", "export"):
        assert len(annex(command, "--help").stdout.splitlines()) > 5


def test_the_summary_groups_problems_and_says_what_to_type(tmp_path: Path) -> None:
    text = TESTS / "samples" / "layers" / "indicators-centred.txt"
    done = annex("run", text, "--out", tmp_path / "out")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    head = next(i for i, line in enumerate(lines) if line.endswith(" warnings"))
    kind, message, look = lines[head + 1 : head + 4]
    assert "column-uncertain in 1 document" in kind
    assert message.strip()
    typed = annex(*look.strip().removeprefix("$ annex ").split())
    assert typed.returncode == 0
    assert "column-uncertain" in typed.stdout


def test_json_is_the_summary_as_data(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD, bad__txt=b"\x00\x01\x02" * 50)
    done = annex("run", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert done.returncode == told["exit_code"] == 1
    assert {d["doc_id"] for d in told["documents"]} == {"a", "bad"}
    (group,) = [g for g in told["problems"] if g["severity"] == "error"]
    assert group["count"] == 1
    assert group["next"] == "annex inspect raw/bad.txt"


def test_quiet_says_nothing_where_all_is_well(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD)
    done = annex("run", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    put(tmp_path / "raw", bad__txt=b"\x00\x01\x02" * 50)
    done = annex("run", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_dry_run_says_what_would_be_read_and_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD)
    done = annex("run", "--dry-run", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "would read a.txt")
    assert not (tmp_path / "out").exists()


def test_a_log_file_keeps_what_was_read_and_told(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD, bad__txt=b"\x00\x01\x02" * 50)
    for _ in range(2):
        annex("run", "--quiet", "--log", "logs/annex.log", cwd=tmp_path)
    lines = (tmp_path / "logs" / "annex.log").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (INFO|ERROR) ", line) for line in lines)
    assert sum("ERROR annex: bad.txt: " in line for line in lines) == 2
    assert sum("annex: a: text-tsv, 1 tables" in line for line in lines) == 1
    assert "exit code 1 after" in lines[-1]


def test_what_counts_as_failure_can_be_chosen(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD.replace("2.\t", "4.\t"))
    assert annex("run", "--fail-on", "error", cwd=tmp_path).returncode == 0
    assert annex("run", "--fail-on", "warning", cwd=tmp_path).returncode == 1
    put(tmp_path / "raw", b__txt="PHỤ LỤC I\nDANH MỤC NHIỆM VỤ\n(Kèm theo Nghị quyết số 1/NQ-CP)\n")
    assert annex("run", cwd=tmp_path).returncode == 1
    assert annex("run", "--fail-on", "failed", cwd=tmp_path).returncode == 0
    put(tmp_path / "raw", c__txt=b"\x00\x01\x02" * 50)
    assert annex("run", "--fail-on", "failed", cwd=tmp_path).returncode == 1


CODES = ["0 done", "1 a document failed", "2 wrong usage", "3 quality", "5 another run",
         "130 interrupted"]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_help_names_every_exit_code(code: str) -> None:
    assert code in " ".join(annex("--help").stdout.split())


def test_verbose_says_what_is_done(tmp_path: Path) -> None:
    put(tmp_path / "raw", a__txt=GOOD)
    done = annex("--verbose", "run", cwd=tmp_path)
    assert "INFO pipeline.batch.run: 1 inputs to read, 0 documents unchanged" in done.stderr
    assert "INFO" not in annex("run", cwd=tmp_path).stderr
