"""Who may ask: this machine, with the token of the address, from a page of the app itself.

A page of another site that the same browser shows can send requests to a port of this machine. It
does not know the token, its cookie is not sent along, and the sign that every change carries cannot
be guessed. A name that was made to lead here by a hostile name server is refused by its `Host`.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SIGN = "x-annex"
_LARGEST = 200_000
"""Bytes of the longest request."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """The app behind its token. `port` is the one it is served at."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app = app
        self._token = token
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._cookie = f"annex-{port}"
        self._pass = _derived(token, "cookie")
        self._sign = _derived(token, "sign")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope)
        answer: ASGIApp = self._refused(request) or self.app
        scope["annex_sign"] = self._sign

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await answer(scope, receive, guarded)

    def _refused(self, request: Request) -> Response | None:
        """What is answered in place of the app; None for who may ask."""
        if request.headers.get("host") not in self._hosts:
            return PlainTextResponse("this address is not served here", 421)
        given = request.query_params.get("token")
        if given is not None and request.method == "GET":
            return self._let_in(request, given)
        if not _same(request.cookies.get(self._cookie, ""), self._pass):
            return PlainTextResponse(
                "Hãy mở địa chỉ mà annex review đã in ra.\n"
                "Open the address that annex review has printed.\n", 403
            )  # fmt: skip
        return None if request.method in ("GET", "HEAD") else self._refused_change(request)

    def _let_in(self, request: Request, given: str) -> Response:
        if not _same(given, self._token):
            return PlainTextResponse("wrong token", 403)
        rest = [pair for pair in parse_qsl(request.url.query) if pair[0] != "token"]
        path = "/" + request.url.path.lstrip("/")
        answer = RedirectResponse(f"{path}?{urlencode(rest)}" if rest else path, 303)
        answer.set_cookie(self._cookie, self._pass, httponly=True, samesite="strict", path="/")
        return answer

    def _refused_change(self, request: Request) -> Response | None:
        host = request.headers["host"]
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return PlainTextResponse("asked from another page", 403)
        if not _same(request.headers.get(SIGN, ""), self._sign):
            return PlainTextResponse("the page is of an earlier start; load it again", 403)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return PlainTextResponse("JSON is expected", 415)
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _LARGEST:
            return PlainTextResponse("too long", 413)
        return None


def _derived(token: str, use: str) -> str:
    return hmac.new(token.encode(), use.encode(), hashlib.sha256).hexdigest()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
