"""The comparison with fixtures: what is planted is found, what is equal stays silent."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.records import CellRecord, Document, LinkRecord, RowRecord
from pipeline.errors import ConfigError, QualityError
from pipeline.qa.against import classify, compare_documents
from pipeline.qa.align import align
from pipeline.qa.command import qa
from pipeline.qa.diff import diff, diff_table
from pipeline.qa.differences import Difference, differences
from pipeline.qa.edits import distance, kept_characters, marked_words, marks, spans, word_spans
from pipeline.qa.figures import figures
from pipeline.qa.fixtures import (
    FixtureDocument,
    FixtureRow,
    FixtureTable,
    read_fixture,
    read_fixtures,
)
from pipeline.qa.outputs import as_fixture
from pipeline.qa.report import escaped_json, report_data
from pipeline.qa.text import percent
from tests.conftest import FIXTURES, RAW, raw_document
from tests.support.published import write_plain

CHECKED = ["11-nq-cp-2026", "ke-hoach-2026-phu-luc-ii", "ke-hoach-2025-du-thao"]
TASKS = "11-nq-cp-2026"
TEXTS = {
    "title", "head", "lead", "coordination", "result", "deadline", "basis", "note", "unit",
    "target",
}  # fmt: skip


def publish(out: Path, *documents: Document) -> Path:
    """The documents as a run writes them."""
    return write_plain(out, *documents)


# Texts


def slow_distance(a: str, b: str) -> int:
    """The textbook matrix."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


texts = st.text("abế𝐚 ", max_size=12)


@given(texts, texts)
@settings(max_examples=400, deadline=None)
def test_the_edit_is_a_shortest_one_and_covers_both_texts(a: str, b: str) -> None:
    cut = spans(a, b)
    assert distance(a, b) == slow_distance(a, b)
    assert "".join(a[s.start : s.end] for s in cut) == a
    assert "".join(b[s.found_start : s.found_end] for s in cut) == b
    assert all((a[s.start : s.end] == b[s.found_start : s.found_end]) == s.same for s in cut)
    assert all(x.same != y.same for x, y in pairwise(cut))
    assert kept_characters(a, b) <= min(len(a), len(b))


MARKED = [
    ("Tháng 4/2026", "Thang 4/2026", [("á", "a")]),
    ("Chương trình", "Chương trình", []),
    ("30/6", "30/06", [("", "0")]),
    ("ngành, liên quan", "ngành liên quan", [(",", "")]),
    ("", "abc", [("", "abc")]),
    ("Danh mục được ban hành", "Quyết định", [("Danh mục được ban hà", "Quyết đị")]),
]


@pytest.mark.parametrize(("a", "b", "expected"), MARKED)
def test_marks_name_the_characters(a: str, b: str, expected: list[tuple[str, str]]) -> None:
    found = [(a[m.start : m.end], b[m.found_start : m.found_end]) for m in marks(a, b)]
    assert found == expected


WORDS = [
    ("Tháng 4/2026", "Thang 4/2026", [("Tháng", "Thang")]),
    ("Bộ Tài chính chủ trì", "Bộ Tài chính chủ trì", []),
    ("Bộ Tài chính chủ trì", "Bộ Nội vụ chủ trì", [("Tài chính", "Nội vụ")]),
    ("khai thác sử dụng", "khai thác, sử dụng", [("thác", "thác,")]),
    ("", "abc", [("", "abc")]),
]


@pytest.mark.parametrize(("a", "b", "expected"), WORDS)
def test_words_are_marked_whole(a: str, b: str, expected: list[tuple[str, str]]) -> None:
    found = [(a[m.start : m.end], b[m.found_start : m.found_end]) for m in marked_words(a, b)]
    assert found == expected


@given(texts, texts)
def test_an_edit_in_words_covers_both_texts(a: str, b: str) -> None:
    cut = word_spans(a, b)
    assert "".join(a[s.start : s.end] for s in cut) == a
    assert "".join(b[s.found_start : s.found_end] for s in cut) == b


# Alignment


ALIGNED = [
    ("abcd", "abcd", "aa bb cc dd"),
    ("abcd", "acd", "aa b- cc dd"),
    ("acd", "abcd", "aa -b cc dd"),
    ("aabaa", "aaaa", "aa aa b- aa aa"),
    ("abcdef", "bcXef", "a- bb cc dX ee ff"),
    ("", "ab", "-a -b"),
    ("abc", "", "a- b- c-"),
    ("abXc", "abc", "aa bb X- cc"),
]


@pytest.mark.parametrize(("left", "right", "expected"), ALIGNED)
def test_a_lost_or_inserted_row_does_not_spoil_the_rest(
    left: str, right: str, expected: str
) -> None:
    pairs = align(left, right, [lambda x: x], lambda x, y: 0.2 if x != y else 1.0)
    shown = [("-" if i is None else left[i]) + ("-" if j is None else right[j]) for i, j in pairs]
    assert " ".join(shown) == expected


@given(st.text("abc", max_size=70), st.text("abc", max_size=70))
@settings(max_examples=200, deadline=None)
def test_alignment_keeps_every_row_once_and_in_order(left: str, right: str) -> None:
    pairs = align(left, right, [lambda x: x], lambda x, y: float(x == y))
    assert [i for i, _ in pairs if i is not None] == list(range(len(left)))
    assert [j for _, j in pairs if j is not None] == list(range(len(right)))


def test_a_long_stretch_of_changed_rows_is_aligned_near_its_diagonal() -> None:
    left = [(n, "old") for n in range(900)]
    right = [(n, "new") for n in range(900) if n != 450]
    pairs = align(left, right, [lambda x: x], lambda x, y: float(x[0] == y[0]))
    assert [i for i, j in pairs if j is None] == [450]


# Nothing planted, nothing found


@pytest.mark.parametrize("doc_id", CHECKED)
def test_an_unchanged_extraction_reports_nothing(doc_id: str) -> None:
    found = diff(read_fixture(FIXTURES / doc_id), as_fixture(raw_document(f"{doc_id}.txt")))
    assert list(differences(found)) == []
    part = figures(found)
    assert part.lowest[1].accuracy == part.grid_similarity == 1.0
    assert part.cells.error_rate == 0.0
    assert part.cells.total > 500


# Planted differences

Expected = Sequence[tuple[str, int | None, int | None, str]]
"""(name up to its first letters, table, row, column) of a difference that must be found."""
Plant = Callable[[Document, random.Random], tuple[Document, Expected]]


@cache
def small(doc_id: str) -> Document:
    """A document's first rows: enough to plant in, fast enough to do it a thousand times."""
    document = raw_document(f"{doc_id}.txt")
    rows = tuple(row for row in document.rows if row.ordinal <= 25)
    kept = {row.row_id for row in rows}
    return replace(
        document,
        rows=rows,
        cells=tuple(cell for cell in document.cells if cell.row_id in kept),
        footnotes=tuple(note for note in document.footnotes if note.row_id in kept),
    )


@cache
def expected_of(doc_id: str) -> FixtureDocument:
    """The same as a fixture."""
    return as_fixture(small(doc_id))


def where(row: RowRecord | CellRecord) -> tuple[int, int]:
    _, table, number = row.row_id.split("/")
    return int(table), int(number)


def with_cells(document: Document, changed: dict[int, CellRecord]) -> Document:
    cells = tuple(changed.get(i, cell) for i, cell in enumerate(document.cells))
    return replace(document, cells=cells)


def texts_in(document: Document, also: str = "") -> list[int]:
    """Positions of the cells that hold a text; of the number column only where asked `also`."""
    return [
        i for i, c in enumerate(document.cells) if c.column in (also, *TEXTS) and len(c.text) > 1
    ]


def swapped_cell(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """Two neighbouring texts of one row or one column change places.

    Rows that differ in that one text alone are left out: there the texts have not changed places,
    the rows have.
    """
    cells = document.cells
    i = rnd.choice(texts_in(document, also="stt"))
    near = [
        j
        for j in texts_in(document, also="stt")
        if cells[j].text != cells[i].text
        and cells[j].table_id == cells[i].table_id
        and (
            cells[j].row_id == cells[i].row_id
            or (cells[j].column == cells[i].column and not twins(document, i, j))
        )
    ]
    j = min(near, key=lambda j: (abs(i - j), j))
    changed = {i: replace(cells[i], text=cells[j].text), j: replace(cells[j], text=cells[i].text)}
    return with_cells(document, changed), [
        ("cell differs", *where(cells[k]), cells[k].column) for k in (i, j)
    ]


def twins(document: Document, i: int, j: int) -> bool:
    """Whether the rows of two cells print the same but for these two."""

    def rest(k: int) -> list[str]:
        row_id = document.cells[k].row_id
        label = next(row.label for row in document.rows if row.row_id == row_id)
        return [label, *(c.text for n, c in enumerate(document.cells)
                         if c.row_id == row_id and n != k)]  # fmt: skip

    return rest(i) == rest(j)


def changed_diacritic(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """One letter loses its marks."""

    def plain(letter: str) -> str:
        return unicodedata.normalize("NFD", letter)[0]

    choices = [
        (i, k)
        for i in texts_in(document)
        for k, letter in enumerate(document.cells[i].text)
        if plain(letter) != letter
    ]
    i, k = rnd.choice(choices)
    cell = document.cells[i]
    text = cell.text[:k] + plain(cell.text[k]) + cell.text[k + 1 :]
    assert [tuple(mark) for mark in marks(cell.text, text)] == [(False, k, k + 1, k, k + 1)]
    return with_cells(document, {i: replace(cell, text=text)}), [
        ("cell differs", *where(cell), cell.column)
    ]


def blanked_cell(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A text is lost; or the whole cell."""
    i = rnd.choice(texts_in(document))
    cell = document.cells[i]
    expected = [("cell missing", *where(cell), cell.column)]
    if rnd.random() < 0.5:
        return with_cells(document, {i: replace(cell, text="")}), expected
    return replace(document, cells=document.cells[:i] + document.cells[i + 1 :]), expected


def filled_cell(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A blank cell has a text."""
    blank = [i for i, c in enumerate(document.cells) if not c.text and c.column != "stt"]
    i = rnd.choice(blank)
    cell = document.cells[i]
    return with_cells(document, {i: replace(cell, text="x")}), [
        ("cell extra", *where(cell), cell.column)
    ]


def lost_row(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A row and its cells are gone."""
    row = rnd.choice(document.rows)
    rows = tuple(r for r in document.rows if r is not row)
    cells = tuple(c for c in document.cells if c.row_id != row.row_id)
    return replace(document, rows=rows, cells=cells), [("row missing", *where(row), "")]


def added_row(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A row of foreign text stands between two rows."""
    i = rnd.randrange(len(document.rows))
    row = replace(document.rows[i], row_id=f"{document.rows[i].table_id}/9999", ordinal=9999)
    rows = (*document.rows[:i], row, *document.rows[i:])
    cells = tuple(
        replace(cell, row_id=row.row_id, text="0123456789", footnotes=())
        for cell in document.cells
        if cell.row_id == document.rows[i].row_id
    )
    row = replace(row, label="99")
    rows = (*document.rows[:i], row, *document.rows[i:])
    table = where(document.rows[i])[0]
    return replace(document, rows=rows, cells=document.cells + cells), [
        ("row extra", table, None, "")
    ]


def moved_marker(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A footnote marker stands in another cell, with or without the footnote's own place."""
    i = rnd.choice([i for i, cell in enumerate(document.cells) if cell.footnotes])
    j = rnd.choice([j for j in texts_in(document) if j != i])
    source, target = document.cells[i], document.cells[j]
    number = source.footnotes[0]
    changed = {
        i: replace(source, footnotes=source.footnotes[1:]),
        j: replace(target, footnotes=(*target.footnotes, number)),
    }
    return with_cells(document, changed), [
        ("marker", *where(source), source.column),
        ("marker", *where(target), target.column),
    ]


def moved_footnote(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """The footnotes dataset names another row."""
    i = rnd.randrange(len(document.footnotes))
    note = document.footnotes[i]
    row = rnd.choice([row for row in document.rows if row.row_id != note.row_id])
    moved = replace(note, row_id=row.row_id)
    notes = (*document.footnotes[:i], moved, *document.footnotes[i + 1 :])
    same = row.ordinal == where(row)[1] == int((note.row_id or "0/0").rsplit("/", 1)[1])
    return replace(document, footnotes=notes), [] if same else [
        ("footnote-place differs", None, None, "")
    ]


def changed_footnote(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A note has another text or action, or is gone."""
    i = rnd.randrange(len(document.footnotes))
    note = document.footnotes[i]
    plants = [
        ((replace(note, text=f"{note.text}x"),), "footnote-text differs"),
        ((replace(note, text=None),), "footnote-text missing"),
        ((replace(note, action="note" if note.action == "new" else "new"),), "footnote-action"),
        ((), "footnote missing"),
    ]
    new, name = rnd.choice(plants)
    notes = (*document.footnotes[:i], *new, *document.footnotes[i + 1 :])
    return replace(document, footnotes=notes), [(name, None, None, "")]


def changed_row(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A row has another parent, group, kind or label."""
    i = rnd.randrange(len(document.rows))
    row = document.rows[i]
    same_table = [r.row_id for r in document.rows if r.table_id == row.table_id]
    field = rnd.choice(["parent", "group", "kind", "label"])
    if field in ("parent", "group"):
        name = f"{field}_row_id"
        others = [key for key in (None, "lost", *same_table) if key != getattr(row, name)]
        changed: dict[str, Any] = {name: rnd.choice(others)}
        new = replace(row, **changed)
    elif field == "kind":
        new = replace(row, kind="item" if row.kind == "group" else "group")
    else:
        new = replace(row, label=f"{row.label}x")
    rows = (*document.rows[:i], new, *document.rows[i + 1 :])
    return replace(document, rows=rows), [(field, *where(row), "")]


def lost_table(document: Document, rnd: random.Random) -> tuple[Document, Expected]:
    """A whole table is gone."""
    table = rnd.choice(document.tables)
    return replace(
        document,
        tables=tuple(t for t in document.tables if t is not table),
        rows=tuple(r for r in document.rows if r.table_id != table.table_id),
        cells=tuple(c for c in document.cells if c.table_id != table.table_id),
    ), [("table missing", table.ordinal, None, "")]


ANYWHERE: list[Plant] = [
    swapped_cell, changed_diacritic, blanked_cell, lost_row, added_row, changed_row, lost_table,
]  # fmt: skip
WITH_NOTES: list[Plant] = [moved_marker, moved_footnote, changed_footnote]
PLANTS = [(plant, doc_id) for plant in ANYWHERE for doc_id in CHECKED]
PLANTS += [(filled_cell, doc_id) for doc_id in CHECKED]
PLANTS += [(plant, TASKS) for plant in WITH_NOTES for _ in CHECKED]


def prints(document: Document, row_id: str) -> tuple[str, ...]:
    return tuple(cell.text for cell in document.cells if cell.row_id == row_id)


def is_found(
    wanted: tuple[str, int | None, int | None, str], found: Sequence[Difference], before: Document
) -> bool:
    """Whether a difference is named at its place; of rows that print the same any one is right."""
    name, table, row, column = wanted
    key = f"{before.doc_id}/{table}/{row or 0:04d}"
    return any(
        item.name.startswith(name)
        and item.table == table
        and item.column == column
        and (
            item.row == row
            or prints(before, f"{before.doc_id}/{table}/{item.row or 0:04d}") == prints(before, key)
        )
        for item in found
    )


@given(st.sampled_from(PLANTS), st.integers(0, 2**32))
@settings(max_examples=1000, deadline=None)
def test_whatever_is_planted_is_found_named_and_shown(plant: tuple[Plant, str], seed: int) -> None:
    make, doc_id = plant
    before = small(doc_id)
    after, expected = make(before, random.Random(seed))
    compared = diff(expected_of(doc_id), as_fixture(after))
    found = list(differences(compared))
    for wanted in expected:
        assert is_found(wanted, found, before), (wanted, [(d.name, d.row) for d in found])
    shown = report_data([compared], {doc_id: after}, Path("nowhere"))["entries"]
    assert bool(found) == any(entry["state"] != "equal" for entry in shown)


def test_a_heading_that_lost_its_text_is_still_the_same_row() -> None:
    """A group row without a number has nothing but its text to be known by."""
    for doc_id in CHECKED:
        before = small(doc_id)
        headings = {row.row_id for row in before.rows if row.kind == "group"}
        for i in texts_in(before):
            cell = before.cells[i]
            if cell.row_id not in headings:
                continue
            after = with_cells(before, {i: replace(cell, text="")})
            found = list(differences(diff(expected_of(doc_id), as_fixture(after))))
            assert is_found(("cell missing", *where(cell), cell.column), found, before)


def test_a_heading_and_a_task_that_exchanged_their_texts_stay_in_place() -> None:
    """The cells that did not change say which row is which, not the longest text alone."""
    rows = [("group", "", ("CHUNG", "", "")), ("item", "", ("Rà soát văn bản", "Bộ A", "2025"))]
    texts = [cells[0] for _, _, cells in rows]
    left = FixtureTable(1, ("title", "lead", "deadline"), tuple(
        FixtureRow(n, kind, label, None, None, cells)
        for n, (kind, label, cells) in enumerate(rows, 1)))  # fmt: skip
    right = replace(left, rows=tuple(
        replace(row, texts=(text, *row.texts[1:]))
        for row, text in zip(left.rows, reversed(texts), strict=True)))  # fmt: skip
    found = diff_table(left, right)
    assert [(r.expected and r.expected.number, r.found and r.found.number) for r in found.rows] == [
        (1, 1), (2, 2)]  # fmt: skip


def test_one_planted_difference_is_the_only_one_found() -> None:
    """A changed character is not blamed on any other cell, row or document."""
    for seed in range(30):
        before = small(TASKS)
        after, expected = changed_diacritic(before, random.Random(seed))
        found = list(differences(diff(as_fixture(before), as_fixture(after))))
        assert [(d.name, d.table, d.row, d.column) for d in found] == expected


# Figures

FIGURES = [  # expected cell, found cell, accuracy of the column, edits per character
    ("abcd", "abcd", 1.0, 0.0),
    ("abcd", "abed", 0.0, 0.25),
    ("abcd", "", 0.0, 1.0),
    ("", "", 1.0, 0.0),
    ("ab", "abcdef", 0.0, 2.0),
]


@pytest.mark.parametrize(("text", "found", "accuracy", "error_rate"), FIGURES)
def test_figures_of_one_cell(text: str, found: str, accuracy: float, error_rate: float) -> None:
    table = as_fixture(small(TASKS)).tables[0]
    row = replace(table.rows[1], markers=())
    sides = [
        replace(
            as_fixture(small(TASKS)),
            tables=(replace(table, columns=("lead",), rows=(replace(row, texts=(side,)),)),),
            notes=(),
        )
        for side in (text, found)
    ]
    counts = figures(diff(*sides)).columns["lead"]
    assert (counts.accuracy, counts.error_rate) == (accuracy, error_rate)


PERCENT = [(1.0, "100.00 %"), (0.99999, "99.99 %"), (0.29, "29.00 %"), (0.0, "0.00 %")]


@pytest.mark.parametrize(("share", "text"), PERCENT)
def test_a_share_is_never_rounded_up_to_perfect(share: float, text: str) -> None:
    assert percent(share) == text


def test_an_error_rate_is_never_rounded_down_to_perfect() -> None:
    assert percent(0.000001, up=True) == "0.01 %"


# Fixtures on disk

HEAD = "row,kind,label,parent,group,title,lead,footnotes\n"
GOOD = HEAD + "1,group,I.,,,Nhóm,,\n2,item,1.,,1,Việc,Bộ A,lead:1 title:2\n"

WRONG = [
    ("1.csv", "row,kind\n1,item\n", "1.csv:1: columns must be"),
    ("1.csv", HEAD + "1,item,1.,,,a\n", "1.csv:2: 6 fields"),
    ("1.csv", HEAD + "2,item,1.,,,a,b,\n", "numbered from 1"),
    ("1.csv", HEAD + "1,task,1.,,,a,b,\n", "kind must be group or item"),
    ("1.csv", HEAD + "1,item,1.,7,,a,b,\n", "there is no row 7"),
    ("1.csv", HEAD + "1,item,1.,,,a,b,lead\n", "column:number"),
    ("1.csv", HEAD + "x,item,1.,,,a,b,\n", "'x' is not a number"),
    ("status.toml", '[tables]\n"1" = "fine"\n', '"checked" or "unchecked"'),
    ("status.toml", '[tables]\n"3" = "checked"\n', "no table file 3.csv"),
    ("status.toml", "tables = \n", "status.toml"),
    ("accepted.csv", "table,row,column,text,why\n1,9,title,a,b\n", "there is no cell"),
    ("accepted.csv", "table,row,column,text,why\n1,2,head,a,b\n", "there is no cell"),
    ("footnotes.csv", "number,annex\n1,\n", "columns must be"),
]


def folder(root: Path, **files: str) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for name, content in {"1__csv": GOOD, **files}.items():
        (root / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return root


@pytest.mark.parametrize(("name", "content", "message"), WRONG)
def test_a_wrong_fixture_is_one_line_that_names_the_place(
    name: str, content: str, message: str, tmp_path: Path
) -> None:
    path = folder(tmp_path / "a", **{name.replace(".", "__"): content})
    with pytest.raises(ConfigError) as error:
        read_fixture(path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_an_accepted_reading_counts_as_equal_and_any_other_does_not(tmp_path: Path) -> None:
    accepted = "table,row,column,text,why\n1,2,lead,Bộ B,the print is smudged\n"
    fixture = read_fixture(folder(tmp_path / "a", accepted__csv=accepted))
    table = fixture.tables[0]
    for text, states in (("Bộ B", ["equal"]), ("Bộ C", ["differs"]), ("Bộ A", ["equal"])):
        row = replace(table.rows[1], texts=("Việc", text))
        found = replace(fixture, tables=(replace(table, rows=(table.rows[0], row)),), notes=())
        compared = diff(fixture, found)
        field = [f for f in compared.tables[0].rows[1].fields if f.column == "lead"]
        assert [f.state for f in field if f.aspect == "cell"] == states


def test_only_a_folder_that_is_complete_counts_further_tables(tmp_path: Path) -> None:
    document = raw_document(f"{TASKS}.txt")
    fixture = as_fixture(document)
    part = replace(fixture, tables=fixture.tables[1:])
    whole = [d.name for d in differences(diff(part, fixture)) if d.what == "table"]
    assert whole == ["table extra"]
    part = replace(part, complete=False, notes=tuple(n for n in fixture.notes if n.table == 2))
    assert list(differences(diff(part, fixture))) == []


def test_no_fixture_waits_for_a_reader() -> None:
    """A fixture written by `annex qa --accept` proves nothing until a person has read it."""
    unchecked = [f"{f.doc_id}/{t.ordinal}" for f in read_fixtures(FIXTURES) for t in f.tables
                 if not t.checked]  # fmt: skip
    assert unchecked == []


# The command


def call(*arguments: object) -> Result:
    return CliRunner().invoke(qa, [str(argument) for argument in arguments])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return publish(tmp_path / "out", raw_document(f"{TASKS}.txt"))


@pytest.fixture
def checked(tmp_path: Path) -> Path:
    """The fixture of one document, as a folder of its own."""
    root = tmp_path / "fixtures"
    (root / TASKS).mkdir(parents=True)
    for path in (FIXTURES / TASKS).iterdir():
        (root / TASKS / path.name).write_bytes(path.read_bytes())
    return root


def test_equal_is_exit_code_0_and_a_table(out: Path, checked: Path, tmp_path: Path) -> None:
    done = call("--fixtures", checked, "--out", out, "--json", tmp_path / "a.json")
    assert done.exit_code == 0, done.output
    assert "100.00 %" in done.output
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert data["documents"][0]["differences"] == []
    assert data["total"]["cells"]["accuracy"] == 1.0


def test_below_the_level_is_exit_code_3_and_one_line(
    out: Path, checked: Path, tmp_path: Path
) -> None:
    path = checked / TASKS / "1.csv"
    text = path.read_text(encoding="utf-8").replace("Lần GDP", "Lần GDQ", 1)
    path.write_text(text, encoding="utf-8")
    paths = ("--fixtures", checked, "--out", out, "--json", tmp_path / "a.json")
    done = call(*paths)
    assert isinstance(done.exception, QualityError)
    assert done.exception.exit_code == 3
    assert "1488 of 1489" in str(done.exception)
    assert "Lần [-GDQ-]{+GDP+}" in done.output
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["documents"][0]
    (difference,) = found["differences"]
    assert (difference["name"], difference["column"]) == ("cell differs", "unit")
    assert difference["spans"] == [[6, 7, 6, 7]]
    assert call(*paths, "--min-cells", "0.99").exit_code == 0


def test_a_wrong_parent_alone_is_below_the_level(checked: Path, tmp_path: Path) -> None:
    document = raw_document(f"{TASKS}.txt")
    i = next(i for i, row in enumerate(document.rows) if row.parent_row_id)
    row = replace(document.rows[i], parent_row_id=None)
    document = replace(document, rows=(*document.rows[:i], row, *document.rows[i + 1 :]))
    done = call("--fixtures", checked, "--out", publish(tmp_path / "out", document))
    assert isinstance(done.exception, QualityError)
    assert str(done.exception).startswith("form: ")


def test_a_document_without_data_is_missing_as_a_whole(out: Path, checked: Path) -> None:
    folder(checked / "other")
    done = call("--fixtures", checked, "--out", out)
    assert isinstance(done.exception, QualityError)
    assert "other document missing" in done.output


def test_accept_writes_what_reads_back_and_leaves_it_unchecked(out: Path, tmp_path: Path) -> None:
    root = tmp_path / "new"
    for ordinal, complete in ((2, False), (1, True)):
        done = call("--fixtures", root, "--out", out, "--accept", f"{TASKS}/{ordinal}")
        assert done.exit_code == 0, done.output
        assert read_fixture(root / TASKS).complete is complete
    written = read_fixture(root / TASKS)
    assert [table.checked for table in written.tables] == [False, False]
    assert list(differences(diff(written, as_fixture(raw_document(f"{TASKS}.txt"))))) == []
    done = call("--fixtures", root, "--out", out)
    assert f"unchecked, counted apart: {TASKS}/1, {TASKS}/2" in done.output
    assert isinstance(done.exception, QualityError)  # nothing checked shows nothing
    status = root / TASKS / "status.toml"
    status.write_text(status.read_text("utf-8").replace('= "unchecked"', '= "checked"'), "utf-8")
    assert call("--fixtures", root, "--out", out).exit_code == 0
    assert [t.rows for t in read_fixture(root / TASKS).tables] == [
        t.rows for t in read_fixture(FIXTURES / TASKS).tables
    ]


USAGE = [
    (("--fixtures", "nowhere"), "no fixtures"),
    (("--out", "nowhere"), "no datasets"),
    (("--accept", "11-nq-cp-2026"), "a table is named"),
    (("--accept", "11-nq-cp-2026/7"), "no table 7"),
    (("--accept", "other/1"), "no document other"),
    (("--against", "nowhere"), "no datasets"),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE, ids=str)
def test_wrong_usage_is_one_line(
    arguments: tuple[str, ...], message: str, out: Path, checked: Path
) -> None:
    done = call("--fixtures", checked, "--out", out, *arguments)
    assert isinstance(done.exception, ConfigError)
    assert message in str(done.exception)


# Two runs


def link(document: Document, row: int, score: float = 90.0) -> LinkRecord:
    return LinkRecord(
        document.rows[row].row_id, "71/2/0001", document.doc_id, "71", "same", score, 90.0, 90.0,
        "title", "accepted",
    )  # fmt: skip


def test_two_runs_name_what_was_added_lost_and_changed() -> None:
    old = replace(small(TASKS), links=(link(small(TASKS), 20), link(small(TASKS), 30)))
    cell = next(
        i for i, c in enumerate(old.cells) if c.row_id.endswith("2/0005") and c.column == "title"
    )
    new = with_cells(old, {cell: replace(old.cells[cell], text="x")})
    lost = next(row for row in new.rows if row.row_id.endswith("2/0024"))
    new = replace(
        new,
        rows=tuple(row for row in new.rows if row is not lost),
        links=(link(old, 20, 80.0), link(old, 10)),
        documents=(replace(old.facts, status="draft"),),
    )
    _, found = compare_documents(old, new)
    kinds = sorted(classify(item) for item in found)
    assert ("rows", "lost") in kinds
    assert ("cells", "changed") in kinds
    assert ("facts", "changed") in kinds
    assert [change for kind, change in kinds if kind == "links"] == ["added", "changed", "lost"]


def test_renumbered_rows_keep_their_links() -> None:
    """A row inserted at the top of a table renumbers all others: that alone changes no link."""
    old = replace(small("ke-hoach-2026-phu-luc-ii"))
    old = replace(old, links=(link(old, 20),))
    table = old.tables[0].table_id

    def later(key: str) -> str:
        return f"{table}/{int(key[-4:]) + 1:04d}"

    def maybe_later(key: str | None) -> str | None:
        return later(key) if key else key

    first = replace(old.rows[1], row_id=f"{table}/0001", ordinal=1, label="0.", group_row_id=None)
    moved = [
        replace(row, row_id=later(row.row_id), ordinal=row.ordinal + 1,
                parent_row_id=maybe_later(row.parent_row_id),
                group_row_id=maybe_later(row.group_row_id))
        for row in old.rows
    ]  # fmt: skip
    cells = [replace(cell, row_id=later(cell.row_id)) for cell in old.cells]
    extra = [replace(c, row_id=first.row_id, text="9" * 20) for c in old.cells
             if c.row_id == old.rows[1].row_id]  # fmt: skip
    links = [replace(one, row_id=later(one.row_id)) for one in old.links]
    new = replace(
        old,
        rows=(first, *moved),
        cells=(*extra, *cells),
        links=tuple(links),
    )
    _, found = compare_documents(old, new)
    assert [classify(item) for item in found] == [("rows", "added")]


def test_against_prints_and_writes_the_changes(out: Path, tmp_path: Path) -> None:
    document = raw_document(f"{TASKS}.txt")
    changed, _ = changed_diacritic(document, random.Random(1))
    other = raw_document("ke-hoach-2026-phu-luc-ii.txt")
    newer = publish(tmp_path / "newer", changed, other)
    done = call("--out", newer, "--against", out, "--json", tmp_path / "a.json",
                "--html", tmp_path / "a.html")  # fmt: skip
    assert done.exit_code == 0, done.output
    counts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["counts"]
    assert counts["documents"] == {"added": 1, "lost": 0, "changed": 0}
    assert counts["cells"] == {"added": 0, "lost": 0, "changed": 1}
    assert "+ document extra" in done.output
    assert "Changes between two runs" in (tmp_path / "a.html").read_text(encoding="utf-8")
    same = call("--out", out, "--against", out, "--json", tmp_path / "b.json")
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["changes"] == []
    assert same.exit_code == 0


# The page's data


def test_no_text_can_end_the_data_element() -> None:
    text = "</script><img src=x onerror=alert(1)>&\u2028<!--"
    escaped = escaped_json({"text": text})
    assert not set("<>&\u2028") & set(escaped)
    assert json.loads(escaped) == {"text": text}


def test_a_cell_is_shown_with_raw_text_repairs_place_and_problems() -> None:
    document = raw_document(f"{TASKS}.txt")
    data = report_data([diff(as_fixture(document), as_fixture(document))], {TASKS: document}, RAW)
    rows = {entry["id"]: entry for entry in data["entries"] if entry["what"] == "row"}
    assert len(rows) == len(document.rows)
    row = rows[f"{TASKS}/2/0036"]
    result = next(field for field in row["fields"] if field[:2] == ["cell", "result"])
    assert "dụng\ndụng" in result[5]["raw"]
    assert "redundant-fragment" in [repair[0] for repair in result[5]["repairs"]]
    assert len(result[5]["places"]) == result[5]["raw"].count("\n") + 1
    assert "redundant-fragment" in [problem[0] for problem in row["problems"]]
