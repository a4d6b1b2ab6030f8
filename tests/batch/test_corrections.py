"""Corrections in whole runs: found beside the inputs, applied again, redone where they change."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.batch.sources import discover, own_agencies
from pipeline.data.reading import read as read_table
from pipeline.data.store import Store
from pipeline.errors import ConfigError
from pipeline.model import Decision
from tests.link.corpus.test_link_corpus import DATES, NUMBERS, document, text_of

TEXT = (
    "TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
    "1.\tXây dựng Đề án\tBộ Tài chinh\tTháng 12/2025\n"
    "2.\tBáo cáo kết quả\tBộ Y tế\tQuý I/2026\n"
)
SIGNED = 'by = "Lan"\non = 2026-03-01\nwhy = "đọc lại"\n'
LEAD = f'[[cell]]\ncolumn = "lead"\nagainst = "Bộ Tài chinh"\ntext = "Bộ Tài chính"\n{SIGNED}'


def put(folder: Path, text: str, name: str = "a.txt.toml") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt"):
        put(tmp_path / "raw", TEXT.replace("Đề án", f"Đề án {name}"), name)
    return tmp_path / "raw"


def leads(out: Path, doc_id: str = "a") -> list[str | None]:
    rows = read_table("tasks", out, as_="arrow").to_pylist()
    return [row["lead"] for row in rows if row["doc_id"] == doc_id]


@pytest.mark.parametrize("where", ["raw/corrections", "corrections"])
def test_a_run_redoes_the_corrected_document_alone(raw: Path, tmp_path: Path, where: str) -> None:
    options = Options(tmp_path / "out", workers=1)
    run([raw], options)
    put(tmp_path / where, LEAD)
    second = run([raw], options)
    assert {d.doc_id: d.fresh for d in second.documents} == {"a": True, "b": False}
    assert leads(options.out) == ["Bộ Tài chính", "Bộ Y tế"]
    assert leads(options.out, "b") == ["Bộ Tài chinh", "Bộ Y tế"]
    assert not any(d.fresh for d in run([raw], options).documents)
    (tmp_path / where / "a.txt.toml").unlink()
    run([raw], options)
    assert leads(options.out) == ["Bộ Tài chinh", "Bộ Y tế"]


def test_a_stale_correction_is_an_error_of_the_run(raw: Path, tmp_path: Path) -> None:
    put(tmp_path / "mine", LEAD.replace("chinh", "chình"))
    summary = run([raw], Options(tmp_path / "out", workers=1, corrections=tmp_path / "mine"))
    assert summary.exit_code() == 1
    (line,) = summary.errors
    assert line.startswith("a.txt: a.txt.toml, cell 1: ")
    assert leads(tmp_path / "out") == ["Bộ Tài chinh", "Bộ Y tế"]


WRONG = {
    "no toml": "[[cell",
    "unknown decision": f"[[sell]]\n{SIGNED}",
    "not a list": f"[cell]\n{SIGNED}",
    "not a list of entries": "cell = [1]\n",
    "unknown key": f"{LEAD}colour = 1\n",
    "a key is missing": LEAD.replace('column = "lead"\n', ""),
    "unsigned": LEAD.replace('by = "Lan"\n', ""),
    "blank reason": LEAD.replace("đọc lại", " "),
    "a text for a date": LEAD.replace("2026-03-01", '"2026"'),
    "a number for a text": LEAD.replace('"Bộ Tài chính"', "12"),
    "a control character": LEAD.replace("Bộ Tài chính", "\\u0007"),
    "no kind": f'[[kind]]\nrow = "1"\nkind = "heading"\n{SIGNED}',
    "no fact": f'[[fact]]\nname = "doc_id"\nagainst = ""\nvalue = "x"\n{SIGNED}',
    "no date": f'[[fact]]\nname = "issued_date"\nagainst = ""\nvalue = "2.3."\n{SIGNED}',
    "no column name": f'[[column]]\nheader = "x"\nname = "a b"\n{SIGNED}',
    "no number of lines": f'[[part]]\nrow = "1"\nlines = {{ title = true }}\n{SIGNED}',
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_stops_the_run_before_anything_is_read(raw: Path, what: str) -> None:
    put(raw / "corrections", WRONG[what])
    with pytest.raises(ConfigError, match=r"a\.txt\.toml"):
        discover([raw])


def test_corrections_of_a_file_that_is_not_there_are_named(raw: Path) -> None:
    put(raw / "corrections", LEAD, "c.txt.toml")
    with pytest.raises(ConfigError, match=r"there is no document c\.txt"):
        discover([raw])
    assert discover([raw / "a.txt"])[0].corrections == ()


def test_one_of_two_folders_is_to_be_chosen(raw: Path, tmp_path: Path) -> None:
    put(raw / "corrections", LEAD)
    put(tmp_path / "corrections", LEAD)
    with pytest.raises(ConfigError, match="--corrections"):
        discover([raw])
    (first, _) = discover([raw], tmp_path / "corrections")
    assert [entry.value for entry in first.corrections] == ["Bộ Tài chính"]
    with pytest.raises(ConfigError, match="no such folder"):
        discover([raw], tmp_path / "nowhere")


def test_a_hostile_text_stays_text(raw: Path, tmp_path: Path) -> None:
    value = "=HYPERLINK('x') <script>alert(1)</script> {0} \\u202e ²"
    put(raw / "corrections", LEAD.replace("Bộ Tài chính", value))
    run([raw], Options(tmp_path / "out", workers=1))
    assert leads(tmp_path / "out")[0] == value.replace("\\u202e", "\u202e")


def test_examples_of_the_manual_are_in_the_form(raw: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in manual.split("```toml\n")[1:]]
    bodies = [block for block in blocks if "[[body]]" in block]
    put(raw / "corrections", "\n".join(block for block in blocks if block not in bodies))
    put(raw / "corrections", "\n".join(bodies), "agencies.toml")
    own = own_agencies([raw])
    assert (len(own.bodies), len(own.aliases)) == (1, 1)
    (first, _) = discover([raw])
    told = {entry.decision for entry in first.corrections}
    assert told == set(get_args(Decision))


BODY = f'[[body]]\nid = "vien-x"\nname = "Viện Xê Pê"\nkind = "unit"\n{SIGNED}'
ALIAS = f'[[alias]]\nof = "bo-tai-chinh"\nname = "Bộ Tài chinh"\n{SIGNED}'


def agencies(out: Path, doc_id: str) -> list[str | None]:
    rows = read_table("assignments", out, as_="arrow").to_pylist()
    return [row["agency_id"] for row in rows if row["doc_id"] == doc_id]


def test_own_bodies_are_known_while_the_run_lasts(raw: Path, tmp_path: Path) -> None:
    put(raw, TEXT.replace("Bộ Y tế", "Viện Xê Pê"), "a.txt")
    options = Options(tmp_path / "out", workers=1)
    run([raw], options)
    before = agencies(options.out, "a")
    assert "vien-x" not in before
    put(raw / "corrections", BODY + ALIAS, "agencies.toml")
    assert all(d.fresh for d in run([raw], options).documents)
    assert agencies(options.out, "a") == ["bo-tai-chinh", "vien-x"]
    registry = read_table("agencies", options.out, as_="arrow").to_pylist()
    assert [a["source"] for a in registry if a["agency_id"] == "vien-x"] == [
        "Lan, 2026-03-01: đọc lại"
    ]
    assert not any(d.fresh for d in run([raw], options).documents)
    (raw / "corrections" / "agencies.toml").unlink()
    run([raw], options)
    assert agencies(options.out, "a") == before


WRONG_BODIES = {
    "an id twice": BODY + BODY,
    "a known id": BODY.replace("vien-x", "bo-y-te"),
    "a name of another": BODY.replace("Viện Xê Pê", "Bộ Y tế"),
    "an alias of another": ALIAS.replace("Bộ Tài chinh", "BỘ Y TẾ"),
    "an alias of none": ALIAS.replace("bo-tai-chinh", "bo-x"),
    "unsigned": ALIAS.replace('by = "Lan"\n', ""),
    "unknown": ALIAS.replace("[[alias]]", "[[alas]]"),
    "no list": BODY + 'aliases = "x"\n',
}


@pytest.mark.parametrize("what", WRONG_BODIES)
def test_a_name_that_would_stand_for_two_stops_the_run(raw: Path, what: str) -> None:
    put(raw / "corrections", WRONG_BODIES[what], "agencies.toml")
    with pytest.raises(ConfigError, match=r"agencies\.toml"):
        own_agencies([raw])


def test_a_decided_link_waits_for_its_document_and_holds_from_then_on(
    raw: Path, tmp_path: Path
) -> None:
    old, new = (text_of(NUMBERS[at], DATES[at], [at, 5], NUMBERS[0], None) for at in (2, 3))
    put(tmp_path / "pair", new, "new.txt")
    options = Options(tmp_path / "out", workers=1)
    run([tmp_path / "pair"], options)
    mine = Store(options.out).read("90-qd-ttg-2026", "rows")[0].fingerprint
    yours = document(old).rows[0].fingerprint
    put(
        tmp_path / "pair" / "corrections",
        f'[[link]]\nrow = "{mine}"\ndocument = "71-nq-cp-2025"\nother = "{yours}"\n'
        f'status = "accepted"\n{SIGNED}',
        "new.txt.toml",
    )
    early = run([tmp_path / "pair"], options)
    assert early.errors == ("new.txt.toml, link 1: there is no document 71-nq-cp-2025",)
    assert run([tmp_path / "pair"], options).errors == early.errors
    put(tmp_path / "pair", old, "old.txt")
    late = run([tmp_path / "pair"], options)
    assert {d.doc_id: d.fresh for d in late.documents} == {
        "71-nq-cp-2025": True, "90-qd-ttg-2026": False,
    }  # fmt: skip
    assert late.errors == ()
    assert [k.decided for k in Store(options.out).read("90-qd-ttg-2026", "links")] == [
        "Lan, 2026-03-01: đọc lại", None,
    ]  # fmt: skip
