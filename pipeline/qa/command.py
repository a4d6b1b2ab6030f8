"""The command `annex qa`. It reads, calls and prints; the comparison lives beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.data.files import write_text_whole
from pipeline.data.generations import pinned
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.data.records import Document
    from pipeline.qa.diff import DocumentDiff

_PATH = click.Path(path_type=Path)


@click.command()
@click.option("--fixtures", type=_PATH, default="tests/fixtures", show_default=True,
              help="Hand-checked fixtures, a folder per document.")  # fmt: skip
@click.option("--out", type=_PATH, default="out", show_default=True, help="Datasets to compare.")
@click.option("--html", type=_PATH, help="Write the comparison as one HTML page.")
@click.option("--json", "json_file", type=_PATH, help="Write the comparison as JSON.")
@click.option("--min-cells", type=click.FloatRange(0, 1), default=1.0, show_default=True,
              help="Least share of equal cells, form and footnotes.")  # fmt: skip
@click.option("--accept", metavar="TABLE_ID", help="Write this table as an unchecked fixture.")
@click.option("--replace", is_flag=True, help="Accept in place of a table a person has checked.")
@click.option("--against", type=_PATH, metavar="OTHER_OUT",
              help="Compare with an older run instead of the fixtures.")  # fmt: skip
@click.option("--raw", type=_PATH, default="raw", show_default=True,
              help="Source files, for pictures of pages.")  # fmt: skip
@click.option("--pictures", multiple=True, metavar="WHICH", default=("differences",),
              help="Pictures in the page: of every row of a document or table (DOC, DOC/2), of"
              " 'unchecked' tables, of 'all'; else of 'differences' alone.")  # fmt: skip
def qa(
    fixtures: Path,
    out: Path,
    html: Path | None,
    json_file: Path | None,
    min_cells: float,
    accept: str | None,
    replace: bool,
    against: Path | None,
    raw: Path,
    pictures: tuple[str, ...],
) -> None:
    """Compare the datasets with hand-checked fixtures, cell by cell.

    \b
    annex qa --html qa.html      every difference at its place on the page
    annex qa --accept DOC/2      write table 2 as a fixture, to be read and corrected
    annex qa --html qa.html --pictures DOC/2    each row of it beside its place on the page
    annex qa --against old/      what changed since an older run

    Exit code 0: good enough; 2: wrong usage; 3: less than --min-cells is equal.
    """
    if replace and accept is None:
        raise ConfigError("--replace goes with --accept")
    with pinned(out) as folder:
        if accept is not None:
            _accept(fixtures, folder, accept, replace)
        elif against is not None:
            page = Page(html, raw, pictures, "Changes between two runs")
            _against(against, folder, json_file, page)
        else:
            _fixtures(fixtures, folder, json_file, min_cells, Page(html, raw, pictures))


@dataclass(frozen=True, slots=True)
class Page:
    """The HTML page that is asked for: where to, from which sources, with which pictures."""

    path: Path | None
    raw: Path
    pictures: tuple[str, ...]
    title: str | None = None

    def write(self, diffs: list[DocumentDiff], found: dict[str, Document]) -> None:
        """Write it, where one is asked for."""
        if self.path is None:
            return
        from pipeline.qa.report import ColumnNames, Wanted, report_html

        names = ColumnNames(self.title, "before", "after") if self.title else ColumnNames()
        wanted = Wanted.of(self.pictures, diffs)
        write_text_whole(self.path, report_html(diffs, found, self.raw, names, wanted))


def _fixtures(root: Path, out: Path, json_file: Path | None, least: float, page: Page) -> None:
    from pipeline.qa import text
    from pipeline.qa.diff import diff
    from pipeline.qa.fixtures import read_fixtures
    from pipeline.qa.outputs import as_fixture, document_ids, read_published

    expected = read_fixtures(root)
    published = document_ids(out)
    found = {f.doc_id: read_published(out, f.doc_id) for f in expected if f.doc_id in published}
    diffs = [
        diff(fixture, as_fixture(found[fixture.doc_id]) if fixture.doc_id in found else None)
        for fixture in expected
    ]
    click.echo(text.comparison_text(diffs, _width()))
    others = text.documents_without(diffs, published)
    if others:
        click.echo(f"no fixture: {', '.join(others)}")
    _write(json_file, text.comparison_json(diffs))
    page.write(diffs, found)
    short = text.shortfall(diffs, least)
    if short is not None:
        raise short


def _against(older: Path, out: Path, json_file: Path | None, page: Page) -> None:
    from pipeline.qa import text
    from pipeline.qa.against import compare_outputs
    from pipeline.qa.outputs import read_published

    changes, diffs = compare_outputs(older, out)
    click.echo(text.changes_text(changes, _width()))
    _write(json_file, text.changes_json(changes))
    page.write(diffs, {d.doc_id: read_published(out, d.doc_id) for d in diffs} if page.path else {})


def _accept(fixtures: Path, out: Path, table_id: str, replace: bool) -> None:
    from pipeline.qa.accept import accept
    from pipeline.qa.outputs import as_fixture, document_ids, read_published

    doc_id, slash, ordinal = table_id.rpartition("/")
    if not slash or not ordinal.isdecimal():
        raise ConfigError(f"{table_id}: a table is named <doc_id>/<n>")
    if doc_id not in document_ids(out):
        raise ConfigError(f"{out} has no document {doc_id}")
    path = accept(fixtures, as_fixture(read_published(out, doc_id)), int(ordinal), replace)
    click.echo(f"{path} written, unchecked: read it against the source, then write")
    click.echo(f'"{ordinal}" = "checked" in {path.with_name("status.toml")}')


def _write(path: Path | None, data: dict[str, Any]) -> None:
    if path is not None:
        text = json.dumps(data, ensure_ascii=False, indent=1)
        write_text_whole(path, text + "\n")


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((140, 40)).columns
