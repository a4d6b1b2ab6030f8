"""Columns and kinds are declared once; whoever has to know them does."""

from dataclasses import fields

import pytest

from pipeline.data.records import ITEMS, Document
from pipeline.extract.layer.signs.words import lexicon, role_of
from pipeline.link.lineage.history import FIELDS
from pipeline.normalize.values.records import READERS, ROLES
from pipeline.writing import labels
from pipeline.writing.columns import (
    column_for,
    columns,
    kind_of,
    kinds,
    printed_numbers,
    published,
)
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import fold


def test_every_kind_has_a_dataset_and_a_reader() -> None:
    assert set(kinds()) == set(ITEMS) == set(READERS)
    assert set(kinds()) <= {field.name for field in fields(Document)}


@pytest.mark.parametrize("kind", kinds())
def test_a_dataset_has_the_columns_of_its_kind_and_no_others(kind: str) -> None:
    canonical = {field.name for field in fields(ITEMS[kind])} & set(columns())
    assert canonical == set(published(kind))


def test_what_a_kind_is_told_by_are_its_columns() -> None:
    for kind in kinds().values():
        own = {name for name, column in columns().items() if kind.name in column.names}
        assert kind.all_of | kind.any_of <= own


def test_the_history_compares_every_published_column() -> None:
    assert set(FIELDS) == {name for kind in kinds() for name in published(kind)}


def test_only_published_columns_name_bodies() -> None:
    assert set(ROLES) <= {name for kind in kinds() for name in published(kind)}


def test_a_text_without_a_grid_knows_the_same_headers() -> None:
    known = {role.name for role in lexicon().roles}
    for column in columns().values():
        assert column.cells in known
        for names in column.names.values():
            assert set(names.exact) <= lexicon().names
    assert ("STT",) in lexicon().numbers
    assert len(lexicon().numbers) == len(printed_numbers())
    assert role_of("Cơ quan chủ trì theo dõi").name == columns()["lead"].cells


def test_names_are_levelled_and_stand_for_one_column_each() -> None:
    for kind in kinds():
        seen: dict[str, str] = {}
        for column in columns().values():
            for name in column.names[kind].exact if kind in column.names else ():
                assert name == fold(name)
                assert seen.setdefault(name, column.name) == column.name
                assert column_for(name, kind) == column.name


def test_of_two_kinds_that_fit_the_more_special_is_it() -> None:
    assert kind_of(["STT", "Chỉ tiêu", "Đơn vị", "Thời hạn"]) == "indicators"
    assert kind_of(["STT", "Nhiệm vụ", "Đơn vị chủ trì"]) == "tasks"
    assert kind_of(["STT", "Họ và tên"]) == "other"


def test_every_header_name_has_a_source() -> None:
    data = load_beside(labels.__file__, "columns.toml")
    names = {
        name
        for column in data["columns"].values()
        for kind in data["kinds"]
        for name in column.get(kind, {}).get("is", ())
    }
    assert names == set(data["printed"])
    assert all(data["printed"].values())


@pytest.mark.parametrize(
    ("header", "kind", "column"),
    [
        ("Cơ quan, đơn vị thực hiện", "tasks", "lead"),
        ("Đơn vị/cá nhân thực hiện", "tasks", "lead"),
        ("Cơ quan phụ trách", "tasks", "lead"),
        ("Người phụ trách", "tasks", "head"),
        ("Lãnh đạo Bộ chỉ đạo", "tasks", "head"),
        ("Tên đề án, dự án, nhiệm vụ", "tasks", "title"),
        ("Tên dự án", "tasks", None),
        ("Ngày ban hành", "tasks", None),
        ("Hạn hoàn thành", "tasks", "deadline"),
        ("Căn cứ thực hiện", "tasks", "basis"),
        ("Các chỉ tiêu", "indicators", "title"),
        ("Thực hiện", "tasks", None),
        ("Tên cơ quan", "tasks", None),
        ("Đơn vị cung cấp hồ sơ khi có yêu cầu thực hiện", "tasks", None),
    ],
)
def test_a_header_is_known_by_the_words_at_its_ends(
    header: str, kind: str, column: str | None
) -> None:
    assert column_for(header, kind) == column
