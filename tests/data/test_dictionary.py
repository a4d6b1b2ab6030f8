"""The data explains itself: dictionary, keys and references, Data Package."""

from __future__ import annotations

import json
import runpy
import tomllib
from dataclasses import fields
from pathlib import Path

import frictionless
import pyarrow.parquet as pq
import pytest

from pipeline.data.datapackage import FILE, describe, write_datapackage
from pipeline.data.datasets import datasets
from pipeline.data.reading import read
from pipeline.data.schema import arrow_schema, dictionary, record_type, record_types
from tests.conftest import ROOT
from tests.support.published import published, two_published, with_titles

TABLES = list(record_types())


def test_the_data_dictionary_is_current() -> None:
    text = runpy.run_path(str(ROOT / "docs" / "make_dictionary.py"))["text"]()
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == text, "run python docs/make_dictionary.py"


def test_the_data_dictionary_names_every_column() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    sections = dict(zip(TABLES, page.split("\n## ")[1:], strict=True))
    for row in dictionary():
        assert f"| `{row.column}` | `{row.type}" in sections[row.table]
        assert row.label_vi in sections[row.table]


def test_every_dataset_and_only_those_have_facts() -> None:
    path = ROOT / "pipeline" / "data" / "datasets.toml"
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(facts) == {*TABLES, "references", "last"}
    for dataset in datasets().values():
        columns = {field.name for field in fields(record_type(dataset.name))}
        assert {*dataset.key, *dataset.index} <= columns
        assert dataset.label_vi
        assert dataset.row_is


@pytest.mark.parametrize("table", [d.name for d in datasets().values() if d.key])
def test_keys_are_keys(table: str) -> None:
    key = list(datasets()[table].key)
    frame = read(table, published())
    assert not frame.duplicated(key).any()
    assert not frame[key].isna().any(axis=None)


REFERENCES = [(d.name, link) for d in datasets().values() for link in d.references]


@pytest.mark.parametrize(("table", "link"), REFERENCES, ids=lambda v: getattr(v, "column", v))
def test_references_lead_somewhere(table: str, link: object) -> None:
    column, to_table, to_column = link.column, link.to_table, link.to_column  # type: ignore[attr-defined]
    found = read(table, published())[column].dropna()
    assert set(found) <= set(read(to_table, published())[to_column])


# --- datapackage.json ----------------------------------------------------------------------------


def test_the_data_package_is_valid_and_so_is_the_data() -> None:
    report = frictionless.validate(str(two_published() / FILE))
    assert report.flatten(["name", "type", "message"]) == []
    assert len(report.tasks) == len(TABLES)


def test_the_data_package_names_every_file_and_column() -> None:
    package = json.loads((published() / FILE).read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [resource["name"] for resource in package["resources"]] == TABLES
    on_disk = {p.relative_to(published()).as_posix() for p in published().glob("*/*.parquet")}
    assert {path for r in package["resources"] for path in r["path"]} == on_disk
    for resource in package["resources"]:
        described = resource["schema"]["fields"]
        assert [field["name"] for field in described] == arrow_schema(resource["name"]).names
        assert all(field["title"] and field["description"] for field in described)


def test_the_data_package_depends_on_the_datasets_alone(tmp_path: Path) -> None:
    with_titles(tmp_path / "one", ["một"])
    with_titles(tmp_path / "hai [2]", ["một"])
    first = write_datapackage(tmp_path / "one").read_bytes()
    assert write_datapackage(tmp_path / "hai [2]").read_bytes() == first
    assert write_datapackage(tmp_path / "one").read_bytes() == first
    assert list((tmp_path / "one").glob(".*")) == []


def test_a_dataset_without_files_is_left_out(tmp_path: Path) -> None:
    with_titles(tmp_path, ["một"])
    (tmp_path / "agencies" / "registry.parquet").unlink()
    package = describe(tmp_path)
    assert "agencies" not in {resource["name"] for resource in package["resources"]}
    targets = {
        key["reference"]["resource"]
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    }
    assert "agencies" not in targets


def test_a_wrong_type_in_the_package_is_found(tmp_path: Path) -> None:
    """The check above can fail: a package that lies about a column does not pass it."""
    with_titles(tmp_path, ["một"])
    path = write_datapackage(tmp_path)
    package = json.loads(path.read_text(encoding="utf-8"))
    tasks = next(r for r in package["resources"] if r["name"] == "tasks")
    next(f for f in tasks["schema"]["fields"] if f["name"] == "title")["type"] = "integer"
    path.write_text(json.dumps(package), encoding="utf-8")
    assert not frictionless.validate(str(path)).valid


def test_columns_is_the_dictionary() -> None:
    rows = pq.read_table(published() / "columns").to_pylist()
    assert [(row["table"], row["column"]) for row in rows] == [
        (row.table, row.column) for row in dictionary()
    ]
