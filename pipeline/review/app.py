"""The addresses of the app."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import AnnexError
from pipeline.review import changes, pages
from pipeline.review.site import Site

_PAGES: dict[str, Callable[..., Any]] = {
    "/": pages.queue_page,
    "/documents": pages.documents_page,
    "/decisions": pages.decisions_page,
    "/about/{doc_id}": pages.about_page,
    "/go": pages.go,
    "/d/{doc_id}/{number:int}": pages.sheet_page,
    "/d/{doc_id}/{number:int}/picture": pages.picture,
    "/cell": pages.cell_part,
    "/gap": pages.gap_part,
    "/link": pages.link_page,
    "/original": pages.original_page,
    "/twins": pages.twins_page,
    "/rerun": changes.rerun_state,
}
_CHANGES: dict[str, Callable[..., Any]] = {
    "/decide": changes.decide,
    "/accept-page": changes.accept_page,
    "/accept-doubt": changes.accept_doubt,
    "/link": changes.link,
    "/original": changes.original,
    "/fact": changes.fact,
    "/column": changes.column,
    "/take-back": changes.take_back,
    "/undo": changes.undo,
    "/later": changes.later,
    "/finish": changes.finish,
    "/rerun": changes.start_rerun,
}


def app_of(site: Site) -> Starlette:
    """The app over a site: pages are read, changes are posted, nothing else is there."""
    routes: list[Route | Mount] = [
        *(Route(path, partial(page, site)) for path, page in _PAGES.items()),
        *(
            Route(path, partial(changes.change, made, site), methods=["POST"])
            for path, made in _CHANGES.items()
        ),
        Route("/settings", partial(changes.settings, site), methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("pipeline.review", "static")])),
    ]
    handlers: Any = {HTTPException: site.failed, AnnexError: site.failed}
    return Starlette(routes=routes, exception_handlers=handlers)
