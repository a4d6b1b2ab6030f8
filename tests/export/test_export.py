"""The exports: what a spreadsheet, a CSV reader and a database find is what the Parquet has."""

from __future__ import annotations

import codecs
import csv
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from pipeline.data.datasets import datasets, handed_on
from pipeline.data.parquet import write_parquet
from pipeline.data.reading import read
from pipeline.data.schema import arrow_schema
from pipeline.errors import AnnexError, ConfigError
from pipeline.export.command import export
from pipeline.export.csv_files import write_csv
from pipeline.export.sqlite import write_sqlite
from pipeline.export.values import as_json
from pipeline.export.xlsx import MAX_CHARS, fit, write_xlsx
from tests.support.once import folder_once
from tests.support.published import two_published, with_titles

TABLES = [dataset.name for dataset in handed_on()]
HOSTILE = [
    '=HYPERLINK("http://example.com")', "+84", "-1", "@SUM(A1)", "- Bộ Y tế", "=1+1\ndòng hai",
    "0012", "1e5", "TRUE", "#N/A", "http://example.com", "_x0041_", "a\tb", "<b>&amp;</b>",
    "\x0b\x01", " đầu và cuối ", 'trích "dẫn", phẩy', "𝔸" * 10, "", "'nháy",
]  # fmt: skip


def expected(table: str, out: Path | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read(table, out or two_published(), as_="arrow").to_pylist()
    return rows


@pytest.fixture(scope="module")
def exported() -> Path:
    """A folder with every export of the datasets; not to be changed."""

    def write(folder: Path) -> None:
        write_xlsx(two_published(), folder / "a.xlsx")
        write_sqlite(two_published(), folder / "a.sqlite")
        write_csv(two_published(), folder / "csv")

    return folder_once("exported", write)


@pytest.fixture(scope="module")
def book(exported: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(exported / "a.xlsx")


# --- Excel ---------------------------------------------------------------------------------------


def in_excel(value: Any) -> Any:
    """A value as it stands in a sheet."""
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a sheet has no zones
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return as_json(value)
        return ("\n" if value and isinstance(value[0], str) else ", ").join(map(str, value))
    return value


@pytest.mark.parametrize("table", TABLES)
def test_a_sheet_has_every_row_of_its_dataset(table: str, book: openpyxl.Workbook) -> None:
    width = len(arrow_schema(table))
    found = list(book[table].iter_rows(min_row=3, max_col=width, values_only=True))
    names = datasets()[table].shown
    rows = [tuple(in_excel(row[name]) for name in names) for row in expected(table)]
    assert [row for row in found if any(cell is not None for cell in row)] == rows


@pytest.mark.parametrize("table", TABLES)
def test_a_sheet_has_labels_filters_and_a_frozen_head(table: str, book: openpyxl.Workbook) -> None:
    sheet = book[table]
    schema = arrow_schema(table)
    names = datasets()[table].shown
    labels = [schema.field(name).metadata[b"label_vi"].decode() for name in names]
    assert [cell.value for cell in sheet[1]] == labels
    assert [cell.value for cell in sheet[2]] == list(names)
    assert sorted(names) == sorted(schema.names)
    assert sheet.freeze_panes == f"{'ABCDE'[datasets()[table].face]}3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert all(9 <= size.width <= 64 for size in sheet.column_dimensions.values())


@pytest.mark.parametrize("table", TABLES)
def test_a_sheet_is_printed_across_with_its_head_on_every_page(
    table: str, book: openpyxl.Workbook
) -> None:
    sheet = book[table]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$2"
    area = openpyxl.utils.cell.range_boundaries(sheet.print_area.rpartition("!")[2])
    width_of = {
        at: size.width
        for size in sheet.column_dimensions.values()
        for at in range(size.min or 1, (size.max or 0) + 1)
    }
    widths = [width_of[at] for at in range(1, (area[2] or 1) + 1)]
    assert sum(widths) <= 210 + len(widths) or len(widths) == 1
    assert area[3] == max(3, sheet.max_row or 0)


def test_rows_are_as_high_as_what_is_read_in_them(book: openpyxl.Workbook) -> None:
    sheet = book["cells"]
    names, *rows = sheet.iter_rows(min_row=2, values_only=True)
    for row, values in enumerate(rows, start=3):
        cells = dict(zip(names, values, strict=True))
        texts = [str(cells[name] or "") for name in ("text", "raw")]
        lines = max(len(text) // 36 + text.count("\n") + 1 for text in texts)
        assert (sheet.row_dimensions[row].height or 15) <= 15 * min(lines, 20), row


def test_tasks_open_on_their_title_and_keys_come_last() -> None:
    for table in ("tasks", "out_tasks", "programme"):
        names = datasets()[table].shown
        assert names[:2] == ("stt_path", "title")
        keys = [name.endswith(("_id", "_ids")) or name == "search_text" for name in names]
        assert keys == sorted(keys)


def test_the_first_sheet_lists_the_others(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["datasets", *TABLES]
    listed = {row[0]: row[2] for row in book["datasets"].iter_rows(min_row=3, values_only=True)}
    assert listed == {table: len(expected(table)) for table in TABLES}
    told = [row[3] for row in book["datasets"].iter_rows(min_row=3, values_only=True)]
    assert all(str(text).startswith("Mỗi dòng là ") for text in told)  # in both languages


def test_long_text_is_wrapped_and_days_look_vietnamese(book: openpyxl.Workbook) -> None:
    names = list(datasets()["tasks"].shown)
    cells = {name: book["tasks"].cell(3, i) for i, name in enumerate(names, start=1)}
    assert cells["title"].alignment.wrap_text
    days = [cell for (cell,) in book["tasks"].iter_rows(
        min_row=3, min_col=names.index("due_date") + 1, max_col=names.index("due_date") + 1)
        if cell.value]  # fmt: skip
    assert {cell.number_format for cell in days} == {"dd/mm/yyyy"}


def test_every_text_stays_text(tmp_path: Path) -> None:
    with_titles(tmp_path / "out", HOSTILE)
    write_xlsx(tmp_path / "out", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["tasks"]
    column = datasets()["tasks"].shown.index("title") + 1
    for row, text in enumerate(HOSTILE, start=3):
        cell = sheet.cell(row, column)
        if text:
            assert cell.data_type == "s"
            assert unescape(str(cell.value)) == text
        starts = text.startswith(("=", "+", "-", "@"))
        assert bool(cell.quotePrefix) == starts, text


def test_a_text_too_long_for_excel_is_cut_and_named(tmp_path: Path) -> None:
    long = "ặ" * (MAX_CHARS + 10)
    with_titles(tmp_path / "out", ["ngắn", long])
    done = write_xlsx(tmp_path / "out", tmp_path / "a.xlsx")
    assert done.cut == 1
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    shown = book["tasks"].cell(4, datasets()["tasks"].shown.index("title") + 1).value
    assert isinstance(shown, str)
    assert len(shown) == MAX_CHARS
    assert shown.endswith("ặ […]")
    *_, last = book["problems"].iter_rows(values_only=True)
    row = dict(zip(datasets()["problems"].shown, last, strict=True))
    assert (row["code"], row["row_id"]) == ("cut-for-excel", "a/1/0002")
    assert "tasks.title has 32,777 characters" in str(row["message"])


RUNS = st.tuples(st.sampled_from("aặ𝔸\n"), st.integers(0, MAX_CHARS))


@given(st.lists(RUNS, max_size=4))
@example([("a", MAX_CHARS)])
@example([("𝔸", MAX_CHARS // 2), ("a", 1)])
@example([("𝔸", MAX_CHARS // 2), ("a", 2)])
def test_what_fits_is_whole_and_what_is_cut_fits(runs: list[tuple[str, int]]) -> None:
    text = "".join(char * times for char, times in runs)
    units = len(text.encode("utf-16-le")) // 2
    shown = fit(text)
    assert len(shown.encode("utf-16-le")) // 2 <= MAX_CHARS
    assert shown == text if units <= MAX_CHARS else text.startswith(shown.removesuffix(" […]"))


def test_a_dataset_longer_than_a_sheet_goes_on_in_another(tmp_path: Path) -> None:
    with_titles(tmp_path / "out", [f"việc {i}" for i in range(7)])
    write_xlsx(tmp_path / "out", tmp_path / "a.xlsx", max_rows=5)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    column = datasets()["tasks"].shown.index("title")
    found = [
        [row[column] for row in book[name].iter_rows(min_row=3, values_only=True)]
        for name in ("tasks", "tasks (2)", "tasks (3)")
    ]
    assert found == [["việc 0", "việc 1", "việc 2"], ["việc 3", "việc 4", "việc 5"], ["việc 6"]]
    assert book["tasks (3)"].freeze_panes == "C3"


def test_excel_without_its_package_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ConfigError, match="needs the package xlsxwriter"):
        write_xlsx(two_published(), tmp_path / "a.xlsx")


# --- CSV -----------------------------------------------------------------------------------------


def in_csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return as_json(value) or ""
    if isinstance(value, float):
        return repr(value) if value % 1 else str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("table", TABLES)
def test_a_csv_file_has_every_row_of_its_dataset(table: str, exported: Path) -> None:
    path = exported / "csv" / f"{table}.csv"
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *found = csv.reader(file)
    assert head == arrow_schema(table).names
    assert found == [[in_csv(value) for value in row.values()] for row in expected(table)]


def test_csv_tells_blank_from_unknown_and_keeps_text_as_it_is(tmp_path: Path) -> None:
    with_titles(tmp_path / "out", HOSTILE)
    write_csv(tmp_path / "out", tmp_path / "csv")
    path = tmp_path / "csv" / "tasks.csv"
    found = duckdb.sql(
        f"select title, head, due_date from read_csv('{path}', all_varchar = true, "
        "allow_quoted_nulls = false)"
    ).fetchall()
    assert [(title, head) for title, head, _ in found] == [(text, None) for text in HOSTILE]


def test_csv_leaves_other_files_alone_and_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "mine.csv").write_text("mine")
    with_titles(tmp_path / "out", ["một"])
    write_csv(tmp_path / "out", tmp_path / "csv")
    assert {p.name for p in (tmp_path / "csv").iterdir()} == {
        "mine.csv", *(f"{table}.csv" for table in TABLES),
    }  # fmt: skip


# --- SQLite --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(exported: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(exported / "a.sqlite")) as found:
        yield found


def in_sqlite(value: Any) -> Any:
    if isinstance(value, list):
        return as_json(value)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("table", TABLES)
def test_a_database_table_has_every_row_of_its_dataset(
    table: str, database: sqlite3.Connection
) -> None:
    found = database.execute(f'select * from "{table}" order by rowid').fetchall()
    assert found == [tuple(map(in_sqlite, row.values())) for row in expected(table)]
    keys = database.execute(f"select name from pragma_table_info('{table}') where pk order by pk")
    assert tuple(name for (name,) in keys) == datasets()[table].key


def test_the_database_answers_questions(database: sqlite3.Connection) -> None:
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert database.execute("pragma foreign_key_check").fetchall() == []
    query = """
        select t.due_date, a.agency from tasks t join assignments a using (row_id)
        where a.role = 'lead' and t.due_date <= date('2026-06-30')
    """
    assert len(database.execute(query).fetchall()) > 100
    plan = database.execute("explain query plan select * from tasks where due_date = '2026-06-30'")
    assert "tasks_due_date" in str(plan.fetchall())
    called = database.execute("select count(*) from tasks, json_each(tasks.footnotes)").fetchone()
    assert called[0] == sum(len(row["footnotes"]) for row in expected("tasks"))
    (declared,) = database.execute("select sql from sqlite_master where name = 'tasks'").fetchone()
    assert "-- Hạn cuối: Last day by which it is due." in declared


def test_declared_types_give_python_its_dates(exported: Path) -> None:
    # the converter that Python brings is to go
    sqlite3.register_converter("date", lambda value: date.fromisoformat(value.decode()))
    database = sqlite3.connect(exported / "a.sqlite", detect_types=sqlite3.PARSE_DECLTYPES)
    with closing(database):
        query = "select due_date, has_children from tasks where due_date is not null"
        day, parent = database.execute(query).fetchone()
    assert isinstance(day, date)
    assert parent in (0, 1)


def test_a_database_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    (task,) = with_titles(tmp_path / "out", ["một"])
    target = tmp_path / "a.sqlite"
    write_sqlite(tmp_path / "out", target)
    before = target.read_bytes()
    write_parquet(tmp_path / "out" / "tasks" / "a.parquet", "tasks", [task, task])
    with pytest.raises(AnnexError, match=r"tasks breaks its own rules: UNIQUE .*tasks\.row_id"):
        write_sqlite(tmp_path / "out", target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# --- all of them ---------------------------------------------------------------------------------


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_command_writes_what_it_is_asked_for_and_the_same_bytes_each_time(
    exported: Path, tmp_path: Path
) -> None:
    done = CliRunner().invoke(export, [
        "--out", str(two_published()), "--xlsx", str(tmp_path / "new" / "a.xlsx"),
        "--sqlite", str(tmp_path / "a.sqlite"), "--csv", str(tmp_path / "csv"),
    ])  # fmt: skip
    assert (done.exit_code, len(done.output.splitlines())) == (0, 3)
    assert "a.xlsx: " in done.output
    total = sum(len(expected(table)) for table in TABLES)
    assert f"a.sqlite: {total:,} rows" in done.output
    assert files_of(tmp_path) == files_of(exported)
    assert len(files_of(tmp_path)) == len(TABLES) + 2


def test_the_command_without_a_target_is_wrong_usage() -> None:
    done = CliRunner().invoke(export, ["--out", str(two_published())])
    assert done.exit_code == 2
    assert "--xlsx FILE" in done.output


WRONG_TARGETS = ["--xlsx", "--sqlite", "--csv"]


@pytest.mark.parametrize("option", WRONG_TARGETS)
def test_a_target_that_cannot_be_written_is_one_line(option: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "below"
    done = CliRunner().invoke(export, ["--out", str(two_published()), option, str(target)])
    assert isinstance(done.exception, ConfigError)
    assert str(done.exception).startswith(f"cannot write {target}: ")


@pytest.mark.parametrize("write", [write_xlsx, write_sqlite])
def test_a_target_that_fails_in_the_end_is_one_line(
    write: Callable[[Path, Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_titles(tmp_path / "out", ["một"])
    (aside := tmp_path / "aside").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    target = tmp_path / ("a" * 250)  # with its temporary suffix longer than a name may be
    with pytest.raises(ConfigError, match=f"^cannot write {target}: "):
        write(tmp_path / "out", target)
    assert list(aside.iterdir()) == []


@pytest.mark.parametrize("option", WRONG_TARGETS)
def test_a_folder_without_datasets_is_one_line(option: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(export, ["--out", str(tmp_path), option, str(tmp_path / "a")])
    assert isinstance(done.exception, ConfigError)
    assert "annex run" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


FLOATS = [([{"x0": 12.300000190734863, "line": None}], '[{"x0": 12.3, "line": null}]'),
          ([], "[]"), (["Bộ Y tế"], '["Bộ Y tế"]'), ([1, 2], "[1, 2]"), (None, None)]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), FLOATS)
def test_lists_as_json(value: list[Any] | None, text: str | None) -> None:
    assert as_json(value) == text
    assert value is None or isinstance(json.loads(text or ""), list)


def test_the_database_finds_words_without_marks(database: sqlite3.Connection) -> None:
    found = database.execute(
        "select t.title from out_tasks_fts join out_tasks t using (row_id) "
        "where text match 'dat dai'"
    ).fetchall()
    assert any("đất đai" in title for (title,) in found)


def test_the_workbook_opens_at_the_table_that_answers_most(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    assert book.active.title == "out_tasks"
