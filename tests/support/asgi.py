"""An ASGI application asked without a server."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx


class Client:
    """Sends requests to an application and keeps its cookies, as a browser would."""

    def __init__(self, app: Any, base: str, follow: bool = True) -> None:
        self._transport = httpx.ASGITransport(app)
        self._base = base
        self._follow = follow
        self.cookies = httpx.Cookies()

    def get(self, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._send("GET", path, **options))

    def post(self, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._send("POST", path, **options))

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=self._transport, base_url=self._base, cookies=self.cookies,
            follow_redirects=self._follow,
        ) as client:  # fmt: skip
            answer = await client.request(method, path, **options)
            self.cookies = client.cookies
            return answer
