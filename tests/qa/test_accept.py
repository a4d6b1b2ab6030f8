"""Fixtures are people's files: never overwritten, and whole after a spreadsheet had them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.qa.accept import accept
from pipeline.qa.fixtures import (
    GUARD,
    FixtureDocument,
    FixtureRow,
    FixtureTable,
    guarded,
    read_fixture,
)

TEXTS = (
    "1/2", "3-4", "(77)", "=1+1", "+84 24", "-5", "@x", "'a", "TRUE", "1.10", "007", "1E5", "12:30",
    "Tháng 12/2025", "May 5", "5 May", "01/01/2026", "85%", "1.000.000", "",
    "Bộ Văn hóa, Thể thao và Du lịch", "“ngoặc”", 'a "b"; c', "2025 và những năm tiếp theo", "½",
)  # fmt: skip


def document(texts: tuple[str, ...] = TEXTS) -> FixtureDocument:
    rows = tuple(
        FixtureRow(n, "item", text or f"{n}.", None, None, (text, f"việc {text}"), (("title", n),))
        for n, text in enumerate(texts, start=1)
    )
    return FixtureDocument("a", (FixtureTable(1, ("deadline", "title"), rows),))


def test_a_checked_table_is_replaced_on_demand_alone_and_kept(tmp_path: Path) -> None:
    path = accept(tmp_path, document(), 1)
    path.with_name("status.toml").unlink()  # a folder without it is checked
    before = path.read_bytes()
    other = document(("x",))
    with pytest.raises(ConfigError, match="--replace"):
        accept(tmp_path, other, 1)
    assert path.read_bytes() == before
    accept(tmp_path, other, 1, replace=True)
    assert path.with_name("1.csv.old").read_bytes() == before
    assert not read_fixture(tmp_path / "a").checked
    second = path.read_bytes()
    accept(tmp_path, document(("y",)), 1)  # unchecked, perhaps half read: kept too
    assert path.with_name("1.csv.old").read_bytes() == before
    assert path.with_name("1.csv.old1").read_bytes() == second
    accept(tmp_path, document(("y",)), 1)
    assert not path.with_name("1.csv.old2").exists()


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    path = accept(tmp_path, document(), 1)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_fixture(tmp_path / "a").tables[0].rows == document().tables[0].rows


@given(st.text())
def test_a_guard_is_taken_off_again(text: str) -> None:
    assert guarded(text).removeprefix(GUARD) == text


@pytest.mark.parametrize("separator", ["44", "59", "9"], ids=["comma", "semicolon", "tab"])
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_fixture_comes_whole_out_of_a_spreadsheet(tmp_path: Path, separator: str) -> None:
    """Opened as a person opens it, numbers and dates recognised, and saved again."""
    path = accept(tmp_path, document(), 1)
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    opened = "--infilter=CSV:44,34,76,1,,1033,false,true"
    saved = (
        f"csv:Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true,false,false,false,-1"
    )
    command = [*office, opened, "--convert-to", saved, "--outdir", str(tmp_path / "new"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (made,) = (tmp_path / "new").glob("*.csv")
    shutil.move(made, path)
    assert read_fixture(tmp_path / "a").tables[0].rows == document().tables[0].rows
