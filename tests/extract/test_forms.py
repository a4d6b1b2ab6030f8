"""Two documents of raw/ in every form: the cells of their fixtures, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.options import Options
from pipeline.batch.read import read_document_from, read_source
from pipeline.data.records import Document
from pipeline.extract import prepare
from pipeline.extract.office.libreoffice import office_command
from pipeline.model import Source
from tests.conftest import raw_document
from tests.support.fixtures import expected_lines, fixture, found_lines
from tests.support.forms import OFFICE_FILTERS, WRITERS, as_docx, by_office, printed
from tests.support.once import folder_once

DOCUMENTS = ("11-nq-cp-2026", "ke-hoach-2026-phu-luc-ii")
DIALECTS = {"xlsx": "workbook", "csv": "csv", "html": "html", "mhtml": "html", "md": "markdown"}

CONVERTED = OFFICE_FILTERS.keys() - {"xml"}
"""The forms that LibreOffice reads for annex, all of them in one call."""

office = pytest.mark.skipif(office_command() is None, reason="LibreOffice is not installed")


def assert_equals_fixtures(document: Document, doc_id: str) -> None:
    tables = fixture(doc_id).tables
    assert len(document.tables) == len(tables)
    for table in tables:
        assert found_lines(document, table.ordinal) == expected_lines(doc_id, table.ordinal)
    assert not [p for p in document.problems if p.code == "chars-unplaced"]


@pytest.mark.parametrize("doc_id", DOCUMENTS)
@pytest.mark.parametrize("form", WRITERS)
def test_a_form_gives_the_cells_of_the_fixtures(form: str, doc_id: str, tmp_path: Path) -> None:
    path = tmp_path / f"{doc_id}.{form}"
    path.write_bytes(WRITERS[form](printed(raw_document(f"{doc_id}.txt"))))
    document = read_document_from(Source(path, path.name))
    assert document.documents[0].dialect == DIALECTS.get(form, form)
    assert_equals_fixtures(document, doc_id)


@pytest.fixture(scope="module")
def prepared() -> tuple[Path, Path]:
    """The folder of the files that LibreOffice writes, and that of the conversions back."""
    made = folder_once("office-forms", make_office_forms)
    return made / "office", made / "back"


def make_office_forms(made: Path) -> None:
    """Both documents in every form that LibreOffice writes, and these converted for reading."""
    folder, back = made / "office", made / "back"
    folder.mkdir()
    back.mkdir()
    for doc_id in DOCUMENTS:
        path = folder / f"{doc_id}.docx"
        path.write_bytes(as_docx(printed(raw_document(f"{doc_id}.txt"))))
    written = sorted(folder.glob("*.docx"))
    for form in OFFICE_FILTERS:
        by_office(written, OFFICE_FILTERS[form], folder)
    sources = [Source(p, p.name) for p in sorted(folder.glob("*.*")) if p.suffix != ".docx"]
    prepare(sources, back)


@office
@pytest.mark.parametrize("doc_id", DOCUMENTS)
@pytest.mark.parametrize("form", OFFICE_FILTERS)
def test_an_office_form_gives_the_cells_of_the_fixtures(
    form: str, doc_id: str, prepared: tuple[Path, Path]
) -> None:
    folder, back = prepared
    path = folder / f"{doc_id}.{form}"
    assert len(list(back.glob("*.docx"))) == len(CONVERTED) * len(DOCUMENTS)
    document = read_source(Source(path, path.name), Options(folder), back)
    assert document.documents[0].dialect == "docx"
    assert_equals_fixtures(document, doc_id)
