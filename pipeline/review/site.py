"""What all handlers share: what is published and decided, the queue, words, making a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pipeline.data.records import AmendmentRecord, RowRecord
from pipeline.errors import AnnexError, ConfigError
from pipeline.review import views
from pipeline.review.decide import RefusedError
from pipeline.review.desk import Desk
from pipeline.review.diary import Told
from pipeline.review.entries import Entry
from pipeline.review.fixture import Fixtures, Yardstick
from pipeline.review.heads import is_figure
from pipeline.review.marked import marked, reading_pair
from pipeline.review.originals import claim_of
from pipeline.review.painter import Painter
from pipeline.review.pending import OF_ROWS, with_pending
from pipeline.review.queue import Item, Queue
from pipeline.review.renamed import with_new_names
from pipeline.review.rerun import Rerun
from pipeline.review.shelf import Input, Opened, Shelf
from pipeline.review.unsettled import broken_fixture, build, disputed_items
from pipeline.review.words import LANGUAGES, Words

_LONGEST_NAME = 80


class Site:
    """Everything behind the guard but the addresses."""

    def __init__(
        self, shelf: Shelf, fixtures: Path, reader: str = "", language: str | None = None
    ) -> None:
        self.shelf = shelf
        self.desk = Desk(shelf)
        self.fixtures = Fixtures(fixtures)
        self.painter = Painter()
        self.rerun = Rerun(shelf)
        self._reader = reader
        self._language = language
        self._queue: tuple[str, Queue] | None = None
        self._queue_lock = Lock()
        self._decided: dict[str, tuple[Opened, object, Opened]] = {}
        self._pages = Environment(
            loader=PackageLoader("pipeline.review"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._pages.globals.update(
            name_of=views.name_of, label_of=views.shown_label, said_of=views.said_of, marked=marked,
            reading_pair=reading_pair, is_figure=is_figure, quote=quote,
        )  # fmt: skip

    def close(self) -> None:
        """End what runs beside."""
        self.painter.close()

    # --- who asks, in which words ---------------------------------------------------------------

    def words(self, request: Request) -> Words:
        """The language of a reader."""
        chosen = request.cookies.get("annex-language") or self._language
        if chosen not in LANGUAGES:
            asked = request.headers.get("accept-language", "")
            chosen = "en" if asked.startswith("en") else "vi"
        return Words(chosen)

    def by(self, request: Request) -> str:
        """The name of a reader."""
        named = " ".join(unquote(request.cookies.get("annex-reader", "")).split())
        return named[:_LONGEST_NAME] or self._reader

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page of the app."""
        values |= {
            "by": self.by(request),
            "sign": request.scope.get("annex_sign", ""),
            "theme": request.cookies.get("annex-theme", ""),
            "waiting": self.waiting(),
        }
        return HTMLResponse(self.part(request, template, **values), status)

    def part(self, request: Request, template: str, **values: Any) -> str:
        """A piece of a page."""
        return self._pages.get_template(template).render(t=self.words(request), **values)

    def failed(self, request: Request, error: Exception) -> Response:
        """What is answered where something is not there, or cannot be done."""
        words = self.words(request)
        if isinstance(error, HTTPException):
            status, said = error.status_code, words("error.gone")
        else:
            status, said = 409, _said(error, words)
        if request.method == "POST":
            return JSONResponse({"error": said}, status)
        return self.page(request, "message.html", status, said=said)

    # --- what is published and decided ----------------------------------------------------------

    def waiting(self) -> int:
        """Inputs whose corrections have changed since the last run."""
        return len(self.desk.changed_inputs())

    def opened(self, doc_id: str) -> Opened:
        """A document, its columns and rows as people decided since the last run. Raises
        `HTTPException`."""
        opened = self.shelf.open(doc_id)
        if opened is None:
            raise HTTPException(404)
        entries = self.entries_by_source(opened)
        said = tuple(
            (source, entry.key)
            for source, own in sorted(entries.items())
            for entry in own
            if entry.decision in ("column", *OF_ROWS)
        )
        if not said:
            return opened
        held = self._decided.get(doc_id)
        if held is None or held[0] is not opened or held[1] != said:
            anew = with_pending(with_new_names(opened, entries), entries)
            held = self._decided[doc_id] = (opened, said, anew)
        return held[2]

    def row(self, asked: Mapping[str, Any], name: str = "row") -> tuple[Opened, RowRecord]:
        """A row that is asked for by its key. Raises `HTTPException`."""
        row_id = str(asked.get(name, ""))
        opened = self.opened(row_id.split("/", maxsplit=1)[0])
        if row_id not in opened.rows:
            raise HTTPException(404)
        return opened, opened.rows[row_id]

    def claim(self, asked: Mapping[str, Any]) -> tuple[Opened, AmendmentRecord]:
        """An amendment that is asked for by its key. Raises `HTTPException`."""
        key = str(asked.get("claim", ""))
        opened = self.opened(key.split("/", maxsplit=1)[0])
        found = claim_of(opened, key)
        if found is None:
            raise HTTPException(404)
        return opened, found

    def place_of_claim(self, opened: Opened, claim: AmendmentRecord) -> Input:
        """The input whose corrections decide about an amendment."""
        row = opened.rows.get(claim.row_id or "")
        if row is not None:
            return self.desk.input_of(opened, row)
        facts = opened.document.facts
        return self.shelf.input_of(facts.doc_id, facts.source)

    def entries_of_claim(self, opened: Opened, claim: AmendmentRecord) -> list[Entry]:
        """The entries of the file that decides about an amendment."""
        return self.desk.entries(self.place_of_claim(opened, claim).corrections)

    def entries_of(self, opened: Opened, row: RowRecord) -> list[Entry]:
        """The entries of the file that a row was read from."""
        return self.desk.entries(self.desk.input_of(opened, row).corrections)

    def entries_by_source(self, opened: Opened) -> dict[str, list[Entry]]:
        """The entries of each source of a document."""
        doc_id = opened.document.doc_id
        return {
            source: self.desk.entries(self.shelf.input_of(doc_id, source).corrections)
            for source in {table.source for table in opened.document.tables}
        }

    def told(self, opened: Opened) -> Told:
        """What the diary of a document's corrections says."""
        place = self.shelf.input_of(opened.document.doc_id, opened.document.facts.source)
        return self.desk.told(self.shelf.folder(place.root))

    # --- the queue ------------------------------------------------------------------------------

    def queue(self) -> Queue:
        """What needs eyes, as of the last run; what fixtures dispute is added when it is known."""
        with self._queue_lock:
            state = f"{self.shelf.state()} {self.fixtures.state()}"
            if self._queue is None or self._queue[0] != state:
                self._queue = (state, build(self.shelf.out, self.fixtures.checked()))
                Thread(target=self._add_disputed, args=(state,), daemon=True).start()
            return self._queue[1]

    def _add_disputed(self, state: str) -> None:
        items = list(self._disputed())
        with self._queue_lock:
            if items and self._queue is not None and self._queue[0] == state:
                self._queue = (state, self._queue[1].with_items(items))

    def _disputed(self) -> Iterator[Item]:
        for doc_id in self.fixtures.doc_ids():
            try:
                opened = self.shelf.open(doc_id)
                sticks = self.fixtures.of(opened, self.shelf.state()) if opened else {}
            except ConfigError as error:
                yield broken_fixture(doc_id, str(error))
                continue
            for ordinal, stick in sticks.items():
                assert opened is not None
                yield from disputed_items(opened.document.facts, ordinal, stick.differences)

    def yardsticks(self, opened: Opened) -> Mapping[int, Yardstick]:
        """The fixtures of a document, by table, beside what is published; none where they cannot be
        read."""
        published = self.shelf.open(opened.document.doc_id)
        try:
            return self.fixtures.of(published or opened, self.shelf.state())
        except ConfigError:
            return {}

    def warm_up(self) -> None:
        """Build the queue, so that it is there when it is asked for."""
        with suppress(AnnexError):  # who asks for it is told
            self.queue()


def _said(error: Exception, words: Words) -> str:
    return words(error.key, **error.values) if isinstance(error, RefusedError) else str(error)
