"""The pages of the app: the queue, documents, a page beside its table, two rows side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.data.records import ProblemRecord
from pipeline.model import Fragment, Place
from pipeline.normalize.corrections.read import SUFFIX
from pipeline.normalize.text import clean
from pipeline.review import about, originals, twins, views
from pipeline.review.decide import status_of_link
from pipeline.review.detail import detail
from pipeline.review.entries import Entry
from pipeline.review.fixture import seen_of
from pipeline.review.gaps import added_above, gap_of, lines_beside
from pipeline.review.painter import Painted
from pipeline.review.pairs import pair
from pipeline.review.paper import (
    SourceLine,
    around,
    as_read,
    is_text,
    lines_around,
    row_between,
)
from pipeline.review.printed import line_views
from pipeline.review.queue import KINDS, Item, Wanted
from pipeline.review.sheets import Sheet, sheet_of, sheets_of
from pipeline.review.shelf import Opened
from pipeline.review.site import Site
from pipeline.review.unsettled import ORIGINAL_OPEN, key_of, seen_items

_LISTED = 500
"""Documents that are offered to look in."""
_NO_END = 10**9
"""A line behind the end of any text."""
_DOCUMENTS = 50
"""Documents on one page of the list."""


# --- the queue ----------------------------------------------------------------------------------


_LONGEST_NUMBER = 8
"""Digits of a number that an address asks for: more are hostile."""


def queue_page(site: Site, request: Request) -> Response:
    """The queue, or a part of it."""
    wanted = _wanted(request)
    told = site.desk.told()
    queue = site.queue().with_items(seen_items(told, site.shelf))
    view = queue.view(wanted, told, _number(request.query_params.get("page"), 1))

    def link(**changes: object) -> str:
        chosen = {
            "kind": wanted.kind, "doc": wanted.doc_id, "table": wanted.table_id,
            "code": wanted.reason, "later": "1" if wanted.later else "", **changes,
        }  # fmt: skip
        return "/?" + urlencode({k: v for k, v in chosen.items() if v})

    return site.page(
        request, "queue.html", view=view, wanted=wanted, link=link, kinds=KINDS, address=_address
    )


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    kind = asked.get("kind", "")
    return Wanted(
        kind if kind in KINDS else "", asked.get("doc", ""), asked.get("table", ""),
        asked.get("code", ""), bool(asked.get("later")),
    )  # fmt: skip


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= _LONGEST_NUMBER else default


def _address(item: Item) -> str:
    if item.reason.startswith("correction-"):
        return "/decisions"
    if item.reason == ORIGINAL_OPEN:
        return "/original?" + urlencode({"claim": item.claim, "item": item.key})
    if item.kind == "link" and item.row_id and item.other:
        asked = {"row": item.row_id, "other": item.other, "item": item.key}
        return "/link?" + urlencode(asked)
    whole = {"doc": item.doc_id, "row": item.row_id, "column": item.column,
             "page": item.page, "table": item.table_id, "item": item.key}  # fmt: skip
    return "/go?" + urlencode({k: v for k, v in whole.items() if v})


def go(site: Site, request: Request) -> Response:
    """From an item of the queue to the sheet it is about."""
    asked = request.query_params
    opened = site.opened(asked.get("doc", ""))
    sheets = sheets_of(opened)
    row_id, page = asked.get("row", ""), _number(asked.get("page"), 0) or None
    number = 1
    if row_id in opened.rows:
        number = sheet_of(sheets, row_id, page)
    elif table := opened.rows_of.get(asked.get("table", "")):
        row_id, number = table[0].row_id, sheet_of(sheets, table[0].row_id)
    elif page:
        number = next((s.number for s in sheets if s.page == page), 1)
    rest = {"row": row_id, "column": asked.get("column"), "item": asked.get("item")}
    query = urlencode({k: v for k, v in rest.items() if v})
    return RedirectResponse(f"/d/{quote(opened.document.doc_id)}/{number}?{query}", 303)


# --- documents ----------------------------------------------------------------------------------


def documents_page(site: Site, request: Request) -> Response:
    """All documents, and how far each table is read."""
    ids = site.shelf.doc_ids()
    pages = max(1, -(-len(ids) // _DOCUMENTS))
    page = min(max(1, _number(request.query_params.get("page"), 1)), pages)
    shown = ids[(page - 1) * _DOCUMENTS : page * _DOCUMENTS]
    by = site.by(request)
    counts = site.desk.told().counts(by)
    checked = site.fixtures.checked()
    documents = [
        (site.shelf.facts(doc_id), [
            (table, counts.get((doc_id, table.ordinal), 0), table.table_id in checked)
            for table in site.shelf.tables(doc_id)
        ])
        for doc_id in shown
    ]  # fmt: skip
    return site.page(request, "documents.html", documents=documents, page=page, pages=pages)


def about_page(site: Site, request: Request) -> Response:
    """A document as a whole: its facts, the columns of its tables."""
    opened = site.opened(request.path_params["doc_id"])
    doc_id, source = opened.document.doc_id, opened.document.facts.source
    own = site.desk.entries(site.shelf.input_of(doc_id, source).corrections)
    published = site.shelf.tables(doc_id)
    tables = [
        (table, list(zip(table.headers, table.columns, read.columns, strict=False)))
        for table, read in zip(opened.document.tables, published, strict=True)
    ]
    return site.page(
        request, "about.html", document=opened.document.facts, tables=tables,
        facts=about.facts_of(opened, own), names=about.column_names(),
    )  # fmt: skip


def decisions_page(site: Site, request: Request) -> Response:
    """Everything that people decided, file by file, the latest first."""
    wrong = [item for item in site.queue().items if item.reason.startswith("correction-")]
    files = []
    for place in site.desk.files():
        file = place.name + SUFFIX
        own = [item for item in wrong if item.message.startswith(f"{file}, ")]
        told = [(entry, _wrong(entry, file, own)) for entry in site.desk.entries(place.corrections)]
        files.append((file, told[::-1]))
    return site.page(request, "decisions.html", files=files)


def _wrong(entry: Entry, file: str, items: Iterable[Item]) -> Item | None:
    """What the last run said of an entry: known again by what it was made against, for its number
    is another when one before it was taken back."""
    keys = ("against", "above", "row", "below", "header")
    made = [str(entry.fields.get(key, "")).split() for key in keys]
    start = f"{file}, {entry.decision} "
    own = (i for i in items if i.message.startswith(start))
    return next((item for item in own if item.evidence.split() in made), None)


# --- a page beside its table --------------------------------------------------------------------


def _sheet(site: Site, request: Request) -> tuple[Opened, list[Sheet], Sheet]:
    opened = site.opened(request.path_params["doc_id"])
    sheets = sheets_of(opened)
    number = request.path_params["number"]
    if not 1 <= number <= len(sheets):
        raise HTTPException(404)
    return opened, sheets, sheets[number - 1]


def sheet_page(site: Site, request: Request) -> Response:
    """A page of the source beside its part of the tables."""
    opened, sheets, sheet = _sheet(site, request)
    entries, by, told = site.entries_by_source(opened), site.by(request), site.told(opened)
    tables = views.table_views(opened, sheet, entries, told, by)
    painted, lines, why = _source(site, opened, sheet)
    return site.page(
        request, "sheet.html", document=opened.document.facts, sheet=sheet, sheets=sheets,
        beside=views.beside(opened, sheets, sheet, entries),
        tables=tables, painted=painted, why=why, lines=line_views(opened, sheet, lines),
        doubts=[(key_of(doubt), doubt) for doubt in _doubts_of(opened, sheet)],
        boxes=list(views.boxes(opened, sheet)) if painted else [],
        unsure=list(views.unsure_words(opened, sheet)) if painted else [],
        asked=dict(request.query_params),
        seen={
            one.table.table_id: seen_of(opened, one.table, entries[one.table.source], told, by)
            for one in tables
        },
        yardsticks=site.yardsticks(opened),
    )  # fmt: skip


def _source(
    site: Site, opened: Opened, sheet: Sheet
) -> tuple[Painted | None, list[SourceLine], str]:
    """The picture of a sheet, or its lines, or the key of the sentence that says why not."""
    dialect = opened.document.facts.dialect or ""
    place = site.shelf.input_of(opened.document.doc_id, sheet.source)
    sha256 = opened.sha256_of(sheet.source)
    if dialect.startswith("pdf") and sheet.page is not None:
        found = site.painter.page(place.path, sha256, sheet.page)
        return (None, [], found) if isinstance(found, str) else (found, [], "")
    if is_text(dialect):
        cells = [cell for key in sheet.rows for cell in opened.cells_of[key]]
        lines = lines_around(place.path, sha256, cells)
        return (None, [], lines) if isinstance(lines, str) else (None, lines, "")
    found_lines = site.painter.lines(place.path, sha256)
    if isinstance(found_lines, str):
        rows = as_read(opened.cells_of[key] for key in sheet.rows)
        return None, rows, found_lines if found_lines == "picture.changed" else ""
    return None, around(found_lines, (c for key in sheet.rows for c in opened.cells_of[key])), ""


def _doubts_of(opened: Opened, sheet: Sheet) -> list[ProblemRecord]:
    """Doubts about no single row: those of the sheet's page, those of its tables where they begin,
    and those of the whole document on its first sheet."""
    first = {row.table_id for key in sheet.rows if (row := opened.rows[key]).ordinal == 1}
    return [
        problem
        for problem in opened.document.problems
        if problem.row_id is None and problem.code != "accepted"
        if (problem.page is not None and problem.page == sheet.page and sheet.piece == 1)
        or (problem.page is None and problem.table_id in first)
        or (problem.page is None and problem.table_id is None and sheet.number == 1)
    ]  # fmt: skip


def picture(site: Site, request: Request) -> Response:
    """The picture of a page."""
    opened, _, sheet = _sheet(site, request)
    painted, _, _ = _source(site, opened, sheet)
    if painted is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(painted.image, media_type="image/jpeg", headers=headers)


def cell_part(site: Site, request: Request) -> Response:
    """All that is known of one cell, as a piece of a page."""
    opened, row = site.row(request.query_params)
    column = request.query_params.get("column", "")
    yardstick = site.yardsticks(opened).get(opened.tables[row.table_id].ordinal)
    found = detail(opened, row, column, site.entries_of(opened, row), site.told(opened))
    if found is None:
        raise HTTPException(404)
    disputed = [
        one for one in (yardstick.differences if yardstick else ())
        if one.row_id == row.row_id and one.column in ("", column)
    ]  # fmt: skip
    return site.page(
        request, "_cell.html", detail=found, disputed=disputed,
        claims=[one for one in opened.document.amendments if one.row_id == row.row_id],
        readers=yardstick.readers if yardstick else (),
        links=[(link, _title(site, link.other_row_id)) for link in twins.links_of(opened, row)],
        others=len(site.shelf.doc_ids()) > 1,
    )  # fmt: skip


def gap_part(site: Site, request: Request) -> Response:
    """What the page prints between a row and the next one, by column: words of a row that was
    missed, to begin with."""
    opened, row = site.row(request.query_params)
    above = bool(request.query_params.get("above"))
    own = row.first_page if above else row.last_page
    page = _number(request.query_params.get("page"), 0) or own
    table = opened.tables[row.table_id]
    source, dialect = table.source, opened.document.facts.dialect or ""
    place = site.shelf.input_of(opened.document.doc_id, source)
    if is_text(dialect):
        first, last = lines_beside(opened, row, above)
        first += 0 if above else added_above(opened, row)
        sha256 = opened.sha256_of(source)
        texts = row_between(place.path, sha256, first, last or _NO_END, len(table.columns))
        whole = (clean([Fragment(text, Place(1))]).text for text in texts)
        return JSONResponse(dict(zip(table.columns, whole, strict=False)))
    if page is None or not dialect.startswith("pdf"):
        return JSONResponse({})
    gap = gap_of(opened, row, page, above)
    found = gap and site.painter.texts(place.path, opened.sha256_of(source), page, gap)
    return JSONResponse(found or {})


# --- two rows beside each other -----------------------------------------------------------------


def link_page(site: Site, request: Request) -> Response:
    """Two rows of two documents, the words that differ marked."""
    asked: Any = request.query_params
    (opened, row), (other, old) = site.row(asked), site.row(asked, "other")
    entries = site.entries_of(opened, row)
    found = pair(opened, row, other, old, entries)
    rivals = [(link, _title(site, link.other_row_id)) for link in found.rivals]
    return site.page(request, "link.html", pair=found, rivals=rivals, asked=dict(asked))


def original_page(site: Site, request: Request) -> Response:
    """An amendment beside the rows its original may be."""
    asked: Any = request.query_params
    opened, claim = site.claim(asked)
    doc_id = asked.get("doc") or originals.likely_document(opened, claim) or ""
    own = opened.document.doc_id
    other = site.shelf.open(doc_id) if doc_id != own else None
    found = originals.claim_view(opened, claim, other, site.entries_of_claim(opened, claim))
    return site.page(
        request, "original.html", claim=found, document=opened.document.facts, asked=dict(asked),
        other=doc_id, documents=_offered(site, own, doc_id),
    )  # fmt: skip


def twins_page(site: Site, request: Request) -> Response:
    """The rows of another document that may be the same task as one."""
    asked: Any = request.query_params
    opened, row = site.row(asked)
    own = opened.document.doc_id
    others = [key for key in site.shelf.doc_ids() if key != own]
    doc_id = asked.get("doc") or twins.nearest_document(opened, others)
    other = site.opened(doc_id) if doc_id in others else None

    def decided(newer: str, older: str) -> str:
        (side, new), (beside, old) = site.row({"row": newer}), site.row({"row": older})
        return status_of_link(side, new, beside, old, site.entries_of(side, new))

    return site.page(
        request, "twins.html", document=opened.document.facts, row=row, other=doc_id,
        said=originals.title_of(opened, row),
        likely=twins.likely_twins(opened, row, other, decided) if other else [],
        documents=_offered(site, own, doc_id),
    )  # fmt: skip


def _offered(site: Site, own: str, chosen: str | None) -> list[tuple[str, str]]:
    """Key and name of the documents to look in beside a document: the one that is chosen always
    among them, however many there are."""
    names = site.shelf.names()
    others = [key for key in sorted(names) if key not in (own, chosen)][:_LISTED]
    return [(key, names[key]) for key in sorted({*others, chosen or ""} & names.keys() - {own})]


def _title(site: Site, row_id: str) -> str:
    """What a row of another document says."""
    opened, row = site.row({"row": row_id})
    texts = {cell.column: cell.text for cell in opened.cells_of[row.row_id]}
    return texts.get("title") or max(texts.values(), key=len, default="")
