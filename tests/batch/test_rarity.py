"""The table of rarity of an output: counted in it, kept while documents come, given back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.batch import rarity as table
from pipeline.batch.options import Options
from pipeline.batch.rarity import count_own
from pipeline.batch.run import run
from pipeline.cli import main
from pipeline.data.store import Store
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.lineage.rarity import usual
from tests.batch.test_run import files_of, put
from tests.link.corpus.test_link_corpus import DATES, NUMBERS, text_of

OLD = text_of(NUMBERS[2], DATES[2], [0, 2, 5], NUMBERS[0], None)
NEW = text_of(NUMBERS[1], DATES[3], [1, 3, 6], NUMBERS[2], (NUMBERS[2], 5))


def test_a_table_counted_in_the_documents_stays_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "LEAST", 10)
    out, late = tmp_path / "out", tmp_path / "late"
    folder = put(tmp_path / "in", new__txt=NEW, old__txt=OLD)
    run([folder], Options(out))
    before = files_of(out)
    assert CliRunner().invoke(main, ["rarity", "--out", str(out)]).exit_code == 0
    own = Shelf(out).rarity
    assert own == count_own(Store(out))
    assert own.digest != usual().digest
    assert {key.rarity for key in Store(out).read("11-nq-cp-2026", "keys")} == {own.digest}

    run([put(late, old__txt=OLD)], Options(late / "out"))
    CliRunner().invoke(main, ["rarity", "--out", str(late / "out")])
    counted = Shelf(late / "out").rarity
    run([put(late, new__txt=NEW)], Options(late / "out"))
    assert Shelf(late / "out").rarity == counted != own

    assert CliRunner().invoke(main, ["rarity", "--usual", "--out", str(out)]).exit_code == 0
    assert files_of(out) == before


def test_nothing_is_counted_where_no_datasets_are(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["rarity", "--out", str(tmp_path)])
    assert told.exit_code == 2
    assert "no datasets here" in told.output


def test_few_texts_are_no_table(tmp_path: Path) -> None:
    run([put(tmp_path / "in", old__txt=OLD)], Options(tmp_path / "out"))
    told = CliRunner().invoke(main, ["rarity", "--out", str(tmp_path / "out")])
    assert told.exit_code == 2
    assert "too little" in told.output
