"""What the pages ask to have done. Each change is on the disk before it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.data.records import RowRecord, TableRecord
from pipeline.review import views
from pipeline.review.about import correct_fact, name_column
from pipeline.review.acts import ACTS
from pipeline.review.decide import Deciding, Plan, RefusedError, Signed, mark_of, status_of_link
from pipeline.review.desk import signed
from pipeline.review.entries import Entry
from pipeline.review.fixture import seen_of
from pipeline.review.originals import decide_original, decided_of, mark_of_claim
from pipeline.review.sheets import sheet_of, sheets_of
from pipeline.review.shelf import Opened
from pipeline.review.site import Site
from pipeline.review.unsettled import key_of
from pipeline.review.words import LANGUAGES, Words

Asked = Mapping[str, Any]
_YEAR = 365 * 24 * 3600
_THEMES = ("light", "dark", "")


async def change(
    made: Callable[[Site, Request, Asked], Mapping[str, Any]], site: Site, request: Request
) -> Response:
    """Answer one change, made in a thread."""
    try:
        asked = await request.json()
    except ValueError:
        raise HTTPException(400) from None
    if not isinstance(asked, dict):
        raise HTTPException(400)
    return JSONResponse(await run_in_threadpool(made, site, request, asked))


def _signed(site: Site, request: Request, asked: Asked, page: int | None) -> Signed:
    """The signature of a decision. Raises `RefusedError` for a reader without a name."""
    by = site.by(request)
    if not by.strip():
        raise RefusedError("refused.nameless")
    return signed(by, str(asked.get("why") or "").strip() or _why(site.words(request), page))


def _why(words: Words, page: int | None) -> str:
    """The reason of a decision for which none is given."""
    return words("why.read") if page is None else words("why.page", page=page)


# --- about rows ---------------------------------------------------------------------------------


def decide(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Carry out one decision about a row."""
    opened, row = site.row(asked)
    name = str(asked.get("act"))
    if name not in ACTS:
        raise HTTPException(404)
    page = asked.get("page") if name == "add" and type(asked.get("page")) is int else None
    sign = _signed(site, request, asked, page or row.first_page)
    site.desk.decide(
        opened, row, str(asked.get("mark")), sign, name,
        lambda deciding: ACTS[name](deciding, asked),
    )  # fmt: skip
    said = site.words(request)(f"done.{name}")
    after = site.opened(opened.document.doc_id)
    if after is not opened:
        new = (
            [row_id for row_id in after.made if row_id not in opened.rows] if name == "add" else []
        )
        there = new[0] if new else row.row_id if row.row_id in after.rows else _above(opened, row)
        go = {"doc": opened.document.doc_id, "row": there, "column": _text(asked, "column"),
              "page": asked.get("page") or row.first_page,
              "item": _text(asked, "item")}  # fmt: skip
        return {"said": said, "go": "/go?" + urlencode({k: v for k, v in go.items() if v})}
    near = opened.rows_of[row.table_id][max(0, row.ordinal - 2) : row.ordinal + 1]
    return {
        "said": said,
        "rows": _rows(site, request, opened, near, row.first_page),
        "waiting": site.waiting(),
    }


def _text(asked: Asked, name: str) -> str:
    return str(asked.get(name) or "")


def _above(opened: Opened, row: RowRecord) -> str:
    above = opened.above(row.row_id)
    return above.row_id if above else ""


def _table(site: Site, asked: Asked) -> tuple[Opened, TableRecord]:
    """The table that is meant, and its document. Raises `HTTPException` where there is none."""
    table_id = str(asked.get("table"))
    opened = site.opened(table_id.split("/", maxsplit=1)[0])
    table = opened.tables.get(table_id)
    if table is None:
        raise HTTPException(404)
    return opened, table


def _rows(
    site: Site, request: Request, opened: Opened, rows: list[RowRecord], page: int | None
) -> dict[str, str]:
    """Rows as they look after a decision."""
    told, by = site.told(opened), site.by(request)
    return {
        views.name_of(row): site.part(
            request, "_row.html",
            row=views.row_view(opened, row, site.entries_of(opened, row), told, by, page),
        )
        for row in rows
    }  # fmt: skip


def accept_page(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Every row of a sheet is right as it stands: one decision, taken back as one."""
    marks = asked.get("rows")
    if not isinstance(marks, dict) or not marks:
        raise RefusedError("refused.changed")
    rows = [site.row({"row": key}) for key in marks]
    opened = rows[0][0]
    sign = _signed(site, request, asked, rows[0][1].first_page)

    def plan(entries: list[Entry]) -> Plan:
        made = Plan()
        for its, row in rows:
            if its is not opened or mark_of(opened, row, entries) != marks[row.row_id]:
                raise RefusedError("refused.changed")
            made += Deciding(opened, row, entries, sign).accept_all()
        return made

    place = site.desk.input_of(opened, rows[0][1])
    site.desk.carry_out(place, opened.document.doc_id, sign.by, "page", plan)
    return {
        "said": site.words(request)("done.page"),
        "rows": _rows(site, request, opened, [row for _, row in rows], None),
        "waiting": site.waiting(),
    }


def accept_doubt(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Accept a doubt about no single row."""
    opened = site.opened(str(asked.get("doc")))
    alike = [p for p in opened.document.problems if key_of(p) == asked.get("doubt")]
    if not alike:
        raise RefusedError("refused.changed")
    doubt = alike[0]
    if doubt.severity == "error":
        raise RefusedError("refused.error")
    fields = {"code": doubt.code, "against": doubt.evidence}
    fields |= {"column": doubt.column} if doubt.column else {}
    fields |= {"document": doubt.other_doc_id} if doubt.other_doc_id else {}
    same = [
        p for p in opened.document.problems
        if (p.code, p.evidence) == (doubt.code, doubt.evidence)
        and doubt.column in (None, p.column) and p.severity != "error"
        and doubt.other_doc_id in (None, p.other_doc_id)
    ]  # fmt: skip
    if len(same) > 1:
        raise RefusedError("refused.alike", n=len(same))
    entry = _signed(site, request, asked, doubt.page).entry("accept", fields)
    source = (
        opened.tables[doubt.table_id].source if doubt.table_id else opened.document.facts.source
    )

    def plan(entries: list[Entry]) -> Plan:
        return Plan() if entry.same in {one.same for one in entries} else Plan(new=(entry,))

    place = site.shelf.input_of(opened.document.doc_id, source)
    site.desk.carry_out(place, opened.document.doc_id, str(entry.fields["by"]), "accept", plan)
    return {"said": site.words(request)("done.accept"), "waiting": site.waiting()}


def link(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Two rows are the same task, or they are not."""
    (opened, row), (other, old) = site.row(asked), site.row(asked, "other")
    status, relation = str(asked.get("status")), str(asked.get("relation") or "same")
    sign = _signed(site, request, asked, row.first_page)
    site.desk.decide(
        opened, row, str(asked.get("mark")), sign, "link",
        lambda deciding: deciding.link(other, old, status, relation),
    )  # fmt: skip
    entries = site.entries_of(opened, row)
    return {
        "said": site.words(request)(f"done.link-{status or 'open'}"),
        "state": status_of_link(opened, row, other, old, entries),
        "mark": mark_of(opened, row, entries),
        "waiting": site.waiting(),
    }


def original(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """A row is the original of an amendment, or is not it."""
    (opened, claim), (other, old) = site.claim(asked), site.row(asked, "other")
    status = str(asked.get("status"))
    row = opened.rows.get(claim.row_id or "")
    sign = _signed(site, request, asked, row.first_page if row else None)

    def plan(entries: list[Entry]) -> Plan:
        if mark_of_claim(claim, decided_of(opened, claim, entries)) != asked.get("mark"):
            raise RefusedError("refused.changed")
        return decide_original(opened, claim, other, old, status, entries, sign)

    place = site.place_of_claim(opened, claim)
    site.desk.carry_out(place, opened.document.doc_id, sign.by, "original", plan)
    said = site.words(request)(f"done.original-{status or 'open'}")
    return {"said": said, "waiting": site.waiting()}


def fact(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """A fact of a document is another."""
    opened = site.opened(str(asked.get("doc")))
    name, value = str(asked.get("name")), " ".join(str(asked.get("value", "")).split())
    sign = _signed(site, request, asked, None)
    place = site.shelf.input_of(opened.document.doc_id, opened.document.facts.source)
    site.desk.carry_out(
        place, opened.document.doc_id, sign.by, "fact",
        lambda entries: correct_fact(opened, name, value, entries, sign),
    )  # fmt: skip
    return {"said": site.words(request)("done.fact"), "reload": True}


def column(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """A header of a table stands for another column."""
    opened, table = _table(site, asked)
    sign = _signed(site, request, asked, None)
    header, name = str(asked.get("header")), str(asked.get("name"))
    published = site.shelf.tables(opened.document.doc_id)[opened.document.tables.index(table)]
    place = site.shelf.input_of(opened.document.doc_id, table.source)
    site.desk.carry_out(
        place, opened.document.doc_id, sign.by, "column",
        lambda entries: name_column(opened, table, published, header, name, entries, sign),
    )  # fmt: skip
    return {"said": site.words(request)("done.column"), "reload": True}


def take_back(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Take an entry out of its file."""
    site.desk.take_back(site.by(request), str(asked.get("file")), str(asked.get("entry")))
    return {"said": site.words(request)("done.undo"), "reload": True}


def undo(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Take the reader's latest decision back."""
    site.desk.undo(site.by(request))
    return {"said": site.words(request)("done.undo"), "reload": True}


def later(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Put an item of the queue off, or take it up again."""
    back = bool(asked.get("take_back"))
    site.desk.put_off(site.by(request), str(asked.get("item")), back)
    return {"said": site.words(request)("done.take-up" if back else "done.later")}


# --- about tables -------------------------------------------------------------------------------


def finish(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Make a fixture of a table that was read through; where cells are left, say where."""
    opened, table = _table(site, asked)
    sign = _signed(site, request, asked, None)
    entries = site.entries_by_source(opened)[table.source]
    seen = seen_of(opened, table, entries, site.told(opened), sign.by)
    if seen.first is not None:
        number = sheet_of(sheets_of(opened), seen.first.row_id)
        query = f"row={quote(seen.first.row_id)}&column={quote(seen.first.column)}"
        left = site.words(request)("refused.unseen", left=seen.cells - seen.seen)
        return {"said": left, "go": f"/d/{quote(opened.document.doc_id)}/{number}?{query}"}
    done = site.fixtures.finish(opened, table, seen, sign.by, sign.on, bool(asked.get("replace")))
    return {"said": site.words(request)(done), "reload": True}


# --- the app itself -----------------------------------------------------------------------------


async def settings(site: Site, request: Request) -> Response:
    """Language, look and name of the reader, kept in cookies."""
    asked = await request.json()
    if not isinstance(asked, dict):
        raise HTTPException(400)
    answer = JSONResponse({"reload": True})
    keep = partial(answer.set_cookie, max_age=_YEAR, samesite="strict", httponly=True)
    for name, allowed in (("language", LANGUAGES), ("theme", _THEMES)):
        if asked.get(name) in allowed:
            keep(f"annex-{name}", asked[name])
    if isinstance(asked.get("reader"), str):
        keep("annex-reader", quote(" ".join(asked["reader"].split())[:80]))
    return answer


def rerun_state(site: Site, request: Request) -> Response:
    """How the run stands, and the command a person could type."""
    state, words = site.rerun.state(), site.words(request)
    inputs = site.desk.changed_inputs()
    said = ""
    if state.running:
        said = words("rerun.running")
    elif state.code is not None:
        said = words(f"rerun.code-{state.code}" if state.code in (0, 1) else "rerun.failed")
    elif not inputs:
        said = words("rerun.nothing")
    return JSONResponse({
        "running": state.running, "code": state.code, "said": said, "lines": list(state.lines),
        "command": site.rerun.shown(inputs) if inputs else "", "waiting": len(inputs),
    })  # fmt: skip


def start_rerun(site: Site, request: Request, asked: Asked) -> Mapping[str, Any]:
    """Read the corrected inputs again."""
    inputs = site.desk.changed_inputs()
    if inputs:
        site.rerun.start(inputs)
    return {"said": site.words(request)("rerun.running" if inputs else "rerun.nothing")}
