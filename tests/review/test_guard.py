"""Only who has the address gets in, only this machine's names are served, only the app's pages
change anything."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.review.guard import SIGN, Guard
from tests.support.asgi import Client

BASE = "http://127.0.0.1:8765"


async def _echo(request: Request) -> Response:
    return JSONResponse({"sign": request.scope["annex_sign"], "path": str(request.url.query)})


APP = Guard(Starlette(routes=[Route("/", _echo, methods=["GET", "POST"])]), "secret", 8765)


def client() -> Client:
    return Client(APP, BASE, follow=False)


def let_in() -> tuple[Client, str]:
    inside = client()
    assert inside.get("/?token=secret&kind=cell").headers["location"] == "/?kind=cell"
    return inside, inside.get("/").json()["sign"]


def test_the_token_becomes_a_cookie_that_scripts_cannot_read() -> None:
    answer = client().get("/?token=secret")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secret" not in cookie


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 403),
        ("/?token=wrong", {}, 403),
        ("/?token=secret", {"Host": "evil.example:8765"}, 421),
        ("/?token=secret", {"Host": "127.0.0.1"}, 421),
        ("/?token=secret", {"Host": "localhost:8765"}, 303),
        ("/", {"Cookie": "annex-8765=guess"}, 403),
    ],
)
def test_who_is_not_let_in(path: str, headers: dict[str, str], status: int) -> None:
    assert client().get(path, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": BASE}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({SIGN: ""}, 403),
        ({SIGN: "guess"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_only_the_apps_own_pages_change_anything(headers: dict[str, str], status: int) -> None:
    inside, sign = let_in()
    sent = {SIGN: sign, "Content-Type": "application/json", **headers}
    assert inside.post("/", content=b"{}", headers=sent).status_code == status


def test_a_request_too_long_is_not_read() -> None:
    inside, sign = let_in()
    sent = {SIGN: sign, "Content-Type": "application/json"}
    assert inside.post("/", content=b"x" * 300_000, headers=sent).status_code == 413


def test_nothing_from_elsewhere_runs_in_a_page() -> None:
    inside, _ = let_in()
    for answer in (inside.get("/"), client().get("/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["cache-control"] == "no-store"
