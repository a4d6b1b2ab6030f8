"""The addresses of the app and what each answers. Handlers run in threads and keep nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.data.records import RowRecord
from pipeline.errors import AnnexError
from pipeline.review import views
from pipeline.review.acts import ACTS
from pipeline.review.decide import RefusedError
from pipeline.review.desk import Desk, signed
from pipeline.review.entries import Entry
from pipeline.review.painter import Painted, Painter
from pipeline.review.paper import as_read, is_text, lines_around
from pipeline.review.queue import KINDS, Item, Queue, Wanted, build
from pipeline.review.rerun import Rerun
from pipeline.review.sheets import Sheet, sheet_of, sheets_of
from pipeline.review.shelf import Opened, Shelf
from pipeline.review.words import LANGUAGES, Words

_YEAR = 365 * 24 * 3600


class App:
    """Everything behind the guard."""

    def __init__(
        self, shelf: Shelf, fixtures: Path, reader: str = "", language: str | None = None
    ) -> None:
        self.shelf = shelf
        self.desk = Desk(shelf)
        self.fixtures = fixtures
        self.reader = reader
        self.language = language
        self.painter = Painter()
        self.rerun = Rerun(shelf)
        self._queue: tuple[str, Queue] | None = None
        self._queue_lock = Lock()
        self._pages = Environment(
            loader=PackageLoader("pipeline.review"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._pages.globals.update(name_of=views.name_of, label_of=views.shown_label, quote=quote)

    def close(self) -> None:
        """End what runs beside."""
        self.painter.close()

    @cached_property
    def asgi(self) -> Starlette:
        """The routes."""
        static = StaticFiles(packages=[("pipeline.review", "static")])
        return Starlette(
            routes=[
                Route("/", self.queue_page),
                Route("/documents", self.documents_page),
                Route("/go", self.go),
                Route("/d/{doc_id}/{number:int}", self.sheet_page),
                Route("/d/{doc_id}/{number:int}/picture", self.picture),
                Route("/cell", self.cell_part),
                Route("/decide", self.decide, methods=["POST"]),
                Route("/undo", self.undo, methods=["POST"]),
                Route("/later", self.later, methods=["POST"]),
                Route("/settings", self.settings, methods=["POST"]),
                Route("/rerun", self.rerun_state),
                Route("/rerun", self.start_rerun, methods=["POST"]),
                Mount("/static", static),
            ],
            exception_handlers={HTTPException: self._failed, AnnexError: self._failed},
        )

    # --- what all pages share -------------------------------------------------------------------

    def words(self, request: Request) -> Words:
        """The language of a reader."""
        chosen = request.cookies.get("annex-language") or self.language
        if chosen not in LANGUAGES:
            asked = request.headers.get("accept-language", "")
            chosen = "en" if asked.startswith("en") else "vi"
        return Words(chosen)

    def by(self, request: Request) -> str:
        """The name of a reader."""
        return _from_cookie(request.cookies.get("annex-reader", "")) or self.reader

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page of the app."""
        words = self.words(request)
        values |= {
            "t": words,
            "by": self.by(request),
            "sign": request.scope.get("annex_sign", ""),
            "theme": request.cookies.get("annex-theme", ""),
            "path": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        }
        return HTMLResponse(self._pages.get_template(template).render(values), status)

    def _failed(self, request: Request, error: Exception) -> Response:
        words = self.words(request)
        status = error.status_code if isinstance(error, HTTPException) else 409
        said = words("error.gone") if isinstance(error, HTTPException) else _said(error, words)
        if request.method == "POST":
            return JSONResponse({"error": said}, status)
        return self.page(request, "message.html", status, said=said)

    # --- the queue ------------------------------------------------------------------------------

    def queue(self) -> Queue:
        """What needs eyes, as of the last run."""
        with self._queue_lock:
            state = self.shelf.state()
            if self._queue is None or self._queue[0] != state:
                self._queue = (state, build(self.shelf.out, frozenset()))
            return self._queue[1]

    def queue_page(self, request: Request) -> Response:
        """The queue, or a part of it."""
        wanted, asked = _wanted(request), request.query_params
        later = frozenset(self.desk.told().later)
        view = self.queue().view(wanted, later, _number(asked.get("page"), 1))

        def link(**changes: object) -> str:
            chosen = {
                "kind": wanted.kind, "doc": wanted.doc_id, "table": wanted.table_id,
                "code": wanted.reason, "later": "1" if wanted.later else "", **changes,
            }  # fmt: skip
            return "/?" + urlencode({k: v for k, v in chosen.items() if v})

        return self.page(
            request, "queue.html", view=view, wanted=wanted, link=link, kinds=KINDS,
            address=self._address, waiting=self._waiting(),
        )  # fmt: skip

    def _address(self, item: Item) -> str:
        asked = {"doc": item.doc_id, "row": item.row_id, "column": item.column,
                 "page": item.page, "table": item.table_id, "item": item.key}  # fmt: skip
        return "/go?" + urlencode({k: v for k, v in asked.items() if v})

    def go(self, request: Request) -> Response:
        """From an item of the queue to the sheet it is about."""
        asked = request.query_params
        opened = self._opened(asked.get("doc", ""))
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

    def documents_page(self, request: Request) -> Response:
        """All documents and how far each is read."""
        return self.page(request, "documents.html", documents=[], waiting=self._waiting())

    # --- a sheet --------------------------------------------------------------------------------

    def _opened(self, doc_id: str) -> Opened:
        opened = self.shelf.open(doc_id)
        if opened is None:
            raise HTTPException(404)
        return opened

    def _sheet(self, request: Request) -> tuple[Opened, list[Sheet], Sheet]:
        opened = self._opened(request.path_params["doc_id"])
        sheets = sheets_of(opened)
        number = request.path_params["number"]
        if not 1 <= number <= len(sheets):
            raise HTTPException(404)
        return opened, sheets, sheets[number - 1]

    def _entries(self, opened: Opened) -> dict[str, list[Entry]]:
        """The entries of each source of a document."""
        doc_id = opened.document.doc_id
        sources = {table.source for table in opened.document.tables}
        return {
            source: self.desk.entries(self.shelf.input_of(doc_id, source).corrections)
            for source in sources
        }

    def sheet_page(self, request: Request) -> Response:
        """A page of the source beside its part of the tables."""
        opened, sheets, sheet = self._sheet(request)
        entries, by = self._entries(opened), self.by(request)
        tables = views.table_views(opened, sheet, entries, self.desk.told(), by)
        dialect = opened.document.facts.dialect or ""
        painted, why = None, ""
        lines: Any = []
        if dialect.startswith("pdf") and sheet.page is not None:
            found = self._painted(opened, sheet)
            painted, why = (found, "") if isinstance(found, Painted) else (None, found)
        elif is_text(dialect):
            cells = [c for key in sheet.rows for c in opened.cells_of[key]]
            place = self.shelf.input_of(opened.document.doc_id, sheet.source)
            lines = lines_around(place.path, self._sha256(opened, sheet.source), cells)
            lines, why = ([], lines) if isinstance(lines, str) else (lines, "")
        else:
            lines = as_read(opened.cells_of[key] for key in sheet.rows)
        doubts = [p for p in opened.document.problems if p.row_id is None and p.code != "accepted"
                  and p.page in (sheet.page, *(() if sheet.number > 1 else (None,)))]  # fmt: skip
        return self.page(
            request, "sheet.html", document=opened.document.facts, sheet=sheet, sheets=sheets,
            tables=tables, painted=painted, why=why, lines=lines, doubts=doubts,
            boxes=list(views.boxes(opened, sheet)) if painted else [],
            lines_of=_lines_of(opened, sheet), asked=dict(request.query_params),
            waiting=self._waiting(),
        )  # fmt: skip

    def _sha256(self, opened: Opened, source: str) -> str:
        facts = opened.document.facts
        parts = {part.source: part.sha256 for part in facts.parts}
        return parts.get(source, facts.sha256)

    def _painted(self, opened: Opened, sheet: Sheet) -> Painted | str:
        place = self.shelf.input_of(opened.document.doc_id, sheet.source)
        sha256 = self._sha256(opened, sheet.source)
        return self.painter.page(place.path, sha256, sheet.page or 1)

    def picture(self, request: Request) -> Response:
        """The picture of a page."""
        opened, _, sheet = self._sheet(request)
        found = self._painted(opened, sheet)
        if isinstance(found, str):
            raise HTTPException(404)
        headers = {"Cache-Control": "private, max-age=3600"}
        return Response(found.image, media_type="image/jpeg", headers=headers)

    def cell_part(self, request: Request) -> Response:
        """All that is known of one cell, as a piece of a page."""
        opened, row = self._row(request.query_params)
        found = views.detail(
            opened, row, request.query_params.get("column", ""), self._entries_of(opened, row),
            self.desk.told(),
        )  # fmt: skip
        if found is None:
            raise HTTPException(404)
        return self.page(request, "_cell.html", detail=found)

    def _row(self, asked: Mapping[str, Any]) -> tuple[Opened, RowRecord]:
        row_id = str(asked.get("row", ""))
        opened = self._opened(row_id.split("/", maxsplit=1)[0])
        if row_id not in opened.rows:
            raise HTTPException(404)
        return opened, opened.rows[row_id]

    def _entries_of(self, opened: Opened, row: RowRecord) -> list[Entry]:
        return self.desk.entries(self.desk.input_of(opened, row).corrections)

    # --- decisions ------------------------------------------------------------------------------

    async def decide(self, request: Request) -> Response:
        """Carry out one decision about a row."""
        return await self._change(request, self._decide)

    def _decide(self, request: Request, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        words, by = self.words(request), self.by(request)
        if not by.strip():
            raise RefusedError("refused.nameless")
        opened, row = self._row(asked)
        act = ACTS.get(str(asked.get("act")))
        if act is None:
            raise HTTPException(404)
        why = str(asked.get("why") or "").strip() or _why(words, row)
        name = str(asked["act"])
        self.desk.decide(
            opened, row, str(asked.get("mark")), signed(by, why), name, lambda d: act(d, asked)
        )
        return {"said": words(f"done.{name}"), **self._parts(request, opened, row)}

    def _parts(self, request: Request, opened: Opened, row: RowRecord) -> dict[str, Any]:
        """The rows that look otherwise after a decision: the row itself and its neighbours."""
        entries, told, by = self._entries_of(opened, row), self.desk.told(), self.by(request)
        near = opened.rows_of[row.table_id][max(0, row.ordinal - 2) : row.ordinal + 1]
        page = self._pages.get_template("_row.html")
        table = opened.tables[row.table_id]
        parts = {
            views.name_of(one): page.render(
                row=views.row_view(opened, one, entries, told, by), table=table,
                t=self.words(request),
            )
            for one in near
        }  # fmt: skip
        return {"rows": parts, "waiting": self._waiting()}

    async def undo(self, request: Request) -> Response:
        """Take the reader's latest decision back."""
        return await self._change(request, self._undo)

    def _undo(self, request: Request, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        done = self.desk.undo(self.by(request))
        return {"said": self.words(request)("done.undo"), "reload": True, "doc": done.doc_id}

    async def later(self, request: Request) -> Response:
        """Put an item of the queue off."""
        return await self._change(request, self._later)

    def _later(self, request: Request, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        self.desk.put_off(self.by(request), str(asked.get("item")), bool(asked.get("take_back")))
        return {"said": self.words(request)("done.later")}

    async def _change(
        self,
        request: Request,
        change: Callable[[Request, Mapping[str, Any]], Mapping[str, Any]],
    ) -> Response:
        try:
            asked = await request.json()
        except ValueError:
            raise HTTPException(400) from None
        if not isinstance(asked, dict):
            raise HTTPException(400)
        return JSONResponse(await run_in_threadpool(change, request, asked))

    async def settings(self, request: Request) -> Response:
        """Language, look and name of the reader, kept in cookies."""
        asked = await request.json()
        answer = JSONResponse({"reload": True})
        for name, allowed in (("language", LANGUAGES), ("theme", ("light", "dark", ""))):
            if asked.get(name) in allowed:
                answer.set_cookie(f"annex-{name}", asked[name], _YEAR, samesite="strict")
        if isinstance(asked.get("reader"), str):
            name = quote(" ".join(asked["reader"].split())[:80])
            answer.set_cookie("annex-reader", name, _YEAR, samesite="strict", httponly=True)
        return answer

    # --- reading again --------------------------------------------------------------------------

    def _waiting(self) -> int:
        """Inputs whose corrections have changed since the last run."""
        return len(self.desk.changed_inputs())

    def rerun_state(self, request: Request) -> Response:
        """How the run stands, and the command a person could type."""
        state, words = self.rerun.state(), self.words(request)
        inputs = self.desk.changed_inputs()
        said = words("rerun.running") if state.running else (
            words(f"rerun.code-{state.code}" if state.code in (0, 1) else "rerun.failed")
            if state.code is not None else "")  # fmt: skip
        return JSONResponse({
            "running": state.running, "code": state.code, "said": said,
            "lines": list(state.lines), "command": self.rerun.shown(inputs),
            "waiting": len(inputs),
        })  # fmt: skip

    async def start_rerun(self, request: Request) -> Response:
        """Read the corrected inputs again."""
        return await self._change(request, self._start_rerun)

    def _start_rerun(self, request: Request, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        inputs = self.desk.changed_inputs()
        if inputs:
            self.rerun.start(inputs)
        return {"said": self.words(request)("rerun.running" if inputs else "rerun.nothing")}


def _why(words: Words, row: RowRecord) -> str:
    """The reason of a decision for which none is given."""
    if row.first_page is None:
        return words("why.read")
    return words("why.page", page=row.first_page)


def _said(error: Exception, words: Words) -> str:
    return words(error.key, **error.values) if isinstance(error, RefusedError) else str(error)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    kind = asked.get("kind", "")
    return Wanted(
        kind if kind in KINDS else "", asked.get("doc", ""), asked.get("table", ""),
        asked.get("code", ""), bool(asked.get("later")),
    )  # fmt: skip


def _from_cookie(text: str) -> str:
    from urllib.parse import unquote

    return " ".join(unquote(text).split())[:80]


def _lines_of(opened: Opened, sheet: Sheet) -> dict[int, list[str]]:
    """Which cells stand in which line of the source: names of cells in the page."""
    found: dict[int, list[str]] = {}
    for key in sheet.rows:
        row = opened.rows[key]
        for cell in opened.cells_of[key]:
            for place in cell.places if not cell.merged else ():
                if place.line is not None:
                    names = found.setdefault(place.line, [])
                    name = f"{views.name_of(row)}-{cell.column}"
                    if name not in names:
                        names.append(name)
    return found
